"""The steps of a snapshot as sets: by kind, and by what they state."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import Any, Final

from designer.analysis.bit_sets import chosen, first, members, union
from designer.analysis.condition import Condition, Conditions, Selector
from designer.analysis.step_change import Places, StepChange
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.steps.catalog import Catalog

ANYTHING: Final = "*"
_TOLD: Final = 4  # names in one sentence
RECORDS: Final = "*attributes"
"""Any attribute of any step."""
LINKS: Final = "*links"
"""How the steps are linked."""


def asks(names: AbstractSet[str], touched: AbstractSet[str]) -> bool:
    """Whether what asked for some attributes may see that others were touched."""
    if ANYTHING in names or not names.isdisjoint(touched):
        return True
    return RECORDS in names and touched != {LINKS}


class StepSets:
    """Sets are ints, bit i is step i.

    The names of the attributes that are asked for are noted in ``asked``, which its user may replace; who takes a whole
    record may have asked for any of the `RECORDS`, who takes the snapshot for `ANYTHING`, links included.

    Args:
        snapshot: whose steps they are.
        catalog: the kinds; steps are seen as the built-in kind they are like.
        last: the sets of an earlier state with the same kinds; what was not edited since is taken over.
    """

    def __init__(self, snapshot: Snapshot, catalog: Catalog, last: StepSets | None = None) -> None:
        self.asked: set[str] = set()
        self._snapshot = snapshot
        self.catalog = catalog
        followed = last._places.after(snapshot.steps) if last is not None else None
        self._places: Places = followed[0] if followed else Places.of(snapshot.steps)
        self.change: StepChange | None = followed[1] if followed else None
        self.ids = self._places.ids
        self.index = self._places.index
        self.everything = self._places.everything
        self._records = self._places.records
        self._members: dict[str, int] = {}  # steps by the kind that they state
        self._examples: dict[str, Step] = {}  # one step of each of these kinds
        self._columns: dict[str, list[tuple[int, Any]]] = {}
        self._masks: dict[tuple[str, Condition], int] = {}
        self._stated: dict[str, int] = {}
        self._likes: dict[str, str] = {}
        self._of_kinds: dict[tuple[str, ...], int] = {}
        if last is None or self.change is None:
            self._is_read = True
            self._read_steps()
        else:
            self._is_read = False
            self._take_over(last, self.change)
        self.asked = set()  # building it asked for no user

    def _read_steps(self) -> None:
        for i, step in enumerate(self._records):
            self._members[step.kind] = self._members.get(step.kind, 0) | 1 << i
            self._examples.setdefault(step.kind, step)
            for name, value in step.attributes.items():
                if value is not None:
                    self._columns.setdefault(name, []).append((i, value))

    def _take_over(self, last: StepSets, change: StepChange) -> None:
        fresh = [(i, self._records[i]) for i in (*change.added, *change.changed)]
        self._examples = dict(last._examples)
        others = ~change.places
        self._members = {kind: mask & others for kind, mask in last._members.items()}
        self._masks = {key: mask & others for key, mask in last._masks.items()}
        self._columns = dict(last._columns)
        for i in (*change.removed, *change.changed):
            for name in last._records[i].attributes.keys() & self._columns.keys():
                self._columns[name] = [row for row in self._columns[name] if row[0] != i]
        for i, step in fresh:
            for name in step.attributes.keys() & self._columns.keys():
                if (value := step.attributes[name]) is not None:
                    rows = self._columns[name] = [*self._columns[name]]
                    insort(rows, (i, value), key=itemgetter(0))
            self._members[step.kind] = self._members.get(step.kind, 0) | 1 << i
            self._examples.setdefault(step.kind, step)
        for key in self._masks if fresh else ():
            name, condition = key
            for i, _ in fresh:
                if condition.holds(self.value(i, name)):
                    self._masks[key] |= 1 << i

    @property
    def snapshot(self) -> Snapshot:
        """The whole pipeline."""
        self.asked.add(ANYTHING)
        return self._snapshot

    @property
    def records(self) -> tuple[Step, ...]:
        """The steps themselves, to be compared with others and not to be read: that asks for nothing."""
        return self._records

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the pipeline itself states."""
        return self._snapshot.facts

    def fact(self, name: str) -> Any:
        """What the pipeline states, or what its silence means."""
        value = self.facts.get(name)
        if value is None:
            known = self.catalog.pipeline_fields.get(name)
            return known.default if known else None
        return value

    def name(self, step: int) -> str:
        return self.ids[step]

    def names(self, steps: int) -> tuple[str, ...]:
        return chosen(steps, self.ids)

    def of_kind(self, *kinds: str) -> int:
        """Steps that the rules take for one of these built-in kinds, or that are of a kind people added; with stubs."""
        if kinds not in self._of_kinds:
            named = (m for kind, m in self._members.items() if kind in kinds or self._like(kind) in kinds)
            self._of_kinds[kinds] = union(named)
        return self._of_kinds[kinds]

    def _like(self, kind: str) -> str:
        if kind not in self._likes:
            self._likes[kind] = self.catalog.like(self._examples[kind])
        return self._likes[kind]

    def record(self, step: int) -> Step:
        self.asked.add(RECORDS)
        return self._records[step]

    def own(self, step: int, name: str) -> Any:
        """An attribute of a step as it states it itself."""
        self.asked.add(name)
        return self._records[step].attributes.get(name)

    def of_sort(self, selector: Selector) -> int:
        """Steps of the kinds and capabilities that a selector names, whatever they state, stubs included."""
        found = self.of_kind(*selector.kinds) if selector.kinds else self.everything
        return found & self.able(*selector.capabilities) if selector.capabilities else found

    def able(self, *capabilities: str) -> int:
        """Steps whose kind has one of these capabilities, stubs included."""
        wanted = set(capabilities)
        return union(m for kind, m in self._members.items() if wanted & self.catalog.kind(kind).capabilities)

    def value(self, step: int, name: str) -> Any:
        """An attribute of a step, its default when it is not stated."""
        self.asked.add(name)
        record = self._records[step]
        stated = record.attributes.get(name)
        return self.catalog.default(record, name) if stated is None else stated

    def column(self, name: str) -> Sequence[tuple[int, Any]]:
        """Each step that states an attribute itself, with the value."""
        self.asked.add(name)
        if not self._is_read and name not in self._columns:
            values = ((i, step.attributes.get(name)) for i, step in enumerate(self._records))
            self._columns[name] = [(i, value) for i, value in values if value is not None]
        return self._columns.get(name, ())

    def stated(self, name: str) -> int:
        """Steps that state an attribute themselves."""
        column = self.column(name)
        if name not in self._stated:
            self._stated[name] = members(i for i, _ in column)
        return self._stated[name]

    def where(self, name: str, condition: Condition) -> int:
        """Steps whose attribute meets a condition."""
        self.asked.add(name)
        key = (name, condition)
        if key not in self._masks:
            self._masks[key] = self._find(name, condition)
        return self._masks[key]

    def _find(self, name: str, condition: Condition) -> int:
        found = 0
        for kind, example in self._examples.items():
            if condition.holds(self.catalog.default(example, name)):
                found |= self._members[kind]
        stated = self.column(name)
        if stated:
            found &= ~self.stated(name)
            answers: dict[Any, bool] = {}  # few different values stand at many steps
            for i, value in stated:
                key = (type(value), value) if isinstance(value, (str, bool, int)) else id(value)
                if key not in answers:
                    answers[key] = condition.holds(value)
                if answers[key]:
                    found |= 1 << i
        return found

    def among(self, steps: int, conditions: Conditions) -> int:
        """Those of some steps that meet all of several conditions; what the others state does not matter."""
        return steps & self.meeting(conditions)

    def stated_among(self, steps: int, name: str) -> int:
        """Those of some steps that state an attribute themselves."""
        return steps & self.stated(name)

    def meeting(self, conditions: Conditions) -> int:
        """Steps that meet all of several conditions."""
        found = self.everything
        for name, condition in conditions:
            found &= self.where(name, condition)
        return found


def told_names(sets: StepSets, steps: int) -> str:
    """``train and retrain``; of many ``train, retrain, refit and 9 more``."""
    count = steps.bit_count()
    if count <= _TOLD:
        return " and ".join(sets.names(steps))
    named = [sets.name(step) for step in first(steps, _TOLD - 1)]
    return f"{', '.join(named)} and {count - len(named)} more"
