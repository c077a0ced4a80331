"""Which step of a file that changed on disk is which step of the one that was open."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Final

from designer.model.snapshot import Snapshot
from designer.model.step import Step, free_id
from designer.recognition.hazards.notes import SET_UP
from designer.session.source import Source
from designer.storage.overlay import ASSESSED, step_data

_WORK: Final = ("command", "action", "inputs", "working_directory", "shell", "variables")


def same_steps(before: Source, after: Source) -> dict[str, str]:
    """Id of a step as it was opened -> its id now, for the steps that are still there.

    The same id with the same content counts first, then the same content, the same work, the same id, the same place.
    """
    old, new = before.snapshot.steps, after.snapshot.steps
    names: dict[str, str] = {}
    keys: tuple[Callable[[Source, Step], Hashable], ...] = (
        lambda source, step: (step.id, _content(step)),
        lambda source, step: (_file(source, step), _content(step)),
        lambda source, step: (_file(source, step), _work(step) or step.id),
        lambda source, step: step.id,
        _place,
    )
    for key in keys:
        free: dict[Hashable, list[str]] = {}
        taken = set(names.values())
        for step in new.values():
            if step.id not in taken:
                free.setdefault(key(after, step), []).append(step.id)
        for step in old.values():
            found = free.get(key(before, step)) if step.id not in names else None
            if found:
                names[step.id] = found.pop(0)
    return names


def _content(step: Step) -> str:
    return repr({**step_data(step), "title": step.title, SET_UP: None})  # lines move


def _work(step: Step) -> str:
    """What it runs, word for word; a kind that is guessed from a new name plays no part."""
    return "".join(repr(step.get(name)) for name in _WORK if step.get(name))


def _file(source: Source, step: Step) -> str:
    places = source.places.get(step.id)
    return places[0].path if places else ""


def _place(source: Source, step: Step) -> Hashable:
    places = source.places.get(step.id)
    return (places[0].path, places[0].at) if places else step.id


def renaming(snapshot: Snapshot, names: Mapping[str, str], taken: Mapping[str, Step]) -> dict[str, str]:
    """New ids for all steps of a snapshot: those given, and free ones for others whose id is used for something else.

    Args:
        names: id -> new id.
        taken: steps whose ids only their own counterparts may have.
    """
    result = {i: names[i] for i in snapshot.steps if i in names}
    used = {**dict.fromkeys(taken), **dict.fromkeys(result.values())}
    for step in snapshot.steps:
        if step not in result:
            result[step] = free_id(step, used)
            used[result[step]] = None
    return result


def renamed(snapshot: Snapshot, names: Mapping[str, str]) -> Snapshot:
    """The same pipeline with other ids of steps."""
    links = {
        i: replace(k, source=names.get(k.source, k.source), target=names.get(k.target, k.target))
        for i, k in snapshot.links.items()
    }
    assessed = [_renamed_place(str(a), names) for a in snapshot.facts.get(ASSESSED, ())]
    return replace(
        snapshot,
        facts={**snapshot.facts, ASSESSED: assessed} if assessed else snapshot.facts,
        steps={names[i]: replace(s, id=names[i]) for i, s in snapshot.steps.items()},
        links={k.id: k for k in links.values()},
        frames={i: replace(f, steps=tuple(names.get(s, s) for s in f.steps)) for i, f in snapshot.frames.items()},
        positions={names[i]: p for i, p in snapshot.positions.items() if i in names},
        bends={links[i].id: b for i, b in snapshot.bends.items()},
    )


def _renamed_place(assessed: str, names: Mapping[str, str]) -> str:
    """``CODE@step`` with the new id of its step."""
    code, at, step = assessed.partition("@")
    return f"{code}{at}{names.get(step, step)}"
