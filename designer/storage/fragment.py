"""The part of a pipeline that travels over the clipboard, with the links that came into it from outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from designer import yaml_io
from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Link
from designer.storage.document import fragment_text
from designer.storage.link_text import format_link, parse_link
from designer.storage.writing import entry_text

INCOMING: Final = "incoming"
_HEAD: Final = f"\n{INCOMING}:\n"
_MOST: Final = 10_000


def copied_text(fragment: Snapshot, incoming: Iterable[Link] = ()) -> str:
    """A small document; links from steps outside stand in a section of their own, which plain reading passes over."""
    text, links = fragment_text(fragment), [format_link(link) for link in incoming]
    return text + entry_text(INCOMING, links) if links else text


def incoming_of(text: str) -> tuple[Link, ...]:
    """The links from outside in a copied text; none where that section is not as `copied_text` writes it."""
    _, head, rest = text.rpartition(_HEAD)
    if not head:
        return ()
    try:
        found = yaml_io.load(f"{INCOMING}:\n{rest}", "clipboard")[INCOMING]
        return tuple(parse_link(str(line)) for line in list(found or ())[:_MOST])
    except (DocumentError, ValueError, TypeError):
        return ()
