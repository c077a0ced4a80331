"""One edit of each sort on a dvc.yaml that was read, to prove that only the lines change that it must touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.model.graph_queries import reachable
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, free_id
from designer.targets.dvc.editing.touching import touched
from designer.targets.imported import Imported, SourceFile, Trial

Edit = Callable[[Imported, Step], Snapshot | None]

_NEW: Final = "edited"


def trials(file: SourceFile, base: Imported) -> Iterator[Trial]:
    """Edits of every sort that the file has a place for, each of them alone, on its first and its last stage.

    Args:
        file: what was read.
        base: what was read from it.
    """
    cards = [s for s in base.snapshot.steps.values() if base.places.get(s.id)]
    for sort, edit in _SORTS.items():
        for card in cards[:1] + cards[1:][-1:]:
            wanted = edit(base, card)
            if wanted is not None:
                yield Trial(sort, wanted, touched(file, base, wanted))


def _fact(name: str, value: Callable[[Any], Any]) -> Edit:
    """Changes one fact of a card to what ``value`` makes of it; None leaves the edit out."""

    def edit(base: Imported, card: Step) -> Snapshot | None:
        new = value(card.get(name))
        return None if new is None else _with(base.snapshot, card.with_attributes({name: new}))

    return edit


def _without_fact(name: str) -> Edit:
    def edit(base: Imported, card: Step) -> Snapshot | None:
        return _with(base.snapshot, card.with_attributes({name: None})) if card.get(name) else None

    return edit


def _with(now: Snapshot, step: Step) -> Snapshot:
    return replace(now, steps={**now.steps, step.id: step})


def _with_links(now: Snapshot, *, gone: Iterable[str] = (), new: Iterable[Link] = ()) -> Snapshot:
    kept = {i: k for i, k in now.links.items() if i not in set(gone)}
    return replace(now, links={**kept, **{k.id: k for k in new}})


def _command(old: Any) -> Any:
    """One more option at the end of the first line."""
    if not old:
        return None
    first, newline, rest = str(old).partition("\n")
    return f"{first.rstrip()} --edited{newline}{rest}" if not first.rstrip().endswith("\\") else f"true && {old}"


def _variants(old: Any) -> Any:
    """One more item in the first list of items."""
    if not isinstance(old, Mapping):
        return None
    for axis, values in old.items():
        if isinstance(values, list) and values and not isinstance(values[0], (list, Mapping)):
            return {**old, axis: [*values, _NEW]}
    return None


def _rename(base: Imported, card: Step) -> Snapshot:
    now, new = base.snapshot, free_id(f"{card.id}_{_NEW}", base.snapshot.steps)
    steps = {s.id: s for s in (replace(s, id=new) if s.id == card.id else s for s in now.steps.values())}
    names = {card.id: new}
    links = (
        replace(k, source=names.get(k.source, k.source), target=names.get(k.target, k.target))
        for k in now.links.values()
    )
    return replace(now, steps=steps, links={k.id: k for k in links})


def _delete(base: Imported, card: Step) -> Snapshot:
    now = base.snapshot
    steps = {i: s for i, s in now.steps.items() if i != card.id}
    links = {i: k for i, k in now.links.items() if card.id not in (k.source, k.target)}
    return replace(now, steps=steps, links=links)


def _add(base: Imported, card: Step) -> Snapshot:
    new = Step(
        free_id(_NEW, base.snapshot.steps), "other", "", {"command": "python edited.py", "produces": ["edited.txt"]}
    )
    return _with_links(_with(base.snapshot, new), new=[Link(card.id, new.id)] if card.get("produces") else ())


def _insert_before(base: Imported, card: Step) -> Snapshot | None:
    new = Step(free_id(_NEW, base.snapshot.steps), "other", "", {"command": "python edited.py"})
    if card.get("matrix"):
        return None
    return _with_links(_with(base.snapshot, new), new=[Link(new.id, card.id)])


def _reorder(base: Imported, card: Step) -> Snapshot | None:
    """Two stages that wait for each other no longer: there is no other order in DVC than that of its files."""
    link = next((k for k in base.snapshot.links.values() if k.target == card.id and base.places.get(k.source)), None)
    return _with_links(base.snapshot, gone=[link.id]) if link else None


def _connect(base: Imported, card: Step) -> Snapshot | None:
    """A link to the first stage that is not joined to it yet."""
    now = base.snapshot
    targets: dict[str, list[str]] = {}
    for link in now.links.values():
        targets.setdefault(link.source, []).append(link.target)
    for other in now.steps.values():
        is_free = other.id != card.id and base.places.get(other.id) and card.id not in reachable([other.id], targets)
        if is_free and Link(card.id, other.id).id not in now.links:
            return _with_links(now, new=[Link(card.id, other.id)])
    return None


def _more(*extra: str) -> Callable[[Any], Any]:
    return lambda old: [*(old or ()), *extra]


def _fewer(old: Any) -> Any:
    return list(old[:-1]) if isinstance(old, (list, tuple)) and len(old) > 1 else None


_SORTS: Final[Mapping[str, Edit]] = {
    "rename a stage": _rename,
    "delete a stage": _delete,
    "add a stage": _add,
    "insert a stage before": _insert_before,
    "add a link": _connect,
    "remove a link": _reorder,
    "change the command": _fact("command", _command),
    "replace the command": _fact("command", lambda old: "python edited.py --fast" if old else None),
    "command of two lines": _fact("command", lambda old: "python edited.py\npython again.py" if old else None),
    "set the description": _fact("description", lambda old: "Edited: what it is for"),
    "remove the description": _without_fact("description"),
    "set the folder": _fact("working_directory", lambda old: "edited"),
    "more inputs": _fact("consumes", _more("edited/input.csv")),
    "fewer inputs": _fact("consumes", _fewer),
    "more outputs": _fact("produces", lambda old: ["edited/output.csv", *(old or ())]),
    "fewer outputs": _fact("produces", _fewer),
    "more variants": _fact("matrix", _variants),
    "run it always": _fact("cache", lambda old: False if old is None else None),
    "freeze it": _fact("frozen", lambda old: True if old is None else None),
    "set the time limit": _fact("timeout_minutes", lambda old: 42),
    "set a condition": _fact("only_if", lambda old: "github.ref == 'refs/heads/main'"),
}
