"""The instructions of a Dockerfile with their lines (https://docs.docker.com/reference/dockerfile/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\s*([A-Za-z]+)(?:\s+(.*))?\Z", re.DOTALL)
_HERE: Final = re.compile(r"(?<!<)<<-?([\"']?)([A-Za-z_][A-Za-z0-9_]*)\1")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction.

    Args:
        name: in capitals.
        text: what stands behind it, continued lines joined by blanks.
        line: 1-based, where it begins.
    """

    name: str
    text: str
    line: int


def instructions(text: str) -> Iterator[Instruction]:
    """All instructions in order; comments, blank lines and texts given to a shell are left out."""
    escape = "`" if re.match(r"\s*#\s*escape\s*=\s*`", text) else "\\"
    lines = iter(enumerate(text.removeprefix("\ufeff").splitlines(), 1))
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        whole = line
        while whole.rstrip().endswith(escape):
            following = next(lines, None)
            if following is None:
                break
            if not following[1].lstrip().startswith("#"):
                whole = whole.rstrip()[:-1] + " " + following[1].strip()
        for match in _HERE.finditer(whole):
            while (inside := next(lines, None)) and inside[1].strip() != match[2]:
                continue
        word = _WORD.match(whole.rstrip(escape))
        if word:
            yield Instruction(word[1].upper(), (word[2] or "").strip(), number)
