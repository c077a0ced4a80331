"""Which principles a kind of step serves: those of the rules whose fixes add it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from designer.analysis.rule import Rule

_NO_PRINCIPLE: Final = "structure"


def principles_of_kinds(rules: Iterable[Rule]) -> Mapping[str, tuple[str, ...]]:
    """Slug of a kind -> names of principles, the one of most rules first."""
    counts: dict[str, Counter[str]] = {}
    for rule in rules:
        if rule.principle != _NO_PRINCIPLE:
            for kind in set(_added(rule)):
                counts.setdefault(kind, Counter())[rule.principle] += 1
    return {kind: tuple(name for name, _ in found.most_common()) for kind, found in counts.items()}


def _added(rule: Rule) -> Iterator[str]:
    """What the fix of a rule, or the ghost that stands for it, puts in."""
    for operation in rule.autofix.operations if rule.autofix else ():
        yield from (str(value) for word, value in operation.items() if word.startswith(("insert", "else_insert")))
    if rule.ghost and rule.ghost.kind:
        yield rule.ghost.kind
