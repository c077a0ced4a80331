"""Findings that somebody waived, as the exported files can say it: for our own checks and for linters of others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.model.step import NO_ATTRIBUTES

_BRACKETS: Final = str.maketrans("[]", "()")
_NO_BRACKETS: Final = str.maketrans("", "", "()")
_OWN: Final = re.compile(
    r"mlops:\s*ignore\[(?P<codes>[^\]]*)\]\s*(?:(?P<way>accepted|elsewhere|not_applicable):)?\s*(?P<reason>.*)\Z"
)
_ACCOUNT: Final = re.compile(r"\((?:owner: (?P<owner>[^()]+?))?(?:, )?(?:until: (?P<until>[^()]+))?\)\Z")
ACCEPTED: Final = "accepted"


@dataclass(frozen=True, slots=True)
class Ignore:
    """One waiver.

    Args:
        step: id of the step; empty for the whole pipeline.
        code: of one of our rules, or ``tool:code``.
        way: ``accepted``, ``elsewhere`` or ``not_applicable``.
        linters: what linters of others call the same matter: tool -> codes.
    """

    step: str
    code: str
    way: str
    reason: str
    owner: str = ""
    until: str = ""
    linters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)

    @property
    def comment(self) -> str:
        """``mlops: ignore[MON001] elsewhere: the platform team watches it (owner: ops, until: 2030-12-31)``."""
        known = ", ".join(
            f"{name}: {_line(text).translate(_NO_BRACKETS)}"
            for name, text in (("owner", self.owner), ("until", self.until))
            if text
        )
        return f"mlops: ignore[{_line(self.code)}] {self.way}: {_line(self.reason)}{f' ({known})' if known else ''}"

    @property
    def why(self) -> str:
        """The reason for the comments of linters; those that follow from a rule of ours begin with its code."""
        return _line(self.reason) if ":" in self.code else f"{self.code}: {_line(self.reason)}"

    def codes(self, tool: str) -> tuple[str, ...]:
        """What is spared of one linter."""
        return self.linters.get(tool, ())


def own_comment(text: str) -> tuple[tuple[str, ...], Mapping[str, str]] | None:
    """The codes and the waiver, with the keys of a document, that a comment says; None when it is another one.

    Args:
        text: of the comment, without its mark.
    """
    found = _OWN.match(text.strip())
    if not found:
        return None
    told, bracket, rest = found["reason"].rpartition("(")
    account = _ACCOUNT.match(bracket + rest)
    reason = told if account else found["reason"]
    more = {key: value for key in ("owner", "until") if account and (value := account[key])}
    codes = tuple(c for part in found["codes"].split(",") if (c := part.strip()))
    return codes, {"as": found["way"] or ACCEPTED, "reason": reason.strip(), **more}


def _line(text: str) -> str:
    """A text on one line, in which no bracket ends anything."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()).translate(_BRACKETS)
