"""What DVC does by itself: data from outside, and the versions that it keeps of what stages make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import relpath
from typing import Final

from designer.model.step import Link, Step, free_id
from designer.steps.catalog import Catalog
from designer.targets.dvc.reading.cards import keeps_outputs
from designer.targets.dvc.reading.pipeline_file import PipelineFile
from designer.targets.dvc.reading.sources import data_sources
from designer.targets.file_links import FileUse

_DATA: Final = "data_source"
_VERSION: Final = "version"
_VERSIONS: Final = "dvc_versions"


@dataclass(slots=True)
class ImplicitSteps:
    """Steps without a place in the file, with their links and files."""

    steps: dict[str, Step] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    files: dict[str, FileUse] = field(default_factory=dict)


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
            facts = {"produces": [source.path], "versioned": True, "implicit": True}
            found.steps[step_id] = Step(step_id, _DATA, _title(source.path, pipeline.folder), facts)
        paths = dict.fromkeys((*(found.files.get(step_id) or FileUse()).writes, *source.paths))
        found.files[step_id] = FileUse(writes=tuple(paths))
        link = Link(step_id, ids[source.stage], carries="data")
        found.links[link.id] = link


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
