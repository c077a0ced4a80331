"""New stages, removed stages, and stages with another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.plan.plan import Plan, Stage
from designer.plan.planner import make_plan
from designer.targets.differences import Differences, flow
from designer.targets.dvc.editing.links import seen
from designer.targets.dvc.editing.refusal import CannotSay
from designer.targets.dvc.editing.sheet import Sheet
from designer.targets.dvc.emit import stage_data
from designer.targets.dvc.reading.shape import STAGES
from designer.targets.dvc.reading.templates import has_template
from designer.targets.dvc.runs import in_runs, unsaid
from designer.targets.file_links import located
from designer.targets.importer import Surroundings
from designer.targets.yaml_text import Commented, Inline
from designer.yaml_tree.node import Path

_AT: Final[Path] = (STAGES,)
NEW: Final = "new step"


def add_stages(sheet: Sheet, found: Differences, around: Surroundings) -> None:
    """Writes the new cards as an export would, each behind a stage that it waits for; links come later."""
    for card in _in_order(found):
        with sheet.attempt(card, NEW):
            _add(sheet, found, card, around)


def remove_stages(sheet: Sheet, found: Differences) -> None:
    """Removes the stages of cards that are gone."""
    for card in found.removed:
        if card not in sheet.names:
            if not sheet.free_paths(card):
                sheet.tell(card, "step", "DVC does this by itself: it stays")
            continue
        with sheet.attempt(card, "step"):
            sheet.editor.delete((STAGES, sheet.names[card]))
            sheet.drop(card)


def rename_stages(sheet: Sheet, found: Differences) -> None:
    """Gives stages the names that their cards have."""
    for card, new in found.renamed.items():
        if card not in sheet.names:
            sheet.tell(new, "name", "it stands for files: it is called as they are")
            continue
        with sheet.attempt(new, "name"):
            sheet.editor.rename((STAGES, sheet.names[card]), new)
            sheet.names[card] = new


def _in_order(found: Differences) -> list[str]:
    """New cards, those first that others wait for."""
    waits = {card: {k.source for k in flow(found.goal.links.values()) if k.target == card} for card in found.added}
    order: list[str] = []
    rest = list(found.added)
    while rest:
        card = next((c for c in rest if not waits[c] & set(rest)), rest[0])
        rest.remove(card)
        order.append(card)
    return order


def _add(sheet: Sheet, found: Differences, card: str, around: Surroundings) -> None:
    stage, data = _draft(sheet, found, card, around)
    if card in sheet.pipeline.stages:
        raise CannotSay(f"there is another stage {card}")
    tree = sheet.editor.tree
    if not tree.has(_AT):
        sheet.editor.add((), STAGES, {card: data})
    else:
        sheet.editor.add(_AT, card, data, after=predecessor(sheet, found, card))
    sheet.names[card] = card
    for loss in unsaid(stage):
        sheet.tell(card, loss.feature, loss.message)


def predecessor(sheet: Sheet, found: Differences, card: str) -> str | None:
    """The last stage in the file that a new one waits for; None when it waits for none."""
    above = {sheet.names.get(k.source) for k in flow(found.goal.links.values()) if k.target == card}
    return next((name for name in reversed(sheet.editor.tree.keys(_AT)) if name in above), None)


def _draft(sheet: Sheet, found: Differences, card: str, around: Surroundings) -> tuple[Stage, dict[str, Any]]:
    """A new card as a stage; paths count from the folder of the file."""
    step = found.goal.steps[card]
    folder = step.get("working_directory")
    if folder:
        step = step.with_attributes({"working_directory": seen(str(folder), sheet.pipeline.folder)})
    sources = {s.id: s for k in flow(found.goal.links.values()) if k.target == card for s in _source(sheet, found, k)}
    links = {link.id: link for link in (Link(source, card) for source in sources)}
    try:
        plan = make_plan(Snapshot(steps={**sources, card: step}, links=links, facts=found.goal.facts), around.catalog)
    except ExportError as e:
        raise CannotSay(e.message) from None
    stage = _stage(plan, card)
    awaited = any(k.source == card for k in flow(found.goal.links.values()))
    data = {k: _plain(v) for k, v in in_runs(stage, stage_data(plan, stage, (), is_awaited=awaited)).items()}
    if data.pop("params", None) is not None:
        sheet.tell(
            card, "parameters", "its values are not written: put them into params.yaml and name them under params"
        )
    missing = [p for p in stage.scripts if around.neighbour(located(sheet.pipeline.folder, p)) is None]
    if missing:
        sheet.tell(card, "files", f"it needs files that are not there yet: {', '.join(missing)}")
    return stage, data


def _source(sheet: Sheet, found: Differences, link: Link) -> Iterator[Step]:
    """Where a link comes from, as a step that does nothing but leave its files: the command can name them then."""
    paths = sheet.free_paths(link.source)
    if link.source in sheet.names:
        stage = sheet.stage(link.source)
        outputs = stage.files[0].outputs if len(stage.files) == 1 else ()
        paths = tuple(o.path for o in outputs if not o.is_report) or tuple(o.path for o in outputs[:1])
    if paths and not any(has_template(path) for path in paths):
        kind = found.goal.steps[link.source].kind
        produces = [seen(path, sheet.pipeline.folder) for path in paths]
        yield Step(link.source, kind, "", {"command": "true", "produces": produces})


def _stage(plan: Plan, card: str) -> Stage:
    stage = plan.stages.get(card)
    if stage is None or not stage.repeatable:
        raise CannotSay("it acts on people or on a running service: DVC repeats only what files decide")
    return stage


def _plain(value: Any) -> Any:
    if isinstance(value, (Inline, Commented)):
        return _plain(value.value)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
