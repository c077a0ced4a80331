"""One line of a list: its marker, its words, the arrows in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_LINE: Final = 600
_BULLET: Final = re.compile(r"(?:[-*+] \[[ xX]\]|[-*+•‣◦–—·▪►▶●○]|\[[ xX]?\])\s+")
_NUMBER: Final = re.compile(r"(?:\((\d{1,5})\)|(?:step\s+)?(\d{1,5})\s?[.):]|step\s+(\d{1,5})\b)\s+", re.IGNORECASE)
_TICK: Final = re.compile(r"[✓✔☑✅☐❌✗✘➜→]\ufe0f?\s*")
_ARROW: Final = re.compile(r"\s*(?:<?[-–—=~]+>|[→⇒⟶➔➜➝»])\s*")
_STRONG: Final = re.compile(r"(\*\*|__|`)(.+?)\1")
_CODE: Final = re.compile(r"[{};]|=(?!>)|::|\w\(|^(?:import|from|def|return|class)\b|^[\w.-]+:\s+\S+$")


_SETTING: Final = re.compile(r"[\w.$-]*[a-z_.$][\w.$-]*:(?:\s+\S|$)|[$!&<]\S|[.~]?/\S|[|>&]$|[\"']?--?\w|.*\$[({\w]")
_NAME: Final = re.compile(
    r"[\w./*$-]*[\w*]\.(?:ya?ml|json|csv|txt|py|sh|lock|toml|md|cfg|ini)$|\S*(?:[/\\]\S*[*.]|::|==)\S*$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    Args:
        number: 1-based.
        indent: blanks before it, a tab counts as four.
        marker: ``-`` for any bullet, ``1`` for a number, both for a bullet with a number, empty for none.
        count: its number, 0 for none.
        text: its words.
    """

    number: int
    indent: int
    marker: str
    count: int
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it stands above a list."""
        return not self.marker and (self.text.endswith(":") or self.text.startswith("#"))

    @property
    def parts(self) -> list[str]:
        """What stands between its arrows; one part where there is none."""
        if _CODE.search(self.text):
            return [self.text]
        found = [part.strip(" .,") for part in _ARROW.split(self.text)]
        return found if len(found) > 1 and all(found) else [self.text]

    @property
    def is_for_programs(self) -> bool:
        """Whether it is a setting, a command or a file rather than something that people say."""
        if self.is_heading and not self.indent:
            return False
        is_setting = bool(_SETTING.match(self.text)) and (self.text[0].islower() or not self.text[0].isalpha())
        return is_setting or bool(_NAME.match(self.text)) or self.looks_like_code

    @property
    def looks_like_code(self) -> bool:
        return bool(_CODE.search(self.text))


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    return [_line(number, raw) for number, raw in enumerate(text.splitlines(), 1) if raw.strip()]


def _line(number: int, raw: str) -> Line:
    raw = raw[:MAX_LINE].expandtabs(4).replace("\ufeff", "").replace("\u00a0", " ")
    rest, marker, count = raw.strip(), "", 0
    bullet = _BULLET.match(rest)
    if bullet:
        marker, rest = "-", rest[bullet.end() :]
    numbered = _NUMBER.match(rest)
    if numbered:
        marker, rest = f"{marker}1", rest[numbered.end() :]
        count = int(next(filter(None, numbered.groups())))
    tick = _TICK.match(rest)
    rest = rest[tick.end() :] if tick else rest
    return Line(number, len(raw) - len(raw.lstrip()), marker, count, _words(rest))


def _words(text: str) -> str:
    text = _STRONG.sub(r"\2", text.strip())
    return text.rstrip(".;,") if not text.endswith("..") else text
