"""Large pipelines of several shapes for the benchmarks, made from the templates; always the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from designer.drawing.layout import placed
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen
from designer.session.services import Services
from designer.session.templates import load_templates
from designer.storage.document import parse_document

DAMAGE = 0.25
SEED = 7
LINE = 100  # steps of one model line
LAYER = 50  # steps of one layer
ROW = ("data_source", "validate_data", "train", "evaluate", "deploy", "monitor")
NEAR = 30  # steps from which one comes


def template(services: Services, slug: str) -> Snapshot:
    """The pipeline of a template."""
    return parse_document(load_templates()[slug].text, slug, services.catalog).snapshot


def copies(start: Snapshot, number: int, *, damage: float = 0.0, chained: bool = False) -> Snapshot:
    """Copies of a pipeline side by side, or one behind the other, until there are so many steps."""
    chance = random.Random(SEED)
    steps: dict[str, Step] = {}
    links: list[Link] = []
    last, copy = "", 0
    while len(steps) < number:
        kept = [s for s in start.steps.values() if chance.random() >= damage][: number - len(steps)]
        for step in kept:
            facts = {k: v for k, v in step.attributes.items() if chance.random() >= damage}
            name = f"{step.id}_{copy}"
            steps[name] = Step(name, step.kind, step.title, frozen(facts))
        between = [replace(k, source=f"{k.source}_{copy}", target=f"{k.target}_{copy}") for k in start.links.values()]
        links += [k for k in between if k.source in steps and k.target in steps]
        if kept and chained:
            links += [Link(last, f"{kept[0].id}_{copy}")] if last else []
            last = f"{kept[-1].id}_{copy}"
        copy += 1
    return placed(Snapshot(steps=steps, links={k.id: k for k in links}, facts=start.facts, revision=1))


def layered(start: Snapshot, number: int) -> Snapshot:
    """Broad layers of steps of all kinds, each step behind three of the layer before."""
    chance = random.Random(SEED)
    records = list(start.steps.values())
    steps: dict[str, Step] = {}
    links: dict[str, Link] = {}
    for place in range(number):
        record = records[place * len(records) // number]
        facts = {k: v for k, v in record.attributes.items() if chance.random() >= DAMAGE}
        steps[f"s{place}"] = Step(f"s{place}", record.kind, "", frozen(facts))
        above = range(max(0, place // LAYER - 1) * LAYER, place // LAYER * LAYER)
        for source in chance.sample(above, min(3, len(above))):
            link = Link(f"s{source}", f"s{place}")
            links[link.id] = link
    return placed(Snapshot(steps=steps, links=links, facts=start.facts, revision=1))


def bare(number: int) -> Snapshot:
    """One chain of the same few steps again and again, about which nothing is stated."""
    names = [f"s{place}" for place in range(number)]
    steps = {name: Step(name, ROW[place % len(ROW)]) for place, name in enumerate(names)}
    links = [Link(a, b) for a, b in pairwise(names)]
    return placed(Snapshot(steps=steps, links={k.id: k for k in links}, revision=1))


def scattered(services: Services, number: int) -> Snapshot:
    """Steps of any kind in any order that state half of their yes-no facts and choices, each behind two before it."""
    chance = random.Random(SEED)
    kinds = sorted(services.catalog.kinds)
    steps: dict[str, Step] = {}
    links: dict[str, Link] = {}
    for place in range(number):
        kind = services.catalog.kinds[chance.choice(kinds)]
        types = {name: field.type for name, field in kind.fields.items() if field.type.base in ("bool", "enum")}
        answers = {name: type_.choices or (True, False) for name, type_ in types.items()}
        facts = {name: chance.choice(choices) for name, choices in answers.items() if chance.random() < 0.5}
        steps[f"s{place}"] = Step(f"s{place}", kind.slug, "", frozen(facts))
        above = range(max(0, place - NEAR), place)
        for source in chance.sample(above, min(2, len(above))):
            link = Link(f"s{source}", f"s{place}")
            links[link.id] = link
    return placed(Snapshot(steps=steps, links=links, revision=1))


def several_lines(start: Snapshot) -> Snapshot:
    """The same pipeline for many models: train and deploy steps say which one they serve."""
    steps = {
        name: step.with_attributes({"model": f"model {place // LINE}"}) if step.kind in ("train", "deploy") else step
        for place, (name, step) in enumerate(start.steps.items())
    }
    return replace(start, steps=steps)


def imported(start: Snapshot) -> Snapshot:
    """As if it were read from a workflow: silence is no evidence, and every fourth kind is a guess."""
    steps = {
        name: step.with_attributes({"confidence": "low" if place % 4 == 0 else "high"})
        for place, (name, step) in enumerate(start.steps.items())
    }
    return replace(
        start, steps=steps, facts=frozen({**start.facts, "origin": "github", "partial": True, "given_files": True})
    )


def shapes(services: Services) -> Mapping[str, Callable[[int], Snapshot]]:
    """What makes a pipeline of so many steps, by name: few findings first, at last everything is missing."""
    whole, lesson = template(services, "online"), template(services, "lesson")
    return {
        "parallel": lambda number: copies(whole, number),
        "imported": lambda number: imported(copies(whole, number, damage=DAMAGE)),
        "layered": lambda number: layered(whole, number),
        "scattered": lambda number: scattered(services, number),
        "damaged": lambda number: copies(whole, number, damage=DAMAGE),
        "chained": lambda number: copies(whole, number, damage=DAMAGE, chained=True),
        "lines": lambda number: several_lines(copies(whole, number, damage=DAMAGE)),
        "bare": bare,
        "lessons": lambda number: copies(lesson, number),
    }
