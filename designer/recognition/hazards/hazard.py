"""One thing that a text shows, and how credentials are kept out of whatever is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CREDENTIAL: Final = "credential"
_STARS: Final = "********"  # always as many: the length of a secret is nobody's business
_SHOWN: Final = 100
_CLEAR: Final = 4  # first characters that may be read, of values that are long enough


@dataclass(frozen=True, slots=True)
class Source:
    """One text of a step.

    Args:
        field: the attribute it stands in: ``command``, ``variables`` ...
        key: for attributes with names and values, the name.
        text: what stands there.
        is_shell: whether a shell reads it.
    """

    field: str
    key: str
    text: str
    is_shell: bool = False

    @property
    def place(self) -> str:
        """The attribute, with the name inside it: ``variables.API_KEY``."""
        return f"{self.field}.{self.key}" if self.key else self.field


@dataclass(frozen=True, slots=True)
class Match:
    """What a search found in one text; not to be shown before it is masked.

    Args:
        kind: sort of hazard, as the rules ask for it.
        signal: name of the pattern that found it.
        start: where it begins in the text.
        end: where it ends.
        says: what it is, in words for people, never with a secret in it.
        instead: what could be written in its place; None where nobody can say.
        name: for credentials what a variable for it would be called.
        what: the name of what is meant, an image or package, where it is no secret.
    """

    kind: str
    signal: str
    start: int
    end: int
    says: str
    instead: str | None = None
    name: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Hazard:
    """What a text of a step shows, fit to be shown: credentials are masked.

    Args:
        field: the attribute it stands in.
        key: for attributes with names and values, the name.
        line: 1-based line inside that text.
        text: the line, with every credential in it masked.
        match: what was found where.
    """

    field: str
    key: str
    line: int
    text: str
    match: Match

    @property
    def kind(self) -> str:
        return self.match.kind

    @property
    def place(self) -> str:
        """The attribute, with the name inside it."""
        return f"{self.field}.{self.key}" if self.key else self.field


def masked(secret: str) -> str:
    """The first characters of a secret, four at most and a third of it at most, then stars."""
    return secret[: min(_CLEAR, len(secret) // 3)] + _STARS


def _lines(secret: str) -> list[str]:
    """Its lines; of several, those that are too short to mean anything elsewhere are left out."""
    lines = secret.splitlines()
    return lines if len(lines) == 1 else [line for line in lines if len(line.strip()) > _CLEAR]


class Mask:
    """Takes the credentials out of texts.

    Args:
        secrets: the very characters that nobody may read.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        lines = {line.strip() for secret in secrets for line in _lines(secret)}
        self._secrets = sorted((s for s in lines if s), key=len, reverse=True)

    def hide(self, text: str) -> str:
        """The text without any of them, wherever they stand in it."""
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, masked(secret))
        return text

    def hazard(self, source: Source, match: Match) -> Hazard:
        """A match as it may be shown: with its line, not too long."""
        first = source.text.rfind("\n", 0, match.start) + 1
        last = source.text.find("\n", match.start)
        text = source.text[first : last if last >= 0 else len(source.text)]
        before = self.hide(text[: match.start - first])
        shown = self.hide(text)
        name = f"{source.key}: " if source.key else ""
        line = source.text.count("\n", 0, match.start) + 1
        return Hazard(source.field, source.key, line, name + _around(shown, len(before)), match)


def _around(text: str, position: int) -> str:
    """A piece of a line with a place in it, without blanks at its ends."""
    lead = len(text) - len(text.lstrip())
    text, position = text.strip(), max(0, position - lead)
    if len(text) <= _SHOWN:
        return text
    start = max(0, min(position - _SHOWN // 3, len(text) - _SHOWN))
    end = start + _SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
