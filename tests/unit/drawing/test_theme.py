from __future__ import annotations

from pathlib import Path

import pytest

from designer.drawing.detail import SWATCH
from designer.drawing.geometry import FRAME_EDGE
from designer.drawing.theme import (
    COLOURS,
    KIND_COLOURS,
    NOTE_COLOURS,
    SEVERITIES,
    THEMES,
    contrast,
    load_theme,
    mix,
    read_theme,
)
from designer.errors import ResourceError
from designer.resources import resource

TEXT = [
    *((ink, ground) for ink in ("ink", "ink_soft") for ground in ("window", "panel", "base", "card", "canvas")),
    ("on_accent", "accent"),
    ("tooltip_ink", "tooltip"),
    *(("on_state", state) for state in (*SEVERITIES, "ok")),
    *((state, ground) for state in (*SEVERITIES, "ok") for ground in ("panel", "base")),
    *(("accent", ground) for ground in ("window", "panel", "base")),  # links in texts
    *((ink, ground) for ink in ("ink", "ink_soft") for ground in ("alternate", "button_hover")),
    *(("note_ink", f"note_{name}") for name in NOTE_COLOURS),
]
SHAPES = [
    *((shape, "canvas") for shape in ("link", "feedback", "ghost", "accent", *SEVERITIES)),
    *((shape, ground) for shape in ("ink_faint", *SEVERITIES, "ok") for ground in ("card", "panel", "base")),
    *(("focus", ground) for ground in ("window", "panel", "base", "canvas", "card")),
]
MIXED = {  # what is drawn half through: token over a ground with a share, as `style_sheet` and the canvas do
    "chosen row": ("accent", "panel", 0.20),
    "row under the pointer": ("ink", "panel", 0.07),
    "message": ("accent", "panel", 0.10),
    "error": ("error", "panel", 0.13),
    "warning": ("warning", "panel", 0.13),
}


@pytest.mark.parametrize("name", THEMES)
def test_text_is_readable_in_every_theme(name: str) -> None:
    theme = load_theme(name)
    poor = {(a, b): contrast(theme.colour(a), theme.colour(b)) for a, b in TEXT}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
def test_shapes_stand_out_in_every_theme(name: str) -> None:
    theme = load_theme(name)
    pairs = {(a, b): contrast(theme.colour(a), theme.colour(b)) for a, b in SHAPES}
    for kind in KIND_COLOURS:
        colour = theme.kind_colour(kind)
        pairs[kind, "tile"] = contrast(colour, mix(colour, theme.colour("card"), theme.tint))
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 3.0} == {}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", MIXED)
def test_text_is_readable_on_what_is_tinted(name: str, ground: str) -> None:
    theme = load_theme(name)
    over, under, share = MIXED[ground]
    tinted = mix(theme.colour(over), theme.colour(under), share)
    assert min(contrast(theme.colour(ink), tinted) for ink in ("ink", "ink_soft")) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_frames_and_cards_seen_from_afar_stand_out_of_the_ground(name: str) -> None:
    theme = load_theme(name)
    ground = theme.colour("canvas")
    assert contrast(mix(theme.colour("frame"), ground, FRAME_EDGE), ground) >= 3.0
    swatches = [mix(theme.kind_colour(kind), theme.colour("greek"), SWATCH) for kind in KIND_COLOURS]
    assert min(contrast(colour, ground) for colour in swatches) >= 3.0
    for severity in ("error", "warning"):  # findings are told from all of them
        colour = theme.colour(severity)
        assert all(colour != swatch for swatch in swatches)


@pytest.mark.parametrize("name", THEMES)
def test_no_theme_has_colours_that_nothing_asks_for(name: str) -> None:
    theme = load_theme(name)
    assert set(theme.colours) == set(COLOURS)
    assert set(theme.kinds) == set(KIND_COLOURS)


def test_dark_and_light_know_what_they_are() -> None:
    assert [load_theme(name).is_dark for name in THEMES] == [False, True, True]


def test_a_kind_with_a_made_up_colour_is_drawn_neutral() -> None:
    theme = load_theme("light")
    assert theme.kind_colour("sparkly") == theme.kinds["neutral"]


def test_a_note_with_a_made_up_colour_is_yellow() -> None:
    theme = load_theme("light")
    assert theme.note_colour("pink") == theme.colour("note_pink")
    assert theme.note_colour("sparkly") == theme.colour("note_yellow")


def test_contrast_is_the_one_of_the_accessibility_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#101010", "#0a0a0a") == contrast("#0a0a0a", "#101010")


def test_mixing_lays_one_colour_over_another() -> None:
    assert mix("#ff0000", "#0000ff", 0.0) == "#0000ff"
    assert mix("#ff0000", "#0000ff", 1.0) == "#ff0000"
    assert mix("#ffffff", "#000000", 0.5) == "#808080"


def test_an_unknown_theme_is_named() -> None:
    with pytest.raises(ResourceError, match="no theme 'sepia'"):
        load_theme("sepia")


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("ink: '#182130'", "ink: black", "ink: must be a colour", 15),
        ("ink: '#182130'", "ink: '#18213g'", "ink: must be a colour", 15),
        ("  ink: '#182130'\n", "", "ink: must be a colour", 5),
        ("colours:", "colors:", "colours: must be a mapping", None),
        ("dark: false", "dark: [", "did not find expected", None),
    ],
)
def test_a_broken_theme_names_file_line_and_colour(
    tmp_path: Path, old: str, new: str, message: str, line: int | None
) -> None:
    text = resource("themes", "light.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=message) as caught:
        read_theme(path)
    assert str(path) in str(caught.value)
    assert line is None or caught.value.line == line


def test_a_theme_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="must be a mapping"):
        read_theme(path)
