"""Commands on waivers: findings that somebody accepts, attests as done elsewhere, or declares not applicable.

They stand as a list of entries on a step, or on the pipeline for all of its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from designer.errors import EditRefused
from designer.model.edit import Edit
from designer.model.pipeline import Pipeline
from designer.model.step import PIPELINE

KEY: Final = "suppress"
"""The key of the document under which waivers stand, on a step or on the pipeline."""
ASSESSED: Final = "assessed"


def waive(pipeline: Pipeline, at: str, entry: Mapping[str, str]) -> None:
    """Waives a rule at a step, or with ``pipeline`` everywhere; one of the same rule there is replaced.

    Args:
        entry: ``code``, ``as``, ``reason``, and where wanted ``owner`` and ``until``; empty texts are left out.
    """
    wanted = _filled(entry)
    with pipeline.edit(f"Waive {wanted['code']}") as edit:
        others = [row for row in _rows(pipeline, at) if _code(row) != wanted["code"] or _is_comment(row)]
        _put(edit, pipeline, at, [*others, wanted])


def change_waiver(pipeline: Pipeline, at: str, row: int, entry: Mapping[str, str], now_at: str = "") -> None:
    """Gives a waiver other contents, and with ``now_at`` another place.

    Raises:
        EditRefused: there is none at that place.
    """
    wanted, rows = _filled(entry), _rows(pipeline, at)
    _check(rows, at, row)
    with pipeline.edit(f"Change waiver of {wanted['code']}") as edit:
        if now_at in ("", at):
            _put(edit, pipeline, at, [*rows[:row], wanted, *rows[row + 1 :]])
        else:
            _put(edit, pipeline, at, [*rows[:row], *rows[row + 1 :]])
            waive(pipeline, now_at, wanted)


def remove_waiver(pipeline: Pipeline, at: str, row: int, code: str = "") -> None:
    """Takes a waiver back.

    Args:
        row: its number in the list of that place.
        code: the rule it must be of, if that is known.

    Raises:
        EditRefused: there is none, or it is of another rule.
    """
    rows = _rows(pipeline, at)
    _check(rows, at, row)
    if code and _code(rows[row]) != code:
        raise EditRefused(f"the waiver at {at} is not of {code} any more", advice="Check the pipeline again.")
    with pipeline.edit(f"Remove waiver of {_code(rows[row]) or 'nothing'}") as edit:
        _put(edit, pipeline, at, [*rows[:row], *rows[row + 1 :]])


def answer(
    pipeline: Pipeline,
    code: str,
    places: Iterable[str],
    entry: Mapping[str, str] | None = None,
    *,
    everywhere: bool = False,
) -> None:
    """Answers the question that a rule asks about steps of opened files, because their text cannot show it.

    It is asked no more, and counts from now on.

    Args:
        places: ids of the steps.
        entry: the waiver that is the answer, as for `waive`; None says that it is missing.
        everywhere: whether the waiver stands on the pipeline.
    """
    asked = tuple(places)
    with pipeline.edit(f"Answer {code}") as edit:
        _assess(edit, pipeline, code, asked)
        if entry:
            for place in (PIPELINE,) if everywhere else asked:
                waive(pipeline, place, {**entry, "code": code})


def answer_with_fact(pipeline: Pipeline, code: str, places: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Answers a question by stating what the rule asks for about each of the steps."""
    asked = tuple(places)
    with pipeline.edit(f"Answer {code}") as edit:
        _assess(edit, pipeline, code, asked)
        for place in asked:
            edit.put_step(pipeline.steps[place].with_attributes(facts))


def _assess(edit: Edit, pipeline: Pipeline, code: str, places: Iterable[str]) -> None:
    before = pipeline.facts.get(ASSESSED)
    known = list(before) if isinstance(before, (list, tuple)) else []
    edit.set_facts({ASSESSED: list(dict.fromkeys([*known, *(f"{code}@{place}" for place in places)]))})


def _put(edit: Edit, pipeline: Pipeline, at: str, rows: list[Any]) -> None:
    if at == PIPELINE:
        edit.set_facts({KEY: rows or None})
        return
    if at not in pipeline.steps:
        raise EditRefused(f"there is no step {at}")
    edit.put_step(pipeline.steps[at].with_attributes({KEY: rows or None}))


def _rows(pipeline: Pipeline, at: str) -> list[Any]:
    stated = pipeline.facts.get(KEY) if at == PIPELINE else pipeline.steps[at].get(KEY) if at in pipeline.steps else ()
    return list(stated) if isinstance(stated, (list, tuple)) else []


def _check(rows: list[Any], at: str, row: int) -> None:
    if not 0 <= row < len(rows):
        raise EditRefused(f"there is no such waiver at {at} any more", advice="Check the pipeline again.")


def _filled(entry: Mapping[str, str]) -> dict[str, str]:
    return {key: value.strip() for key, value in entry.items() if value.strip()}


def _code(row: Any) -> str:
    return str(row.get("code") or "") if isinstance(row, Mapping) else ""


def _is_comment(row: Any) -> bool:
    """Whether it stands in the comments of an opened file."""
    return isinstance(row, Mapping) and bool(row.get("from"))
