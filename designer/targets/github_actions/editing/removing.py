"""Cards that are gone, and cards with another id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.targets.github_actions.editing import needs, references
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import STEP_KEYS, put


def remove_cards(sheet: Sheet, cards: Iterable[str]) -> None:
    """Takes a step away, or the whole job with its last card; what waited for that was rewired before."""
    for card in cards:
        if sheet.job(card) is None:
            sheet.lose(card, "removed step", "it does not stand in this file")
            continue
        with sheet.attempt(card, "removed step"):
            if sheet.stands_for_job(card):
                _remove_job(sheet, card)
            else:
                _remove_step(sheet, card)


def _remove_job(sheet: Sheet, card: str) -> None:
    path = sheet.job_path(card)
    if len(sheet.tree.keys(("jobs",))) == 1:
        raise CannotSay("it is the only job of the file; remove the file itself")
    sheet.editor.delete(path)
    del sheet.items[str(path[1])]
    sheet.drop_card(card)


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
