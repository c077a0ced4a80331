"""The text of a flowchart cut into statements, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_FRONT_MATTER: Final = re.compile(r"\s*---[ \t]*\n.{0,4000}?\n[ \t]*---[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTINGS: Final = re.compile(r"%%\{.{0,4000}?\}%%", re.DOTALL)
_COMMENT: Final = re.compile(r"(?:^|\s)%%.*")
_OPEN, _CLOSE = "[({", "])}"


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Line number and text of each statement; comments, settings and blank lines are gone."""
    text = _blank(_FRONT_MATTER, text.removeprefix("\ufeff").replace("\r\n", "\n"), at_start=True)
    text = _blank(_SETTINGS, text)
    waiting, start = "", 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw if '"' in waiting else _COMMENT.sub("", raw)
        start = start if waiting else number
        waiting = f"{waiting}\n{line}" if waiting else line
        if waiting.count('"') % 2 and number - start < 20:  # a text in quotes goes on in the next line
            continue
        yield from ((start, part) for part in _parts(waiting))
        waiting = ""
    yield from ((start, part) for part in _parts(waiting))


def _blank(pattern: re.Pattern[str], text: str, *, at_start: bool = False) -> str:
    """The text without what a pattern finds; its line ends stay."""
    match = pattern.match(text) if at_start else None
    if at_start:
        return "\n" * match[0].count("\n") + text[match.end() :] if match else text
    return pattern.sub(lambda m: "\n" * m[0].count("\n"), text)


def _parts(line: str) -> Iterator[str]:
    """The line cut at its semicolons, where they stand neither in quotes nor in brackets."""
    depth, quoted, start = 0, False, 0
    for at, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth = max(0, depth - 1)
        elif letter == ";" and not depth:
            yield from _kept(line[start:at])
            start = at + 1
    yield from _kept(line[start:])


def _kept(part: str) -> Iterator[str]:
    if part.strip():
        yield " ".join(part.split("\n")).strip()
