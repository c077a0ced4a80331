"""Which files flow where: every stage writes under paths made from its name, every consumer is told those paths.

Data and models are taken from the nearest stages up the flow that make them. Data that reaches a step only through a
training is the training's data, and used when nothing nearer is there. Links that carry only control pass no files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from designer.pace import breathe
from designer.plan.plan import SUCCESS, Artifact

DATA, MODEL = "data", "model"


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow link into a step: where from, under which outcome, and whether files may come along."""

    source: str
    when: str = SUCCESS
    files: bool = True


class Paths:
    """Hands out output paths so that no two overlap, however a file system treats case."""

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}
        self.folders: set[str] = set()

    def claim(self, path: str, owner: str) -> bool:
        """Reserves a path; False when it is another's, or inside or around one."""
        key = path.lower()
        parents = ["/".join(key.split("/")[:n]) for n in range(1, key.count("/") + 1)]
        if key in self.taken or key in self.folders or any(p in self.taken for p in parents):
            return False
        self.taken[key] = owner
        self.folders.update(parents)
        return True

    def free(self, path: str, owner: str) -> str:
        """The path, or the first of its numbered variants that is free; reserved.

        The first folder is numbered, or the name when there is no folder: a folder may itself be somebody's file.
        """
        folder, slash, rest = path.partition("/")
        stem, dot, ending = (folder, slash, rest) if slash else path.rpartition(".")
        stem, ending = (stem, dot + ending) if dot else (path, "")
        number, candidate = 2, path
        while not self.claim(candidate, owner):
            candidate, number = f"{stem}_{number}{ending}", number + 1
        return candidate


@dataclass(slots=True)
class Flow:
    """What can be taken over behind each stage, filled in topological order."""

    rank: Mapping[str, int]
    behind: dict[str, dict[str, tuple[Artifact, ...]]] = field(default_factory=dict)
    trained: dict[str, tuple[Artifact, ...]] = field(default_factory=dict)

    def inputs(self, edges: Iterable[Edge], role: str) -> tuple[Artifact, ...]:
        """The nearest artifacts of a role above a step with these links into it."""
        sources = [e.source for e in edges if e.files]
        found = self._merge(a for s in sources for a in self.behind[s].get(role, ()))
        if not found and role == DATA:
            found = self._merge(a for s in sources for a in self.trained[s])
        return found

    def pass_on(self, stage: str, edges: Iterable[Edge], outputs: tuple[Artifact, ...], trains: bool) -> None:
        """Records what is behind a stage: its own outputs hide older ones of the same role."""
        edges = tuple(edges)
        sources = [e.source for e in edges if e.files]
        roles = {r: None for s in sources for r in self.behind[s]}
        behind = {r: self._merge(a for s in sources for a in self.behind[s].get(r, ())) for r in roles}
        trained = self._merge(a for s in sources for a in self.trained[s])
        if trains:
            trained = behind.pop(DATA, ()) or trained
        for role in dict.fromkeys(o.role for o in outputs):
            behind[role] = tuple(o for o in outputs if o.role == role)
        self.behind[stage] = behind
        self.trained[stage] = trained

    def _merge(self, artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
        return tuple(sorted(dict.fromkeys(artifacts), key=lambda a: (self.rank[a.producer], a.path)))


def without(edges: dict[str, list[Edge]], step: str) -> None:
    """Takes a step out of the graph; what waited for it waits for what it waited for."""
    breathe()
    above = edges.pop(step)
    for target, into in edges.items():
        if not any(e.source == step for e in into):
            continue
        bridged: dict[Edge, None] = {}
        for edge in into:
            if edge.source != step:
                bridged[edge] = None
                continue
            for old in above:
                when = edge.when if edge.when != SUCCESS else old.when
                bridged[Edge(old.source, when, old.files and edge.files)] = None
        edges[target] = _one_per_source(bridged)


def _one_per_source(edges: Iterable[Edge]) -> list[Edge]:
    """Two links from one step become one: success asks for the most, files come along if either brings them."""
    found: dict[str, Edge] = {}
    for edge in edges:
        old = found.get(edge.source)
        if old is None:
            found[edge.source] = edge
        else:
            when = SUCCESS if SUCCESS in (old.when, edge.when) else min(old.when, edge.when)
            found[edge.source] = Edge(edge.source, when, old.files or edge.files)
    return list(found.values())
