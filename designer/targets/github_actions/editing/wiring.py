"""Links between cards that a file already has: order of the steps of a job, and what jobs wait for."""

from __future__ import annotations

from collections.abc import Iterable

from designer.model.step import Link
from designer.targets.differences import Differences, flow
from designer.targets.github_actions.editing import needs
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Sheet


class Wiring:
    """The links that are wanted between the cards of a file, and those that are no longer.

    Args:
        found: what differs.
        kept: cards that were to go and could not; their links stay with them.
        base: links that were read.
    """

    def __init__(self, found: Differences, base: Iterable[Link], kept: frozenset[str] = frozenset()) -> None:
        stays = [k for k in flow(base) if kept & {k.source, k.target}]
        self.links = [*flow(found.goal.links.values()), *stays]
        self.gone = [k for k in flow(found.links_gone) if k not in stays]
        self.new = flow(found.links_new)

    def needs(self, sheet: Sheet, job: str) -> list[str]:
        """The jobs that a job shall wait for: those that it waits for already come first, as they are."""
        wanted = {s for s, t in pairs(sheet, self.links) if t == job}
        gone = {s for s, t in pairs(sheet, self.gone) if t == job} - wanted
        new = [s for s, t in pairs(sheet, self.new) if t == job]
        present = needs.needs_of(sheet, job)
        return list(dict.fromkeys((*(n for n in present if n not in gone), *new)))


def rewire(sheet: Sheet, wiring: Wiring) -> None:
    """Follows the links that are new or gone; those into new jobs are written with the jobs."""
    _reorder_jobs(sheet, wiring)
    for job in dict.fromkeys(target for _, target in pairs(sheet, (*wiring.gone, *wiring.new))):
        wanted = wiring.needs(sheet, job)
        if wanted == needs.needs_of(sheet, job):
            continue
        with sheet.attempt(_first(sheet, job), "link", tells=False) as done:
            needs.write_needs(sheet, job, wanted)
        if not done():
            _one_by_one(sheet, job, wanted)
    _ask_outcomes(sheet, wiring)


def _one_by_one(sheet: Sheet, job: str, wanted: list[str]) -> None:
    """Writes what can be written where the whole cannot: first what goes, then what comes."""
    for name in needs.needs_of(sheet, job):
        if name not in wanted:
            with sheet.attempt(_first(sheet, job), "link"):
                needs.write_needs(sheet, job, [n for n in needs.needs_of(sheet, job) if n != name])
    for name in wanted:
        present = needs.needs_of(sheet, job)
        if name not in present:
            with sheet.attempt(_first(sheet, job), "link"):
                needs.write_needs(sheet, job, [*present, name])


def pairs(sheet: Sheet, links: Iterable[Link]) -> dict[tuple[str, str], None]:
    """Two jobs for each link that joins cards of different ones."""
    found: dict[tuple[str, str], None] = {}
    for link in links:
        source, target = sheet.job(link.source), sheet.job(link.target)
        if source and target and source != target:
            found[source, target] = None
    return found


def _first(sheet: Sheet, job: str) -> str | None:
    return next(iter(sheet.cards(job)), None)


def _ask_outcomes(sheet: Sheet, wiring: Wiring) -> None:
    for job in dict.fromkeys(target for _, target in pairs(sheet, wiring.new)):
        into = [k for k in wiring.links if sheet.job(k.target) == job and sheet.job(k.source) not in (None, job)]
        with sheet.attempt(_first(sheet, job), "outcome"):
            needs.ask_outcome(sheet, job, into)
    for link in wiring.new:
        if sheet.job(link.source) is not None and sheet.job(link.source) == sheet.job(link.target):
            with sheet.attempt(link.target, "outcome"):
                needs.ask_step_outcome(sheet, link.target, link.when)


def _reorder_jobs(sheet: Sheet, wiring: Wiring) -> None:
    changed = (*wiring.gone, *wiring.new)
    inside = (sheet.job(k.source) for k in changed if sheet.job(k.source) == sheet.job(k.target))
    for job in dict.fromkeys(j for j in inside if j is not None):
        present = sheet.cards(job)
        wanted = in_order(present, wiring.links)
        if wanted != present:
            with sheet.attempt(wanted[0], "order"):
                _reorder(sheet, job, present, wanted)


def in_order(cards: list[str], links: Iterable[Link]) -> list[str]:
    """Cards in an order that the links ask for, otherwise as they are."""
    waits: dict[str, set[str]] = {c: set() for c in cards}
    for link in links:
        if link.is_flow and link.source in waits and link.target in waits:
            waits[link.target].add(link.source)
    found: list[str] = []
    while len(found) < len(cards):
        free = next((c for c in cards if c not in found and waits[c] <= set(found)), None)
        if free is None:
            return cards
        found.append(free)
    return found


def _reorder(sheet: Sheet, job: str, present: list[str], wanted: list[str]) -> None:
    """Moves as few steps as possible; set-up steps between them stay where they are."""
    staying = _longest_rising([present.index(c) for c in wanted])
    fixed = {present[i] for i in staying}
    for place, card in enumerate(wanted):
        if card in fixed:
            continue
        before = wanted[place - 1] if place else None
        after = next((c for c in wanted[place + 1 :] if c in fixed), None)
        _move(sheet, job, card, before, after)
        fixed.add(card)


def _move(sheet: Sheet, job: str, card: str, before: str | None, after: str | None) -> None:
    path = sheet.needed_step(card)
    others = {c: sheet.needed_step(c) for c in (before, after) if c}
    if len(path) > 4 or any(len(p) > 4 for p in others.values()):
        raise CannotSay("steps that run beside each other have no order")
    old = int(path[3])
    places = [int(others[c][3]) + (c == before) for c in (before, after) if c]
    new = places[0] if places else old
    new -= new > old
    sheet.editor.move(path, new)
    items = sheet.items[job]
    items.insert(new, items.pop(old))


def _longest_rising(numbers: list[int]) -> list[int]:
    """The longest rising part of a list of numbers."""
    best: list[list[int]] = []
    for number in numbers:
        before = max((run for run in best if run[-1] < number), key=len, default=[])
        best.append([*before, number])
    return max(best, key=len, default=[])
