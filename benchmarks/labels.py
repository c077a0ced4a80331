"""How many of the hand-made labels the recogniser agrees with.

    python benchmarks/labels.py CORPUS [LABELS]

CORPUS holds MANIFEST.tsv and the files; LABELS is tests/data/labels.tsv, which says how it was made. Prints what
differs, and the numbers: right among the kinds given, and by confidence.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import Entry, Reader, entries, laid_out
from designer.model.step import Step

ROOT = Path(__file__).resolve().parent.parent
UNKNOWN = "other"


def cards(reader: Reader, entry: Entry, unit: str) -> list[Step]:
    """The cards that stand for a labelled job, step of a job or stage; none for a step that is folded away."""
    with TemporaryDirectory() as folder:
        imported = reader.read(entry.kind, laid_out(entry, Path(folder)), Path(folder))
    job, _, index = unit.partition("/")
    wanted: tuple[str | int, ...] = ("stages", unit)
    if entry.kind == "github":
        wanted = ("jobs", job, "steps", int(index)) if index else ("jobs", job)
    own = {step: [p.at for p in places if len(p.at) == len(wanted)][:1] for step, places in imported.places.items()}
    return [imported.snapshot.steps[step] for step, at in own.items() if at == [wanted]]


def main() -> int:
    corpus = Path(sys.argv[1])
    file = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "tests" / "data" / "labels.tsv"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    known = {(e.kind, e.repository, e.path, e.commit): e for kind in ("github", "dvc") for e in entries(corpus, kind)}
    reader, numbers = Reader(), Counter[tuple[str, bool]]()
    for row in csv.DictReader(lines, delimiter="\t"):
        entry = known[row["format"], row["repository"], row["path"], row["commit"]]
        found = cards(reader, entry, row["unit"])
        given = found[0].kind if found else UNKNOWN  # what is folded away is no work
        is_right = given in (row["kind"], row["also"])
        numbers["all", is_right] += 1
        numbers["a kind" if given != UNKNOWN else "no kind", is_right] += 1
        numbers[str(found[0].get("confidence")) if found else "folded", is_right] += 1
        if not is_right:
            wanted = " or ".join(filter(None, (row["kind"], row["also"])))
            print(f"{row['repository']} {row['path']} {row['unit']}: {given}, not {wanted}")
    for name in dict.fromkeys(name for name, _ in numbers):
        total = numbers[name, True] + numbers[name, False]
        print(f"{name}: {numbers[name, True]} of {total} right ({100 * numbers[name, True] / total:.0f} %)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
