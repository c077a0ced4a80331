"""What starts a workflow: ``on`` as a word, a list or a mapping; filters of events that stay are not touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.plan.attributes import is_branch, words
from designer.plan.triggers import CRONS, NIGHTLY
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import WORKFLOW_KEYS, plain, put
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.triggers import Triggers, read_triggers, word
from designer.yaml_tree.node import Path

_ON: Final[Path] = ("on",)
_NAMES: Final = {
    "push": "push",
    "pull_request": "pull_request",
    "pull_request_target": "pull_request_target",
    "schedule": "schedule",
    "manual": "workflow_dispatch",
    "release": "release",
}
_DISPATCH: Final = {"new_data": "new-data", "drift": "drift", "event": "event"}
"""Words for outside events, and the type of ``repository_dispatch`` that means each."""
_CALLED: Final = "workflow_call"  # not what starts it by itself: another workflow may rely on it


def write_name(sheet: Sheet, name: str) -> None:
    """The name of the workflow."""
    with sheet.attempt(None, "name"):
        put(sheet.editor, ("name",), name or None, WORKFLOW_KEYS)


def write_triggers(sheet: Sheet, wanted: Sequence[str]) -> None:
    """Adds the events that are new among the words of a pipeline, and removes those that are gone."""
    present = _present(sheet)
    for new in [w for w in wanted if w not in present.words()]:
        with sheet.attempt(None, "trigger"):
            _add(sheet, new)
    for old in [w for w in present.words() if w not in wanted]:
        with sheet.attempt(None, "trigger"):
            _remove(sheet, old)


def write_branches(sheet: Sheet, branches: Sequence[str], events: Sequence[str] = ("push",)) -> None:
    """The branches whose pushes start it; none means all."""
    for event in events:
        with sheet.attempt(None, "branch"):
            filter_event(sheet, event, list(branches))


def write_clock(sheet: Sheet, frequency: str) -> None:
    """How often the clock starts it."""
    if frequency not in CRONS:
        raise CannotSay("only hourly, daily and weekly can be written as a schedule")
    at = (*_ON, "schedule")
    if not _has_event(sheet, "schedule"):
        _add_event(sheet, "schedule", [{"cron": CRONS[frequency]}])
    elif sheet.tree.has((*at, 0, "cron")) and len(sheet.tree.data(at)) == 1:
        sheet.editor.set((*at, 0, "cron"), CRONS[frequency])
    else:
        raise CannotSay("its schedule has several times; change them in the file")


def ensure_events(sheet: Sheet, wanted: Sequence[str]) -> None:
    """Adds the events of a step to those of its file, where they are missing; none is removed."""
    for new in [w for w in wanted if w not in _present(sheet).words()]:
        _add(sheet, new)


def known_events(sheet: Sheet) -> tuple[str, ...]:
    """GitHub's names of the events of the file."""
    return _present(sheet).events


def event_names(sheet: Sheet, wanted: Sequence[str]) -> list[str]:
    """GitHub's names of those events of the file that words of a pipeline mean."""
    return [e for e in known_events(sheet) if word(e) in wanted]


def _present(sheet: Sheet) -> Triggers:
    top = Entry.of((), sheet.tree.data(), sheet.tree.raw())
    return read_triggers(top) if top else Triggers()


def _has_event(sheet: Sheet, event: str) -> bool:
    return event in known_events(sheet)


def _add(sheet: Sheet, new: str) -> None:
    if new in _DISPATCH:
        at = (*_ON, "repository_dispatch", "types")
        if sheet.tree.has(at):
            put(sheet.editor, at, [*words(sheet.tree.raw(at)), _DISPATCH[new]])
        else:
            _add_event(sheet, "repository_dispatch", {"types": [_DISPATCH[new]]})
    elif new == "schedule":
        _add_event(sheet, new, [{"cron": NIGHTLY}])
    elif new == "release":
        _add_event(sheet, new, {"types": ["published"]})
    elif new == "workflow_run":
        raise CannotSay("which workflow it follows is not known; write workflow_run into the file")
    elif new in _NAMES:
        _add_event(sheet, _NAMES[new], _branches_like(sheet, new))
    else:
        raise CannotSay(f"GitHub has no event for {new}")


def _branches_like(sheet: Sheet, new: str) -> dict[str, Any] | None:
    """The branches of the sister event, so that a pull request and a push mean the same ones."""
    sister = {"push": "pull_request", "pull_request": "push"}.get(new)
    at = (*_ON, sister or "", "branches")
    found = words(sheet.tree.raw(at)) if sister and sheet.tree.has(at) else ()
    return {"branches": list(found)} if found else None


def _add_event(sheet: Sheet, event: str, settings: Any) -> None:
    editor = sheet.editor
    stated = sheet.tree.data(_ON) if sheet.tree.has(_ON) else None
    if isinstance(stated, Mapping):
        if event in stated:
            raise CannotSay(f"{event} has settings of its own in the file")
        editor.add(_ON, event, settings)
    elif stated is None:
        put(editor, _ON, {event: settings}, WORKFLOW_KEYS)
    elif settings is None and isinstance(stated, list):
        editor.append(_ON, event)
    elif settings is None:
        editor.set(_ON, [stated, event])
    else:
        _unfold(sheet, {event: settings})


def _unfold(sheet: Sheet, settings: Mapping[str, Any]) -> None:
    """Turns the word or list under ``on`` into a block, with settings for some events."""
    stated = sheet.tree.data(_ON)
    words_there = list(map(str, stated)) if isinstance(stated, list) else [str(stated)]
    if isinstance(stated, list):
        sheet.editor.set(_ON, words_there[0])  # what stands in brackets would stay in brackets
    sheet.editor.set(_ON, {**dict.fromkeys(words_there), **settings})


def _remove(sheet: Sheet, old: str) -> None:
    if old in _DISPATCH:
        at = (*_ON, "repository_dispatch", "types")
        types = list(words(sheet.tree.raw(at))) if sheet.tree.has(at) else []
        if _DISPATCH[old] in types and len(types) > 1:
            sheet.editor.delete((*at, types.index(_DISPATCH[old])))
            return
    for event in event_names(sheet, [old]):
        if event != _CALLED:
            _remove_event(sheet, event)


def _remove_event(sheet: Sheet, event: str) -> None:
    stated = sheet.tree.data(_ON)
    if len(known_events(sheet)) == 1:
        raise CannotSay(f"{event} is all that starts the workflow; without it the file would do nothing")
    if isinstance(stated, list):
        sheet.editor.delete((*_ON, stated.index(event)))
    else:
        sheet.editor.delete((*_ON, event))


def filter_event(sheet: Sheet, event: str, branches: list[str]) -> None:
    """The branches that an event must go to; none means all."""
    if not _has_event(sheet, event):
        raise CannotSay(f"{event} does not start the workflow, so it has no branches")
    stated = sheet.tree.data(_ON)
    at = (*_ON, event)
    present = words(sheet.tree.raw((*at, "branches"))) if sheet.tree.has((*at, "branches")) else ()
    if any(not is_branch(b) for b in branches if b not in present):
        raise CannotSay("a branch name has letters that are not safe to write")
    if not isinstance(stated, Mapping):
        if branches:
            _unfold(sheet, {event: {"branches": branches}})
        return
    own = stated[event]
    if isinstance(own, Mapping) and "branches-ignore" in own:
        raise CannotSay("it names the branches that do not count; change them in the file")
    put(sheet.editor, (*at, "branches"), plain(branches) or None)
