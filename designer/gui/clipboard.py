"""Steps on the clipboard: YAML text that pastes into another window, a chat or an editor."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard

from designer.commands import notes
from designer.errors import DocumentError
from designer.model.snapshot import Position
from designer.session.session import Session

MIME = "application/x-mlops-designer+yaml"
MAX_NOTE = 5_000  # characters; a note is for reading


def put(clipboard: QClipboard, text: str) -> None:
    """Puts document text on the clipboard, for this program and for others."""
    data = QMimeData()
    data.setText(text)
    data.setData(MIME, text.encode("utf-8"))
    clipboard.setMimeData(data)


def paste(clipboard: QClipboard, session: Session, at: Position) -> tuple[list[str], list[str]]:
    """Adds what the clipboard holds: steps when it is a pipeline, else a sticky note with the text.

    Returns:
        New step ids and new note ids; both empty when there is no text.
    """
    text = _text(clipboard.mimeData())
    if not text.strip():
        return [], []
    before = set(session.pipeline.notes)
    try:
        steps = session.paste_text(text, at)
    except DocumentError:
        return [], [session.run(notes.add_note, *at, text.strip()[:MAX_NOTE])]
    return steps, [n for n in session.pipeline.notes if n not in before]


def _text(data: QMimeData | None) -> str:
    """Our own flavour, else plain text; empty on a clipboard that nobody owns."""
    if data is None:
        return ""
    if data.hasFormat(MIME):
        return bytes(data.data(MIME).data()).decode("utf-8", "replace")
    return data.text() if data.hasText() else ""
