"""In which order the cards of a pipeline are shown."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from designer.gui.canvas.scene import Scene
from designer.model.snapshot import Position


def presented(scene: Scene) -> list[str]:
    """Ids of the cards that can be seen: what comes before a card along flow links is shown before it.

    Where the links leave it open, the left one comes first, and of those the upper one.
    """
    homes, places = scene.columns.homes, scene.places()
    cards = {card: _place(scene.steps_of(card), places) for card in scene.cards()}
    waits: dict[str, set[str]] = {card: set() for card in cards}
    follow: dict[str, set[str]] = {card: set() for card in cards}
    for link in scene.pipeline.links.values():
        source, target = homes.get(link.source, link.source), homes.get(link.target, link.target)
        if link.is_flow and source != target and source in cards and target in cards:
            waits[target].add(source)
            follow[source].add(target)
    shown: list[str] = []
    done: set[str] = set()
    ready = [(place, card) for card, place in cards.items() if not waits[card]]
    heapq.heapify(ready)
    rest = sorted((place, card) for card, place in cards.items())  # boxes may wait for each other in a circle
    while len(shown) < len(cards):
        _, card = heapq.heappop(ready) if ready else next(row for row in rest if row[1] not in done)
        if card in done:
            continue
        done.add(card)
        shown.append(card)
        for after in follow[card]:
            waits[after].discard(card)
            if not waits[after]:
                heapq.heappush(ready, (cards[after], after))
    return shown


def _place(steps: Iterable[str], places: Mapping[str, Position]) -> Position:
    return min((places[s] for s in steps if s in places), default=(0.0, 0.0))
