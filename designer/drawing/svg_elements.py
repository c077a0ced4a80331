"""Building SVG text: elements, texts, shapes and icons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from designer.drawing.geometry import Area, kind_icon_path
from designer.model.snapshot import Position

FONT: Final = "Inter, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"
# Characters that XML 1.0 forbids, and the marks that turn the direction of text round.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ICON_NAME = re.compile(r"[a-z0-9-]+\Z")
_ICON_SIZE = 24.0


def legal(text: str) -> str:
    """The text without characters that an XML file may not hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def number(value: float) -> str:
    """At most two decimals, none when they are zeros."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0 turns -0.0 into 0.0


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element; ``_`` in attribute names stands for ``-``, attributes that are None are left out."""
    words = [name]
    for key, value in attributes.items():
        if value is not None:
            text = value if isinstance(value, str) else number(value)
            words.append(f"{key.rstrip('_').replace('_', '-')}={quoteattr(legal(text))}")
    start = " ".join(words)
    return f"<{start}>{''.join(children)}</{name}>" if children else f"<{start}/>"


def text(content: str, x: float, y: float, size: float, fill: str, **attributes: str | float | None) -> str:
    """A line of text with its baseline at y."""
    return element("text", escape(legal(content)), x=x, y=y, font_size=size, fill=fill, **attributes)


def note(tag: str, content: str) -> str:
    """A ``title`` or ``desc`` for screen readers and tooltips."""
    return element(tag, escape(legal(content)))


def rectangle(area: Area, radius: float = 0.0, **attributes: str | float | None) -> str:
    """A rectangle, its corners rounded by a radius."""
    x, y, width, height = area
    return element("rect", x=x, y=y, width=width, height=height, rx=radius or None, **attributes)


def polygon(corners: Iterable[Position], **attributes: str | float | None) -> str:
    """A closed shape."""
    return element("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in corners), **attributes)


def icon(name: str, area: Area, colour: str) -> str:
    """A line icon of the program, drawn into an area; a name without a file is drawn as three dots."""
    x, y, width, _ = area
    scale = width / _ICON_SIZE
    return element(
        "g",
        _icon_body(name).replace("currentColor", colour),
        transform=f"translate({number(x)} {number(y)}) scale({scale:.4g})",
        fill="none",
        stroke=colour,
        stroke_width=1.75,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


@lru_cache(128)
def _icon_body(name: str) -> str:
    path = kind_icon_path(name if _ICON_NAME.match(name) else "dots")
    if not path.is_file():
        path = kind_icon_path("dots")
    source = path.read_text(encoding="utf-8")
    body = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    return re.sub(r">\s+<", "><", body.strip())
