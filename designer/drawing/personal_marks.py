"""How cards tell which personal data they hold: the words of their marks, and where these stand."""

from __future__ import annotations

from typing import Final, Protocol

from designer.commands.placement import CARD_HEIGHT
from designer.drawing.geometry import BADGE_OVERHANG, COUNT_HEIGHT, Area
from designer.model.snapshot import Position

_WORDS: Final = ("", "pseudonymised", "raw", "model: pseudonymised", "model: raw")
"""By their number in the columns; of two the higher raw one counts."""
_SENTENCES: Final = (
    "",
    "Holds pseudonymised personal data",
    "Holds raw personal data",
    "Holds a model trained on pseudonymised personal data",
    "Holds a model trained on raw personal data",
)
PERSONAL_DATA: Final = 2
"""Numbers above stand for models, not for data itself."""
_ICON_WIDTH: Final = 15.0


class HoldsMark(Protocol):
    """What a step holds: ``level`` is ``raw`` or ``pseudonymised``, ``holds`` is ``data`` or ``model``."""

    @property
    def level(self) -> str: ...
    @property
    def holds(self) -> str: ...


def personal_number(mark: HoldsMark) -> int:
    """A mark as a number; 0 is for none."""
    return (2 if mark.level == "raw" else 1) + (2 if mark.holds == "model" else 0)


def personal_word(number: int) -> str:
    """What the mark of a card says."""
    return _WORDS[number]


def personal_sentence(number: int) -> str:
    """The same for tooltips and screen readers."""
    return _SENTENCES[number]


def is_raw(number: int) -> bool:
    """Whether the mark is filled: raw data itself."""
    return number == 2


def gravest(one: int, other: int) -> int:
    """Of the marks of two steps in one box the one that is shown: data before models, raw before pseudonymised."""
    order = (0, 3, 4, 1, 2)
    return max(one, other, key=order.index)


def personal_area(place: Position, number: int) -> Area:
    """The pill at a card's bottom left corner: a person and a word."""
    width = 14.0 + _ICON_WIDTH + 7.6 * len(_WORDS[number])
    return place[0] - BADGE_OVERHANG, place[1] + CARD_HEIGHT - COUNT_HEIGHT / 2, width, COUNT_HEIGHT


def personal_icon(height: float = COUNT_HEIGHT) -> Area:
    """The person inside the pill."""
    return 6.0, (height - 13.0) / 2, 13.0, 13.0
