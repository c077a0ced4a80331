"""Comments that tell hadolint what was waived: above each instruction that a rule of it can be about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from designer.plan.ignores import Ignore

_INSTRUCTION: Final = re.compile(r"\s*([A-Za-z]+)\s")
_ABOUT: Final = {
    **dict.fromkeys(("DL3006", "DL3007", "DL3026", "DL3029", "DL3061"), ("FROM",)),
    **dict.fromkeys(("DL3010", "DL3020", "DL3021", "DL3022", "DL3023", "DL3045"), ("COPY", "ADD")),
    **dict.fromkeys(("DL3025",), ("CMD", "ENTRYPOINT")),
    **dict.fromkeys(("DL3000",), ("WORKDIR",)),
    **dict.fromkeys(("DL3002",), ("USER",)),
    **dict.fromkeys(("DL3011",), ("EXPOSE",)),
    **dict.fromkeys(("DL3012",), ("HEALTHCHECK",)),
    **dict.fromkeys(("DL4000",), ("MAINTAINER",)),
}
_COMMANDS: Final = ("RUN",)


def spared(text: str, ignores: Iterable[Ignore]) -> str:
    """A Dockerfile that says what hadolint should overlook; the very text where that is nothing."""
    codes = {code: ignore for ignore in ignores for code in ignore.codes("hadolint")}
    if not codes:
        return text
    lines: list[str] = []
    is_inside = False  # a line that goes on from the one above
    for line in text.splitlines(keepends=True):
        match = _INSTRUCTION.match(line)
        if match and not is_inside:
            word = match[1].upper()
            told = [c for c in codes if word in _ABOUT.get(c, _COMMANDS)]
            if told:
                # hadolint reads nothing but codes in its own comment, so the reason stands above.
                lines += [f"# {why}\n" for why in dict.fromkeys(codes[c].why for c in told)]
                lines.append(f"# hadolint ignore={','.join(told)}\n")
        if not line.lstrip().startswith("#"):
            is_inside = line.rstrip().endswith("\\")
        lines.append(line)
    return "".join(lines)
