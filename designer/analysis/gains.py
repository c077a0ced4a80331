"""How much the overall score would gain if one finding were mended: what "next best fix" sorts by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from designer.analysis.finding import Finding
from designer.analysis.model_lines import ModelLines
from designer.analysis.score import LineCredit, RuleScore, Score, overall_score
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView

Alike = dict[tuple[tuple[str, float], ...], int]
"""Steps by what they gained: codes and credits."""


class Balance:
    """What was earned of what was possible, and what more credit would be worth; findings often gain the same.

    Args:
        rules: contributions by code.
        overall: the score before rounding.
    """

    def __init__(self, rules: Mapping[str, RuleScore], principles: Iterable[str], overall: float) -> None:
        self._rules = rules
        self._overall = overall
        self.gain = cache(self._worked_out)
        self._earned = dict.fromkeys(principles, 0.0)
        self._possible = dict.fromkeys(principles, 0.0)
        for rule in rules.values():
            if rule.principle not in self._earned or rule.credit is None:
                continue
            if rule.type == "merit":
                self._earned[rule.principle] += rule.weight * rule.credit
            if rule.type == "merit" or rule.credit < 1:
                self._possible[rule.principle] += rule.weight

    def says(self, other: Balance) -> bool:
        """Whether both say the same of the same rules."""
        return (self._rules, self._overall) == (other._rules, other._overall)

    def _worked_out(self, gained: Iterable[tuple[str, float]], lifted: str = "") -> float:
        """Points for credit gained by code, or for a demerit that is lifted; many findings gain the same."""
        earned, possible = dict(self._earned), dict(self._possible)
        for code, gain in gained:
            mended = self._rules[code]
            earned[mended.principle] += mended.weight * gain
        if lifted:
            possible[self._rules[lifted].principle] -= self._rules[lifted].weight
        exact = {p: 100 * earned[p] / possible[p] if possible[p] else None for p in earned}
        after = overall_score(exact)
        return round(max(0.0, (after if after is not None else self._overall) - self._overall), 1)


class Gains:
    """Works out the points of findings from the sums behind the score, without judging again.

    Args:
        judgements: of the rules that count.
        last: that of an earlier state; what it says of rules that say the same is taken over.
    """

    def __init__(
        self, view: PipelineView, judgements: Mapping[str, Judgement], score: Score, last: Gains | None = None
    ) -> None:
        self._view = view
        self._judgements = judgements
        self._score = score
        self._shares: dict[str, list[tuple[int, float]]] = {}
        self._sums: dict[str, list[float]] = {}
        self._usual: dict[tuple[str, int], float] = {}
        self._freed: dict[str, dict[str, int]] = {}
        self._alike: dict[tuple[str, int, bool], Alike] = {}
        self._known = last._alike if last else {}
        self._same = frozenset(code for code in judgements if last and self._is_same(code, last))
        balance = Balance(score.rules, score.exact, score.exact_overall or 0.0)
        self._balance: Balance = last._balance if last and last._balance.says(balance) else balance
        self._gain = self._balance.gain

    @property
    def credits(self) -> Mapping[str, list[LineCredit]]:
        """The sums behind the score, by code."""
        return self._score.credits

    def _is_same(self, code: str, last: Gains) -> bool:
        """Whether a rule says the same as before, and counts the same."""
        is_same = self._judgements[code] is last._judgements.get(code)
        return is_same and self._score.credits.get(code) is last._score.credits.get(code)

    def points(self, finding: Finding) -> float:
        """Points of the overall score, to one decimal."""
        rule = self._score.rules.get(finding.code)
        if rule is None or rule.principle not in self._score.exact or self._score.exact_overall is None:
            return 0.0
        judgement = self._judgements[finding.code]
        if rule.type == "merit" and self._counts(judgement, finding):
            key = finding.code, len(finding.others)
            if key not in self._usual:
                self._usual[key] = self._gain(self._gained(judgement, finding))
            return self._usual[key]
        if rule.type == "merit":
            return self._gain(self._gained(judgement, finding))
        return self._gain((), finding.code if _is_last(judgement) else "")

    def of_steps(self, judgement: Judgement, steps: int, *, is_mended: bool) -> dict[float, int]:
        """By points those of some steps whose findings of a rule bring so many.

        Args:
            is_mended: whether a fix is offered, with what it settles.
        """
        rule = self._score.rules.get(judgement.rule.code)
        if rule is None or rule.principle not in self._score.exact or self._score.exact_overall is None:
            return {0.0: steps}
        if rule.type != "merit":
            return {self._gain((), rule.code if _is_last(judgement) else ""): steps}
        found: dict[float, int] = {}
        for gained, members in self._alike_of(judgement, steps, is_mended=is_mended).items():
            points = self._gain(gained)
            found[points] = found.get(points, 0) | members
        return found

    def _alike_of(self, judgement: Judgement, steps: int, *, is_mended: bool) -> Alike:
        """Some steps by what would be gained there."""
        rule, fix = judgement.rule, judgement.rule.autofix
        settles = fix.settles if fix and is_mended else ()
        key = rule.code, steps, is_mended
        firsts = (
            first for code in settles if code in self._judgements for first in self._judgements[code].rule.requires
        )
        if key in self._known and all(
            c in self._same or c not in self._judgements for c in (rule.code, *settles, *firsts)
        ):
            alike = self._known[key]
        else:
            alike = {(): steps}
            freed = self._freed_by(rule.code, settles) if settles else {}
            for code, free in ((rule.code, -1), *freed.items()):
                alike = self._split(alike, code, free)
        self._alike[key] = alike
        return alike

    def _split(self, alike: Alike, code: str, free: int) -> Alike:
        """Steps that gained the same, told apart by what each gains of one more rule."""
        found: Alike = {}
        for gained, steps in alike.items():
            sums = {0.0: steps} if steps else {}
            for members, share in self._lines_of(self._judgements[code]):
                here = steps & members & free
                if not here:
                    continue
                split: dict[float, int] = {}
                for total, part in sums.items():
                    for value, those in ((total + share, part & here), (total, part & ~here)):
                        if those:
                            split[value] = split.get(value, 0) | those
                sums = split
            for total, part in sums.items():
                key = (*gained, (code, total))
                found[key] = found.get(key, 0) | part
        return found

    def _counts(self, judgement: Judgement, finding: Finding) -> bool:
        """Whether findings of the rule gain the same when they stand for equally many anchors."""
        fix = judgement.rule.autofix
        settles = fix is not None and fix.settles and finding.autofix is not None
        return self._view.lines.is_single and not settles

    def _gained(self, judgement: Judgement, finding: Finding) -> tuple[tuple[str, float], ...]:
        """Credit gained by code: of the rule itself and of those that the same edit satisfies."""
        anchors = self._anchors(judgement, finding)
        gained = {judgement.rule.code: self._credit(judgement, anchors)}
        fix = judgement.rule.autofix
        if not (fix and fix.settles and finding.autofix):
            return tuple(gained.items())
        for code, free in self._freed_by(judgement.rule.code, fix.settles).items():
            at = [pair for pair in anchors if pair[1] is None and free >> pair[0] & 1]
            gained[code] = self._credit(self._judgements[code], at)
        return tuple(gained.items())

    def _freed_by(self, mended: str, settled: tuple[str, ...]) -> dict[str, int]:
        """For each rule that a fix settles the anchors at which nothing else blocks it."""
        if mended not in self._freed:  # in the order of the rule, not of a set: sums of floats depend on it
            codes = [code for code in settled if code in self._score.rules]
            self._freed[mended] = {code: self._free(code, (mended, *settled)) for code in codes}
        return self._freed[mended]

    def _free(self, code: str, mended: tuple[str, ...]) -> int:
        """Anchors at which nothing but some mended rules blocks another one."""
        judgement = self._judgements[code]
        found = judgement.step_verdict.blocked
        for first in judgement.rule.requires:
            if first not in mended and first in self._judgements:
                found &= self._judgements[first].step_verdict.holds
        return found

    def _anchors(self, judgement: Judgement, finding: Finding) -> list[tuple[int, int | None]]:
        """The anchors (and the train step of a source) that one finding stands for."""
        if judgement.candidates:
            return [(self._view.index[name], None) for name in finding.others]
        anchor = self._view.index[finding.anchor]
        trains = [self._view.index[name] for name in finding.others]
        return [(anchor, train) for train in trains] if trains else [(anchor, None)]

    def _credit(self, judgement: Judgement, anchors: list[tuple[int, int | None]]) -> float:
        lines = self._lines_of(judgement)
        if len(lines) == 1 and self._view.lines.is_single:
            return self._sum_of(judgement.rule.code, lines[0][1], len(anchors))
        return sum(share for a, t in anchors for members, share in lines if members >> (a if t is None else t) & 1)

    def _sum_of(self, code: str, share: float, number: int) -> float:
        """So many equal shares, added one by one: a product would be rounded in another way."""
        sums = self._sums.setdefault(code, [0.0])
        while len(sums) <= number:
            sums.append(sums[-1] + share)
        return sums[number]

    def _lines_of(self, judgement: Judgement) -> list[tuple[int, float]]:
        """For each model line its members and what one anchor of it adds to the credit."""
        code = judgement.rule.code
        if code not in self._shares:
            lines: ModelLines = self._view.lines
            credits_ = self._score.credits[code]
            counted = sum(c.value is not None for c in credits_)
            self._shares[code] = [
                (members, 1 / (credit.judged * counted))
                for members, credit in zip(lines.members, credits_, strict=True)
                if credit.judged
            ]
        return self._shares[code]


def _is_last(judgement: Judgement) -> bool:
    """Whether a rule is violated at one place only."""
    places = len(judgement.violations) + judgement.accepted
    for group in judgement.groups:
        places += (group.verdict.fails | group.verdict.accepted).bit_count()
    return places == 1
