"""Typed fields of steps, links and the pipeline: what forms, validation and the schema are made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_TYPE: Final = re.compile(r"(?P<base>[a-z ]+?)(\((?P<choices>[^)]*)\)|\[(?P<items>.*)\])?(?P<optional>\?)?\Z")
_BASES: Final = {"bool", "int", "str", "text", "enum", "list", "step", "any"}


@dataclass(frozen=True, slots=True)
class FieldType:
    """A parsed type word.

    Args:
        base: ``bool int str text enum list step any``; ``text`` has several lines, ``step`` is a step id.
        choices: allowed words of an enum, or of the items of a list; empty means any text.
        optional: whether "unset" is a state of its own, different from the default.
    """

    base: str
    choices: tuple[str, ...] = ()
    optional: bool = False

    @classmethod
    def parse(cls, text: str) -> FieldType:
        """Reads ``bool?``, ``enum(a, b)``, ``list[a, b]``, ``list``, ``int?``, ``step?`` ...

        Raises:
            ValueError: not such a type.
        """
        match = _TYPE.match(text.strip())
        if not match or match["base"] not in _BASES:
            raise ValueError(f"{text!r} is not a field type")
        words = match["choices"] or match["items"] or ""
        choices = tuple(w.strip() for w in words.split(",") if w.strip() and w.strip() != "str")
        bases = {match["choices"]: "enum", match["items"]: "list"}
        bases.pop(None, None)
        if (match["base"] == "enum" and not choices) or any(base != match["base"] for base in bases.values()):
            raise ValueError(f"{text!r} is not a field type")
        return cls(match["base"], choices, bool(match["optional"]))

    @property
    def is_list(self) -> bool:
        return self.base == "list"

    def problem(self, value: Any) -> str:
        """Why a value does not fit, as the end of a sentence; empty when it does."""
        if self.base == "any":
            return ""
        if self.base == "bool":
            return "" if isinstance(value, bool) else "must be true or false"
        if self.base == "int":
            fits = isinstance(value, int) and not isinstance(value, bool)
            return "" if fits else "must be a whole number"
        if self.base == "enum":
            return "" if isinstance(value, str) and value in self.choices else f"must be {_one_of(self.choices)}"
        if self.base == "list":
            return self._list_problem(value)
        return "" if isinstance(value, str) else "must be text (put quotes around it)"

    def _list_problem(self, value: Any) -> str:
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
            return "must be a list of words, such as [a, b]"
        strange = [v for v in value if self.choices and v not in self.choices]
        return f"has {strange[0]!r}, but may only have {', '.join(self.choices)}" if strange else ""


def _one_of(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact that can be stated.

    Args:
        name: key in the document.
        type: what values it takes.
        label: a few words for the form.
        help: one sentence for the form's tooltip.
        default: value when it is not stated; None when unset.
        section: heading of the form it stands under.
    """

    name: str
    type: FieldType
    label: str
    help: str
    default: Any = None
    section: str = ""
