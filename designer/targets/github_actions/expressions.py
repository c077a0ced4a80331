"""Expressions of GitHub Actions. People's text never becomes part of one, except branch names of harmless letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from designer.plan.attributes import is_branch
from designer.plan.plan import ALWAYS, FAILURE, SUCCESS, Need

OPEN: Final = "${{"
_QUOTED: Final = re.compile(r"'[^']*'")
NEVER: Final = "github.ref == ''"  # a plain false would be taken for a mistake


def literal(text: str) -> str:
    """Text that GitHub shows as it is: an opening brace pair becomes an expression that yields just itself."""
    return text.replace(OPEN, "${{ '${{' }}")


def of_matrix(axis: str) -> str:
    """The value of an axis of the job's matrix."""
    return f"${{{{ matrix.{axis} }}}}"


def matrix_variable(axis: str) -> str:
    """The environment variable that our workflows hand the value of an axis to commands in."""
    return f"MATRIX_{re.sub('[^A-Za-z0-9]', '_', axis).upper()}"


def stated(text: str) -> str:
    """A condition in GitHub's own words as a part of another; empty when it cannot be one."""
    inner = " ".join(text.split())
    if inner.startswith(OPEN) and inner.endswith("}}"):
        inner = inner.removeprefix(OPEN).removesuffix("}}").strip()
    outside = _QUOTED.sub("''", inner)
    if not inner or not _is_closed(outside) or OPEN in outside or "}}" in outside:
        return ""
    return f"({inner})" if "||" in outside else inner


def _is_closed(text: str) -> bool:
    """Whether every parenthesis is closed after it was opened, and every quote; whole quotations are empty here."""
    depths = list(accumulate({"(": 1, ")": -1}.get(c, 0) for c in text))
    return min(depths) >= 0 and depths[-1] == 0 and "'" not in text.replace("''", "")


def on_branches(branches: Sequence[str]) -> str:
    """True on any of these branches; names that cannot be written safely match nothing."""
    parts = []
    for branch in filter(is_branch, branches):
        start = branch.rstrip("*")
        same = f"github.ref == 'refs/heads/{branch}'"
        parts.append(same if start == branch else f"startsWith(github.ref, 'refs/heads/{start}')")
    if not parts:
        return NEVER
    return parts[0] if len(parts) == 1 else f"({' || '.join(parts)})"


def on_events(events: Iterable[str]) -> str:
    """True in a run that one of these events started; they are words of this program."""
    parts = [f"github.event_name == '{e}'" for e in events]
    return parts[0] if len(parts) == 1 else f"({' || '.join(parts)})"


def outcome(needs: Sequence[tuple[str, Need]]) -> str:
    """Under which outcomes of the jobs before it a job starts; empty for the usual case that all succeeded."""
    asked = {need.when for _, need in needs}
    if asked <= {SUCCESS}:
        return ""
    if asked == {FAILURE}:
        return "failure()"
    parts = ["!cancelled()"]
    parts += [f"needs.{job}.result == '{need.when}'" for job, need in needs if need.when != ALWAYS]
    return " && ".join(parts)


def condition(parts: Iterable[str]) -> str:
    """All parts together as the value of ``if``; braces only where YAML would take the text for something else."""
    joined = " && ".join(p for p in parts if p)
    return f"${{{{ {joined} }}}}" if joined.startswith("!") else joined
