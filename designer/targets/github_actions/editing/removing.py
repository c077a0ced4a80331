"""Cards that are gone, and cards with another id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.targets.github_actions.editing import needs, references
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import STEP_KEYS, put
from designer.targets.github_actions.editing.wiring import Wiring


def remove_cards(sheet: Sheet, cards: Iterable[str], wiring: Wiring) -> frozenset[str]:
    """Takes steps away, or the whole job with its last card; returns those that could not go.

    A job goes together with the ``needs`` that name it; what waited for it then waits as the links say.
    """
    gone = [c for c in cards if sheet.job(c) is not None]
    kept: set[str] = set()
    for job in dict.fromkeys(str(sheet.job(c)) for c in gone):
        inside = [c for c in sheet.cards(job) if c in gone]
        if len(inside) == len(sheet.cards(job)):
            with sheet.attempt(inside[0], "removed step") as done:
                _remove_job(sheet, job, wiring)
            kept |= set() if done() else set(inside)
            continue
        for card in reversed(inside):  # what is read by a later step can go after that
            with sheet.attempt(card, "removed step") as done:
                _remove_step(sheet, card)
            kept |= set() if done() else {card}
    return frozenset(kept)


def _remove_job(sheet: Sheet, job: str, wiring: Wiring) -> None:
    if len(sheet.tree.keys(("jobs",))) == 1:
        raise CannotSay("it is the only job of the file; remove the file itself")
    for other in sheet.tree.keys(("jobs",)):
        if job in needs.needs_of(sheet, other):
            needs.write_needs(sheet, other, [n for n in wiring.needs(sheet, other) if n != job])
    sheet.editor.delete(("jobs", job))
    for card in sheet.cards(job):
        sheet.drop_card(card)
    del sheet.items[job]


def _remove_step(sheet: Sheet, card: str) -> None:
    path = sheet.needed_step(card)
    sheet.editor.delete(path)
    job = str(path[1])
    item = sheet.drop_card(card)
    sheet.items[job] = [i for i in sheet.items[job] if i is not item]


def rename_cards(sheet: Sheet, renamed: Mapping[str, str]) -> None:
    """Gives jobs and steps other ids, everywhere where they are named."""
    for card, new in renamed.items():
        if sheet.job(card) is None:
            sheet.lose(card, "id", "it does not stand in this file")
            continue
        with sheet.attempt(card, "id", renames=True):
            if sheet.stands_for_job(card):
                _rename_job(sheet, str(sheet.job(card)), new)
            else:
                _rename_step(sheet, card, new)


def _rename_job(sheet: Sheet, old: str, new: str) -> None:
    if any(new.lower() == k.lower() for k in sheet.tree.keys(("jobs",)) if k != old):
        raise CannotSay(f"there is a job {new} already")
    references.rename_in(sheet.editor, (), ("needs", "jobs"), old, new)
    for job in sheet.tree.keys(("jobs",)):
        present = needs.needs_of(sheet, job)
        if old in present:
            at = ("jobs", job, "needs")
            whole = sheet.tree.node(at).kind == "scalar"
            sheet.editor.set(at if whole else (*at, present.index(old)), new)
    sheet.editor.rename(("jobs", old), new)
    sheet.rename_job(old, new)


def _rename_step(sheet: Sheet, card: str, new: str) -> None:
    """The id of a step; its card has the name of the job in front of it."""
    path = sheet.needed_step(card)
    job = str(path[1])
    wanted = new.removeprefix(f"{job}_") or new
    old = str(sheet.tree.raw((*path, "id"))) if sheet.tree.has((*path, "id")) else ""
    if old:
        references.rename_in(sheet.editor, ("jobs", job), ("steps",), old, wanted)
    put(sheet.editor, (*path, "id"), wanted, STEP_KEYS)
