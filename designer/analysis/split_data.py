"""Which steps read only the half of the data that is not meant for them; told by what a split step writes."""

from __future__ import annotations

from dataclasses import dataclass

from designer.analysis.bit_sets import bits
from designer.analysis.condition import words
from designer.analysis.view import PipelineView


@dataclass(frozen=True, slots=True)
class Split:
    """The two halves that one step writes.

    Args:
        step: that writes them.
        train: paths by whose names they are for training.
        test: paths by whose names they are for the test.
    """

    step: int
    train: frozenset[str]
    test: frozenset[str]


def splits(view: PipelineView) -> tuple[Split, ...]:
    """The steps that write both halves, judged by the names of what they write."""
    found = []
    for step in bits(view.stated("produces") & view.real):
        paths = words(view.value(step, "produces"))
        if any("test" in path.lower() or "hold" in path.lower() for path in paths):
            train, test = view.texts.data_names.trains(paths), view.texts.data_names.tests(paths)
            if train and test:
                found.append(Split(step, train, test))
    return tuple(found)


def wrong_half(view: PipelineView, reader: int, *, wants: str) -> tuple[str, int] | None:
    """The file by which a step reads only the other half, and the split step; None when that is not certain.

    Args:
        reader: a train or evaluate step.
        wants: the half that it is meant for: ``train`` or ``test``.
    """
    paths = frozenset(words(view.value(reader, "consumes")))
    for split in view.once(splits) if paths else ():
        own, other = (split.train, split.test) if wants == "train" else (split.test, split.train)
        wrong = sorted(paths & other)
        if wrong and not paths & own and not _other_data(view, reader, paths - other):
            return wrong[0], split.step
    return None


def _other_data(view: PipelineView, reader: int, paths: frozenset[str]) -> bool:
    """Whether a step reads further data that a step before it makes; a model is no data."""
    makers = bits(view.reach.before[reader] & ~view.training)
    return any(paths.intersection(words(view.value(maker, "produces"))) for maker in makers)
