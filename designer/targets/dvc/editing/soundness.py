"""What DVC would refuse in a dvc.yaml; an edit must not add to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from designer.targets.dvc.reading.graph import around_file, circle, overlapping
from designer.targets.dvc.reading.pipeline_file import PipelineFile


def faults(pipeline: PipelineFile) -> Counter[str]:
    """Everything that is wrong, in words for people; names of stages are in them only where they must."""
    return Counter(_faults(pipeline))


def _faults(pipeline: PipelineFile) -> Iterator[str]:
    yield from (refusal.message for refusal in pipeline.refused)
    yield from (stage.problem.message for stage in pipeline.stages.values() if stage.problem is not None)
    for outer, inner, _ in overlapping(pipeline):
        same = outer == inner
        yield f"{inner} would be made twice" if same else f"{inner} would lie inside of the output {outer}"
    yield from (f"the file would lie inside of the output {path}" for path, _ in around_file(pipeline))
    yield from ("stages would wait for each other in a circle" for _ in circle(pipeline))
