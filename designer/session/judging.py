"""Whether programs of others still accept a file after an edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from designer.linters.catalog import load_linters
from designer.linters.dvc import ROOT_MARK
from designer.linters.linter import ERROR, Linter
from designer.linters.linting import Present, lint, present
from designer.session.source import Source

_BATCH: Final = 200
_PATIENCE: Final = 600.0  # seconds for a batch


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


def newly_refused(cases: Sequence[Case], linters: Mapping[str, Linter] | None = None) -> dict[int, str]:
    """Number of a case -> the program that accepted its file before the edit and refuses it now.

    Programs that are not on PATH are not asked. Everything happens in copies.

    Args:
        linters: by the name of their program; None for all that there are.
    """
    found: dict[int, str] = {}
    by_judge: dict[str, list[int]] = {}
    for number, case in enumerate(cases):
        for name in case.source.base.parts[case.path].importer.linters:
            by_judge.setdefault(name, []).append(number)
    judges = {name: judge for name, judge in (linters or load_linters()).items() if judge.is_judge}
    for name, numbers in by_judge.items():
        judge = present(judges[name]) if name in judges else None
        if isinstance(judge, Present):
            # Scripts inside of a file are no matter of its format.
            found.update(dict.fromkeys(_refusals(replace(judge, helpers={}), cases, numbers), name))
    return found


def _refusals(judge: Present, cases: Sequence[Case], numbers: Sequence[int]) -> Iterator[int]:
    """The cases that one judge refuses although it accepted the files as they were."""
    originals = {(c.path, id(c.source)): Case(c.source, c.path, c.source.files[c.path].text) for c in cases}
    keys = list(originals)
    before = _judged(judge, list(originals.values()))
    fine = {key for key, is_refused in zip(keys, before, strict=True) if not is_refused}
    asked = [n for n in numbers if (cases[n].path, id(cases[n].source)) in fine]
    after = _judged(judge, [cases[n] for n in asked])
    return (n for n, is_refused in zip(asked, after, strict=True) if is_refused)


def _judged(judge: Present, cases: Sequence[Case]) -> list[bool]:
    """Whether each case is refused."""
    result: list[bool] = []
    for start in range(0, len(cases), _BATCH):
        part = cases[start : start + _BATCH]
        files = {path: text for n, case in enumerate(part) for path, text in _laid_out(str(n), case).items()}
        wanted = [f"{n}/{case.path}" for n, case in enumerate(part)]
        run = lint(judge, files, wanted, patience=_PATIENCE)
        refused = {finding.path for finding in run.findings if finding.severity == ERROR}
        result += [path in refused for path in wanted]
    return result


def _laid_out(folder: str, case: Case) -> dict[str, str]:
    """A case and what its file mentions, below a folder."""
    tree = case.source.tree
    neighbours = {name: text for name in tree.mentioned if (text := tree.neighbour(name)) is not None}
    texts = {**neighbours, ROOT_MARK: "", case.path: case.text}
    return {f"{folder}/{path}": text for path, text in texts.items()}
