"""Larger pieces of work than one movement: each says what has to be there when it is done."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from tests.gui.person import laws
from tests.gui.person.gestures import GESTURES as MOVEMENTS
from tests.gui.person.gestures import TEXTS, WORDS, gesture, type_in_place, way
from tests.gui.person.spots import Spots

if TYPE_CHECKING:
    from tests.gui.person.person import Person

GESTURES = MOVEMENTS
"""All gestures, those of this module among them."""
SLIDES = ("Right", "Right", "Right", "Left", "Home", "End", "Space", "S", "K", "P", "E", "Ctrl+Z", "Ctrl+Y", "Ctrl+S")
PASTED = (
    "flowchart LR\n  a[Load data] --> b[Train] --> c{Good?} -->|yes| d[Deploy]",
    "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n",
    "Collect orders\nTrain the model\nEvaluate\nDeploy",
    "steps:\n  one: {kind: train}\n  two: {kind: deploy}\nlinks: [one -> two]\n",
    "Only some words that are meant for people.",
    "steps: [",
)


@gesture(3)
def present(person: Person, dice: Random, spots: Spots) -> None:
    """Some slides, strokes and lights; when it is over the window looks as it did before."""
    person.end_presenting()
    window, canvas = person.window, person.desk.canvas
    docks = {name: dock.isVisible() for name, dock in window.panes.docks.items()}
    scale, (x, y) = canvas.view.scale, canvas.view_centre()
    person.hands.key(dice.choice(("F5", "Shift+F5")))
    if not window.presenter.is_on:
        return  # there is nothing to present
    for _ in range(dice.randint(1, 6)):
        if dice.random() < 0.3:
            person.hands.drag(way(dice, spots.anywhere(), spots.any()))
        else:
            person.hands.key(dice.choice(SLIDES[:-1]))
    person.end_presenting()
    assert {name: dock.isVisible() for name, dock in window.panes.docks.items()} == docks
    assert window.menuBar().isVisible() and not window.isFullScreen()
    now = canvas.view_centre()
    assert canvas.view.scale == scale and abs(now[0] - x) * scale < 3 and abs(now[1] - y) * scale < 3


@gesture(3)
def find(person: Person, dice: Random, spots: Spots) -> None:
    """By some letters, then the next ones; what is found is selected and in view."""
    person.end_presenting()
    word = dice.choice(WORDS)
    person.hands.key("Ctrl+F")
    person.hands.type(word)
    person.hands.key(dice.choice(("Return", "Return", "Escape")))
    person.close_popups()
    for _ in range(dice.randint(0, 3)):
        person.hands.key(dice.choice(("F3", "Shift+F3")))
        person.close_popups()  # it asks where nothing was looked for
        finder, canvas = person.window.finder, person.desk.canvas
        found = finder.every(finder.typed) if finder.typed.strip() else []
        if found:
            (step,) = canvas.selection.steps or (None,)
            home = canvas.scene.columns.homes.get(str(step))
            assert step in found or home is not None or canvas.selection.frames, f"{step} is none of {found}"


@gesture(3)
def bookmark(person: Person, dice: Random, spots: Spots) -> None:
    """Keeps a view, goes elsewhere, comes back."""
    person.end_presenting()
    person.hands.key("Ctrl+B")
    kept = person.window.tabs.current.bookmarks.all
    person.hands.wheel(spots.anywhere(), QPoint(0, dice.choice((-120, 120))))
    number = dice.randrange(min(len(kept), 8) + 1)  # there are nine keys
    person.hands.key(f"Alt+{number + 1}")
    canvas = person.desk.canvas
    canvas.motion.finish()
    if number < len(kept):
        left, top, right, bottom = canvas.seen_area()
        mark = kept[number]
        x, y = person.desk.session.pipeline.positions.get(mark.step, mark.place)
        across, down = (mark.area[0] + mark.area[2]) / 2, (mark.area[1] + mark.area[3]) / 2
        across, down = across + x - mark.place[0], down + y - mark.place[1]
        assert left <= across <= right and top <= down <= bottom, "the bookmarked view is not in view"


@gesture(4)
def focus(person: Person, dice: Random, spots: Spots) -> None:
    """Everything but what leads to the selection and follows it is dimmed; also after the next gestures."""
    person.end_presenting()
    at = spots.card()
    if at is not None:
        person.hands.click(at)
    person.hands.key(dice.choice(("D", "Ctrl+Alt+F")))
    laws.focus_shows_the_lineage(person.desk.canvas)
    if dice.random() < 0.3:
        person.hands.key("Escape")


@gesture(4)
def tidy(person: Person, dice: Random, spots: Spots) -> None:
    """What is selected, or everything; in the middle of it somebody may go on working."""
    person.end_presenting()
    person.hands.key(dice.choice(("Ctrl+Shift+T", "Ctrl+Alt+A")))
    if dice.random() < 0.3:
        person.hands.click(spots.any())


@gesture(2)
def compare(person: Person, dice: Random, spots: Spots) -> None:
    """With another state of the document; the comparison follows what is done meanwhile."""
    person.window.registry.trigger("check.compare")
    dialog = person.window.comparing.dialog
    if dialog is None:
        return
    dialog.wait_idle()
    laws.comparison_is_right(dialog, person.desk.session.pipeline.snapshot())
    for _ in range(dice.randint(0, 2)):
        person.hands.key(dice.choice(("Ctrl+Z", "Ctrl+Y", "Ctrl+D", "Del", "Alt+Right", "Ctrl+A")))
        dialog.wait_idle()
        laws.comparison_is_right(dialog, person.desk.session.pipeline.snapshot())
    if dialog.found is not None and dialog.found.differences:
        dialog.list.chosen.emit(dice.choice(dialog.found.differences))
    if dice.random() < 0.8:
        dialog.close()
    QApplication.processEvents()


@gesture(2)
def paste_words(person: Person, dice: Random, spots: Spots) -> None:
    """Text that other programs or people wrote."""
    QApplication.clipboard().setText(dice.choice(PASTED))
    person.hands.point(spots.any())
    person.hands.key(dice.choice(("Ctrl+V", "Ctrl+V", "Ctrl+Shift+V")))


@gesture(4)
def fill_in_a_field(person: Person, dice: Random, spots: Spots) -> None:
    """A fact of what is selected, in the form beside the canvas; left in one of several ways."""
    at = spots.card()
    if at is not None:
        person.hands.click(at)
    fields = [f for f in person.desk.inspector.findChildren(QLineEdit) if f.isEnabled() and _is_seen(f)]
    if not fields:
        return
    field = dice.choice(fields)
    person.hands.click(field.mapToGlobal(field.visibleRegion().boundingRect().center()))
    person.hands.gestures += 1
    person.hands.type(dice.choice(TEXTS))
    if dice.random() < 0.7:
        person.hands.key(dice.choice(("Tab", "Return", "Escape", "Ctrl+Z")))
    else:
        person.hands.click(spots.any())
        type_in_place(person, dice)


@gesture(3)
def choose_in_a_list(person: Person, dice: Random, spots: Spots) -> None:
    """A row of the outline, of the findings, of what else the panels list."""
    panels = person.desk.panels.values()
    lists = [v for panel in panels for v in panel.findChildren(QAbstractItemView) if _is_seen(v)]
    if not lists:
        return
    area = dice.choice(lists).viewport()
    seen = area.visibleRegion().boundingRect()
    if seen.width() > 8 and seen.height() > 8:
        x, y = dice.randint(seen.left() + 2, seen.right() - 2), dice.randint(seen.top() + 2, seen.bottom() - 2)
        person.hands.click(area.mapToGlobal(QPoint(x, y)))
    for _ in range(dice.randint(0, 2)):
        person.hands.key(dice.choice(("Up", "Down", "Return", "Right", "Left")))
    person.close_popups()


def _is_seen(widget: QLineEdit | QAbstractItemView) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty()
