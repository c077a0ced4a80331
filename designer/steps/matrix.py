"""How many runs a matrix means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Any, Final

INCLUDE: Final = "include"
EXCLUDE: Final = "exclude"

_MANY: Final = 100_000
"""So many comparisons with entries of exclude and include are not made; nobody can say the number then."""


def combinations(matrix: Any) -> int | None:
    """How many times a step with this ``matrix`` runs; None when only a run can tell.

    Each axis is a list of values, which may be lists or mappings themselves, or a mapping whose entries are the
    values. Combinations that an entry of ``exclude`` matches are dropped. An entry of ``include`` extends the
    combinations whose values it does not change, and is one more where there are none such.

    Args:
        matrix: the attribute as it stands in the file: a mapping; text is an expression.
    """
    if not isinstance(matrix, Mapping):
        return None
    axes = {str(name): values for name, values in matrix.items() if name not in (INCLUDE, EXCLUDE)}
    rules = [matrix.get(EXCLUDE) or [], matrix.get(INCLUDE) or []]
    if not all(isinstance(values, (list, tuple, Mapping)) for values in (*axes.values(), *rules)):
        return None
    sizes = prod(len(values) for values in axes.values()) if axes else 0
    if not any(rules):
        return sizes
    excluded, included = rules
    if sizes * (1 + len(excluded) + len(included)) > _MANY or not all(
        isinstance(entry, Mapping) for rule in rules for entry in rule
    ):
        return None
    if any(_is_open(value) for value in (*axes.values(), *rules)):
        return None
    found = [c for c in _all(axes) if not any(_matches(entry, c) for entry in excluded)]
    return len(found) + sum(not any(_extends(entry, c) for c in found) for entry in included)


def runs(matrix: Any) -> tuple[Mapping[str, Any], ...] | None:
    """The values of the axes in each run, in the order of the services; None when only a run can tell.

    Args:
        matrix: as for `combinations`. An axis that is a mapping has its entries' values.
    """
    number = combinations(matrix)
    if number is None or number > _MANY or _is_open(matrix):
        return None
    axes = {str(name): _values(values) for name, values in matrix.items() if name not in (INCLUDE, EXCLUDE)}
    excluded, included = matrix.get(EXCLUDE) or [], matrix.get(INCLUDE) or []
    found = [c for c in _all(axes) if not any(_matches(entry, c) for entry in excluded)]
    more = [dict(entry) for entry in included if not any(_extends(entry, c) for c in found)]
    for combination in found:
        for entry in included:
            if _extends(entry, {name: combination[name] for name in axes}):
                combination.update(entry)
    return (*found, *more)


def _values(values: Any) -> Any:
    return tuple(values.values()) if isinstance(values, Mapping) else values


def _all(axes: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if axes:
        yield from (dict(zip(axes, values, strict=True)) for values in product(*axes.values()))


def _matches(entry: Mapping[str, Any], combination: Mapping[str, Any]) -> bool:
    """Whether everything the entry says is so."""
    return all(name in combination and _same(value, combination[name]) for name, value in entry.items())


def _extends(entry: Mapping[str, Any], combination: Mapping[str, Any]) -> bool:
    """Whether the entry leaves every value of the combination as it is."""
    return all(_same(entry[name], value) for name, value in combination.items() if name in entry)


def _same(asked: Any, value: Any) -> bool:
    """Equality in which a mapping that is asked for may be a part of the value, and true is not 1."""
    if isinstance(asked, Mapping) and isinstance(value, Mapping):
        return _matches(asked, value)
    return bool(asked == value) and isinstance(asked, bool) == isinstance(value, bool)


def _is_open(value: Any) -> bool:
    """Whether an expression stands in it, so that nobody can compare it before a run."""
    if isinstance(value, str):
        return "${{" in value
    if isinstance(value, Mapping):
        return any(_is_open(v) for v in value.values())
    return isinstance(value, (list, tuple)) and any(_is_open(v) for v in value)
