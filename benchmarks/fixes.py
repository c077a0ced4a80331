"""Applies every safe fix, one by one in random order, to other people's files and to generated pipelines.

    python benchmarks/fixes.py CORPUS [--orders 3] [--seed 1] [--only github|dvc] [--part WORDS] [--tools]
    python benchmarks/fixes.py --generated 200 [--orders 3] [--tools]
    python benchmarks/fixes.py CORPUS --generated 200 --tools --memory FOLDER [--shard 2/4] [--limit 300]

After each fix everything is judged anew, until no fix is left. Looked for: a fix that raises or is refused though it
was offered, fixes that come back for ever, a fix that leaves its finding or lowers a principle, files that cannot be
written or read again, and, with --tools, files and exports that actionlint, the schema, DVC or Kubernetes refuse
although they accepted what was there before (exports of generated pipelines must be accepted). Every other order stops
somewhere on the way. CORPUS holds MANIFEST.tsv and the files (see `benchmarks.corpus`); nothing there is written.

With --memory, what is done stands in FOLDER: started again with the same words, it goes on where it was stopped. Shards
may have one folder; the last line counts all that was done there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.fix_subjects import Subject, generated, imports, opened
from benchmarks.fix_verdicts import Verdicts, keep, refused_files
from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.analysis.memory import Memory
from designer.analysis.report import Report
from designer.errors import EditRefused, ExportError
from designer.model.snapshot import Snapshot
from designer.session.judging import Case
from designer.session.services import Services, load_services
from designer.session.session import Session

PROFILE = "regulated"  # every rule counts
TIMES = 3  # a finding may come back because another fix moved what it is about; not for ever
MOST = 400  # fixes in a row
BATCH = 40  # pipelines whose results the programs are asked about together
TOOLS = Path(__file__).resolve().parents[1] / ".tools" / "bin"


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

    def add(self, row: Mapping[str, object]) -> None:
        """Counts what an earlier run did."""
        self.subjects, self.orders, self.fixes = (
            int(str(row[name])) + getattr(self, name) for name in ("subjects", "orders", "fixes")
        )
        self.codes.update(dict(row["codes"]))  # type: ignore[call-overload]
        self.unexportable.update(dict(row["unexportable"]))  # type: ignore[call-overload]
        for sort, messages in dict(row["wrong"]).items():  # type: ignore[call-overload]
            self.wrong[sort] += messages

    def row(self) -> dict[str, object]:
        """The same for a file."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


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

    def order(self, session: Session, label: str, most: int) -> bool:
        """One order; whether it came to an end as it should."""
        memory = Memory()
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


class Results:
    """What the fixes left: patched files and exports, asked about in batches."""

    def __init__(self, numbers: Numbers, verdicts: Verdicts | None) -> None:
        self._numbers = numbers
        self._verdicts = verdicts
        self._cases: list[tuple[str, Case]] = []
        self._exports: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = []  # label, now, before

    def before(self, session: Session, name: str) -> dict[str, Mapping[str, str]]:
        """The exports of what is there before any fix; none of a pipeline of ours: its exports must be accepted."""
        return dict(self._emitted(session, name, "before "))

    def after(self, session: Session, label: str, before: Mapping[str, Mapping[str, str]]) -> None:
        """Writes and reads again what is there now."""
        if session.source is not None:
            try:
                self._write(session, label)
            except Exception as error:  # a mistake of ours: what this looks for
                self._numbers.fail("not written", f"{label}: {type(error).__name__}: {error} {_place(error)}")
        for slug, files in self._emitted(session, label):
            earlier = before.get(slug, {}) if session.source is not None else {}
            if files != earlier and self._verdicts:
                self._exports.append((f"{label} {slug}", files, earlier))

    def _write(self, session: Session, label: str) -> None:
        source = session.source
        assert source is not None
        written = source.written(session.pipeline.snapshot())
        for path, text in written.texts.items():
            if path in source.files and text != source.files[path].text:
                part = source.base.parts[path]
                part.importer.read(type(part.file)(path, text), source.around({path: text}))
                if self._verdicts:
                    self._cases.append((label, Case(source, path, text)))

    def _emitted(self, session: Session, label: str, when: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
        for slug in session.services.targets:
            try:
                yield slug, dict(session.export(slug).files)
            except ExportError as error:
                self._numbers.unexportable[f"{slug}: {when}{error.message[:60]}"] += 1
            except Exception as error:  # a mistake of ours: what this looks for
                self._numbers.fail("export raised", f"{label}: {slug}: {type(error).__name__}: {error} {_place(error)}")

    def ask(self) -> None:
        """Asks the programs about everything that was kept, and forgets it."""
        if self._verdicts:
            for number, program in refused_files([case for _, case in self._cases]).items():
                label, case = self._cases[number]
                self._numbers.fail("file refused", f"{label}: {case.path} by {program}")
                keep(label, {case.path: case.text})
            self._ask_about_exports(self._verdicts)
        self._cases, self._exports = [], []

    def _ask_about_exports(self, verdicts: Verdicts) -> None:
        said = verdicts.refusals([files for _, files, _ in self._exports])
        refused = [(export, why) for export, why in zip(self._exports, said, strict=True) if why]
        said_before = verdicts.refusals([before for (_, _, before), _ in refused])
        for ((label, files, before), why), why_before in zip(refused, said_before, strict=True):
            if not (before and why_before):
                self._numbers.fail("export refused", f"{label}: {why}")
                keep(label, files)


class Done:
    """What earlier runs did, one line for each batch, in a file.

    Args:
        words: what a line is good for: another seed or number of orders does everything anew.
    """

    def __init__(self, file: Path | None, words: str) -> None:
        self._file, self._words = file, words
        self._rows: list[dict[str, object]] = []
        if file and file.exists():
            rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
            self._rows = [row for row in rows if row["words"] == words]

    @property
    def names(self) -> set[str]:
        """The pipelines that need not be mended again."""
        return {str(name) for row in self._rows for name in row["names"]}  # type: ignore[attr-defined]

    def add(self, names: Sequence[str], numbers: Numbers) -> None:
        """Notes a batch."""
        row = {"words": self._words, "names": list(names), **numbers.row()}
        self._rows.append(row)
        if self._file:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    def total(self) -> Numbers:
        """Everything together."""
        numbers = Numbers()
        for row in self._rows:
            numbers.add(row)
        return numbers


class Run:
    """One run of this program."""

    def __init__(self, services: Services, given: argparse.Namespace) -> None:
        folder: Path | None = given.memory
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._services, self._given = services, given
        self._verdicts = Verdicts(folder and folder / "verdicts.jsonl") if given.tools else None
        self.done = Done(folder and folder / "done.jsonl", f"{given.seed} {given.orders} {given.tools}")

    def mend(self, subjects: Iterator[Subject]) -> None:
        """Mends them batch by batch."""
        names = self.done.names
        waiting: list[Subject] = []
        number = 0
        for subject in subjects:
            if subject.name in names or number == self._given.limit:
                continue
            number += 1
            waiting.append(subject)
            if len(waiting) == BATCH:
                self._batch(waiting)
                waiting = []
        self._batch(waiting)

    def _batch(self, subjects: Sequence[Subject]) -> None:
        numbers = Numbers()
        results = Results(numbers, self._verdicts)
        for subject in subjects:
            session = opened(subject)
            if session is not None:
                self._mend(subject.name, session, numbers, results)
        results.ask()
        self.done.add([s.name for s in subjects], numbers)
        total = self.done.total()
        wrong = sum(map(len, total.wrong.values()))
        print(f"  {total.subjects} pipelines, {total.fixes} fixes, {wrong} wrong", flush=True)

    def _mend(self, name: str, session: Session, numbers: Numbers, results: Results) -> None:
        """Mends one pipeline in all its orders; after each it is as it was."""
        numbers.subjects += 1
        start, before = session.pipeline.snapshot(), results.before(session, name)
        for number in range(self._given.orders):
            chance = random.Random(f"{self._given.seed} {name} {number}")
            most = chance.randint(1, 12) if number % 2 else MOST
            label = f"{name} order {number}"
            numbers.orders += 1
            Mender(self._services, numbers, chance).order(session, label, most)
            results.after(session, label, before)
            while session.is_dirty and session.undo() is not None:
                pass
            if _held(session.pipeline.snapshot()) != _held(start):
                numbers.fail("not undone", label)
                return


def _held(snapshot: Snapshot) -> list[object]:
    """All that a snapshot holds, in its order."""
    parts = (getattr(snapshot, part.name) for part in fields(snapshot) if part.name != "revision")
    return [list(part.items()) for part in parts]


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
    parser.add_argument("--shard", default="1/1", metavar="I/N", help="only every Nth pipeline, from the Ith on")
    parser.add_argument("--limit", type=int, default=-1, metavar="N", help="at most so many that were not done before")
    parser.add_argument("--memory", type=Path, metavar="FOLDER", help="what is done is kept there, and not done again")
    given = parser.parse_args()
    os.environ["PATH"] = f"{TOOLS}:{os.environ['PATH']}"
    services, began = load_services(), time.perf_counter()
    run = Run(services, given)
    with tempfile.TemporaryDirectory() as folder:
        run.mend(_subjects(services, given, Path(folder)))
    numbers = run.done.total()
    _tell(numbers, time.perf_counter() - began)
    return 1 if numbers.wrong else 0


def _subjects(services: Services, given: argparse.Namespace, folder: Path) -> Iterator[Subject]:
    first, step = map(int, given.shard.split("/"))
    found: list[Subject] = []
    if given.corpus:
        kinds = [given.only] if given.only else ["github", "dvc"]
        found += imports(services, given.corpus, kinds, given.part, folder)
    if given.generated:
        found += generated(services, given.generated, given.seed)
    yield from found[first - 1 :: step]


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
