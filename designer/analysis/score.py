"""From verdicts to numbers: credit of each rule, principles, overall score, grade, maturity levels.

No anchor, no points: "every release is monitored" is 0, not 100, when nothing is released; unless parts of an import
were not seen, then it was not assessed. Demerits earn nothing while
absent. Half of the overall score is the weakest principle, because one missing principle sinks the system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from designer.analysis.model_lines import ModelLines
from designer.analysis.rulebook import Profile, RuleBook, ScoreBook
from designer.analysis.verdict import Group, Judgement, Verdict

NOT_SCORED = "n/a"


def score_text(value: int | None) -> str:
    """A score, or that nothing could be assessed."""
    return NOT_SCORED if value is None else str(value)


_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class RuleScore:
    """What one rule contributes.

    Args:
        weight: by its severity in the profile.
        credit: from 0 to 1; None when nothing could be assessed. For demerits 1 means not violated.
    """

    code: str
    principle: str
    type: str
    weight: int
    credit: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a pipeline.

    Args:
        overall: 0 to 100, rounded; None when nothing could be assessed.
        grade: A to F, or n/a.
        principles: 0 to 100 each, rounded; None where nothing could be assessed.
        rules: contributions by code.
        levels: reached level by maturity model.
        ml_test_score: the pipeline-visible part of the ML Test Score, 0 to 3.
        exact: the principles before rounding.
        exact_overall: the overall score before rounding.
        credits: sums of merit rules for each model line, as far as they were asked for.
    """

    overall: int | None
    grade: str
    principles: Mapping[str, int | None]
    rules: Mapping[str, RuleScore] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    ml_test_score: float = 0.0
    exact: Mapping[str, float | None] = field(default_factory=dict)
    exact_overall: float | None = None
    credits: Mapping[str, list[LineCredit]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(slots=True)
class LineCredit:
    """Sums of one rule over the anchors of one model line.

    Args:
        nothing: the credit when there are no anchors.
    """

    nothing: float | None = 0.0
    earned: float = 0.0
    judged: int = 0
    anchors: int = 0

    @property
    def value(self) -> float | None:
        """Mean credit; None when there are anchors, but none could be assessed."""
        if self.judged:
            return self.earned / self.judged
        return None if self.anchors else self.nothing


def line_credits(judgement: Judgement, lines: ModelLines) -> list[LineCredit]:
    """The sums of a merit rule for each model line."""
    found = [LineCredit(None if judgement.is_open else 0.0) for _ in lines.members]
    if lines.is_single:
        _add_all(found[0], judgement.groups)
        return found
    for group in judgement.groups:
        for credit, members in zip(found, lines.members, strict=True):
            if group.train is None:
                _add(credit, group.verdict, members)
            elif members >> group.train & 1:
                _add_all(credit, (group,))
    return found


def _add_all(credit: LineCredit, groups: Iterable[Group]) -> None:
    """Sums of which nobody has to ask who belongs to the line."""
    for group in groups:
        verdict = group.verdict
        left_out = verdict.unknown | verdict.left_out
        number = verdict.anchors.bit_count()
        credit.anchors += number
        credit.judged += number - (verdict.anchors & left_out).bit_count()
        credit.earned += (verdict.holds | verdict.attested).bit_count() - 0.5 * verdict.half.bit_count()
        if group.train is not None and not number:
            credit.anchors += 1
            credit.judged += group.no_source == "blocked"


def _add(credit: LineCredit, verdict: Verdict, members: int) -> None:
    credit.anchors += (verdict.anchors & members).bit_count()
    credit.judged += (verdict.judged & members).bit_count()
    credit.earned += ((verdict.holds | verdict.attested) & members).bit_count()
    credit.earned -= 0.5 * (verdict.half & members).bit_count()


def merit_credit(judgement: Judgement, lines: ModelLines) -> float | None:
    """Mean over the model lines of the mean over their anchors; None when nothing could be assessed."""
    return _mean(line_credits(judgement, lines))


def _mean(credits_: Iterable[LineCredit]) -> float | None:
    values = [v for v in (c.value for c in credits_) if v is not None]
    return sum(values) / len(values) if values else None


def _rule_score(judgement: Judgement, credits_: Iterable[LineCredit], weight: int) -> RuleScore:
    """What a rule contributes at a given weight."""
    rule = judgement.rule
    credit = _mean(credits_) if rule.type == "merit" else float(not judgement.is_violated)
    return RuleScore(rule.code, rule.principle, rule.type, weight, credit)


def principle_scores(
    rules: Iterable[RuleScore], principles: Iterable[str], *, is_partial: bool
) -> dict[str, float | None]:
    """100 * sum(weight * credit) / (weights of merits + weights of violated demerits), for each principle.

    Where parts were not seen and no merit could be assessed, a demerit alone is a finding and no score.
    """
    earned = dict.fromkeys(principles, 0.0)
    possible = dict.fromkeys(earned, 0.0)
    seen = dict.fromkeys(earned, not is_partial)
    for rule in rules:
        if rule.principle not in earned or rule.credit is None:
            continue
        if rule.type == "merit":
            earned[rule.principle] += rule.weight * rule.credit
            possible[rule.principle] += rule.weight
            seen[rule.principle] = True
        elif rule.type == "demerit" and rule.credit < 1:
            possible[rule.principle] += rule.weight
    return {p: 100 * earned[p] / possible[p] if possible[p] and seen[p] else None for p in earned}


def overall_score(principles: Mapping[str, float | None]) -> float | None:
    """Half the mean and half the minimum of the principles that could be assessed."""
    known = [v for v in principles.values() if v is not None]
    return 0.5 * sum(known) / len(known) + 0.5 * min(known) if known else None


def grade_of(overall: float | None, book: ScoreBook, *, capped: bool) -> str:
    """The grade; while an error is open it is at most the cap."""
    if overall is None:
        return NOT_SCORED
    names = [grade for _, grade in book.grades]
    reached = next(i for i, (least, _) in enumerate(book.grades) if overall >= least - _ROUNDING)
    return names[max(reached, names.index(book.cap)) if capped else reached]


def score(
    judgements: Mapping[str, Judgement],
    lines: ModelLines,
    rulebook: RuleBook,
    profile: Profile,
    known: Mapping[str, list[LineCredit]] | None = None,
) -> Score:
    """The score of a judged pipeline.

    Args:
        known: sums of merit rules for each model line that are known already, by code.
    """
    active = [j for j in judgements.values() if profile.has(j.rule) and j.rule.counts]
    severities = {j.rule.code: profile.severity_of(j.rule) for j in active}
    sums = known or {}
    credits_ = {j.rule.code: sums.get(j.rule.code) or line_credits(j, lines) for j in active if j.rule.type == "merit"}
    weights = {code: rulebook.weights[severity] for code, severity in severities.items()}
    rules = {code: _rule_score(judgements[code], credits_.get(code, ()), weights[code]) for code in severities}
    is_partial = any(j.is_open for j in judgements.values())
    exact = principle_scores(rules.values(), rulebook.principles, is_partial=is_partial)
    overall = overall_score(exact)
    errors = [rules[code].credit for code, severity in severities.items() if severity == "error"]
    capped = any(credit is not None and credit < 1 - _ROUNDING for credit in errors)

    def credit_of(code: str) -> float | None:
        if code in rules or code not in judgements:
            return rules[code].credit if code in rules else None
        return merit_credit(judgements[code], lines)

    return Score(
        overall=None if overall is None else round(overall),
        grade=grade_of(overall, rulebook.score, capped=capped),
        principles={name: None if value is None else round(value) for name, value in exact.items()},
        rules=rules,
        levels=levels_of(judgements, lines, rulebook.score),
        ml_test_score=_ml_test_score(credit_of, rulebook.score),
        exact=exact,
        exact_overall=overall,
        credits=credits_,
    )


def levels_of(judgements: Mapping[str, Judgement], lines: ModelLines, book: ScoreBook) -> dict[str, int]:
    """How many levels of each maturity model are reached in a row; "not assessed" is not a pass."""

    def passed(code: str) -> bool:
        return code in judgements and passes(judgements[code], lines)

    found = {}
    for model, levels in book.levels.items():
        reached = 0
        while reached < len(levels) and all(map(passed, levels[reached])):
            reached += 1
        found[model] = reached
    return found


def passes(judgement: Judgement, lines: ModelLines) -> bool:
    """Whether a rule holds everywhere, or is done elsewhere, and on every model line there is something to judge.

    A model without a train step has not passed what is asked of train steps; else adding one would lower the level.
    """
    verdicts = [g.verdict for g in judgement.groups]
    good = all(v.anchors and v.anchors == v.holds | v.attested for v in verdicts)
    return bool(verdicts) and good and all(credit.anchors for credit in line_credits(judgement, lines))


def _ml_test_score(credit_of: Callable[[str], float | None], book: ScoreBook) -> float:
    sections = []
    for tests in book.ml_test_score.values():
        sections.append(sum(points_of_test(map(credit_of, rules)) for rules in tests.values()))
    return min(sections, default=0.0)


def points_of_test(credits_: Iterable[float | None]) -> float:
    """1, 0.5 or 0 for a test of the ML Test Score, by the credits of its rules."""
    least = min(credit or 0.0 for credit in credits_)
    return 1.0 if least >= 1 - _ROUNDING else 0.5 if least >= 0.5 - _ROUNDING else 0.0
