"""What programs of others say about what fixes left, asked in batches and never twice about the same text."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from designer.linters.catalog import load_linters
from designer.linters.dvc import ROOT_MARK
from designer.linters.linter import ERROR
from designer.linters.linting import Present, lint, present
from designer.session.judging import Case, newly_refused

PATIENCE = 600.0  # seconds for a batch
Files = Mapping[str, str]


def digest(files: Files) -> str:
    """A name for a text of several files: the same for the same texts."""
    parts = [part for path in sorted(files) for part in (path, files[path])]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Verdicts:
    """Answers to "do the programs take these files?".

    Args:
        memory: a file of answers; those of an earlier run count. None remembers nothing beyond this run.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self._memory = memory
        self._said: dict[str, str] = {}
        if memory and memory.exists():
            for line in memory.read_text(encoding="utf-8").splitlines():
                name, said = json.loads(line)
                self._said[name] = said
        self._judges = [
            Present(here.linter, here.program, here.version, {})  # scripts inside of a file are no matter of its format
            for linter in load_linters().values()
            if linter.is_judge and isinstance(here := present(linter), Present)
        ]

    @property
    def programs(self) -> list[str]:
        """What is asked, with versions."""
        return [f"{judge.linter.slug} {judge.version}" for judge in self._judges]

    def refusals(self, exports: Sequence[Files]) -> list[str]:
        """For each of some exports why it is refused; empty when every program takes it."""
        judged = [{p: t for p, t in files.items() if p.endswith((".yml", ".yaml"))} for files in exports]
        names = [digest(files) for files in judged]
        new = {name: files for name, files in zip(names, judged, strict=True) if name not in self._said}
        if new:
            self._remember({**dict.fromkeys(new, ""), **self._ask(new)})
        return [self._said[name] for name in names]

    def _ask(self, exports: Mapping[str, Files]) -> dict[str, str]:
        names = list(exports)
        files = {
            f"{number}/{path}": text
            for number, name in enumerate(names)
            for path, text in {**exports[name], ROOT_MARK: ""}.items()
        }
        refused: dict[str, str] = {}
        for judge in self._judges:
            wanted = [path for path in files if judge.linter.reads(path.partition("/")[2], files[path])]
            run = lint(judge, files, wanted, patience=PATIENCE)
            if run.problem:
                raise RuntimeError(f"{judge.linter.slug} {run.problem}")
            for finding in run.findings:
                if finding.severity == ERROR:
                    number, _, path = finding.path.partition("/")
                    refused.setdefault(names[int(number)], f"{judge.linter.slug}: {path}: {finding.message}")
        return refused

    def _remember(self, said: Mapping[str, str]) -> None:
        self._said.update(said)
        if self._memory:
            with self._memory.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps([name, why]) + "\n" for name, why in said.items())


def refused_files(cases: Sequence[Case]) -> dict[int, str]:
    """Number of a case -> the program that refuses its file and took it before; the same text is asked about once."""
    first: dict[tuple[int, str, str], int] = {}
    same = [first.setdefault((id(c.source), c.path, c.text), n) for n, c in enumerate(cases)]
    alone = sorted(set(same))
    refused = {alone[n]: program for n, program in newly_refused([cases[n] for n in alone]).items()}
    return {n: refused[m] for n, m in enumerate(same) if m in refused}


def keep(label: str, files: Files) -> None:
    """Leaves what was refused where a person can look at it."""
    folder = Path(tempfile.gettempdir()) / "refused-after-fixes" / label.replace("/", "__").replace(" ", "_")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
