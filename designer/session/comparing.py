"""Two states of a pipeline beside each other: what differs, and what it does to findings and score."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from designer import yaml_io
from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.drawing.layout import placed
from designer.model.changes import FACTS, FRAMES, LINKS, NOTES, STEPS
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.storage.overlay import step_data
from designer.storage.writing import frame_data, note_data, plain

if TYPE_CHECKING:
    from designer.analysis.rulebook import Profile
    from designer.session.services import Services
    from designer.session.session import Session

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
MOVED: Final = "moved"
CHANGES: Final = (ADDED, REMOVED, CHANGED, MOVED)
NOT_STATED: Final = "not stated"
_NEAR: Final = 0.5  # canvas units that nobody sees
_LONG: Final = 120
_PLACES: Final = ("at", "size", "collapsed")
Row = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same in both.

    Args:
        change: one of `CHANGES`; `MOVED` is for what stands elsewhere and is the same otherwise.
        table: ``steps``, ``links``, ``notes``, ``frames`` or ``facts``.
        before: its id before; empty when it was not there.
        after: its id now; empty when it is gone.
        title: what people call it.
        details: a line for each thing that is said about it and differs: ``owner: Ana → Lee``.
    """

    change: str
    table: str
    before: str
    after: str
    title: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Both states, judged by the same rules.

    Args:
        differences: in the order of the document, what was removed behind it.
        gone: findings that are there before only.
        new: findings that are there after only.
    """

    before: Snapshot
    after: Snapshot
    differences: tuple[Difference, ...]
    report_before: Report
    report_after: Report
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]

    @property
    def scores(self) -> tuple[tuple[str, int | None, int | None], ...]:
        """Each principle with its score before and after; the overall score first, without a name."""
        before, after = self.report_before.score, self.report_after.score
        rows = [(name, before.principles.get(name), after.principles[name]) for name in after.principles]
        return (("", before.overall, after.overall), *rows)

    def count(self, change: str) -> int:
        return sum(d.change == change for d in self.differences)


class GivenUpError(Exception):
    """Nobody wants to know any more what differs."""


def later_comparison(
    session: Session, read_before: Callable[[], Snapshot], go_on: Callable[[], bool] = lambda: True
) -> Callable[[], Comparison]:
    """A job for any thread: compares another state with what a session holds now.

    Args:
        read_before: gives the other state; called in that thread.
        go_on: asked between its parts; when it says no, the job ends with `GivenUpError`.
    """
    services, configured, folder = session.services, session.configured, session.folder
    after = session.pipeline.snapshot()
    reads: tuple[Callable[[], Snapshot], ...] = (read_before, lambda: after)

    def work() -> Comparison:
        states = [placed(read()) for read in _each(reads, go_on)]
        return compare(services, states[0], states[1], configured.of(after.facts, folder).profile, go_on)

    return work


def compare(
    services: Services, before: Snapshot, after: Snapshot, profile: Profile, go_on: Callable[[], bool] = lambda: True
) -> Comparison:
    """Compares two states, both judged by the same rules; credentials are taken out of what is said of them.

    Raises:
        GivenUpError: ``go_on`` says no.
    """
    old, new = (services.analyzer.analyze(s, profile) for s in _each((before, after), go_on))
    names = same_steps(before, after)
    hide = services.mask(_texts(before, after), (before, after)).hide
    found = tuple(_each(differences(before, after, names, hide), go_on))
    gone, come = changed_findings(old, new, names)
    return Comparison(before, after, found, old, new, gone, come)


def same_steps(before: Snapshot, after: Snapshot) -> dict[str, str]:
    """Id before -> id after, of the steps that are in both: by id, else by all that is said about them."""
    names = {i: i for i in before.steps if i in after.steps}
    free: dict[Hashable, list[str]] = {}
    for step in after.steps.values():
        if step.id not in names:
            free.setdefault(_content(step), []).append(step.id)
    for step in before.steps.values():
        found = free.get(_content(step)) if step.id not in names else None
        if found:
            names[step.id] = found.pop(0)
    return names


def differences(
    before: Snapshot, after: Snapshot, names: Mapping[str, str], hide: Callable[[str], str] = str
) -> Iterator[Difference]:
    """Everything that differs.

    Args:
        names: id of a step before -> its id after.
        hide: takes credentials out of a text.
    """
    for table in (STEPS, LINKS, NOTES, FRAMES):
        old, new = getattr(before, table), getattr(after, table)
        partners = names if table == STEPS else {i: _renamed(table, i, before, names) for i in old}
        origins = {now: was for was, now in partners.items() if now in new}
        for key in new:
            if key not in origins:
                yield Difference(ADDED, table, "", key, hide(_title(after, table, key)))
            else:
                yield from _differing(table, origins[key], key, before, after, names, hide)
        for key in old:
            if partners.get(key) not in new:
                yield Difference(REMOVED, table, key, "", hide(_title(before, table, key)))
    details = _lines(plain(before.facts), plain(after.facts), hide)
    if details:
        yield Difference(CHANGED, FACTS, "", "", "The pipeline itself", details)


def changed_findings(
    before: Report, after: Report, names: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that are gone, and those that are new."""
    old = {(f.code, _place(f.at, names)): f for f in before.findings}
    new = {(f.code, f.at): f for f in after.findings}
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    return tuple(f for k, f in old.items() if k in gone), tuple(f for k, f in new.items() if k in come)


# ---------------------------------------------------------------- inside
def _each(things: Iterable[T], go_on: Callable[[], bool]) -> Iterator[T]:
    for thing in things:
        if not go_on():
            raise GivenUpError
        yield thing


def _texts(*states: Snapshot) -> Iterator[str]:
    """What people call things, which may quote commands, and what is said of the whole."""
    for state in states:
        yield from (step.title for step in state.steps.values())
        yield from (note.text for note in state.notes.values())
        yield from (frame.title for frame in state.frames.values())
        yield from (yaml_io.flow(plain(value)) for value in state.facts.values())


def _differing(
    table: str,
    was: str,
    now: str,
    before: Snapshot,
    after: Snapshot,
    names: Mapping[str, str],
    hide: Callable[[str], str],
) -> Iterator[Difference]:
    """The difference between two states of one thing, if there is one."""
    old, new = _row(before, table, was, names), _row(after, table, now, {})
    details = _lines(old, new, hide, without=_PLACES)
    if table == STEPS and was != now:
        details = (f"id: {was} → {now}", *details)
    if details:
        yield Difference(CHANGED, table, was, now, hide(_title(after, table, now)), details)
    elif _is_elsewhere(table, was, now, before, after) or any(old.get(n) != new.get(n) for n in _PLACES):
        yield Difference(MOVED, table, was, now, hide(_title(after, table, now)))


def _is_elsewhere(table: str, was: str, now: str, before: Snapshot, after: Snapshot) -> bool:
    if table != STEPS or was not in before.positions or now not in after.positions:
        return False
    pairs = zip(before.positions[was], after.positions[now], strict=True)
    return any(abs(a - b) > _NEAR for a, b in pairs)


def _row(snapshot: Snapshot, table: str, key: str, names: Mapping[str, str]) -> Row:
    """What is said about one thing, as plain data."""
    thing = getattr(snapshot, table)[key]
    if table == STEPS:
        return {name: plain(value) for name, value in step_data(thing).items()}
    if table == LINKS:
        return {"when": thing.when, "carries": thing.carries}
    if table == NOTES:
        return note_data(thing)
    return {**frame_data(thing), "steps": [names.get(s, s) for s in thing.steps]}


def _renamed(table: str, key: str, before: Snapshot, names: Mapping[str, str]) -> str:
    """The id that a link would have now; notes and frames keep theirs."""
    if table != LINKS:
        return key
    link = before.links[key]
    return replace(link, source=names.get(link.source, link.source), target=names.get(link.target, link.target)).id


def _place(at: str, names: Mapping[str, str]) -> str:
    """Where a finding would be with the ids of now."""
    for arrow in ("=>", " ~> ", " -> "):
        if arrow in at:
            return arrow.join(names.get(end, end) for end in at.split(arrow, 1))
    return names.get(at, at)


def _content(step: Step) -> str:
    return repr(step_data(step))


def _title(snapshot: Snapshot, table: str, key: str) -> str:
    steps = snapshot.steps
    if table == STEPS:
        return steps[key].label
    if table == LINKS:
        link = snapshot.links[key]
        ends = [steps[s].label if s in steps else s for s in (link.source, link.target)]
        return f" {'→' if link.is_flow else '↺'} ".join(ends)
    if table == NOTES:
        return _short(snapshot.notes[key].label)
    return snapshot.frames[key].title or key


def _lines(old: Row, new: Row, hide: Callable[[str], str], without: tuple[str, ...] = ()) -> tuple[str, ...]:
    names = [n for n in dict.fromkeys([*old, *new]) if n not in without and old.get(n) != new.get(n)]
    return tuple(f"{n.replace('_', ' ')}: {_told(old.get(n), hide)} → {_told(new.get(n), hide)}" for n in names)


def _told(value: Any, hide: Callable[[str], str]) -> str:
    if value is None:
        return NOT_STATED
    return _short(hide(value if isinstance(value, str) else yaml_io.flow(value)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
