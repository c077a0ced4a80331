"""From the pipeline that is wanted to the text of its dvc.yaml: compare, edit in small steps, read again, tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Link
from designer.plan.plan import Loss
from designer.steps.catalog import Catalog
from designer.targets.differences import BOOKKEEPING, Differences, differences, same
from designer.targets.dvc.editing.adding import NEW, add_stages, remove_stages, rename_stages
from designer.targets.dvc.editing.facts import WRITERS, says
from designer.targets.dvc.editing.links import FEATURE, rewire
from designer.targets.dvc.editing.sheet import Sheet
from designer.targets.dvc.reading.reader import imported
from designer.targets.imported import Imported, Patched, SourceFile
from designer.targets.importer import Surroundings

_BESIDE: Final = "it is kept beside the file"
_LABELS: Final = {
    "working_directory": "folder",
    "consumes": "inputs",
    "produces": "outputs",
    "cache": "caching",
    "timeout_minutes": "time limit",
    "only_if": "condition",
}
_REASONS: Final = {
    "timeout_minutes": "DVC has no time limits",
    "only_if": "DVC runs a stage whenever its inputs have changed, under no other condition",
    "token_permissions": "there is no access token to limit",
    "environment_name": "DVC knows no deployment environments",
    "triggers": "DVC runs when somebody types dvc repro",
    "branches": "DVC runs when somebody types dvc repro",
    "runner": "DVC runs where somebody types dvc repro",
    "variables": "DVC sets no variables: set them before dvc repro, or in the command",
}


def patch(file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
    """Writes the differences between what was read and what is wanted into the text of a dvc.yaml.

    Args:
        file: the text that ``base`` was read from.
        base: what was read.
        wanted: what it shall say.
        around: kinds, recogniser and neighbours.
    """
    found = differences(base.snapshot, wanted)
    if found.is_empty:
        return Patched(file.text, base.places)
    sheet = Sheet(file, base, around.neighbour)
    for card, changed in found.facts.items():
        _write_facts(sheet, found, card, changed)
    remove_stages(sheet, found)
    add_stages(sheet, found, around)
    rewire(sheet, found)
    rename_stages(sheet, found)
    again = base if sheet.editor.text == file.text else imported(sheet.pipeline, around)
    names = _read_as(sheet, again, found.goal.steps)
    told = {(loss.step, loss.feature) for loss in sheet.losses}
    sheet.losses += dict.fromkeys(
        loss for loss in _unsaid(found, again, names, around.catalog) if (loss.step, loss.feature) not in told
    )
    places = {
        found.renamed.get(card, card): again.places[name] for card, name in names.items() if again.places.get(name)
    }
    return Patched(sheet.editor.text, places, tuple(sheet.losses), _followed(found, again, names, around.catalog))


def _followed(
    found: Differences, again: Imported, names: Mapping[str, str], catalog: Catalog
) -> dict[str, dict[str, Any]]:
    """Facts that nobody edited and that other edits changed along: the inputs of a step after a link, for example."""
    every: dict[str, dict[str, Any]] = {}
    implied = {s: s for s in again.snapshot.steps if not again.places.get(s) and s in found.goal.steps}
    names = {**implied, **names}
    for card in (c for c in names if c not in found.added):
        step, now, edited = found.goal.steps[card], again.snapshot.steps[names[card]], found.facts.get(card, {})
        facts = {
            name: now.get(name)
            for name in dict.fromkeys((*step.attributes, *now.attributes))
            if name not in BOOKKEEPING
            and not same(step.get(name), now.get(name))
            and (name not in edited or says(now.get(name), step.get(name)))
            and (name in WRITERS or catalog.kind(step.kind) == catalog.kind(now.kind))
        }
        if step.title != now.title and card not in found.titles:
            facts["title"] = now.title
        if facts:
            every[found.renamed.get(card, card)] = facts
    return every


def _write_facts(sheet: Sheet, found: Differences, card: str, changed: Mapping[str, Any]) -> None:
    for name, writer in WRITERS.items():
        if name in changed and card in sheet.names:
            with sheet.attempt(card, label(name)):
                writer(sheet, card, found.goal.steps[card].get(name))


def label(name: str) -> str:
    """What a fact is called in losses."""
    return _LABELS.get(name, name.replace("_", " "))


def _read_as(sheet: Sheet, again: Imported, wanted: Collection[str]) -> dict[str, str]:
    """Card -> id of the step that its stage is read as."""
    by_stage = {places[0].at[1]: step for step, places in again.places.items() if places}
    return {card: by_stage[name] for card, name in sheet.names.items() if name in by_stage and card in wanted}


def _unsaid(found: Differences, again: Imported, names: Mapping[str, str], catalog: Catalog) -> Iterator[Loss]:
    """What was wanted and is not read again."""
    steps = again.snapshot.steps
    for card in found.titles:
        yield Loss(card, "title", f"DVC calls a stage by its name only: {_BESIDE}")
    for card, changed in found.facts.items():
        for name, value in changed.items():
            if card not in names or not says(steps[names[card]].get(name), value):
                yield Loss(card, label(name), f"{_REASONS.get(name, 'a dvc.yaml has no place for it')}: {_BESIDE}")
    for card in found.added:
        taken = catalog.kind(steps[names[card]].kind) if card in names else None
        if taken is not None and taken != catalog.kind(found.goal.steps[card].kind):
            yield Loss(
                card, "kind", f"from its text alone it would be taken for {taken.title!r}: its kind {_BESIDE[3:]}"
            )
        if card not in names:
            yield Loss(card, NEW, f"the file has no place for it: {_BESIDE}")
            continue
        for name, value in found.goal.steps[card].attributes.items():
            if name not in BOOKKEEPING and not says(steps[names[card]].get(name), value):
                yield Loss(card, label(name), _new_reason(name))
    for name in found.pipeline:
        yield Loss(None, label(name), f"{_REASONS.get(name, 'a dvc.yaml has no place for it')}: {_BESIDE}")
    yield from _unsaid_links(found, again, names)


def _new_reason(name: str) -> str:
    if name == "command":
        return "a command is added that leaves a file, so that others can wait for it"
    return f"{_REASONS.get(name, 'a dvc.yaml has no place for it')}: {_BESIDE}"


def _unsaid_links(found: Differences, again: Imported, names: Mapping[str, str]) -> Iterator[Loss]:
    """Links that are missing or appeared; those at cards that DVC stands for are not missed."""
    cards = {step: card for card, step in names.items()}
    there = {(cards.get(k.source), cards.get(k.target)) for k in again.snapshot.links.values()}
    for link in found.goal.links.values():
        ends = (link.source, link.target)
        if link.is_flow and {*ends} <= names.keys() and ends not in there:
            yield Loss(link.target, FEATURE, f"the file does not say that it waits for {link.source}: {_BESIDE}")
    for source, target in there:
        if source and target and Link(source, target).id not in found.goal.links:
            yield Loss(target, FEATURE, f"the file says that it waits for {source}: the change {_BESIDE[3:]}")
