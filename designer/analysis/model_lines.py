"""Which model a step serves, when a pipeline makes several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from designer.analysis.bit_sets import bits, union
from designer.analysis.reach import Reach


class ModelLines:
    """The model lines of a pipeline and the steps that belong to each.

    With one line everything belongs to it. With several, a step belongs to the lines it names; else to those of the
    train steps before or after it and of the deploy steps before it; without such evidence to none.

    Args:
        declared: names the pipeline says it must cover.
        labels: what each step that names lines names, in the order of the steps.
        core: steps that make a line exist: train, model source, deploy.
        trains: the train steps.
        deploys: the deploy steps.
    """

    def __init__(
        self,
        reach: Reach,
        declared: Sequence[str],
        labels: Mapping[int, tuple[str, ...]],
        *,
        core: int,
        trains: int,
        deploys: int,
    ) -> None:
        known = list(dict.fromkeys([*declared, *(name for label in labels.values() for name in label)]))
        self.known = tuple(known)
        self.is_single = len(known) <= 1
        if self.is_single:
            self.names: tuple[str, ...] = (known[0] if known else "",)
            self.members: tuple[int, ...] = (reach.everything,)
            self.everyone: Sequence[int] = self.members
            self._served: list[int] = []
            self._founders: dict[str, int] = {}
            return
        inferred = [0] * len(known)
        named = [0] * len(known)
        for i, label in labels.items():
            for name in label:
                line = known.index(name)
                named[line] |= 1 << i
                if trains >> i & 1:
                    inferred[line] |= reach.before[i] | reach.after[i]
                if deploys >> i & 1:
                    inferred[line] |= reach.after[i]
        self._speaking = union(1 << i for i, label in labels.items() if label)
        silent = reach.everything & ~self._speaking
        self._reach, self._trains, self._deploys = reach, trains, deploys
        everyone = [named[line] | inferred[line] & silent for line in range(len(known))]
        self.everyone = everyone
        self._served = _same_line(reach.size, everyone)
        required = [n for i, n in enumerate(known) if n in declared or named[i] & core] or known
        self._founders = {known[i]: named[i] & core for i in range(len(known)) if known[i] not in declared}
        self.names = tuple(required)
        self.members = tuple(everyone[known.index(name)] for name in required)

    def mates(self, step: int) -> int:
        """Steps that share a line with a step; every step when there is one line."""
        return -1 if self.is_single else self._served[step]

    def beside(self, steps: int, place: Callable[[int], int]) -> int:
        """Steps at a place that one of ``steps`` has on a line of both.

        Args:
            place: for some steps all that stand at that place of one of them, whatever their lines.
        """
        if self.is_single:
            return place(steps)
        return union(members & place(steps & members) for members in self.everyone if steps & members)

    def of(self, step: int) -> tuple[str, ...]:
        """Names of the lines a step belongs to; empty with a single line, which needs no label."""
        if self.is_single:
            return ()
        return tuple(n for n, m in zip(self.names, self.members, strict=True) if m >> step & 1)

    def founders(self, line: str) -> int:
        """Core steps without whose label a line would not have to be covered; none when the pipeline declares it."""
        return self._founders.get(line, 0)

    def evidence(self, step: int) -> int:
        """Steps that say which lines a step belongs to that names none itself; empty with a single line."""
        if self.is_single or self._speaking >> step & 1:
            return 0
        before, after = self._reach.before[step], self._reach.after[step]
        return self._speaking & ((before | after) & self._trains | before & self._deploys)

    def is_lost(self, step: int) -> bool:
        """Whether there are several lines and nothing says which one a step serves."""
        return not self.is_single and not self._served[step]


def _same_line(size: int, everyone: Sequence[int]) -> list[int]:
    found = [0] * size
    for members in everyone:
        for step in bits(members):
            found[step] |= members
    return found
