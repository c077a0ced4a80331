"""What a person does, one function a gesture; dice decide where."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.gui.person.hands import LEFT, MIDDLE, NONE, RIGHT
from tests.gui.person.spots import Spots

if TYPE_CHECKING:
    from tests.gui.person.person import Person

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HELD = (NONE, NONE, NONE, SHIFT, CTRL, ALT, CTRL | ALT, CTRL | SHIFT)
ARROWS = ("Left", "Right", "Up", "Down")
WORDS = ("train", "data", "monitor", "deploy", "gate", "mlflow", "", "zzz", "Warten")
TEXTS = ("a", "Prepare", "naïve Größe", "x" * 60, " ", "<b>bold</b>", "")
OWN_KEYS = ("Escape", "Home", "End", "PgUp", "PgDown", "Shift+PgUp", "Tab", "Shift+Tab", "Return", "Space")
NEW_LOOKS = ("view.theme.", "view.text.", "view.motion.", "check.profile.")

Gesture = Callable[["Person", Random, Spots], None]
GESTURES: dict[str, tuple[int, Gesture]] = {}


def gesture(often: int) -> Callable[[Gesture], Gesture]:
    """Adds a gesture, with how often it is made."""

    def add(made: Gesture) -> Gesture:
        GESTURES[made.__name__] = (often, made)
        return made

    return add


def way(dice: Random, start: QPoint, end: QPoint) -> list[QPoint]:
    """From one place to another over some others."""
    steps = dice.randint(1, 3)
    return [start, *(start + (end - start) * (i / (steps + 1)) for i in range(1, steps + 1)), end]


def near(dice: Random, at: QPoint) -> QPoint:
    return at + QPoint(dice.randint(-260, 260), dice.randint(-160, 160))


# ------------------------------------------------------------------ pointer
@gesture(8)
def click(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.click(spots.any(), dice.choice(HELD))


@gesture(10)
def drag_a_card(person: Person, dice: Random, spots: Spots) -> None:
    start = spots.card() or spots.anywhere()
    end = dice.choice([near(dice, start), spots.link() or spots.anywhere(), spots.anywhere()])
    person.hands.drag(way(dice, start, end), dice.choice(HELD))


@gesture(8)
def drag_port_to_port(person: Person, dice: Random, spots: Spots) -> None:
    start, end = spots.port("out", "in", "back"), spots.port("in", "out", "in")
    if start and end:
        person.hands.drag(way(dice, start, end))


@gesture(3)
def drag_port_to_anything(person: Person, dice: Random, spots: Spots) -> None:
    start = spots.port("out", "in", "back")
    if start:
        person.hands.drag(way(dice, start, spots.any()))
        type_in_a_popup(person, dice)


@gesture(4)
def drag_anything(person: Person, dice: Random, spots: Spots) -> None:
    start = spots.any()
    person.hands.drag(way(dice, start, dice.choice([spots.any(), near(dice, start)])), dice.choice(HELD))


@gesture(4)
def rubber_band(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.drag([spots.anywhere(), spots.anywhere(), spots.anywhere()], dice.choice((NONE, SHIFT, CTRL)))


@gesture(4)
def double_click(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.double_click(spots.any())
    type_in_a_popup(person, dice)
    type_in_place(person, dice)


@gesture(3)
def bend_a_link(person: Person, dice: Random, spots: Spots) -> None:
    at = spots.link()
    if at:
        person.hands.double_click(at)
        type_in_a_popup(person, dice)
    start = spots.bend()
    if start:
        person.hands.drag(way(dice, start, near(dice, start)))


@gesture(2)
def cut_links(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.drag(way(dice, spots.anywhere(), spots.anywhere()), ALT)


@gesture(3)
def move_the_view(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.drag([spots.anywhere(), spots.anywhere()], button=MIDDLE)


@gesture(2)
def move_the_view_with_space(person: Person, dice: Random, spots: Spots) -> None:
    person.desk.canvas.setFocus()
    person.hands.hold(Qt.Key.Key_Space, True)
    person.hands.drag([spots.anywhere(), spots.anywhere()])
    person.hands.hold(Qt.Key.Key_Space, False)


@gesture(5)
def turn_the_wheel(person: Person, dice: Random, spots: Spots) -> None:
    turn = QPoint(0, dice.choice((-120, 120, -240, 240, 15)))
    pixels = dice.choice((None, None, QPoint(dice.randint(-40, 40), 30)))
    person.hands.wheel(spots.anywhere(), turn, dice.choice((NONE, CTRL, CTRL, SHIFT)), pixels)


@gesture(4)
def choose_from_a_menu(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.click(spots.any(), NONE, RIGHT)
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        return
    entries = [a for a in menu.actions() if a.isEnabled() and not a.menu() and a.objectName() not in person.avoided]
    places = [menu.actionGeometry(entry).center() for entry in entries]
    seen = [place for place in places if menu.rect().contains(place)]
    if seen and dice.random() < 0.8:
        person.hands.click(menu.mapToGlobal(dice.choice(seen)))
    person.close_popups()
    type_in_place(person, dice)


@gesture(6)
def something_comes_between(person: Person, dice: Random, spots: Spots) -> None:
    """In the middle of a drag a key is pressed, the wheel is turned, another button goes down, a report arrives."""
    start = spots.any()
    held = dice.choice(HELD)
    person.hands.press(start, held)
    person.hands.point(near(dice, start), held)
    what = dice.randrange(6)
    if what == 0:
        person.hands.key(dice.choice(("Escape", "Ctrl+Z", "Ctrl+Y", "Del", "Ctrl+A", "Ctrl+D", "Left", "J", "Ctrl+L")))
    elif what == 1:
        person.hands.wheel(spots.anywhere(), QPoint(0, dice.choice((-120, 120))), dice.choice((NONE, CTRL)))
    elif what == 2:
        person.hands.click(spots.any(), NONE, dice.choice((MIDDLE, RIGHT)))
        person.close_popups()
    elif what == 3:
        person.desk.bridge.wait_idle()
    elif what == 4:
        person.hands.key(dice.choice(("Ctrl+Tab", "F6", "Ctrl+1", "Ctrl+S")))
    else:
        person.hands.key(dice.choice(person.keys))
    end = spots.any()
    person.hands.point(end, held)
    person.hands.release(end, held)
    person.close_popups()
    person.hands.point(spots.anywhere())  # a popup may have swallowed the release: then this ends the drag


@gesture(4)
def drop_a_kind(person: Person, dice: Random, spots: Spots) -> None:
    """From the list of kinds; a real drag would wait for the system's."""
    data, canvas = QMimeData(), person.desk.canvas
    kind = dice.choice(sorted(person.desk.session.services.catalog.kinds))
    data.setData("application/x-mlops-designer-kind", kind.encode())
    pixel, copy = canvas.mapFromGlobal(spots.any()), Qt.DropAction.CopyAction
    held = dice.choice((NONE, NONE, ALT))
    person.hands.gestures += 1
    QApplication.sendEvent(canvas, QDragEnterEvent(pixel, copy, data, LEFT, held))
    QApplication.sendEvent(canvas, QDragMoveEvent(pixel, copy, data, LEFT, held))
    QApplication.sendEvent(canvas, QDropEvent(QPointF(pixel), copy, data, LEFT, held))


# ------------------------------------------------------------------ keys
@gesture(14)
def press_a_key(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.key(dice.choice((*OWN_KEYS, *person.keys)))
    type_in_a_popup(person, dice)
    type_in_place(person, dice)


@gesture(8)
def work_with_another_tool(person: Person, dice: Random, spots: Spots) -> None:
    """Takes a tool by its letter, uses it a few times, and mostly goes back."""
    person.hands.key(dice.choice("PETNFCKH"))
    for _ in range(dice.randint(1, 3)):
        if dice.random() < 0.5:
            person.hands.drag(way(dice, spots.any(), spots.any()), dice.choice((NONE, NONE, SHIFT, CTRL, ALT)))
        else:
            person.hands.click(spots.any())
        type_in_place(person, dice)
    if dice.random() < 0.8:
        person.hands.key(dice.choice(("V", "Escape")))


@gesture(4)
def choose_an_action(person: Person, dice: Random, spots: Spots) -> None:
    """As from the menus of the window; looks change seldom, for that takes long."""
    names = [name for name in person.window.registry.records if name not in person.avoided]
    plain = [name for name in names if not name.startswith(NEW_LOOKS)]
    person.hands.gestures += 1
    person.window.registry.trigger(dice.choice(names if dice.random() < 0.1 else plain))
    type_in_a_popup(person, dice)
    type_in_place(person, dice)


@gesture(6)
def walk_and_nudge(person: Person, dice: Random, spots: Spots) -> None:
    held = dice.choice(("", "", "Shift+", "Ctrl+", "Ctrl+", "Ctrl+Shift+"))
    for _ in range(dice.randint(1, 3)):
        person.hands.key(held + dice.choice(ARROWS))


@gesture(6)
def add_a_step(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.key(dice.choice(("A", "Ins", "Ctrl+Space", *(f"Alt+{a}" for a in ARROWS))))
    type_in_a_popup(person, dice)


@gesture(3)
def write_in_place(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.key(dice.choice(("F2", "Ctrl+G")))
    type_in_place(person, dice)


@gesture(12)
def undo_or_redo(person: Person, dice: Random, spots: Spots) -> None:
    keys = dice.choice(("Ctrl+Z", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"))
    for _ in range(dice.choice((1, 1, 2, 5))):
        person.hands.key(keys)


# ------------------------------------------------------------------ the window
@gesture(3)
def another_document(person: Person, dice: Random, spots: Spots) -> None:
    person.hands.key(dice.choice(("Ctrl+Tab", "Ctrl+Shift+Tab")))


@gesture(2)
def save(person: Person, dice: Random, spots: Spots) -> None:
    person.save()


@gesture(1)
def open_or_close(person: Person, dice: Random, spots: Spots) -> None:
    number = len(person.window.tabs.all)
    if number > 1 and (dice.random() < 0.5 or number > 3):
        person.hands.key("Ctrl+W")
    else:
        person.open_another(dice)


@gesture(1)
def other_looks(person: Person, dice: Random, spots: Spots) -> None:
    names = ("view.theme.dark", "view.theme.light", "view.straight_links", "view.snap_grid", "view.personal")
    person.window.registry.trigger(dice.choice(names))


# ------------------------------------------------------------------ what a gesture opened
def type_in_a_popup(person: Person, dice: Random) -> None:
    """Quick add: some letters, and Enter or Escape."""
    if QApplication.activePopupWidget() is None:
        return
    person.hands.type(dice.choice(WORDS))
    person.hands.key(dice.choice(("Return", "Return", "Return", "Shift+Return", "Escape")))
    person.close_popups()


def type_in_place(person: Person, dice: Random) -> None:
    """An editor on the canvas: some letters, and out of it again in one of several ways."""
    if person.desk.canvas.in_place.editor is None:
        return
    person.hands.gestures += 1
    person.hands.type(dice.choice(TEXTS))
    if dice.random() < 0.8:
        person.hands.key(dice.choice(("Return", "Ctrl+Return", "Escape", "Tab")))
