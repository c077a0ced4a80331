"""Links as one line of text: ``a -> b``, ``c ~> a``, ``d -> e [always, control]``."""

from __future__ import annotations

import re
from typing import Final

from designer.model.step import CARRIES, FEEDBACK, FLOW, STEP_ID, WHEN, Link

FORM: Final = "Write 'a -> b', 'a ~> b' (feedback) or 'a -> b [always, control]'."
_ID: Final = STEP_ID.pattern.removesuffix(r"\Z")
PATTERN: Final = rf"\s*({_ID})\s*(->|~>)\s*({_ID})\s*(?:\[([a-z,\s]*)\])?\s*"
_LINK: Final = re.compile(PATTERN + r"\Z")


def parse_link(text: str) -> Link:
    """Reads one link.

    Raises:
        ValueError: not such a text; the message says why.
    """
    match = _LINK.match(text)
    if not match:
        raise ValueError(f"{shortened(text)!r} is not a link")
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


def shortened(text: str) -> str:
    """As much of a text of the document as an error quotes."""
    return text if len(text) <= 60 else text[:57] + "..."
