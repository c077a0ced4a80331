from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class _Sender(QObject):
    sent = Signal(bool)


def test_this_build_of_qt_keeps_its_references() -> None:
    """PySide6 6.12.0 drops one reference to True with every signal on Python < 3.12, until the process dies."""
    sender = _Sender()
    before = sys.getrefcount(True)
    for _ in range(2000):
        sender.sent.emit(True)
    assert sys.getrefcount(True) > before - 1000
