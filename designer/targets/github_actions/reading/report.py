"""The import report: what was understood, guessed, kept as it is, and refused, each with its line."""

from __future__ import annotations

from designer.targets.github_actions.reading.entry import line
from designer.targets.imported import GUESSED, KEPT, REFUSED, UNDERSTOOD, Remark, YamlPath
from designer.yaml_tree.tree import Tree


class Report:
    """Collects remarks while one file is read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._tree: Tree | None = None
        self._remarks: list[Remark] = []

    def open(self, tree: Tree) -> None:
        """From here on places have lines. What stands twice is told at once."""
        self._tree = tree
        for at, number in tree.duplicates:
            message = f"{at[-1]} stands twice in one place; the last one counts"
            self._add(REFUSED, number, message, advice="Rename or remove one of the two.")

    def understood(self, at: YamlPath, message: str, step: str | None = None) -> None:
        self._say(UNDERSTOOD, at, message, step, "")

    def guessed(self, at: YamlPath, message: str, step: str | None = None, advice: str = "") -> None:
        self._say(GUESSED, at, message, step, advice)

    def kept(self, at: YamlPath, message: str, step: str | None = None, advice: str = "") -> None:
        self._say(KEPT, at, message, step, advice)

    def refused(self, at: YamlPath, message: str, step: str | None = None, advice: str = "") -> None:
        self._say(REFUSED, at, message, step, advice)

    def remarks(self) -> tuple[Remark, ...]:
        """In the order of the file."""
        return tuple(sorted(self._remarks, key=lambda r: r.line or 0))

    def _say(self, status: str, at: YamlPath, message: str, step: str | None, advice: str) -> None:
        number = line(self._tree, at) if self._tree else None
        self._add(status, number, message, step, advice)

    def _add(self, status: str, number: int | None, message: str, step: str | None = None, advice: str = "") -> None:
        self._remarks.append(Remark(status, self._path, number, message, step, advice))
