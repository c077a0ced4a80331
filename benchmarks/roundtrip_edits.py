"""Tries every sort of edit and every offered fix on the files of a folder, and asks the tools about the results.

``python benchmarks/roundtrip_edits.py FOLDER [-v] [--sort WORDS] [--no-tools] [--shellcheck]``: prints for each sort of
edit how many were right, told (the file cannot say it, and a loss says so) and wrong, how many edited files actionlint
or the JSON schema refuse although they accepted the file before, about how many they say something that they did not
say before, and the time it took. Nothing in the folder is written; exit 1 when an edit was wrong or a file is refused.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from designer.errors import DocumentError
from designer.session import roundtrip
from designer.session.roundtrip import RIGHT, TOLD, WRONG, Tried
from designer.session.services import Services, load_services
from designer.yaml_tree.tree import parse

TOOLS = Path(__file__).parents[1] / ".tools" / "bin"
BATCH = 400


def main() -> int:
    options = _options()
    services = load_services()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    began = time.perf_counter()
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names: dict[str, str] = {}
        for path in sorted(p for p in options.folder.rglob("*") if p.suffix in (".yml", ".yaml") and p.is_file()):
            start = time.perf_counter()
            for number, tried in enumerate(_tries(services, path, options.sort)):
                counts[tried.sort][tried.status] += 1
                if tried.status == WRONG or (options.verbose and tried.status == TOLD):
                    print(f"{tried.status}: {path.relative_to(options.folder)}: {tried.sort}: {tried.reason}")
                if not options.no_tools and path.name not in ("dvc.yaml", "dvc.yml"):
                    _keep(folder, names, path, options.folder, number, tried)
            slowest = max(slowest, (time.perf_counter() - start, str(path.relative_to(options.folder))))
        print(f"{time.perf_counter() - began:.0f} s for the edits; slowest file {slowest[0]:.1f} s: {slowest[1]}")
        if not options.no_tools:
            for verdict, name, reasons in _refused(folder, names, shellcheck=options.shellcheck):
                counts[names[name].rpartition(": ")[2]][verdict] += 1
                print(f"{verdict}: {names[name]}: {'; '.join(reasons[:2])}")
    _summarise(counts)
    return 1 if any(c[WRONG] or c["refused"] for c in counts.values()) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="also print what was told")
    parser.add_argument("--sort", default="", help="only edits whose sort begins with these words")
    parser.add_argument("--no-tools", action="store_true", help="do not ask actionlint and the schema")
    parser.add_argument("--shellcheck", action="store_true", help="let actionlint run shellcheck, which takes long")
    return parser.parse_args()


def _tries(services: Services, path: Path, sort: str) -> Iterator[Tried]:
    outcome = roundtrip.unedited(services, path)
    if outcome is not None and outcome.source is not None:
        yield from (t for t in roundtrip.trials(outcome.source) if t.sort.startswith(sort))


def _keep(folder: Path, names: dict[str, str], path: Path, top: Path, number: int, tried: Tried) -> None:
    """Writes the edited text, and once the original."""
    key = str(path.relative_to(top)).replace("/", "__")
    original = folder / f"{key}@before.yml"
    if not original.exists():
        original.write_bytes(path.read_bytes())
    name = f"{key}@{number}.yml"
    (folder / name).write_bytes(tried.text.encode())
    names[name] = f"{path.relative_to(top)}: {tried.sort}"


def _refused(folder: Path, names: dict[str, str], *, shellcheck: bool) -> Iterator[tuple[str, str, list[str]]]:
    """Edited files that a tool complains about: ``refused`` where it had no complaint before, else ``worse``."""
    files = sorted({*names, *map(_original, names)})
    for ask in (partial(_actionlint, shellcheck=shellcheck), _schema):
        said = ask(folder, files)
        for name in names:
            before = said.get(_original(name), [])
            new = [message for message in said.get(name, []) if message not in before]
            if new:
                yield "worse" if before else "refused", name, new


def _original(name: str) -> str:
    return f"{name.rpartition('@')[0]}@before.yml"


def _actionlint(folder: Path, files: Sequence[str], *, shellcheck: bool) -> dict[str, list[str]]:
    switches = ["-format", "{{json .}}", "-pyflakes="] + ([] if shellcheck else ["-shellcheck="])
    said: dict[str, list[str]] = {}
    for batch in _batches(files):
        text = _run("actionlint", [*switches, *batch], folder)
        for problem in json.loads(text or "[]"):
            said.setdefault(problem["filepath"], []).append(problem["message"])
    return said


def _schema(folder: Path, files: Sequence[str]) -> dict[str, list[str]]:
    """The data is handed over as JSON, which that program reads a hundred times faster."""
    said: dict[str, list[str]] = {}
    for name in files:
        with contextlib.suppress(DocumentError):
            data = parse((folder / name).read_bytes().decode(), name).data()
            (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    for batch in _batches([f"{name}.json" for name in files if (folder / f"{name}.json").exists()]):
        text = _run("check-jsonschema", ["--builtin-schema", "vendor.github-workflows", "-o", "json", *batch], folder)
        answer = json.loads(text)
        for problem in (*answer.get("errors", ()), *answer.get("parse_errors", ())):
            said.setdefault(problem["filename"].removesuffix(".json"), []).append(f"schema: {problem.get('path', '')}")
    return said


def _batches(places: Sequence[str]) -> Iterable[Sequence[str]]:
    return (places[n : n + BATCH] for n in range(0, len(places), BATCH))


def _run(program: str, words: Sequence[str], folder: Path) -> str:
    environment = {**os.environ, "PATH": f"{TOOLS}:{os.environ['PATH']}"}
    done = subprocess.run([TOOLS / program, *words], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} failed: {done.stderr[:500]}")
    return done.stdout


def _summarise(counts: dict[str, Counter[str]]) -> None:
    words = (RIGHT, TOLD, WRONG, "refused", "worse")
    width = max(map(len, counts), default=4)
    print(f"\n{'edit':<{width}} " + " ".join(f"{w:>8}" for w in words))
    for sort, found in sorted(counts.items()):
        print(f"{sort:<{width}} " + " ".join(f"{found[w]:>8}" for w in words))
    total = sum(counts.values(), Counter())
    edits = sum(total[w] for w in (RIGHT, TOLD, WRONG))
    print(f"{edits} edits: " + ", ".join(f"{total[w]} {w}" for w in words))


if __name__ == "__main__":
    sys.exit(main())
