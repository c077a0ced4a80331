"""One finding: a line to open, and what it means and how to mend it below."""

from __future__ import annotations

from html import escape
from math import floor

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.finding import Finding
from designer.analysis.waiver import PRINCIPLE as WAIVERS
from designer.gui.appearance import Appearance
from designer.gui.panels.flow_row import FlowRow

_STEP_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def points_text(finding: Finding) -> str:
    """What mending it brings, such as ``+4``; empty below half a point."""
    gain = floor(finding.points + 0.5)
    return f"+{gain}" if gain > 0 else ""


class Head(QToolButton):
    """The line that opens a card; Up and Down go to the neighbours."""

    moved = Signal(int)
    reached = Signal()
    asked = Signal()  # F1

    def event(self, event: QEvent) -> bool:
        """F1 on a card asks about its rule, not for the keys of the window."""
        is_f1 = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1 and not event.modifiers()
        if is_f1 and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def add_title(self) -> QLabel:
        """A label that fills the line and is as high as its text needs."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        title = QLabel(self)
        title.setWordWrap(True)
        title.setTextFormat(Qt.TextFormat.RichText)
        title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(title, 1)
        return title

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEP_KEYS:
            self.moved.emit(_STEP_KEYS[key])
        elif key == Qt.Key.Key_F1:
            self.asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            key in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self.isChecked() != (key == Qt.Key.Key_Right)
        ):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.reached.emit()


def two_lines(title: str, below: str) -> str:
    """A title as HTML with softer words below it, a little apart."""
    first, second = "margin: 0; line-height: 118%", "margin: 3px 0 0 0; line-height: 112%"
    return f"<p style='{first}'>{title}</p><p style='{second}'>{below}</p>"


class FindingCard(QFrame):
    """A row of the findings panel. Details are made when it is opened for the first time."""

    opened = Signal(object, bool)  # finding, whether it was opened (else closed)
    fix_wanted = Signal(object)
    show_wanted = Signal(object)
    waive_wanted = Signal(object)
    why_wanted = Signal(object)
    moved = Signal(int)
    reached = Signal(object)

    def __init__(self, finding: Finding, where: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._where = where
        self._appearance = appearance
        self._details: QWidget | None = None
        self.setProperty("look", "card")
        self.head = Head(self)
        self.head.setProperty("look", "head")
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.head.clicked.connect(lambda on: self.set_open(on))
        self.head.moved.connect(self.moved)
        self.head.reached.connect(lambda: self.reached.emit(self.finding))
        self.head.asked.connect(lambda: self.why_wanted.emit(self.finding))
        self._icon, self._title, self._points = QLabel(self.head), QLabel(self.head), QLabel(self.head)
        self._lay_out_head()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._fill_head()

    @property
    def is_open(self) -> bool:
        return self.head.isChecked()

    @property
    def last_stop(self) -> QWidget:
        """The last of its widgets that Tab comes to."""
        inside = self._details.findChildren(QWidget) if self._details is not None and self.is_open else []
        stops = (w for w in reversed(inside) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return next((w for w in stops if w.window() is self.window()), self.head)

    def show_finding(self, finding: Finding, where: str) -> None:
        """Takes over a newer finding of the same rule and place."""
        if finding == self.finding and where == self._where:
            return
        self.finding, self._where = finding, where
        self._fill_head()
        self._drop_details()
        if self.is_open:
            self._make_details()

    def set_open(self, is_open: bool, *, tell: bool = True) -> None:
        """Opens or closes the details."""
        self.head.setChecked(is_open)
        if is_open and self._details is None:
            self._make_details()
        if self._details is not None:
            self._details.setVisible(is_open)
        if tell:
            self.opened.emit(self.finding, is_open)

    def set_current(self, is_current: bool) -> None:
        """Marks the card that F8 and the fix key are about."""
        if bool(self.property("current")) != is_current:
            self.setProperty("current", is_current)
            self.style().unpolish(self)
            self.style().polish(self)

    def redraw(self) -> None:
        """Draws icons and texts in the colours of the theme."""
        self._fill_head()
        self._drop_details()
        if self.is_open:
            self._make_details()

    # ------------------------------------------------------------------ inside
    def _lay_out_head(self) -> None:
        row = QHBoxLayout(self.head)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(10)
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._points.setProperty("look", "points")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._title, 1)
        row.addWidget(self._points, 0, Qt.AlignmentFlag.AlignTop)
        for label in (self._icon, self._title, self._points):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _fill_head(self) -> None:
        # Texts of labels that stay: new labels would be seen, and take room, only one turn of the event loop later.
        finding = self.finding
        self._icon.setPixmap(self._appearance.picture(finding.severity, finding.severity, 18))
        subtitle = f"<span style='color:{self._soft()}'>{escape(self._subtitle())}</span>"
        self._title.setText(two_lines(escape(finding.title), subtitle))
        self._points.setText(points_text(finding))
        spoken = f"{finding.severity}: {finding.title}. {self._subtitle()}. {finding.message}"
        self.head.setAccessibleName(spoken)
        gain = f"<br>The score gains {points_text(finding)[1:]} by it." if points_text(finding) else ""
        self.head.setToolTip(f"<b>{finding.code} {escape(finding.name)}</b><br>{escape(finding.message)}{gain}")

    def _subtitle(self) -> str:
        """Where it is; what is about the whole pipeline says more by what is missing there."""
        about = self.finding.message.rstrip(".") if self.finding.at == "pipeline" else self._where
        return f"{self.finding.severity.capitalize()} · {about}"

    def _soft(self) -> str:
        return self._appearance.theme.colour("ink_soft")

    def _link(self) -> str:
        return self._appearance.theme.colour("accent")

    def _drop_details(self) -> None:
        if self._details is not None:
            self._details.hide()
            self._details.deleteLater()
            self._details = None

    def _make_details(self) -> None:
        finding = self.finding
        self._details = QWidget(self)
        column = QVBoxLayout(self._details)
        column.setContentsMargins(40, 4, 12, 12)
        column.setSpacing(8)
        column.addWidget(paragraph("", finding.message, self._details))
        column.addWidget(self._buttons())  # not below the long texts: in a small window nobody would see them there
        for heading, text in (("The risk", finding.risk), ("How to fix it", finding.fix)):
            if text:
                column.addWidget(paragraph(heading, text, self._details))
        if finding.references:
            column.addWidget(self._references())
        self._column.addWidget(self._details)
        tab_through(self.head, self._details)

    def _references(self) -> QLabel:
        rows = []
        for title, url in self.finding.references:
            text = escape(title)
            is_link = url.startswith("https://")
            rows.append(
                f"<a href='{escape(url, quote=True)}' style='color:{self._link()}'>{text}</a>" if is_link else text
            )
        label = QLabel(f"<b>Read more.</b><br>{'<br>'.join(rows)}", self._details)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        label.setOpenExternalLinks(True)
        return label

    def _buttons(self) -> FlowRow:
        finding = self.finding
        row = FlowRow(8)
        if finding.autofix:
            points = points_text(finding)
            fix = QPushButton(f"Apply fix  {points}" if points else "Apply fix", self._details)
            fix.setIcon(self._appearance.icon("fix", "on_accent"))
            fix.setIconSize(QSize(16, 16))
            fix.setProperty("look", "primary")
            fix.setToolTip(f"{escape(finding.autofix.title)}<br><i>One undo step.</i>")
            fix.setAccessibleName(f"Apply fix: {finding.autofix.title}")
            fix.clicked.connect(lambda: self.fix_wanted.emit(self.finding))
            row.addWidget(fix)
        show, why = self._show_button(), self._why_button()  # made in the order in which Tab comes by
        waive = QPushButton("Edit waiver…" if finding.principle == WAIVERS else "Waive…", self._details)
        waive.setToolTip("Say why it is not mended, or where it is done; it is then no longer counted")
        waive.clicked.connect(lambda: self.waive_wanted.emit(self.finding))
        for button in (show, why, waive):
            row.addWidget(button)
        return row

    def _why_button(self) -> QPushButton:
        why = QPushButton("Why?", self._details)
        why.setToolTip("The page of this rule, with pictures of before and after (F1)")
        why.setAccessibleName(f"Why? The page of rule {self.finding.code}")
        why.clicked.connect(lambda: self.why_wanted.emit(self.finding))
        return why

    def _show_button(self) -> QPushButton:
        show = QPushButton("Show", self._details)
        show.setToolTip("Show the place on the canvas")
        show.setAccessibleName(f"Show where: {self._where}")
        show.clicked.connect(lambda: self.show_wanted.emit(self.finding))
        return show


def tab_through(head: QWidget, inside: QWidget) -> None:
    """Lets Tab go from the head into what was made below it later, and only then to what follows."""
    before = head
    for widget in inside.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is head.window():  # no popup of its own
            QWidget.setTabOrder(before, widget)
            before = widget


def paragraph(heading: str, text: str, parent: QWidget) -> QLabel:
    """A text with its heading in front, which can be copied."""
    label = QLabel(f"<b>{heading}.</b> {escape(text)}" if heading else escape(text), parent)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
