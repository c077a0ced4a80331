"""Which lines of a workflow an edit may change: worked out from what is wanted, not from what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from designer.model.snapshot import Snapshot
from designer.targets.differences import Differences, differences, flow
from designer.targets.github_actions.editing import references
from designer.targets.github_actions.editing.needs import needs_of
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.wiring import in_order
from designer.targets.imported import Imported, SourceFile
from designer.yaml_tree.node import Path

Lines = tuple[int, int]

_KEYS: Final = {
    "title": ("name",),
    "command": ("run", "uses", "with", "shell", "working-directory"),
    "action": ("uses", "run", "with", "shell", "working-directory"),
    "inputs": ("with",),
    "working_directory": ("working-directory",),
    "shell": ("shell",),
    "variables": ("env",),
    "matrix": ("strategy",),
    "runner": ("runs-on",),
    "runs_on": ("runs-on",),
    "timeout_minutes": ("timeout-minutes",),
    "environment_name": ("environment",),
    "environment": ("environment",),
    "token_permissions": ("permissions",),
    "permissions": ("permissions",),
    "blocking": ("continue-on-error",),
    "only_if": ("if",),
    "branches": ("if",),
    "triggers": ("if",),
    "secrets": ("env", "with"),
}
_OF_JOB: Final = frozenset({"strategy", "runs-on", "environment", "permissions"})
_OF_FILE: Final = {
    "triggers": "on",
    "push_branches": "on",
    "frequency": "on",
    "branches": "on",
    "name": "name",
    "secrets": "env",
}


def touched(file: SourceFile, base: Imported, wanted: Snapshot) -> tuple[Lines, ...]:
    """Ranges of lines as in `designer.targets.importer.Trial`."""
    found = differences(base.snapshot, wanted)
    ground = Ground(file, base)
    every: list[Lines] = []
    for card in found.goal.steps:
        names = [*found.facts.get(card, {}), *(("title",) if card in found.titles else ())]
        for name in names if ground.sheet.job(card) else ():
            every += ground.fact(card, name)
    for name in found.pipeline:
        every += ground.value((_OF_FILE[name],)) if name in _OF_FILE else ()
    every += ground.links(found)
    for card in found.removed:
        every += ground.removed(card, found)
    every += ground.added(found)
    for card in found.renamed:
        every += ground.renamed(card)
    return merged(every)


class Ground:
    """Where things stand in a file before it is edited."""

    def __init__(self, file: SourceFile, base: Imported) -> None:
        self.sheet = Sheet(file.text, file.path, base)
        self.tree = self.sheet.tree
        lines = self.tree.line_table
        self.text = [lines.content(number) for number in range(1, lines.count + 1)]

    def value(self, path: Path) -> list[Lines]:
        """The lines of an entry; where it is not there, the gaps between the entries beside it."""
        if self.tree.has(path):
            first, last = self.tree.lines(path)
            return [(first, self._own_comments_below(first, last))]
        return self.gaps(path[:-1])

    def _with_comments(self, path: Path) -> list[Lines]:
        """As `value`; the comments glued to an entry go with it when it goes, and the blank lines below."""
        found = self.value(path)
        if self.tree.has(path):
            first, last = found[0]
            while first > 1 and self.text[first - 2].lstrip().startswith("#"):
                first -= 1
            while last < len(self.text) and not self.text[last].strip():
                last += 1
            return [(first, last)]
        return found

    def _own_comments_below(self, first: int, last: int) -> int:
        """The last of the comment lines below an entry that stand deeper than its key; else its own last line."""
        column = len(self.text[first - 1]) - len(self.text[first - 1].lstrip())
        for line in range(last + 1, self._comments_below(last) + 1):
            text = self.text[line - 1]
            if text.strip():
                if len(text) - len(text.lstrip()) <= column:
                    break
                last = line
        return last

    def gaps(self, parent: Path) -> list[Lines]:
        """The places for a new key of a mapping; behind a dash the first key may move down a line."""
        node = self.tree.node(parent)
        if node.flow or not node.keys:
            return [self.tree.lines(parent)]
        first = node.keys[0].line
        above = self.tree.key_line(parent) + 1 if parent else 1
        ends = [self.tree.lines((*parent, key))[1] for key in self.tree.keys(parent)]
        is_item = bool(parent) and isinstance(parent[-1], int)
        heads = [(first, first)] if is_item else [(n, n - 1) for n in range(above, first + 1)]
        return [*heads, *((n, n - 1) for end in ends for n in range(end + 1, self._comments_below(end) + 2))]

    def fact(self, card: str, name: str) -> Iterator[Lines]:
        """Lines of a fact of a card: where it stands by now, else where it could."""
        if name in _OF_FILE:
            yield from self.value((_OF_FILE[name],))
        if name == "pinned":
            yield from self._uses(card)
        job, step = self.sheet.job_path(card), self.sheet.step_path(card)
        for key in _KEYS.get(name, ()):
            places = self._levels(card, name, key, job, step)
            there = [(*at, key) for at in places if self.tree.has((*at, key))]
            for at in there:
                yield from self.value(at)
            if not there or name in ("branches", "triggers"):
                for at in places:
                    yield from self.gaps(at)

    def _levels(self, card: str, name: str, key: str, job: Path, step: Path | None) -> list[Path]:
        """Where a key of a card can stand: at its step, at its job, or at either."""
        alone = self.sheet.stands_for_job(card)
        if step is None or key in _OF_JOB or (name == "title" and alone):
            return [job]
        return [step, job] if alone or name in ("branches", "triggers", "secrets", "blocking") else [step]

    def _uses(self, card: str) -> Iterator[Lines]:
        for at in (self.sheet.job_path(card), *self.sheet.all_steps(card)):
            if self.tree.has((*at, "uses")):
                yield self.tree.lines((*at, "uses"))

    def links(self, found: Differences) -> Iterator[Lines]:
        """Needs and conditions of the jobs that links end at, and steps that change places."""
        changed = (*flow(found.links_gone), *flow(found.links_new))
        for link in changed:
            source, target = self.sheet.job(link.source), self.sheet.job(link.target)
            if target and source != target:
                yield from self._with_comments(("jobs", target, "needs"))
                yield from self._with_comments(("jobs", target, "if"))
            elif target and (step := self.sheet.step_path(link.target)):
                yield from self._with_comments((*step, "if"))
        inside = {self.sheet.job(k.source) for k in changed if self.sheet.job(k.source) == self.sheet.job(k.target)}
        for job in (j for j in inside if j):
            cards = self.sheet.cards(job)
            wanted = in_order([c for c in cards if c in found.goal.steps], flow(found.goal.links.values()))
            moved = [c for c, other in zip([c for c in cards if c in wanted], wanted, strict=True) if c != other]
            if moved:
                ranges = [self.entry(self.sheet.needed_step(c)) for c in moved]
                yield min(r[0] for r in ranges), max(r[1] for r in ranges)

    def removed(self, card: str, found: Differences) -> Iterator[Lines]:
        """The step, or the job with its last card and what says that others wait for it."""
        job = self.sheet.job(card)
        if job is None:
            return
        if any(c in found.goal.steps for c in self.sheet.cards(job)):
            yield self.entry(self.sheet.needed_step(card))
            return
        yield self.entry(("jobs", job))
        for other in self.tree.keys(("jobs",)):
            if job in needs_of(self.sheet, other):
                yield from self._with_comments(("jobs", other, "needs"))

    def added(self, found: Differences) -> Iterator[Lines]:
        """The gaps between jobs, and those between the steps of jobs that are on both sides of a new card."""
        if not found.added:
            return
        jobs = self.tree.keys(("jobs",))
        for job in jobs:
            yield from self._around(("jobs", job))
        if not jobs:
            yield from [*self._around(("jobs",)), self.tree.lines(("jobs",))]
        ends = {e for k in found.links_new for e in (k.source, k.target) if {k.source, k.target} & set(found.added)}
        for card in (e for e in ends if self.sheet.job(e)):
            if not self.sheet.stands_for_job(card) and self.sheet.step_path(card):
                yield from self._around(self.sheet.needed_step(card))

    def _around(self, path: Path) -> list[Lines]:
        """The gaps above and below an entry, on either side of the blank lines there."""
        (first, last), (own_first, own_last) = self.entry(path), self.tree.lines(path)
        last = max(last, self._comments_below(own_last))
        return [(n, n - 1) for n in (*range(first, own_first + 1), *range(own_last + 1, last + 2))]

    def _comments_below(self, line: int) -> int:
        """The last of the comments and blank lines directly below a line."""
        while line < len(self.text) and self.text[line].lstrip()[:1] in ("", "#"):
            line += 1
        return line

    def renamed(self, card: str) -> Iterator[Lines]:
        """The key or id, and every line that names it."""
        job, step = self.sheet.job(card), self.sheet.step_path(card)
        if job is None:
            return
        if self.sheet.stands_for_job(card):
            line = self.tree.key_line(("jobs", job))
            yield line, line
            for other in self.tree.keys(("jobs",)):
                if job in needs_of(self.sheet, other):
                    yield self.tree.lines(("jobs", other, "needs"))
            yield from self._naming(("needs", "jobs"), job)
        elif step:
            yield from self.value((*step, "id"))
            if self.tree.has((*step, "id")):
                yield from self._naming(("steps",), str(self.tree.raw((*step, "id"))))

    def _naming(self, contexts: tuple[str, ...], name: str) -> Iterator[Lines]:
        """Lines on which an expression names something."""
        said = re.compile(rf"\b({'|'.join(contexts)})\s*(\.\s*|\[\s*'){re.escape(name)}\b", re.IGNORECASE)
        for path, node in references.scalars(self.tree):
            for number in range(node.line, node.last_line + 1):
                if references.expressions(path, node.text) and said.search(self.text[number - 1]):
                    yield number, number

    def entry(self, path: Path) -> Lines:
        """The lines of an entry with the comments glued to it from above and the blank lines around."""
        first, last = self.tree.lines(path)
        while first > 1 and self.text[first - 2].lstrip().startswith("#"):
            first -= 1
        return self._with_blanks(first, last)

    def _with_blanks(self, first: int, last: int) -> Lines:
        while last < len(self.text) and not self.text[last].strip():
            last += 1
        while first > 1 and not self.text[first - 2].strip():
            first -= 1
        return first, last


def merged(lines: Iterable[Lines]) -> tuple[Lines, ...]:
    """Ranges without those that lie inside of others, in order."""
    found: list[Lines] = []
    for first, last in sorted(lines, key=lambda r: (r[0], -r[1])):
        if not found or last > found[-1][1] or (last < first and first > found[-1][1] + 1):
            found.append((first, last))
    return tuple(found)
