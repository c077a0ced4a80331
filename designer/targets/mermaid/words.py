"""The words in boxes and on arrows: quotes, line breaks, entities and icons taken out."""

from __future__ import annotations

import html
import re
from typing import Final

MAX_WORDS: Final = 400
_ICON: Final = re.compile(r"\bfa[bsrl]?:fa-[\w-]+")
_TAG: Final = re.compile(r"<[^<>]{0,200}>")
_ENTITY: Final = re.compile(r"#(\w{1,10});")


def plain_words(text: str) -> str:
    """What people read there, on one line."""
    text = text[:MAX_WORDS].strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = text[1:-1].replace("**", "").replace("__", "")
    text = _TAG.sub(" ", _ICON.sub(" ", text)).replace("\\n", " ")
    return " ".join(html.unescape(_ENTITY.sub(_entity, text)).split())


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    return f"&#{name};" if name.isdigit() else f"&{name};"
