"""One edit of each sort on a workflow that was read, to prove that only the lines change that it must touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, free_id
from designer.targets.differences import flow
from designer.targets.github_actions.editing import conditions
from designer.targets.github_actions.editing.board import Board
from designer.targets.github_actions.editing.pinning import is_movable
from designer.targets.github_actions.editing.touching import touched
from designer.targets.imported import Imported, SourceFile, Trial

_MINUTES: Final = 42
_HERE: Final = "github.repository_owner != ''"
_NEW: Final = "edited"


def trials(file: SourceFile, base: Imported) -> Iterator[Trial]:
    """Edits of every sort that the file has a place for, each of them alone.

    Args:
        file: what was read.
        base: what was read from it.
    """
    board = Board(base)
    for sort, edits in _SORTS.items():
        for wanted in edits(board):
            yield Trial(sort, wanted, touched(file, base, wanted))


def _fact(
    fits: Callable[[Board, Step], Any], value: Callable[[Step], dict[str, Any]]
) -> Callable[[Board], Iterator[Snapshot]]:
    def edits(board: Board) -> Iterator[Snapshot]:
        for step in board.cards(lambda s: fits(board, s)):
            yield board.with_facts(step.id, **value(step))

    return edits


def _titles(board: Board) -> Iterator[Snapshot]:
    for step in board.cards():
        yield board.with_step(replace(step, title=f"{step.title or step.id} {_NEW}"))


def _command(step: Step) -> dict[str, Any]:
    old = str(step.get("command"))
    return {"command": f"echo {_NEW}\n{old}" if "\n" in old.strip() else f"echo {_NEW}; {old}"}


def _condition(step: Step) -> dict[str, Any]:
    return {"only_if": conditions.joined([str(step.get("only_if") or ""), _HERE])}


def _matrix(step: Step) -> dict[str, Any]:
    """One more value on an axis that no machine is chosen by."""
    matrix = step.get("matrix")
    if not isinstance(matrix, Mapping):
        return {"matrix": {"variant": ["a", "b"]}}
    axis = next(iter(_axes(step)))
    return {"matrix": {**matrix, axis: [*matrix[axis], f"{_NEW}"]}}


def _axes(step: Step) -> list[str]:
    matrix = step.get("matrix")
    axes = matrix if isinstance(matrix, Mapping) else {}
    return [
        a
        for a, v in axes.items()
        if isinstance(v, list) and v and a not in ("include", "exclude") and a not in str(step.get("runner"))
    ]


def _inputs(step: Step) -> dict[str, Any]:
    inputs = dict(step.get("inputs") or {})
    name = _text_input(step)
    return {"inputs": {**inputs, name: f"{inputs[name]}-{_NEW}"}}


def _text_input(step: Step) -> str:
    inputs = step.get("inputs")
    texts = (
        [n for n, v in inputs.items() if isinstance(v, str) and v and "\n" not in v]
        if isinstance(inputs, Mapping)
        else []
    )
    return texts[0] if texts else ""


def _rights(step: Step) -> dict[str, Any]:
    stated = step.get("token_permissions")
    return {
        "token_permissions": {**(stated if isinstance(stated, Mapping) else {}), "contents": "read", "checks": "write"}
    }


def _is_movable(step: Step) -> bool:
    return is_movable(str(step.get("action") or "")) or step.get("pinned") is False


def _machine(step: Step) -> dict[str, Any]:
    return {"runner": "ubuntu-24.04" if step.get("runner") == "ubuntu-latest" else "ubuntu-latest"}


def _triggers(board: Board) -> Iterator[Snapshot]:
    words = list(board.now.facts.get("triggers") or ())
    for word in ("manual", "schedule", "release"):
        if word not in words:
            yield replace(board.now, facts={**board.now.facts, "triggers": [*words, word]})
    if len(words) > 1:
        yield replace(board.now, facts={**board.now.facts, "triggers": words[1:]})


def _branches(board: Board) -> Iterator[Snapshot]:
    if "push" in (board.now.facts.get("triggers") or ()):
        branches = [*(board.now.facts.get("branches") or ("main",)), _NEW]
        yield replace(board.now, facts={**board.now.facts, "branches": branches})


def _name(board: Board) -> Iterator[Snapshot]:
    yield replace(board.now, facts={**board.now.facts, "name": f"{board.now.name} {_NEW}".strip()})


def _deletions(board: Board) -> Iterator[Snapshot]:
    for step in board.cards():
        yield board.without(step.id)


def _additions(board: Board) -> Iterator[Snapshot]:
    """Behind the last card, in front of the first one, and between two jobs."""
    new = Step(free_id(_NEW, board.now.steps), "evaluate", "", {"command": "python evaluate.py"})
    behind = tuple(Link(card.id, new.id) for card in list(board.cards())[-1:])
    grown = {**board.now.steps, new.id: new}
    yield replace(board.with_links((), behind), steps=grown)
    for source, target in board.needs()[:1]:
        gone = board.links_between(source, target)
        if len(gone) == 1:
            links = (Link(gone[0].source, new.id, when=gone[0].when), Link(new.id, gone[0].target))
            yield replace(board.with_links((gone[0].id,), links), steps=grown)


def _insertions(board: Board) -> Iterator[Snapshot]:
    new = Step(free_id(_NEW, board.now.steps), "evaluate", "", {"command": "python evaluate.py"})
    for chain in board.chains()[:1]:
        links = (Link(chain[0], new.id), Link(new.id, chain[1]))
        grown = {**board.now.steps, new.id: new}
        yield replace(board.with_links((Link(chain[0], chain[1]).id,), links), steps=grown)


def _swaps(board: Board) -> Iterator[Snapshot]:
    """The first two cards of a job change places."""
    for chain in board.chains()[:2]:
        a, b, *rest = chain
        into = [k for k in flow(board.now.links.values()) if k.target == a]
        behind = [k for k in flow(board.now.links.values()) if k.source == b]
        gone = (Link(a, b).id, *(k.id for k in (*into, *behind)))
        new = (
            *(replace(k, target=b) for k in into),
            Link(b, a),
            *(replace(k, source=a) for k in behind if k.target != a),
        )
        if all(k.carries == "any" for k in (*into, *behind)) and not rest[:0]:
            yield board.with_links(gone, new)


def _links(board: Board) -> Iterator[Snapshot]:
    """A job waits for one more that stands above it and that it does not follow by now."""
    names = [g.name for g in board.base.groups]
    after: dict[str, set[str]] = {}
    for group in board.base.groups:
        after[group.name] = set(group.needs).union(*(after.get(n, set()) for n in group.needs))
    for i, target in enumerate(names):
        source = next((n for n in names[:i] if n not in after[target] and target not in after[n]), None)
        if source is not None:
            when = next(
                (k.when for k in flow(board.now.links.values()) if k.target == board.ends(target)[0]), "success"
            )
            yield board.with_links((), (Link(board.ends(source)[-1], board.ends(target)[0], when=when),))
            return


def _unlinks(board: Board) -> Iterator[Snapshot]:
    for source, target in board.needs()[:1]:
        yield board.with_links(tuple(k.id for k in board.links_between(source, target)), ())


def _outcomes(board: Board) -> Iterator[Snapshot]:
    for _, target in board.needs()[:1]:
        into = [
            k
            for k in flow(board.now.links.values())
            if k.target in board.ends(target) and k.source not in board.ends(target)
        ]
        if all(k.when == "success" for k in into):
            yield board.with_links((), tuple(replace(k, when="always") for k in into))


def _renames(board: Board) -> Iterator[Snapshot]:
    for step in board.cards():
        new = free_id(f"{step.id}_{_NEW}", board.now.steps)
        steps = {
            (new if i == step.id else i): (replace(s, id=new) if i == step.id else s)
            for i, s in board.now.steps.items()
        }
        links = (
            replace(k, source=new if k.source == step.id else k.source, target=new if k.target == step.id else k.target)
            for k in board.now.links.values()
        )
        yield replace(board.now, steps=steps, links={k.id: k for k in links})


_SORTS: Final[Mapping[str, Callable[[Board], Iterator[Snapshot]]]] = {
    "change the title": _titles,
    "change the command": _fact(lambda b, s: s.get("command"), _command),
    "change the condition": _fact(lambda b, s: True, _condition),
    "set the time limit": _fact(Board.runs, lambda s: {"timeout_minutes": _MINUTES}),
    "change the variants": _fact(lambda b, s: _axes(s) or not s.get("matrix"), _matrix),
    "set the environment": _fact(Board.runs, lambda s: {"environment_name": "staging"}),
    "change the permissions": _fact(lambda b, s: True, _rights),
    "give least permissions": _fact(lambda b, s: s.get("permissions") == "broad", lambda s: {"permissions": "least"}),
    "change the variables": _fact(Board.runs, lambda s: {"variables": {**(s.get("variables") or {}), "EDITED": "1"}}),
    "change an input": _fact(lambda b, s: _text_input(s), _inputs),
    "change the machine": _fact(lambda b, s: str(s.get("runner")).startswith("ubuntu"), _machine),
    "let a failure pass": _fact(lambda b, s: b.runs(s) and s.get("blocking") is None, lambda s: {"blocking": False}),
    "pin the actions": _fact(lambda b, s: _is_movable(s), lambda s: {"pinned": True}),
    "change the events": _triggers,
    "change the branches": _branches,
    "change the name": _name,
    "delete a step": _deletions,
    "add a step": _additions,
    "insert a step in a job": _insertions,
    "swap two steps": _swaps,
    "add a link": _links,
    "remove a link": _unlinks,
    "change the outcome": _outcomes,
    "change an id": _renames,
}  # fmt: skip
