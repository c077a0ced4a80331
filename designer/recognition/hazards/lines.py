"""Command lines of a script with the place of each: what is called behind wrappers, and what reads what it prints."""

from __future__ import annotations

from dataclasses import dataclass

from designer.recognition.hazards.book import HazardBook
from designer.recognition.shell import statements


@dataclass(frozen=True, slots=True)
class Line:
    """One command.

    Args:
        program: its name without folder; empty when it is not known.
        words: the program and its arguments, wrappers in front of it gone.
        text: as it stands in the script; with all around it where another command runs it.
        start: where that begins in the script.
        into: the commands that read what it prints, nearest first.
    """

    program: str
    words: tuple[str, ...]
    text: str
    start: int
    into: tuple[Line, ...] = ()

    def place(self, word: str) -> tuple[int, int]:
        """Where a word of it stands in the script; the whole of it when it cannot be found."""
        at = self.text.find(word)
        lead = len(self.text) - len(self.text.lstrip())
        return (self.start + at, self.start + at + len(word)) if at >= 0 else (self.start + lead, self.start + lead + 1)


def lines(script: str, book: HazardBook) -> tuple[Line, ...]:
    """The commands of a script, in order."""
    found: list[Line] = []
    for statement in reversed(statements(script)):
        into = (found[-1], *found[-1].into) if statement.pipes and found else ()
        words = _unwrapped(statement.words, book)
        program = _name(words[0]) if words else ""
        found.append(Line(program, words, script[statement.start : statement.end], statement.start, into))
    return tuple(reversed(found))


def _name(word: str) -> str:
    return word.replace("\\", "/").rsplit("/", 1)[-1].lower().removesuffix(".exe")


def _unwrapped(words: tuple[str, ...], book: HazardBook) -> tuple[str, ...]:
    """The command behind ``sudo``, ``poetry run``, ``python -m`` ..."""
    for _ in range(6):
        if not words:
            break
        name, second = _name(words[0]), words[1].lower() if len(words) > 1 else ""
        if name.startswith("python") and second == "-m" and len(words) > 2:
            words = words[2:]
        elif name in book.pair_heads and (pair := _pair(words, book)):
            words = _behind(words[len(pair) :], pair[-1] == "exec", book)
        elif name in book.wrappers:
            words = _behind(words[1:], book.wrappers[name], book)
        else:
            break
    return words


def _pair(words: tuple[str, ...], book: HazardBook) -> tuple[str, ...]:
    """The phrase such as ``poetry run`` by which a command begins; empty when it is none."""
    small = tuple(word.lower() for word in words[:3])
    return next((p for p in book.pairs if small[: len(p)] == p), ())


def _behind(words: tuple[str, ...], own: int, book: HazardBook) -> tuple[str, ...]:
    """What is left after options, ``A=b`` and the wrapper's own words."""
    index = 0
    while index < len(words):
        word = words[index]
        if word.startswith("-"):
            index += 2 if word in book.words["wrappers.valued"] else 1
        elif "=" in word.partition("/")[0]:
            index += 1
        elif own:
            own -= 1
            index += 1
        else:
            break
    return words[index:]
