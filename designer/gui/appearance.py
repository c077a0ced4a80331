"""How all windows look: theme, text size, icons. The style sheet is in `style_sheet`."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from designer.drawing.theme import THEMES, Theme, load_theme, mix
from designer.gui import icons
from designer.gui.style_sheet import style_sheet
from designer.gui.system_motion import allows_motion, follow_motion
from designer.steps.kind import StepKind

SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)
TEXT_SIZES = (100, 115, 130, 150, 175, 200)


class Appearance(QObject):
    """Puts one theme and one text size on the whole program and follows the system when asked to.

    Args:
        app: the program.
        choice: ``system`` or the name of a theme.
        text_size: per cent of the system's text size.
    """

    motion_changed = Signal()  # the system wants more or less of it
    changed = Signal()  # theme or text size; widgets with pictures of their own draw them anew

    def __init__(self, app: QApplication, choice: str = SYSTEM, text_size: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._base_size = app.font().pointSizeF()
        self.choice = choice if choice in CHOICES else SYSTEM
        self.text_size = min(max(text_size, TEXT_SIZES[0]), TEXT_SIZES[-1])
        self.theme: Theme = load_theme(self._theme_name())
        app.styleHints().colorSchemeChanged.connect(self._follow)
        follow_motion(app, self.motion_changed)
        self._put_on()

    @property
    def system_moves(self) -> bool:
        """Whether the system lets windows move what they show."""
        return allows_motion(self._app)

    @property
    def scale(self) -> float:
        """Size of the text compared with the system's."""
        return self.text_size / 100

    def grown(self, pixels: int) -> QSize:
        """The size of an icon or panel that grows with the text, half as fast."""
        edge = round(pixels * (1 + self.scale) / 2)
        return QSize(edge, edge)

    def choose(self, choice: str) -> None:
        """Takes another theme, or follows the system."""
        self.choice = choice
        self._refresh()

    def set_text_size(self, percent: int) -> None:
        """Takes another text size, 100 to 200 per cent of the system's."""
        self.text_size = min(max(percent, TEXT_SIZES[0]), TEXT_SIZES[-1])
        self._refresh()

    def colour(self, token: str) -> QColor:
        return QColor(self.theme.colour(token))

    def icon(self, name: str, token: str = "ink_soft") -> QIcon:
        """An icon of the program in the colour of a token."""
        return icons.icon(name, self.theme.colour(token), self.theme.colour("ink_faint"))

    def picture(self, name: str, token: str, size: int) -> QPixmap:
        """An icon as a picture, sharp on this screen."""
        return icons.picture(name, self.theme.colour(token), size, self._app.devicePixelRatio())

    def kind_icon(self, kind: StepKind) -> QIcon:
        """The tile of a kind of step as the canvas draws it."""
        colour = self.theme.kind_colour(kind.colour)
        ground = mix(colour, self.theme.colour("card"), self.theme.tint)
        return icons.tiles(kind.icon, colour, ground)

    # ------------------------------------------------------------------ inside
    def _theme_name(self) -> str:
        if self.choice != SYSTEM:
            return self.choice
        hints = self._app.styleHints()
        accessibility = getattr(hints, "accessibility", None)  # from Qt 6.10 on
        if accessibility is not None and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "high-contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow(self) -> None:
        if self.choice == SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        self.theme = load_theme(self._theme_name())
        self._put_on()
        self.changed.emit()

    def _put_on(self) -> None:
        font = QFont(self._app.font())
        font.setPointSizeF(self._base_size * self.text_size / 100)
        if font != self._app.font():
            self._app.setFont(font)
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(style_sheet(self.theme, self.scale, font.pointSizeF()))


def palette(theme: Theme) -> QPalette:
    """The colours of a theme as widgets ask for them."""
    made = QPalette()
    role = QPalette.ColorRole
    tokens = {
        role.Window: "panel",
        role.WindowText: "ink",
        role.Base: "base",
        role.AlternateBase: "alternate",
        role.Text: "ink",
        role.PlaceholderText: "ink_soft",
        role.Button: "button",
        role.ButtonText: "ink",
        role.BrightText: "error",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Link: "accent",
        role.LinkVisited: "feedback",
        role.ToolTipBase: "tooltip",
        role.ToolTipText: "tooltip_ink",
        role.Mid: "border",
        role.Midlight: "border",
        role.Dark: "border",
        role.Light: "base",
        role.Shadow: "shadow",
        role.Accent: "accent",
    }
    for part, token in tokens.items():
        made.setColor(part, QColor(theme.colour(token)))
    for part in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.colour("ink_faint")))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.colour("border")))
    return made
