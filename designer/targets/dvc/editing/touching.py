"""Which lines of a dvc.yaml an edit may change: worked out from what is wanted, not from what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from designer.model.snapshot import Snapshot
from designer.targets.differences import Differences, differences
from designer.targets.dvc.editing.facts import KEYS
from designer.targets.dvc.reading.definitions import DO, FOREACH
from designer.targets.dvc.reading.shape import STAGES
from designer.targets.imported import Imported, SourceFile
from designer.yaml_tree.node import Path
from designer.yaml_tree.tree import parse

Lines = tuple[int, int]

_OUTSIDE: Final = ("matrix", "foreach")


def touched(file: SourceFile, base: Imported, wanted: Snapshot) -> tuple[Lines, ...]:
    """Ranges of lines as in `designer.targets.importer.Trial`."""
    return _merged(_Ground(file, base).every(differences(base.snapshot, wanted)))


class _Ground:
    """Where things stand in a file before it is edited."""

    def __init__(self, file: SourceFile, base: Imported) -> None:
        self._tree = parse(file.text, file.path)
        self._lines = self._tree.line_table
        self._names = {card: str(p[0].at[1]) for card, p in base.places.items() if len(p[0].at) > 1}

    def every(self, found: Differences) -> Iterator[Lines]:
        """All ranges, in no order."""
        for card, changed in found.facts.items():
            for key in (k for name in changed for k in KEYS.get(name, ()) if card in self._names):
                yield from self._value(card, key)
        for link in (*found.links_gone, *found.links_new):
            if link.target in self._names:
                yield from self._value(link.target, "deps")
        for card in (*found.removed, *found.renamed):
            if card in self._names:
                first, last = self._tree.lines((STAGES, self._names[card]))
                yield self._with_comments(first, last) if card in found.removed else (first, first)
        if self._names and self._names.keys() <= set(found.removed):
            yield self._tree.lines((STAGES,))
        if found.added:
            yield from self._between_stages()

    def _value(self, card: str, key: str) -> Iterator[Lines]:
        """The lines of a key of a stage; where it is not there, the gaps between those that are."""
        at: Path = (STAGES, self._names[card])
        if key not in _OUTSIDE and FOREACH in self._tree.keys(at):
            at = (*at, DO)
        if not self._tree.has(at):
            return
        if key in self._tree.keys(at):
            first, last = self._tree.lines((*at, key))
            yield first, self._below(first, last)
        elif self._tree.node(at).resolved().flow or not self._tree.keys(at):
            yield self._tree.lines(at)
        else:
            ranges = [self._tree.lines((*at, k)) for k in self._tree.keys(at)]
            first = ranges[0][0]
            yield from ((n, n - 1) for n in range(self._above(first), first + 1))
            yield from ((n, n - 1) for own, last in ranges for n in range(last + 1, self._below(own, last) + 2))

    def _between_stages(self) -> Iterator[Lines]:
        if not self._tree.has((STAGES,)) or self._tree.node((STAGES,)).flow:
            yield 1, self._lines.count
            return
        for name in self._tree.keys((STAGES,)):
            first, last = self._tree.lines((STAGES, name))
            above, below = self._with_comments(first, last)
            yield from ((n, n - 1) for n in (*range(above, first + 1), *range(last + 1, below + 2)))

    def _with_comments(self, first: int, last: int) -> Lines:
        """A stage with the comments glued to it or indented below it, and the blank lines around."""
        last = self._below(first, last)
        first = self._above(first)
        while self._lines.is_blank(first - 1):
            first -= 1
        while self._lines.is_blank(last + 1):
            last += 1
        return first, last

    def _below(self, first: int, last: int) -> int:
        """The last of the comment lines below an entry that stand deeper than its key; else its own last line."""
        column, below = self._lines.indent(first), last
        while below < self._lines.count and self._is_inner(below + 1, column):
            below += 1
            last = last if self._lines.is_blank(below) else below
        return last

    def _is_inner(self, line: int, column: int) -> bool:
        """Whether a line is blank or a comment that stands deeper than a key."""
        is_comment = self._lines.content(line).lstrip().startswith("#")
        return self._lines.is_blank(line) or (is_comment and self._lines.indent(line) > column)

    def _above(self, line: int) -> int:
        """The first of the comment lines that are glued to a line from above; the line itself without any."""
        while line > 1 and self._lines.content(line - 1).lstrip().startswith("#"):
            line -= 1
        return line


def _merged(lines: Iterable[Lines]) -> tuple[Lines, ...]:
    """Ranges without those that lie inside of others, in order."""
    found: list[Lines] = []
    for first, last in sorted(lines, key=lambda r: (r[0], -r[1])):
        if not found or last > found[-1][1] or (last < first and first > found[-1][1] + 1):
            found.append((first, last))
    return tuple(found)
