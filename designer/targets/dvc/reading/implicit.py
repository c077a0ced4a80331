"""What DVC does by itself: data from outside, and the versions that it keeps of what stages make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from posixpath import relpath
from typing import Any, Final

from designer.model.step import Link, Step, free_id
from designer.recognition.shell import words_of
from designer.steps.catalog import Catalog
from designer.targets.dvc.reading.cards import keeps_outputs
from designer.targets.dvc.reading.pipeline_file import PipelineFile
from designer.targets.dvc.reading.sources import DataSource, data_sources
from designer.targets.file_links import FileUse

_DATA: Final = "data_source"
_VERSION: Final = "version"
_VERSIONS: Final = "dvc_versions"
_KINDS: Final = {"data": _DATA, "model": "model_source", "fitted": "other"}
_TABLE: Final = re.compile(r"\.(csv|tsv|parquet|npy|npz|jsonl|feather|arrow)$")
_IN_DATA: Final = re.compile(r"(^|/)_?data\w*/(?!.*(model|weights|checkpoint|classifier|param)).+$")
_NAMES_DATA: Final = re.compile(r"(?<![a-z])(data|dataset|corpus)s?(?![a-z])", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"\.(py|sh|ipynb|r|jl)$", re.IGNORECASE)
_MAKER: Final = "maker"  # what made it stands in another file


@dataclass(slots=True)
class ImplicitSteps:
    """Steps without a place in the file, with their links and files; and cards with what to ask about them."""

    steps: dict[str, Step] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    files: dict[str, FileUse] = field(default_factory=dict)
    asked: dict[str, Step] = field(default_factory=dict)


def implicit_steps(
    pipeline: PipelineFile, ids: Mapping[str, str], cards: Mapping[str, Step], links: Iterable[Link], catalog: Catalog
) -> ImplicitSteps:
    """Data that enters from outside, and one card for the versions.

    Args:
        pipeline: the file.
        ids: name of a definition -> id of its card.
        cards: the cards of the definitions, by id.
        links: links between them.
        catalog: kinds of steps.
    """
    found = ImplicitSteps()
    _add_sources(found, pipeline, ids)
    _leave_to_readers(found, cards, links, catalog)
    _ask_for_sources(found, ids, cards, links, catalog)
    _add_versions(found, pipeline, ids, cards, links, catalog)
    return found


def _add_sources(found: ImplicitSteps, pipeline: PipelineFile, ids: Mapping[str, str]) -> None:
    taken = dict.fromkeys(ids.values())
    by_path: dict[str, str] = {}
    for source in data_sources(pipeline):
        step_id = by_path.get(source.path)
        if step_id is None:
            step_id = by_path[source.path] = free_id(source.path, taken)
            taken[step_id] = None
            found.steps[step_id] = _source(step_id, source, pipeline.folder)
        paths = dict.fromkeys((*(found.files.get(step_id) or FileUse()).writes, *source.paths))
        found.files[step_id] = FileUse(writes=tuple(paths))
        link = Link(step_id, ids[source.stage], carries="data")
        found.links[link.id] = link


def _source(step_id: str, source: DataSource, folder: str) -> Step:
    facts: dict[str, Any] = {"produces": [source.path], "implicit": True}
    if source.holds == "data":
        facts["versioned"] = True
    if source.holds == "model" or (source.holds == "data" and source.is_made):
        facts["unseen"] = [_MAKER]
    return Step(step_id, _KINDS[source.holds], _title(source.path, folder), facts)


def _leave_to_readers(found: ImplicitSteps, cards: Mapping[str, Step], links: Iterable[Link], catalog: Catalog) -> None:
    """Where a stage brings the data in, what it reads is no second source: it is drawn, and judged with the stage."""
    after: dict[str, set[str]] = {}
    for link in links:
        after.setdefault(link.source, set()).add(link.target)
    for step in [s for s in found.steps.values() if catalog.can(s, "provides_data")]:
        readers = {k.target for k in found.links.values() if k.source == step.id}
        bringing = {r for r in readers if catalog.can(cards[r], "provides_data")}
        if bringing and not any(_leads_to_training(r, after, cards, catalog) for r in readers - bringing):
            found.steps[step.id] = replace(step, kind="other").with_attributes({"versioned": None, "unseen": None})


def _ask_for_sources(
    found: ImplicitSteps, ids: Mapping[str, str], cards: Mapping[str, Step], links: Iterable[Link], catalog: Catalog
) -> None:
    """Stages that bring data in themselves, as far as can be seen.

    One that writes data and reads none; a training behind another one that may take data from there; a training whose
    command names data that DVC is not told of.
    """
    arriving: dict[str, list[str]] = {}
    for link in (*links, *found.links.values()):
        if link.carries != "control":
            arriving.setdefault(link.target, []).append(link.source)
    for step in map(cards.__getitem__, ids.values()):
        sources = [cards[s] for s in arriving.get(step.id, ()) if s in cards]
        brings = step.id not in arriving and catalog.can(step, "prepares_data") and step.get("produces")
        asks = catalog.can(step, "trains") and (
            any(catalog.can(s, "trains") and _hands_data(s, step) for s in sources) or _names_data(step)
        )
        if brings or asks:
            found.asked[step.id] = step.with_attributes({"unseen": [*(step.get("unseen") or ()), _DATA]})


def _names_data(step: Step) -> bool:
    """Whether something in its command, besides scripts and what it writes, is called data."""
    made = {path.rstrip("/") for path in step.get("produces") or ()}
    words = (word for word in words_of(step.get("command") or "") if word.rstrip("/") not in made)
    return any(_NAMES_DATA.search(word) for word in words if not _SCRIPT.search(word))


def _hands_data(source: Step, target: Step) -> bool:
    """Whether what passes between two trainings may be data: a table, or something in a folder of data."""
    made = {path.rstrip("/") for path in source.get("produces") or ()}
    taken = (path.rstrip("/") for path in target.get("consumes") or ())
    return any(path in made and (_TABLE.search(path) or _IN_DATA.search(path)) for path in taken)


def _leads_to_training(start: str, after: Mapping[str, set[str]], cards: Mapping[str, Step], catalog: Catalog) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if catalog.can(cards[here], "trains"):
            return True
        new = after.get(here, set()) - seen
        seen |= new
        waiting += new
    return False


def _title(path: str, folder: str) -> str:
    """The path as it is seen from the folder of the file."""
    return path if path.startswith("/") or "://" in path or "${" in path else relpath(path, folder or ".")


def _add_versions(
    found: ImplicitSteps,
    pipeline: PipelineFile,
    ids: Mapping[str, str],
    cards: Mapping[str, Step],
    links: Iterable[Link],
    catalog: Catalog,
) -> None:
    keepers = [ids[name] for name, stage in pipeline.stages.items() if keeps_outputs(stage)]
    if not keepers:
        return
    step_id = free_id(_VERSIONS, {**cards, **found.steps})
    artifacts = ["data", "model"] if any(catalog.can(cards[k], "trains") for k in keepers) else ["data"]
    facts = {"artifacts": artifacts, "lineage": True, "tool": "dvc", "implicit": True}
    found.steps[step_id] = Step(step_id, _VERSION, "DVC versions", facts)
    kept = (Link(keeper, step_id, carries="data") for keeper in _last(keepers, links))
    found.links.update({link.id: link for link in kept})


def _last(keepers: list[str], links: Iterable[Link]) -> list[str]:
    """Those after which no other one comes: the links of the others follow from theirs."""
    above: dict[str, list[str]] = {}
    for link in links:
        above.setdefault(link.target, []).append(link.source)
    covered: set[str] = set()
    for keeper in keepers:
        if keeper not in covered:
            waiting = list(above.get(keeper, ()))
            while waiting:
                step = waiting.pop()
                if step not in covered and step != keeper:
                    covered.add(step)
                    waiting += above.get(step, ())
    return [k for k in keepers if k not in covered]
