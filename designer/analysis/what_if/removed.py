"""What if a step is removed: findings and score, artifacts and inputs that go with it."""

from __future__ import annotations

from collections.abc import Iterator

from designer.analysis.analyzer import Analyzer
from designer.analysis.bit_sets import bits
from designer.analysis.condition import words
from designer.analysis.report import Report
from designer.analysis.rulebook import Profile
from designer.analysis.score import score_text
from designer.analysis.view import PipelineView
from designer.analysis.what_if.consequences import (
    CLOSES,
    DANGER,
    GAP,
    HIGHER,
    LOWER,
    NOTE,
    OPENS,
    ORIGIN,
    REMOVED,
    STOPS,
    Claim,
    Consequences,
    arrows,
    groups,
    listed,
    marked,
    on_way,
    said,
)
from designer.commands.steps import delete
from designer.model.pipeline import Pipeline


class Removal:
    """A pipeline before and after the deletion of one step; links go with it and are not healed."""

    def __init__(self, analyzer: Analyzer, view: PipelineView, step: int, profile: str | Profile) -> None:
        self._view = view
        self._step = step
        self._name = view.name(step)
        self._called = said(view, step)
        copy = Pipeline(view.snapshot)
        delete(copy, [self._name])
        self._rest = PipelineView(copy.snapshot(), view.catalog)
        self._before = analyzer.analyze(view.snapshot, profile)
        self._after = analyzer.analyze(copy.snapshot(), profile)

    def consequences(self) -> Consequences:
        """The answer."""
        lost = list(self._lost_order())
        inputs = list(self._lost_inputs())
        return Consequences(
            self._name,
            REMOVED,
            self._summary(),
            groups(
                ("The score", self._score()),
                ("Findings that open", self._findings(self._after, self._before, OPENS)),
                ("Findings that close", self._findings(self._before, self._after, CLOSES)),
                ("Artifacts that nobody makes any more", self._artifacts()),
                ("Steps that lose an input", inputs),
                ("What no longer waits", lost),
                ("What points at it", self._mentions()),
            ),
            {c.steps[-1]: STOPS for c in inputs if c.steps} | {self._name: ORIGIN},
        )

    def _summary(self) -> str:
        opened = len(self._after.keys - self._before.keys)
        before, after = self._before.score, self._after.score
        was, now = (f"{score_text(score.overall)} (grade {score.grade})" for score in (before, after))
        score = f"stays {was}" if was == now else f"goes from {was} to {now}"
        return f"The score {score}, {opened} finding{'s' if opened != 1 else ''} open{'s' if opened == 1 else ''}."

    def _score(self) -> Iterator[Claim]:
        before, after = self._before.score, self._after.score
        for name, value in before.principles.items():
            now = after.principles.get(name)
            if value != now:
                sign = LOWER if (now or 0) < (value or 0) else HIGHER
                yield Claim(
                    sign, f"{name.capitalize()} goes from {score_text(value)} to {score_text(now)}.", (self._name,)
                )
        for name, level in before.levels.items():
            if after.levels[name] != level:
                sign = LOWER if after.levels[name] < level else HIGHER
                text = f"The {name.capitalize()} level goes from {level} to {after.levels[name]}."
                yield Claim(sign, text, (self._name,))

    def _findings(self, there: Report, elsewhere: Report, sign: str) -> Iterator[Claim]:
        for finding in there.findings:
            if str(finding) not in elsewhere.keys:
                steps = tuple(s for s in finding.steps if s in self._view.index)
                text = f"{finding.code} at {marked(finding.at)}: {finding.title}."
                yield Claim(sign, text, steps or (self._name,), code=finding.code)

    def _artifacts(self) -> Iterator[Claim]:
        made = {a for step in self._rest.snapshot.steps.values() for a in words(step.get("produces"))}
        external = words(self._view.fact("external"))
        for artifact in words(self._view.snapshot.steps[self._name].get("produces")):
            if artifact in made or artifact in external:
                continue
            users = [s.id for s in self._rest.snapshot.steps.values() if artifact in words(s.get("consumes"))]
            if users:
                yield Claim(
                    GAP,
                    f"{artifact}: {listed(map(marked, users))} needs it and nobody else makes it.",
                    (self._name, *users),
                )
            else:
                yield Claim(NOTE, f"{artifact}: nobody else makes it, and no step asks for it.", (self._name,))

    def _lost_inputs(self) -> Iterator[Claim]:
        for target in self._view.reach.next_steps[self._step]:
            name = self._view.name(target)
            left = self._rest.reach.previous_steps[self._rest.index[name]]
            rest = listed(said(self._rest, s) for s in left)
            if left:
                text = f"{marked(name)} no longer gets anything from {self._called}; left is {rest}."
            else:
                text = f"{marked(name)} has no input left and would start by itself."
            yield on_way(self._view, STOPS if not left else NOTE, text, (self._step, target))

    def _lost_order(self) -> Iterator[Claim]:
        """Neighbours that were joined by it only; in front of a release that matters most."""
        view, rest = self._view, self._rest
        for target in view.reach.next_steps[self._step]:
            below = rest.index[view.name(target)]
            lost = [
                before
                for before in view.reach.previous_steps[self._step]
                if not rest.reach.before[below] >> rest.index[view.name(before)] & 1
            ]
            if lost:
                reached = (1 << target | view.reach.after[target]) & view.releases
                way = (lost[0], self._step, target)
                names = listed(said(view, s) for s in lost)
                text = f"{said(view, target)} no longer comes after {names}: {arrows(view, way)} is cut."
                yield on_way(view, DANGER if reached else NOTE, text, way)

    def _mentions(self) -> Iterator[Claim]:
        dataset = self._view.value(self._step, "dataset") or self._name
        for step in bits(self._view.reach.everything & ~(1 << self._step)):
            name = self._view.name(step)
            if self._view.value(step, "target") == self._name:
                text = f"{marked(name)} would watch nothing: its target is {self._called}."
                yield Claim(GAP, text, (self._name, name))
            if self._view.value(step, "reference") in (self._name, dataset):
                yield Claim(
                    GAP, f"{marked(name)} would compare with nothing: its reference is {dataset}.", (self._name, name)
                )
