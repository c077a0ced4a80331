"""Writes pictures of the real window to out/screens/, for people to look at: ``python scripts/screens.py``.

Uses the display there is, or none with ``QT_QPA_PLATFORM=offscreen``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"
DIGITS = ROOT / "samples" / "digits" / "digits.mlops.yaml"
REPOSITORY = ROOT / "samples" / "repository"
WIDTH, HEIGHT = 1440, 900
REST_MS = 600  # until drawing has been refined and fades are over


@dataclass(frozen=True)
class Shot:
    """One picture: what is open, and how the window looks."""

    name: str
    path: Path | None = LESSON
    theme: str = "light"
    text_size: int = 100
    fixed: bool = False
    selected: str = ""


SHOTS = (
    Shot("empty", None),
    Shot("lesson"),
    Shot("lesson-step-selected", selected="deploy"),
    Shot("lesson-fixed", fixed=True),
    Shot("lesson-dark", theme="dark"),
    Shot("lesson-fixed-dark", theme="dark", fixed=True),
    Shot("lesson-high-contrast", theme="high-contrast"),
    Shot("lesson-text-200", text_size=200),
    Shot("digits", DIGITS),
    Shot("repository", REPOSITORY),
    Shot("repository-dark", REPOSITORY, theme="dark", selected="deploy"),
)


def take(shot: Shot, desktop, folder: Path) -> Path:
    """Opens a window as the shot says, writes its picture, and closes it."""
    from PySide6.QtTest import QTest

    desktop.appearance.choose(shot.theme)
    desktop.appearance.set_text_size(shot.text_size)
    window = desktop.open_window(desktop.session(shot.path))
    window.resize(WIDTH, HEIGHT)
    desk = window.desk
    if shot.fixed:
        desk.session.fix_all(unsafe=True)
    desk.bridge.wait_idle()
    desk.canvas.fit_all()
    if shot.selected:
        desk.canvas.select(steps=[shot.selected])
    QTest.qWait(REST_MS)
    picture = folder / f"{shot.name}.png"
    if not window.grab().save(str(picture)):
        raise OSError(f"{picture} could not be written")
    while desk.session.is_dirty and desk.session.undo():
        pass  # so that closing does not ask whether to save
    window.close()
    return picture


def main() -> int:
    """Takes all pictures. Returns the exit code."""
    sys.path.insert(0, str(ROOT))
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from designer.gui.appearance import Appearance
    from designer.gui.desktop import Desktop
    from designer.session.services import load_services

    folder = ROOT / "out" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as settings:
        desktop = Desktop(load_services(), Appearance(app), Path(settings) / "settings.json")
        for shot in SHOTS:
            print(take(shot, desktop, folder).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
