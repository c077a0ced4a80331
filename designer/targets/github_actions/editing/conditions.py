"""The text of an ``if`` that asks for another outcome, other branches or other events; what else it asks for stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from designer.plan.plan import Need
from designer.targets.github_actions import expressions
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.reading import conditions as reading

_STRING: Final = re.compile(r"'(?:[^']|'')*'")
_STATUS: Final = re.compile(r"\b(always|failure|cancelled|success)\s*\(\s*\)")
_RESULT: Final = re.compile(r"needs(?:\.[\w-]+|\[\s*'[\w-]+'\s*\])\.result\s*(==|!=)\s*'\w+'")
_ANY_RESULT: Final = re.compile(r"contains\s*\(\s*needs\.\*\.result\s*,\s*'\w+'\s*\)")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GLUE: Final = re.compile(r"[\s!()]|&&|\|\|")


def with_outcome(condition: str, needs: Sequence[tuple[str, Need]]) -> str:
    """A condition that asks for these outcomes of the jobs before; empty when nothing is left to ask.

    Raises:
        CannotSay: the outcome is asked for inside of something else.
    """
    kept = []
    for part in parts(condition):
        rest = _ANY_RESULT.sub("", _RESULT.sub("", _STATUS.sub("", part)))
        if rest == part:
            kept.append(part)
        elif _GLUE.sub("", rest):
            raise CannotSay(f"its condition asks for the outcome in a way that is only understood by hand: {part}")
    return joined([expressions.outcome(needs), *kept])


def with_branches(condition: str, branches: Sequence[str]) -> str:
    """A condition that is true on these branches only, on all when there are none.

    Raises:
        CannotSay: a name has letters that are not safe in an expression.
    """
    kept = [p for p in parts(condition) if not reading.branches(p)]
    found = joined([*kept, expressions.on_branches(branches)] if branches else kept)
    if reading.branches(found) != list(branches):
        raise CannotSay("its branches cannot be written as a condition")
    return found


def with_events(condition: str, events: Sequence[str], known: Sequence[str]) -> str:
    """A condition that lets only these events of its file through.

    Args:
        condition: what is asked by now.
        events: GitHub's names of the events; when they are all that are known, none is asked for.
        known: the events of the file.
    """
    kept = [p for p in parts(condition) if reading.events(p, known) is None]
    asked = [] if set(known) <= set(events) else [expressions.on_events(events)]
    return joined([*kept, *asked])


def joined(conditions: Iterable[str]) -> str:
    """All of them together as the value of an ``if``."""
    found = [part for condition in conditions for part in parts(condition)]
    if len(found) > 1:
        found = [f"({part})" if _has_or(part) else part for part in found]
    return expressions.condition(found)


def parts(condition: str) -> list[str]:
    """What must all be true, as it is written, without the braces around the whole."""
    return [p for p in reading.conjuncts(condition) if p]


def _has_or(text: str) -> bool:
    """Whether alternatives stand in it outside of brackets."""
    plain = _STRING.sub("", text)
    while (shorter := _BRACKETS.sub("", plain)) != plain:
        plain = shorter
    return "||" in plain
