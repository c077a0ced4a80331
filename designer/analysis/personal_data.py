"""Personal data on its way: which steps hold it, over which path it came, and where it ends up.

Marks flow along data links: order alone carries nothing, and what a step that removes personal fields hands on is
clean. What leaves training is a model, which may have learned by heart what it was shown; releases of it, and the
predictions they keep, are told too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from designer.analysis.bit_sets import bits, members
from designer.analysis.builtins.pii_removed_on_every_path import CLEANING
from designer.analysis.condition import Condition, words
from designer.analysis.operator import Question
from designer.analysis.view import PipelineView

RAW: Final = "raw"
PSEUDONYMISED: Final = "pseudonymised"
LEVELS: Final = (RAW, PSEUDONYMISED)
DATA: Final = "data"
MODEL: Final = "model"
WATCHING: Final = ("monitor", "drift", "feedback")
KEEPING: Final = ("register", "package", "version")
NAMED: Final = Condition("glob", "*")


class Mark(NamedTuple):
    """What one step holds.

    Args:
        level: ``raw`` or ``pseudonymised``; raw where both arrive.
        holds: ``data``, or ``model`` for what was trained on it.
        source: id of a source that it comes from.
        came_from: id of the step that handed it on; empty at the source.
    """

    level: str
    holds: str
    source: str
    came_from: str = ""


class End(NamedTuple):
    """One place where personal data ends up.

    Args:
        step: id of the step there.
        place: ``training``, ``model``, ``artifact``, ``action``, ``release``, ``predictions`` or ``monitor``.
        says: the same in words, with names.
        mark: what arrives there and how.
    """

    step: str
    place: str
    says: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Where personal data is.

    Args:
        marks: by step id, those that hold it.
        ends: where it ends up, in the order of the steps.
    """

    marks: Mapping[str, Mark] = field(default_factory=dict)
    ends: tuple[End, ...] = ()

    def path(self, step: str) -> tuple[str, ...]:
        """Ids of the steps from the source of what a step holds to that step, both included."""
        found = [step]
        while came_from := self.marks[found[-1]].came_from:
            found.append(came_from)
        return tuple(reversed(found))


NO_PERSONAL_DATA: Final = PersonalData()


def personal_data(view: PipelineView) -> PersonalData:
    """Follows the personal data of every source that is known to hold some."""
    return view.once(_followed)


def _followed(view: PipelineView) -> PersonalData:
    marks: dict[int, Mark] = {}
    for level in LEVELS:
        sources = _sources(view, level)
        if sources:
            _follow(view, level, sources, marks)
    if not marks:
        return NO_PERSONAL_DATA
    _learn(view, marks)
    made, used = view.where("produces", NAMED), members(i for i, v in view.column("action") if _is_foreign(v))
    telling = view.trains | view.releases | view.of_kind(*WATCHING, *KEEPING) | made | used
    ends = tuple(
        end
        for step in bits(members(marks) & telling)
        for end in _ends(view, step, marks[step], bool(made >> step & 1), bool(used >> step & 1))
    )
    return PersonalData({view.name(step): marks[step] for step in sorted(marks)}, ends)


def _sources(view: PipelineView, level: str) -> int:
    """Sources that say so; those that say nothing are as the pipeline says its data is."""
    found = view.of_kind("data_source") & view.real
    if not found:
        return 0
    own = sum(1 << s for s in bits(found & view.stated("personal_data")) if view.value(s, "personal_data") == level)
    return own | (found & ~view.stated("personal_data") if view.fact("personal_data") == level else 0)


def _follow(view: PipelineView, level: str, sources: int, marks: dict[int, Mark]) -> None:
    """One search from all sources at once; a cleaning step holds what it gets and hands nothing on."""
    cleaned = view.select(CLEANING)
    targets, ends = view.data_targets, cleaned | view.training
    queue = [s for s in bits(sources) if s not in marks]
    for source in queue:
        marks[source] = Mark(level, DATA, view.name(source))
    for step in queue:  # grows while it is walked
        if ends >> step & 1:
            continue
        for after in targets[step]:
            if after not in marks:
                marks[after] = Mark(level, DATA, marks[step].source, view.name(step))
                queue.append(after)


def _learn(view: PipelineView, marks: dict[int, Mark]) -> None:
    """What leaves a training that was shown personal data holds a model of it."""
    queue = [s for s in bits(view.trains) if s in marks]
    for step in queue:
        mark = marks[step]
        for after in view.reach.next_steps[step]:
            if after not in marks and view.reach.flow[step, after].carries != "control":
                marks[after] = Mark(mark.level, MODEL, mark.source, view.name(step))
                queue.append(after)


# ------------------------------------------------------------------ where it ends up
def _ends(view: PipelineView, step: int, mark: Mark, is_maker: bool, is_foreign: bool) -> Iterator[End]:
    def end(place: str, says: str) -> End:
        return End(view.name(step), place, says, mark)

    bit = 1 << step
    if mark.holds == DATA:
        if view.trains & bit:
            yield end("training", f"the model is trained on {mark.level} personal data")
        elif is_maker and not view.select(CLEANING) & bit:
            yield end("artifact", f"the files {', '.join(words(view.value(step, 'produces')))} hold it")
        if is_foreign:
            yield end("action", _seen_by_action(view, step))
        if view.of_kind(*WATCHING) & bit:
            yield end("monitor", "what is watched holds it")
    elif view.of_kind(*KEEPING) & bit:
        yield end("model", f"a model trained on {mark.level} personal data is kept")
    if view.releases & bit:
        yield end(
            "release", "the data itself is released" if mark.holds == DATA else "a model trained on it is released"
        )
        if view.value(step, "logs_predictions") is True:
            yield end("predictions", "what people send and what they are answered is kept")


def _is_foreign(action: object) -> bool:
    return isinstance(action, str) and "/" in action and not action.startswith((".", "$"))


def _seen_by_action(view: PipelineView, step: int) -> str:
    """What is said of an action of somebody else that is handed the data."""
    moves = view.value(step, "pinned") is False or bool(view.texts.of(step, "floating_action"))
    seen = f"the action {view.value(step, 'action')} of somebody else sees it"
    return f"{seen}, and its owner can change it" if moves else seen


def stays_inside(question: Question) -> int:
    """Anchors that hold no personal data that their texts hand to everybody."""
    view = question.view
    open_ = question.anchors & view.texts.showing("published_openly")
    if not open_:
        return question.anchors
    marks = personal_data(view).marks
    shown = sum(1 << a for a in bits(open_) if (m := marks.get(view.name(a))) is not None and m.holds == DATA)
    return question.anchors & ~shown
