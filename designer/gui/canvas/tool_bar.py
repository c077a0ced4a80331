"""The tools of the whiteboard at the top of a canvas: icons with their keys, and the pens while one is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton

from designer.drawing.strokes import PENS, pen_token
from designer.gui.canvas.tools.table import PEN, TEXT, TOOLS

if TYPE_CHECKING:
    from designer.gui.actions.registry import Actions
    from designer.gui.appearance import Appearance
    from designer.gui.canvas.canvas import Canvas

_GAP: Final = 10
_DOT: Final = 16


class BoardBar(QFrame):
    """Stands over the canvas, in as many rows as its width needs; hidden while somebody presents.

    Args:
        canvas: what it stands on.
        actions: of the window: the buttons are theirs.
    """

    def __init__(self, canvas: Canvas, actions: Actions, appearance: Appearance) -> None:
        super().__init__(canvas)
        self._canvas, self._appearance = canvas, appearance
        self.is_put_away = False
        self.setProperty("look", "popup")
        self.setAccessibleName("Tools of the whiteboard")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(2)
        self._tools = [self._button(actions, f"tool.{tool.name}", tool.key) for tool in TOOLS]
        self.pens = PenBar(canvas, actions)
        canvas.covers.append(lambda: QRectF(self.geometry()) if self._is_wanted() else None)
        canvas.installEventFilter(self)
        canvas.tools.changed.connect(lambda _: self.arrange())
        canvas.frame_shown.connect(self._follow)
        appearance.changed.connect(self._take_looks)
        self._take_looks()

    def arrange(self) -> None:
        """Puts the buttons into rows, itself to the middle of the edge, and the pens below it."""
        room = max(1, self._canvas.width() - 2 * _GAP - 8)
        wide = self._tools[0].sizeHint().width() + 2
        columns = max(1, min(len(self._tools), room // wide))
        for number, button in enumerate(self._tools):
            self._grid.addWidget(button, number // columns, number % columns)
        self.adjustSize()
        self.move(self._corner())
        self.setVisible(self._is_wanted())
        pens = self._is_wanted() and self._canvas.tools.current in (PEN, TEXT)
        self.pens.put(self.geometry(), pens)

    def put_away(self, is_away: bool) -> None:
        """Hides it for as long as somebody presents."""
        self.is_put_away = is_away
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.arrange()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ inside
    def _is_wanted(self) -> bool:
        return self._canvas.habits.board_bar and not self.is_put_away

    def _follow(self) -> None:
        if self._is_wanted() == self.isHidden() or self.pos() != self._corner():
            self.arrange()

    def _corner(self) -> QPoint:
        """In the middle of the upper edge; below signs that reach so far."""
        canvas = self._canvas
        place = QPoint(max(_GAP, (canvas.width() - self.width()) // 2), _GAP)
        for sign in (canvas.tools.sign, canvas.focus_mode.sign):
            if not sign.isHidden() and sign.geometry().right() + _GAP > place.x():
                place.setY(sign.geometry().bottom() + _GAP)
        return place

    def _button(self, actions: Actions, name: str, key: str) -> KeyButton:
        button = KeyButton(key, self)
        button.setDefaultAction(actions.qaction(name))
        button.setAccessibleName(f"{actions.records[name].plain_text}, key {key}")
        return button

    def _take_looks(self) -> None:
        theme = self._appearance.theme
        for button in self._tools:
            button.setIconSize(self._appearance.grown(20))
            button.ink = QColor(theme.colour("ink_soft"))
        self.pens.take_looks(self._appearance)
        self.arrange()


class KeyButton(QToolButton):
    """A button that shows its key in a corner."""

    def __init__(self, key: str, parent: QFrame) -> None:
        super().__init__(parent)
        self._key = key
        self.ink = QColor()
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the tools do without

    def sizeHint(self) -> QSize:
        edge = self.iconSize().width() + 16
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            font = self.font()
            font.setPixelSize(max(9, self.iconSize().width() // 2 - 1))
            painter.setFont(font)
            painter.setPen(self.ink)
            corner = self.rect().adjusted(0, 0, -4, -1)
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self._key)


class PenBar(QFrame):
    """The pens, below the tools while one of them draws or writes."""

    def __init__(self, canvas: Canvas, actions: Actions) -> None:
        super().__init__(canvas)
        self.setProperty("look", "popup")
        self.setAccessibleName("Pens")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(2)
        self._actions = actions
        for column, pen in enumerate(PENS):
            button = QToolButton(self)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setDefaultAction(actions.qaction(f"pen.{pen}"))
            button.setAccessibleName(f"Pen: {pen}")
            self._grid.addWidget(button, 0, column)
        self.hide()

    def put(self, beside: QRect, is_shown: bool) -> None:
        """Shows or hides it below the tools."""
        self.adjustSize()
        self.move(max(_GAP, beside.center().x() - self.width() // 2), beside.bottom() + 6)
        self.setVisible(is_shown)

    def take_looks(self, appearance: Appearance) -> None:
        """Draws the dots in the colours of the theme."""
        for pen in PENS:
            self._actions.qaction(f"pen.{pen}").setIcon(_dot(QColor(appearance.theme.colour(pen_token(pen)))))


def _dot(colour: QColor) -> QIcon:
    made = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(_DOT * ratio, _DOT * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(1, 1, _DOT - 2, _DOT - 2)
        made.addPixmap(pixmap)
    return made
