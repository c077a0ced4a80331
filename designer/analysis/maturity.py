"""How mature a pipeline is by three models, with what earned each level and what the next one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designer.analysis.analyzer import Judged
from designer.analysis.maturity_book import LevelText, MaturityBook, Question
from designer.analysis.merits import Merit, merits_of
from designer.analysis.rulebook import RuleBook
from designer.analysis.score import merit_credit, points_of_test
from designer.analysis.standing import Standing, standing_of
from designer.analysis.verdict import Judgement


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a maturity model.

    Args:
        standings: the rules that it adds to the level below.
        is_reached: whether these and all below hold.
    """

    number: int
    text: LevelText
    standings: tuple[Standing, ...]
    is_reached: bool

    @property
    def missing(self) -> tuple[Standing, ...]:
        """Rules of this level that do not hold."""
        return tuple(s for s in self.standings if not s.is_met)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A pipeline on the levels of one maturity model.

    Args:
        name: of the model, as the score has it.
        rungs: from level 0 upwards.
    """

    name: str
    title: str
    url: str
    rungs: tuple[Rung, ...]

    @property
    def reached(self) -> int:
        return max(rung.number for rung in self.rungs if rung.is_reached)

    @property
    def next(self) -> Rung | None:
        """The level that comes next; None at the top."""
        return next((rung for rung in self.rungs if not rung.is_reached), None)


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test of the ML Test Score.

    Args:
        name: as `_score.yaml` has it.
        points: 0, 0.5 (by hand, or for half of the places) or 1.
    """

    name: str
    title: str
    points: float
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the ML Test Score."""

    name: str
    title: str
    tests: tuple[TestResult, ...]

    @property
    def points(self) -> float:
        return sum(test.points for test in self.tests)


@dataclass(frozen=True, slots=True)
class TestScore:
    """The part of the ML Test Score that a workflow shows, and what is left to ask.

    Args:
        band: what the points mean, in the words of the paper.
        questions: tests to be asked for; a workflow cannot show them.
    """

    title: str
    url: str
    sections: tuple[Section, ...]
    band: str
    questions: tuple[Question, ...]

    @property
    def points(self) -> float:
        """That of the lowest section."""
        return self.lowest.points

    @property
    def lowest(self) -> Section:
        return min(self.sections, key=lambda s: s.points)

    @property
    def most(self) -> int:
        """The best score that a workflow can show: the section with the fewest tests caps it."""
        return min(len(section.tests) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Maturity:
    """Everything about the maturity of one pipeline.

    Args:
        standings: how each rule stands, by code.
    """

    ladders: tuple[Ladder, ...]
    test_score: TestScore
    standings: Mapping[str, Standing]


def maturity_of(judged: Judged, rulebook: RuleBook, book: MaturityBook) -> Maturity:
    """The maturity of a judged pipeline; all rules count, whatever the profile."""
    judgements = judged.judge.judgements
    standings = _standings(judged, judgements, rulebook)
    return Maturity(
        ladders=tuple(_ladder(name, levels, standings, book) for name, levels in rulebook.score.levels.items()),
        test_score=_test_score(rulebook, standings, book),
        standings=standings,
    )


def _standings(judged: Judged, judgements: Mapping[str, Judgement], rulebook: RuleBook) -> dict[str, Standing]:
    merits: dict[str, list[Merit]] = {}
    for merit in merits_of(judged.view, judgements):
        merits.setdefault(merit.code, []).append(merit)
    found = {}
    for code in sorted(rulebook.rules):
        judgement = judgements.get(code)
        is_merit = judgement is not None and judgement.rule.type == "merit"
        credit = merit_credit(judgement, judged.view.lines) if judgement and is_merit else None
        found[code] = standing_of(code, judgements, merits.get(code, ()), judged.view, credit)
    return found


def _ladder(
    name: str, levels: Iterable[Iterable[str]], standings: Mapping[str, Standing], book: MaturityBook
) -> Ladder:
    text = book.models[name]
    rungs = [Rung(0, text.levels[0], (), is_reached=True)]
    for number, codes in enumerate(levels, 1):
        asked = tuple(standings[code] for code in codes)
        is_reached = rungs[-1].is_reached and all(s.is_met for s in asked)
        rungs.append(Rung(number, text.levels[number], asked, is_reached))
    return Ladder(name, text.title, text.url, tuple(rungs))


def _test_score(rulebook: RuleBook, standings: Mapping[str, Standing], book: MaturityBook) -> TestScore:
    sections = []
    for name, tests in rulebook.score.ml_test_score.items():
        rows = []
        for test, codes in tests.items():
            asked = tuple(standings[code] for code in codes)
            rows.append(TestResult(test, book.tests[test], points_of_test(s.credit for s in asked), asked))
        sections.append(Section(name, book.sections[name], tuple(rows)))
    lowest = min(section.points for section in sections)
    return TestScore(book.title, book.url, tuple(sections), book.band(lowest), book.questions)
