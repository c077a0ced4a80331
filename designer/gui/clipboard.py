"""Steps on the clipboard: YAML text that pastes into another window, a chat or an editor; and pictures of them."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from shiboken6 import Shiboken

MIME = "application/x-mlops-designer+yaml"


def put(clipboard: QClipboard, text: str) -> None:
    """Puts document text on the clipboard, for this program and for others."""
    data = QMimeData()
    data.setText(text)
    data.setData(MIME, text.encode("utf-8"))
    _offer(clipboard, data)


def put_picture(clipboard: QClipboard, png: bytes) -> None:
    """Puts a picture on the clipboard, as a PNG file and as what other systems take."""
    data = QMimeData()
    data.setImageData(QImage.fromData(png))
    data.setData("image/png", png)
    _offer(clipboard, data)


def text_of(data: QMimeData | None) -> str:
    """Our own flavour, else plain text; empty for what has neither, and on a clipboard that nobody owns."""
    if data is None:
        return ""
    if data.hasFormat(MIME):
        return bytes(data.data(MIME).data()).decode("utf-8", "replace")
    return data.text() if data.hasText() and not data.hasUrls() else ""


def _offer(clipboard: QClipboard, data: QMimeData) -> None:
    clipboard.setMimeData(data)
    atexit.unregister(_let_go)
    atexit.register(_let_go)


def _let_go() -> None:
    """Where the system has no clipboard, Qt keeps what was copied longer than Python lives, and deleting it crashes.

    Systems with a clipboard take over what we own as the application ends.
    """
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    data: QMimeData | None = clipboard.mimeData()
    if data is not None and not clipboard.ownsClipboard() and Shiboken.createdByPython(data):
        clipboard.clear()
