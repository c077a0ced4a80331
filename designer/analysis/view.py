"""A snapshot as the rules see it: sets of steps by kind, attribute and place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar

from designer.analysis.bit_sets import bits, union
from designer.analysis.condition import Condition, Selector, words
from designer.analysis.link_change import LinkChange, links_between
from designer.analysis.model_lines import ModelLines
from designer.analysis.provenance import Provenance
from designer.analysis.reach import Reach
from designer.analysis.reach_edit import Arrows, edited
from designer.analysis.step_sets import LINKS, RECORDS, StepSets, asks
from designer.analysis.texts import TextReader, Texts, with_texts
from designer.model.snapshot import Snapshot
from designer.model.step import Link
from designer.steps.catalog import Catalog

T = TypeVar("T")
_OFTEN: Final = 10
RELEASED = Condition("is", "prod")
AUTOMATED = Condition("is", True)


class PipelineView(StepSets):
    """Answers the questions of the check language about one snapshot. Sets are ints, bit i is step i.

    Args:
        snapshot: what is judged.
        catalog: the kinds; steps are seen as the built-in kind they are like.
        reader: looks through the texts of the steps; without one they show nothing.
        last: a view of an earlier state; what was not edited since is taken over.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        catalog: Catalog,
        reader: TextReader | None = None,
        last: PipelineView | None = None,
    ) -> None:
        self._reader = reader
        super().__init__(snapshot, catalog, last)
        self._answers: dict[tuple[Any, ...], tuple[Any, set[str]]] = {}
        self._known: Mapping[tuple[Any, ...], tuple[Any, set[str]]] = {}
        self._triggers: dict[int, tuple[str, ...]] = {}
        self._times: dict[Callable[..., Any], int] = {}
        self.training = self.of_kind("train")  # planned ones too: what leaves them would be a model
        self._links = [k for k in snapshot.links.values() if k.source in self.index and k.target in self.index]
        self.link_change = links_between(last._links, self._links) if last is not None else None
        self._reach = self._reach_after(last) or Reach(self.ids, self._links, self.training)
        self.real = self.everything & ~self.where("stub", Condition("is", True))
        self.trains = self.training & self.real
        self.releases = self.of_kind("deploy") & self.real & self.where("environment", RELEASED)
        self.origins = self.trains | self.of_kind("model_source") & self.real
        deploys = self.of_kind("deploy")
        self._lines = ModelLines(
            self._reach,
            words(self.fact("models")),
            {step: words(value) for step, value in self.column("model")},
            core=self.training | self.of_kind("model_source") | deploys,
            trains=self.training,
            deploys=deploys,
        )
        self.touched = self._touched_since(last)
        if last is not None and self.touched is not None:
            self._known = last._answers

    def _reach_after(self, last: PipelineView | None) -> Reach | None:
        """The order of the steps as it follows from an earlier one, if it does."""
        if last is None or self.change is None or self.link_change is None:
            return None
        if self.change.keeps_names and self.training == last.training and self.link_change == LinkChange():
            return last._reach
        arrows = Arrows.of(self.link_change, last.index, self.index)
        return edited(last._reach, self.ids, arrows, self.training, self.everything)

    def once(self, work: Callable[..., T], *arguments: Hashable) -> T:
        """What a function says about this view; it is asked once, and what it asks for counts every time.

        What it answered before an edit is taken over when nothing that it asked for was touched.
        """
        key = (work, *arguments)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = self._before(key) or self._worked_out(work, *arguments)
        found: T = known[0]
        self.asked.update(known[1])
        return found

    def _before(self, key: tuple[Any, ...]) -> tuple[Any, set[str]] | None:
        """An answer about the view before an edit, if it asked for nothing that was touched."""
        known = self._known.get(key)
        return known if known and self.touched is not None and not asks(known[1], self.touched) else None

    def _worked_out(self, work: Callable[..., Any], *arguments: Hashable) -> tuple[Any, set[str]]:
        """An answer, and what was asked for it."""
        outer, self.asked = self.asked, set()
        try:
            return work(self, *arguments), self.asked
        finally:
            self.asked = outer

    def is_asked_often(self, work: Callable[..., Any]) -> bool:
        """Whether it pays to work something out for all steps; asking counts."""
        self._times[work] = self._times.get(work, 0) + 1
        return self._times[work] > _OFTEN

    def _touched_since(self, last: PipelineView | None) -> frozenset[str] | None:
        """The attributes that an edit changed, and whether it changed `LINKS`; none when it changed more.

        What all rules stand on counts as more.
        """
        change = self.change
        if last is None or change is None or not change.keeps_names or repr(self.facts) != repr(last.facts):
            return None
        names = set() if self._reach is last._reach else {LINKS}
        for place in change.changed:
            before, after = last.records[place], self.records[place]
            if before.kind != after.kind:
                return None
            attributes = {*before.attributes, *after.attributes}
            names.update(n for n in attributes if before.attributes.get(n) is not after.attributes.get(n))
        return None if names & self.asked else frozenset(names)

    @property
    def reach(self) -> Reach:
        """Who comes before and after whom."""
        self.asked.add(LINKS)
        return self._reach

    @property
    def links(self) -> Sequence[Link]:
        """The links between steps that are there."""
        self.asked.add(LINKS)
        return self._links

    @property
    def lines(self) -> ModelLines:
        """Which model a step serves; with several of them links say it."""
        if not self._lines.is_single:
            self.asked.add(LINKS)
        return self._lines

    @cached_property
    def scope(self) -> str:
        """What the pipeline is for; asked a thousand times."""
        return str(self.fact("scope"))

    @property
    def automated(self) -> int:
        """Steps that need nobody to start them."""
        return self.where("automated", AUTOMATED)

    @property
    def provenance(self) -> Provenance:
        """Where the steps come from."""
        return self.once(PipelineView._provenance)

    def _provenance(self) -> Provenance:
        own = self.column("origin")
        unseen = tuple((step, words(value)) for step, value in self.column("unseen"))
        return Provenance(
            self.everything, str(self.fact("origin")), own, unseen, is_partial=self.fact("partial") is True
        )

    @property
    def outcomes(self) -> int:
        """What the pipeline is for: its releases; in scope training its train steps."""
        return self.trains if self.scope == "training" else self.releases

    def select(self, selector: Selector) -> int:
        """Steps that a selector picks. Stubs are never picked: they are drawn, but prove nothing."""
        return self.once(PipelineView._select, selector)

    def _select(self, selector: Selector) -> int:
        found = self.of_sort(selector) & self.real & self.meeting(selector.where)
        return found & union(map(self.select, selector.either)) if selector.either else found

    @property
    def texts(self) -> Texts:
        """What the texts of the steps show."""
        return self.once(PipelineView._texts)

    def _texts(self) -> Texts:
        self.asked.add(RECORDS)
        return Texts(self._records, with_texts(self.column), self._reader)

    # ------------------------------------------------------------------ places
    def before_it(self, step: int) -> tuple[str, ...]:
        """Ids of the steps that a step waits for."""
        return tuple(self.ids[i] for i in self.reach.previous_steps[step])

    def after_it(self, step: int) -> tuple[str, ...]:
        """Ids of the steps that wait for a step."""
        return tuple(self.ids[i] for i in self.reach.next_steps[step])

    def is_on_circle(self, step: int) -> bool:
        """Whether a step lies on a circle of flow links."""
        return bool(self.reach.on_circle >> step & 1)

    def is_lost(self, step: int) -> bool:
        """Whether nothing says which of several model lines a step serves."""
        return self.lines.is_lost(step)

    def proof_of_line(self, steps: int) -> int:
        """The ways from which it follows which model line these steps serve; empty when they say so themselves."""
        if self.lines.is_single:
            return 0
        return union(
            1 << step
            for judged in bits(steps)
            for witness in bits(self.lines.evidence(judged))
            for step in self.reach.way(witness, judged) or self.reach.way(judged, witness)
        )

    def origins_of(self, release: int) -> int:
        """Train and model source steps of the same line that come before a release."""
        return self.reach.before[release] & self.origins & self.lines.mates(release)

    def attached(self, release: int) -> int:
        """Steps of the same line that come after a release or name it as their target."""
        named = self.once(PipelineView._targeting).get(self.ids[release], 0)
        return (self.reach.after[release] | named) & self.lines.mates(release)

    def attached_to(self, steps: int) -> int:
        """Steps (of whatever line) that one of ``steps`` is attached to: they come before it, or it names them."""
        named = (v for i, v in self.column("target") if steps >> i & 1 and isinstance(v, str) and v in self.index)
        return self.reach.above(steps) | union(1 << self.index[name] for name in named)

    def _targeting(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for i, value in self.column("target"):
            if isinstance(value, str):
                found[value] = found.get(value, 0) | 1 << i
        return found

    @property
    def sources(self) -> Mapping[int, int]:
        """For each train step the data sources whose data reaches it without passing another train step."""
        return self.once(PipelineView._sources)

    def _sources(self) -> Mapping[int, int]:
        entries = self.of_kind("data_source") & self.real
        return {t: self.reach.data_before[t] & entries for t in bits(self.trains)}

    @property
    def data_targets(self) -> list[list[int]]:
        """For each step those that it hands data to."""
        return self.once(PipelineView._data_ends)[0]

    @property
    def data_sources(self) -> list[list[int]]:
        """For each step those that hand data to it."""
        return self.once(PipelineView._data_ends)[1]

    def _data_ends(self) -> tuple[list[list[int]], list[list[int]]]:
        """Both ends of links that carry data: not those that are order only, nor those that leave a train step."""
        reach = self.reach
        others = {arrow for arrow, link in reach.flow.items() if link.carries == "control"}
        others.update((train, after) for train in bits(self.training) for after in reach.next_steps[train])
        targets, sources = list(reach.next_steps), list(reach.previous_steps)
        for step in {step for step, _ in others}:
            targets[step] = [after for after in targets[step] if (step, after) not in others]
        for step in {step for _, step in others}:
            sources[step] = [before for before in sources[step] if (before, step) not in others]
        return targets, sources

    def between(self, release: int, middle: int) -> int:
        """Those of ``middle`` (of the same line) that lie between an origin and a release."""
        candidates = middle & self.reach.before[release] & (mates := self.lines.mates(release))
        return candidates & self.once(_behind, self.origins & mates) if candidates else 0

    # ------------------------------------------------------------------ events
    def triggers(self, step: int) -> tuple[str, ...]:
        """Events that start a step: its own, else those of the pipeline."""
        self.asked.add("triggers")
        if step not in self._triggers:
            self._triggers[step] = words(self.value(step, "triggers")) or self._common_triggers
        return self._triggers[step]

    @cached_property
    def _common_triggers(self) -> tuple[str, ...]:
        return words(self.fact("triggers"))

    def branches(self, step: int) -> tuple[str, ...]:
        """Branches a step itself is limited to; empty for any."""
        return words(self.value(step, "branches"))

    def push_branches(self, step: int) -> tuple[str, ...]:
        """Branches whose pushes start the workflow of a step; empty for any."""
        return words(self.value(step, "push_branches")) or words(self.fact("branches"))


def _behind(view: PipelineView, origins: int) -> int:
    """What comes after some origins. Of what comes before a release, all those lie before it, too."""
    return view.reach.below(origins)
