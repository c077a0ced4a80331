"""Levels and the ML Test Score with what earned them, the best next step, and the way to the next level."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer import yaml_io
from designer.analysis.advice import NextStep, Trials
from designer.analysis.analyzer import Analyzer
from designer.analysis.fixes import apply_fix
from designer.analysis.maturity import Maturity, maturity_of
from designer.analysis.maturity_book import MaturityBook, load_maturity_book
from designer.analysis.routes import Router
from designer.analysis.standing import FAILS, HOLDS, NOT_ASKED, UNSEEN, WAITS
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.unit.analysis.drawn import pipeline

EXAMPLES = yaml_io.load((Path(__file__).parents[2] / "golden" / "benchmarks.yaml").read_text(encoding="utf-8"), "b")
BARE = pipeline({"steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}, "links": ["train -> deploy"]})


@pytest.fixture(scope="module")
def book() -> MaturityBook:
    return load_maturity_book()


def maturity(analyzer: Analyzer, snapshot: Snapshot, book: MaturityBook, profile: str = "classroom") -> Maturity:
    return maturity_of(analyzer.judge(snapshot, profile), analyzer.rulebook, book)


def full() -> Snapshot:
    return pipeline(EXAMPLES["full"])


# ---------------------------------------------------------------------- texts
def test_every_level_test_and_rule_has_its_words(analyzer: Analyzer, book: MaturityBook) -> None:
    score = analyzer.rulebook.score
    assert {n: len(m.levels) - 1 for n, m in book.models.items()} == {n: len(v) for n, v in score.levels.items()}
    assert list(book.sections) == list(score.ml_test_score)
    assert set(book.tests) == {test for tests in score.ml_test_score.values() for test in tests}
    assert {code for code, rule in analyzer.rulebook.rules.items() if not rule.is_preview} <= set(book.holds)


def test_the_17_visible_tests_and_the_11_questions_are_the_28_of_the_paper(book: MaturityBook) -> None:
    visible = {name.partition("_")[0] for name in book.tests}
    asked = {question.test for question in book.questions}
    assert (len(visible), len(asked)) == (17, 11)
    assert visible | asked == {f"{section}{n}" for section in "DMIN" for n in range(1, 8)}


# ---------------------------------------------------------------------- levels
def test_levels_are_those_of_the_score_and_name_the_steps_that_earned_them(
    analyzer: Analyzer, book: MaturityBook
) -> None:
    found = maturity(analyzer, full(), book, "regulated")
    assert {ladder.name: ladder.reached for ladder in found.ladders} == {"google": 2, "microsoft": 4}
    assert all(ladder.next is None for ladder in found.ladders)
    standings = {s.code: s for ladder in found.ladders for rung in ladder.rungs for s in rung.standings}
    assert all(s.is_met and (s.earned or s.facts) for s in standings.values())
    assert standings["MON001"].earned == ("watch",)


def test_what_is_missing_says_where_and_what_waits_is_not_called_missing(
    analyzer: Analyzer, book: MaturityBook
) -> None:
    found = maturity(analyzer, BARE, book)
    google = next(ladder for ladder in found.ladders if ladder.name == "google")
    assert google.next is not None
    states = {s.code: (s.state, s.at) for s in google.next.missing}
    assert states["REP003"] == (FAILS, ("train",))
    assert states["AUT010"] == (WAITS, ("train",))
    assert found.standings["AUT005"].state == HOLDS


def test_a_level_that_the_scope_does_not_ask_is_said_to_be_so(analyzer: Analyzer, book: MaturityBook) -> None:
    drawn = pipeline({"pipeline": {"scope": "training"}, "steps": {"train": {"kind": "train"}}})
    assert maturity(analyzer, drawn, book).standings["MON001"].state == NOT_ASKED


def test_what_an_import_cannot_show_is_unseen_and_reaches_no_level(analyzer: Analyzer, book: MaturityBook) -> None:
    drawn = pipeline({"pipeline": {"origin": "github"}, "steps": {"train": {"kind": "train"}}})
    assert maturity(analyzer, drawn, book).standings["REP007"].state == UNSEEN


def test_a_model_without_a_train_step_holds_the_level_down(analyzer: Analyzer) -> None:
    facts = {"scope": "training", "repo": True, "models": ["a"]}
    steps = {"tests": {"kind": "code_test", "levels": ["unit"]}, "train": {"kind": "train", "model": "a"}}
    links = ["tests -> train"]
    one = pipeline({"pipeline": facts, "steps": steps, "links": links})
    two = pipeline({"pipeline": {**facts, "models": ["a", "b"]}, "steps": steps, "links": links})
    assert analyzer.analyze(one).score.levels["microsoft"] == 1
    assert analyzer.analyze(two).score.levels["microsoft"] == 0


# ---------------------------------------------------------------------- ML Test Score
def test_a_test_done_by_hand_counts_half(analyzer: Analyzer, book: MaturityBook) -> None:
    drawn = pipeline(
        {
            "steps": {
                "data": {"kind": "data_source"},
                "look": {"kind": "validate_data", "automated": False},
                "train": {"kind": "train"},
            },
            "links": ["data -> look", "look -> train"],
        }
    )
    (data, *_) = maturity(analyzer, drawn, book).test_score.sections
    (schema, *_) = data.tests
    assert (schema.name, schema.points) == ("D1_schema", 0.5)
    assert schema.standings[0].half


def test_the_lowest_section_is_the_score_and_has_the_paper_s_band(analyzer: Analyzer, book: MaturityBook) -> None:
    best = maturity(analyzer, full(), book, "regulated").test_score
    assert (best.points, best.most) == (3.0, 3)
    assert best.band.startswith("reasonably tested")
    worst = maturity(analyzer, BARE, book).test_score
    assert worst.points == 0
    assert "research" in worst.band


@pytest.mark.parametrize("profile", ["classroom", "startup", "regulated"])
def test_maturity_agrees_with_the_score_for_every_benchmark(
    analyzer: Analyzer, book: MaturityBook, profile: str
) -> None:
    for row in EXAMPLES["benchmarks"].values():
        drawn = pipeline(row)
        score = analyzer.analyze(drawn, profile).score
        found = maturity(analyzer, drawn, book, profile)
        assert {ladder.name: ladder.reached for ladder in found.ladders} == score.levels
        assert found.test_score.points == score.ml_test_score


# ---------------------------------------------------------------------- the next step
def best(analyzer: Analyzer, snapshot: Snapshot, profile: str = "classroom") -> NextStep | None:
    return Trials(analyzer, snapshot, profile, analyzer.analyze(snapshot, profile)).best()


def test_the_best_step_raises_the_whole_more_than_any_other_fix(analyzer: Analyzer) -> None:
    report = analyzer.analyze(BARE)
    gains = {}
    for finding in report.findings:
        copy = Pipeline(BARE)
        apply_fix(copy, analyzer.catalog, finding)
        gains[str(finding)] = analyzer.analyze(copy.snapshot()).score.exact_overall
    step = best(analyzer, BARE)
    assert step is not None
    assert step.after.exact_overall == pytest.approx(max(g for g in gains.values() if g is not None))
    assert str(step.finding) in step.closed


def test_a_step_says_what_it_lays_open(analyzer: Analyzer) -> None:
    step = best(analyzer, Snapshot())
    assert step is not None
    assert step.finding.code == "GRA002"
    assert "AUT001@deploy" in step.opened


def test_there_is_no_next_step_where_nothing_can_be_gained(analyzer: Analyzer) -> None:
    assert best(analyzer, full(), "regulated") is None


def test_each_principle_has_a_step_of_its_own(analyzer: Analyzer) -> None:
    report = analyzer.analyze(BARE)
    found = Trials(analyzer, BARE, "classroom", report).advice().principles
    assert set(found) == set(report.score.exact)
    assert all(step.finding.principle == name and step.gain_of(name) > 0 for name, step in found.items())


def test_trying_ends_when_it_is_told_to(analyzer: Analyzer) -> None:
    report = analyzer.analyze(BARE)
    asked: list[int] = []
    trials = Trials(analyzer, BARE, "classroom", report, lambda: bool(asked.append(1)))
    assert trials.best() is not None  # the first is always tried
    assert len(asked) == 1


# ---------------------------------------------------------------------- routes
@pytest.mark.parametrize("snapshot", [BARE, Snapshot()], ids=["bare", "empty"])
def test_a_route_reaches_the_next_level_and_no_fix_on_it_is_needless(
    analyzer: Analyzer, book: MaturityBook, snapshot: Snapshot
) -> None:
    routes = Router(analyzer, snapshot, "classroom").routes(maturity(analyzer, snapshot, book))
    for name, route in routes.items():
        assert route.is_complete
        assert route.left == ()
        for left_out in (None, *route.fixes):
            copy = Pipeline(snapshot)
            for fix in route.fixes:
                now = {str(f): f for f in analyzer.analyze(copy.snapshot(), "regulated").findings}
                if fix is not left_out and str(fix) in now:
                    apply_fix(copy, analyzer.catalog, now[str(fix)])
            reached = analyzer.analyze(copy.snapshot()).score.levels[name]
            assert reached == (1 if left_out is None else 0), f"{name} without {left_out}"


def test_a_rule_outside_the_profile_is_on_the_route_all_the_same(analyzer: Analyzer, book: MaturityBook) -> None:
    row = dict(EXAMPLES["full"])
    row["steps"] = {**row["steps"], "train": {**row["steps"]["train"], "env": "none"}}
    drawn = pipeline(row)
    route = Router(analyzer, drawn, "classroom").routes(maturity(analyzer, drawn, book))["microsoft"]
    assert [str(f) for f in route.fixes] == ["REP007@train"]
    assert route.is_complete
    assert not route.risky


def test_a_route_that_cannot_reach_the_level_says_which_rules_are_left(analyzer: Analyzer, book: MaturityBook) -> None:
    drawn = pipeline(
        {"pipeline": {"origin": "github"}, "steps": {"train": {"kind": "train", "code_version": True}}, "links": []}
    )
    route = Router(analyzer, drawn, "classroom").route(["REP001", "REP007"])
    assert not route.is_complete
    assert route.left == ("REP007",)


def test_a_route_that_takes_too_long_says_that_more_would_follow(analyzer: Analyzer, book: MaturityBook) -> None:
    answers = iter([True, True, False])
    router = Router(analyzer, BARE, "classroom", lambda: next(answers, False))
    route = router.route(["REP003", "REP005", "AUT001", "AUT010"])
    assert (len(route.fixes), route.is_complete, route.is_cut) == (2, False, True)


def test_the_test_with_the_fewest_fixes_is_offered_for_the_lowest_section(
    analyzer: Analyzer, book: MaturityBook
) -> None:
    found = Router(analyzer, BARE, "classroom").route_of_tests(maturity(analyzer, BARE, book))
    assert found is not None
    test, route = found
    assert test == "D7_feature_code_tested"
    assert [str(f) for f in route.fixes] == ["AUT002@deploy"]
