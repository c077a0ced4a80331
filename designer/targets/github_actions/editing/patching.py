"""From the pipeline that is wanted to the text of its workflow: compare, edit in small steps, read again, tell.

Each edit is checked twice: by the editor, which reads the text after it, and for references that lead nowhere. What a
file refuses stays as it was and is told. At the end the text is read as if it was opened anew; whatever that does not
say of what was wanted is told too, so no claim is silently dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.plan.attributes import words
from designer.targets.differences import Differences, differences
from designer.targets.github_actions.editing import events, facts, judged
from designer.targets.github_actions.editing.adding import add_cards
from designer.targets.github_actions.editing.outcome import followed, places_of, unsaid
from designer.targets.github_actions.editing.removing import remove_cards, rename_cards
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.starting import STARTING, write_start
from designer.targets.github_actions.editing.wiring import Wiring, rewire
from designer.targets.github_actions.reading.reader import read
from designer.targets.imported import Imported, Patched, SourceFile
from designer.targets.importer import Surroundings

_WORK: Final = frozenset({"command", "action"})


def patch(file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
    """Writes the differences between what was read and what is wanted into the text of a workflow.

    Args:
        file: the text that ``base`` was read from.
        base: what was read.
        wanted: what it shall say.
        around: kinds, recogniser and neighbours.
    """
    found = differences(base.snapshot, wanted)
    if found.is_empty:
        return Patched(file.text, base.places)
    sheet = Sheet(file.text, file.path, base)
    rename_cards(sheet, found.renamed)  # first, so that texts that name them by their new ids can follow
    for card in found.goal.steps:
        if card in found.titles or card in found.facts:
            _write_step(sheet, found, card, around)
    add_cards(sheet, found, around)
    links = base.snapshot.links.values()
    kept = remove_cards(sheet, found.removed, Wiring(found, links))
    rewire(sheet, Wiring(found, links, kept))
    _write_pipeline(sheet, found.pipeline)
    text = sheet.editor.text
    again = base if text == file.text else read(SourceFile(file.path, text), around)
    told = (*sheet.losses, *unsaid(sheet, found, again, around.catalog))
    losses = tuple(replace(loss, step=found.renamed.get(loss.step or "", loss.step)) for loss in told)
    return Patched(text, places_of(sheet, found, again), losses, followed(sheet, found, again, around.catalog))


def _write_step(sheet: Sheet, found: Differences, card: str, around: Surroundings) -> None:
    changed = found.facts.get(card, {})
    if sheet.job(card) is None:
        return
    if card in found.titles:
        with sheet.attempt(card, "title"):
            facts.write_title(sheet, card, found.titles[card])
    if _WORK & changed.keys():
        with sheet.attempt(card, "command"):
            facts.write_work(sheet, card, changed)
    if STARTING & changed.keys():
        write_start(sheet, card, changed)
    for name, value in sorted(changed.items(), key=lambda fact: fact[0] == "secrets"):  # it looks at what was written
        if name in facts.WRITERS:
            with sheet.attempt(card, facts.FEATURES[name]):
                facts.WRITERS[name](sheet, card, value)
        elif name in judged.WRITERS and judged.YIELDS_TO.get(name) not in changed:
            with sheet.attempt(card, judged.FEATURES[name]):
                judged.WRITERS[name](sheet, card, value, around)


def _write_pipeline(sheet: Sheet, changed: Mapping[str, Any]) -> None:
    if "name" in changed:
        events.write_name(sheet, str(changed["name"] or ""))
    if "triggers" in changed:
        events.write_triggers(sheet, words(changed["triggers"]))
    if "branches" in changed:
        events.write_branches(sheet, words(changed["branches"]))
