"""What all HTML pages have in common: one file without network and scripts, and texts of others that stay texts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from designer.cli.terminal import clean
from designer.resources import resource

GROUNDS: Final = ("light", "dark")
"""Themes in which each picture is drawn once."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, body: Iterable[str], sheets: Iterable[str] = ("report",)) -> str:
    """A whole page.

    Args:
        title: any text.
        body: lines of HTML.
        sheets: names of the style sheets in resources/report.
    """
    style = "".join(resource("report", f"{name}.css").read_text(encoding="utf-8") for name in sheets)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{line(title)}</title>",
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        *body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def line(text: str) -> str:
    """A text that is only text, on one line."""
    return escape(clean(text), quote=True)


def link(title: str, url: str) -> str:
    """A link to a page on the web; only the title where the address is none."""
    if not url.startswith("https://"):
        return line(title)
    return f'<a rel="noreferrer" href="{line(url)}">{line(title)}</a>'


def inline(svg: str) -> str:
    """The picture without the heading of an XML file."""
    return svg[svg.index("<svg") :].strip()
