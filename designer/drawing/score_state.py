"""How good a score is: for the window, pictures and the terminal, which needs nothing else of drawing."""

from __future__ import annotations

from typing import Final

_GOOD: Final = 90  # grade A
_FAIR: Final = 60  # grade C


def score_state(value: int) -> str:
    """The token of the colour that a score from 0 to 100 is shown in."""
    return "ok" if value >= _GOOD else "warning" if value >= _FAIR else "error"
