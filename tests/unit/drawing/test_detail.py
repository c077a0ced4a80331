from __future__ import annotations

from itertools import pairwise

import pytest

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.detail import DETAILS, NEAR, SIGN, TEXTS_FROM, detail_number, sign_area

LEAST_PIXELS = 6.4


@pytest.mark.parametrize("percent", range(25, 201))
def test_a_title_is_never_smaller_than_can_be_read(percent: int) -> None:
    seen = percent / 100
    assert DETAILS[detail_number(seen)].title * seen >= LEAST_PIXELS
    assert DETAILS[detail_number(seen)].title * seen >= 9.5 or percent < 60


def test_from_afar_letters_grow_and_less_is_said() -> None:
    for nearer, farther in pairwise(DETAILS):
        assert nearer.least > farther.least
        assert nearer.title < farther.title
        assert len(nearer.below) >= len(farther.below)
    assert [d.has_icon for d in DETAILS] == [True, True, True, False]
    assert [d.has_signs for d in DETAILS] == [True, True, False, False]
    assert TEXTS_FROM == 0.25


def test_who_reads_large_text_gets_the_larger_letters_nearer_by() -> None:
    assert detail_number(1.0) == 0
    assert detail_number(1.0, 1.5) == 1
    assert detail_number(1.0, 2.0) == 2
    assert detail_number(2.0, 2.0) == 0
    assert detail_number(0.01) == len(DETAILS) - 1


@pytest.mark.parametrize("detail", [*DETAILS, NEAR.grown(1.15)])
@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_all_rows_stand_inside_the_card_one_below_the_other(detail: object, lines: int, wanted: int) -> None:
    assert isinstance(detail, type(NEAR))
    title, below = detail.rows(lines, wanted)
    assert len(title) == lines
    assert len(below) <= min(wanted, len(detail.below))
    bases = (*title, *below)
    assert list(bases) == sorted(set(bases))
    assert bases[0] - detail.title * 0.75 > 0
    assert bases[-1] + 3 < CARD_HEIGHT
    middle = (bases[0] - detail.title * 0.75 + bases[-1]) / 2
    assert abs(middle - CARD_HEIGHT / 2) < 4


def test_near_by_there_is_room_for_a_long_title_kind_and_owner() -> None:
    assert len(NEAR.rows(2, 2)[1]) == 2


def test_only_a_line_beside_the_signs_gives_way_to_them() -> None:
    (title,), (kind, owner) = NEAR.rows(1, 2)
    assert NEAR.room(title, 2) == NEAR.room(kind, 2) == NEAR.width
    assert NEAR.left + NEAR.room(owner, 2) <= sign_area(1)[0]
    assert NEAR.room(owner, 0) == NEAR.width


def test_signs_stand_inside_the_card_side_by_side() -> None:
    right, left = sign_area(0), sign_area(1)
    assert left[0] + SIGN < right[0] < CARD_WIDTH - SIGN
    assert right[1] + SIGN < CARD_HEIGHT
