"""Which findings other people's files get when they are opened, and that every offered fix can be applied to them.

    python benchmarks/imported_findings.py CORPUS [--profile classroom,startup] [--only github|dvc] [--domain ml]
    python benchmarks/imported_findings.py CORPUS --show CODE [--number 10]   # some files in which a rule fires
    python benchmarks/imported_findings.py CORPUS --fix                       # fix one by one and fix all

Each file is opened alone; with --whole as if it were all that its repository has.
CORPUS holds MANIFEST.tsv and the files (see `benchmarks.corpus`).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import Entry, Reader, entries, laid_out
from designer.analysis.fixes import apply_fix
from designer.analysis.report import Report
from designer.errors import DesignerError
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.storage.document import Document

SEED = 7
PROFILES = ("classroom", "startup")
OFTEN = 60


@dataclass(frozen=True)
class Read:
    """A file that could be read, as the program keeps it: what it shows is remembered."""

    entry: Entry
    snapshot: Snapshot


def read_all(services: Services, corpus: Path, kinds: list[str], domain: str, is_whole: bool) -> Iterator[Read]:
    """Every file of the corpus that can be read."""
    reader = Reader()
    with tempfile.TemporaryDirectory() as folder:
        chosen = [e for kind in kinds for e in entries(corpus, kind) if domain in ("", e.domain)]
        for number, entry in enumerate(chosen):
            root = Path(folder) / str(number)
            try:
                snapshot = reader.shown(entry.kind, laid_out(entry, root), root, is_whole=is_whole)
            except DesignerError:
                continue
            seen = services.analyzer.analyze(snapshot).seen
            yield Read(entry, replace(snapshot, facts={**snapshot.facts, "assessed": list(seen)}))


# ------------------------------------------------------------------------------------------------ which rules fire
@dataclass
class Numbers:
    """For one format and profile how many files each rule fires in, and in how many it asks."""

    files: int = 0
    findings: int = 0
    without: int = 0

    def __post_init__(self) -> None:
        self.fires: Counter[str] = Counter()
        self.asks: Counter[str] = Counter()

    def count(self, report: Report) -> None:
        self.files += 1
        self.findings += len(report.findings)
        self.without += not report.findings
        self.fires.update({f.code for f in report.findings})
        self.asks.update(report.open_questions.keys())

    def table(self, title: str) -> Iterator[str]:
        each = self.findings / max(self.files, 1)
        yield f"{title}: {self.files} files, {each:.1f} findings a file, {self.without} files without"
        for code in sorted(self.fires | self.asks, key=lambda c: (-self.fires[c], -self.asks[c], c)):
            share = 100 * self.fires[code] / self.files
            mark = " <- often" if share > OFTEN else ""
            yield f"  {code} fires in {share:5.1f} %, asks in {100 * self.asks[code] / self.files:5.1f} %{mark}"


def survey(services: Services, files: list[Read], profiles: list[str]) -> int:
    """Prints how often each rule fires; the number of rules that do so often."""
    numbers: dict[tuple[str, str], Numbers] = defaultdict(Numbers)
    for read in files:
        for profile in profiles:
            numbers[read.entry.kind, profile].count(services.analyzer.analyze(read.snapshot, profile))
    often = 0
    for (kind, profile), found in sorted(numbers.items()):
        print(*found.table(f"{kind}, {profile}"), sep="\n")
        often += sum(100 * n / found.files > OFTEN for n in found.fires.values())
    return often


def show(services: Services, files: list[Read], code: str, number: int, profile: str) -> None:
    """Prints some files in which a rule fires, with what it says."""
    found = []
    for read in files:
        messages = [f.message for f in services.analyzer.analyze(read.snapshot, profile).findings if f.code == code]
        found += [(read.entry.file, messages)] if messages else []
    for file, messages in random.Random(SEED).sample(found, min(number, len(found))):
        print(file, *(f"    {message}" for message in messages[:4]), sep="\n")
    print(f"{code} fires in {len(found)} of {len(files)} files")


# ------------------------------------------------------------------------------------------------------------ fixes
def fix(services: Services, files: list[Read], profile: str) -> int:
    """Applies every offered fix alone, and then all; prints numbers and what went wrong."""
    numbers: Counter[str] = Counter()
    slowest = (0.0, Path())
    for read in files:
        start = time.perf_counter()
        try:
            numbers.update(_fixed(services, read.snapshot, profile))
        except Exception as error:  # a crash is what is looked for
            numbers["failed"] += 1
            print(f"{read.entry.file}: {type(error).__name__}: {error}")
        slowest = max(slowest, (time.perf_counter() - start, read.entry.file))
    print(f"{len(files)} files: {numbers['alone']} fixes alone, {numbers['left']} of these left their finding")
    print(f"{numbers['all']} by fix all; {numbers['failed']} files failed; slowest {slowest[0]:.1f} s {slowest[1]}")
    return numbers["failed"] + numbers["left"]


def _fixed(services: Services, snapshot: Snapshot, profile: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for finding in services.analyzer.analyze(snapshot, profile).findings:
        if finding.autofix is None:
            continue
        board = Pipeline(snapshot)
        apply_fix(board, services.catalog, finding)
        found["alone"] += 1
        found["left"] += str(finding) in services.analyzer.analyze(board.snapshot(), profile).keys
    session = Session(services, Document(snapshot, ""))
    found["all"] += len(session.fix_all())
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--profile", default=",".join(PROFILES))
    parser.add_argument("--only", choices=("github", "dvc"))
    parser.add_argument("--domain", choices=("ml", "general"), default="")
    parser.add_argument("--show", metavar="CODE")
    parser.add_argument("--number", type=int, default=10)
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    services, profiles = load_services(), given.profile.split(",")
    kinds = [given.only] if given.only else ["github", "dvc"]
    files = list(read_all(services, given.corpus, kinds, given.domain, given.whole))
    if given.show:
        show(services, files, given.show, given.number, profiles[-1])
        return 0
    if given.fix:
        return 1 if fix(services, files, profiles[0]) else 0
    often = survey(services, files, profiles)
    print(f"{often} times a rule fires in more than {OFTEN} % of the files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
