"""Whether programs of others still accept a file after an edit."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from designer.session.source import Source
from designer.targets.judge import Judge

_BATCH: Final = 200
_PATIENCE: Final = 600  # seconds for a batch
ROOT_MARK: Final = ".root"


@dataclass(frozen=True, slots=True)
class Case:
    """An edited file.

    Args:
        source: where it comes from: its neighbours are laid beside it.
        path: of the file.
        text: after the edit.
    """

    source: Source
    path: str
    text: str


def newly_refused(cases: Sequence[Case]) -> dict[int, str]:
    """Number of a case -> the program that accepted its file before the edit and refuses it now.

    Programs that are not on PATH are not asked. Everything happens in copies.
    """
    found: dict[int, str] = {}
    by_judge: dict[Judge, list[int]] = {}
    for number, case in enumerate(cases):
        for judge in case.source.base.parts[case.path].importer.judges:
            by_judge.setdefault(judge, []).append(number)
    for judge, numbers in by_judge.items():
        program = shutil.which(judge.program)
        if program:
            found.update(dict.fromkeys(_refusals(judge, Path(program), cases, numbers), judge.program))
    return found


def _refusals(judge: Judge, program: Path, cases: Sequence[Case], numbers: Sequence[int]) -> Iterator[int]:
    """The cases that one judge refuses although it accepted the files as they were."""
    originals = {(c.path, id(c.source)): Case(c.source, c.path, c.source.files[c.path].text) for c in cases}
    keys = list(originals)
    before = _judged(judge, program, list(originals.values()))
    fine = {key for key, is_refused in zip(keys, before, strict=True) if not is_refused}
    asked = [n for n in numbers if (cases[n].path, id(cases[n].source)) in fine]
    after = _judged(judge, program, [cases[n] for n in asked])
    return (n for n, is_refused in zip(asked, after, strict=True) if is_refused)


def _judged(judge: Judge, program: Path, cases: Sequence[Case]) -> list[bool]:
    """Whether each case is refused."""
    result: list[bool] = []
    for start in range(0, len(cases), _BATCH):
        with tempfile.TemporaryDirectory() as folder:
            files = [_laid_out(Path(folder, str(n)), case) for n, case in enumerate(cases[start : start + _BATCH])]
            refused = judge.refused(_answer(judge, program, files), files)
            result += [file in refused for file in files]
    return result


def _answer(judge: Judge, program: Path, files: Sequence[str]) -> str:
    done = subprocess.run(
        judge.command(program, files),
        input=judge.standard_input(files),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    return done.stdout


def _laid_out(folder: Path, case: Case) -> str:
    """Writes a case and what its file mentions below a folder; returns the path of the file."""
    tree = case.source.tree
    neighbours: Iterable[tuple[str, str | None]] = ((name, tree.neighbour(name)) for name in tree.mentioned)
    for name, text in (*neighbours, (ROOT_MARK, ""), (case.path, case.text)):
        if text is not None:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
    return str(folder / case.path)
