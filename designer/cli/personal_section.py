"""Where personal data ends up, as a section of a text report and as plain data; nothing where none is known."""

from __future__ import annotations

from typing import Any, Final

from designer.analysis.personal_data import End, PersonalData
from designer.cli.terminal import Terminal, clean

_INDENT: Final = " " * 4
_MOST: Final = 20  # ends that are told to people; a program gets all


def write(personal: PersonalData, terminal: Terminal) -> None:
    """The section; nothing when no step is known to hold personal data."""
    if not personal.marks:
        return
    terminal.line()
    terminal.line(terminal.paint("Personal data", "bold"))
    for row in rows(personal):
        terminal.line(terminal.wrap(clean(row), _INDENT, "  - "))
    if len(personal.ends) > _MOST:
        terminal.line(f"{_INDENT}{rest(personal)}")


def rows(personal: PersonalData) -> list[str]:
    """A line for each place where it ends up, as far as people can read them; none where none is known."""
    if personal.marks and not personal.ends:
        return [f"{', '.join(personal.marks)}: it goes nowhere else"]
    return [
        f"{end.step} ({end.mark.level}): {end.says}, over {' -> '.join(personal.path(end.step))}"
        for end in personal.ends[:_MOST]
    ]


def rest(personal: PersonalData) -> str:
    """What is said about places that are not told; empty when all are."""
    more = len(personal.ends) - _MOST
    return f"and {more} more; --format json has all" if more > 0 else ""


def data(personal: PersonalData) -> dict[str, Any]:
    """The section of a report for programs; empty when no step is known to hold personal data."""
    if not personal.marks:
        return {}
    holds = {step: {"level": m.level, "holds": m.holds} for step, m in personal.marks.items()}
    return {"personal_data": {"holds": holds, "ends": [_entry(personal, end) for end in personal.ends]}}


def _entry(personal: PersonalData, end: End) -> dict[str, Any]:
    return {
        "step": end.step,
        "place": end.place,
        "says": end.says,
        "level": end.mark.level,
        "source": end.mark.source,
        "path": list(personal.path(end.step)),
    }
