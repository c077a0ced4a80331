"""How much of other people's pipelines is recognised, and with labels, how much of it rightly.

    python benchmarks/recognition.py CORPUS [--labels FILE] [--owners all|tuned|others] [--list N]

CORPUS is a folder with MANIFEST.tsv. A unit is a job or a stage. It does real work unless all of its cards are known to
do none: preparation of the machine, bots that tidy up issues. A unit is recognised when one of its cards has a kind
other than `other`. The owners are cut in two by a hash of their names: the signals were tuned on one half only.

FILE is a table with tabs and a first line that names its columns: repository, path, job, kind (others are ignored);
a kind may name several that would be right, `train|evaluate`.
"""

from __future__ import annotations

import argparse
import csv
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
    """A job or stage with the cards that stand for it, and the numbers of the steps that each card is."""

    entry: Entry
    name: str
    cards: list[Step]
    numbers: dict[int, Step] = field(default_factory=dict)

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


def units(corpus: Path, domain: str, owners: str) -> Iterator[Unit]:
    """The jobs and stages of the files; files that are refused are left out."""
    reader = Reader()
    for kind in KINDS:
        for entry in entries(corpus, kind):
            if entry.domain != domain or (owners != "all" and is_tuned(entry) != (owners == "tuned")):
                continue
            with TemporaryDirectory() as folder:
                root = Path(folder)
                try:
                    found = reader.read(kind, laid_out(entry, root), root)
                except (DesignerError, UnicodeDecodeError):
                    continue
            steps = found.snapshot.steps
            for group in found.groups:
                numbers = {p.at[3]: steps[s] for s in group.steps for p in reversed(found.places[s]) if len(p.at) > 3}
                yield Unit(entry, group.name, [steps[s] for s in group.steps], numbers)


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


def judge(path: Path, found: list[Unit]) -> None:
    """Compares with kinds that people gave by hand."""
    with path.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader((x for x in table if not x.startswith("#")), delimiter="\t"))
    by_place = {(u.entry.repository, u.entry.path, u.entry.commit, u.name): u for u in found}
    given = right = possible = 0
    for row in rows:
        job, _, number = row["unit"].rpartition("/") if re.search(r"/\d+$", row["unit"]) else (row["unit"], "", "")
        unit = by_place.get((row["repository"], row["path"], row["commit"], job))
        wanted = {row["kind"], row["also"]} - {""}
        if unit is None:
            print(f"  not found: {row['repository']} {row['path']} {row['unit']}")
            continue
        cards = [unit.numbers[int(number)]] if number and int(number) in unit.numbers else unit.cards
        kinds = [c.kind for c in cards if c.kind != UNKNOWN]
        possible += UNKNOWN not in wanted
        given += bool(kinds)
        right += bool(wanted & set(kinds))
        if not wanted & set(kinds or [UNKNOWN]):
            print(f"  {row['repository']} {row['path']} {row['unit']}: {kinds}, by hand {sorted(wanted)}")
    print(f"labels: {right} of {given} kinds given are right; {possible} of {len(rows)} labels name a kind")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--labels", type=Path)
    arguments.add_argument("--owners", choices=("all", "tuned", "others"), default="all")
    arguments.add_argument("--domain", default="ml")
    arguments.add_argument("--list", type=int, default=40)
    options = arguments.parse_args()
    found = list(units(options.corpus, options.domain, options.owners))
    total, by_half = Tally(), {True: Tally(), False: Tally()}
    for unit in found:
        total.add(unit)
        by_half[is_tuned(unit.entry)].add(unit)
    report("all", total, options.list)
    report("owners tuned on", by_half[True], 0)
    report("other owners", by_half[False], 0)
    if options.labels:
        judge(options.labels, found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
