"""Hazards in texts that no step shows: what prepares the machine of a job. They travel as notes on one of its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from designer.recognition.hazards.hazard import Hazard, Match

SET_UP: Final = "setup"
"""The attribute of a step that holds such notes."""
_WORDS: Final = ("kind", "signal", "where", "says", "text")


def note_of(hazard: Hazard, line: int, where: str, text: str) -> dict[str, Any]:
    """A hazard as plain data, with the line of its file; credentials in it are masked already.

    Args:
        hazard: what was found.
        line: 1-based, of the file that the steps were read from.
        where: what it stands in, such as ``the set-up step Install``.
        text: the piece that shows it.
    """
    match = hazard.match
    said = {"kind": match.kind, "signal": match.signal, "where": where, "says": match.says, "text": text}
    return {"line": line, **said, **({"what": match.what} if match.what else {})}


def hazards_of(notes: Any) -> Iterator[Hazard]:
    """The hazards of such notes; entries of another form say nothing. Nobody can mend them in a step."""
    for note in notes if isinstance(notes, list | tuple) else ():
        if not isinstance(note, Mapping) or not all(isinstance(note.get(word), str) for word in _WORDS):
            continue
        line, what = note.get("line"), note.get("what")
        match = Match(note["kind"], note["signal"], 0, 0, note["says"], what=what if isinstance(what, str) else "")
        yield Hazard(SET_UP, note["where"], line if type(line) is int else 1, note["text"], match)
