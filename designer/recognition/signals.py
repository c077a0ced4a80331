"""The data file of the recogniser: signals, facts and launchers, with every mistake told by file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from designer import yaml_io
from designer.errors import DesignerError, ResourceError
from designer.recognition.calls import Launchers
from designer.recognition.words import Phrases

PLACES: Final = ("command", "action", "words", "called", "name", "code", "path")
_SIGNAL_KEYS: Final = {"id", "in", "pattern", "where", "kind", "strength", "attributes", "setup", "hosted", "note"}
_FACT_KEYS: Final = {"id", "kinds", "in", "pattern", "attributes", "note"}
_LAUNCHER_KEYS: Final = {"wrappers", "runners", "interpreters", "python", "valued"}


@dataclass(frozen=True)
class Pattern:
    """A regular expression that is compiled when it is first asked for: most never are."""

    text: str
    flags: int = re.IGNORECASE | re.DOTALL

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self.flags)

    def found_in(self, text: str) -> bool:
        return self._compiled.search(text) is not None


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that speaks for a kind.

    Args:
        id: its name in the data file.
        place: where it looks, one of `PLACES`.
        kind: slug of the kind it speaks for; empty when the phrase only hides shorter ones.
        strength: how much it says; 3 alone is enough to be sure.
        attributes: facts that hold where it is found and its kind is taken.
        is_setup: it shows that the machine is prepared and no work is done.
        where: what the whole text must match as well.
        programs: its phrases of one word.
        hosted: on which machines it counts: those of the service that go away (true), others (false), or all.
    """

    id: str
    place: str
    kind: str = ""
    strength: float = 0.0
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_setup: bool = False
    where: Pattern | None = None
    programs: frozenset[str] = frozenset()
    hosted: bool | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Attributes that a text shows whatever spoke for the kind.

    Args:
        id: its name in the data file.
        kinds: kinds that have these attributes; empty for every kind.
        place: ``text`` (command, name, inputs), ``action`` or ``variables``.
        pattern: what is looked for.
        attributes: what it sets.
    """

    id: str
    kinds: frozenset[str]
    place: str
    pattern: Pattern
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signals:
    """Everything that the data file says.

    Args:
        phrases: signals by place, found by their phrases.
        facts: attributes that texts show.
        launchers: programs that run something else.
        secrets: what tells passwords from other settings.
        prints: programs that only print or compare; a step of nothing else is a placeholder.
        looks: programs that only look at files or make room for them.
        hands_on: what is in a line that hands values on to later steps.
        all: every signal, in the order of the file.
    """

    phrases: Mapping[str, Phrases[Signal]]
    facts: tuple[Fact, ...]
    launchers: Launchers
    secrets: Mapping[str, Pattern]
    prints: frozenset[str]
    looks: frozenset[str]
    hands_on: Pattern
    all: tuple[Signal, ...]


class SignalFile:
    """Reads the data file.

    Raises:
        ResourceError: it cannot be read, or an entry is wrong.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._parsed = yaml_io.parse(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as e:
            raise ResourceError(f"cannot be read ({e})", path=str(path)) from e
        except DesignerError as e:
            raise ResourceError(e.message, path=e.path, line=e.line, field=e.field, advice=e.advice) from e

    def read(self) -> Signals:
        """All of it."""
        data = self._mapping(self._parsed.data, ())
        found: list[Signal] = []
        phrases: dict[str, Phrases[Signal]] = {place: Phrases() for place in PLACES}
        phrases["called"] = phrases["words"]  # one table: a longer phrase of the one hides a shorter one of the other
        for index, entry in enumerate(self._list(data.get("signals"), ("signals",))):
            self._signal(entry, ("signals", index), phrases, found)
        facts = self._list(data.get("facts"), ("facts",))
        secrets = self._mapping(data.get("secrets"), ("secrets",))
        return Signals(
            phrases,
            tuple(self._fact(entry, ("facts", i)) for i, entry in enumerate(facts)),
            self._launchers(self._mapping(data.get("launchers"), ("launchers",))),
            {name: self._pattern(text, ("secrets", name)) for name, text in secrets.items()},
            frozenset(self._text(data.get("prints"), ("prints",)).split()),
            frozenset(self._text(data.get("looks"), ("looks",)).split()),
            self._pattern(data.get("hands_on"), ("hands_on",)),
            tuple(found),
        )

    def _signal(
        self, entry: Any, at: yaml_io.Path, phrases: Mapping[str, Phrases[Signal]], found: list[Signal]
    ) -> None:
        data = self._entry(entry, _SIGNAL_KEYS, at)
        place = data.get("in")
        if place not in PLACES:
            raise self._fail(f"must be one of {', '.join(PLACES)}", (*at, "in"))
        where = data.get("where")
        parts = [p.strip() for p in self._text(data.get("pattern"), (*at, "pattern")).split(",")]
        signal = Signal(
            self._text(data.get("id"), (*at, "id")),
            place,
            self._text(data.get("kind", ""), (*at, "kind")),
            float(data.get("strength", 0)),
            self._mapping(data.get("attributes", {}), (*at, "attributes")),
            data.get("setup") is True,
            None if where is None else self._pattern(where, (*at, "where")),
            frozenset(p for p in parts if " " not in p),
            data.get("hosted"),
        )
        found.append(signal)
        for phrase in parts:
            try:
                phrases[place].add(phrase, signal)
            except ValueError as e:
                raise self._fail(str(e), (*at, "pattern")) from None

    def _fact(self, entry: Any, at: yaml_io.Path) -> Fact:
        data = self._entry(entry, _FACT_KEYS, at)
        kinds = self._list(data.get("kinds", []), (*at, "kinds"))
        return Fact(
            self._text(data.get("id"), (*at, "id")),
            frozenset(self._text(k, (*at, "kinds")) for k in kinds),
            self._text(data.get("in"), (*at, "in")),
            self._pattern(data.get("pattern"), (*at, "pattern")),
            self._mapping(data.get("attributes"), (*at, "attributes")),
        )

    def _launchers(self, data: Mapping[str, Any]) -> Launchers:
        at = ("launchers",)
        self._entry(data, _LAUNCHER_KEYS, at)
        wrappers = self._mapping(data.get("wrappers"), (*at, "wrappers"))
        by_name = {n.strip(): int(skip) for skip, names in wrappers.items() for n in self._text(names, at).split(",")}
        rest = {k: frozenset(self._text(data.get(k), (*at, k)).split()) for k in sorted(_LAUNCHER_KEYS - {"wrappers"})}
        return Launchers(wrappers=by_name, **rest)

    def _pattern(self, value: Any, at: yaml_io.Path) -> Pattern:
        return Pattern(self._text(value, at))

    def _entry(self, value: Any, keys: set[str], at: yaml_io.Path) -> Mapping[str, Any]:
        data = self._mapping(value, at)
        strange = [k for k in data if k not in keys]
        if strange:
            raise self._fail(f"is not a key here; known are {', '.join(sorted(keys))}", (*at, strange[0]))
        return data

    def _mapping(self, value: Any, at: yaml_io.Path) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._fail("must be a mapping of keys to values", at)
        return value

    def _list(self, value: Any, at: yaml_io.Path) -> list[Any]:
        if not isinstance(value, list):
            raise self._fail("must be a list", at)
        return value

    def _text(self, value: Any, at: yaml_io.Path) -> str:
        if not isinstance(value, str):
            raise self._fail("must be text", at)
        return value

    def _fail(self, message: str, at: yaml_io.Path) -> ResourceError:
        line = self._parsed.line(at) or 1
        return ResourceError(message, path=str(self._path), line=line, field=".".join(map(str, at)) or None)
