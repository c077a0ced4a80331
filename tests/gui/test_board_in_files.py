"""What people draw and say on the board in files: sidecars, the clipboard, exports, complaints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.commands import drawings
from designer.drawing.strokes import stroke
from designer.errors import DocumentError
from designer.storage.document import parse_document
from tests.gui.conftest import CHAIN
from tests.gui.opened import repository


def draw(session: Any) -> None:
    """A stroke, a text and a comment."""
    made = stroke([(0.0, 300.0), (40.0, 340.0), (90.0, 310.0)], 1.0)
    session.run(drawings.add_stroke, made.ink, made.area, "green")
    session.run(drawings.add_text, "Look here", (0.0, 400.0, 110.0, 30.0), "blue")
    first = next(iter(session.pipeline.steps))
    x, y = session.pipeline.positions[first]
    session.run(drawings.add_comment, "Why on push?", (x + 100, y - 20), "Ana", first)


def test_drawings_on_other_peoples_files_stand_in_the_file_beside_them(open_window: Any, tmp_path: Path) -> None:
    file = repository(tmp_path / "repo") / ".github" / "workflows" / "ci.yml"
    before = file.read_bytes()
    window = open_window()
    assert window.files.open_path(file)
    draw(window.desk.session)
    notes = dict(window.desk.session.pipeline.notes)
    assert len(notes) == 3
    window.registry.trigger("file.save")
    assert file.read_bytes() == before
    beside = [p for p in file.parent.parent.rglob("*") if p.is_file() and "form: ink" in p.read_text(errors="replace")]
    assert len(beside) == 1
    again = window.desktop.session(file)
    assert dict(again.pipeline.notes) == notes


def test_findings_scores_and_exports_are_the_same_with_and_without_drawings(open_window: Any) -> None:
    window = open_window(CHAIN)
    session = window.desk.session

    def everything() -> tuple[Any, ...]:
        window.desk.bridge.wait_idle()
        report = window.desk.bridge.report
        targets = session.services.targets
        files = [(slug, session.export(slug).files) for slug in sorted(targets)]
        return report.findings, report.score, files

    before = everything()
    draw(session)
    assert everything() == before


def test_drawings_travel_over_the_clipboard(open_window: Any, qtbot: QtBot) -> None:
    window = open_window(CHAIN)
    desk = window.desk
    draw(desk.session)
    desk.canvas.select(notes=["stroke", "text"])
    window.registry.trigger("edit.copy")
    window.registry.trigger("edit.paste")
    qtbot.waitUntil(lambda: len(desk.session.pipeline.notes) == 5)
    notes = desk.session.pipeline.notes
    assert {n.form for n in notes.values()} == {"ink", "text", "comment"}
    assert notes["stroke_2"].ink == notes["stroke"].ink
    assert notes["text_2"].text == "Look here"


def test_what_is_taken_back_is_named_by_what_it_is(open_window: Any) -> None:
    window = open_window(CHAIN)
    desk = window.desk
    draw(desk.session)
    for chosen, words in ((["stroke"], "1 drawing"), (["comment"], "1 comment"), (["text"], "1 text")):
        desk.canvas.select(notes=chosen)
        window.registry.trigger("edit.delete")
        assert desk.session.history.undo_label == f"Delete {words}"


def test_a_comment_from_the_menu_is_pinned_to_the_selected_step(open_window: Any) -> None:
    window = open_window(CHAIN)
    desk = window.desk
    desk.canvas.select(steps=["train"])
    window.registry.trigger("insert.comment")
    QTest.keyClicks(desk.canvas.in_place.editor, "Why?")
    desk.canvas.in_place.close()
    (comment,) = desk.session.pipeline.notes.values()
    assert (comment.step, comment.text) == ("train", "Why?")


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("{form: ink, ink: 'a b'}", "notes.n.ink: is not a stroke"),
        ("{form: comment, resolved: perhaps}", "notes.n.resolved: must be true or false"),
        ("{form: comment, author: 3}", "notes.n.author: must be text"),
    ],
)
def test_a_broken_drawing_is_told_with_its_place(services: Any, note: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message.replace(".", r"\.")):
        parse_document(f"steps: {{a: {{kind: train}}}}\nnotes:\n  n: {note}\n", "a.mlops.yaml", services.catalog)


def test_a_form_of_a_newer_program_is_kept_and_shown_as_a_note(services: Any) -> None:
    text = "steps: {a: {kind: train}}\nnotes:\n  n: {form: hologram, text: Hi, at: [0, 0], depth: 3}\n"
    note = parse_document(text, "a.mlops.yaml", services.catalog).snapshot.notes["n"]
    assert note.form == "note"
    assert dict(note.extra) == {"form": "hologram", "depth": 3}
