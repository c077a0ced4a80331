"""Search over everything: actions, steps and findings in one list."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from designer.analysis.finding import Finding
from designer.drawing.theme import SEVERITIES
from designer.gui.actions.registry import key_text
from designer.gui.canvas.navigation import followers
from designer.gui.line_search import PART, LineSearch
from designer.gui.picker import MAX_ROWS, Choice
from designer.model.step import FEEDBACK, FLOW, Step

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

ACTION, STEP, FINDING = "action", "step", "finding"


def step_rows(window: MainWindow) -> Callable[[str], list[Choice]]:
    """Makes rows for the steps that typed words fit best."""
    session, appearance = window.desk.session, window.desktop.appearance
    pipeline, catalog = session.pipeline, session.services.catalog

    @cache
    def icon(slug: str) -> QIcon:
        return appearance.kind_icon(catalog.kind(slug))

    def row(step: Step) -> Choice:
        return Choice((STEP, step.id), step.label, catalog.kind(step.kind).title, (step.id,), icon(step.kind))

    return lambda typed: [row(pipeline.steps[s]) for s in window.finder.best(typed)]


def finding_rows(window: MainWindow) -> Callable[[str], list[Choice]]:
    """Makes rows for the findings that typed words fit best."""
    findings, icon = window.desk.findings.findings, window.desktop.appearance.icon
    icons = {severity: icon(severity, severity) for severity in SEVERITIES}

    @cache
    def search() -> LineSearch:
        return LineSearch(f"{f.code} {f.title}{PART}{f.at}{PART}{f.message}{PART}{f.principle}" for f in findings)

    def row(f: Finding) -> Choice:
        return Choice((FINDING, f), f"{f.code} {f.title}", f.at, (f.message, f.principle), icons[f.severity])

    def best(typed: str) -> list[Choice]:
        found = [findings[number] for number in search().best(typed)] if typed.strip() else findings[:MAX_ROWS]
        return [row(f) for f in found]

    return best


def choices(window: MainWindow) -> list[Choice]:
    """Rows for what can be run; the value is a pair of what it is and its id."""
    actions = window.registry
    actions.refresh()
    rows = []
    for record in actions.records.values():
        qaction = actions.qaction(record.id)
        if not qaction.isVisible():
            continue
        keys = key_text(record.all_keys[0]) if record.all_keys else ""
        place = record.menu.replace("&", "").replace("/", " › ")
        text = qaction.text().split("\t")[0].replace("&", "")
        hint = f"{place}   {keys}".rstrip() if qaction.isEnabled() else f"{place}   not now"
        found_by = (text, record.tip, f"{place} {text}")
        rows.append(
            Choice((ACTION, record.id), text, hint, enabled=qaction.isEnabled(), search=found_by, tip=record.tip)
        )
    return sorted(rows, key=lambda row: not row.enabled)


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


def go(window: MainWindow, value: tuple[str, object], typed: str = "") -> None:
    """Does what was chosen; next and previous go on with what was typed."""
    what, which = value
    if what == ACTION:
        window.registry.trigger(str(which))
    elif what == STEP:
        window.finder.take(typed, str(which))
    else:
        window.go_to("findings")
        window.desk.findings.show_finding(which)
