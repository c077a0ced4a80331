"""Conditions on the value of one attribute, and selectors that pick steps by kind and attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Final


def words(value: Any) -> tuple[str, ...]:
    """A list of words, whatever stands there: one word counts as a list of one, nonsense as none."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, (list, tuple)) else ()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _is(value: Any, wanted: Any) -> bool:
    if value is wanted:
        return True
    if value is None or isinstance(value, bool) or isinstance(wanted, bool):
        return False  # 1 and true are different facts, although they are equal in Python
    return bool(_plain(value) == _plain(wanted))


def _has_any(value: Any, wanted: Any) -> bool:
    return any(w in words(value) for w in wanted)


def _at_least(value: Any, wanted: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= wanted


def _fits(value: Any, wanted: Any) -> bool:
    texts = words(value) or ((str(value),) if isinstance(value, (int, float)) else ())
    return any(fnmatchcase(text, str(wanted)) for text in texts)


_TESTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "is": _is,
    "not": lambda value, wanted: not _is(value, wanted),
    "in": lambda value, wanted: any(_is(value, w) for w in wanted),
    "not_in": lambda value, wanted: not any(_is(value, w) for w in wanted),
    "has": lambda value, wanted: wanted in words(value),
    "has_any": _has_any,
    "set": lambda value, wanted: (value is not None and value != "") == wanted,
    "min": _at_least,
    "glob": _fits,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one value, such as ``in [a, b]``. Hashable, so that its result can be remembered."""

    test: str
    wanted: Any

    @classmethod
    def parse(cls, data: Any) -> Condition:
        """Reads ``value`` or ``{in|not_in|has|has_any|set|min|glob|not: ..}``.

        Raises:
            ValueError: an unknown test.
        """
        if not isinstance(data, dict):
            return cls("is", _hashable(data))
        (test, wanted), *rest = data.items()
        if rest or test not in _TESTS or test == "is":
            raise ValueError(f"{data!r} is not a condition; known are {', '.join(sorted(set(_TESTS) - {'is'}))}")
        return cls(test, _hashable(wanted))

    def holds(self, value: Any) -> bool:
        """Whether a value, None when there is none, meets the condition."""
        return _TESTS[self.test](value, self.wanted)

    def lack(self, name: str, value: Any) -> str:
        """What is wrong with a value of an attribute: ``'platform' is server instead of kubernetes or managed``."""
        wrong = f"'{readable(name)}' is {_shown(value)}"
        if self.wanted is True or self.test in _FORBIDDING:
            return wrong  # the value itself is what is wrong
        wanted = _NEARLY.get(self.test, "") + _listed(self.wanted)
        return f"{wrong} ({wanted} would do)" if value is None else f"{wrong} instead of {wanted}"

    def demand(self, name: str) -> str:
        """The condition as what is asked of a step: ``code in artifacts``."""
        return _DEMANDS[self.test].format(name=readable(name), wanted=_listed(self.wanted))


_FORBIDDING: Final = {"not", "not_in"}
_NEARLY: Final = {"min": "at least ", "glob": "something like "}
_DEMANDS: Final = {
    "is": "{name}: {wanted}",
    "not": "{name} other than {wanted}",
    "in": "{name}: {wanted}",
    "not_in": "{name} other than {wanted}",
    "has": "{wanted} in {name}",
    "has_any": "{wanted} in {name}",
    "set": "{name} stated",
    "min": "{name} at least {wanted}",
    "glob": "{name} like {wanted}",
}


def readable(name: str) -> str:
    """An attribute's name as words."""
    return name.replace("_", " ")


def _listed(wanted: Any) -> str:
    *most, last = map(_word, wanted) if isinstance(wanted, tuple) else [_word(wanted)]
    return f"{', '.join(most)} or {last}" if most else last


def _shown(value: Any) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_word, value)) or "empty"
    return _word(value)


def _word(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _hashable(value: Any) -> Any:
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


Conditions = tuple[tuple[str, Condition], ...]


def parse_conditions(data: Mapping[str, Any]) -> Conditions:
    """Reads a mapping of attribute names to conditions; all of them must hold."""
    return tuple((name, Condition.parse(value)) for name, value in data.items())


@dataclass(frozen=True)
class Selector:
    """Steps by kind, capability and attributes.

    Args:
        kinds: names of kinds, any of them; empty for steps of any kind.
        where: conditions that all must hold.
        either: further selectors, one of which must hold; empty for no such demand.
        capabilities: what the kind of the step can do, any of these; empty for no such demand.
    """

    kinds: tuple[str, ...]
    where: Conditions = ()
    either: tuple[Selector, ...] = ()
    capabilities: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.kinds, self.where, self.either, self.capabilities))

    @cached_property
    def noun(self) -> str:
        """The steps it picks, in words: ``evaluate or train step``, ``step that deploys``."""
        kinds = " or ".join(map(readable, self.kinds))
        able = " or ".join(map(readable, self.capabilities))
        return f"{kinds} step".strip() + (f" that {able}" if able else "")

    @cached_property
    def described(self) -> str:
        """The same with what they must state: ``version step (code in artifacts)``."""
        demands = ", ".join(condition.demand(name) for name, condition in self.where)
        return f"{self.noun}{f' ({demands})' if demands else ''}"

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Selector:
        """Reads ``{kind: k or [k, ..], capability: .., where: {..}}``.

        It names kinds, capabilities or both; ``where`` may hold ``any_of`` with a list of such demands.
        """
        unknown = set(data) - {"kind", "capability", "where"}
        if unknown or not {"kind", "capability"} & set(data):
            raise ValueError(f"{data!r} is not a selector: it needs 'kind' or 'capability' and may have 'where'")
        where = dict(data.get("where", {}))
        kinds = words(data.get("kind"))
        either = tuple(cls._alternative(kinds, a) for a in where.pop("any_of", ()))
        return cls(kinds, parse_conditions(where), either, words(data.get("capability")))

    @classmethod
    def _alternative(cls, kinds: tuple[str, ...], data: Mapping[str, Any]) -> Selector:
        rest = {name: value for name, value in data.items() if name != "kind"}
        return cls(words(data["kind"]) if "kind" in data else kinds, parse_conditions(rest))
