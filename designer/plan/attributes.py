"""Reading stated attributes without trusting their types: documents may hold anything under any key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from designer.plan.variants import REFERENCE

_PATH: Final = re.compile(r"[A-Za-z0-9_@+-][A-Za-z0-9_.@+/-]*\Z")

# Branch names and patterns of harmless letters (git check-ref-format allows more), with stars at the end only.
_BRANCH: Final = re.compile(r"(?!\*{3}|.*(//|\.\.|[./]\Z|\.lock\Z))([A-Za-z0-9][A-Za-z0-9._/-]*)?\*{0,2}\Z")


def one_line(text: str) -> str:
    """Text on a single line, without characters that no terminal shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def words(value: Any) -> tuple[str, ...]:
    """A list of words; a single word counts as a list of one."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, (list, tuple)):
        return tuple(v for v in value if isinstance(v, str) and v)
    return ()


def text(attributes: Mapping[str, Any], name: str) -> str:
    """A stated text, empty when it is not stated or not text."""
    value = attributes.get(name)
    return value.strip() if isinstance(value, str) else ""


def whole(attributes: Mapping[str, Any], name: str, default: int, low: int = 1, high: int = 10_000) -> int:
    """A stated whole number inside limits, else the default."""
    value = attributes.get(name)
    fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return int(value) if fits and value is not None else default


def safe_path(value: str, *, certain: bool = False) -> str:
    """A relative posix path that stays inside the project; empty when it is not one, or may be only a name.

    Args:
        value: what is stated.
        certain: whether it is known to be a path: then a bare word counts as one.
    """
    plain = REFERENCE.sub("x", value)  # a path may differ in each run of a matrix
    is_path = (certain or "/" in plain or "." in plain) and _PATH.match(plain)
    parts = plain.split("/")
    return value if is_path and ".." not in parts and "." not in parts and "" not in parts else ""


def is_branch(name: str) -> bool:
    """Whether a text is a branch name, or a pattern with stars at its end, that is safe to write anywhere."""
    return bool(name) and bool(_BRANCH.match(name))
