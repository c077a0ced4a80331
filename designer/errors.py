"""Errors a person can act on: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

_ALIKE: Final = 0.7
_ENOUGH: Final = 3  # letters that tell what somebody was about to type


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Advice about a word that nobody knows: the one it begins, the first of those most like it, or something else."""
    from difflib import SequenceMatcher  # only who mistypes waits for it

    known = tuple(known)
    begun = [each for each in known if each.casefold().startswith(word.casefold())]
    if len(begun) == 1 and len(word) >= _ENOUGH:
        return f"Did you mean {begun[0]!r}?"
    likeness = {each: SequenceMatcher(None, word.casefold(), each.casefold()).ratio() for each in known}
    near = max(likeness, key=likeness.__getitem__, default="")
    return f"Did you mean {near!r}?" if likeness.get(near, 0) >= _ALIKE else otherwise


class DesignerError(Exception):
    """Base of every error that is shown to a person in one line.

    Args:
        message: what is wrong, as a sentence without a final full stop.
        path: the file it stands in, if any.
        line: 1-based line in that file.
        field: the key or path of keys, such as ``steps.train.seed``.
        advice: what to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        field: str | None = None,
        advice: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.field = field
        self.advice = advice

    def __str__(self) -> str:
        place = self.path or ""
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        text = f"{place}: " if place else ""
        if self.field:
            text += f"{self.field}: "
        text += self.message
        if self.advice:
            text += f". {self.advice}"
        # An error is one line, whatever a hostile file put into the names that it quotes.
        return "".join(c if c.isprintable() else " " for c in text)

    @property
    def sentence(self) -> str:
        """All of it with one full stop at its end, so that another sentence can follow."""
        text = str(self)
        return text if text.endswith((".", "?", "!")) else f"{text}."


class DocumentError(DesignerError):
    """A document cannot be read: syntax, types, limits, encoding, access."""


class EditRefused(DesignerError):
    """An edit would break the pipeline; nothing has changed.

    Args:
        cycle: step ids along the circle that the edit would close, first id repeated at the end.
    """

    def __init__(self, message: str, *, cycle: Sequence[str] = (), advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.cycle = tuple(cycle)


class ExportError(DesignerError):
    """A pipeline cannot be turned into files, or the files cannot be written."""


class SaveError(DesignerError):
    """A file could not be written; the old one is still there, whole."""


class ResourceError(DesignerError):
    """A data file of the program, or one a person added (a step kind, a rule), is wrong."""


class ConfigurationError(DesignerError):
    """A setting of the analysis is wrong: on the command line, in a document or in a configuration file."""
