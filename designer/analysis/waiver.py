"""Findings that somebody accepted, attested as done elsewhere, or declared not applicable, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from designer.commands.waivers import KEY
from designer.model.snapshot import Snapshot
from designer.model.step import PIPELINE

ACCEPTED: Final = "accepted"
ELSEWHERE: Final = "elsewhere"
NOT_APPLICABLE: Final = "not_applicable"
WAYS: Final = (ACCEPTED, ELSEWHERE, NOT_APPLICABLE)
SHORTEST_REASON: Final = 10
PRINCIPLE: Final = "waivers"
"""Under which the findings about waivers themselves stand; it is not scored."""
LINTERS: Final[Mapping[str, re.Pattern[str]]] = {
    "zizmor": re.compile(r"[a-z]+(-[a-z]+)*\Z"),
    "actionlint": re.compile(r"\S.*\Z"),
    "hadolint": re.compile(r"(DL|SC)\d{4}\Z"),
    "shellcheck": re.compile(r"SC\d{4}\Z"),
    "kubernetes-validate": re.compile(r"\S.*\Z"),
    "check-jsonschema": re.compile(r"\S.*\Z"),
}
"""Programs of others whose findings can be waived as ``tool:code``, with the shape of their codes."""
_SAID: Final = {ACCEPTED: "Accepted", ELSEWHERE: "Done elsewhere", NOT_APPLICABLE: "Not applicable"}
EXPIRED: Final = "expired"
INVALID: Final = "invalid"
NEEDLESS: Final = "needless"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver of one rule.

    Args:
        code: of a rule, or ``tool:code`` of a linter.
        kind: ``accepted`` (earns nothing), ``elsewhere`` (earns all) or ``not_applicable`` (is left out).
        until: last day on which it counts, as an ISO date; empty for ever.
        origin: path of the file in whose comments it stands; empty when it stands in the document or beside the file.
    """

    code: str
    kind: str
    reason: str
    owner: str = ""
    until: str = ""
    origin: str = ""

    @property
    def linter(self) -> str:
        """The program whose finding it is about; empty for our own rules."""
        tool, colon, _ = self.code.partition(":")
        return tool if colon else ""

    @property
    def told(self) -> str:
        """``Accepted: the tracker is ordered (ml team, until 2030-12-31).``"""
        known = ", ".join(filter(None, (self.owner, f"until {self.until}" if self.until else "")))
        return f"{_SAID[self.kind]}: {self.reason}{f' ({known})' if known else ''}."


@dataclass(frozen=True, slots=True)
class Stated:
    """A waiver where it stands.

    Args:
        at: step id or ``pipeline``.
        row: its number in the list there.
        is_entry: whether it is written as an entry with keys at all.
    """

    at: str
    row: int
    waiver: Waiver
    is_entry: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a waiver.

    Args:
        sort: ``expired``, ``invalid`` or ``needless``.
    """

    sort: str
    stated: Stated
    message: str


def stated_waivers(snapshot: Snapshot) -> Iterator[Stated]:
    """Every waiver that stands in a pipeline, whether or not it counts: those of the whole pipeline first."""
    for number, row in enumerate(_listed(snapshot.facts.get(KEY))):
        yield Stated(PIPELINE, number, _read(row), isinstance(row, Mapping))
    for step in [s for s in snapshot.steps.values() if KEY in s.attributes]:
        for number, row in enumerate(_listed(step.get(KEY))):
            yield Stated(step.id, number, _read(row), isinstance(row, Mapping))


def without_waivers(snapshot: Snapshot) -> Snapshot:
    """The same pipeline as if nobody had waived anything."""
    if not any(True for _ in stated_waivers(snapshot)):
        return snapshot
    steps = {i: s.with_attributes({KEY: None}) if KEY in s.attributes else s for i, s in snapshot.steps.items()}
    return replace(snapshot, steps=steps, facts={k: v for k, v in snapshot.facts.items() if k != KEY})


def fault_of(stated: Stated, known: Container[str], today: date, *, accountable: bool) -> Fault | None:
    """Why a waiver does not count; None when it does.

    Args:
        known: codes of rules.
        accountable: whether each needs an owner and an expiry date.
    """
    problem = _shape_problem(stated, known) or _content_problem(stated.waiver, accountable)
    if problem:
        return Fault(INVALID, stated, problem)
    waiver = stated.waiver
    if waiver.until and date.fromisoformat(waiver.until) < today:
        return Fault(EXPIRED, stated, f"the waiver of {waiver.code} expired on {waiver.until} and hides nothing")
    return None


class Waivers:
    """The waivers of a pipeline that count today.

    Args:
        known: codes of rules.
        accountable: whether each needs an owner and an expiry date.
        of_linters: whether those of linters are wanted, instead of those of our own rules.
    """

    def __init__(
        self, snapshot: Snapshot, known: Container[str], today: date, *, accountable: bool, of_linters: bool = False
    ) -> None:
        self._found: dict[str, list[Stated]] = {}
        self._used: set[tuple[str, str, str]] = set()
        self.faults: list[Fault] = []
        for stated in stated_waivers(snapshot):
            fault = fault_of(stated, known, today, accountable=accountable)
            if fault:
                self.faults.append(fault)
            elif bool(stated.waiver.linter) == of_linters:
                self._found.setdefault(stated.waiver.code, []).append(stated)

    @property
    def are_none(self) -> bool:
        """Whether nobody waived anything, rightly or not."""
        return not self._found and not self.faults

    def has(self, code: str) -> bool:
        return code in self._found

    @property
    def codes(self) -> frozenset[str]:
        """What is waived anywhere."""
        return frozenset(self._found)

    def find(self, code: str, *places: str) -> Waiver | None:
        """The waiver of a rule at one of the steps named, or for the whole pipeline."""
        found = [s for s in self._found.get(code, ()) if s.at == PIPELINE or s.at in places]
        self._used.update(map(_same_comment, found))
        return found[0].waiver if found else None

    def unused(self) -> Iterator[Stated]:
        """Those that hid nothing, each comment once; ask after all findings were looked for."""
        told = set(self._used)
        for stated in (s for rows in self._found.values() for s in rows):
            if _same_comment(stated) not in told:
                told.add(_same_comment(stated))
                yield stated


def needless(stated: Stated) -> Fault:
    """What is said about a waiver that hides nothing."""
    place = "of the whole pipeline" if stated.at == PIPELINE else f"at {stated.at}"
    return Fault(NEEDLESS, stated, f"the waiver of {stated.waiver.code} {place} hides nothing; remove it")


def _same_comment(stated: Stated) -> tuple[str, str, str]:
    """What one statement is known by: a comment above a job stands on each of its steps."""
    waiver = stated.waiver
    return (waiver.code, waiver.origin, waiver.reason) if waiver.origin else (waiver.code, "", stated.at)


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def _read(row: Any) -> Waiver:
    stated: Mapping[str, Any] = row if isinstance(row, Mapping) else {}
    texts = [str(stated.get(key) or "").strip() for key in ("code", "as", "reason", "owner", "until", "from")]
    return Waiver(*texts)


def _shape_problem(stated: Stated, known: Container[str]) -> str:
    waiver = stated.waiver
    if not stated.is_entry or not waiver.code:
        return "a waiver needs code, as and reason"
    if not waiver.linter:
        return "" if waiver.code in known else f"there is no rule {waiver.code}"
    pattern = LINTERS.get(waiver.linter)
    if pattern is None:
        return f"there is no rule {waiver.code}: findings of {', '.join(LINTERS)} can be waived, as tool:code"
    code = waiver.code.partition(":")[2]
    return "" if pattern.match(code) else f"{code!r} is no code of {waiver.linter}"


def _content_problem(waiver: Waiver, accountable: bool) -> str:
    if waiver.kind not in WAYS:
        return f"the waiver of {waiver.code} needs 'as': {', '.join(WAYS)}"
    if len(waiver.reason) < SHORTEST_REASON:
        return f"the waiver of {waiver.code} needs a reason of {SHORTEST_REASON} characters or more"
    if accountable and not (waiver.owner and waiver.until):
        return f"the waiver of {waiver.code} needs an owner and an expiry date ('until') in this profile"
    if waiver.until:
        try:
            date.fromisoformat(waiver.until)
        except ValueError:
            return f"until of the waiver of {waiver.code} must be a date such as 2030-12-31"
    return ""
