"""Looks through all texts of a step for what harms a release. Pure; nothing that it says holds a credential."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from designer.recognition.hazards.book import HazardBook, LineSignal, load_hazards
from designer.recognition.hazards.commands import Commands
from designer.recognition.hazards.credentials import Credentials
from designer.recognition.hazards.data import Data, DataNames
from designer.recognition.hazards.hazard import Hazard, Mask, Match, Source
from designer.recognition.hazards.lines import Line, lines
from designer.recognition.hazards.notes import SET_UP, hazards_of
from designer.recognition.hazards.packages import Packages
from designer.recognition.shell import MAX_LENGTH

FIELDS: Final = ("command", "variables", "inputs", "action", SET_UP)
"""Attributes whose texts are looked through."""
_MAPPINGS: Final = ("variables", "inputs")
_MANY: Final = 300  # names of one mapping that are looked at
_SCRIPTS: Final = {"run", "command", "script", "inlinescript", "inline-script"}  # inputs that an action runs
_STARTS_HERE: Final = re.compile(r"\b(?:docker|podman) run\b(?:[^\n]|\\\n)*\Z")
_HERE: Final = re.compile(r"\blocalhost\b|\b127\.0\.0\.1\b")
_ELSEWHERE: Final = re.compile(r"\bssh\b|--restart\b")
_SHELLS: Final = ("", "bash", "sh", "zsh")


class HazardFinder:
    """Finds hazards in the texts of steps.

    Args:
        book: what is looked for.
    """

    def __init__(self, book: HazardBook) -> None:
        self._book = book
        self._credentials = Credentials(book)
        self._commands = Commands(book)
        self._packages = Packages(book)
        self._data = Data(book)
        self.data_names = DataNames(book)

    def find(self, attributes: Mapping[str, Any]) -> tuple[Hazard, ...]:
        """What the texts of one step show, text by text, each from the top; then what is noted of its surroundings."""
        sources = tuple(sources_of(attributes))
        secrets = {s.place: [m for m in self._credentials.find(s) if not _opens_nothing_else(s, m)] for s in sources}
        mask = Mask(s.text[m.start : m.end] for s in sources for m in secrets[s.place])
        found: list[Hazard] = []
        for source in sources:
            matches = [*secrets[source.place], *self._others(source)]
            for match in sorted(matches, key=lambda m: (m.start, m.signal)):
                safe = replace(match, says=mask.hide(match.says), what=mask.hide(match.what))
                found.append(mask.hazard(source, safe))
        return (*found, *hazards_of(attributes.get(SET_UP)))

    def mask(self, texts: Iterable[str], steps: Iterable[Mapping[str, Any]] = ()) -> Mask:
        """What keeps the credentials of whole texts, and of the attributes of steps, out of what is said about them."""
        whole = [Source("", "", text) for text in texts]
        sources = (*whole, *(source for attributes in steps for source in sources_of(attributes)))
        return Mask(s.text[m.start : m.end] for s in sources for m in self._credentials.find(s))

    def hide(self, text: str) -> str:
        """A text that belongs to no step, without the credentials in it."""
        return self.mask([text]).hide(text)

    def _others(self, source: Source) -> Iterator[Match]:
        if source.field == "action":
            yield from self._packages.action(source)
        elif source.field == "inputs":
            yield from self._packages.input(source)
        elif source.field == "variables":
            yield from self._commands.variable(source)
        if source.is_shell:
            yield from self._of_script(source)

    def _of_script(self, source: Source) -> Iterator[Match]:
        small = source.text.lower()
        if "from" in small:
            yield from self._packages.texts(source)
        near = self._commands.near(small)
        if not near and not self._book.programs.search(small):
            return
        seen: set[tuple[str, int]] = set()
        for line in lines(source.text, self._book):
            for match in self._of_line(line, near):
                if (match.kind, match.start) not in seen:  # a command and one that it runs show the same text
                    seen.add((match.kind, match.start))
                    yield match

    def _of_line(self, line: Line, near: tuple[LineSignal, ...]) -> Iterator[Match]:
        yield from self._commands.find(line, near)
        yield from self._packages.find(line)
        yield from self._data.find(line)


def load_finder() -> HazardFinder:
    """The finder with the data file of the program.

    Raises:
        ResourceError: the data file is wrong.
    """
    return HazardFinder(load_hazards())


def sources_of(attributes: Mapping[str, Any]) -> Iterator[Source]:
    """The texts of a step that are looked through."""
    shell = str(attributes.get("shell") or "").split(" ", 1)[0]
    command, action = attributes.get("command"), attributes.get("action")
    if isinstance(command, str) and command:
        yield Source("command", "", command[:MAX_LENGTH], not shell.startswith("node"))
    if isinstance(action, str) and action:
        yield Source("action", "", action[:MAX_LENGTH])
    for field in _MAPPINGS:
        values = attributes.get(field)
        for name, value in islice(values.items(), _MANY) if isinstance(values, Mapping) else ():
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                is_script = field == "inputs" and str(name).lower() in _SCRIPTS
                yield Source(field, str(name), str(value)[:MAX_LENGTH], is_script)


def _opens_nothing_else(source: Source, match: Match) -> bool:
    """Whether a password is that of a container which a script starts for itself and speaks to on its own machine."""
    if match.signal != "named-credential" or not source.is_shell or not _HERE.search(source.text, match.end):
        return False
    return bool(_STARTS_HERE.search(source.text[: match.start])) and not _ELSEWHERE.search(source.text)


def reads_shell(attributes: Mapping[str, Any]) -> bool:
    """Whether a shell that knows ``${NAME}`` reads the command of a step."""
    return str(attributes.get("shell") or "").split(" ", 1)[0].rpartition("/")[2] in _SHELLS
