"""What is wrong with the graph of the stages that DVC runs: outputs in each other's way, and circles."""

from __future__ import annotations

from collections.abc import Iterator

from designer.targets.dvc.reading.pipeline_file import PipelineFile
from designer.targets.file_links import FileUse, Writers


def overlapping(pipeline: PipelineFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Outputs of which the second lies inside of the first, or is made twice, with the stages that make them."""
    writers = Writers((path, name) for name, use in pipeline.uses().items() for path in use.writes)
    for name, paths in _own_outputs(pipeline):
        yield from ((path, path, (name,)) for path in dict.fromkeys(paths) if paths.count(path) > 1)
    for outer, inner in writers.overlaps():
        yield outer, inner, tuple(sorted({o for p in (outer, inner) for o in writers.owners(p)}))


def around_file(pipeline: PipelineFile) -> Iterator[tuple[str, str]]:
    """Outputs that hold the file itself, each with the stage that makes it."""
    yield from Writers((path, name) for name, use in pipeline.uses().items() for path in use.writes).of(pipeline.path)


def _own_outputs(pipeline: PipelineFile) -> Iterator[tuple[str, list[str]]]:
    for stage in pipeline.stages.values():
        for instance, files in zip(stage.instances, stage.files, strict=True):
            yield instance.name, [o.path for o in files.outputs]


def circle(pipeline: PipelineFile) -> list[str]:
    """Stages that wait for themselves, directly or through others, and those behind them."""
    uses = pipeline.uses()
    waits = dict.fromkeys(uses, 0)
    below: dict[str, list[str]] = {}
    for source, target in pipeline.stage_links():
        waits[target] += 1
        below.setdefault(source, []).append(target)
    free = [name for name, count in waits.items() if not count]
    while free:
        for target in below.get(free.pop(), ()):
            waits[target] -= 1
            if not waits[target]:
                free.append(target)
    return [name for name, use in uses.items() if waits[name] or _reads_own(use)]


def _reads_own(use: FileUse) -> bool:
    writers = Writers((path, "") for path in use.writes)
    return any(next(writers.of(path), None) for path in use.reads)
