"""What went wrong, kept in a file: Python errors, crashes of native code, and Qt's own messages."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# Said on every start where the plug-in is fine; nothing a person could do anything about.
_NOISE = ("This plugin does not support",)


def log_folder() -> Path:
    """Where the log is kept on this machine."""
    from platformdirs import user_log_path

    return user_log_path("mlops-designer", appauthor=False)


def start_logging(folder: Path) -> None:
    """Writes all problems of this run to ``folder``; without a writable folder the program runs without a log."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "designer.log", maxBytes=500_000, backupCount=3, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger("designer").addHandler(handler)
        logging.getLogger("designer").setLevel(logging.INFO)
        # The file stays open as long as the program runs: a crash is written by the dying process.
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    qInstallMessageHandler(_qt_message)
    sys.excepthook = _uncaught


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if not message.startswith(_NOISE):
        logging.getLogger("designer.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error in a slot must not end the program: the drawing would be lost."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    logging.getLogger("designer").error("uncaught", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
