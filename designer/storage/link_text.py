"""Links as one line of text: ``a -> b``, ``c ~> a``, ``d -> e [always, control]``."""

from __future__ import annotations

import re
from typing import Final

from designer.model.step import FEEDBACK, FLOW, Link

WHEN: Final = ("success", "always", "failure")
CARRIES: Final = ("any", "data", "control")
FORM: Final = "Write 'a -> b', 'a ~> b' (feedback) or 'a -> b [always, control]'."
_ID: Final = r"[A-Za-z_][A-Za-z0-9_-]{0,99}"
PATTERN: Final = rf"\s*({_ID})\s*(->|~>)\s*({_ID})\s*(?:\[([a-z,\s]*)\])?\s*"
_LINK: Final = re.compile(PATTERN + r"\Z")


def parse_link(text: str) -> Link:
    """Reads one link.

    Raises:
        ValueError: not such a text; the message says why.
    """
    match = _LINK.match(text)
    if not match:
        raise ValueError(f"{_shortened(text)!r} is not a link")
    source, arrow, target, words = match.groups()
    found: dict[str, str] = {}
    for word in re.split(r"[\s,]+", words or ""):
        if not word:
            continue
        part = "when" if word in WHEN else "carries" if word in CARRIES else ""
        if not part:
            raise ValueError(f"{word!r} is none of {', '.join(WHEN + CARRIES)}")
        if part in found:
            raise ValueError(f"{word!r} contradicts {found[part]!r}")
        found[part] = word
    return Link(source, target, FEEDBACK if arrow == "~>" else FLOW, **found)


def format_link(link: Link) -> str:
    """The text of a link; what is usual is left out."""
    words = [w for w, usual in ((link.when, "success"), (link.carries, "any")) if w != usual]
    return f"{link.id} [{', '.join(words)}]" if words else link.id


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
