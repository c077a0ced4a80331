"""Lints what a pipeline is in files with the programs on PATH, and says which step and field each finding is about."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from designer.analysis.waiver import Waiver
from designer.linters.catalog import load_linters
from designer.linters.linter import ERROR, Linter, LinterFinding
from designer.linters.linting import LintRun, Present, lint, present
from designer.programs.finding import Found, find_program
from designer.session.blame import Blame, Origin
from designer.session.sides import Region, Side

_REMEMBERED: Final = 100  # answers


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """What a linter found, and what of the pipeline it is about.

    Args:
        finding: in the linter's words.
        title: what people call the linter.
        version: of the linter.
        side: slug of the target, or that of the opened files.
        origin: the step and its field.
        waived: why it does not count; None when it does.
    """

    finding: LinterFinding
    title: str
    version: str
    side: str
    origin: Origin
    waived: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A linter that was asked.

    Args:
        slug: its program.
        version: empty when it says none.
        read: sides and paths of the files that it looked at.
        wanted: those that it was asked about.
        problem: why it did not come to an end.
        helpers: other programs that it called itself.
    """

    slug: str
    title: str
    version: str
    program: Path
    read: frozenset[tuple[str, str]]
    wanted: frozenset[tuple[str, str]]
    problem: str = ""
    is_optional: bool = False
    helpers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``actionlint 1.7.7``."""
        return f"{self.title} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Missing:
    """A linter that has something to read here and cannot be used.

    Args:
        reason: the rest of a sentence that begins with its title.
        ways: installer or system -> one line to type.
        wanted: sides and paths of the files that it would read.
    """

    slug: str
    title: str
    reason: str
    ways: Mapping[str, str]
    url: str
    wanted: frozenset[tuple[str, str]]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Linted:
    """Everything that linters said about a pipeline's files."""

    findings: tuple[PlacedFinding, ...] = ()
    uses: tuple[Use, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def open(self) -> tuple[PlacedFinding, ...]:
        """The findings that count."""
        return tuple(f for f in self.findings if f.waived is None)

    @property
    def waived(self) -> tuple[PlacedFinding, ...]:
        """Those that somebody waived."""
        return tuple(f for f in self.findings if f.waived is not None)

    def readers(self, side: str, path: str) -> list[Use]:
        """The linters that looked at a file."""
        return [use for use in self.uses if (side, path) in use.read]

    def awaited(self, side: str, path: str) -> list[str]:
        """The linters that should have looked at a file and did not, with the reason."""
        lacking = [f"{m.title} {m.reason}" for m in self.missing if not m.is_optional and (side, path) in m.wanted]
        lacking += [
            f"{use.title} {use.problem or 'cannot read the file'}"
            for use in self.uses
            if not use.is_optional and (side, path) in use.wanted - use.read
        ]
        return lacking

    def errors_at(self, regions: Sequence[Region]) -> list[PlacedFinding]:
        """Errors that speak against some lines: on them, or against the whole file that they stand in."""
        files = {(region.side, region.path) for region in regions}
        counting = [f for f in self.findings if f.waived is None or f.finding.refuses]  # refused is refused
        return [f for f in counting if f.finding.severity == ERROR and _is_against(f, regions, files)]


class Linting:
    """Asks the linters; remembers their answers by the contents of the files and the version that gave them.

    Used by one thread at a time.

    Args:
        linters: by the name of their program; None for all that there are.
    """

    def __init__(self, linters: Mapping[str, Linter] | None = None) -> None:
        self._linters = dict(linters or load_linters())
        self._answers: OrderedDict[str, LintRun] = OrderedDict()
        self._found: dict[tuple[str, tuple[Path, ...]], tuple[tuple[object, ...], Present | Found]] = {}

    def lint(
        self,
        sides: Sequence[Side],
        blame: Blame,
        forbidden: Sequence[Path] = (),
        stop: Event | None = None,
        only: Container[str] | None = None,
    ) -> Linted:
        """Lints the files of a pipeline.

        Args:
            sides: its files.
            blame: knows where their lines come from.
            forbidden: folders whose programs are not run: what was opened.
            stop: set when nobody wants the answer any more; what was found until then is returned.
            only: slugs of the linters that are asked; None for all.
        """
        findings: list[PlacedFinding] = []
        uses: list[Use] = []
        missing: list[Missing] = []
        for linter in self._linters.values():
            if only is not None and linter.slug not in only:
                continue
            wanted = {side.slug: _wanted(linter, side) for side in sides}
            files = frozenset((slug, path) for slug, paths in wanted.items() for path in paths)
            if not files or (stop is not None and stop.is_set()):
                continue
            here = self._present(linter, tuple(forbidden), stop)
            if isinstance(here, Found):
                more = (here.reason, linter.ways, linter.url, files, linter.is_optional)
                missing.append(Missing(linter.slug, linter.title, *more))
                continue
            runs = {side.slug: self._run(here, side, wanted[side.slug], stop) for side in sides if wanted[side.slug]}
            read = frozenset((slug, path) for slug, run in runs.items() for path in run.read)
            problem = "; ".join(dict.fromkeys(run.problem for run in runs.values() if run.problem))
            about = (linter.slug, linter.title, here.version, here.program)
            uses.append(Use(*about, read, files, problem, linter.is_optional, tuple(here.helpers)))
            by_slug = {side.slug: side for side in sides}
            for slug, run in runs.items():
                findings += [_placed(f, here, by_slug[slug], blame) for f in run.findings]
        return Linted(_once(findings), tuple(uses), tuple(missing))

    def _present(self, linter: Linter, forbidden: tuple[Path, ...], stop: Event | None) -> Present | Found:
        """The linter as it is now; asked for its version again only when its program is another one."""
        key = (linter.slug, forbidden)
        known = self._found.get(key)
        mark = _mark(linter, forbidden)
        if known is None or known[0] != mark:
            known = self._found[key] = (mark, present(linter, forbidden, stop))
            if stop is not None and stop.is_set():
                del self._found[key]
        return known[1]

    def _run(self, here: Present, side: Side, wanted: Sequence[str], stop: Event | None) -> LintRun:
        files = {**side.beside, **side.files}
        key = _digest(here, files, wanted)
        run = self._answers.get(key)
        if run is None:
            run = lint(here, files, wanted, stop=stop)
            if not run.problem:
                self._answers[key] = run
        else:
            self._answers.move_to_end(key)
        while len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)
        return run


def _wanted(linter: Linter, side: Side) -> list[str]:
    """The files of a side that a linter has to do with."""
    named = side.linters
    return [
        path
        for path, text in side.files.items()
        if (linter.slug in named[path] if path in named else linter.reads(path, text))
    ]


def _mark(linter: Linter, forbidden: tuple[Path, ...]) -> tuple[object, ...]:
    """What changes when another program would be used."""
    found = [find_program(name, forbidden) for name in (linter.slug, *linter.helpers)]
    return tuple((f.path, f.path.stat().st_mtime_ns if f.path else 0, f.reason) for f in found)


def _digest(here: Present, files: Mapping[str, str], wanted: Sequence[str]) -> str:
    """A name for a question: the program with its version, and all that it gets to see."""
    digest = hashlib.sha256()
    for part in (str(here.program), here.version, *map(str, here.helpers.values()), *wanted, ""):
        digest.update(part.encode("utf-8", "replace") + b"\0")
    for path, text in sorted(files.items()):
        digest.update(f"{path}\0{text}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


def _placed(finding: LinterFinding, here: Present, side: Side, blame: Blame) -> PlacedFinding:
    line = finding.line
    if line is not None:
        line = min(line, side.files.get(finding.path, "").count("\n") + 1)
    origin = blame.origin(side, finding.path, line) if finding.path in side.files else Origin(None)
    return PlacedFinding(finding, here.linter.title, here.version, side.slug, origin)


def _once(findings: list[PlacedFinding]) -> tuple[PlacedFinding, ...]:
    """Findings in the order of their gravity; several columns of one line that say the same are one."""
    ranks = ("error", "warning", "info")
    first: dict[tuple[object, ...], PlacedFinding] = {}
    for f in findings:
        first.setdefault((f.side, f.finding.path, f.finding.line, f.finding.tool, f.finding.code, f.finding.message), f)
    return tuple(sorted(first.values(), key=lambda f: ranks.index(f.finding.severity)))


def _is_against(placed: PlacedFinding, regions: Sequence[Region], files: set[tuple[str, str]]) -> bool:
    finding = placed.finding
    if (placed.side, finding.path) not in files:
        return False
    if finding.line is None or finding.refuses:
        return True
    return any(region.meets(placed.side, finding.path, finding.line) for region in regions)
