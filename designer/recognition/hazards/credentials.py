"""Finds literal credentials: by their shape, and by a name that says what stands behind it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from designer.recognition.hazards.book import HazardBook, Shape
from designer.recognition.hazards.hazard import CREDENTIAL, Match, Source

_HINTS: Final = ("pass", "pwd", "token", "secret", "key", "credential")
_HEX: Final = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_.~-]+={0,2}")
_WORDS: Final = re.compile(
    r"(?:(?:[A-Z]?[a-z]{2,}|[A-Z]{2,}|[A-Za-z])\d{0,4}|v?\d{1,4}|)(?:[-_.:/ ,@]+|\Z)|[A-Z]?[a-z]{2,}(?=[A-Z][a-z])"
)
_STRONG: Final = re.compile(r"(?=.*[A-Za-z])(?=.*[\d!@#%^&*+?~])")
_ASSIGNED: Final = re.compile(
    r"(?<![\w$.{/\\])(?P<dash>--?)?(?P<name>[A-Za-z_][\w-]{2,80})[\"']?"
    r"(?:(?P<sign>[ \t]*(?:=>|:=|[:=](?!=))[ \t]*)|[ \t]+)"
    r"(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]{1,400})(?P=quote)|(?P<plain>[^\s\"'`;&|<>(){},]{1,400}))"
)
_DISTINCT: Final = 6  # characters that a value drawn by chance has at least


class Credentials:
    """Looks for credentials in texts. Pure."""

    def __init__(self, book: HazardBook) -> None:
        self._book = book
        names = f"(?:{book.patterns['assigned.password'].text}|{book.patterns['assigned.key'].text})"
        self._named = re.compile(rf"(?:.*_)?{names}\Z", re.IGNORECASE)
        self._password = re.compile(rf"(?:.*_)?{book.patterns['assigned.password'].text}\Z", re.IGNORECASE)

    def find(self, source: Source) -> list[Match]:
        """Credentials in a text, none overlapping another, in the order in which they stand there."""
        small = source.text.lower()
        found = [
            m for shape in self._book.shapes if any(n in small for n in shape.near) for m in self._of(shape, source)
        ]
        if source.key:
            found += self._valued(source)
        if any(hint in small for hint in _HINTS):
            found += self._assigned(source)
        return _apart(found)

    def _of(self, shape: Shape, source: Source) -> Iterator[Match]:
        for match in shape.pattern.all_in(source.text):
            groups = match.groupdict()
            name = "secret" if groups.get("secret") is not None else 0
            value = match[name]
            if self._is_real(shape, value, groups):
                yield Match(CREDENTIAL, shape.id, *match.span(name), shape.says, name=shape.name)

    def _is_real(self, shape: Shape, value: str, groups: dict[str, str | None]) -> bool:
        if self._book.no_shape.found_in(value) or len(set(value)) < min(_DISTINCT, len(value)):
            return False
        if shape.not_local and self._book.patterns["hosts.local"].found_in(groups.get("host") or ""):
            return False
        if shape.is_password:
            return value != groups.get("user") and self._is_password(value)
        return self._is_key(value) if shape.is_key else True

    def _valued(self, source: Source) -> Iterator[Match]:
        """The value of a variable or an input whose name says that it is a credential."""
        value = source.text.strip()
        if "\n" not in value and self._counts(source.key, value):
            start = source.text.find(value)
            yield self._match(source.key, start, start + len(value))

    def _assigned(self, source: Source) -> Iterator[Match]:
        position = 0
        while match := _ASSIGNED.search(source.text, position):
            group = "quoted" if match["quoted"] is not None else "plain"
            taken = self._takes(match, match[group])
            # what was no value may be a name: `docker login --password x`
            position = match.end() if taken else match.end("name")
            if taken:
                yield self._match(match["name"], *match.span(group))

    def _takes(self, match: re.Match[str], value: str) -> bool:
        if not self._counts(match["name"], value):
            return False
        # `aws configure set aws_secret_access_key x`: a word behind a name, neither an option nor an assignment
        return bool(match["sign"] or match["dash"]) or ("_" in match["name"] and self._is_key(value))

    def _match(self, name: str, start: int, end: int) -> Match:
        plain = re.sub(r"\W", "_", name).strip("_")
        return Match(
            CREDENTIAL, "named-credential", start, end, f"`{plain}` stands there with its value", name=plain.upper()
        )

    def _counts(self, name: str, value: str) -> bool:
        """Whether a name says that its value is a credential, and the value looks like one."""
        plain = name.replace("-", "_").strip("_")
        if not self._named.match(plain) or self._book.patterns["assigned.no_name"].found_in(plain):
            return False
        return self._is_password(value) if self._password.match(plain) else self._is_key(value)

    def _is_password(self, value: str) -> bool:
        is_long = len(value) >= self._book.password_length and " " not in value
        return is_long and _STRONG.match(value) is not None and not self._book.no_value.found_in(value)

    def _is_key(self, value: str) -> bool:
        """Whether a value looks drawn by chance: enough bits a character, digits among letters, no row of words."""
        if self._book.no_value.found_in(value) or not any(c.isdigit() for c in value):
            return False
        least, length = self._book.hex if _HEX.fullmatch(value) else self._book.base64
        if len(value) < length or not any(c.isalpha() for c in value) or not _BASE64.fullmatch(value):
            return False
        return entropy(value) >= least and not _is_words(value)


def entropy(text: str) -> float:
    """Bits a character, by Shannon: -sum p log2 p over the characters that occur."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def _is_words(value: str) -> bool:
    position = 0
    while position < len(value):
        match = _WORDS.match(value, position)
        if match is None or match.end() == position:
            return False
        position = match.end()
    return True


def _apart(found: list[Match]) -> list[Match]:
    """Of matches over each other the first one found: a shape says more than a name."""
    kept: list[Match] = []
    for match in found:
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)
