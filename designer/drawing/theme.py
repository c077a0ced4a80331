"""Colours by meaning: one set of names for the window, the canvas and the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from designer import yaml_io
from designer.errors import DesignerError, ResourceError
from designer.resources import resource

THEMES: Final = ("light", "dark", "high-contrast")
SEVERITIES: Final = ("error", "warning", "info")
KIND_COLOURS: Final = ("data", "model", "quality", "release", "observe", "govern", "people", "neutral")
NOTE_COLOURS: Final = ("yellow", "blue", "green", "pink", "grey")
COLOURS: Final = (
    # surfaces
    *("window", "panel", "base", "alternate", "border", "button", "button_hover", "tooltip", "tooltip_ink"),
    # text and emphasis
    *("ink", "ink_soft", "ink_faint", "accent", "on_accent", "focus"),
    # canvas
    *("canvas", "grid", "card", "card_edge", "shadow", "greek", "greek_soft", "link", "feedback", "frame", "ghost"),
    # states; `on_state` is what is drawn upon them
    *(*SEVERITIES, "ok", "on_state"),
    *("note_ink", *(f"note_{name}" for name in NOTE_COLOURS)),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours as ``#rrggbb`` and a few measures.

    Args:
        name: one of `THEMES`.
        is_dark: whether light text stands on dark ground.
        colours: by the names of `COLOURS`.
        kinds: by the names of `KIND_COLOURS`.
        edge: width of card edges in canvas units.
        shadow: opacity of card shadows, 0 for none.
        tint: opacity of a kind's colour behind its icon.
    """

    name: str
    is_dark: bool
    colours: Mapping[str, str]
    kinds: Mapping[str, str]
    edge: float = 1.0
    shadow: float = 0.1
    tint: float = 0.14

    def colour(self, token: str) -> str:
        """The colour of a token.

        Raises:
            KeyError: no such token: a mistake in the program.
        """
        return self.colours[token]

    def kind_colour(self, token: str) -> str:
        """The colour of a kind; words that a plug-in made up are drawn neutral."""
        return self.kinds.get(token, self.kinds["neutral"])

    def note_colour(self, name: str) -> str:
        """The paper of a sticky note; unknown names are yellow."""
        return self.colours.get(f"note_{name}", self.colours["note_yellow"])


def load_theme(name: str) -> Theme:
    """Reads a theme of the program.

    Raises:
        ResourceError: it is not there, or lacks a colour.
    """
    return read_theme(resource("themes", f"{name}.yaml"))


def read_theme(path: Path) -> Theme:
    """Reads a theme file. Raises as `load_theme`."""
    try:
        parsed = yaml_io.parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as e:
        raise ResourceError(f"there is no theme {path.stem!r}", path=str(path)) from e
    except DesignerError as e:
        raise ResourceError(e.message, path=e.path, line=e.line, field=e.field, advice=e.advice) from e
    data = parsed.data if isinstance(parsed.data, dict) else {}
    colours = _colours(parsed, "colours", COLOURS, path)
    kinds = _colours(parsed, "kinds", KIND_COLOURS, path)
    measures = {name: float(data[name]) for name in ("edge", "shadow", "tint") if name in data}
    return Theme(path.stem, bool(data.get("dark")), colours, kinds, **measures)


def _colours(parsed: yaml_io.Parsed, section: str, names: tuple[str, ...], path: Path) -> Mapping[str, str]:
    values: Any = parsed.data.get(section) if isinstance(parsed.data, dict) else None
    if not isinstance(values, dict):
        raise ResourceError("must be a mapping of names to colours", path=str(path), field=section)
    for name in names:
        if not is_colour(values.get(name)):
            line = parsed.line((section, name))
            raise ResourceError("must be a colour such as '#1c2430'", path=str(path), line=line, field=name)
    return MappingProxyType({name: str(value).lower() for name, value in values.items()})


def is_colour(value: Any) -> bool:
    """Whether a value reads ``#rrggbb``."""
    return isinstance(value, str) and len(value) == 7 and value[0] == "#" and not set(value[1:].lower()) - _HEX


_HEX = set("0123456789abcdef")


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(colour: str, ground: str, share: float) -> str:
    """A colour laid over a ground with an opacity of ``share``."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(c * share + g * (1 - share)):02x}" for c, g in pairs)
