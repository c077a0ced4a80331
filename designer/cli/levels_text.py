"""Maturity for people: ladders with what earned each rung, the ML Test Score, questions, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from designer.analysis.maturity import Ladder, TestScore
from designer.analysis.review import Review
from designer.analysis.routes import Route
from designer.analysis.rule import Rule
from designer.analysis.standing import HOLDS, STATES, UNSEEN, Standing
from designer.cli.named import Named
from designer.cli.next_step import fix_text, listed, told
from designer.cli.terminal import Terminal

Rules = Mapping[str, Rule]

_MARKS: Final = {HOLDS: "[x]", UNSEEN: "[?]"}
_OPEN: Final = "[ ]"


def write(review: Review, rules: Rules, named: Named, terminal: Terminal) -> None:
    """Everything."""
    for ladder in review.maturity.ladders:
        _write_ladder(review, ladder, rules, named, terminal)
    _write_test_score(review, review.maturity.test_score, rules, named, terminal)
    _write_advice(review, named, terminal)


def _write_ladder(review: Review, ladder: Ladder, rules: Rules, named: Named, terminal: Terminal) -> None:
    reached = ladder.rungs[ladder.reached]
    terminal.line()
    heading = f"{ladder.title}: {ladder.reached} of {ladder.rungs[-1].number}"
    terminal.line(f"{terminal.paint(heading, 'bold')}, {reached.text.title}")
    for rung in ladder.rungs:
        mark = _MARKS[HOLDS] if rung.is_reached else _OPEN
        terminal.line(terminal.wrap(f"{rung.text.title}. {rung.text.doc}", " " * 8, f"  {mark} {rung.number} "))
        for standing in rung.standings:
            _write_standing(review, standing, rules, named, terminal)
    if ladder.next is not None:
        _write_route(f"level {ladder.next.number}", review.routes[ladder.name], named, terminal)


def _write_standing(review: Review, standing: Standing, rules: Rules, named: Named, terminal: Terminal) -> None:
    mark = _MARKS.get(standing.state, _OPEN)
    text = standing_text(standing, review.book.holds.get(standing.code, ""), rules[standing.code].title, named)
    terminal.line(terminal.wrap(text, " " * 19, f"        {mark} {standing.code} "))


def standing_text(standing: Standing, holds: str, fails: str, named: Named) -> str:
    """``Training code is under version control (earned by code_version)``."""
    if standing.is_met:
        earned = [
            *map(named, standing.earned),
            *(f"'{name.replace('_', ' ')}' of the pipeline" for name in standing.facts),
        ]
        by_hand = ", by hand" if standing.half else ""
        return f"{holds or fails} (earned by {', '.join(earned)}{by_hand})" if earned else (holds or fails)
    where = f" at {listed(map(named, standing.at))}" if standing.at else ""
    after = f" {listed(standing.after)}" if standing.after else ""
    return f"{holds or fails}: {STATES[standing.state]}{after}{where}"


def _write_route(goal: str, route: Route, named: Named, terminal: Terminal) -> None:
    terminal.line(terminal.wrap(route.told, "    ", f"  To {goal}: "))
    for number, fix in enumerate(route.fixes, 1):
        terminal.line(terminal.wrap(fix_text(fix, named), " " * 8, f"    {number:>2}. "))


def _write_test_score(review: Review, score: TestScore, rules: Rules, named: Named, terminal: Terminal) -> None:
    terminal.line()
    heading = f"{score.title}: {score.points:g} of {score.most} that a workflow can show"
    terminal.line(f"{terminal.paint(heading, 'bold')}, {score.band}")
    for section in score.sections:
        lowest = ", the lowest: it is the score" if section is score.lowest else ""
        terminal.line(f"  {section.title} {section.points:g} of {len(section.tests)}{lowest}")
        for test in section.tests:
            short = test.name.partition("_")[0]
            terminal.line(terminal.wrap(f"{short} {test.title}", " " * 9, f"    {test.points:<4g} "))
            for standing in test.standings if test.points < 1 else ():
                _write_standing(review, standing, rules, named, terminal)
            if test.points == 1:
                earned = dict.fromkeys(named(s) for standing in test.standings for s in standing.earned)
                if earned:
                    terminal.line(terminal.wrap(f"earned by {', '.join(earned)}", " " * 12))
    if review.easiest_test is not None:
        name, route = review.easiest_test
        _write_route(f"the test {name.partition('_')[0]}", route, named, terminal)
    terminal.line("  To ask the team, because no workflow shows it:")
    for question in score.questions:
        terminal.line(terminal.wrap(question.ask, " " * 9, f"    {question.test:<4} "))


def _write_advice(review: Review, named: Named, terminal: Terminal) -> None:
    advice = review.advice
    if advice.best is None and not advice.principles:
        return
    terminal.line()
    terminal.line(terminal.paint("Best next step (tried on a copy)", "bold"))
    if advice.best is not None:
        terminal.line(terminal.wrap(told(advice.best, named), " " * 18, f"  {'overall':<16}"))
    for name, step in advice.principles.items():
        terminal.line(terminal.wrap(told(step, named, name), " " * 18, f"  {name:<16}"))
