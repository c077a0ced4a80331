"""Reads the data file of the recogniser and tells every mistake with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from designer import yaml_io
from designer.errors import DesignerError, ResourceError
from designer.recognition.calls import Launchers
from designer.recognition.files import Files, FileSignal
from designer.recognition.patterns import Pattern
from designer.recognition.signals import FACT_PLACES, PLACES, Fact, Signal, Signals
from designer.recognition.words import Phrases

_CONDITIONS: Final = {"where", "named", "hosted", "stage"}
_SIGNAL_KEYS: Final = {"id", "in", "pattern", "kind", "strength", "attributes", "setup", "note"} | _CONDITIONS
_FACT_KEYS: Final = {"id", "kinds", "in", "pattern", "attributes", "note"}
_FILE_KEYS: Final = {"id", "kind", "strength", "reads", "writes", "reads_no", "writes_no", "note"}
_LAUNCHER_KEYS: Final = {"wrappers", "runners", "interpreters", "python", "valued"}


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
            self._files(self._mapping(data.get("files"), ("files",))),
            tuple(self._fact(entry, ("facts", i)) for i, entry in enumerate(facts)),
            self._launchers(self._mapping(data.get("launchers"), ("launchers",))),
            {name: self._pattern(text, ("secrets", name)) for name, text in secrets.items()},
            frozenset(self._text(data.get("prints"), ("prints",)).split()),
            frozenset(self._text(data.get("looks"), ("looks",)).split()),
            self._pattern(data.get("hands_on"), ("hands_on",)),
            self._pattern(data.get("forgiving"), ("forgiving",)),
            {k: self._number(v, ("leading", k)) for k, v in self._mapping(data.get("leading"), ("leading",)).items()},
            frozenset(self._text(data.get("following"), ("following",)).split()),
            tuple(found),
        )

    def _signal(
        self, entry: Any, at: yaml_io.Path, phrases: Mapping[str, Phrases[Signal]], found: list[Signal]
    ) -> None:
        data = self._entry(entry, _SIGNAL_KEYS, at)
        place = data.get("in")
        if place not in PLACES:
            raise self._fail(f"must be one of {', '.join(PLACES)}", (*at, "in"))
        where, named = data.get("where"), data.get("named")
        pattern = self._text(data.get("pattern"), (*at, "pattern"))
        signal = Signal(
            self._text(data.get("id"), (*at, "id")),
            place,
            self._text(data.get("kind", ""), (*at, "kind")),
            self._number(data.get("strength", 0), (*at, "strength")),
            self._mapping(data.get("attributes", {}), (*at, "attributes")),
            self._switch(data.get("setup"), (*at, "setup")) is True,
            None if where is None else self._pattern(where, (*at, "where")),
            None if named is None else self._pattern(named, (*at, "named")),
            frozenset(p for p in map(str.strip, pattern.split(",")) if " " not in p and place == "command"),
            self._switch(data.get("hosted"), (*at, "hosted")),
            self._switch(data.get("stage"), (*at, "stage")),
        )
        found.append(signal)
        try:
            phrases[place].add(pattern, signal)
        except ValueError as e:
            raise self._fail(str(e), (*at, "pattern")) from None

    def _fact(self, entry: Any, at: yaml_io.Path) -> Fact:
        data = self._entry(entry, _FACT_KEYS, at)
        kinds = self._list(data.get("kinds", []), (*at, "kinds"))
        if data.get("in") not in FACT_PLACES:
            raise self._fail(f"must be one of {', '.join(FACT_PLACES)}", (*at, "in"))
        return Fact(
            self._text(data.get("id"), (*at, "id")),
            frozenset(self._text(k, (*at, "kinds")) for k in kinds),
            self._text(data.get("in"), (*at, "in")),
            self._pattern(data.get("pattern"), (*at, "pattern")),
            self._mapping(data.get("attributes"), (*at, "attributes")),
        )

    def _files(self, data: Mapping[str, Any]) -> Files:
        sorts = self._mapping(data.get("sorts"), ("files", "sorts"))
        entries = self._list(data.get("signals"), ("files", "signals"))
        return Files(
            {name: self._pattern(text, ("files", "sorts", name)) for name, text in sorts.items()},
            tuple(self._file_signal(entry, ("files", "signals", i), sorts) for i, entry in enumerate(entries)),
        )

    def _file_signal(self, entry: Any, at: yaml_io.Path, sorts: Mapping[str, Any]) -> FileSignal:
        data = self._entry(entry, _FILE_KEYS, at)
        named = {}
        for key in ("reads", "writes", "reads_no", "writes_no"):
            named[key] = frozenset(self._text(data.get(key, ""), (*at, key)).split())
            if not named[key] <= sorts.keys():
                raise self._fail(f"must name sorts of files: {', '.join(sorts)}", (*at, key))
        name, kind = self._text(data.get("id"), (*at, "id")), self._text(data.get("kind"), (*at, "kind"))
        return FileSignal(name, kind, self._number(data.get("strength"), (*at, "strength")), **named)

    def _launchers(self, data: Mapping[str, Any]) -> Launchers:
        at = ("launchers",)
        self._entry(data, _LAUNCHER_KEYS, at)
        wrappers = self._mapping(data.get("wrappers"), (*at, "wrappers"))
        by_name = {}
        for skip, names in wrappers.items():
            if not skip.isdigit():
                raise self._fail("must be a number of words", (*at, "wrappers", skip))
            by_name.update(dict.fromkeys(map(str.strip, self._text(names, at).split(",")), int(skip)))
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

    def _number(self, value: Any, at: yaml_io.Path) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._fail("must be a number", at)
        return float(value)

    def _switch(self, value: Any, at: yaml_io.Path) -> bool | None:
        if value is not None and not isinstance(value, bool):
            raise self._fail("must be true or false", at)
        return value

    def _fail(self, message: str, at: yaml_io.Path) -> ResourceError:
        line = self._parsed.line(at) or 1
        return ResourceError(message, path=str(self._path), line=line, field=".".join(map(str, at)) or None)
