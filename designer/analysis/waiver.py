"""Findings that somebody accepted, attested as done elsewhere, or declared not applicable, each with a reason."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from designer.model.snapshot import Snapshot

ACCEPTED: Final = "accepted"
ELSEWHERE: Final = "elsewhere"
NOT_APPLICABLE: Final = "not_applicable"
WAYS: Final = (ACCEPTED, ELSEWHERE, NOT_APPLICABLE)
SHORTEST_REASON: Final = 10
PIPELINE: Final = "pipeline"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver of one rule.

    Args:
        kind: ``accepted`` (earns nothing), ``elsewhere`` (earns all) or ``not_applicable`` (is left out).
        until: last day on which it counts, as an ISO date; empty for ever.
    """

    code: str
    kind: str
    reason: str
    owner: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the configuration of the analysis itself; never scored."""

    code: str
    at: str
    message: str


class Waivers:
    """The waivers of a pipeline that count today.

    Args:
        known: codes of rules.
        accountable: whether each needs an owner and an expiry date.
    """

    def __init__(self, snapshot: Snapshot, known: Container[str], today: date, *, accountable: bool) -> None:
        self._found: dict[str, list[tuple[str, Waiver]]] = {}
        self._used: set[tuple[str, str]] = set()
        self._notices: list[Notice] = []
        for at, row in _rows(snapshot):
            entry = _read(row)
            problem = _problem(row, entry, known, today, accountable)
            if problem:
                self._notices.append(Notice(entry.code, at, problem))
            else:
                self._found.setdefault(entry.code, []).append((at, entry))

    def has(self, code: str) -> bool:
        return code in self._found

    def find(self, code: str, *places: str) -> Waiver | None:
        """The waiver of a rule at one of the steps named, or for the whole pipeline."""
        for at, entry in self._found.get(code, ()):
            if at == PIPELINE or at in places:
                self._used.add((at, code))
                return entry
        return None

    def notices(self, active: Container[str]) -> tuple[Notice, ...]:
        """What is wrong with the waivers; call it after all were looked for.

        Args:
            active: codes of the rules that count; a waiver of another one is not called unused.
        """
        unused = [
            Notice(code, at, f"the waiver of {code} at {at} hides nothing; remove it")
            for code, rows in self._found.items()
            if code in active
            for at, _ in rows
            if (at, code) not in self._used
        ]
        return (*self._notices, *unused)


def _rows(snapshot: Snapshot) -> Iterator[tuple[str, Any]]:
    for row in _listed(snapshot.facts.get("suppress")):
        yield PIPELINE, row
    for step in snapshot.steps.values():
        for row in _listed(step.get("suppress")):
            yield step.id, row


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def _read(row: Any) -> Waiver:
    stated: Mapping[str, Any] = row if isinstance(row, Mapping) else {}
    texts = [str(stated.get(key) or "").strip() for key in ("code", "as", "reason", "owner", "until")]
    return Waiver(*texts)


def _problem(row: Any, entry: Waiver, known: Container[str], today: date, accountable: bool) -> str:
    if not isinstance(row, Mapping) or not entry.code:
        return "a waiver needs code, as and reason"
    if entry.code not in known:
        return f"there is no rule {entry.code}"
    if entry.kind not in WAYS:
        return f"the waiver of {entry.code} needs 'as': {', '.join(WAYS)}"
    if len(entry.reason) < SHORTEST_REASON:
        return f"the waiver of {entry.code} needs a reason of {SHORTEST_REASON} characters or more"
    if accountable and not (entry.owner and entry.until):
        return f"the waiver of {entry.code} needs an owner and an expiry date ('until') in this profile"
    if entry.until:
        try:
            if date.fromisoformat(entry.until) < today:
                return f"the waiver of {entry.code} expired on {entry.until}"
        except ValueError:
            return f"until of the waiver of {entry.code} must be a date such as 2030-12-31"
    return ""
