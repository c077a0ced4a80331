"""The pipeline: tables of records, a private graph of the flow links, and `edit()` as the only way to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from designer.model.changes import BENDS, FACTS, FRAMES, LINKS, NOTES, POSITIONS, STEPS, TABLES, Change, Transaction
from designer.model.edit import Edit
from designer.model.graph_queries import way_back
from designer.model.snapshot import Bends, Position, Snapshot
from designer.model.step import Frame, Link, Note, Step
from designer.model.table import Table

if TYPE_CHECKING:
    import networkx as nx

Listener = Callable[[Transaction], None]
FEW_STEPS = 100  # so many are searched faster than a library is imported


class Pipeline:
    """Steps, links, notes, frames, places and facts that change only inside `edit()`.

    Listeners get every finished transaction, undo and redo included.
    """

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        """Starts from a snapshot without checks: a document that already holds a cycle still opens."""
        start = snapshot or Snapshot()
        self._tables = {name: Table(getattr(start, name)) for name in TABLES}
        self._incident: dict[str, list[str]] = {}  # ids of links by the steps at their ends
        for link_id, link in self._tables[LINKS].items():
            self._index(link_id, link, present=True)
        self._revision = start.revision
        self._newest_revision = start.revision  # also counts states that were rolled back: no number is used twice
        self._listeners: list[Listener] = []
        self._keepers: list[Callable[[Edit], None]] = []
        self._edit: Edit | None = None
        self._graph: nx.DiGraph[str] | None = None
        self._snapshot = start

    # ------------------------------------------------------------------ reading
    @property
    def steps(self) -> Mapping[str, Step]:
        return self._tables[STEPS].in_order()

    @property
    def links(self) -> Mapping[str, Link]:
        return self._tables[LINKS].in_order()

    @property
    def notes(self) -> Mapping[str, Note]:
        return self._tables[NOTES].in_order()

    @property
    def frames(self) -> Mapping[str, Frame]:
        return self._tables[FRAMES].in_order()

    @property
    def positions(self) -> Mapping[str, Position]:
        return self._tables[POSITIONS].in_order()

    @property
    def bends(self) -> Mapping[str, Bends]:
        return self._tables[BENDS].in_order()

    @property
    def facts(self) -> Mapping[str, Any]:
        return self._tables[FACTS].in_order()

    @property
    def revision(self) -> int:
        return self._revision

    @property
    def is_editing(self) -> bool:
        """Whether a transaction is open."""
        return self._edit is not None

    def snapshot(self) -> Snapshot:
        """An immutable copy; the same object until the next change."""
        if self._snapshot.revision != self._revision:
            copies: dict[str, Any] = {
                name: MappingProxyType(dict(table.in_order())) for name, table in self._tables.items()
            }
            self._snapshot = Snapshot(revision=self._revision, **copies)
        return self._snapshot

    def links_of(self, step_id: str) -> tuple[Link, ...]:
        """Every link that starts or ends at a step, in document order."""
        links = self._tables[LINKS]
        return tuple(links[i] for i in sorted(self._incident.get(step_id, ()), key=links.ranks.__getitem__))

    def cycle_with(self, source: str, target: str) -> tuple[str, ...]:
        """The circle of step ids that a flow link from source to target would close; empty when none."""
        if source == target:
            return (source, target)
        known = self._nearby(target, source) if self._graph is None else None
        if known is not None:
            return (source, *known) if known else ()
        import networkx as nx  # 0.2 s: only when a link is checked and the search is a long one

        graph = self._flow_graph()
        if source not in graph or target not in graph:
            return ()
        try:
            return (source, *nx.shortest_path(graph, target, source))
        except nx.NetworkXNoPath:
            return ()

    # ------------------------------------------------------------------ writing
    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener(transaction)`` after every transaction; returns a function that ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def keep(self, keeper: Callable[[Edit], None]) -> None:
        """Has every transaction completed by ``keeper(edit)`` before it is told: what must go along with an edit."""
        self._keepers.append(keeper)

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """Opens a transaction; leaving it tells the listeners, an exception rolls everything back.

        A nested edit joins the outer one and its label; an exception in it rolls back only what it did itself.
        """
        outermost = self._edit is None
        edit = self._edit or Edit(self._tables, self._write, self.cycle_with, self.links_of)
        self._edit = edit
        start = len(edit.changes)
        before = (self._revision, self._snapshot)
        try:
            yield edit
            if outermost and edit.changes:
                for keeper in self._keepers:
                    keeper(edit)
        except BaseException:
            for change in reversed(edit.changes[start:]):
                self._write(change.reversed())
            del edit.changes[start:]
            self._revision, self._snapshot = before
            raise
        finally:
            if outermost:
                self._edit = None
                edit.is_over = True
        if outermost and edit.changes:
            self._publish(Transaction(label, tuple(edit.changes)))

    def apply(self, transaction: Transaction) -> None:
        """Replays a recorded transaction (undo and redo) and tells the listeners."""
        for change in transaction.changes:
            self._write(change)
        self._publish(transaction)

    # ------------------------------------------------------------------ inside
    def _write(self, change: Change) -> None:
        self._tables[change.table].write(change)
        if change.table == LINKS and (change.before is None or change.after is None):
            self._index(change.key, change.before or change.after, present=change.after is not None)
        if self._graph is not None:
            self._draw(self._graph, change)
        self._newest_revision += 1
        self._revision = self._newest_revision

    def _index(self, link_id: str, link: Link, *, present: bool) -> None:
        for end in {link.source, link.target}:
            if present:
                self._incident.setdefault(end, []).append(link_id)
            else:
                self._incident[end].remove(link_id)

    def _draw(self, graph: nx.DiGraph[str], change: Change) -> None:
        """Keeps the graph of the flow links, once there is one, as the tables are."""
        if change.table == STEPS:
            graph.remove_node(change.key) if change.after is None else graph.add_node(change.key)
        elif change.table == LINKS:
            link = change.after or change.before
            ends = (link.source, link.target)
            if link.is_flow and change.after is not None:
                graph.add_edge(*ends)
            elif link.is_flow and graph.has_edge(*ends):  # the edges of a step that goes leave with it
                graph.remove_edge(*ends)

    def _publish(self, transaction: Transaction) -> None:
        for listener in tuple(self._listeners):
            listener(transaction)

    def _nearby(self, start: str, goal: str) -> tuple[str, ...] | None:
        """A shortest way along flow links, empty when there is none; None when it takes too many steps to tell."""
        came_from = {start: ""}
        queue = [start] if start in self._tables[STEPS] else []
        for step in queue:  # grows while it is walked
            if step == goal:
                return way_back(came_from, goal)
            if len(queue) > FEW_STEPS:
                return None
            for link_id in self._incident.get(step, ()):
                link = self._tables[LINKS][link_id]
                if link.is_flow and link.source == step and link.target not in came_from:
                    came_from[link.target] = step
                    queue.append(link.target)
        return ()

    def _flow_graph(self) -> nx.DiGraph[str]:
        if self._graph is None:
            from designer.model.graph_queries import flow_graph

            self._graph = flow_graph(self._tables[STEPS], self._tables[LINKS].values())
        return self._graph
