"""The style sheet: spacing and edges that a palette cannot say. Colours come from the theme's tokens only."""

from __future__ import annotations

from string import Template

from designer.drawing.theme import Theme, contrast, mix
from designer.resources import resource

_SHEET = Template("""
* { outline: none; }
QMainWindow, QMainWindow::separator { background: $window; }
QMainWindow::separator { width: ${p6}px; height: ${p6}px; }
QMainWindow::separator:hover { background: $accent_soft; }
QToolTip { background: $tooltip; color: $tooltip_ink; border: 1px solid $tooltip_edge; padding: ${p4}px ${p6}px; }

QMenuBar { background: $window; padding: ${p2}px ${p6}px; }
QMenuBar::item { padding: ${p4}px ${p8}px; border-radius: ${p5}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $base; border: 1px solid $border; padding: ${p5}px; }
QMenu::item { padding: ${p5}px ${p24}px ${p5}px ${p10}px; border-radius: ${p5}px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $ink_faint; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: ${p5}px ${p8}px; }
QMenu::icon { padding-left: ${p6}px; }

QToolBar { background: $window; border: none; spacing: ${p3}px; padding: ${p4}px ${p8}px ${p6}px ${p8}px; }
QToolBar::separator { background: $border; width: 1px; margin: ${p5}px ${p6}px; }
QToolButton { border: 2px solid transparent; border-radius: ${p6}px; padding: ${p4}px ${p6}px;
    background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $focus; }
QToolButton:disabled { color: $ink_faint; }
QToolButton::menu-indicator { image: none; }

QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: url("$float"); font-size: ${text}pt; font-weight: 600; }
QDockWidget::title { background: $panel; padding: ${p8}px ${p12}px; border-bottom: 1px solid $border; }
QDockWidget::float-button { icon-size: ${p16}px; border: none; background: transparent; position: absolute;
    subcontrol-origin: padding; subcontrol-position: center right; right: ${p10}px; width: ${p20}px; height: ${p20}px; }
QDockWidget::float-button:hover { background: $hover; border-radius: ${p4}px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $ink_soft; padding: ${p6}px ${p12}px; border: 2px solid transparent;
    border-radius: ${p6}px; margin: ${p3}px ${p2}px; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { color: $ink; background: $base; border-color: $border; font-weight: 600; }
QTabBar::tab:focus { border-color: $focus; }
QMainWindow > QTabBar::tab:first, QMainWindow > QTabBar::tab:only-one { margin-left: ${p8}px; }
QTabBar[look="pages"]::tab { background: transparent; border: 2px solid transparent; border-bottom-color: transparent;
    border-radius: 0; margin: 0 ${p2}px; padding: ${p5}px ${p8}px; }
QTabBar[look="pages"]::tab:selected { border-bottom-color: $accent; }
QTabBar[look="pages"]::tab:selected:focus { border-color: $focus; border-radius: ${p5}px; }
QTabWidget::pane { border: none; }
QStatusBar { background: $window; color: $ink_soft; }
QStatusBar::item { border: none; }
QStatusBar QLabel { padding: ${p2}px ${p6}px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox, QTextBrowser { background: $base; color: $ink;
    border: 1px solid $border; border-radius: ${p6}px; padding: ${p5}px ${p8}px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $ink_soft; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus, QTextBrowser:focus
    { border: 2px solid $focus; padding: ${p4}px ${p7}px; }
QWidget[marked="true"] QLineEdit, QWidget[marked="true"] QPlainTextEdit, QWidget[marked="true"] QSpinBox,
    QWidget[marked="true"] QComboBox { border: 2px solid $accent; padding: ${p4}px ${p7}px; background: $accent_faint; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $ink_faint; background: $panel; }
QComboBox { padding-right: ${p20}px; }
QComboBox::drop-down { border: none; width: ${p20}px; }
QComboBox QAbstractItemView { background: $base; border: 1px solid $border; padding: ${p3}px; }

QPushButton { background: $button; color: $ink; border: 1px solid $border; border-radius: ${p6}px;
    padding: ${p6}px ${p12}px; }
QPushButton:hover { background: $button_hover; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $focus; padding: ${p5}px ${p11}px; }
QPushButton:disabled { color: $ink_faint; background: $panel; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid $ink; }
QPushButton[look="primary"]:disabled { background: $panel; border-color: $border; color: $ink_faint; }
QPushButton[look="link"] { background: transparent; border-color: transparent; color: $accent; padding: ${p4}px ${p6}px;
    text-align: left; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 2px solid $focus; padding: ${p3}px ${p5}px; }
QPushButton[look="name"] { background: transparent; border: 2px solid transparent; color: $ink; text-align: left;
    padding: 0 ${p3}px; }
QPushButton[look="name"]:hover { text-decoration: underline; color: $accent; }
QPushButton[look="name"]:focus { border-color: $focus; }
QPushButton[look="switch"] { padding: ${p4}px ${p10}px; }
QPushButton[look="switch"]:checked { background: $accent_soft; border-color: $accent; }
QPushButton[look="switch"]:focus { border: 2px solid $focus; padding: ${p3}px 9px; }
QPushButton[look="row"] { background: transparent; border: 2px solid transparent; text-align: left;
    padding: ${p6}px ${p8}px; }
QPushButton[look="row"]:hover { background: $hover; }
QPushButton[look="row"]:focus { border-color: $focus; }

QListView, QTreeView { background: $panel; border: 1px solid transparent; show-decoration-selected: 0; }
QListView::item, QTreeView::item { padding: ${p4}px ${p6}px; border-radius: ${p5}px; color: $ink; }
QListView::item:disabled { color: $ink_faint; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:disabled:hover { background: transparent; }
QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $ink; }
QListView::item:selected:active, QTreeView::item:selected:active { background: $accent; color: $on_accent; }
QListView:focus, QTreeView:focus { border-color: $focus; border-radius: ${p6}px; }
QTreeView::branch { background: transparent; }
QTreeView[look="proof"] { selection-background-color: transparent; }
QTreeView[look="proof"]::item:selected:active { background: $accent_soft; color: $ink; }
QHeaderView::section { background: $panel; border: none; padding: ${p4}px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $window; }
QCheckBox, QRadioButton { spacing: ${p6}px; padding: ${p3}px; border: 2px solid transparent; border-radius: ${p5}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QListView::indicator, QTreeView::indicator { width: ${p14}px; height: ${p14}px;
    border: 1px solid $ink_faint; border-radius: ${p4}px; background: $base; }
QCheckBox::indicator:hover, QListView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent;
    image: url("$tick"); }
QRadioButton::indicator { width: ${p14}px; height: ${p14}px; border: 1px solid $ink_faint; border-radius: ${round}px;
    background: $base; }
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,
    fx: 0.5, fy: 0.5, stop: 0 $accent, stop: 0.5 $accent, stop: 0.6 $base, stop: 1 $base); }
QCheckBox::indicator:indeterminate { background: $accent_soft; border-color: $accent; }
QCheckBox::indicator:disabled { background: $panel; border-color: $border; }

QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: ${thumb_round}px; margin: ${p3}px; }
QScrollBar::handle:vertical { min-height: ${p24}px; }
QScrollBar::handle:horizontal { min-width: ${p24}px; }
QScrollBar::handle:hover { background: $ink_faint; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
    { background: none; width: 0; height: 0; }

QLabel[look="title"] { font-size: ${big}pt; font-weight: 600; }
QLabel[look="heading"] { font-weight: 600; color: $ink; }
QLabel[look="section"] { font-weight: 600; color: $ink_soft; }
QLabel[look="row"] { padding: ${p6}px 0; }
QLabel[look="soft"] { color: $ink_soft; }
QLabel[look="problem"] { color: $error; }
QLabel[look="points"] { color: $ok; font-weight: 600; }
QLabel[look="key"] { background: $base; border: 1px solid $border; border-bottom-width: 2px; border-radius: ${p4}px;
    padding: ${p2}px ${p6}px; }
QLabel[look="tool"] { background: $accent; color: $on_accent; border-radius: ${p6}px; padding: ${p4}px ${p10}px;
    font-weight: 600; }
QFrame[look="card"] { background: $base; border: 1px solid $border; border-radius: ${p8}px; }
QFrame[look="card"]:hover { border-color: $ink_faint; }
QFrame[look="card"][current="true"] { border-color: $accent; }
QToolButton[look="head"], QToolButton[look="head"]:checked { background: transparent; padding: 0; }
QToolButton[look="fold"], QToolButton[look="fold"]:checked { background: transparent; color: $ink_soft;
    padding: ${p2}px ${p4}px; }
QToolButton[look="fold"]:hover { background: $hover; }
QToolButton[look="fold"]:focus { border-color: $focus; }
QToolButton[look="head"]:hover { background: $hover; }
QToolButton[look="head"]:focus { border-color: $focus; }
QPushButton[look="choice"] { background: $base; border: 1px solid $border; border-radius: ${p10}px; padding: 0; }
QPushButton[look="choice"]:hover { border-color: $accent; background: $button_hover; }
QPushButton[look="choice"]:focus { border: 2px solid $focus; }
QWidget[look="cover"] { background: $canvas; }
QWidget[look="panel"] { background: $panel; }
QFrame[look="popup"] { background: $panel; border: 1px solid $border; border-radius: ${p10}px; }
QFrame[look="rule"] { background: $border; max-height: 1px; min-height: 1px; border: none; }
QFrame[look="bar"] { background: $accent_faint; border: none; border-bottom: 1px solid $border; }
QFrame[look="bar"][tone="error"] { background: $error_faint; }
QFrame[look="bar"][tone="warning"] { background: $warning_faint; }
QFrame[look="toast"] { background: $tooltip; border: 1px solid $tooltip_edge; border-radius: ${p8}px; }
QFrame[look="toast"] QLabel { color: $tooltip_ink; }
QFrame[look="toast"] QPushButton { background: transparent; color: $tooltip_ink; border: 1px solid $tooltip_ink; }
QFrame[look="toast"] QPushButton:focus { border: 2px solid $tooltip_ink; }
""")
_LENGTHS = (2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 16, 20, 24)


def style_sheet(theme: Theme, scale: float = 1.0, point_size: float = 10.0) -> str:
    """The sheet for a theme.

    Args:
        scale: size of the text compared with the system's; paddings grow with it.
        point_size: size of ordinary text in points.
    """
    colour = theme.colour
    lengths = {f"p{n}": str(round(n * (1 + (scale - 1) / 2))) for n in _LENGTHS}
    tick = "white" if contrast("#ffffff", colour("accent")) > contrast("#000000", colour("accent")) else "black"
    rounds = {  # half of what they round: more, and Qt draws corners
        "round": str((int(lengths["p14"]) + 2) // 2),
        "thumb_round": str((int(lengths["p12"]) - 2 * int(lengths["p3"])) // 2),
    }
    mixed = {
        "float": resource("themes", f"float-{'white' if theme.is_dark else 'black'}.svg").as_posix(),
        "tick": resource("themes", f"tick-{tick}.svg").as_posix(),
        "accent_soft": mix(colour("accent"), colour("panel"), 0.20),
        "accent_faint": mix(colour("accent"), colour("panel"), 0.10),
        "accent_hover": mix(colour("accent"), colour("ink"), 0.88),
        "error_faint": mix(colour("error"), colour("panel"), 0.13),
        "warning_faint": mix(colour("warning"), colour("panel"), 0.13),
        "hover": mix(colour("ink"), colour("panel"), 0.07),
        "thumb": mix(colour("ink_faint"), colour("panel"), 0.4),
        "tooltip_edge": mix(colour("tooltip_ink"), colour("tooltip"), 0.25),
    }
    return _SHEET.substitute(
        theme.colours, text=f"{point_size:.1f}", big=f"{point_size * 1.35:.1f}", **lengths, **rounds, **mixed
    )
