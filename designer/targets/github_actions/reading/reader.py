"""Puts one workflow file together: cards, links, frames, places, groups and the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Step
from designer.recognition.hazards.notes import SET_UP
from designer.steps.matrix import combinations
from designer.targets.github_actions.reading import conditions
from designer.targets.github_actions.reading.cards import Card, Dealer
from designer.targets.github_actions.reading.entry import place
from designer.targets.github_actions.reading.facts import job_facts, raw_facts
from designer.targets.github_actions.reading.hidden import report_hidden
from designer.targets.github_actions.reading.judged import Judge, fitting
from designer.targets.github_actions.reading.keys import load_keys, report_keys
from designer.targets.github_actions.reading.links import Chain, Wiring, open_needs
from designer.targets.github_actions.reading.references import references, restart
from designer.targets.github_actions.reading.report import Report
from designer.targets.github_actions.reading.setup import any_floats, notes
from designer.targets.github_actions.reading.story import tell
from designer.targets.github_actions.reading.transfers import Transfers
from designer.targets.github_actions.reading.whole import pipeline_facts
from designer.targets.github_actions.reading.workflow import Workflow, read_structure
from designer.targets.imported import Group, Imported, Place, SourceFile
from designer.targets.importer import Surroundings

_ENDS: Final = 20  # steps of a job at which links from or to others end; GitHub runs ten beside each other
_MANY_CARDS: Final = 12  # a picture of more opens with its jobs collapsed

Cards = Mapping[str, tuple[Card, ...]]


def read(file: SourceFile, around: Surroundings) -> Imported:
    """Reads a workflow file.

    Raises:
        DocumentError: it is no YAML, or no workflow.
    """
    report = Report(file.path)
    workflow = read_structure(file.text, file.path, report)
    dealer = Dealer(workflow, around)
    cards = dealer.deal()
    wiring, transfers = _wire(workflow, cards, report)
    found = references(workflow, cards)
    restart(workflow, cards, found, wiring)
    steps = _steps(workflow, cards, transfers, around)
    report_keys(workflow, load_keys(), report)
    report_hidden(workflow, cards, report)
    tell(workflow, cards, steps, around.catalog, report)
    return Imported(
        Snapshot(
            steps=steps,
            links=wiring.links,
            facts=pipeline_facts(workflow, steps, wiring.links, around),
            frames=_frames(cards, dealer),
        ),
        {card.id: _places(card, workflow) for dealt in cards.values() for card in dealt},
        tuple(_group(workflow, name, dealt) for name, dealt in cards.items()),
        report.remarks(),
        references=found,
    )


def _wire(workflow: Workflow, cards: Cards, report: Report) -> tuple[Wiring, Transfers]:
    wiring = Wiring()
    chains = {name: Chain(dealt, wiring) for name, dealt in cards.items()}
    needs, closing = open_needs(workflow.jobs)
    for name, needed in needs.items():
        condition = workflow.jobs[name].entry.text("if")
        for source in needed:
            when = conditions.outcome(condition, source)
            for tail in chains[source].tails[-_ENDS:]:
                for head in chains[name].heads[:_ENDS]:
                    wiring.wait(head, tail, when)
    for name, last in closing:
        message = f"job {name} needs {last}, which waits for {name} itself: this link is left out"
        advice = f"Take {last} out of the 'needs' of {name}; GitHub refuses the file."
        report.refused((*workflow.jobs[name].entry.at, "needs"), message, cards[name][0].id, advice)
    transfers = Transfers(cards, needs)
    transfers.connect(wiring, report)
    return wiring, transfers


def _steps(workflow: Workflow, cards: Cards, transfers: Transfers, around: Surroundings) -> dict[str, Step]:
    judge, catalog = Judge(workflow, around), around.catalog
    noted = notes(workflow, cards, around)
    steps = {}
    for dealt in cards.values():
        of_job = job_facts(dealt[0].job.entry)
        for card in dealt:
            files = {"consumes": transfers.consumes.get(card.id), "produces": transfers.produces.get(card.id)}
            facts: dict[str, Any] = {**judge.facts(card), **raw_facts(card, workflow, of_job)}
            facts |= {name: paths for name, paths in files.items() if paths}
            facts |= {SET_UP: noted[card.id]} if card.id in noted else {}
            if facts.get("pinned") is True and any_floats(noted.get(card.id, ())):
                del facts["pinned"]  # its actions are, and what they run in or use is not
            kept = fitting(facts, catalog.fields(card.guess.kind))
            steps[card.id] = Step(card.id, card.guess.kind, card.title, kept)
    return steps


def _frames(cards: Cards, dealer: Dealer) -> dict[str, Frame]:
    collapsed = {"collapsed": True} if sum(map(len, cards.values())) > _MANY_CARDS else {}
    frames = {}
    for name, dealt in cards.items():
        if len(dealt) > 1:
            job = dealt[0].job.entry
            condition = {"only_if": job.text("if")} if job.text("if") else {}
            extra = {"role": "job", **condition, **collapsed}
            found = Frame(dealer.job_id(name), job.text("name") or name, tuple(c.id for c in dealt), extra)
            frames[found.id] = found
    return frames


def _places(card: Card, workflow: Workflow) -> tuple[Place, ...]:
    """Its own lines first: the job's block, or its step; then the step inside of that block, or the folded ones."""
    first = [card.job.entry.at] if card.is_job else []
    own = [card.entry.at] if card.has_step else []
    folded = [] if card.is_job else [entry.at for entry in card.folded]
    return tuple(place(workflow.tree, at) for at in (*first, *own, *folded))


def _group(workflow: Workflow, name: str, dealt: tuple[Card, ...]) -> Group:
    job = workflow.jobs[name]
    strategy = job.entry.inside("strategy")
    count: int | None = 1
    if strategy.has("matrix"):
        found = combinations(strategy.data["matrix"])
        count = None if found is None else max(1, found)
    elif job.entry.text("strategy"):
        count = None
    return Group(name, tuple(c.id for c in dealt), job.needs, count, place(workflow.tree, job.entry.at))
