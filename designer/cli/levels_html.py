"""Maturity on a page: what earned each level and each test, folded until somebody wants to see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from designer.analysis.maturity import Ladder, Maturity, TestScore
from designer.analysis.maturity_book import load_maturity_book
from designer.analysis.standing import HOLDS, UNSEEN, Standing
from designer.cli.html_page import line
from designer.cli.levels_text import Rules, standing_text
from designer.cli.named import Named

_MARKS: Final = {HOLDS: "✓", UNSEEN: "?"}
_OPEN: Final = "✗"


def parts(maturity: Maturity, rules: Rules, named: Named) -> Iterator[str]:
    """A fold for each model, then one for the ML Test Score."""
    holds = load_maturity_book().holds
    for ladder in maturity.ladders:
        yield from _ladder(ladder, rules, holds, named)
    yield from _test_score(maturity.test_score, rules, holds, named)


def _ladder(ladder: Ladder, rules: Rules, holds: Mapping[str, str], named: Named) -> Iterator[str]:
    reached = f"{ladder.title}: {ladder.reached} of {ladder.rungs[-1].number}"
    yield f"<details><summary>{line(reached)}: what earned it</summary>"
    for rung in ladder.rungs:
        state = "reached" if rung.is_reached else "not reached"
        yield f"<p>{line(f'{rung.number} {rung.text.title} ({state})')}</p>"
        yield from _standings(rung.standings, rules, holds, named)
    yield "</details>"


def _test_score(score: TestScore, rules: Rules, holds: Mapping[str, str], named: Named) -> Iterator[str]:
    points = f"{score.title}: {score.points:g} of {score.most} that a workflow can show"
    yield f"<details><summary>{line(points)}: what earned it</summary>"
    for section in score.sections:
        for test in section.tests:
            yield f"<p>{line(f'{test.title}: {test.points:g} of 1')}</p>"
            yield from _standings(test.standings, rules, holds, named)
    yield "</details>"


def _standings(standings: tuple[Standing, ...], rules: Rules, holds: Mapping[str, str], named: Named) -> Iterator[str]:
    if standings:
        yield f"<ul>{''.join(_row(standing, rules, holds, named) for standing in standings)}</ul>"


def _row(standing: Standing, rules: Rules, holds: Mapping[str, str], named: Named) -> str:
    text = standing_text(standing, holds.get(standing.code, ""), rules[standing.code].title, named)
    return f"<li>{_MARKS.get(standing.state, _OPEN)} {line(f'{standing.code} {text}')}</li>"
