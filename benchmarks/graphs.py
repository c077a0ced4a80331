"""Whether the graphs that imports show are those of act and of DVC, over a folder of other people's files.

    python benchmarks/graphs.py CORPUS [--only github|dvc] [--all] [PART-OF-A-PATH ...]

CORPUS holds MANIFEST.tsv (kind, repo, path, role, file ...) and the files. Prints a line for each file that is not
equal, then the numbers of each format. Needs the tools environment (``.tools``); nothing of the files is run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import Entry, Reader, entries, laid_out
from designer.errors import DesignerError
from tests.external.oracles import Act, Seen, differences, dvc_seen
from tests.external.toolbox import ROOT, Tools

EQUAL, DIFFERENT, REFUSED, CRASHED = "equal", "different", "tool refuses", "crashed"


def verdict(reader: Reader, kind: str, path: str, root: Path, seen: Seen) -> tuple[str, list[str]]:
    """What a comparison comes to, and the reasons."""
    try:
        imported = reader.read(kind, path, root)
    except DesignerError as error:
        return (REFUSED if seen.error else DIFFERENT), [f"import: {error}"]
    except Exception as error:  # a crash is what is looked for
        return CRASHED, [f"{type(error).__name__}: {error}"]
    if seen.error:
        return REFUSED, [seen.error]
    found = differences(imported, seen, direct=kind == "dvc")
    return (DIFFERENT if found else EQUAL), found


def compared(tools: Tools, chosen: list[Entry], kind: str, work: Path) -> Iterator[tuple[Entry, str, list[str]]]:
    """Each file with its verdict and the reasons."""
    reader = Reader()
    roots = [work / kind / str(number) for number in range(len(chosen))]
    paths = [laid_out(entry, root) for entry, root in zip(chosen, roots, strict=True)]
    if kind == "dvc":
        sights = iter(dvc_seen(tools, list(zip(roots, paths, strict=True))))
    else:
        act = Act(tools, work / "act")
        sights = (act.seen(root / path) for root, path in zip(roots, paths, strict=True))
    for entry, root, path, seen in zip(chosen, roots, paths, sights, strict=True):
        yield entry, *verdict(reader, kind, path, root, seen)


def tools_of(folder: Path, home: Path) -> Tools:
    """The tools with a home of their own."""
    (home / ".config" / "act").mkdir(parents=True)
    (home / ".config" / "act" / "actrc").write_text("-P ubuntu-latest=-self-hosted\n")
    (home / ".gitconfig").write_text("[user]\n\tname = Test\n\temail = test@example.org\n")
    return Tools(folder, home)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("parts", nargs="*", help="only files whose path contains one of these")
    parser.add_argument("--only", choices=("github", "dvc"))
    parser.add_argument("--all", action="store_true", help="also a line for each equal file")
    given = parser.parse_args()
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        tools = tools_of(ROOT / ".tools", Path(folder) / "home")
        for kind in [given.only] if given.only else ["github", "dvc"]:
            numbers: Counter[str] = Counter()
            chosen = list(entries(given.corpus, kind, given.parts))
            for entry, status, reasons in compared(tools, chosen, kind, Path(folder)):
                numbers[status] += 1
                if status != EQUAL or given.all:
                    print(f"{status}: {entry.file.relative_to(given.corpus)}")
                    print(*(f"    {reason}" for reason in reasons[:12]), sep="\n", end="\n" if reasons else "")
            print(
                f"{kind}: " + ", ".join(f"{numbers[s]} {s}" for s in (EQUAL, DIFFERENT, REFUSED, CRASHED)), flush=True
            )
            worst |= numbers[DIFFERENT] + numbers[CRASHED]
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
