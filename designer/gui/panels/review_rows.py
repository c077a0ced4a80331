"""A review as rows: the score rule by rule, ladders with what earned them, tests, questions, ways to the next level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from designer.analysis.advice import NextStep
from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.analysis.maturity import Ladder, Rung, Section, TestResult, TestScore
from designer.analysis.review import Review
from designer.analysis.routes import Route
from designer.analysis.rule import Rule
from designer.analysis.score import RuleScore, score_text
from designer.analysis.standing import FAILS, HOLDS, LEFT_OUT, NOT_ASKED, NOTHING, STATES, UNSEEN, WAITS, Standing
from designer.gui.panels.proof_tree import Row

MET: Final = ("ok", "ok")
MISSING: Final = ("cross", "error")
HALF: Final = ("question", "warning")
_ICONS: Final = {
    HOLDS: MET,
    FAILS: MISSING,
    WAITS: ("cross", "ink_soft"),
    UNSEEN: ("question", "info"),
    LEFT_OUT: ("waived", "ink_soft"),
    NOTHING: ("cross", "ink_soft"),
    NOT_ASKED: ("info", "ink_soft"),
}
Names = Callable[[str], str]


class ReviewRows:
    """Writes the rows of one review.

    Args:
        names: what people read for the id of a step.
    """

    def __init__(self, review: Review, rules: Mapping[str, Rule], names: Names) -> None:
        self._review = review
        self._rules = rules
        self._names = names

    # ------------------------------------------------------------------ levels
    def levels(self) -> list[Row]:
        """Both ladders and the ML Test Score."""
        rows = [self._ladder(ladder) for ladder in self._review.maturity.ladders]
        return [*rows, self._tests(self._review.maturity.test_score)]

    def _ladder(self, ladder: Ladder) -> Row:
        reached = ladder.rungs[ladder.reached]
        rows = [self._rung(rung, is_next=rung is ladder.next) for rung in ladder.rungs]
        if ladder.next is not None:
            rows.append(self._route(f"To level {ladder.next.number}", self._review.routes[ladder.name]))
        text = f"{ladder.title}: {ladder.reached} of {ladder.rungs[-1].number}\n{reached.text.title}"
        return Row(ladder.name, text, ("flag", "accent"), rows=tuple(rows), is_open=True)

    def _rung(self, rung: Rung, *, is_next: bool) -> Row:
        held = len(rung.standings) - len(rung.missing)
        count = f", {held} of {len(rung.standings)}" if rung.standings else ""
        steps = tuple(dict.fromkeys(step for standing in rung.standings for step in standing.earned))
        return Row(
            f"level {rung.number}",
            f"{rung.number}  {rung.text.title}{count}",
            MET if rung.is_reached else MISSING,
            steps if rung.is_reached else (),
            spoken=f"Level {rung.number}, {'reached' if rung.is_reached else 'not reached'}: {rung.text.title}{count}",
            tip=rung.text.doc,
            rows=tuple(map(self.standing, rung.standings)),
            is_open=is_next,
        )

    def standing(self, standing: Standing, below: str = "") -> Row:
        """One rule: whether it holds, and what earned it or where it does not."""
        says = self._review.book.holds.get(standing.code, self._rules[standing.code].title)
        detail = self._detail(standing)
        lines = [f"{standing.code}  {says}", *([detail] if detail else []), *([below] if below else [])]
        return Row(
            standing.code,
            "\n".join(lines),
            HALF if standing.is_met and standing.half else _ICONS[standing.state],
            standing.earned if standing.is_met else standing.at,
            spoken=f"{STATES[standing.state]}: {'. '.join(lines)}",
            subject=standing,
        )

    def _detail(self, standing: Standing) -> str:
        if standing.is_met:
            earned = [*map(self._names, standing.earned), *(f"“{n.replace('_', ' ')}”" for n in standing.facts)]
            half = " (by hand: half)" if standing.half else ""
            return f"earned by {', '.join(earned)}{half}" if earned else ""
        after = f" {', '.join(standing.after)}" if standing.after else ""
        where = f" at {', '.join(map(self._names, standing.at[:4]))}" if standing.at else ""
        more = f" and {len(standing.at) - 4} more" if len(standing.at) > 4 else ""
        return f"{STATES[standing.state]}{after}{where}{more}"

    def _route(self, goal: str, route: Route) -> Row:
        rows = [
            Row(
                f"{number} {fix}",
                f"{number}  {fix_text(fix, self._names)}",
                ("fix", _tone(fix)),
                fix.steps,
                subject=fix,
            )
            for number, fix in enumerate(route.fixes, 1)
        ]
        return Row("route", f"{goal}: {route.told}", ("fix", "accent"), rows=tuple(rows))

    # ------------------------------------------------------------------ ML Test Score
    def _tests(self, score: TestScore) -> Row:
        rows = [self._section(section, is_lowest=section is score.lowest) for section in score.sections]
        if self._review.easiest_test is not None:
            name, route = self._review.easiest_test
            rows.append(self._route(f"Easiest in the lowest section, {name.partition('_')[0]}", route))
        questions = [Row(q.test, f"{q.test}  {q.ask}", ("chat", "ink_soft")) for q in score.questions]
        rows.append(
            Row(
                "ask",
                f"{len(questions)} questions to ask the team: no workflow shows them",
                ("chat", "accent"),
                rows=tuple(questions),
            )
        )
        text = f"{score.title}: {score.points:g} of {score.most}\n{score.band[:1].upper()}{score.band[1:]}"
        return Row("tests", text, ("gauge", "accent"), rows=tuple(rows), is_open=True)

    def _section(self, section: Section, *, is_lowest: bool) -> Row:
        lowest = ", the lowest: it is the score" if is_lowest else ""
        text = f"{section.title}: {section.points:g} of {len(section.tests)}{lowest}"
        icon = MET if section.points == len(section.tests) else HALF if section.points else MISSING
        return Row(section.name, text, icon, rows=tuple(map(self._test, section.tests)))

    def _test(self, test: TestResult) -> Row:
        icon = MET if test.points == 1 else HALF if test.points else MISSING
        text = f"{test.name.partition('_')[0]}  {test.title}: {test.points:g}"
        steps = tuple(dict.fromkeys(step for standing in test.standings for step in standing.earned))
        return Row(test.name, text, icon, steps, rows=tuple(map(self.standing, test.standings)))

    # ------------------------------------------------------------------ the score
    def score(self, titles: Mapping[str, str]) -> list[Row]:
        """Each principle with its rules: weight, credit, steps and the points that a fix would bring."""
        return [self._principle(name, title) for name, title in titles.items()]

    def _principle(self, name: str, title: str) -> Row:
        score = self._review.report.score
        value = score.principles.get(name)
        rules = [r for r in score.rules.values() if r.principle == name]
        rules.sort(key=lambda r: (r.type != "merit", r.credit is None, r.credit or 0.0, -r.weight, r.code))
        rows = [self._rule(rule) for rule in rules]
        step = self._review.advice.principles.get(name)
        if step is not None:
            rows.insert(0, self._next(step, name))
        earned = sum(r.weight * r.credit for r in rules if r.type == "merit" and r.credit is not None)
        possible = sum(r.weight for r in rules if r.credit is not None and (r.type == "merit" or r.credit < 1))
        points = "nothing could be assessed" if value is None else f"{earned:g} of {possible:g} earned"
        text = f"{title}: {'n/a' if value is None else value}\n{points}"
        return Row(name, text, MET if value == 100 else HALF if value else MISSING, rows=tuple(rows))

    def _next(self, step: NextStep, name: str) -> Row:
        finding = step.finding
        before, after = (score_text(score.principles[name]) for score in (step.before, step.after))
        values = f"{name.capitalize()} {before} → {after}"
        text = f"Best next step: {fix_text(finding, self._names)}\n{values}. {opens_text(step)}"
        return Row("next", text, ("fix", _tone(finding)), finding.steps, subject=finding)

    def _rule(self, rule: RuleScore) -> Row:
        standing = self._review.maturity.standings[rule.code]
        if rule.type == "merit":
            credit = "not assessed" if rule.credit is None else f"credit {round(rule.credit * 100)} %"
            below = f"weight {rule.weight}, {credit}"
        else:
            below = (
                f"costs weight {rule.weight} while it fails; now it does not"
                if standing.is_met
                else f"costs weight {rule.weight}"
            )
        gain = sum(f.points for f in self._review.report.findings if f.code == rule.code)
        return self.standing(standing, below + (f", fixes bring +{gain:.1f} points" if gain >= 0.05 else ""))


def fix_text(finding: Finding, names: Names) -> str:
    """What a fix does, where, and whether it is safe."""
    title = finding.autofix.title if finding.autofix else finding.fix
    where = names(finding.at)
    risk = "" if _is_safe(finding) else "; it changes how the pipeline works"
    return f"{title} ({finding.code} at {where}{risk})"


def opens_text(step: NextStep) -> str:
    """What a fix lays open."""
    opened: Iterable[str] = dict.fromkeys(key.partition("@")[0] for key in step.opened)
    codes = list(opened)
    if not codes:
        return "Nothing new opens."
    shown = ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
    return f"It opens {len(set(step.opened))}: {shown}."


def _is_safe(finding: Finding) -> bool:
    return finding.autofix is not None and finding.autofix.safety in SAFE


def _tone(finding: Finding) -> str:
    return "accent" if _is_safe(finding) else "warning"
