"""Shows the page of a rule: text that can be read by keyboard, and pictures in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPainter, QResizeEvent, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QTextBrowser, QWidget

from designer.analysis.analyzer import Analyzer
from designer.analysis.rule import Rule
from designer.analysis.rule_page import RulePage
from designer.analysis.rule_state import RuleState
from designer.drawing.svg import render_svg
from designer.drawing.theme import Theme
from designer.gui.appearance import Appearance
from designer.gui.latest import Latest
from designer.gui.rules.page_text import FINDING, PICTURE, RULE, PagePicture, page_text
from designer.session.rule_pictures import pictures_of

_MARGIN = 48  # of the page, with its scroll bar
_LEAST = 160
_PAUSE_MS = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of one rule in one theme, as texts of SVG files."""

    code: str
    theme: str
    titles: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]
    pictures: tuple[str, ...]


class PageView(QTextBrowser):
    """One page; pictures are drawn in a thread and come when they are ready."""

    rule_wanted = Signal(str)
    finding_wanted = Signal(int)
    drawn = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._analyzer: Analyzer | None = None
        self._rule: Rule | None = None
        self._page: RulePage | None = None
        self._state: RuleState | None = None
        self._places: Mapping[str, str] = {}
        self._drawn: Drawn | None = None
        self._renderers: list[QSvgRenderer] = []
        self._drawing = Latest(self._prepare, _PAUSE_MS, self)
        self._drawing.ready.connect(self._receive)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(lambda: self._write(keep=True))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else pictures change the width
        self.setOpenLinks(False)
        self.setAccessibleName("Page of the rule")
        self.document().setDocumentMargin(16)
        self.document().setIndentWidth(20)
        self.anchorClicked.connect(self._follow)
        appearance.changed.connect(self._restyle)

    # ------------------------------------------------------------------ what is shown
    def show_rule(self, analyzer: Analyzer, rule: Rule, page: RulePage) -> None:
        """Shows the page of a rule."""
        is_new = self._page is None or self._page.code != page.code or self._analyzer is not analyzer
        self._analyzer, self._rule, self._page = analyzer, rule, page
        if is_new:
            self._drawn, self._renderers = None, []
            self._drawing.ask()
            self._drawing.hurry()
        self._write(keep=not is_new)

    def show_state(self, state: RuleState | None, places: Mapping[str, str]) -> None:
        """Shows how the rule stands in the open pipeline."""
        if state != self._state or places != self._places:
            self._state, self._places = state, places
            self._write(keep=True)

    @property
    def is_drawn(self) -> bool:
        """Whether the pictures of the rule are there."""
        return self._drawn is not None and self._drawing.is_idle

    def close_worker(self) -> None:
        """Ends the thread; nothing is drawn any more."""
        self._drawing.close()

    # ------------------------------------------------------------------ pictures
    def _prepare(self) -> Callable[[], Drawn | None]:
        analyzer, rule, theme = self._analyzer, self._rule, self._appearance.theme
        return lambda: _draw(analyzer, rule, theme) if analyzer and rule else None

    def _receive(self, drawn: Drawn | None) -> None:
        if drawn is None or self._rule is None or drawn.code != self._rule.code:
            return
        if drawn.theme != self._appearance.theme.name:
            self._drawing.ask()
            return
        self._drawn = drawn
        self._renderers = [QSvgRenderer(QByteArray(text.encode())) for text in drawn.pictures]
        self._write(keep=True)
        self.drawn.emit()

    def _width_of(self, renderer: QSvgRenderer) -> int:
        """As large as on the canvas, larger with the text; never wider than the page."""
        natural = renderer.defaultSize().width() * self._appearance.scale
        return max(_LEAST, min(round(natural), self.viewport().width() - _MARGIN))

    def _image(self, renderer: QSvgRenderer) -> QImage:
        """A picture as wide as the page allows, sharp on this screen."""
        width, size, ratio = self._width_of(renderer), renderer.defaultSize(), self.devicePixelRatioF()
        height = width * size.height() / max(1, size.width())
        image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self._appearance.colour("canvas"))
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    # ------------------------------------------------------------------ inside
    def _write(self, *, keep: bool) -> None:
        if self._page is None:
            return
        pictures = None
        if self._drawn is not None:
            rows = zip(self._drawn.titles, self._drawn.notes, self._renderers, strict=True)
            pictures = [PagePicture(title, notes, self._width_of(r)) for title, notes, r in rows]
        place = self.verticalScrollBar().value() if keep else 0
        self.document().clear()  # and the pictures of the page before
        for number, renderer in enumerate(self._renderers):
            url = QUrl(f"{PICTURE}:{number}")
            self.document().addResource(QTextDocument.ResourceType.ImageResource, url, self._image(renderer))
        self.setHtml(page_text(self._page, self._appearance.theme, self._state, self._places, pictures))
        self.verticalScrollBar().setValue(place)

    def _restyle(self) -> None:
        if self._page is not None:
            self._drawing.ask()
            self._drawing.hurry()
            self._write(keep=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._renderers and event.oldSize().width() != event.size().width():
            self._fitting.start()  # later: the text must not change while it is being laid out

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == RULE:
            self.rule_wanted.emit(url.path())
        elif url.scheme() == FINDING:
            self.finding_wanted.emit(int(url.path()))
        elif url.scheme() == "https":
            QDesktopServices.openUrl(url)


def _draw(analyzer: Analyzer, rule: Rule, theme: Theme) -> Drawn:
    pictures = pictures_of(analyzer, rule)
    both = (pictures.before, pictures.after) if pictures else ()
    texts = (
        render_svg(p.snapshot, analyzer.catalog, theme, p.report if p.report.findings else None, has_head=False)
        for p in both
    )
    return Drawn(rule.code, theme.name, tuple(p.title for p in both), tuple(p.notes for p in both), tuple(texts))
