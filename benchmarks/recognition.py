"""How much of other people's pipelines is recognised; how much of it rightly is told by labels.py.

    python benchmarks/recognition.py CORPUS [--domain ml|general] [--list N]

CORPUS is a folder with MANIFEST.tsv. A unit is a job or a stage. It does real work unless all of its cards are known to
do none: preparation of the machine, bots that tidy up issues. A unit is recognised when one of its cards has a kind
other than `other`. The owners are cut in two by a hash of their names: the signals were tuned on one half only.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import Entry, Reader, entries, laid_out
from designer.errors import DesignerError
from designer.model.step import Step

UNKNOWN = "other"
KINDS = ("github", "dvc")


@dataclass
class Unit:
    """A job or stage with the cards that stand for it."""

    entry: Entry
    name: str
    cards: list[Step]

    @property
    def kinds(self) -> list[str]:
        return [c.kind for c in self.cards if c.kind != UNKNOWN]

    @property
    def is_work(self) -> bool:
        return any(c.kind != UNKNOWN or c.get("confidence") == "low" for c in self.cards)


@dataclass
class Tally:
    """Counts over units."""

    work: int = 0
    recognised: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    def add(self, unit: Unit) -> None:
        if not unit.is_work:
            return
        self.work += 1
        self.recognised += bool(unit.kinds)
        for card in unit.cards:
            self.kinds[card.kind, str(card.get("confidence"))] += 1
            if card.kind == UNKNOWN and card.get("confidence") == "low":
                self.unknown[_runs(unit, card)] += 1


def _runs(unit: Unit, card: Step) -> str:
    text = str(card.get("action") or card.get("command") or "")
    text = re.sub(r"@[\w.-]+$", "", text)
    return f"{' '.join(text.split())[:90]:90} <- {unit.name}: {card.label}"


def is_tuned(entry: Entry) -> bool:
    """Whether the signals were tuned on this owner's files."""
    owner = entry.repository.split("/")[0]
    return int(hashlib.md5(owner.encode()).hexdigest(), 16) % 2 == 0


def units(corpus: Path, domain: str) -> Iterator[Unit]:
    """The jobs and stages of the files; files that are refused are left out."""
    reader = Reader()
    for kind in KINDS:
        for entry in entries(corpus, kind):
            if entry.domain != domain:
                continue
            with TemporaryDirectory() as folder:
                root = Path(folder)
                try:
                    found = reader.read(kind, laid_out(entry, root), root)
                except (DesignerError, UnicodeDecodeError):
                    continue
            steps = found.snapshot.steps
            for group in found.groups:
                yield Unit(entry, group.name, [steps[s] for s in group.steps])


def report(title: str, tally: Tally, number: int) -> None:
    share = tally.recognised / tally.work if tally.work else 0
    print(f"{title}: {tally.recognised} of {tally.work} units that do real work are recognised ({share:.1%})")
    if not number:
        return
    for kind in sorted({k for k, _ in tally.kinds}):
        counts = {c: tally.kinds[kind, c] for c in ("high", "medium", "low") if tally.kinds[kind, c]}
        print(f"  {kind:16} {sum(counts.values()):5}  {counts}")
    print("not recognised, most frequent first:")
    for text, count in tally.unknown.most_common(number):
        print(f"  {count:3} {text}")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--domain", default="ml")
    arguments.add_argument("--list", type=int, default=40)
    options = arguments.parse_args()
    total, by_half = Tally(), {True: Tally(), False: Tally()}
    for unit in units(options.corpus, options.domain):
        total.add(unit)
        by_half[is_tuned(unit.entry)].add(unit)
    report("all", total, options.list)
    report("owners tuned on", by_half[True], 0)
    report("other owners", by_half[False], 0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
