"""Grade, total and a bar for each principle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from designer.analysis.score import Score
from designer.drawing.score_state import score_state
from designer.gui.appearance import Appearance
from designer.gui.finding_rows import PRINCIPLES

_SHARE = 3.2  # a panel that is less than so many times as high as all principles shows only the weakest
_GAP = 18
EDGE = 16
"""Pixels that the panel leaves free to its left and right."""
_NO_STEPS = "Add a step and the principles are judged"
_TOO_LITTLE = "What can be seen here is too little for a grade"
_MEANING = {
    "A": "Very good",
    "B": "Good",
    "C": "Fair: something important is missing",
    "D": "Weak",
    "E": "Poor",
    "F": "Nearly everything is missing",
}


def tone(value: int | None) -> str:
    """The colour token for a score."""
    return "ink_faint" if value is None else score_state(value)


class _Bar(QWidget):
    """A value from 0 to 100 as a filled bar."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.value: int | None = None
        self.setMinimumSize(60, 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(0, (self.height() - 8) / 2, self.width(), 8)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._appearance.colour("grid"))  # borders are white in high contrast, like a full bar
            painter.drawRoundedRect(area, 4, 4)
            if self.value:
                area.setWidth(max(8.0, area.width() * self.value / 100))
                painter.setBrush(self._appearance.colour(tone(self.value)))
                painter.drawRoundedRect(area, 4, 4)


class _Disc(QWidget):
    """The grade on a disc."""

    EDGE = 56

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.grade, self.value = "", None  # type: tuple[str, int | None]
        self.setFixedSize(QSize(self.EDGE, self.EDGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        font = QFont(self.font())
        font.setPixelSize(26 if len(self.grade) == 1 else 14)
        font.setBold(True)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._appearance.colour(tone(self.value)))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
            painter.setFont(font)
            painter.setPen(self._appearance.colour("on_state"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.grade or "–")


class ScoreBoard(QWidget):
    """Grade on the left, the principles on the right; a click on a principle asks for its rules."""

    principle_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._disc = _Disc(appearance, self)
        self._total = QLabel(self)
        self._total.setProperty("look", "soft")
        self._total.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addStretch(1)
        left.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addWidget(self._total)
        left.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        self._bars: dict[str, tuple[_Bar, QLabel]] = {}
        self.openers = [self._opener(name) for name in PRINCIPLES]
        self.weakest = self._opener("")
        for line, name in enumerate(PRINCIPLES):
            bar, number = _Bar(appearance, self), QLabel(self)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self.openers[line], line, 0)
            grid.addWidget(bar, line, 1)
            grid.addWidget(number, line, 2)
            self._bars[name] = (bar, number)
        grid.setColumnStretch(1, 1)
        self._whole = QWidget(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self._whole.setLayout(grid)
        self._left = left
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addLayout(left)
        row.addWidget(self._whole, 1)
        row.addWidget(self.weakest, 1)
        self.weakest.hide()
        appearance.changed.connect(self.update)
        if parent is not None:
            parent.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the form with the weakest principle: a window never grows for the other one."""
        return QSize(self._width_with(self.weakest), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a small panel only the weakest principle is shown: what stands below is worth more room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and isinstance(watched, QWidget):
            is_low = self._whole.sizeHint().height() * _SHARE > watched.height()
            self._fold(is_low or self._width_with(self._whole) > watched.contentsRect().width() - 2 * EDGE)
        return super().eventFilter(watched, event)

    def _width_with(self, form: QWidget) -> int:
        """What the grade takes with one of the two forms beside it, at least."""
        return self._left.minimumSize().width() + _GAP + form.minimumSizeHint().width()

    def _fold(self, is_small: bool) -> None:
        if is_small != self._whole.isHidden():
            goes, comes = (self._whole, self.weakest) if is_small else (self.weakest, self._whole)
            goes.hide()  # first: side by side they ask for more room, and the window would keep giving it
            comes.show()

    def _opener(self, name: str) -> QPushButton:
        button = QPushButton(name.capitalize(), self)
        button.setProperty("look", "name")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip("Show its rules with weight, credit, steps and points")
        button.clicked.connect(lambda: self.principle_chosen.emit(name or self._weakest_name))
        return button

    _weakest_name = PRINCIPLES[0]

    def _show_weakest(self, score: Score | None) -> None:
        judged = {name: value for name, value in (score.principles if score else {}).items() if value is not None}
        self._weakest_name = min(judged, key=lambda name: judged[name], default=PRINCIPLES[0])
        value = judged.get(self._weakest_name)
        shown = (
            "No principle\nis judged yet" if value is None else f"Weakest principle\n{self._weakest_name.capitalize()}"
        )
        self.weakest.setText(shown if value is None else f"{shown}: {value}")

    def show_score(self, score: Score | None, questions: int = 0) -> None:
        """Shows a score; None while there is none yet.

        Args:
            questions: how many checks the files give no answer to.
        """
        overall = score.overall if score else None
        self._disc.grade, self._disc.value = (score.grade if score and overall is not None else ""), overall
        self._disc.update()
        nothing = "Not judged" if score is None else "Not assessed"
        self._total.setText(nothing if overall is None else f"{overall} of 100")
        meaning = _MEANING.get(self._disc.grade, _NO_STEPS if score is None else _TOO_LITTLE)
        if questions:
            meaning += f". Judged is what the files show: {questions} questions are open"
        self.setToolTip(f"<b>{self._total.text()}</b><br>{meaning}.<br>Half of it is the weakest principle.")
        self._show_weakest(score)
        for name, (bar, number) in self._bars.items():
            bar.value = score.principles.get(name) if score else None
            number.setText("n/a" if bar.value is None else str(bar.value))
            bar.setAccessibleName(f"{name.capitalize()}: {number.text()} of 100")
            bar.update()
        self.setAccessibleName(f"Grade {self._disc.grade or 'none'}, {self._total.text()}. {meaning}")
