"""Whether the installed Qt for Python counts references rightly: 6.12.0 on Python before 3.12 kills the process.

It returns None and True without a reference of its own, so that some thousands of calls free them. Each check runs in
a process of its own, which may die without taking the tests along.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAMS = {
    "signals": """
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    told = Signal(bool)
sender, heard = Sender(), []
sender.told.connect(heard.append)
for _ in range(5000):
    sender.told.emit(True)
assert len(heard) == 5000
""",
    "calls that return nothing": """
from PySide6.QtCore import QObject
thing = QObject()
for number in range(20000):
    thing.setObjectName("a")
""",
    "painting": """
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
app = QGuiApplication([])
picture = QPixmap(10, 10)
for _ in range(3000):
    with QPainter(picture) as painter:
        painter.save(); painter.translate(1, 1); painter.drawRect(1, 1, 3, 3); painter.restore()
""",
}


@pytest.mark.gui
@pytest.mark.parametrize("name", PROGRAMS)
def test_thousands_of_calls_leave_none_and_true_as_they_were(name: str) -> None:
    check = """
import sys
before = sys.getrefcount(None), sys.getrefcount(True)
exec(PROGRAM)
after = sys.getrefcount(None), sys.getrefcount(True)
assert all(b - a < 1000 for b, a in zip(before, after)), (before, after)
"""
    program = f"PROGRAM = {PROGRAMS[name]!r}\n{check}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
