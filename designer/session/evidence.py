"""How far each merit is proven: declared, exported, linted, ran."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Final

from designer.analysis.merits import Merit
from designer.analysis.rule import Rule
from designer.analysis.rulebook import Profile
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.pace import breathe
from designer.session.blame import Blame
from designer.session.linter_waivers import LinterWaivers, Sorted
from designer.session.linting import Linted, Linting
from designer.session.run_store import RunStore
from designer.session.runs_beside import RunsBeside
from designer.session.services import Services
from designer.session.sides import OWN, Region, Side, sides_of
from designer.session.source import Source
from designer.session.traces import PATIENCE, Traces

DECLARED: Final = "declared"
EXPORTED: Final = "exported"
LINTED: Final = "linted"
RAN: Final = "ran"
LEVELS: Final = (DECLARED, EXPORTED, LINTED, RAN)
_SHOWN: Final = 3  # places in one sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """How far one merit is proven.

    Args:
        code: of the rule.
        at: the step that is judged.
        level: one of `LEVELS`.
        why: what proves it, a sentence.
        lacking: what is missing for the next level, a sentence; empty on the highest.
        where: the lines that say it.
        tools: programs with versions that read or ran these lines.
        steps: ids of the witnesses that earn the merit.
    """

    code: str
    at: str
    level: str
    why: str
    lacking: str = ""
    where: tuple[Region, ...] = ()
    tools: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """All evidence about a pipeline, and what the linters said.

    Args:
        principles: code of a rule -> its principle.
        holds: code of a rule -> what is true where it holds.
        notes: waivers that no finding of a linter needs, a sentence each.
        seconds: how long it took.
    """

    evidence: tuple[Evidence, ...] = ()
    linted: Linted = field(default_factory=Linted)
    sides: tuple[Side, ...] = ()
    principles: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    holds: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    def counts(self, principle: str | None = None) -> dict[str, int]:
        """How many merits stand on each level, of one principle or of all."""
        wanted = (e.level for e in self.evidence if principle is None or self.principles.get(e.code) == principle)
        found = Counter(wanted)
        return {level: found[level] for level in LEVELS}

    def title_of(self, side: str) -> str:
        """What people call a side."""
        return next((s.title for s in self.sides if s.slug == side), side)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be proven.

    Args:
        snapshot: the pipeline.
        profile: set of rules.
        source: opened files of others.
        folder: where the document or the opened files stand; None for a document without a file.
        ignores_waivers: judge as if nobody had waived what linters find.
    """

    snapshot: Snapshot
    profile: str | Profile
    source: Source | None = None
    folder: Path | None = None
    ignores_waivers: bool = False


class Prover:
    """Works evidence out; remembers what linters said. Used by one thread at a time.

    Args:
        services: rules and targets.
        runs: the runs that this program made.
        patience: seconds for taking facts away and writing again; after that a table answers.
    """

    def __init__(self, services: Services, runs: RunStore, patience: float = PATIENCE) -> None:
        self._services = services
        self._runs = runs
        self._patience = patience
        self._holds = services.maturity_book.holds

    @cached_property
    def _linting(self) -> Linting:
        return Linting()  # looks for its parts on disk: whoever only opens a document does not wait for that

    def prove(self, subject: Subject, stop: Event | None = None) -> Proof:
        """The evidence for every merit; when stopped, what is known until then.

        Args:
            subject: the pipeline with its files.
            stop: set by another thread when nobody wants the answer any more.
        """
        start = time.monotonic()
        services, snapshot = self._services, subject.snapshot
        sides = sides_of(services, subject.source, snapshot)
        blame = Blame(services, subject.source, snapshot, self._patience, stop)
        folders = [subject.folder] if subject.folder else []
        found_by = self._linting.lint(sides, blame, folders, stop)
        sorted_out = self._sorted(found_by, subject, sides, folders, stop)
        linted = sorted_out.linted
        traces = Traces(services, subject.source, snapshot, sides, self._patience, stop)
        beside = RunsBeside(services, subject.source, subject.folder, sides)
        climb = _Climb(linted, self._runs, beside, {side.slug: side for side in sides})
        merits = services.analyzer.merits(snapshot, subject.profile)
        found = [climb.evidence(m, traces) for m in merits if stop is None or not stop.is_set()]
        rules = services.analyzer.rulebook.rules
        principles = {m.code: rules[m.code].principle for m in merits if m.code in rules}
        holds = {m.code: self._true_where(rules[m.code]) for m in merits if m.code in rules}
        seconds = time.monotonic() - start
        return Proof(tuple(found), linted, sides, principles, holds, sorted_out.notes, seconds)

    def _true_where(self, rule: Rule) -> str:
        """What is true where a rule holds, as the maturity levels say it; else its condition, else what it asks for."""
        told = self._holds.get(rule.code) or rule.holds_when or rule.fix.partition(". ")[0]
        return told.rstrip(".")

    def _sorted(
        self, found: Linted, subject: Subject, sides: Sequence[Side], folders: Sequence[Path], stop: Event | None
    ) -> Sorted:
        profile = subject.profile
        chosen = self._services.analyzer.rulebook.profile(profile) if isinstance(profile, str) else profile
        waivers = LinterWaivers(self._services, subject.snapshot, chosen)
        done = waivers.sort(found, sides, self._linting, folders, stop)
        if not subject.ignores_waivers:
            return done
        plain = tuple(replace(f, waived=None) for f in done.linted.findings)
        return Sorted(replace(done.linted, findings=plain))


class _Climb:
    """Takes merits up the ladder."""

    def __init__(self, linted: Linted, runs: RunStore, beside: RunsBeside, sides: Mapping[str, Side]) -> None:
        self._linted = linted
        self._runs = runs
        self._beside = beside
        self._sides = sides
        self._owners = {slug: _Owners(side) for slug, side in sides.items()}

    def evidence(self, merit: Merit, traces: Traces) -> Evidence:
        """The highest level that the merit reaches."""
        breathe()
        return replace(self._reached(merit, traces), steps=merit.steps)

    def _reached(self, merit: Merit, traces: Traces) -> Evidence:
        trace = traces.of(merit)
        if not trace.is_shown:
            lacking = "a file that says it: what is stated here changes none"
            return Evidence(merit.code, merit.at, DECLARED, trace.why, lacking)
        where = trace.where
        errors = self._linted.errors_at(where)
        if errors:
            first = errors[0]
            place = f"{first.finding.path}:{first.finding.line}" if first.finding.line else first.finding.path
            lacking = f"mend {first.finding.code} at {place} ({first.title} {first.version}: {first.finding.message})"
            return Evidence(merit.code, merit.at, EXPORTED, trace.why, lacking, where)
        ran = self._ran(where)
        if ran:
            why = f"ran with exactly this text: {', '.join(ran)}"
            return Evidence(merit.code, merit.at, RAN, why, "", where, ran)
        return self._linted_or_not(merit, trace.why, where)

    def _linted_or_not(self, merit: Merit, why: str, where: tuple[Region, ...]) -> Evidence:
        files = list(dict.fromkeys((r.side, r.path) for r in where))
        awaited = list(dict.fromkeys(text for file in files for text in self._linted.awaited(*file)))
        if awaited:
            return Evidence(merit.code, merit.at, EXPORTED, why, "; ".join(awaited), where)
        readers = {file: self._linted.readers(*file) for file in files}
        tools = tuple(dict.fromkeys(use.name for uses in readers.values() for use in uses))
        if not tools:
            paths = list(dict.fromkeys(path for _, path in files))
            names = _listed(paths[:_SHOWN], len(paths))
            return Evidence(merit.code, merit.at, EXPORTED, why, f"no linter reads {names}", where)
        told = f"read by {', '.join(tools)}: no error in {places(where)}"
        return Evidence(merit.code, merit.at, LINTED, told, self._how_to_run(where), where, tools)

    def _how_to_run(self, where: Sequence[Region]) -> str:
        if any(region.side == OWN for region in where):
            return "a record of a run beside the files, such as dvc.lock after 'dvc repro'"
        return "a run: 'mlops-designer evidence FILE --run', or 'dvc repro' in the folder of the export"

    def _ran(self, where: Sequence[Region]) -> tuple[str, ...]:
        """What ran all lines of one side; sides that nobody can run whole do not speak against another."""
        for slug in dict.fromkeys(region.side for region in where):
            tools = self._ran_on(self._sides[slug], [r for r in where if r.side == slug])
            if tools:
                return tools
        return ()

    def _ran_on(self, side: Side, where: Sequence[Region]) -> tuple[str, ...]:
        tools: dict[str, None] = {}
        for step in self._owners[side.slug].of(where):
            record = self._runs.find(side, step) if step else None
            told = f"{record.tool} on {record.when[:10]}" if record else self._beside.tool(side, step)
            if not told:
                return ()
            tools[told] = None
        return tuple(tools)


class _Owners:
    """The steps that lines of one side belong to; a line is asked for by many merits."""

    def __init__(self, side: Side) -> None:
        self._known: dict[tuple[str, int], list[str]] = {}
        self._spans: dict[str, list[tuple[int, int, str]]] = {}
        for step, spans in side.spans.items():
            for span in spans:
                self._spans.setdefault(span.path, []).append((span.first_line, span.last_line, step))

    def of(self, where: Sequence[Region]) -> list[str]:
        """The steps of some regions; lines of a whole file need all steps of that file."""
        found: dict[str, None] = {}
        for region in where:
            found.update(dict.fromkeys(self._at(region.path, region.first_line)))
        return list(found)

    def _at(self, path: str, line: int) -> list[str]:
        known = self._known.get((path, line))
        if known is None:
            breathe()
            spans = self._spans.get(path, [])
            own = [step for first, last, step in spans if first <= line <= last]
            known = self._known[path, line] = own or [step for _, _, step in spans] or [""]
        return known


def places(where: Sequence[Region]) -> str:
    """``dvc.yaml:3-9, params.yaml:2 and 4 more``."""
    found = dict.fromkeys((region.path, region.first_line, region.last_line) for region in where)
    return _listed([_place(*key) for key in islice(found, _SHOWN)], len(found))


def _place(path: str, first: int, last: int) -> str:
    return f"{path}:{first}{f'-{last}' if last > first else ''}"


def _listed(names: list[str], number: int) -> str:
    """The first names of so many."""
    more = f" and {number - len(names)} more" if number > len(names) else ""
    return ", ".join(names) + more


def by_level(evidence: Sequence[Evidence]) -> Iterator[tuple[str, list[Evidence]]]:
    """The evidence of every level, the highest first; empty levels are left out."""
    for level in reversed(LEVELS):
        found = [e for e in evidence if e.level == level]
        if found:
            yield level, found
