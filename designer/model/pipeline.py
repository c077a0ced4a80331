"""The pipeline: tables of records, a private graph of the flow links, and `edit()` as the only writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from designer.errors import EditRefused
from designer.model.changes import (
    FACTS,
    FRAMES,
    LINKS,
    NOTES,
    POSITIONS,
    STEPS,
    TABLES,
    Change,
    Transaction,
)
from designer.model.snapshot import Position, Snapshot
from designer.model.step import STEP_ID, Frame, Link, Note, Step

if TYPE_CHECKING:
    import networkx as nx

Listener = Callable[[Transaction], None]
_LINK_WORDS = {
    "type": ("flow", "feedback"),
    "when": ("success", "always", "failure"),
    "carries": ("any", "data", "control"),
}


class Table(dict[str, Any]):
    """Rows by id that keep their order when a deleted row comes back."""

    def __init__(self, rows: Mapping[str, Any] | None = None) -> None:
        super().__init__(rows or {})
        self.ranks = {key: rank for rank, key in enumerate(self)}
        self.next_rank = len(self)
        self.ordered = True

    def put(self, key: str, row: Any, rank: int) -> None:
        if key not in self:
            self.ranks[key] = rank
            self.ordered = self.ordered and rank == self.next_rank
            self.next_rank = max(self.next_rank, rank + 1)
        self[key] = row

    def drop(self, key: str) -> None:
        del self[key]
        del self.ranks[key]

    def sort(self) -> None:
        """Restores the order after rows came back; cheap when nothing did."""
        if not self.ordered:
            rows = sorted(self.items(), key=lambda row: self.ranks[row[0]])
            self.clear()
            self.update(rows)
            self.ordered = True


class Pipeline:
    """Steps, links, notes, frames, places and facts that change only inside `edit()`.

    Listeners get every finished transaction, undo and redo included.
    """

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        """Starts from a snapshot without checks: a document that already holds a cycle still opens."""
        start = snapshot or Snapshot()
        self._tables = {name: Table(getattr(start, name)) for name in TABLES}
        self._revision = start.revision
        self._listeners: list[Listener] = []
        self._open: list[Change] | None = None
        self._graph: nx.DiGraph[str] | None = None
        self._snapshot: Snapshot | None = None

    # ------------------------------------------------------------------ reading
    @property
    def steps(self) -> Mapping[str, Step]:
        return self._view(STEPS)

    @property
    def links(self) -> Mapping[str, Link]:
        return self._view(LINKS)

    @property
    def notes(self) -> Mapping[str, Note]:
        return self._view(NOTES)

    @property
    def frames(self) -> Mapping[str, Frame]:
        return self._view(FRAMES)

    @property
    def positions(self) -> Mapping[str, Position]:
        return self._view(POSITIONS)

    @property
    def facts(self) -> Mapping[str, Any]:
        return self._view(FACTS)

    @property
    def revision(self) -> int:
        return self._revision

    def snapshot(self) -> Snapshot:
        """An immutable copy; the same object until the next change."""
        if self._snapshot is None or self._snapshot.revision != self._revision:
            copies: dict[str, Any] = {name: MappingProxyType(dict(self._view(name))) for name in TABLES}
            self._snapshot = Snapshot(revision=self._revision, **copies)
        return self._snapshot

    def links_of(self, step_id: str) -> tuple[Link, ...]:
        """Every link that starts or ends at a step, in document order."""
        return tuple(k for k in self.links.values() if step_id in (k.source, k.target))

    def cycle_with(self, source: str, target: str) -> tuple[str, ...]:
        """The circle of step ids that a flow link from source to target would close; empty when none."""
        if source == target:
            return (source, target)
        import networkx as nx  # 0.2 s: only when a link is checked

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

    @contextmanager
    def edit(self, label: str) -> Iterator[Pipeline]:
        """Opens a transaction; leaving it tells the listeners, an exception rolls everything back.

        Nested edits join the outer one and its label.
        """
        if self._open is not None:
            yield self
            return
        self._open = []
        try:
            yield self
        except BaseException:
            for change in reversed(self._open):
                self._write(change.reversed())
            self._open = None
            raise
        changes, self._open = tuple(self._open), None
        if changes:
            self._publish(Transaction(label, changes))

    def apply(self, transaction: Transaction) -> None:
        """Replays a recorded transaction (undo and redo) and tells the listeners."""
        for change in transaction.changes:
            self._write(change)
        self._publish(transaction)

    def put_step(self, step: Step) -> None:
        """Adds a step or replaces the one with its id."""
        if not STEP_ID.match(step.id):
            raise EditRefused(
                f"{step.id!r} is not a step id", advice="Use letters, digits, _ and -, starting with a letter or _."
            )
        self._put(STEPS, step.id, step)

    def remove_step(self, step_id: str) -> None:
        """Removes a step with its links, its place and its mentions in frames."""
        self._require(step_id)
        for link in self.links_of(step_id):
            self._put(LINKS, link.id, None)
        for frame in tuple(self.frames.values()):
            if step_id in frame.steps:
                rest = tuple(s for s in frame.steps if s != step_id)
                self._put(FRAMES, frame.id, Frame(frame.id, frame.title, rest, frame.extra))
        self._put(POSITIONS, step_id, None)
        self._put(STEPS, step_id, None)

    def put_link(self, link: Link) -> None:
        """Adds a link or replaces the one with its ends and type.

        Raises:
            EditRefused: an unknown step, a step linked to itself, or a flow link that closes a circle.
        """
        self._require(link.source)
        self._require(link.target)
        for name, words in _LINK_WORDS.items():
            if getattr(link, name) not in words:
                raise EditRefused(f"{name} of link {link.id} must be one of {', '.join(words)}")
        if link.source == link.target:
            raise EditRefused(f"{link.source} cannot be linked to itself", advice="Choose another step.")
        if link.is_flow and link.id not in self._tables[LINKS]:
            cycle = self.cycle_with(link.source, link.target)
            if cycle:
                raise EditRefused(
                    f"a flow link {link.source} -> {link.target} would close the circle {' -> '.join(cycle)}",
                    cycle=cycle,
                    advice="Make it a feedback link: it starts a later run.",
                )
        self._put(LINKS, link.id, link)

    def remove_link(self, link_id: str) -> None:
        if link_id not in self._tables[LINKS]:
            raise EditRefused(f"there is no link {link_id}")
        self._put(LINKS, link_id, None)

    def put_note(self, note: Note) -> None:
        self._put(NOTES, note.id, note)

    def remove_note(self, note_id: str) -> None:
        if note_id not in self._tables[NOTES]:
            raise EditRefused(f"there is no note {note_id}")
        self._put(NOTES, note_id, None)

    def put_frame(self, frame: Frame) -> None:
        for step_id in frame.steps:
            self._require(step_id)
        self._put(FRAMES, frame.id, frame)

    def remove_frame(self, frame_id: str) -> None:
        if frame_id not in self._tables[FRAMES]:
            raise EditRefused(f"there is no frame {frame_id}")
        self._put(FRAMES, frame_id, None)

    def move_steps(self, places: Mapping[str, Position]) -> None:
        """Sets the top-left corners of steps' cards, in canvas units."""
        for step_id, (x, y) in places.items():
            self._require(step_id)
            self._put(POSITIONS, step_id, (float(x), float(y)))

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Sets attributes of the pipeline; the value None removes one."""
        for name, value in facts.items():
            self._put(FACTS, name, value)

    # ------------------------------------------------------------------ inside
    def _view(self, table: str) -> Table:
        rows = self._tables[table]
        rows.sort()
        return rows

    def _require(self, step_id: str) -> None:
        if step_id not in self._tables[STEPS]:
            raise EditRefused(f"there is no step {step_id}")

    def _put(self, table: str, key: str, after: Any) -> None:
        if self._open is None:
            raise RuntimeError("a pipeline changes only inside edit()")
        rows = self._tables[table]
        before = rows.get(key)
        if before == after and type(before) is type(after):
            return
        change = Change(table, key, before, after, rows.ranks.get(key, rows.next_rank))
        self._write(change)
        self._open.append(change)

    def _write(self, change: Change) -> None:
        rows = self._tables[change.table]
        if change.after is None:
            rows.drop(change.key)
        else:
            rows.put(change.key, change.after, change.rank)
        if change.table in (STEPS, LINKS):
            self._graph = None
        self._revision += 1

    def _publish(self, transaction: Transaction) -> None:
        for listener in tuple(self._listeners):
            listener(transaction)

    def _flow_graph(self) -> nx.DiGraph[str]:
        if self._graph is None:
            from designer.model.graph_queries import flow_graph

            self._graph = flow_graph(self._tables[STEPS], self._tables[LINKS].values())
        return self._graph


def changed_steps(transaction: Transaction) -> Iterable[str]:
    """Ids of steps whose card looks different after a transaction."""
    return transaction.keys(STEPS) | transaction.keys(POSITIONS)
