"""Search over everything: actions, steps and findings in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.gui.actions.registry import key_text
from designer.gui.canvas.navigation import followers
from designer.gui.picker import Choice
from designer.model.step import FEEDBACK, FLOW

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

ACTION, STEP, FINDING = "action", "step", "finding"


def choices(window: MainWindow, *, only_steps: bool = False) -> list[Choice]:
    """Rows for what can be run or gone to; the value is a pair of what it is and its id or finding."""
    rows = _steps(window)
    return rows if only_steps else [*_actions(window), *rows, *_findings(window)]


def _actions(window: MainWindow) -> list[Choice]:
    actions = window.registry
    actions.refresh()
    rows = []
    for record in actions.records.values():
        qaction = actions.qaction(record.id)
        if not qaction.isVisible():
            continue
        keys = key_text(record.all_keys[0]) if record.all_keys else ""
        place = record.menu.replace("/", " › ")
        text = qaction.text().split("\t")[0].replace("&", "")
        rows.append(
            Choice(
                (ACTION, record.id),
                text,
                f"{place}   {keys}".rstrip(),
                (record.tip, f"{place} {text}"),
                None,
                qaction.isEnabled(),
            )
        )
    return sorted(rows, key=lambda row: not row.enabled)


def _steps(window: MainWindow) -> list[Choice]:
    catalog, appearance = window.desk.session.services.catalog, window.desktop.appearance
    rows = []
    for step in window.desk.session.pipeline.steps.values():
        kind = catalog.kind(step.kind)
        rows.append(Choice((STEP, step.id), step.label, kind.title, (step.id,), appearance.kind_icon(kind)))
    return rows


def steps_to_link(window: MainWindow, source: str) -> list[Choice]:
    """Rows for the steps that a link could lead to; the value is the step with the type of the link."""
    pipeline, appearance = window.desk.session.pipeline, window.desktop.appearance
    earlier = set(followers(pipeline, (source,), forward=False))
    linked = {k.target for k in pipeline.links.values() if k.source == source}
    rows = []
    for step in pipeline.steps.values():
        if step.id == source or step.id in linked:
            continue
        link_type, hint = (FEEDBACK, "Feedback: starts a later run") if step.id in earlier else (FLOW, "")
        icon = appearance.kind_icon(window.desk.session.services.catalog.kind(step.kind))
        rows.append(Choice((step.id, link_type), step.label, hint, (step.id,), icon))
    return rows


def _findings(window: MainWindow) -> list[Choice]:
    appearance = window.desktop.appearance
    return [
        Choice(
            (FINDING, f),
            f"{f.code} {f.title}",
            f.at,
            (f.message, f.principle),
            appearance.icon(f.severity, f.severity),
        )
        for f in window.desk.findings.findings
    ]


def go(window: MainWindow, value: tuple[str, object]) -> None:
    """Does what was chosen."""
    what, which = value
    if what == ACTION:
        window.registry.trigger(str(which))
    elif what == STEP:
        window.desk.show_step(str(which))
    else:
        window.go_to("findings")
        window.desk.findings.show_finding(which)
