"""What if the data of a step drifts: who compares it, who is told, does it lead to training, what if nobody notices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from designer.analysis.bit_sets import bits
from designer.analysis.condition import words
from designer.analysis.facets import DRIFT, drift_checks
from designer.analysis.searching import way_to
from designer.analysis.view import PipelineView
from designer.analysis.what_if.consequences import (
    AGAIN,
    DANGER,
    DRIFTS,
    FINE,
    GAP,
    HEARS,
    NOTE,
    NOTICES,
    ORIGIN,
    Claim,
    Consequences,
    arrows,
    groups,
    listed,
    on_way,
    said,
)
from designer.analysis.what_if.run import GATES


class Drift:
    """Data that leaves one step is no longer what it was.

    Args:
        step: the step whose data drifts.
    """

    def __init__(self, view: PipelineView, step: int) -> None:
        self._view = view
        self._step = step
        self._name = view.name(step)
        self._called = said(view, step)

    def consequences(self) -> Consequences:
        """The answer."""
        noticing, told, back = list(self._noticing()), list(self._told()), list(self._back())
        unnoticed = list(self._unnoticed())
        return Consequences(
            self._name,
            DRIFTS,
            self._summary(noticing, told, back),
            groups(
                ("Who notices", noticing),
                ("Who hears of it", told),
                ("Whether it is trained again", back),
                ("What it carries" if self._carries_a_model else "If nobody notices", unnoticed),
            ),
            self._marks(noticing, told, back),
        )

    # ------------------------------------------------------------------ sets
    @cached_property
    def trains(self) -> int:
        """Train steps that its data reaches."""
        view = self._view
        if self._is_live:
            return view.origins_of(self._step) & view.trains
        reached = (t for t in bits(view.trains) if (view.reach.data_before[t] | 1 << t) >> self._step & 1)
        return sum(1 << t for t in reached)

    @property
    def _is_live(self) -> bool:
        """Whether the step is a release: its data is what people send to it."""
        return bool(self._view.releases >> self._step & 1)

    @property
    def _carries_a_model(self) -> bool:
        """Whether only a trained model passes the step, and no data."""
        view = self._view
        is_behind = view.reach.before[self._step] & view.training and not self._is_live
        return bool(is_behind) and not self.trains

    @cached_property
    def releases(self) -> int:
        """Releases of models that are trained on it, and those that its data reaches directly."""
        view = self._view
        if self._is_live or self._carries_a_model:
            return 1 << self._step if self._is_live else 0
        return sum(
            1 << r
            for r in bits(view.releases)
            if view.origins_of(r) & self.trains or view.reach.before[r] >> self._step & 1
        )

    @cached_property
    def checks(self) -> int:
        """Drift checks of those releases."""
        found = 0
        for release in bits(self.releases):
            found |= drift_checks(self._view, release)
        return found

    def _compares(self, check: int, release: int) -> bool:
        """Whether the reference of a check stands for this data."""
        view, reference = self._view, self._view.value(check, "reference")
        if self._is_live:
            return DRIFT.tests["reference_matches"].passes(view, check, release)
        if reference == "training":
            return bool(self.trains)
        near = view.reach.before[self._step] | view.reach.after[self._step] | 1 << self._step
        step = view.index.get(reference) if isinstance(reference, str) else None
        named = step is not None and near >> step & 1
        return bool(named) or any(
            view.value(s, "dataset") == reference for s in bits(near & view.stated("dataset")) if reference
        )

    # ------------------------------------------------------------------ who notices
    def _noticing(self) -> Iterator[Claim]:
        found = [*self._validating(), *self._checking()]
        if not self._view.real >> self._step & 1:
            yield Claim(NOTE, f"{self._called} is only planned: nothing runs there yet.", (self._name,))
        yield from found
        if not self.trains and not self.releases:
            return
        if not any(c.sign == NOTICES for c in found):
            text = f"Nothing compares the data of {self._called} with what it was."
            yield Claim(GAP, text, (self._name,), code="MON003")

    def _validating(self) -> Iterator[Claim]:
        view = self._view
        above = 0
        for train in bits(self.trains):
            above |= view.reach.data_before[train]
        between = above & (view.reach.after[self._step] | 1 << self._step)
        for step in bits(between & view.of_kind("validate_data") & view.real):
            checks = words(view.value(step, "checks"))
            way = view.reach.way(self._step, step) or (step,)
            if "distribution" in checks:
                ends = "and stops the run" if view.value(step, "blocking") is not False else "but does not stop the run"
                text = f"{said(view, step)} checks the distribution before the next training {ends}."
                yield on_way(view, NOTICES, text, way)
            else:
                what = listed(checks) if checks else "nothing that is stated"
                text = f"{said(view, step)} looks at {what}, not at the distribution: slow drift passes it."
                yield on_way(view, NOTE, text, way)

    def _checking(self) -> Iterator[Claim]:
        view = self._view
        for release in bits(self.releases):
            for check in bits(drift_checks(view, release)):
                yield self._of_check(check, release)

    def _of_check(self, check: int, release: int) -> Claim:
        view, name = self._view, said(self._view, check)
        way = view.reach.way(release, check) or (release, check)
        reference = view.value(check, "reference")
        how_often = self._how_often(check, release)
        if not reference:
            return on_way(view, GAP, f"{name} watches {said(view, release)}, but compares with nothing.", way, "MON004")
        if not self._compares(check, release):
            text = f"{name} compares with {reference}, which does not stand for the data of {self._called}."
            return on_way(view, GAP, text, way, "MON005")
        against = "the training data" if reference == "training" else str(reference)
        return on_way(
            view, NOTICES, f"{name} compares live data of {said(view, release)} with {against}, {how_often}.", way
        )

    def _how_often(self, check: int, release: int) -> str:
        frequency = self._view.value(check, "frequency")
        if frequency == "once":
            return "only once"
        if frequency:
            return {"stream": "all the time"}.get(str(frequency), str(frequency))
        if DRIFT.tests["repeated"].passes(self._view, check, release):
            return f"whenever {listed(self._view.triggers(check))} starts it"
        return "nobody said how often"

    # ------------------------------------------------------------------ who is told
    def _told(self) -> Iterator[Claim]:
        view = self._view
        for check in bits(self.checks):
            name = said(view, check)
            people = bits(view.of_kind("notify") & view.real & view.reach.after[check])
            ways = [view.reach.way(check, step) for step in people]
            for way in ways:
                yield on_way(view, HEARS, f"{said(view, way[-1])} tells people: {arrows(view, way)}.", way)
            owner = view.value(check, "owner") or view.fact("owner")
            if view.value(check, "alerts") is True:
                whom = f"; {owner} answers for it" if owner else "" if ways else "; nobody is named who gets it"
                yield on_way(view, HEARS, f"{name} raises an alert{whom}.", (check,))
            elif not ways:
                yield on_way(view, GAP, f"{name} alerts nobody.", (check,), "MON007")

    # ------------------------------------------------------------------ back to training
    def _back(self) -> Iterator[Claim]:
        view = self._view
        goals = self.trains
        ways = [way for check in bits(self.checks) if (way := self._loop(check, goals))]
        for way in ways:
            triggers = [s for s in way if view.of_kind("retrain_trigger") & view.real & 1 << s]
            by = self._condition(triggers[0]) if triggers else "without a retrain trigger"
            yield on_way(view, AGAIN, f"It leads back to training {by}: {arrows(view, way)}.", way)
        if self.checks and not ways:
            names = listed(said(view, s) for s in bits(self.checks))
            yield Claim(GAP, f"Nothing leads from {names} back to training.", view.names(self.checks), code="MON008")
        for release in bits(self.releases) if ways else ():
            yield self._return(ways[0][-1], release)

    def _condition(self, trigger: int) -> str:
        condition = self._view.value(trigger, "condition")
        name = said(self._view, trigger)
        return f"when {name} decides so ({condition})" if condition else f"over {name}, which states no condition"

    def _loop(self, start: int, goals: int) -> tuple[int, ...]:
        """A shortest way from a check over flow and feedback links to where training on this data begins."""
        view = self._view
        wanted = goals
        for train in bits(goals):
            wanted |= view.reach.data_before[train] & ~view.reach.after[start] & ~(1 << start)
        return way_to((start,), wanted, view.reach.any_next_steps.__getitem__)

    def _return(self, entry: int, release: int) -> Claim:
        """Through which gates a run from the entry comes to production."""
        view = self._view
        way = view.reach.way(entry, release) or (release,)
        behind = view.reach.after[entry] | 1 << entry
        gates = behind & view.reach.before[release] & view.of_kind(*GATES) & view.real
        obeyed = [g for g in bits(gates) if view.value(g, "blocking") is not False]
        obeyed = [g for g in obeyed if view.reach.before_success[release] >> g & 1]
        if not obeyed:
            text = f"It comes back to {said(view, release)} without a gate: {arrows(view, way)}."
            return on_way(view, DANGER, text, way, "AUT001")
        through = listed(said(view, g) for g in obeyed)
        text = f"It comes back to {said(view, release)} through {through}: {arrows(view, way)}."
        return on_way(view, FINE, text, way)

    # ------------------------------------------------------------------ nobody notices
    def _unnoticed(self) -> Iterator[Claim]:
        view = self._view
        if self._carries_a_model:
            sources = [s for t in bits(view.reach.before[self._step] & view.trains) for s in bits(view.sources[t])]
            names = listed(dict.fromkeys(said(view, s) for s in sources)) or "the data before training"
            yield Claim(
                NOTE, f"A trained model passes {self._called}, no data. Ask about {names} instead.", (self._name,)
            )
        elif not self.trains and not self.releases:
            yield Claim(NOTE, f"The data of {self._called} reaches no training and no release.", (self._name,))
        for release in bits(self.releases):
            for train in () if self._is_live else bits(view.origins_of(release) & self.trains):
                first = (train,) if train == self._step else view.reach.data_way(self._step, train)
                way = (*first, *view.reach.way(train, release)[1:])
                text = f"The next training takes it to production: {arrows(view, way)}."
                yield on_way(view, DANGER, text, way)
            if not view.origins_of(release) & self.trains:
                way = view.reach.way(self._step, release) or (release,)
                yield on_way(view, DANGER, f"It reaches production directly: {arrows(view, way)}.", way)
            until = "From then on" if self._is_live else "Until then"
            text = f"{until} {said(view, release)} answers with a model that was made for other data."
            yield on_way(view, DANGER if self._is_live else NOTE, text, (release,))
        for train in bits(self.trains) if not self.releases else ():
            way = view.reach.data_way(self._step, train) or (train,)
            yield on_way(view, NOTE, f"The next training uses it: {arrows(view, way)}.", way)

    # ------------------------------------------------------------------ summary
    def _summary(self, noticing: list[Claim], told: list[Claim], back: list[Claim]) -> str:
        if not self.trains and not self.releases:
            return (
                f"{self._called} passes on a model, no data."
                if self._carries_a_model
                else (f"The data of {self._called} reaches no model.")
            )
        seen = "It is noticed" if any(c.sign == NOTICES for c in noticing) else "Nothing notices it"
        heard = "somebody hears of it" if any(c.sign == HEARS for c in told) else "nobody hears of it"
        again = "and it leads to a new training" if any(c.sign == AGAIN for c in back) else "and nothing trains again"
        return f"{seen}, {heard}, {again}."

    def _marks(self, *found: list[Claim]) -> dict[str, str]:
        marks = {self._view.name(s): DANGER for s in bits(self.releases)}
        marks |= {
            c.steps[-1]: c.sign for claims in found for c in claims if c.sign in (NOTICES, HEARS, AGAIN) and c.steps
        }
        return marks | {self._name: ORIGIN}
