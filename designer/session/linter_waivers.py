"""What somebody waived of the findings of linters stays in sight with the reason; needless waivers are told.

Exports carry waivers as comments that linters obey. What these hide is found by linting the files without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from threading import Event
from typing import Final

from designer.analysis.rulebook import Profile
from designer.analysis.waiver import LINTERS, Stated, Waiver, Waivers, needless, without_waivers
from designer.linters.linter import UNREAD, LinterFinding
from designer.model.snapshot import Snapshot
from designer.session.blame import Blame
from designer.session.linting import Linted, Linting, PlacedFinding
from designer.session.services import Services
from designer.session.sides import Side, sides_of

_SHELL: Final = "shellcheck"
_CALLERS: Final = {_SHELL: ("shellcheck", "actionlint", "hadolint")}
"""Programs in whose answers the codes of another one stand."""


def waiver_codes(finding: LinterFinding) -> tuple[str, ...]:
    """The codes under which a finding can be waived, the one to write first; none where it cannot be."""
    own = f"{finding.tool}:{finding.code}"
    is_script = LINTERS[_SHELL].match(finding.code) is not None
    codes = [own, f"{_SHELL}:{finding.code}"] if is_script else [own]
    if finding.tool == "actionlint":
        codes.reverse()  # comments in scripts name the program that actionlint only calls
    return tuple(c for c in codes if finding.code != UNREAD and _is_known(c))


def _is_known(code: str) -> bool:
    tool, _, name = code.partition(":")
    return tool in LINTERS and LINTERS[tool].match(name) is not None


@dataclass(frozen=True, slots=True)
class Sorted:
    """What linters found, sorted by waivers.

    Args:
        needless: waivers that no finding needs, though their linter has looked.
    """

    linted: Linted
    needless: tuple[Stated, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each waiver that no finding needs."""
        return tuple(needless(stated).message for stated in self.needless)


class LinterWaivers:
    """Waivers of one pipeline, as far as they are about findings of linters.

    Args:
        profile: says whether waivers need an owner and an end.
        today: decides which have expired; None takes the date of the clock.
    """

    def __init__(self, services: Services, snapshot: Snapshot, profile: Profile, today: date | None = None) -> None:
        self._services = services
        self._snapshot = snapshot
        rules, now = services.analyzer.rulebook.rules, today or date.today()
        self._own = Waivers(snapshot, rules, now, accountable=profile.accountable, of_linters=True)
        of_rules = Waivers(snapshot, rules, now, accountable=profile.accountable)
        self._of_rules = of_rules
        self._rules: dict[str, list[str]] = {}
        for rule in (rules[code] for code in sorted(of_rules.codes)):
            for tool, names in rule.linters.items():
                for name in names:
                    self._rules.setdefault(f"{tool}:{name}", []).append(rule.code)

    def sort(
        self, found: Linted, sides: Sequence[Side], linting: Linting, forbidden: Sequence[Path], stop: Event | None
    ) -> Sorted:
        """Marks what is waived, and adds what comments in exports hide.

        Args:
            found: what was found in the files as they are.
            linting: asks linters again about exports without comments.
        """
        if not self._own.codes and not self._rules:
            return Sorted(found)
        by_slug = {side.slug: side for side in sides}
        marked = [replace(f, waived=self._waiver(f, by_slug[f.side])) for f in found.findings]
        bare = {s.slug: s for s in sides_of(self._services, None, without_waivers(self._snapshot))}
        others = [s for slug, s in bare.items() if slug in by_slug and s.files != by_slug[slug].files]
        if others:
            marked += self._hidden(marked, others, by_slug, linting, forbidden, stop)
        linted = replace(found, findings=tuple(marked))
        return Sorted(linted, tuple(s for s in self._own.unused() if _has_looked(s.waiver.linter, linted)))

    # ------------------------------------------------------------------ inside
    def _waiver(self, placed: PlacedFinding, side: Side) -> Waiver | None:
        finding, places = placed.finding, {placed.origin.step or ""}
        if finding.line is not None:
            places |= {*side.owners(finding.path, finding.line), *side.unit_at(finding.path, finding.line)}
        codes = waiver_codes(finding)
        found = [w for code in codes if (w := self._own.find(code, *places))]
        rules = [rule for code in codes for rule in self._rules.get(code, ())]
        found += [w for rule in rules if (w := self._of_rules.find(rule, *places))]
        return found[0] if found else None

    def _hidden(
        self,
        known: Sequence[PlacedFinding],
        bare: Sequence[Side],
        sides: Mapping[str, Side],
        linting: Linting,
        forbidden: Sequence[Path],
        stop: Event | None,
    ) -> Iterator[PlacedFinding]:
        """What is waived and found only without the comments, at the lines that the files have with them."""
        tools = {code.partition(":")[0] for code in (*self._own.codes, *self._rules)}
        tools |= {caller for tool in tools for caller in _CALLERS.get(tool, ())}
        blame = Blame(self._services, None, without_waivers(self._snapshot))
        told = {_same(f) for f in known}
        for placed in linting.lint(bare, blame, forbidden, stop, tools).findings:
            side = next(s for s in bare if s.slug == placed.side)
            waiver = self._waiver(placed, side)
            path, line = placed.finding.path, placed.finding.line
            if line is not None and path in side.files:
                line = _line_in(sides[placed.side].files.get(path, ""), side.files[path], line)
            moved = replace(placed, finding=replace(placed.finding, line=line), waived=waiver)
            if waiver is not None and _same(moved) not in told:
                yield moved


def _same(placed: PlacedFinding) -> tuple[object, ...]:
    finding = placed.finding
    return (placed.side, finding.path, finding.line, finding.tool, finding.code)


def _line_in(now: str, before: str, line: int) -> int:
    """Where a line of a text stands in another version of it."""
    old, new = before.split("\n"), now.split("\n")
    for _, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if first <= line - 1 < last:
            return min(start + line - 1 - first, max(end - 1, start)) + 1
    return min(line, len(new))


def _has_looked(tool: str, linted: Linted) -> bool:
    """Whether a linter has come to an end, by itself or called by another one."""
    return any(not use.problem and (tool == use.slug or tool in use.helpers) for use in linted.uses)
