"""Applies every safe fix, one by one in random order, to other people's files and to generated pipelines.

    python benchmarks/fixes.py CORPUS [--orders 3] [--seed 1] [--only github|dvc] [--part WORDS] [--tools]
    python benchmarks/fixes.py --generated 200 [--orders 3] [--tools]

After each fix everything is judged anew, until no fix is left. Looked for: a fix that raises or is refused though it
was offered, fixes that come back for ever, a fix that leaves its finding or lowers a principle, files that cannot be
written or read again, and, with --tools, files and exports that actionlint, the schema, DVC or Kubernetes refuse
although they accepted what was there before (exports of generated pipelines must be accepted). Every other order stops
somewhere on the way. CORPUS holds MANIFEST.tsv and the files (see `benchmarks.corpus`); nothing there is written.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import entries, laid_out
from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.analysis.memory import Memory
from designer.analysis.report import Report
from designer.commands.steps import set_facts
from designer.errors import DesignerError, EditRefused, ExportError
from designer.linters.catalog import load_linters
from designer.linters.dvc import ROOT_MARK
from designer.linters.linter import ERROR
from designer.linters.linting import Present, lint, present
from designer.model.snapshot import Snapshot
from designer.session.judging import Case, newly_refused
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.session.templates import load_templates
from designer.storage.document import Document, parse_document

PROFILE = "regulated"  # every rule counts
TIMES = 3  # a finding may come back because another fix moved what it is about; not for ever
MOST = 400  # fixes in a row
TOOLS = Path(__file__).resolve().parents[1] / ".tools" / "bin"
GRADES = "ABCDEF"


@dataclass
class Subject:
    """What is mended."""

    name: str
    session: Session
    start: Snapshot
    is_import: bool


@dataclass
class Numbers:
    """What was done, and what went wrong: sort -> messages."""

    subjects: int = 0
    orders: int = 0
    fixes: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    wrong: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unexportable: Counter[str] = field(default_factory=Counter)

    def fail(self, sort: str, message: str) -> None:
        """Notes something wrong and tells it at once."""
        self.wrong[sort].append(message)
        print(f"{sort}: {message}", flush=True)


def falls(before: Report, after: Report) -> list[str]:
    """Principles, and the total, that are lower than before; what cannot be assessed is neither."""
    found = [
        f"{name} {value:.1f} -> {now:.1f}"
        for name, value in before.score.exact.items()
        if value is not None and (now := after.score.exact[name]) is not None and now < value - 1e-6
    ]
    old, new = before.score.exact_overall, after.score.exact_overall
    return (
        [*found, f"overall {old:.1f} -> {new:.1f}"]
        if old is not None and new is not None and new < old - 1e-6
        else found
    )


class Mender:
    """Mends one pipeline in random orders."""

    def __init__(self, services: Services, numbers: Numbers, chance: random.Random) -> None:
        self._analyzer = services.analyzer
        self._numbers = numbers
        self._chance = chance

    def order(self, subject: Subject, label: str, most: int) -> bool:
        """One order; whether it came to an end as it should."""
        session, memory = subject.session, Memory()
        times: Counter[str] = Counter()
        report = self._analyzer.analyze(session.pipeline.snapshot(), PROFILE, memory=memory)
        for _ in range(most):
            offered = [f for f in report.findings if f.autofix and f.autofix.safety in SAFE]
            if not offered:
                return True
            finding = self._chance.choice(offered)
            times[str(finding)] += 1
            if times[str(finding)] > TIMES:
                self._numbers.fail("loops", f"{label}: {finding} comes back")
                return False
            if not self._mended(session, finding, label):
                return False
            after = self._analyzer.analyze(session.pipeline.snapshot(), PROFILE, memory=memory)
            self._compare(finding, report, after, label)
            report = after
        if most >= MOST:
            self._numbers.fail("loops", f"{label}: no end after {MOST} fixes")
        return True

    def _mended(self, session: Session, finding: Finding, label: str) -> bool:
        self._numbers.fixes += 1
        self._numbers.codes[finding.code] += 1
        try:
            session.apply_fix(finding)
        except EditRefused as error:
            self._numbers.fail("refused", f"{label}: {finding}: {error}")
        except Exception as error:  # a mistake of ours: what this looks for
            self._numbers.fail("raised", f"{label}: {finding}: {type(error).__name__}: {error} {_place(error)}")
        else:
            return True
        return False

    def _compare(self, finding: Finding, before: Report, after: Report, label: str) -> None:
        if any(str(f) == str(finding) and f.message == finding.message for f in after.findings):
            self._numbers.fail("left", f"{label}: {finding}: {finding.message}")
        fallen = falls(before, after)
        if fallen:
            self._numbers.fail("lowered", f"{label}: {finding}: {', '.join(fallen)}")


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"({Path(last.filename).name}:{last.lineno})"


# ------------------------------------------------------------------------------------------------------- the results
class Results:
    """What the fixes left: patched files and exports, asked about in batches."""

    def __init__(self, numbers: Numbers, *, asks_tools: bool) -> None:
        self._numbers = numbers
        self._asks_tools = asks_tools
        self._cases: list[tuple[str, Case]] = []
        self._exports: dict[str, dict[str, str]] = {}
        self._before: dict[str, str] = {}

    def started(self, subject: Subject) -> None:
        """Keeps the exports of what was there before."""
        for slug, files in self._emitted(subject.session, subject.name, is_start=True):
            self._exports[f"{subject.name}|{slug}"] = files

    def ended(self, subject: Subject, label: str) -> None:
        """Writes and reads again what is there now."""
        source = subject.session.source
        snapshot = subject.session.pipeline.snapshot()
        if source is not None:
            try:
                written = source.written(snapshot)
                changed = {p: t for p, t in written.texts.items() if p in source.files and t != source.files[p].text}
                self._cases += [(label, Case(source, path, text)) for path, text in changed.items()]
                self._read_again(subject, changed, label)
            except Exception as error:  # a mistake of ours: what this looks for
                self._numbers.fail("not written", f"{label}: {type(error).__name__}: {error} {_place(error)}")
        for slug, files in self._emitted(subject.session, label, is_start=False):
            key = f"{label}|{slug}"
            self._exports[key] = files
            self._before[key] = f"{subject.name}|{slug}" if subject.is_import else ""

    def _read_again(self, subject: Subject, changed: Mapping[str, str], label: str) -> None:
        source = subject.session.source
        assert source is not None
        for path, text in changed.items():
            part = source.base.parts[path]
            part.importer.read(type(part.file)(path, text), source.around({path: text}))

    def _emitted(self, session: Session, label: str, *, is_start: bool) -> Iterator[tuple[str, dict[str, str]]]:
        for slug in session.services.targets:
            try:
                yield slug, dict(session.export(slug).files)
            except ExportError as error:
                self._numbers.unexportable[f"{slug}{' before' if is_start else ''}: {error.message[:60]}"] += 1
            except Exception as error:  # a mistake of ours: what this looks for
                self._numbers.fail("export raised", f"{label}: {slug}: {type(error).__name__}: {error} {_place(error)}")

    def ask(self) -> None:
        """Asks the tools about everything that was kept, and forgets it."""
        if self._asks_tools:
            refused = newly_refused([case for _, case in self._cases])
            for number, program in refused.items():
                label, case = self._cases[number]
                self._numbers.fail("file refused", f"{label}: {case.path} by {program}")
                _keep(label, {case.path: case.text})
            self._ask_about_exports()
        self._cases, self._exports, self._before = [], {}, {}

    def _ask_about_exports(self) -> None:
        keys = {key: str(number) for number, key in enumerate(self._exports)}
        files = {
            f"{keys[key]}/{path}": text for key, found in self._exports.items() for path, text in _judged(found).items()
        }
        names = {folder: key for key, folder in keys.items()}
        for slug, linter in load_linters().items():
            here = present(linter) if linter.is_judge else None
            if not isinstance(here, Present):
                continue
            wanted = [path for path in files if linter.reads(path.partition("/")[2], files[path])]
            run = lint(Present(here.linter, here.program, here.version, {}), files, wanted, patience=600)
            if run.problem:
                print(f"{slug}: {run.problem}")
            said: dict[str, list[str]] = defaultdict(list)
            for finding in run.findings:
                if finding.severity == ERROR:
                    said[names[finding.path.partition("/")[0]]].append(f"{finding.path}: {finding.message}")
            for key, before in self._before.items():
                if key in said and not (before and before in said):
                    self._numbers.fail("export refused", f"{key}: {slug}: {said[key][0]}")
                    _keep(key, self._exports[key])


def _judged(files: Mapping[str, str]) -> dict[str, str]:
    return {**{p: t for p, t in files.items() if p.endswith((".yml", ".yaml"))}, ROOT_MARK: ""}


def _keep(label: str, files: Mapping[str, str]) -> None:
    """Leaves what was refused where a person can look at it."""
    folder = Path(tempfile.gettempdir()) / "refused-after-fixes" / label.replace("/", "__").replace(" ", "_")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------- subjects
def imports(
    services: Services, corpus: Path, kinds: Iterable[str], part: str, folder: Path
) -> Iterator[tuple[str, Session]]:
    """Every file of the corpus that opens, laid out below a folder: alone, and as if it were all that there is."""
    chosen = [e for kind in kinds for e in entries(corpus, kind, (part,) if part else ())]
    repositories: dict[str, Path] = {}
    for number, entry in enumerate(chosen):
        root = folder / str(number)
        path = root / laid_out(entry, root)
        for is_whole in (False, True):
            with contextlib.suppress(DesignerError):
                session = Session.open(services, path)
                if is_whole:
                    set_facts(session.pipeline, {"opaque": None, "partial": None})
                    session.history.mark_saved()
                yield f"{entry.file.relative_to(corpus)} {'whole' if is_whole else 'alone'}", session
        together = repositories.setdefault(f"{entry.repository}@{entry.commit}", folder / f"repository {number}")
        laid_out(entry, together)
    for name, root in repositories.items():
        with contextlib.suppress(DesignerError):
            yield f"folder {name}", Session.open(services, root)


def generated(services: Services, number: int, seed: int) -> Iterator[tuple[str, Session]]:
    """Templates, samples, the cases of all rules, and random pipelines."""
    for slug, template in load_templates().items():
        snapshot = parse_document(template.text, slug, services.catalog).snapshot
        yield f"template {slug}", Session(services, Document(snapshot, ""))
    for path in sorted((Path(__file__).parents[1] / "samples").rglob("*.mlops.yaml")):
        yield f"sample {path.name}", Session.open(services, path)
    for name, snapshot in _cases(services):
        yield name, Session(services, Document(snapshot, ""))
    for place, snapshot in enumerate(_random(number, seed)):
        yield f"random {seed}.{place}", Session(services, Document(snapshot, ""))


def _cases(services: Services) -> Iterator[tuple[str, Snapshot]]:
    from tests.unit.analysis.drawn import pipeline

    for code, rule in services.analyzer.rulebook.rules.items():
        for sort, cases in rule.cases.items():
            for number, case in enumerate(cases, 1):
                yield f"case {code} {sort} {number}", pipeline(case.document)


def _random(number: int, seed: int) -> Iterator[Snapshot]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tests.property.random_pipelines import pipelines

    found: list[Snapshot] = []

    @seeded(seed)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pipelines)
    def collect(snapshot: Snapshot) -> None:
        found.append(snapshot)

    collect()
    yield from found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument(
        "--generated", type=int, default=0, metavar="N", help="templates, samples, cases, N random ones"
    )
    parser.add_argument("--orders", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("github", "dvc"))
    parser.add_argument("--part", default="", help="only files whose path holds this")
    parser.add_argument("--tools", action="store_true", help="ask actionlint, the schema, DVC and Kubernetes")
    given = parser.parse_args()
    os.environ["PATH"] = f"{TOOLS}:{os.environ['PATH']}"
    services, numbers = load_services(), Numbers()
    results, began = Results(numbers, asks_tools=given.tools), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, session in _subjects(services, given, Path(folder)):
            mend(services, name, session, numbers, results, given)
            if numbers.subjects % 40 == 0:
                results.ask()
        results.ask()
    _tell(numbers, time.perf_counter() - began)
    return 1 if numbers.wrong else 0


def _subjects(services: Services, given: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Session]]:
    if given.corpus:
        kinds = [given.only] if given.only else ["github", "dvc"]
        yield from imports(services, given.corpus, kinds, given.part, folder)
    if given.generated:
        yield from generated(services, given.generated, given.seed)


def mend(
    services: Services, name: str, session: Session, numbers: Numbers, results: Results, given: argparse.Namespace
) -> None:
    """Mends one pipeline in all its orders; after each it is as it was."""
    numbers.subjects += 1
    subject = Subject(name, session, session.pipeline.snapshot(), session.source is not None)
    results.started(subject)
    for number in range(given.orders):
        chance = random.Random(f"{given.seed} {name} {number}")
        most = chance.randint(1, 12) if number % 2 else MOST
        label = f"{name} order {number}"
        numbers.orders += 1
        Mender(services, numbers, chance).order(subject, label, most)
        results.ended(subject, label)
        while session.is_dirty and session.undo() is not None:
            pass
        if session.pipeline.snapshot().steps != subject.start.steps:
            numbers.fail("not undone", label)
            return


def _tell(numbers: Numbers, seconds: float) -> None:
    print(
        f"\n{numbers.subjects} pipelines, {numbers.orders} orders, {numbers.fixes} fixes of "
        f"{len(numbers.codes)} rules, {seconds:.0f} s"
    )
    for message, number in numbers.unexportable.most_common(12):
        print(f"  told, not exported: {number} {message}")
    for sort, messages in numbers.wrong.items():
        print(f"{sort}: {len(messages)}")
    if not numbers.wrong:
        print("nothing went wrong")


if __name__ == "__main__":
    sys.exit(main())
