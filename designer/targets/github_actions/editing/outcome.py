"""What a patched file says when it is read again: where each card stands, and what of the wanted is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from designer.model.graph_queries import reachable
from designer.model.step import Link, Step
from designer.plan.plan import SUCCESS, Loss
from designer.steps.catalog import Catalog
from designer.targets.differences import BOOKKEEPING, Differences, flow, same
from designer.targets.github_actions.editing import facts, judged
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.imported import Imported, Place

FEATURES: Final = {
    **facts.FEATURES,
    **judged.FEATURES,
    "only_if": "condition",
    "triggers": "trigger",
    "branches": "branch",
}
RAW: Final = (*facts.FEATURES.keys() - {"blocking"}, "only_if")
"""Facts that stand in the text as they are; the others are judged, by the kind of the step too."""
_BESIDE: Final = "it is kept beside the file"


def places_of(sheet: Sheet, found: Differences, again: Imported) -> dict[str, tuple[Place, ...]]:
    """Step of the wanted pipeline -> where it stands in the patched text."""
    read = _read_as(sheet, found, again)
    return {found.renamed.get(card, card): again.places[name] for card, name in read.items()}


def followed(sheet: Sheet, found: Differences, again: Imported, catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Facts that the text says in other words than what is wanted, and that are not lost.

    Nobody edited them, and other edits changed them along: conditions after a link, names in commands, and what is
    judged, unless the step would be judged as one of another kind. Or they were edited and mean the same: a failure
    stops the run unless something else is said.
    """
    every: dict[str, dict[str, Any]] = {}
    for card, name in _read_as(sheet, found, again).items():
        step, now = found.goal.steps[card], again.snapshot.steps[name]
        if card in found.added:
            continue
        edited = found.facts.get(card, {})
        facts = _followed(step, now, edited, catalog)
        facts |= {name: None for name, value in edited.items() if _is_inherited(again, now, name, value)}
        if card not in found.titles and step.title != now.title:
            facts["title"] = now.title
        if facts:
            every[found.renamed.get(card, card)] = facts
    return every


def _followed(step: Step, now: Step, edited: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    facts = {}
    for name in dict.fromkeys((*step.attributes, *now.attributes)):
        if name in BOOKKEEPING or same(step.get(name), now.get(name)):
            continue
        means_the_same = name in edited and _says(now, name, step.get(name), catalog)
        is_consequence = name not in edited and (name in RAW or catalog.like(step) == catalog.like(now))
        if means_the_same or is_consequence:
            facts[name] = now.get(name)
    return facts


def unsaid(sheet: Sheet, found: Differences, again: Imported, catalog: Catalog) -> tuple[Loss, ...]:
    """What was wanted and is not read again, unless it was told when the edit was refused."""
    read = _read_as(sheet, found, again)
    told = {(loss.step, loss.feature) for loss in sheet.losses}
    every = (
        *_facts(sheet, found, again, read, catalog),
        *_added(found, again, read, catalog),
        *_links(found, again, read),
        *_appeared(found, again, read),
        *_pipeline(found, again),
    )
    return tuple(dict.fromkeys(loss for loss in every if (loss.step, loss.feature) not in told))


def _read_as(sheet: Sheet, found: Differences, again: Imported) -> dict[str, str]:
    """Card -> id of the step that its lines are read as."""
    at = {places[0].at: name for name, places in again.places.items() if places}
    read: dict[str, str] = {}
    for card in found.goal.steps:
        if sheet.job(card) is None:
            continue
        name = at.get(sheet.step_path(card) or ()) or at.get(sheet.job_path(card))
        if name and name not in read.values():
            read[card] = name
    return read


def _facts(
    sheet: Sheet, found: Differences, again: Imported, read: Mapping[str, str], catalog: Catalog
) -> Iterator[Loss]:
    for card in found.goal.steps:
        if card not in read and card not in found.added and sheet.job(card) is not None:
            yield Loss(card, "step", f"from its text alone it would not be taken for a step of its own: {_BESIDE}")
    for card in (c for c in found.goal.steps if c in found.facts or c in found.titles):
        step, now = found.goal.steps[card], _step(again, read, card)
        if card in found.titles and (now is None or now.title != step.title):
            yield Loss(card, "title", f"the file does not say it: {_BESIDE}")
        for name, value in found.facts.get(card, {}).items():
            if now is None or not (_says(now, name, value, catalog) or _is_inherited(again, now, name, value)):
                yield Loss(card, _label(name, step, catalog), _reason(name))


def _added(found: Differences, again: Imported, read: Mapping[str, str], catalog: Catalog) -> Iterator[Loss]:
    for card in found.added:
        step, now = found.goal.steps[card], _step(again, read, card)
        if now is None:
            yield Loss(card, "new step", f"the file has no place for it: {_BESIDE}")
            continue
        others = [s for s in _mates(again, read[card]) if s not in read.values()]
        if others:
            yield Loss(card, "new step", f"its job does more: read again it is {len(others) + 1} steps")
        if catalog.like(now) != catalog.like(step):
            yield Loss(card, "kind", f"from its text alone it would be taken for {now.kind}: its kind {_BESIDE[3:]}")
        for name, value in step.attributes.items():
            if not _says(now, name, value, catalog):
                yield Loss(card, _label(name, step, catalog), _reason(name))


def _mates(again: Imported, name: str) -> tuple[str, ...]:
    """The steps of the job that a step stands in."""
    return next((group.steps for group in again.groups if name in group.steps), ())


def _links(found: Differences, again: Imported, read: Mapping[str, str]) -> Iterator[Loss]:
    present = again.snapshot.links
    after = _after(flow(present.values()))
    for link in found.links_new:
        source, target = read.get(link.source), read.get(link.target)
        if source is None or target is None:
            if link.source in found.goal.steps and link.target in found.goal.steps and _is_real(found, link):
                yield Loss(link.target, "link", f"the file does not show the link from {link.source}: {_BESIDE}")
            continue
        now = present.get(Link(source, target, link.type).id)
        follows = link.is_flow and link.when == SUCCESS and target in after.get(source, frozenset())
        follows = follows or (link.is_flow and _joins_jobs(again, source, target, link.when))
        if (now is None or now.when != link.when) and not follows:
            yield Loss(link.target, "link", _link_reason(link, now))
    unchanged = [k for k in found.goal.links.values() if k not in found.links_new]
    for link in unchanged:
        source, target = read.get(link.source), read.get(link.target)
        if source and target and Link(source, target, link.type).id not in present:
            message = f"the file no longer runs it after {link.source}: it did so because of what has changed"
            yield Loss(link.target, "link", f"{message}; the link {_BESIDE[3:]}")
    for link in found.links_gone:
        source, target = read.get(link.source), read.get(link.target)
        if source and target and Link(source, target, link.type).id in present:
            yield Loss(link.target, "link", f"the file still runs it after {link.source}: the change {_BESIDE[3:]}")


def _appeared(found: Differences, again: Imported, read: Mapping[str, str]) -> Iterator[Loss]:
    """Orders that nobody asked for: steps of a job follow each other, and a job waits for the whole of another."""
    cards = {name: card for card, name in read.items()}
    gone = {k.id for k in found.links_gone}
    for link in flow(again.snapshot.links.values()):
        source, target = cards.get(link.source), cards.get(link.target)
        if (
            source
            and target
            and Link(source, target).id not in found.goal.links
            and Link(source, target).id not in gone
        ):
            yield Loss(target, "order", f"the file runs it after {source}: that it need not {_BESIDE[3:]}")


def _joins_jobs(again: Imported, source: str, target: str, when: str) -> bool:
    """Whether the job of one step waits for that of another in the wanted way."""
    jobs = {card: group.name for group in again.groups for card in group.steps}
    ends = (jobs[source], jobs[target])
    links = flow(again.snapshot.links.values())
    return ends[0] != ends[1] and any((jobs[k.source], jobs[k.target], k.when) == (*ends, when) for k in links)


def _is_real(found: Differences, link: Link) -> bool:
    return all(found.goal.steps[end].get("implicit") is not True for end in (link.source, link.target))


def _link_reason(link: Link, now: Link | None) -> str:
    if not link.is_flow:
        return f"a workflow does not show that it starts {link.target} again: {_BESIDE}"
    if now is None:
        return f"the file cannot say that it waits for {link.source}: {_BESIDE}"
    return f"the file starts it after {now.when} of {link.source}, not after {link.when}: {_BESIDE}"


def _after(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    targets: dict[str, list[str]] = {}
    for link in links:
        targets.setdefault(link.source, []).append(link.target)
    return {source: reachable([source], targets) for source in targets}


def _pipeline(found: Differences, again: Imported) -> Iterator[Loss]:
    for name, value in found.pipeline.items():
        if not _alike(again.snapshot.facts.get(name), value):
            yield Loss(None, name.replace("_", " "), _reason(name))


def _step(again: Imported, read: Mapping[str, str], card: str) -> Step | None:
    return again.snapshot.steps[read[card]] if card in read else None


def _says(step: Step, name: str, value: Any, catalog: Catalog) -> bool:
    default = catalog.default(step, name)
    stated = step.get(name)
    return _alike(default if stated is None else stated, default if value is None else value)


def _is_inherited(again: Imported, now: Step, name: str, value: Any) -> bool:
    """Whether a step says by having no condition that it runs on the events of its file, all of them."""
    events = again.snapshot.facts.get(name) if name == "triggers" and now.get(name) is None else None
    return bool(events) and _alike(events, value)


def _alike(a: Any, b: Any) -> bool:
    """Equality that does not count the line end of a text, or the order of words."""
    if isinstance(a, str) and isinstance(b, str):
        return a.rstrip() == b.rstrip()
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)) and all(isinstance(v, str) for v in (*a, *b)):
        return sorted(a) == sorted(b)
    return same(a, b) or (not a and not b and a is not False and b is not False)


def _label(name: str, step: Step, catalog: Catalog) -> str:
    if name in FEATURES:
        return FEATURES[name]
    field = catalog.fields(step.kind).get(name)
    return field.label.lower() if field and field.label else name.replace("_", " ")


def _reason(name: str) -> str:
    if name in FEATURES:
        return f"the text that was written does not show it: {_BESIDE}"
    return f"a workflow has no place for it, so it stays a claim: {_BESIDE}"
