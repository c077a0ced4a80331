"""A dvc.yaml as a pipeline: one card for each definition, links as in DVC's own graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename
from typing import Any

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, free_id
from designer.recognition.hazards.notes import SET_UP
from designer.steps.catalog import Catalog
from designer.targets.dvc.reading.cards import card, measured, recognise
from designer.targets.dvc.reading.implicit import implicit_steps
from designer.targets.dvc.reading.pipeline_file import PipelineFile, file_use, load
from designer.targets.dvc.reading.remarks import remarks
from designer.targets.dvc.reading.shape import STAGES
from designer.targets.dvc.reading.values import credential_notes
from designer.targets.file_links import file_links
from designer.targets.imported import Group, Imported, Place, SourceFile
from designer.targets.importer import Surroundings


def read(file: SourceFile, around: Surroundings) -> Imported:
    """Reads a dvc.yaml.

    Raises:
        DocumentError: it is no YAML, or nothing of DVC stands in it.
    """
    return imported(load(file, around.neighbour), around)


def imported(pipeline: PipelineFile, around: Surroundings) -> Imported:
    """The pipeline that a dvc.yaml says."""
    guesses = {name: recognise(name, stage, around) for name, stage in pipeline.stages.items()}
    ids, seen = step_ids(pipeline.stages), measured(pipeline)
    cards = {
        ids[name]: card(ids[name], stage, guesses[name], pipeline, around, is_measured=name in seen)
        for name, stage in pipeline.stages.items()
    }
    noted = credential_notes(pipeline, around) if cards else []
    if noted:
        first = next(iter(cards))
        cards[first] = cards[first].with_attributes({SET_UP: noted})
    links = card_links(pipeline, ids)
    extra = implicit_steps(pipeline, ids, cards, links, around.catalog)
    files = {ids[name]: file_use(*stage.files) for name, stage in pipeline.stages.items()}
    return Imported(
        Snapshot(
            steps={**cards, **extra.asked, **extra.steps},
            links={link.id: link for link in links} | extra.links,
            facts=_facts(pipeline, cards.values(), around.catalog),
        ),
        places={ids[name]: (place_of(pipeline, name),) for name in pipeline.stages},
        groups=tuple(_groups(pipeline, ids, links)),
        remarks=tuple(remarks(pipeline, ids, guesses, around.catalog, around.neighbour)),
        files={**files, **extra.files},
    )


def step_ids(names: Iterable[str]) -> dict[str, str]:
    """Name of a definition -> id of its card, legal and unique; names that are legal ids keep them."""
    wanted = list(names)
    ids = {name: name for name in wanted if free_id(name, {}) == name}
    taken = dict.fromkeys(ids.values())
    for name in wanted:
        if name not in ids:
            ids[name] = free_id(name, taken)
            taken[ids[name]] = None
    return {name: ids[name] for name in wanted}


def place_of(pipeline: PipelineFile, name: str) -> Place:
    """Where a definition stands."""
    first, last = pipeline.tree.lines((STAGES, name))
    return Place(pipeline.path, (STAGES, name), first, last)


def card_links(pipeline: PipelineFile, ids: Mapping[str, str]) -> list[Link]:
    """DVC's edges between definitions. Where nothing but reports pass, only the order counts."""
    uses = {name: file_use(*stage.files) for name, stage in pipeline.stages.items()}
    found = []
    for (source, target), paths in file_links(uses).items():
        reports = {o.path for f in pipeline.stages[source].files for o in f.outputs if o.is_report}
        found.append(Link(ids[source], ids[target], carries="control" if reports.issuperset(paths) else "data"))
    return found


def _groups(pipeline: PipelineFile, ids: Mapping[str, str], links: Iterable[Link]) -> Iterator[Group]:
    names = {step: name for name, step in ids.items()}
    needs: dict[str, list[str]] = {step: [] for step in names}
    for link in links:
        needs[link.target].append(names[link.source])
    for name, stage in pipeline.stages.items():
        yield Group(name, (ids[name],), tuple(needs[ids[name]]), stage.count, place_of(pipeline, name))


def _facts(pipeline: PipelineFile, cards: Iterable[Step], catalog: Catalog) -> dict[str, Any]:
    releases = any(catalog.can(step, "deploys") and not step.get("stub") for step in cards)
    facts = {
        "origin": "dvc",
        "repo": True,
        "given_files": True,
        "cache": True,
        "scope": "online" if releases else "training",
    }
    name = basename(pipeline.folder)
    if name:
        facts = {"name": name, **facts}
    if any(stage.problem for stage in pipeline.stages.values()) or pipeline.unseen:
        facts |= {"opaque": True, "partial": True}
    return facts
