from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.fixes import apply_fix, fix_all
from designer.analysis.report import Report
from designer.model.pipeline import Pipeline
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA

TODAY = date(2026, 6, 1)
OPEN_ACCESS = mutated(DATA["improved"], [{"set": {"step": "deploy", "attrs": {"access": "none"}}}])


def judged(analyzer: Analyzer, data: dict[str, Any], at: str, profile: str = "classroom", **entry: str) -> Report:
    row = {"reason": "the gateway of the platform does it", **{k.rstrip("_"): v for k, v in entry.items()}}
    where = {"pipe": {"suppress": [row]}} if at == "pipeline" else {"set": {"step": at, "attrs": {"suppress": [row]}}}
    return analyzer.analyze(pipeline(mutated(data, [where])), profile, TODAY)


def messages(report: Report) -> list[str]:
    return [f.message for f in report.findings if f.code.startswith("WAI")]


def rest(report: Report) -> set[str]:
    return {str(f) for f in report.findings if not f.code.startswith("WAI")}


def test_an_accepted_finding_is_hidden_earns_nothing_and_keeps_the_cap(analyzer: Analyzer) -> None:
    before = analyzer.analyze(pipeline(OPEN_ACCESS))
    report = judged(analyzer, OPEN_ACCESS, "deploy", code="SEC002", as_="accepted")
    assert report.findings == ()
    assert [(str(f), f.waived.kind) for f in report.waived if f.waived] == [("SEC002@deploy", "accepted")]
    assert report.score.exact_overall == before.score.exact_overall
    assert report.score.grade == before.score.grade == "C"


def test_a_finding_attested_elsewhere_earns_everything(analyzer: Analyzer) -> None:
    report = judged(analyzer, OPEN_ACCESS, "deploy", code="SEC002", as_="elsewhere")
    assert (report.findings, report.score.overall, report.score.grade) == ((), 100, "A")


def test_a_rule_that_is_not_applicable_is_left_out(analyzer: Analyzer) -> None:
    report = judged(analyzer, OPEN_ACCESS, "deploy", code="SEC002", as_="not_applicable")
    assert (report.findings, report.score.overall, report.score.grade) == ((), 100, "A")
    assert report.score.rules["SEC002"].credit is None


def test_a_waiver_on_the_pipeline_counts_everywhere(analyzer: Analyzer) -> None:
    report = judged(analyzer, OPEN_ACCESS, "pipeline", code="SEC002", as_="accepted")
    assert (report.findings, len(report.waived)) == ((), 1)


def test_what_waits_for_something_done_elsewhere_is_not_judged(analyzer: Analyzer) -> None:
    unwatched = mutated(DATA["improved"], [{"del": "watch"}])
    assert analyzer.analyze(pipeline(unwatched)).blocked["MON007"] == ("deploy",)
    report = judged(analyzer, unwatched, "deploy", code="MON001", as_="elsewhere")
    assert (report.findings, report.score.overall) == ((), 100)


def test_what_waits_for_an_accepted_finding_stays_blocked(analyzer: Analyzer) -> None:
    unwatched = mutated(DATA["improved"], [{"del": "watch"}])
    report = judged(analyzer, unwatched, "deploy", code="MON001", as_="accepted")
    assert (report.findings, report.blocked["MON007"]) == ((), ("deploy",))
    assert report.score.principles["monitoring"] == 70


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"as_": "accepted", "until": "2026-05-31"}, "expired on 2026-05-31"),
        ({"as_": "accepted", "reason": "later"}, "needs a reason of 10 characters or more"),
        ({"as_": "ignored"}, "needs 'as': accepted, elsewhere, not_applicable"),
        ({"as_": "accepted", "until": "soon"}, "must be a date such as 2030-12-31"),
        ({"as_": "accepted", "code": "SEC999"}, "here is no rule SEC999"),
        ({"as_": "accepted", "code": ""}, " waiver needs code, as and reason"),
    ],
)
def test_a_waiver_that_does_not_count_brings_the_finding_back(
    analyzer: Analyzer, entry: dict[str, str], problem: str
) -> None:
    report = judged(analyzer, OPEN_ACCESS, "deploy", **{"code": "SEC002", **entry})
    assert rest(report) == {"SEC002@deploy"}
    assert [problem in m for m in messages(report)] == [True]


def test_the_last_day_still_counts(analyzer: Analyzer) -> None:
    report = judged(analyzer, OPEN_ACCESS, "deploy", code="SEC002", as_="accepted", until="2026-06-01")
    assert report.findings == ()


def test_regulated_wants_an_owner_and_a_date(analyzer: Analyzer) -> None:
    bare = judged(analyzer, OPEN_ACCESS, "deploy", "regulated", code="SEC002", as_="accepted")
    full = judged(
        analyzer, OPEN_ACCESS, "deploy", "regulated", code="SEC002", as_="accepted", owner="ops", until="2027-01-01"
    )
    assert "SEC002@deploy" in bare.keys
    assert "needs an owner and an expiry date" in messages(bare)[0]
    assert "SEC002@deploy" not in full.keys


def test_a_waiver_that_hides_nothing_is_reported(analyzer: Analyzer) -> None:
    report = judged(analyzer, DATA["improved"], "deploy", code="SEC002", as_="accepted")
    assert messages(report) == ["The waiver of SEC002 at deploy hides nothing; remove it."]
    other_profile = judged(analyzer, DATA["improved"], "deploy", code="SEC007", as_="accepted")
    assert messages(other_profile) == []


def test_gates_sources_and_the_graph_can_be_waived_where_they_are_shown(analyzer: Analyzer) -> None:
    gate = mutated(DATA["improved"], [{"set": {"step": "eval", "attrs": {"blocking": False}}}])
    loose = mutated(DATA["improved"], [{"add": {"lost": {"kind": "scan"}}}])
    bare = mutated(DATA["improved"], [{"set": {"step": "data", "attrs": {"encrypted": False}}}])
    stray = mutated(DATA["improved"], [{"link": "watch ~> image"}])
    for data, at, code in (
        (gate, "eval", "AUT007"),
        (loose, "lost", "GRA003"),
        (bare, "data", "SEC003"),
        (stray, "image", "AUT019"),
    ):
        report = judged(analyzer, data, at, code=code, as_="accepted")
        assert (report.findings, [f.code for f in report.waived]) == ((), [code])
    assert judged(analyzer, stray, "image", code="AUT019", as_="accepted").score.overall == 94
    assert judged(analyzer, stray, "image", code="AUT019", as_="elsewhere").score.overall == 100


def test_nonsense_in_the_place_of_waivers_is_named_or_ignored(analyzer: Analyzer) -> None:
    text = mutated(OPEN_ACCESS, [{"pipe": {"suppress": "SEC002"}}])
    word = mutated(OPEN_ACCESS, [{"pipe": {"suppress": ["SEC002"]}}])
    assert analyzer.analyze(pipeline(text)).keys == {"SEC002@deploy"}
    assert messages(analyzer.analyze(pipeline(word))) == ["A waiver needs code, as and reason."]


def test_what_is_wrong_with_a_waiver_has_a_code_of_its_own_and_costs_nothing(analyzer: Analyzer) -> None:
    expired = judged(analyzer, OPEN_ACCESS, "deploy", code="SEC002", as_="accepted", until="2026-05-31")
    needless = judged(analyzer, DATA["improved"], "deploy", code="SEC002", as_="accepted")
    invalid = judged(analyzer, DATA["improved"], "pipeline", code="SEC999", as_="accepted")
    assert expired.keys == {"SEC002@deploy", "WAI001@deploy"}
    assert needless.keys == {"WAI002@deploy"}
    assert invalid.keys == {"WAI003@pipeline"}
    assert {f.severity for r in (needless, invalid) for f in r.findings} == {"warning"}
    assert needless.score.overall == invalid.score.overall == 100
    assert expired.score.exact_overall == analyzer.analyze(pipeline(OPEN_ACCESS)).score.exact_overall


def test_two_faulty_waivers_at_one_step_are_two_findings(analyzer: Analyzer) -> None:
    rows = [{"code": c, "as": "accepted", "reason": "nobody knows any more"} for c in ("SEC998", "SEC999")]
    data = mutated(DATA["improved"], [{"set": {"step": "deploy", "attrs": {"suppress": rows}}}])
    found = analyzer.analyze(pipeline(data), "classroom", TODAY).findings
    assert [f.about for f in found] == ["SEC998", "SEC999"]
    assert len({f.fingerprint for f in found}) == 2


def test_the_fix_removes_the_faulty_waiver_and_no_other(analyzer: Analyzer) -> None:
    good = {"code": "SEC002", "as": "accepted", "reason": "the gateway of the platform does it"}
    stale = {**good, "code": "SEC001"}
    board = Pipeline(
        pipeline(mutated(OPEN_ACCESS, [{"set": {"step": "deploy", "attrs": {"suppress": [stale, good]}}}]))
    )
    (finding,) = analyzer.analyze(board.snapshot(), "classroom", TODAY).findings
    assert (finding.code, finding.about) == ("WAI002", "SEC001")
    apply_fix(board, analyzer.catalog, finding)
    assert board.steps["deploy"].get("suppress") == [good]
    assert analyzer.analyze(board.snapshot(), "classroom", TODAY).findings == ()


def test_all_safe_fixes_remove_waivers_that_hide_nothing(analyzer: Analyzer) -> None:
    row = {"code": "SEC002", "as": "accepted", "reason": "the gateway of the platform does it"}
    expired = {**row, "code": "SEC001", "until": "2020-01-01"}
    board = Pipeline(pipeline(mutated(DATA["improved"], [{"pipe": {"suppress": [row, expired]}}])))
    assert [f.code for f in fix_all(board, analyzer)] == ["WAI002"]
    assert board.facts["suppress"] == [expired]


def test_a_waiver_whose_rule_waits_or_cannot_be_judged_is_not_called_needless(analyzer: Analyzer) -> None:
    unwatched = mutated(DATA["improved"], [{"del": "watch"}])
    assert judged(analyzer, unwatched, "deploy", code="MON007", as_="accepted").keys == {"MON001@deploy"}
    imported = {"pipeline": {"origin": "github"}, "steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}}
    data = {**imported, "links": ["train -> deploy"]}
    questions = analyzer.analyze(pipeline(data)).open_questions
    code = next(c for c, places in questions.items() if "deploy" in places)
    assert not messages(judged(analyzer, data, "deploy", code=code, as_="accepted"))


def test_findings_of_linters_can_be_waived_in_the_shape_of_their_codes(analyzer: Analyzer) -> None:
    for code in ("zizmor:unpinned-uses", "actionlint:runner-label", "hadolint:DL3008", "shellcheck:SC2086"):
        assert judged(analyzer, DATA["improved"], "deploy", code=code, as_="accepted").findings == ()
    for code, problem in (
        ("shellcheck:DL3008", "'DL3008' is no code of shellcheck."),
        ("zizmor:", "'' is no code of zizmor."),
        ("pylint:E1101", "There is no rule pylint:E1101: findings of zizmor, actionlint, "),
    ):
        (told,) = messages(judged(analyzer, DATA["improved"], "deploy", code=code, as_="accepted"))
        assert told.startswith(problem)


def test_waivers_can_be_ignored(analyzer: Analyzer) -> None:
    row = {"code": "SEC002", "as": "elsewhere", "reason": "the gateway of the platform does it", "until": "2020-01-01"}
    data = mutated(OPEN_ACCESS, [{"pipe": {"suppress": [row, {**row, "until": ""}]}}])
    report = analyzer.analyze(pipeline(data), today=TODAY, ignore_waivers=True)
    bare = analyzer.analyze(pipeline(OPEN_ACCESS))
    assert (report.findings, report.waived, report.score) == (bare.findings, (), bare.score)


def test_a_comment_above_a_job_is_one_waiver_on_all_of_its_steps(analyzer: Analyzer) -> None:
    row = {"code": "SEC002", "as": "accepted", "reason": "the gateway does it", "from": ".github/workflows/ci.yml"}
    both = [{"set": {"step": s, "attrs": {"suppress": [row]}}} for s in ("deploy", "train")]
    assert analyzer.analyze(pipeline(mutated(OPEN_ACCESS, both))).findings == ()
    assert analyzer.analyze(pipeline(mutated(DATA["improved"], both))).keys == {"WAI002@train"}
