"""Personal data on its way: which steps hold it, over which path it came, and where it ends up.

Marks flow along data links: order alone carries nothing, and what a step that removes personal fields hands on is
clean. What leaves training is a model, which may have learned by heart what it was shown; releases of it, and the
predictions they keep, are told too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.analysis.bit_sets import bits
from designer.analysis.builtins.pii_removed_on_every_path import CLEANING
from designer.analysis.condition import words
from designer.analysis.operator import Question
from designer.analysis.view import PipelineView

RAW: Final = "raw"
PSEUDONYMISED: Final = "pseudonymised"
LEVELS: Final = (RAW, PSEUDONYMISED)
DATA: Final = "data"
MODEL: Final = "model"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one step holds.

    Args:
        level: ``raw`` or ``pseudonymised``; raw where both arrive.
        holds: ``data``, or ``model`` for what was trained on it.
        source: id of a source that it comes from.
        path: ids of the steps from that source to this one, both included.
    """

    level: str
    holds: str
    source: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
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


NO_PERSONAL_DATA: Final = PersonalData()


def personal_data(view: PipelineView) -> PersonalData:
    """Follows the personal data of every source that is known to hold some."""
    marks: dict[int, Mark] = {}
    for level in LEVELS:
        sources = _sources(view, level)
        if sources:
            _follow(view, level, sources, marks)
    if not marks:
        return NO_PERSONAL_DATA
    _learn(view, marks)
    ends = tuple(end for step in sorted(marks) for end in _ends(view, step, marks[step]))
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
    queue = [s for s in bits(sources) if s not in marks]
    for source in queue:
        marks[source] = Mark(level, DATA, view.name(source), (view.name(source),))
    for step in queue:  # grows while it is walked
        if (cleaned | view.training) >> step & 1:
            continue
        mark = marks[step]
        for after in view.data_targets[step]:
            if after not in marks:
                marks[after] = Mark(level, DATA, mark.source, (*mark.path, view.name(after)))
                queue.append(after)


def _learn(view: PipelineView, marks: dict[int, Mark]) -> None:
    """What leaves a training that was shown personal data holds a model of it."""
    queue = [s for s in bits(view.trains) if s in marks]
    for step in queue:
        mark = marks[step]
        for after in view.reach.next_steps[step]:
            if after not in marks and view.reach.flow[step, after].carries != "control":
                marks[after] = Mark(mark.level, MODEL, mark.source, (*mark.path, view.name(after)))
                queue.append(after)


# ------------------------------------------------------------------ where it ends up
def _ends(view: PipelineView, step: int, mark: Mark) -> Iterator[End]:
    def end(place: str, says: str) -> End:
        return End(view.name(step), place, says, mark)

    bit = 1 << step
    made = words(view.value(step, "produces"))
    if mark.holds == DATA:
        if view.trains & bit:
            yield end("training", f"the model is trained on {mark.level} personal data")
        elif made and not view.select(CLEANING) & bit:
            yield end("artifact", f"the files {', '.join(made)} hold it")
        yield from (end("action", says) for says in _foreign(view, step))
        if view.of_kind("monitor", "drift", "feedback") & bit:
            yield end("monitor", "what is watched holds it")
    elif view.of_kind("register", "package", "version") & bit:
        yield end("model", f"a model trained on {mark.level} personal data is kept")
    if view.releases & bit:
        yield end(
            "release", "the data itself is released" if mark.holds == DATA else "a model trained on it is released"
        )
        if view.value(step, "logs_predictions") is True:
            yield end("predictions", "what people send and what they are answered is kept")


def _foreign(view: PipelineView, step: int) -> Iterator[str]:
    """The action of somebody else that is handed the data."""
    action = view.value(step, "action")
    if isinstance(action, str) and "/" in action and not action.startswith((".", "$")):
        moves = view.value(step, "pinned") is False or bool(view.texts.of(step, "floating_action"))
        yield f"the action {action} of somebody else sees it" + (", and its owner can change it" if moves else "")


def stays_inside(question: Question) -> int:
    """Anchors that hold no personal data that their texts hand to everybody."""
    view = question.view
    open_ = question.anchors & view.texts.showing("published_openly")
    if not open_:
        return question.anchors
    marks = personal_data(view).marks
    shown = sum(1 << a for a in bits(open_) if (m := marks.get(view.name(a))) is not None and m.holds == DATA)
    return question.anchors & ~shown
