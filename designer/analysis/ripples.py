"""What an edit touched, and from which steps that can be seen."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from designer.analysis.bit_sets import bits, members, union
from designer.analysis.condition import words
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView

_ALL: Final = -1
_GROWING: Final = "assessed"  # a fact of the pipeline that is about single steps


class Ripples:
    """Sets of steps that are to be judged anew after an edit, by how far is looked from them.

    Args:
        last: the pipeline before the edit; None for all steps anew.
    """

    def __init__(self, view: PipelineView, last: PipelineView | None) -> None:
        self._view = view
        self._known: dict[Sight, int] = {Sight.EVERYTHING: _ALL}
        self._touched = _ALL if last is None else _touched(view, last)

    def at(self, sight: Sight) -> int:
        """Steps from which something that was touched can be seen."""
        if self._touched in (0, _ALL):
            return self._touched if sight < Sight.EVERYTHING else _ALL
        if sight not in self._known:
            self._known[sight] = self._touched if sight == Sight.STEP else self._spread(sight)
        return self._known[sight]

    def spares(self, step: int, ways: int) -> bool:
        """Whether a step was not touched, nor were any steps of its ways, nor links from one of these to another."""
        change = self._view.change
        if self._touched == _ALL or self._touched >> step & 1 or change is None or self._view.link_change is None:
            return False
        return not ways & change.places and not any(ways & ends == ends for ends in self._changed_ends)

    @cached_property
    def _changed_ends(self) -> frozenset[int]:
        """Both ends of each link that came or went and whose ends are there."""
        change, index = self._view.link_change, self._view.index
        links = (*change.removed, *change.added) if change else ()
        return frozenset(
            1 << index[k.source] | 1 << index[k.target] for k in links if {k.source, k.target} <= index.keys()
        )

    def _spread(self, sight: Sight) -> int:
        if sight == Sight.BEFORE:
            return self._touched | self._view.reach.below(self._touched)
        return self._ways if sight <= Sight.WAYS else self._part(self._ways)

    @cached_property
    def _ways(self) -> int:
        reach, touched = self._view.reach, self._touched
        return self._with_named(touched | reach.above(touched) | reach.below(touched))

    def _part(self, start: int) -> int:
        """All that hangs together with some steps."""
        reach, found, fresh = self._view.reach, 0, start
        pairs = [(1 << a, 1 << b) for a, b in reach.feedback]
        while fresh:
            found |= fresh
            near = reach.above(fresh) | reach.below(fresh)
            near |= union(a | b for a, b in pairs if fresh & (a | b))
            fresh = self._with_named(near) & ~found
        return found

    def _with_named(self, steps: int) -> int:
        """Some steps, those that they name as their targets, and those that name one of them."""
        found = steps
        for step, name in self._view.column("target"):
            named = self._view.index.get(name) if isinstance(name, str) else None
            if named is not None and (steps >> step | steps >> named) & 1:
                found |= 1 << named | 1 << step
        return found


def _touched(view: PipelineView, last: PipelineView) -> int:
    """The steps at which something changed that a rule may ask for; all when the whole pipeline changed."""
    if view.change is None or view.link_change is None or view.lines.known != last.lines.known:
        return _ALL
    if view.lines.names != last.lines.names or _facts(view) != _facts(last):
        return _ALL
    places = view.change.places
    named = (_named(view, row, place) for row in (view, last) for place in bits(places) if place < len(row.ids))
    found = places | union(named) | _of_links(view, last) | _assessed(view, last)
    if not view.lines.is_single:
        found |= union(now ^ then for now, then in zip(view.lines.everyone, last.lines.everyone, strict=True))
    return found & view.everything


def _facts(view: PipelineView) -> str:
    return repr({name: value for name, value in view.facts.items() if name != _GROWING})


def _named(view: PipelineView, told: PipelineView, place: int) -> int:
    """The step that one names as its target, now or before."""
    name = told.records[place].attributes.get("target")
    return 1 << view.index[name] if isinstance(name, str) and name in view.index else 0


def _of_links(view: PipelineView, last: PipelineView) -> int:
    """The ends of links that came, went, or count otherwise, and steps that came onto a circle or left one."""
    change, now, then = view.link_change, view.reach, last.reach
    if change is None or now is then:
        return 0
    closing = {k.id: k for k in now.back_links} | {k.id: k for k in then.back_links}
    turned = {k.id for k in now.back_links} ^ {k.id for k in then.back_links}
    links = (*change.removed, *change.added, *(closing[key] for key in turned))
    ends = {end for link in links for end in (link.source, link.target)}
    return members(view.index[end] for end in ends if end in view.index) | (now.on_circle ^ then.on_circle)


def _assessed(view: PipelineView, last: PipelineView) -> int:
    """The steps about which people, or an import, said what they had not said before."""
    told = set(words(view.fact(_GROWING))) ^ set(words(last.fact(_GROWING)))
    names = (place.partition("@")[2] for place in told)
    return members({view.index[name] for name in names if name in view.index})
