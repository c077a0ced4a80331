"""Links between cards: the order inside a job, and what jobs wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from designer.model.step import FEEDBACK, Link
from designer.targets.github_actions.reading import conditions
from designer.targets.github_actions.reading.cards import Card
from designer.targets.github_actions.reading.workflow import Job


class Wiring:
    """The links of one file; two cards are joined by at most one of each type."""

    def __init__(self) -> None:
        self.links: dict[str, Link] = {}

    def wait(self, target: Card, source: Card, when: str) -> None:
        self._put(Link(source.id, target.id, when=when))

    def carry(self, source: Card, target: Card, when: str) -> None:
        """Data goes from one to the other; a link that is there already says so from now on."""
        there = self.links.get(Link(source.id, target.id).id)
        link = replace(there, carries="data") if there else Link(source.id, target.id, when=when, carries="data")
        self.links[link.id] = link

    def restart(self, source: Card, target: Card) -> None:
        self._put(Link(source.id, target.id, FEEDBACK))

    def _put(self, link: Link) -> None:
        if link.source != link.target:
            self.links.setdefault(link.id, link)


class Chain:
    """The cards of one job in the order in which they run.

    Steps run one after the other. One that runs only after a failure is a branch that nothing waits for. One that
    always runs follows the step before it, and says nothing about the outcome of those: what needs a success waits for
    all of them.

    Args:
        cards: of one job.
        wiring: gets the links between them.
    """

    def __init__(self, cards: Iterable[Card], wiring: Wiring) -> None:
        self.heads: list[Card] = []
        self.tails: list[Card] = []  # whose success means that the job has succeeded so far
        self._main: list[Card] = []  # those that ran last because all went well
        self._last: list[Card] = []
        self._beside: list[Card] = []  # in the background
        cards = list(cards)
        for unit in _units(cards):
            self._add(unit, wiring)
        self.tails += self._beside
        self.tails = self.tails or cards[-1:]

    def _add(self, unit: list[Card], wiring: Wiring) -> None:
        before = {
            conditions.SUCCESS: self.tails,
            conditions.ALWAYS: self._last,
            conditions.FAILURE: self._main or self._last,
        }
        ended: dict[str, list[Card]] = {when: [] for when in before}
        for card in unit:
            when = conditions.SUCCESS if card.is_job else conditions.outcome(card.entry.text("if"))
            for earlier in before[when]:
                wiring.wait(card, earlier, when)
            if not before[when]:
                self.heads.append(card)
            is_beside = card.entry.data.get("background") is True
            (self._beside if is_beside else ended[when]).append(card)
        self._main = ended[conditions.SUCCESS] or self._main
        self._last = ended[conditions.SUCCESS] + ended[conditions.ALWAYS] or self._last
        self.tails = (ended[conditions.SUCCESS] or self.tails) + ended[conditions.ALWAYS]


def _units(cards: Iterable[Card]) -> Iterator[list[Card]]:
    """Cards that run at the same time stand together."""
    unit: list[Card] = []
    for card in cards:
        beside = card.entry.at[:-1] if "parallel" in card.entry.at[4:] else None
        if unit and (beside is None or unit[0].entry.at[:-1] != beside):
            yield unit
            unit = []
        unit.append(card)
    yield unit


def open_needs(jobs: Mapping[str, Job]) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """What each job waits for, without the needs that close a circle; and those.

    The walk goes from each job in the order of the file up to what it needs; a need that leads back to a job on the
    way is the one that closes a circle.
    """
    closing: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for start in jobs:
        path = [] if start in seen else [(start, iter(jobs[start].needs))]
        on_way = {start}
        while path:
            job, needs = path[-1]
            seen.add(job)
            needed = next(needs, None)
            if needed is None:
                path.pop()
                on_way.discard(job)
            elif needed in on_way:
                closing.add((job, needed))
            elif needed not in seen:
                on_way.add(needed)
                path.append((needed, iter(jobs[needed].needs)))
    kept = {name: tuple(n for n in job.needs if (name, n) not in closing) for name, job in jobs.items()}
    return kept, [(name, n) for name, job in jobs.items() for n in job.needs if (name, n) in closing]


def before(needs: Mapping[str, tuple[str, ...]], job: str) -> set[str]:
    """Every job that has ended when this one starts."""
    found: set[str] = set()
    todo = list(needs[job])
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(needs[name])
    return found
