"""The pen and the eraser, with a real pointer on a real canvas."""

from __future__ import annotations

import math
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.commands.drawings import add_stroke, add_text
from designer.drawing.strokes import decoded, stroke
from designer.drawing.svg import render_svg
from designer.drawing.theme import load_theme
from designer.storage.document import parse_document, write_document

GROUND = (100.0, 200.0)  # below the cards


def follow(hands: Any, way: list[tuple[float, float]], held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    hands.press(way[0], held)
    for place in way[1:]:
        QTest.mouseMove(hands.canvas, hands.pixel(*place))
        QApplication.processEvents()
    hands.release(way[-1], held)


def wave(x: float, y: float) -> list[tuple[float, float]]:
    return [(x + 4 * i, y + 20 * math.sin(i / 5)) for i in range(50)]


def put_stroke(hands: Any, x: float, y: float, pen: str = "red") -> str:
    made = stroke(wave(x, y), 1.0)
    return str(hands.session.run(add_stroke, made.ink, made.area, pen))


def test_a_drag_with_the_pen_leaves_one_stroke_and_one_undo_step(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    follow(hands, wave(*GROUND))
    (made,) = hands.pipeline.notes.values()
    assert (made.form, made.colour, made.text) == ("ink", "red", "")
    assert 4 < len(decoded(made.ink)) < 30
    assert (made.x, made.y) == pytest.approx((100, 180), abs=2)
    assert (made.width, made.height) == pytest.approx((196, 40), abs=3)
    assert hands.canvas.tools.current.name == "pen"
    assert hands.undo_labels() == ["Draw"]
    assert not hands.pipeline.notes


def test_a_stroke_is_seen_while_it_is_drawn_and_afterwards(hands: Any) -> None:
    red = load_theme("light").colour("error")
    hands.canvas.take_tool("pen")
    hands.press(GROUND)
    hands.move((200, 200))
    assert hands.colour(150, 200).name() == red
    hands.release((200, 200))
    assert hands.colour(150, 200).name() == red


def test_a_straight_line_comes_of_shift(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    shift = Qt.KeyboardModifier.ShiftModifier
    hands.press(GROUND, shift)
    for place in wave(*GROUND):
        hands.canvas.mouseMoveEvent(moved(hands, place, shift))
    hands.release((300, 260), shift)
    (made,) = hands.pipeline.notes.values()
    assert len(decoded(made.ink)) == 2


def moved(hands: Any, place: tuple[float, float], held: Any) -> Any:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    at = QPointF(hands.pixel(*place))
    return QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, hands.left, held)


def test_a_click_makes_a_dot_and_escape_takes_a_stroke_back(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    hands.click(GROUND)
    assert len(hands.pipeline.notes) == 1
    hands.press((300, 300))
    hands.move((340, 320))
    hands.key(Qt.Key.Key_Escape)
    hands.release((340, 320))
    assert len(hands.pipeline.notes) == 1
    assert hands.canvas.overlays.state.pen is None


def test_the_pen_draws_over_cards_and_moves_none(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    before = dict(hands.pipeline.positions)
    follow(hands, [hands.middle("train"), hands.middle("eval")])
    assert dict(hands.pipeline.positions) == before
    assert len(hands.pipeline.notes) == 1


def test_a_stroke_is_hit_on_its_line_and_not_beside_it(hands: Any) -> None:
    key = put_stroke(hands, *GROUND)
    x, y = wave(*GROUND)[20]
    assert hands.canvas.hit(x, y).key == key
    assert hands.canvas.hit(x, y + 15).part != "notes"


def test_a_stroke_is_selected_moved_copied_and_deleted_like_other_things(hands: Any) -> None:
    key = put_stroke(hands, *GROUND)
    x, y = wave(*GROUND)[20]
    before = hands.pipeline.notes[key]
    hands.drag((x, y), (x + 100, y + 60))
    moved_to = hands.pipeline.notes[key]
    assert (moved_to.x, moved_to.y, moved_to.ink) == (before.x + 100, before.y + 60, before.ink)
    hands.drag((x + 100, y + 60), (x + 100, y + 160), Qt.KeyboardModifier.AltModifier)
    assert len(hands.pipeline.notes) == 2
    assert hands.undo_labels() == ["Duplicate", "Move drawing", "Draw"]


def test_the_eraser_takes_strokes_and_texts_in_one_undo_step_and_nothing_else(hands: Any) -> None:
    put_stroke(hands, 100, 200)
    put_stroke(hands, 100, 260)
    far = put_stroke(hands, 600, 400)
    hands.session.run(add_text, "Watch this", (300.0, 190.0, 120.0, 30.0), "blue")
    hands.canvas.take_tool("eraser")
    follow(hands, [(160, 150), (160, 330), (350, 205)])
    assert list(hands.pipeline.notes) == [far]
    assert hands.session.history.undo_label == "Erase 3 drawings"
    hands.session.undo()
    assert len(hands.pipeline.notes) == 4
    steps, links = len(hands.pipeline.steps), len(hands.pipeline.links)
    follow(hands, [hands.middle("data"), hands.middle("deploy")])
    assert (len(hands.pipeline.steps), len(hands.pipeline.links), len(hands.pipeline.notes)) == (steps, links, 4)


def test_sticky_notes_are_safe_from_the_eraser(hands: Any) -> None:
    from designer.commands.notes import add_note

    hands.session.run(add_note, 100.0, 200.0, "Keep me")
    hands.canvas.take_tool("eraser")
    follow(hands, [(90, 220), (300, 260)])
    assert list(hands.pipeline.notes) == ["note"]


def test_escape_gives_back_what_the_eraser_touched(hands: Any) -> None:
    key = put_stroke(hands, 100, 200)
    hands.canvas.take_tool("eraser")
    hands.press((160, 150))
    hands.move((160, 330))
    assert hands.canvas.renderer.faint_notes == {key}
    hands.key(Qt.Key.Key_Escape)
    hands.release((160, 330))
    assert list(hands.pipeline.notes) == [key]
    assert not hands.canvas.renderer.faint_notes


def test_a_quick_eraser_does_not_jump_over_a_thin_line(hands: Any) -> None:
    put_stroke(hands, 100, 200)
    hands.canvas.take_tool("eraser")
    QTest.mousePress(hands.canvas, hands.left, Qt.KeyboardModifier.NoModifier, hands.pixel(160, -100))
    QTest.mouseRelease(hands.canvas, hands.left, Qt.KeyboardModifier.NoModifier, hands.pixel(160, 390))
    assert not hands.pipeline.notes


def test_the_middle_button_still_pans_with_the_pen(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    x = hands.canvas.view.x
    start = QPoint(300, 300)
    QTest.mousePress(hands.canvas, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(hands.canvas, start + QPoint(40, 0))
    QTest.mouseRelease(hands.canvas, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, start + QPoint(40, 0))
    assert hands.canvas.view.x == x + 40
    assert not hands.pipeline.notes


def test_drawings_change_no_finding_and_no_place_of_a_missing_step(hands: Any) -> None:
    hands.bridge.wait_idle()
    before = hands.bridge.report
    ghosts = [(g.title, g.x, g.y) for g in hands.canvas.scene.ghosts]
    put_stroke(hands, 0, 0)
    put_stroke(hands, 200, 120)
    hands.bridge.wait_idle()
    assert hands.bridge.report.findings == before.findings
    assert hands.bridge.report.score == before.score
    assert [(g.title, g.x, g.y) for g in hands.canvas.scene.ghosts] == ghosts


def test_a_stroke_changes_only_its_own_lines_of_the_file(hands: Any, document: str, services: Any) -> None:
    text = document + "# the end\n"
    read = parse_document(text, "lesson.mlops.yaml", services.catalog)
    put_stroke(hands, *GROUND)
    written = write_document(hands.pipeline.snapshot(), read)
    added = [line for line in written.splitlines() if line not in text.splitlines()]
    assert [line.split(":")[0].strip() for line in added] == ["notes", "stroke", "form", "at", "size", "colour", "ink"]
    assert "".join(line + "\n" for line in written.splitlines() if line not in added) == text
    again = parse_document(written, "lesson.mlops.yaml", services.catalog)
    assert dict(again.snapshot.notes) == dict(hands.pipeline.notes)


@pytest.mark.parametrize("name", ["light", "dark", "high-contrast"])
def test_pictures_show_strokes_and_texts_in_the_colours_of_the_theme(hands: Any, services: Any, name: str) -> None:
    put_stroke(hands, *GROUND, pen="green")
    hands.session.run(add_text, "Why weekly?", (500.0, 200.0, 200.0, 30.0), "purple")
    theme = load_theme(name)
    svg = render_svg(hands.pipeline.snapshot(), services.catalog, theme)
    assert f'stroke="{theme.colour("ok")}" stroke-width="3"' in svg
    assert "Why weekly?" in svg
    assert theme.colour("feedback") in svg
