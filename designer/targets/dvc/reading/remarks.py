"""The import report of a dvc.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename, join
from typing import Final

from designer.errors import DesignerError
from designer.recognition.recogniser import Guess
from designer.steps.catalog import Catalog
from designer.targets.dvc.reading.definitions import TooManyStages
from designer.targets.dvc.reading.graph import around_file, circle, overlapping
from designer.targets.dvc.reading.pipeline_file import PipelineFile, StageReading
from designer.targets.dvc.reading.shape import STAGES
from designer.targets.dvc.reading.templates import TemplateError
from designer.targets.dvc.reading.variables import Neighbour
from designer.targets.imported import GUESSED, KEPT, REFUSED, UNDERSTOOD, Remark, YamlPath

_LOCK: Final = "dvc.lock"
_LOCKED: Final = re.compile(r"^  (\S.*?):[ \t]*\r?$", re.MULTILINE)
_SCHEMA: Final = re.compile(r"^schema:\s*['\"]?2\.0['\"]?\s*$", re.MULTILINE)
_TOP_KEPT: Final = {
    "artifacts": "the models and data it registers",
    "datasets": "the data sets it names",
    "plots": "how its plots are drawn",
    "metrics": "its list of metrics files",
    "params": "its list of parameter files",
}
_STAGE_KEPT: Final = ("meta", "frozen")
_SHOWN: Final = frozenset({"cache"})


def remarks(
    pipeline: PipelineFile,
    ids: Mapping[str, str],
    guesses: Mapping[str, Guess],
    catalog: Catalog,
    neighbour: Neighbour,
) -> Iterator[Remark]:
    """What was understood, guessed, kept and refused.

    Args:
        pipeline: the file.
        ids: name of a definition -> id of its card.
        guesses: name of a definition -> its kind.
        catalog: kinds of steps.
        neighbour: text of other files.
    """
    yield from _of_the_file(pipeline, ids)
    for name, stage in pipeline.stages.items():
        yield _kind(pipeline, name, ids[name], guesses[name], catalog)
        if stage.problem is not None:
            yield _problem(pipeline, name, ids[name], stage.problem)
        yield from _kept(pipeline, name, ids[name], stage)
    yield from _of_the_graph(pipeline, ids)
    yield from _of_the_lock(pipeline, neighbour)


def line_of(pipeline: PipelineFile, at: YamlPath) -> int | None:
    """The line of the entry at a path, or of the nearest one above it."""
    while at:
        if pipeline.tree.has(at):
            return pipeline.tree.key_line(at)
        at = at[:-1]
    return None


def _of_the_file(pipeline: PipelineFile, ids: Mapping[str, str]) -> Iterator[Remark]:
    for refusal in pipeline.refused:
        step = ids.get(str(refusal.at[1])) if refusal.at[:1] == (STAGES,) and len(refusal.at) > 1 else None
        message = f"DVC refuses the file: {refusal.message}"
        yield Remark(REFUSED, pipeline.path, line_of(pipeline, refusal.at), message, step, refusal.advice)
    for unseen in pipeline.unseen:
        yield Remark(KEPT, pipeline.path, line_of(pipeline, unseen.at), f"values are not known here: {unseen.message}")
    for key, what in _TOP_KEPT.items():
        if key in pipeline.data:
            yield Remark(KEPT, pipeline.path, line_of(pipeline, (key,)), f"{what} stay in the file ({key})")


def _kind(pipeline: PipelineFile, name: str, step: str, guess: Guess, catalog: Catalog) -> Remark:
    status = UNDERSTOOD if guess.confidence == "high" else GUESSED
    why = f": {guess.reasons[0]}" if guess.reasons else ""
    title = catalog.kind(guess.kind).title
    line = line_of(pipeline, (STAGES, name))
    return Remark(status, pipeline.path, line, f"{name} is taken for {title!r}{why}", step)


def _problem(pipeline: PipelineFile, name: str, step: str, problem: DesignerError) -> Remark:
    definition = pipeline.stages[name].definition
    at: YamlPath = (STAGES, name)
    for key in ((), definition.above_template):
        if problem.field and pipeline.tree.has((*at, *key, problem.field)):
            at = (*at, *key, problem.field)
            break
    line = _line_of_template(pipeline, at, problem)
    if isinstance(problem, TooManyStages):
        return Remark(KEPT, pipeline.path, line, f"{name} is shown as one stage: {problem.message}", step)
    if not pipeline.variables.complete and isinstance(problem, TemplateError):
        message = f"what {name} means depends on values that are not known here: {problem.message}"
        return Remark(KEPT, pipeline.path, line, message, step)
    return Remark(REFUSED, pipeline.path, line, f"DVC refuses {name}: {problem.message}", step, problem.advice)


def _line_of_template(pipeline: PipelineFile, at: YamlPath, problem: DesignerError) -> int | None:
    """The line in which the template of a message stands, if it can be found below a path."""
    found = re.search(r"\$\{.*?\}", problem.message)
    first, last = pipeline.tree.lines(at) if pipeline.tree.has(at) else (None, None)
    if found and first is not None and last is not None:
        lines = pipeline.tree.line_table
        return next((n for n in range(first, last + 1) if found.group() in lines.content(n)), first)
    return first


def _kept(pipeline: PipelineFile, name: str, step: str, stage: StageReading) -> Iterator[Remark]:
    template = stage.definition.template
    at = (STAGES, name, *stage.definition.above_template)
    for key in _STAGE_KEPT:
        if template.get(key):
            what = "is frozen: DVC does not run it" if key == "frozen" else "has notes for other tools (meta)"
            yield Remark(KEPT, pipeline.path, line_of(pipeline, (*at, key)), f"{name} {what}", step)
    for key in ("outs", "metrics", "plots"):
        written = template.get(key)
        for index, entry in enumerate(written if isinstance(written, list) else []):
            options = (
                {o for v in entry.values() if isinstance(v, Mapping) for o in v} if isinstance(entry, Mapping) else ()
            )
            more = sorted(set(options) - _SHOWN)
            if more:
                line = line_of(pipeline, (*at, key, index))
                yield Remark(KEPT, pipeline.path, line, f"options of {next(iter(entry))} stay: {', '.join(more)}", step)


def _of_the_graph(pipeline: PipelineFile, ids: Mapping[str, str]) -> Iterator[Remark]:
    for outer, inner, owners in overlapping(pipeline):
        what = "is made twice" if outer == inner else f"lies inside of {outer}, which is an output, too"
        message = f"DVC refuses the file: {inner} {what} ({', '.join(owners[:4])})"
        yield Remark(REFUSED, pipeline.path, _line(pipeline, owners[0]), message, _step(ids, owners[0]))
    for path, name in around_file(pipeline):
        message = f"DVC refuses the file: it lies inside of {path}, which {name} makes"
        yield Remark(REFUSED, pipeline.path, _line(pipeline, name), message, _step(ids, name))
    for name in circle(pipeline):
        message = f"DVC refuses the file: {name} waits for what it makes itself, directly or through others"
        yield Remark(REFUSED, pipeline.path, _line(pipeline, name), message, _step(ids, name))


def _of_the_lock(pipeline: PipelineFile, neighbour: Neighbour) -> Iterator[Remark]:
    """Which stages have run, as the lock file tells; it is read for this sentence only."""
    path = join(pipeline.folder, _LOCK)
    text = neighbour(path) if basename(pipeline.path) == "dvc.yaml" else None
    if text is None or not pipeline.stages:
        return
    if text.strip() and not _SCHEMA.search(text):
        message = "DVC 3 refuses this lock file of an old DVC, and dvc.yaml with it"
        yield Remark(REFUSED, path, 1, message, advice="Remove it, or let dvc commit write it anew.")
        return
    names = {i.name for s in pipeline.stages.values() for i in s.instances}
    locked = {m[1].strip("'\"") for m in _LOCKED.finditer(text)}
    yield Remark(UNDERSTOOD, path, None, f"{len(names & locked)} of {len(names)} stages have run at least once")
    if locked - names:
        gone = ", ".join(sorted(locked - names)[:5])
        yield Remark(KEPT, path, None, f"entries of stages that are not in {basename(pipeline.path)} any more: {gone}")


def _line(pipeline: PipelineFile, instance: str) -> int | None:
    return line_of(pipeline, (STAGES, _definition(pipeline, instance)))


def _step(ids: Mapping[str, str], instance: str) -> str | None:
    return ids.get(instance) or ids.get(instance.rsplit("@", 1)[0])


def _definition(pipeline: PipelineFile, instance: str) -> str:
    return instance if instance in pipeline.stages else instance.rsplit("@", 1)[0]
