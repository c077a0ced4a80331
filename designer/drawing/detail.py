"""How much a card says, by how large it is seen: what is read first goes last, in letters that stay readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import TEXT_LEFT, TEXT_WIDTH, Area

SWATCH: Final = 0.25
"""How much of its kind's colour a card seen from afar has: the rest is grey, so that findings stand out."""
SIGN: Final = 14.0
SIGN_STEP: Final = 17.0
_SIGNS_TOP: Final = CARD_HEIGHT - SIGN - 5.0
_SIGNS_RIGHT: Final = CARD_WIDTH - 11.0
_HIGHEST: Final = CARD_HEIGHT - 8.0  # what all rows may take
_GAP: Final = 4.0  # between the title and what stands below it
_LINE, _LOWER = 1.16, 1.28  # height of a line in sizes of its letters
_MIDDLE: Final = 0.36  # how far a line's base lies below its middle


@dataclass(frozen=True, slots=True)
class Detail:
    """The texts of a card at one range of zoom; sizes in canvas units.

    Args:
        least: the scale that it is for, and all above it up to the one before.
        title: size of the title's letters.
        below: sizes of the lines below it: kind and tool, owner.
        left: where the texts begin.
        width: how long they may be.
        has_signs: whether there are signs in the lower right corner; icon and second line are then shown too.
        has_icon: whether the kind's icon is shown; without it the kind is only a stripe of colour.
    """

    least: float
    title: float
    below: tuple[float, ...]
    left: float = TEXT_LEFT
    width: float = TEXT_WIDTH
    has_signs: bool = False
    has_icon: bool = True

    def grown(self, growth: float) -> Detail:
        """The same with larger letters."""
        return replace(self, title=self.title * growth, below=tuple(size * growth for size in self.below))

    def rows(self, lines: int, wanted: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Baselines of a title on one line or two, and of as many of ``wanted`` lines below as there is room for."""
        heights = [self.title * _LINE] * lines
        sizes = [self.title] * lines
        for size in self.below[:wanted]:
            if sum(heights) + size * _LOWER + _GAP * (len(heights) == lines) > _HIGHEST:
                break
            heights.append(size * _LOWER)
            sizes.append(size)
        bases = _bases(heights, sizes, _GAP if len(heights) > lines else 0.0, lines)
        return bases[:lines], bases[lines:]

    def room(self, base: float, signs: int) -> float:
        """How long a line with its base there may be beside signs in the corner."""
        return self.width - (signs * SIGN_STEP if signs and base > _SIGNS_TOP + 1.0 else 0.0)


def _bases(heights: Sequence[float], sizes: Sequence[float], gap: float, lines: int) -> tuple[float, ...]:
    top = (CARD_HEIGHT - sum(heights) - gap) / 2
    bases = []
    for number, (height, size) in enumerate(zip(heights, sizes, strict=True)):
        top += gap if number == lines else 0.0
        bases.append(top + height / 2 + size * _MIDDLE)
        top += height
    return tuple(bases)


NEAR: Final = Detail(0.8, 13.0, (11.0, 10.5), has_signs=True)
"""All of it; pictures are drawn so."""
DETAILS: Final = (
    NEAR,
    Detail(0.6, 16.0, (13.0,), has_signs=True),
    Detail(0.42, 20.0, (15.0,)),
    Detail(0.25, 26.0, (), left=18.0, width=CARD_WIDTH - 28.0, has_icon=False),
)
TEXTS_FROM: Final = DETAILS[-1].least


def detail_number(seen: float, growth: float = 1.0) -> int:
    """Which of `DETAILS` suits a scale.

    Args:
        growth: how much larger than usual people want text to be.
    """
    suited = seen / growth + 1e-9
    return next((n for n, detail in enumerate(DETAILS) if suited >= detail.least), len(DETAILS) - 1)


def sign_area(slot: int) -> Area:
    """A sign in the lower right corner of a card, counted from the right."""
    return _SIGNS_RIGHT - SIGN - slot * SIGN_STEP, _SIGNS_TOP, SIGN, SIGN
