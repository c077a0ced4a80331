"""Which part of the drawing is seen."""

from __future__ import annotations

import pytest

from designer.drawing.detail import TEXTS_FROM
from designer.gui.canvas.viewport import Viewport


def test_a_drawing_whose_titles_nearly_show_is_fitted_with_a_narrower_margin() -> None:
    view = Viewport()
    view.fit((0, 0, 2860, 400), 780, 600)
    assert view.scale == TEXTS_FROM
    assert 12 <= view.x < 36


@pytest.mark.parametrize("wide", [2000, 3200])
def test_any_other_drawing_keeps_its_margin(wide: int) -> None:
    view = Viewport()
    view.fit((0, 0, wide, 400), 780, 600)
    assert view.x == 36


def test_what_is_shown_without_a_margin_fills_the_view() -> None:
    view = Viewport()
    view.fit((0, 0, 3200, 400), 780, 600, 4.0, 0.0)
    assert view.scale == 780 / 3200
