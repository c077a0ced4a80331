from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from designer.commands import links as link_commands
from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.drawing.geometry import badge_area
from designer.drawing.theme import THEMES, load_theme
from designer.errors import SaveError
from designer.gui.canvas.back_buffer import BackBuffer, Place
from designer.gui.canvas.batch_renderer import BatchRenderer
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.fonts import Fonts, wrapped
from designer.gui.canvas.icons import KindIcons
from designer.gui.canvas.scene import Scene
from designer.gui.picture import Drawing, save_picture


def near(colour: QColor, wanted: str, by: int = 24) -> bool:
    other = QColor(wanted)
    return (
        max(abs(colour.red() - other.red()), abs(colour.green() - other.green()), abs(colour.blue() - other.blue()))
        <= by
    )


@pytest.fixture(autouse=True)
def _without_map(hands: Any) -> None:
    """Pictures are compared whole; the map would lie on them."""
    hands.hide_map()


def image_of(hands: Any) -> Any:
    hands.sharp()
    return pixels(hands.canvas.grab().toImage())


def pixels(image: QImage) -> Any:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return data[:, : image.width(), :3].astype(int)


def fresh(hands: Any) -> Any:
    """The picture drawn anew, without anything kept from before."""
    canvas = hands.canvas
    picture = QPixmap(canvas.size())
    renderer = BatchRenderer(canvas.scene, canvas.renderer.cards)
    with QPainter(picture) as painter:
        view = canvas.view
        renderer.paint(painter, view.scale, view.x, view.y, (0, 0, canvas.width(), canvas.height()))
    return pixels(picture.toImage())


def test_an_error_is_marked_in_red_on_its_step_and_a_mended_one_is_not(hands: Any) -> None:
    theme = load_theme("light")
    x, y, _, height = badge_area((300, 0), len(hands.canvas.scene.findings["train"]))
    spot = (x + height / 2 - 4, y + height / 2 + 0.5)
    hands.canvas.zoom_to(3.0, hands.pixel(500, 0).toPointF())
    assert near(hands.colour(*spot), theme.colour("error"))
    report = hands.bridge.report
    hands.canvas.scene.set_report(type(report)(report.revision, report.profile, (), report.score))
    hands.canvas.buffer.forget()
    hands.canvas.refresh()
    assert not near(hands.colour(*spot), theme.colour("error"))


EDITS = {
    "move": lambda run: run(step_commands.move, {"train": (420, 130)}),
    "rename": lambda run: run(step_commands.rename, "train", "Another title"),
    "delete": lambda run: run(step_commands.delete, ["eval"]),
    "connect": lambda run: run(link_commands.connect, "deploy", "data", type="feedback"),
    "fail": lambda run: run(link_commands.change_link, "eval -> deploy", when="failure"),
    "note": lambda run: run(note_commands.add_note, 100.0, 150.0, "words"),
    "frame": lambda run: run(note_commands.add_frame, ["eval", "deploy"], "Production"),
    "automate": lambda run: run(step_commands.set_attributes, "train", {"automated": None}),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("scale", [0.3, 1.0])
def test_after_an_edit_and_its_undo_the_picture_is_as_if_drawn_anew(hands: Any, edit: str, scale: float) -> None:
    canvas = hands.canvas
    canvas.zoom_to(scale)
    hands.bridge.wait_idle()
    canvas.overlays.state.has_focus = False
    before = image_of(hands)
    EDITS[edit](hands.session.run)
    hands.bridge.wait_idle()
    after = image_of(hands)
    assert np.abs(after - before).max() > 40
    assert np.abs(after - fresh(hands)).max() <= 8
    hands.session.undo()
    hands.bridge.wait_idle()
    assert np.abs(image_of(hands) - before).max() <= 8


def test_panning_shows_what_a_new_picture_would_show(hands: Any) -> None:
    left = hands.canvas.scene_at(QPoint(0, 0))
    hands.session.run(note_commands.add_note, left[0] + 10, left[1] + 10, "Words that stand at the edge " * 4)
    image_of(hands)
    for dx, dy in ((37, -21), (-90, 60), (5, 5), (-7, -9)):
        hands.canvas.view.pan(dx, dy)
        hands.canvas.refresh()
        assert np.abs(image_of(hands) - fresh(hands)).max() <= 8


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", [0.05, 0.15, 0.35, 0.8, 2.0])
def test_every_theme_draws_every_detail_without_a_warning(hands: Any, theme: str, scale: float) -> None:
    canvas = hands.canvas
    hands.session.run(link_commands.connect, "deploy", "train", type="feedback")
    hands.session.run(note_commands.add_frame, ["eval", "deploy"], "Production")
    canvas.set_theme(load_theme(theme))
    canvas.zoom_to(scale)
    canvas.select(steps=["train"], links=["train -> eval"])
    finding = hands.bridge.report.findings[0]
    canvas.show_finding(finding)
    assert near(QColor(*image_of(hands)[2, 3][::-1].tolist()), load_theme(theme).colour("canvas"), 80)
    canvas.show_finding(None)
    assert not canvas.overlays.state.lit_steps


def test_a_focused_finding_dims_the_rest_and_draws_its_path_in_the_colour_of_its_severity(hands: Any) -> None:
    hands.canvas.set_highlight(["eval", "deploy"], ["eval -> deploy"])
    image = image_of(hands)
    row, left, right = hands.pixel(0, 36).y(), hands.pixel(805, 0).x(), hands.pixel(885, 0).x()
    red = load_theme("light").colour("error")
    reds = [near(QColor(*image[row, x][::-1].tolist()), red, 60) for x in range(left, right)]
    assert 0.3 < np.mean(reds) < 0.9  # dashed
    hands.key(Qt.Key.Key_Escape)
    assert not hands.canvas.overlays.state.lit_links


def test_a_large_drawing_is_sharpened_in_pieces_and_ends_as_if_drawn_at_once(hands: Any, qtbot: QtBot) -> None:
    with hands.pipeline.edit("many"):
        for i in range(400):
            place = (i % 20 * 290, i // 20 * 112 + 200)
            hands.session.run(step_commands.add_step, hands.canvas.scene.catalog, "train", at=place)
    hands.bridge.wait_idle()
    hands.canvas.fit_all()
    image_of(hands)
    hands.canvas.zoom_to(0.4)
    assert np.abs(image_of(hands) - fresh(hands)).max() <= 8


def test_a_resized_or_finer_screen_gets_a_new_picture(hands: Any) -> None:
    renderer = BatchRenderer(hands.canvas.scene, hands.canvas.renderer.cards, 2.0)
    buffer = BackBuffer(renderer)
    for size in (QSize(600, 400), QSize(900, 500)):
        picture = QPixmap(size)
        with QPainter(picture) as painter:
            while buffer.show(painter, size, Place(2.0, 100, 100)) >= 0:
                pass
        assert buffer.is_sharp
        assert (pixels(picture.toImage())[110:130, 110:130] >= 0).all()


def test_the_text_grows_with_the_font_of_the_application_up_to_a_bound(hands: Any) -> None:
    sizes = []
    for points in (10, 13, 40):
        font = QFont(hands.canvas.font())
        font.setPointSize(points)
        sizes.append(QFontInfo(Fonts.of(font).title).pixelSize())
    assert sizes[0] < sizes[1] <= sizes[2] <= 18


def test_long_titles_take_two_lines_and_no_more(qtbot: QtBot) -> None:
    font = Fonts.of(QFont()).cards[-1].title
    assert wrapped("Train", font, 130) == ["Train"]
    lines = wrapped("Customer orders export from the warehouse of the north", font, 130)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_a_kind_without_an_icon_gets_a_glyph(qtbot: QtBot, services: Any) -> None:
    from designer.gui.canvas.looks import Look

    picture = QPixmap(80, 80)
    picture.fill(QColor("white"))
    painter_of_cards = CardPainter(load_theme("light"), Fonts.of(QFont()), KindIcons())
    with QPainter(picture) as painter:
        painter_of_cards.tile(painter, Look("no-such-icon", "data"))
    assert (pixels(picture.toImage())[25:47, 21:43].min(2) < 160).any()


# ---------------------------------------------------------------------- pictures as files
@pytest.mark.parametrize(("name", "magic"), [("a.png", b"\x89PNG"), ("b.PDF", b"%PDF")])
def test_a_picture_is_written_with_findings_and_without(hands: Any, tmp_path: Path, name: str, magic: bytes) -> None:
    snapshot, catalog = hands.pipeline.snapshot(), hands.canvas.scene.catalog
    bare, full = tmp_path / name, tmp_path / f"full-{name}"
    save_picture(bare, Drawing(snapshot, catalog, load_theme("light")))
    save_picture(full, Drawing(snapshot, catalog, load_theme("dark"), hands.bridge.report))
    assert bare.read_bytes().startswith(magic)
    assert full.read_bytes() != bare.read_bytes()
    if magic == b"\x89PNG":
        image = QImage(str(bare))
        assert (image.width(), image.height()) == ((1100 + 80) * 2, (72 + 80) * 2)


def test_a_picture_of_another_kind_is_refused(hands: Any, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"ends in \.png or \.pdf"):
        save_picture(
            tmp_path / "a.gif", Drawing(hands.pipeline.snapshot(), hands.canvas.scene.catalog, load_theme("light"))
        )
    assert list(tmp_path.iterdir()) == []


def test_an_empty_pipeline_has_a_picture_too(hands: Any, tmp_path: Path) -> None:
    from designer.model.snapshot import Snapshot

    save_picture(tmp_path / "a.png", Drawing(Snapshot(), hands.canvas.scene.catalog, load_theme("light")))
    assert not QImage(str(tmp_path / "a.png")).isNull()
    assert Scene(type(hands.pipeline)(), hands.canvas.scene.catalog).bounds() is None


def test_the_ring_of_the_keyboard_does_not_cover_a_badge(hands: Any) -> None:
    canvas = hands.canvas
    hands.session.run(step_commands.delete, ["eval"])
    hands.bridge.wait_idle()
    canvas.select(steps=("deploy",))
    x, y, width, height = badge_area(hands.pipeline.positions["deploy"], len(canvas.scene.findings["deploy"]))
    inside = [(x + width * part, y + height / 2) for part in (0.2, 0.5, 0.8, 0.9)]
    canvas.overlays.state.by_keyboard = False
    canvas.refresh()
    plain = [hands.colour(*at).name() for at in inside]
    canvas.overlays.state.has_focus = canvas.overlays.state.by_keyboard = True
    canvas.refresh()
    assert [hands.colour(*at).name() for at in inside] == plain


def test_a_fitted_view_stays_fitted_when_a_message_takes_some_of_its_height(hands: Any) -> None:
    canvas = hands.canvas
    canvas.fit_all()
    canvas.resize(canvas.width(), canvas.height() - 76)
    canvas.resize(canvas.width() - 700, canvas.height())
    left, _, right, _ = canvas.seen_area()
    assert left < 0
    assert right > 1100


def test_a_fitted_view_also_shows_the_missing_steps_that_the_first_report_brings(qtbot: QtBot, hands: Any) -> None:
    canvas = hands.canvas
    canvas.fit_all()
    with hands.pipeline.edit("lose the evaluation"):
        hands.session.run(step_commands.delete, ["eval"])
        canvas.fit_all()
    before = canvas.view.scale
    canvas.fit_all()
    hands.bridge.wait_idle()
    left, top = canvas.scene_at(QPoint(0, 0))
    right, bottom = canvas.scene_at(QPoint(canvas.width(), canvas.height()))
    assert canvas.scene.ghosts
    assert all(left < g.x < right - 200 and top < g.y < bottom - 72 for g in canvas.scene.ghosts)
    assert canvas.view.scale <= before


def test_a_view_that_somebody_moved_stays_when_a_report_comes(hands: Any) -> None:
    canvas = hands.canvas
    canvas.fit_all()
    hands.session.run(step_commands.delete, ["eval"])
    canvas.view.pan(11, 7)
    before = (canvas.view.scale, canvas.view.x, canvas.view.y)
    hands.bridge.wait_idle()
    assert (canvas.view.scale, canvas.view.x, canvas.view.y) == before


@pytest.mark.parametrize("scale", [0.75, 1.0, 1.5, 2.0, 3.0])
def test_a_link_is_one_line_without_streaks_or_beads(hands: Any, scale: float) -> None:
    canvas = hands.canvas
    canvas.zoom_to(scale)
    canvas.view.x, canvas.view.y = round(-780 * scale), 100  # between eval and deploy
    canvas.overlays.state.has_focus = False
    image = image_of(hands)
    row = round(36 * scale) + 100
    left, right = round((805 - 780) * scale), round((885 - 780) * scale)
    line = image[row - 2 : row + 3, left:right].min(0)  # the darkest pixel of each column
    assert np.ptp(line, axis=0).max() <= 16  # of 255: not to be seen
