"""A snapshot as the rules see it: sets of steps by kind, attribute and place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from designer.analysis.condition import Condition, Conditions, Selector, words
from designer.analysis.model_lines import ModelLines
from designer.analysis.provenance import Provenance
from designer.analysis.reach import Arrow, Reach, bits, union
from designer.analysis.texts import TextReader, Texts, with_texts
from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog

T = TypeVar("T")
RELEASED = Condition("is", "prod")


class PipelineView:
    """Answers the questions of the check language about one snapshot. Sets are ints, bit i is step i.

    Args:
        snapshot: what is judged.
        catalog: the kinds; steps are seen as the built-in kind they are like.
        reader: looks through the texts of the steps; without one they show nothing.
    """

    def __init__(self, snapshot: Snapshot, catalog: Catalog, reader: TextReader | None = None) -> None:
        self._reader = reader
        self.snapshot = snapshot
        self.catalog = catalog
        self.ids = tuple(snapshot.steps)
        self.index = {step: i for i, step in enumerate(self.ids)}
        self._kinds: dict[str, int] = {}
        self._defaults: dict[str, tuple[int, str]] = {}  # actual kind: its steps and one of their ids
        self._columns: dict[str, list[tuple[int, Any]]] = {}
        self._masks: dict[tuple[str, Condition], int] = {}
        self._selected: dict[Selector, int] = {}
        self._answers: dict[Callable[[PipelineView], Any], Any] = {}
        self._triggers: dict[int, tuple[str, ...]] = {}
        self._records = tuple(snapshot.steps.values())
        self._read_steps()
        self.training = self.of_kind("train")  # planned ones too: what leaves them would be a model
        links = [k for k in snapshot.links.values() if k.source in self.index and k.target in self.index]
        self.reach = Reach(self.ids, links, self.training)
        self.real = self.reach.everything & ~self.where("stub", Condition("is", True))
        self.trains = self.training & self.real
        self.automated = self.where("automated", Condition("is", True))
        self.releases = self.of_kind("deploy") & self.real & self.where("environment", RELEASED)
        self.origins = self.trains | self.of_kind("model_source") & self.real
        deploys = self.of_kind("deploy")
        self.lines = ModelLines(
            self.reach,
            words(self.fact("models")),
            [words(step.get("model")) for step in snapshot.steps.values()],
            core=self.training | self.of_kind("model_source") | deploys,
            trains=self.training,
            deploys=deploys,
        )

    def _read_steps(self) -> None:
        for i, step in enumerate(self.snapshot.steps.values()):
            like = self.catalog.like(step)
            self._kinds[like] = self._kinds.get(like, 0) | 1 << i
            members, _ = self._defaults.get(step.kind, (0, ""))
            self._defaults[step.kind] = (members | 1 << i, step.id)
            for name, value in step.attributes.items():
                if value is not None:
                    self._columns.setdefault(name, []).append((i, value))

    def once(self, work: Callable[[PipelineView], T]) -> T:
        """What a function says about this view; it is asked once."""
        if work not in self._answers:
            self._answers[work] = work(self)
        return cast(T, self._answers[work])

    # ------------------------------------------------------------------ facts of the pipeline
    def fact(self, name: str) -> Any:
        """What the pipeline states, or what its silence means."""
        value = self.snapshot.facts.get(name)
        if value is None:
            known = self.catalog.pipeline_fields.get(name)
            return known.default if known else None
        return value

    @property
    def scope(self) -> str:
        return str(self.fact("scope"))

    @cached_property
    def provenance(self) -> Provenance:
        """Where the steps come from."""
        own = self._columns.get("origin", ())
        unseen = tuple((step, words(value)) for step, value in self._columns.get("unseen", ()))
        return Provenance(len(self.ids), str(self.fact("origin")), own, unseen, is_opaque=self.fact("opaque") is True)

    @property
    def outcomes(self) -> int:
        """What the pipeline is for: its releases; in scope training its train steps."""
        return self.trains if self.scope == "training" else self.releases

    # ------------------------------------------------------------------ steps
    def name(self, step: int) -> str:
        return self.ids[step]

    def names(self, steps: int) -> tuple[str, ...]:
        return tuple(self.ids[i] for i in bits(steps))

    def of_kind(self, *kinds: str) -> int:
        """Steps that the rules take for one of these built-in kinds, stubs included."""
        found = 0
        for kind in kinds:
            found |= self._kinds.get(kind, 0)
        return found

    def value(self, step: int, name: str) -> Any:
        """An attribute of a step, its default when it is not stated."""
        record = self._records[step]
        stated = record.attributes.get(name)
        return self.catalog.default(record, name) if stated is None else stated

    def column(self, name: str) -> Sequence[tuple[int, Any]]:
        """Each step that states an attribute itself, with the value."""
        return self._columns.get(name, ())

    def stated(self, name: str) -> int:
        """Steps that state an attribute themselves."""
        return sum(1 << i for i, _ in self.column(name))

    def where(self, name: str, condition: Condition) -> int:
        """Steps whose attribute meets a condition."""
        key = (name, condition)
        if key not in self._masks:
            self._masks[key] = self._find(name, condition)
        return self._masks[key]

    def _find(self, name: str, condition: Condition) -> int:
        found = 0
        for members, example in self._defaults.values():
            if condition.holds(self.catalog.default(self.snapshot.steps[example], name)):
                found |= members
        for i, value in self._columns.get(name, ()):
            if condition.holds(value):
                found |= 1 << i
            else:
                found &= ~(1 << i)
        return found

    def meeting(self, conditions: Conditions) -> int:
        """Steps that meet all of several conditions."""
        found = self.reach.everything
        for name, condition in conditions:
            found &= self.where(name, condition)
        return found

    def select(self, selector: Selector) -> int:
        """Steps that a selector picks. Stubs are never picked: they are drawn, but prove nothing."""
        if selector not in self._selected:
            found = self.of_kind(*selector.kinds) & self.real & self.meeting(selector.where)
            if selector.either:
                options = 0
                for option in selector.either:
                    options |= self.select(option)
                found &= options
            self._selected[selector] = found
        return self._selected[selector]

    @cached_property
    def texts(self) -> Texts:
        """What the texts of the steps show."""
        return Texts(self.snapshot.steps.values(), with_texts(self._columns), self._reader)

    # ------------------------------------------------------------------ places
    def origins_of(self, release: int) -> int:
        """Train and model source steps of the same line that come before a release."""
        return self.reach.before[release] & self.origins & self.lines.mates(release)

    def attached(self, release: int) -> int:
        """Steps of the same line that come after a release or name it as their target."""
        return (self.reach.after[release] | self._targeting.get(self.ids[release], 0)) & self.lines.mates(release)

    def attached_to(self, steps: int) -> int:
        """Steps (of whatever line) that one of ``steps`` is attached to: they come before it, or it names them."""
        named = (v for i, v in self.column("target") if steps >> i & 1 and isinstance(v, str) and v in self.index)
        return self.reach.above(steps) | union(1 << self.index[name] for name in named)

    @cached_property
    def _targeting(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for i, value in self._columns.get("target", ()):
            if isinstance(value, str):
                found[value] = found.get(value, 0) | 1 << i
        return found

    @cached_property
    def sources(self) -> Mapping[int, int]:
        """For each train step the data sources whose data reaches it without passing another train step."""
        entries = self.of_kind("data_source") & self.real
        return {t: self.reach.data_before[t] & entries for t in bits(self.trains)}

    @cached_property
    def data_arrows(self) -> tuple[Arrow, ...]:
        """Links that carry data: not those that are order only, nor those that leave a train step."""
        flow = self.reach.flow.items()
        return tuple(a for a, link in flow if link.carries != "control" and not self.training >> a[0] & 1)

    @cached_property
    def data_sources(self) -> list[list[int]]:
        """For each step those that hand data to it."""
        found: list[list[int]] = [[] for _ in self.ids]
        for a, b in self.data_arrows:
            found[b].append(a)
        return found

    def between(self, release: int, middle: int) -> int:
        """Those of ``middle`` (of the same line) that lie between an origin and a release."""
        found = 0
        candidates = middle & self.reach.before[release] & self.lines.mates(release)
        if candidates:
            for origin in bits(self.origins_of(release)):
                found |= candidates & self.reach.after[origin]
        return found

    # ------------------------------------------------------------------ events
    def triggers(self, step: int) -> tuple[str, ...]:
        """Events that start a step: its own, else those of the pipeline."""
        if step not in self._triggers:
            self._triggers[step] = words(self.value(step, "triggers")) or words(self.fact("triggers"))
        return self._triggers[step]

    def branches(self, step: int) -> tuple[str, ...]:
        """Branches a step itself is limited to; empty for any."""
        return words(self.value(step, "branches"))

    def push_branches(self, step: int) -> tuple[str, ...]:
        """Branches whose pushes start the workflow of a step; empty for any."""
        return words(self.value(step, "push_branches")) or words(self.fact("branches"))
