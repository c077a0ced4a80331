"""Starting: with and without a display, looks, log, and how much is loaded before the window is there."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.drawing.theme import THEMES, contrast, load_theme
from designer.gui import log
from designer.gui.app import open_first
from designer.gui.appearance import Appearance, palette
from designer.gui.desktop import Desktop
from designer.gui.display import NO_DISPLAY, display_problem
from designer.gui.style_sheet import style_sheet
from tests.gui.conftest import CHAIN, MakeWindow

ROOT = Path(__file__).resolve().parents[2]


def run_python(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**environ, **more}, capture_output=True, text=True, timeout=120
    )


# ---------------------------------------------------------------- display
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_display_will_do(name: str) -> None:
    assert display_problem({name: "x"}, "linux") == ""


def test_no_display_is_one_sentence_on_linux_and_no_question_elsewhere() -> None:
    assert display_problem({}, "linux") == NO_DISPLAY
    assert display_problem({}, "darwin") == ""
    assert display_problem({}, "win32") == ""


def test_without_a_display_the_program_says_so_and_lives() -> None:
    done = run_python(
        "from designer.gui import app; from designer.session.services import load_services;"
        "raise SystemExit(app.run(load_services()))"
    )
    assert done.returncode == 1
    assert done.stderr.strip() == f"mlops-designer: {NO_DISPLAY}"


def test_the_program_starts_shows_a_document_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "chain.mlops.yaml"
    path.write_text(CHAIN, encoding="utf-8")
    done = run_python(
        "from pathlib import Path; from designer.gui import app; from designer.session.services import load_services;"
        f"raise SystemExit(app.run(load_services(), [Path({str(path)!r})], smoke=True))",
        QT_QPA_PLATFORM="offscreen",
        XDG_CONFIG_HOME=str(tmp_path),
        XDG_STATE_HOME=str(tmp_path / "state"),
    )
    assert done.returncode == 0, done.stderr
    assert "chain.mlops.yaml" in (tmp_path / "mlops-designer" / "settings.json").read_text(encoding="utf-8")
    assert list((tmp_path / "state").rglob("designer.log"))


def test_the_program_ends_well_after_something_was_copied() -> None:
    """Qt keeps what is copied where there is no system's clipboard, longer than Python lives."""
    done = run_python(
        "from designer.gui import app, clipboard; made = app.make_app();"
        "clipboard.put(made.clipboard(), 'steps: {}'); clipboard.put_picture(made.clipboard(), b'');"
        "clipboard.put(made.clipboard(), 'steps: {}'); print(made.clipboard().text())",
        QT_QPA_PLATFORM="offscreen",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "steps: {}\n", "")


def test_an_empty_window_is_there_before_the_graph_library_is_loaded(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from designer.gui.app import make_app, open_first
from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.session.services import load_services
app = make_app()
desktop = Desktop(load_services(), Appearance(app), Path("unused.json"))
open_first(desktop, None)
app.processEvents()
print(sorted(m for m in ("networkx", "jsonschema", "designer.gui.export_dialog") if m in sys.modules))
desktop.windows[0].desk.close()
"""
    done = run_python(code, QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(tmp_path))
    assert done.stdout.strip() == "[]", done.stderr


def test_a_file_that_cannot_be_read_leaves_an_empty_window_that_says_why(desktop: Desktop, tmp_path: Path) -> None:
    open_first(desktop, tmp_path / "missing.mlops.yaml")
    window = desktop.windows[0]
    assert "missing.mlops.yaml" in window.bar.message
    assert not window.desk.session.pipeline.steps


def test_a_file_given_on_the_command_line_is_shown_and_remembered(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "chain.mlops.yaml"
    path.write_text(CHAIN, encoding="utf-8")
    open_first(desktop, path)
    assert desktop.windows[0].desk.session.path == path
    assert desktop.settings.recent == (str(path),)


def test_several_files_and_folders_open_in_tabs_in_their_order(desktop: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [tmp_path / name for name in ("one.mlops.yaml", "missing.mlops.yaml", "repo", "other", "two.mlops.yaml")]
    for path in (paths[0], paths[4]):
        path.write_text(CHAIN, encoding="utf-8")
    for folder in paths[2:4]:
        folder.mkdir()
        (folder / "dvc.yaml").write_text("stages:\n  train:\n    cmd: python train.py\n", encoding="utf-8")
    open_first(desktop, *paths)
    window = desktop.windows[0]
    qtbot.waitUntil(lambda: len(window.tabs.all) == 4)
    assert [tab.session.path for tab in window.tabs.all] == [paths[0], *paths[2:]]
    qtbot.waitUntil(lambda: "missing.mlops.yaml" in window.bar.message)


def test_of_several_files_that_cannot_be_read_each_is_told(desktop: Desktop, tmp_path: Path) -> None:
    (tmp_path / "broken.mlops.yaml").write_text("steps: [", encoding="utf-8")
    open_first(desktop, tmp_path / "missing.mlops.yaml", tmp_path / "broken.mlops.yaml")
    message = desktop.windows[0].bar.message
    assert "Cannot open 2 files" in message
    assert "missing.mlops.yaml: " in message
    assert "broken.mlops.yaml, line 2: " in message


# ---------------------------------------------------------------- looks
@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read_in_every_theme(name: str) -> None:
    theme = load_theme(name)
    colours = palette(theme)
    pairs = [
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    ]
    for ink, ground in pairs:
        assert contrast(colours.color(ink).name(), colours.color(ground).name()) >= 4.5, (ink, ground)
    for ink in ("ink_soft", "error", "warning", "info", "ok", "accent"):
        assert contrast(theme.colour(ink), theme.colour("panel")) >= 4.5, ink
    for ground in ("error", "warning", "ok"):
        assert contrast(theme.colour("on_state"), theme.colour(ground)) >= 4.5, ground


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_is_complete(name: str) -> None:
    sheet = style_sheet(load_theme(name), 2.0)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", [100, 200])
def test_the_window_opens_in_every_theme_and_text_size(
    desktop: Desktop, open_window: MakeWindow, name: str, size: int
) -> None:
    desktop.appearance.choose(name)
    desktop.appearance.set_text_size(size)
    window = open_window(lesson=True)
    picture = window.grab().toImage()
    assert picture.width() >= 1000
    ground = picture.pixelColor(picture.width() // 2, 2)
    assert (ground.lightness() < 128) == desktop.appearance.theme.is_dark


def test_without_a_choice_the_system_decides(qapp: QApplication) -> None:
    appearance = Appearance(qapp, "no such theme", 5000)
    assert appearance.choice == "system"
    assert appearance.text_size == 200
    assert appearance.theme.name in ("light", "dark")
    appearance.set_text_size(100)
    appearance._follow()
    appearance.choice = "light"


# ---------------------------------------------------------------- log
@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    made = logging.getLogger("designer")
    kept, hook = list(made.handlers), sys.excepthook
    yield made
    made.handlers[:] = kept
    sys.excepthook = hook


def test_problems_of_python_and_of_qt_are_written_down(
    tmp_path: Path, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    before = qInstallMessageHandler(None)
    try:
        log.start_logging(tmp_path / "logs")
        qWarning("something odd")
        qWarning("This plugin does not support raise()")
        try:
            raise ValueError("in a slot")
        except ValueError as e:
            sys.excepthook(ValueError, e, e.__traceback__)
    finally:
        qInstallMessageHandler(before)
    text = (tmp_path / "logs" / "designer.log").read_text(encoding="utf-8")
    assert "something odd" in text
    assert "does not support" not in text
    assert "ValueError: in a slot" in text
    assert "ValueError: in a slot" in capsys.readouterr().err
    assert log._LEVELS[QtMsgType.QtCriticalMsg] == logging.ERROR


def test_a_folder_that_cannot_be_made_costs_the_log_only(tmp_path: Path, logger: logging.Logger) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = qInstallMessageHandler(None)
    try:
        log.start_logging(tmp_path / "file" / "logs")
    finally:
        qInstallMessageHandler(before)


def test_an_interrupt_ends_the_program() -> None:
    with pytest.raises(SystemExit):
        log._uncaught(KeyboardInterrupt, KeyboardInterrupt(), None)


def test_screen_readers_find_the_first_cards_on_the_empty_canvas(open_window: MakeWindow) -> None:
    canvas = open_window().desk.canvas
    told = QAccessible.queryAccessibleInterface(canvas)
    children = [told.child(number) for number in range(told.childCount())]
    cards = next(c for c in children if c.text(QAccessible.Text.Name) == "Ways to begin")
    assert children[told.indexOfChild(cards)].object() is cards.object()
    names = [cards.child(number).text(QAccessible.Text.Name) for number in range(cards.childCount())]
    assert "Open the lesson" in names
    middle = cards.rect().center()
    assert told.childAt(middle.x(), middle.y()).object() is cards.object()
