"""A case of a rule: a small pipeline that proves what the rule finds and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from designer import yaml_io

FAIL: Final = "fail"
PASS: Final = "pass"
NEAR_MISS: Final = "near_miss"
SORTS: Final = (FAIL, PASS, NEAR_MISS)
_OF_DOCUMENT: Final = ("pipeline", "steps", "links")
_KEYS: Final = {*_OF_DOCUMENT, "about", "why", "at"}


@dataclass(frozen=True, slots=True)
class Case:
    """One pipeline and what the rule says about it.

    Args:
        document: the pipeline: ``pipeline``, ``steps`` and ``links`` as in a document.
        at: every place at which the rule finds something; none for a pipeline that is fine.
        about: what this case shows that the others do not; for a near miss, why it is what it does not look like.
    """

    document: Mapping[str, Any]
    at: tuple[str, ...] = ()
    about: str = ""


Cases = Mapping[str, tuple[Case, ...]]
HEADING: Final = "\ncases:\n"


class WaitingCases(Cases):
    """The cases of a built-in rule: more than half of its file, and read only when somebody asks for them.

    Args:
        text: of the whole file; the cases are the last that stands in it.
        source: its name, for messages.
    """

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source

    @cached_property
    def _read(self) -> Cases:
        return parse_cases(yaml_io.load(self._text, self._source).get("cases", {}))

    def __getitem__(self, sort: str) -> tuple[Case, ...]:
        return self._read[sort]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def parse_cases(data: Any) -> dict[str, tuple[Case, ...]]:
    """Reads ``{fail: .., pass: .., near_miss: ..}``, each one case or a list of them.

    Raises:
        ValueError: something else stands there.
    """
    if not isinstance(data, Mapping) or not set(data) <= set(SORTS):
        raise ValueError(f"cases are {', '.join(SORTS)}")
    found: dict[str, tuple[Case, ...]] = dict.fromkeys(SORTS, ())
    for sort, rows in data.items():
        found[sort] = tuple(_case(sort, row) for row in (rows if isinstance(rows, list) else [rows]))
    return found


def _case(sort: str, data: Any) -> Case:
    if not isinstance(data, Mapping) or not isinstance(data.get("steps"), Mapping):
        raise ValueError(f"a case of {sort!r} needs 'steps', as in a document")
    unknown = [str(key) for key in data if key not in _KEYS]
    if unknown:
        raise ValueError(f"a case of {sort!r} has the unknown key {unknown[0]!r}")
    at = data.get("at", ())
    places = (at,) if isinstance(at, str) else tuple(map(str, at))
    about = str(data.get("why" if sort == NEAR_MISS else "about", ""))
    if sort == NEAR_MISS and not about:
        raise ValueError("a near miss says 'why' it is none")
    if sort == PASS and places:
        raise ValueError("a case of 'pass' has no 'at'")
    return Case({key: data[key] for key in _OF_DOCUMENT if key in data}, places, about)
