"""What if a step fails: which steps stop, what still reaches production, who hears of it, and is there a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from designer.analysis.bit_sets import bits
from designer.analysis.view import PipelineView
from designer.analysis.what_if.consequences import (
    DANGER,
    FAILS,
    FINE,
    GAP,
    HEARS,
    NOTE,
    ORIGIN,
    RUNS,
    STOPS,
    Claim,
    Consequences,
    arrows,
    groups,
    listed,
    on_way,
    said,
)
from designer.analysis.what_if.run import GATES, PASSED, SKIPPED, STOPPED, is_ignored, outcomes


class Failure:
    """The failure of one step in one run.

    Args:
        step: the step that fails.
    """

    def __init__(self, view: PipelineView, step: int) -> None:
        self._view = view
        self._step = step
        self._name = view.name(step)
        self._called = said(view, step)
        self._usual = outcomes(view)
        self._now = outcomes(view, step)
        self._after = view.reach.after[step]

    def consequences(self) -> Consequences:
        """The answer."""
        hearing = list(self._hearing())
        releases = list(self._releases())
        return Consequences(
            self._name,
            FAILS,
            self._summary(releases, hearing),
            groups(
                ("What stops", self._stops()),
                ("What goes on", self._goes_on()),
                ("What reaches production", releases),
                ("Who hears of it", hearing),
                ("The way back", self._way_back()),
            ),
            self._marks(),
        )

    # ------------------------------------------------------------------ sets
    @cached_property
    def stopped(self) -> int:
        """Steps that would have run."""
        return self._where(lambda s: self._now[s] == STOPPED and self._usual[s] == PASSED)

    @cached_property
    def started(self) -> int:
        """Steps that run because of the failure."""
        return self._where(lambda s: self._now[s] == PASSED and self._usual[s] == SKIPPED)

    @cached_property
    def kept(self) -> int:
        """Steps behind it that run as if nothing had happened."""
        return self._after & self._where(lambda s: self._now[s] == PASSED == self._usual[s])

    def _where(self, test: Callable[[int], bool]) -> int:
        return sum(1 << s for s in range(len(self._view.ids)) if s != self._step and test(s))

    def _way(self, step: int) -> tuple[int, ...]:
        return self._view.reach.way(self._step, step)

    # ------------------------------------------------------------------ sentences
    def _summary(self, releases: list[Claim], hearing: list[Claim]) -> str:
        count = self.stopped.bit_count()
        stops = f"{count} step{'s' if count != 1 else ''} stop{'s' if count == 1 else ''}" if count else "Nothing stops"
        heard = any(c.sign == HEARS for c in hearing)
        return f"{stops}, {self._reached(releases)}, and {'somebody hears of it' if heard else 'nobody hears of it'}."

    def _reached(self, releases: list[Claim]) -> str:
        view = self._view
        if not view.releases:
            return "nothing is released here"
        if view.releases >> self._step & 1:
            return "the release itself is broken off" if not self._ignored else "the broken release counts as passed"
        if any(c.sign == DANGER for c in releases):
            return "a release goes out all the same"
        is_late = all(view.reach.after[r] >> self._step & 1 for r in bits(view.releases))
        return "what was released before it stays released" if is_late else "nothing new reaches production"

    def _stops(self) -> Iterator[Claim]:
        if not self._view.real >> self._step & 1:
            yield Claim(NOTE, f"{self._called} is only planned: nothing runs there yet.", (self._name,))
        if self._ignored:
            yield Claim(
                NOTE,
                f"{self._called} does not block (blocking is false): a failure counts as passed and the run goes on.",
                (self._name,),
            )
            return
        if not self.stopped:
            yield Claim(NOTE, f"No step waits for the success of {self._called}.", (self._name,))
        for step in bits(self.stopped):
            way = self._way(step)
            yield on_way(self._view, STOPS, f"{said(self._view, step)} does not start: {arrows(self._view, way)}.", way)

    @property
    def _ignored(self) -> bool:
        return is_ignored(self._view, self._step)

    def _goes_on(self) -> Iterator[Claim]:
        for step in bits(self.started):
            way = self._way(step)
            text = f"{said(self._view, step)} starts because of the failure: {arrows(self._view, way)}."
            yield on_way(self._view, RUNS, text, way)
        for step in bits(self.kept & ~self._view.releases):
            way = self._way(step)
            reason = "it does not block" if self._ignored else self._ignoring_link(step)
            yield on_way(self._view, RUNS, f"{said(self._view, step)} runs all the same ({reason}).", way)

    def _ignoring_link(self, step: int) -> str:
        """Which link lets a step run though something before it did not pass."""
        for (source, target), link in self._view.reach.flow.items():
            over = target == step or self._view.reach.before[step] >> target & 1
            if link.when == "always" and over and self._now[source] != PASSED:
                return f"{said(self._view, source)} -> {said(self._view, target)} passes whatever the outcome"
        return "none of its links waits for a success"

    # ------------------------------------------------------------------ production
    def _releases(self) -> Iterator[Claim]:
        view = self._view
        if not view.releases:
            yield Claim(NOTE, "No step of this pipeline deploys to production.")
        for release in bits(view.releases):
            yield self._of_release(release)

    def _of_release(self, release: int) -> Claim:
        view, name = self._view, said(self._view, release)
        if release == self._step:
            if self._ignored:
                return on_way(view, DANGER, f"{name} fails and its run still counts as passed.", (release,))
            text = f"{name} itself fails: what it had changed by then is what runs in production."
            return on_way(view, DANGER, text, (release,))
        if self.stopped >> release & 1:
            way = self._way(release)
            text = f"{name} does not run, so the release before stays in production: {arrows(view, way)}."
            return on_way(view, FINE, text, way)
        if self._now[release] != PASSED:
            return on_way(view, NOTE, f"{name} does not run without it either.", (release,))
        if self._after >> release & 1:
            way = self._way(release)
            reason = f"{self._called} does not block" if self._ignored else self._ignoring_link(release)
            text = f"{name} releases all the same, because {reason}: {arrows(view, way)}."
            return on_way(view, DANGER, text, way, "AUT007" if self._ignored else "AUT009")
        return self._of_other_release(release)

    def _of_other_release(self, release: int) -> Claim:
        view, name = self._view, said(self._view, release)
        origin = next(bits(view.origins_of(release)), release)
        way = view.reach.way(origin, release) or (release,)
        if view.reach.after[release] >> self._step & 1:
            way = view.reach.way(release, self._step)
            return on_way(view, NOTE, f"{name} is already in production by then: {arrows(view, way)}.", way)
        is_gate = view.of_kind(*GATES) >> self._step & 1
        sign = DANGER if is_gate and view.lines.mates(release) >> self._step & 1 else NOTE
        text = f"{name} does not wait for {self._called}: {arrows(view, way)} runs without it."
        return on_way(view, sign, text, way)

    # ------------------------------------------------------------------ people
    def _hearing(self) -> Iterator[Claim]:
        view = self._view
        found = [*self._notified(), *self._watched()]
        if view.fact("notify_on_failure") is True:
            found.append(Claim(HEARS, "The pipeline reports failed runs (notify_on_failure is stated)."))
        yield from found
        if not any(c.sign == HEARS for c in found):
            if self._ignored:
                text = "Nobody hears of it: the failure counts as passed, so no failure link starts."
            else:
                text = (
                    "Nobody hears of it: no notify step runs after it fails, and the pipeline does not report failures."
                )
            yield Claim(GAP, text, (self._name,), code="MON014")
        owner = view.value(self._step, "owner") or view.fact("owner")
        if owner:
            is_own = bool(view.value(self._step, "owner"))
            whose = self._called if is_own else "the pipeline"
            yield Claim(NOTE, f"{owner} answers for {whose}.", (self._name,) if is_own else ())

    def _notified(self) -> Iterator[Claim]:
        view = self._view
        for step in bits(view.of_kind("notify") & self._after):
            way, name = self._way(step), said(view, step)
            if not view.real >> step & 1:
                yield on_way(view, GAP, f"{name} is only planned: it tells nobody.", way)
            elif (self.started | self.kept) >> step & 1 and not self._ignored:
                yield on_way(view, HEARS, f"{name} tells people: {arrows(view, way)}.", way)
            elif self.stopped >> step & 1:
                yield on_way(view, NOTE, f"{name} only tells of successes: {arrows(view, way)}.", way)

    def _watched(self) -> Iterator[Claim]:
        """Monitors of a release that fails: they run beside the pipeline."""
        view = self._view
        if not view.releases >> self._step & 1:
            return
        for step in bits(view.attached(self._step) & view.of_kind("monitor") & view.real):
            way = self._way(step) or (self._step, step)
            watches, alerts = view.value(step, "watches") or (), view.value(step, "alerts") is True
            if "service" in watches and alerts:
                yield on_way(
                    view,
                    HEARS,
                    f"{said(view, step)}, started by an earlier run, raises an alert when the service is down.",
                    way,
                )
            elif "service" in watches:
                yield on_way(view, GAP, f"{said(view, step)} sees it and alerts nobody.", way, "MON007")

    # ------------------------------------------------------------------ the way back
    def _way_back(self) -> Iterator[Claim]:
        view = self._view
        judges = view.of_kind("smoke_test", *GATES) >> self._step & 1
        concerned = view.releases & ((view.reach.before[self._step] if judges else 0) | 1 << self._step)
        for release in bits(concerned):
            name, stated = said(view, release), view.value(release, "rollback")
            steps = view.of_kind("rollback") & view.reach.after[release] & view.real
            running = [s for s in bits(steps) if self._now[s] == PASSED and s != self._step]
            for step in running:
                way = self._way(step) or view.reach.way(release, step)
                yield on_way(
                    view, FINE, f"{said(view, step)} brings the version before back: {arrows(view, way)}.", way
                )
            if stated in ("auto", "manual"):
                how = "by itself" if stated == "auto" else "when somebody asks for it"
                yield on_way(
                    view, FINE, f"{name} goes back to the version before {how} (rollback: {stated}).", (release,)
                )
            elif not running:
                idle = f" {listed(said(view, s) for s in bits(steps))} does not start here." if steps else ""
                text = f"There is no way back to the version before {name}.{idle}"
                yield on_way(view, GAP, text, (release, *bits(steps)), "AUT013")

    # ------------------------------------------------------------------ marks
    def _marks(self) -> dict[str, str]:
        view = self._view
        found = {view.name(s): STOPS for s in bits(self.stopped)}
        found |= {view.name(s): RUNS for s in bits(self.started | self.kept)}
        found |= {view.name(s): DANGER for s in bits(self.kept & view.releases)}
        found |= {c.steps[-1]: HEARS for c in (*self._notified(), *self._watched()) if c.sign == HEARS}
        return found | {self._name: ORIGIN}
