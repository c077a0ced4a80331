"""Writes pictures of the real window to out/screens/, for people to look at: ``python scripts/screens.py [NAME ...]``.

    python scripts/screens.py                      every picture
    python scripts/screens.py lesson repository    those whose names begin so
    python scripts/screens.py --ratio 2 lesson     as on a screen with two pixels a point; the names end in @2x

No display is needed: the screen is Qt's offscreen one, large enough for the window.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"
DIGITS = ROOT / "samples" / "digits" / "digits.mlops.yaml"
REPOSITORY = ROOT / "samples" / "repository"
USUAL, SMALL = (1440, 900), (1024, 700)
LONG_MS = 6000
REST_MS = 600  # until drawing has been refined and fades are over
THOUSAND = 1000
DAMAGE = 0.08  # share of facts and steps that are missing there
PATIENCE = 100  # times that it looks whether the canvas is sharp
OPENED, WHOLE = "opened", "whole"  # how a document comes up; all of it


@dataclass(frozen=True)
class Shot:
    """One picture: what is open, and how the window looks.

    Args:
        path: of the document; None is an empty one, a number a drawing with so many steps.
        view: `OPENED`, `WHOLE` or a scale.
        action: id of what is done before the picture is taken.
        proves: wait for linters and evidence.
        rest: milliseconds until the picture is taken.
    """

    name: str
    path: Path | int | None = LESSON
    theme: str = "light"
    text_size: int = 100
    size: tuple[int, int] = USUAL
    view: str | float = OPENED
    fixed: bool = False
    selected: str = ""
    action: str = ""
    proves: bool = False
    rest: int = REST_MS


SHOTS = (
    Shot("empty", None),
    Shot("empty-dark", None, theme="dark"),
    Shot("lesson"),
    Shot("lesson-step-selected", selected="deploy"),
    Shot("lesson-fixed", fixed=True),
    Shot("lesson-dark", theme="dark"),
    Shot("lesson-fixed-dark", theme="dark", fixed=True),
    Shot("lesson-high-contrast", theme="high-contrast", selected="deploy"),
    Shot("lesson-text-150", text_size=150),
    Shot("lesson-text-200", text_size=200),
    Shot("lesson-small", size=SMALL),
    Shot("digits", DIGITS),
    Shot("digits-whole", DIGITS, view=WHOLE),
    Shot("digits-100", DIGITS, view=1.0, proves=True),
    Shot("digits-100-dark", DIGITS, view=1.0, proves=True, theme="dark"),
    Shot("digits-100-high-contrast", DIGITS, view=1.0, theme="high-contrast"),
    Shot("digits-50", DIGITS, view=0.5),
    Shot("digits-33", DIGITS, view=0.33),
    Shot("digits-200", DIGITS, view=2.0),
    Shot("repository", REPOSITORY),
    Shot("repository-whole", REPOSITORY, view=WHOLE),
    Shot("repository-dark", REPOSITORY, theme="dark", selected="deploy"),
    Shot("repository-text-200", REPOSITORY, text_size=200),
    Shot("thousand-whole", THOUSAND, view=WHOLE),
    Shot("thousand", THOUSAND),
    Shot("thousand-dark", THOUSAND, view=0.3, theme="dark"),
    Shot("dialog-export", DIGITS, action="file.export"),
    Shot("dialog-export-dark", DIGITS, action="file.export", theme="dark"),
    Shot("dialog-waive", selected="deploy", action="check.waive"),
    Shot("dialog-keys", action="help.keys"),
    Shot("dialog-palette", action="help.palette"),
    Shot("dialog-about", action="help.about"),
    Shot("dialog-rules", action="check.rules"),
    Shot("dialog-rules-dark", action="check.rules", theme="dark"),
    Shot("large-export", DIGITS, action="file.export", text_size=200),
    Shot("large-waive", selected="deploy", action="check.waive", text_size=200),
    Shot("large-keys", action="help.keys", text_size=200),
    Shot("large-files", DIGITS, action="view.exports", text_size=200),
    Shot("large-empty", None, text_size=200),
    Shot("large-empty-small", None, text_size=200, size=SMALL),
    Shot("large-small", size=SMALL, text_size=150, selected="deploy"),
    Shot("compare", fixed=True, action="check.compare", rest=LONG_MS),
    Shot("compare-dark", fixed=True, action="check.compare", theme="dark", rest=LONG_MS),
    Shot("quick-add", selected="deploy", action="insert.step"),
    Shot("files", DIGITS, action="view.exports"),
    Shot("files-dark", DIGITS, action="view.exports", theme="dark"),
    Shot("outline", action="view.outline"),
    Shot("score", action="check.score", rest=LONG_MS),
    Shot("levels", action="check.levels", rest=LONG_MS),
    Shot("what-if", DIGITS, selected="deploy", action="check.what_if_fails"),
    Shot("menu-step", selected="deploy", action="menu:step"),
    Shot("menu-canvas", action="menu:canvas"),
    Shot("menu-view", action="bar:View"),
)


def take(shot: Shot, desktop: Any, folder: Path, suffix: str) -> Path:
    """Opens a window as the shot says, writes its picture, and closes it."""
    from PySide6.QtTest import QTest

    desktop.appearance.choose(shot.theme)
    desktop.appearance.set_text_size(shot.text_size)
    window = desktop.open_window(opened(shot.path, desktop))
    window.resize(*shot.size)
    window.panes.share_width()
    desk = window.desk
    if shot.fixed:
        desk.session.fix_all(unsafe=True)
    desk.bridge.wait_idle()
    QTest.qWait(50)
    show(shot.view, desk.canvas)
    if shot.selected:
        desk.canvas.select(steps=[shot.selected])
    if shot.proves:
        desk.proving.turn(True)
        desk.proving.wait_idle()
    if shot.action:
        act(shot.action, window)
    QTest.qWait(shot.rest)
    for _ in range(PATIENCE):
        if desk.canvas.is_sharp:
            break
        QTest.qWait(50)
    picture = folder / f"{shot.name}{suffix}.png"
    if not with_dialogs(window).save(str(picture)):
        raise OSError(f"{picture} could not be written")
    close(window)
    return picture


def opened(path: Path | int | None, desktop: Any) -> Any:
    """The session of a document."""
    if not isinstance(path, int):
        return desktop.session(path)
    from benchmarks.shapes import copies, template
    from designer.session.session import Session
    from designer.storage.document import Document

    drawn = copies(template(desktop.services, "online"), path, damage=DAMAGE)
    return Session(desktop.services, Document(drawn, ""))


def show(view: str | float, canvas: Any) -> None:
    """Moves the canvas to a view."""
    if view == WHOLE:
        canvas.fit_all()
    elif view != OPENED:
        canvas.fit_start()
        left, top, _, bottom = canvas.scene.bounds()
        canvas.zoom_to(view)
        canvas.view.x = round(48 - left * view)
        canvas.view.y = round(canvas.height() / 2 - (top + bottom) / 2 * view)
        canvas._view_changed()


def act(action: str, window: Any) -> None:
    """Triggers an action, or opens a menu: ``menu:step`` of what was clicked, ``bar:View`` of the menu bar."""
    from PySide6.QtCore import QPoint, QTimer

    from designer.gui.actions.menus import context_menu

    where, _, name = action.rpartition(":")
    if where == "menu":
        context_menu(window, window.registry, name).popup(window.mapToGlobal(QPoint(620, 160)))
    elif where == "bar":
        entry = next(a for a in window.menuBar().actions() if a.text().replace("&", "") == name)
        entry.menu().popup(window.mapToGlobal(QPoint(160, 26)))
    else:
        QTimer.singleShot(0, window, lambda: window.registry.trigger(action))


def with_dialogs(window: Any) -> Any:
    """The picture of a window with the dialogs and menus that stand before it."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QApplication

    picture = window.grab()
    others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
    with QPainter(picture) as painter:
        for other in others:
            corner = window.mapFromGlobal(other.mapToGlobal(QPoint(0, 0)))
            painter.fillRect(other.rect().translated(corner).adjusted(-1, -1, 1, 1), QColor(128, 128, 128))
            painter.drawPixmap(corner, other.grab())
    return picture


def close(window: Any) -> None:
    """Closes a window and everything before it, without a question."""
    from PySide6.QtWidgets import QApplication

    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
    window.close_without_asking()


def screen() -> str:
    """The name of a platform with one large screen."""
    folder = Path(tempfile.mkdtemp(prefix="screens-"))
    place = {"name": "screen", "x": 0, "y": 0, "width": 3840, "height": 2400}
    (folder / "screen.json").write_text(
        json.dumps({"screens": [{**place, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}), encoding="utf-8"
    )
    return f"offscreen:configfile={folder / 'screen.json'}"


def main() -> int:
    """Takes the pictures. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Pictures of the real window.")
    parser.add_argument("names", nargs="*", help="how names of pictures begin; all of them without")
    parser.add_argument("--ratio", type=float, default=1.0, help="pixels a point, such as 1.5 or 2")
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = screen()
    os.environ["QT_SCALE_FACTOR"] = str(chosen.ratio)
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
    from PySide6.QtWidgets import QApplication

    from designer.gui.appearance import Appearance
    from designer.gui.desktop import Desktop
    from designer.session.services import load_services

    folder = ROOT / "out" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    app, services = QApplication(sys.argv[:1]), load_services()
    appearance = Appearance(app)
    suffix = "" if chosen.ratio == 1 else f"@{chosen.ratio:g}x"
    wanted: Callable[[str], bool] = lambda name: not chosen.names or name.startswith(tuple(chosen.names))  # noqa: E731
    with tempfile.TemporaryDirectory() as settings:
        for shot in SHOTS:
            if wanted(shot.name):
                desktop = Desktop(services, appearance, Path(settings) / f"{shot.name}.json")
                print(take(shot, desktop, folder, suffix).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
