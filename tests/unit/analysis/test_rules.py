"""Every rule file is complete and proves itself: its cases, its texts, its fix."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.case import SORTS, Case
from designer.analysis.fixes import EVERY_SAFETY, apply_fix, operation_words
from designer.analysis.report import Report
from designer.analysis.rule import Rule
from designer.analysis.rulebook import RuleBook, load_rulebook
from designer.analysis.waiver import WAYS
from designer.errors import ResourceError
from designer.model.pipeline import Pipeline
from designer.resources import resource
from designer.steps.catalog import Catalog
from tests.property.naive_analyzer import Naive
from tests.unit.analysis.drawn import pipeline

RULES = sorted(load_rulebook().rules.values(), key=lambda rule: rule.code)
NAMES = [rule.code for rule in RULES]
NO_FIX = {"AUT017", "SEC006", "AUT020", "AUT021", "REP014", "REP015", "SEC018", "SEC021", "SEC022"}
NO_GRAPH_EDIT = {"GRA003"}  # its example has nobody to link


def cases(*sorts: str) -> list[Any]:
    """Each case of each rule, named as ``REP001-fail-1``."""
    return [
        pytest.param(rule, case, id=f"{rule.code}-{sort}-{i}")
        for rule in RULES
        for sort in sorts
        for i, case in enumerate(rule.cases[sort], 1)
    ]


def not_lower(before: Report, after: Report) -> bool:
    pairs = [(before.score.exact[p], after.score.exact[p]) for p in before.score.exact]
    pairs.append((before.score.exact_overall, after.score.exact_overall))
    return all(a is None or b is None or b >= a - 1e-9 for a, b in pairs)


@pytest.mark.parametrize(("rule", "case"), cases(*SORTS))
def test_each_case_gives_the_finding_at_the_places_that_it_names_and_nowhere_else(
    analyzer: Analyzer, rule: Rule, case: Case
) -> None:
    found = [f.at for f in analyzer.analyze(pipeline(case.document), "regulated").findings if f.code == rule.code]
    assert sorted(found) == sorted(case.at)


@pytest.mark.parametrize(("rule", "case"), cases(*SORTS))
def test_a_naive_analyzer_says_the_same_of_each_case(catalog: Catalog, rule: Rule, case: Case) -> None:
    if rule.is_preview or rule.principle == "waivers":
        return  # it knows the 75 rules of the catalogue only
    keys = Naive(pipeline(case.document), catalog, "regulated").keys
    assert {key for key in keys if key.startswith(f"{rule.code}@")} == {f"{rule.code}@{at}" for at in case.at}


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_has_two_failing_cases_two_passing_ones_and_a_near_miss_that_all_differ(rule: Rule) -> None:
    least = {"fail": 1, "pass": 1, "near_miss": 0} if rule.is_preview else {"fail": 2, "pass": 2, "near_miss": 1}
    assert all(len(rule.cases[sort]) >= number for sort, number in least.items())
    assert all(case.at for case in rule.cases["fail"])
    every = [case for sort in SORTS for case in rule.cases[sort]]
    assert all(case.document != other.document for i, case in enumerate(every) for other in every[:i])
    assert all(case.about for sort in SORTS for case in rule.cases[sort][1:])


@pytest.mark.parametrize(("rule", "case"), cases("fail", "near_miss"))
def test_the_fix_removes_the_finding_of_a_case_and_lowers_no_score(analyzer: Analyzer, rule: Rule, case: Case) -> None:
    board = Pipeline(pipeline(case.document))
    before = analyzer.analyze(board.snapshot(), "regulated")
    for finding in [f for f in before.findings if f.code == rule.code]:
        if rule.code in NO_FIX | NO_GRAPH_EDIT:
            assert finding.autofix is None
            continue
        apply_fix(board, analyzer.catalog, finding)
        after = analyzer.analyze(board.snapshot(), "regulated")
        assert str(finding) not in after.keys
        assert not_lower(before, after)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_says_all_that_people_need(rule: Rule, rulebook: RuleBook) -> None:
    assert re.fullmatch(r"(REP|AUT|SCA|MON|SEC|GRA|WAI)\d{3}", rule.code)
    for text in (rule.title, rule.risk, rule.fix):
        assert len(text) > 15
        assert text.endswith(".") != (text is rule.title)
    assert rule.holds_when and rule.checks and rule.references
    assert rule.tier in ("core", "standard", "strict")
    assert rule.type in ("merit", "demerit", "structure")
    assert set(rule.requires) <= rulebook.rules.keys()
    for title, url in rule.references:
        assert title
        assert url.startswith("https://") or url == "samples/lesson/README.md"


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_fix_uses_words_that_the_program_knows(rule: Rule, catalog: Catalog, rulebook: RuleBook) -> None:
    if rule.autofix is None:
        assert rule.code in NO_FIX
        return
    assert rule.autofix.safety in EVERY_SAFETY
    assert rule.autofix.title
    assert set(rule.autofix.settles) <= rulebook.rules.keys()
    for operation in rule.autofix.operations:
        word, what = next(iter(operation.items()))
        assert word in operation_words()
        if word.startswith("insert") and word != "insert_core":
            fields = catalog.fields(what)
            assert what in catalog.kinds
            assert all(not fields[n].type.problem(v) for n, v in operation["attrs"].items())


def test_a_rule_stands_in_the_file_of_its_name() -> None:
    names = {path.stem for path in resource("rules").glob("[A-Z]*.yaml")}
    assert names == {f"{rule.code}-{rule.name}" for rule in RULES}
    assert len([rule for rule in RULES if rule.principle != "waivers" and not rule.is_preview]) == 75


def test_the_profiles_hold_the_rules_of_their_tiers(rulebook: RuleBook) -> None:
    judged = [rule for rule in RULES if rule.principle != "waivers" and not rule.is_preview]
    sizes = {name: sum(map(profile.has, judged)) for name, profile in rulebook.profiles.items()}
    assert sizes == {"classroom": 43, "startup": 73, "regulated": 75}
    raised = {code for code, severity in rulebook.profiles["regulated"].severity.items() if severity == "error"}
    assert all(rulebook.rules[code].severity == "warning" for code in raised)


def test_levels_and_tests_name_rules_that_exist(rulebook: RuleBook) -> None:
    named = {c for levels in rulebook.score.levels.values() for level in levels for c in level}
    named |= {c for tests in rulebook.score.ml_test_score.values() for rules in tests.values() for c in rules}
    assert named <= rulebook.rules.keys()
    assert "elsewhere" in WAYS


def test_an_unknown_profile_is_refused_with_the_known_ones(rulebook: RuleBook) -> None:
    with pytest.raises(ResourceError, match="Take one of classroom, startup, regulated"):
        rulebook.profile("bank")


GOOD = (resource("rules") / "REP005-experiment-not-tracked.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("severity: error", "severity: fatal", "severity is one of error, warning, info"),
        ("tracked: true}}", "tracked: {like: true}}}", "is not a condition"),
        ("{attr:", "{atr:", "is no operator"),
        ("each: {kind: train}", "each: [train]", "is no anchor"),
        ("each: {kind: train}", "every: {kind: train}", "is not a check"),
        ("needs: {attr: {tracked: true}}", "needs: {builtin: magic}", "there is no check 'magic'"),
        ("needs: {attr: {tracked: true}}", "needs: {up: {like: train}}", "is not a selector"),
        (
            "needs: {attr: {tracked: true}}",
            "needs: {between: {from: {kind: scan}, via: {kind: scan}}}",
            "'between' starts",
        ),
        (
            "needs: {attr: {tracked: true}}",
            "needs: {attr: {tracked: true}, pipe: {repo: true}}",
            "more than one operator",
        ),
        ("needs: {attr: {tracked: true}}", "needs: {attr: {tracked: {in: [a], not: b}}}", "is not a condition"),
        ("references: [lesson", "references: [nowhere", "'nowhere' is missing or unknown"),
        ("code: REP005", "code: XYZ005", "'XYZ' is missing or unknown"),
        ("title: ", "name2: ", "'title' is missing or unknown"),
        ("risk: ", "risk: '", "risk.yaml"),
        ("code: REP005", "- code", "risk.yaml"),
    ],
)
def test_a_wrong_rule_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    (tmp_path / "risk.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError, match=re.escape(problem)) as refused:
        load_rulebook([tmp_path])
    assert refused.value.path == str(tmp_path / "risk.yaml")


def test_a_rule_file_must_be_a_mapping_in_utf8(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("[REP001]", encoding="utf-8")
    with pytest.raises(ResourceError, match="must be a mapping"):
        load_rulebook([tmp_path])
    (tmp_path / "own.yaml").write_bytes(b"code: \xff")
    with pytest.raises(ResourceError, match="cannot be read"):
        load_rulebook([tmp_path])


def test_rules_that_require_each_other_are_refused(tmp_path: Path) -> None:
    first = GOOD.replace("scopes:", "requires: [REP006]\nscopes:")
    second = first.replace("REP005", "REP006").replace("requires: [REP006]", "requires: [REP005]")
    (tmp_path / "a.yaml").write_text(first, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(second, encoding="utf-8")
    with pytest.raises(ResourceError, match="require each other"):
        load_rulebook([tmp_path])


def test_people_add_rules_and_replace_built_in_ones(tmp_path: Path, catalog: Catalog) -> None:
    own = GOOD.replace("code: REP005", "code: REP900").replace("{tracked: true}}", "{seed: true}}")
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "softer.yaml").write_text(GOOD.replace("severity: error", "severity: info"), encoding="utf-8")
    rulebook = load_rulebook([tmp_path, tmp_path / "absent"])
    report = Analyzer(catalog, rulebook).analyze(pipeline({"steps": {"train": {"kind": "train"}}}))
    found = {f.code: f.severity for f in report.findings}
    assert (found["REP900"], found["REP005"]) == ("error", "info")


def rule_like(name: str, **changes: str) -> str:
    text = next(resource("rules").glob(f"{name}-*.yaml")).read_text(encoding="utf-8")
    for old, new in changes.items():
        text = re.sub(rf"(?m)^{old}: .*\n", f"{old}: {new}\n" if new else "", text)
    return text


def judged_with(catalog: Catalog, folder: Path, text: str, data: dict[str, Any]) -> Report:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return Analyzer(catalog, load_rulebook([folder])).analyze(pipeline(data))


def test_a_facet_without_a_candidate_waits(tmp_path: Path, catalog: Catalog) -> None:
    data = {"steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}, "links": ["train -> deploy"]}
    report = judged_with(catalog, tmp_path, rule_like("AUT006", code="AUT906", requires=""), data)
    assert report.blocked["AUT906"] == ("deploy",)


def test_a_demand_on_a_source_holds_nowhere_else(tmp_path: Path, catalog: Catalog) -> None:
    for operator in ("builtin: pii_removed_on_every_path", "on_way: {via: {kind: prepare}}"):
        text = GOOD.replace("code: REP005", "code: REP905").replace("attr: {tracked: true}", operator)
        report = judged_with(catalog, tmp_path, text, {"steps": {"train": {"kind": "train"}}})
        assert "REP905@train" in report.keys


def test_a_demand_of_several_parts_is_open_until_one_is_refuted(tmp_path: Path, catalog: Catalog) -> None:
    both = "all: [{attr: {tracked: true}}, {up: {kind: scan}}]"
    text = GOOD.replace("code: REP005", "code: REP905").replace("attr: {tracked: true}", both)
    data: dict[str, Any] = {"pipeline": {"origin": "github"}, "steps": {"train": {"kind": "train"}}}
    assert "REP905" in judged_with(catalog, tmp_path, text, data).open_questions
    data["steps"]["train"]["tracked"] = False
    assert "REP905@train" in judged_with(catalog, tmp_path, text, data).keys


def test_rules_that_wait_for_train_steps_follow_what_became_of_them(tmp_path: Path, catalog: Catalog) -> None:
    text = rule_like("REP004", code="REP904", tier="core", requires="[REP005]")
    reason = {"code": "REP005", "as": "elsewhere", "reason": "the platform tracks all runs"}
    steps: dict[str, Any] = {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}
    data: dict[str, Any] = {"steps": steps, "links": ["train -> deploy"]}
    assert judged_with(catalog, tmp_path, text, data).blocked["REP904"] == ("deploy",)
    steps["train"]["suppress"] = [reason]
    assert judged_with(catalog, tmp_path, text, data).score.rules["REP904"].credit is None
    imported = {**data, "pipeline": {"origin": "github"}}
    del steps["train"]["suppress"]
    assert judged_with(catalog, tmp_path, text, imported).open_questions["REP904"] == ("deploy",)


# Formats in which silence is a question, as the catalogue has it. What an importer cannot see of one step, it says on
# that step (`unseen`): widening these lists would change the meaning of pipelines that were never imported.
BLIND = {
    frozenset({"github"}): {
        *("REP005", "REP006", "REP008", "REP009", "REP011", "REP012", "AUT013", "SCA001", "SCA002", "SCA003", "SCA006"),
        *("SCA008", "MON004", "MON008", "MON011", "MON012", "SEC002", "SEC007", "SEC013", "SEC017"),
    },
    frozenset({"dvc"}): {"AUT011", "SCA007"},
    frozenset({"github", "dvc"}): {"REP007", "AUT006", "AUT016", "MON014", "SEC003", "SEC004", "SEC006", "SEC014"},
}


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.is_preview], ids=lambda rule: str(rule.code))
def test_silence_is_a_question_in_the_formats_that_the_catalogue_names(rule: Rule) -> None:
    named = [origins for origins, codes in BLIND.items() if rule.code in codes]
    assert frozenset(rule.blind_in) == (named[0] if named else frozenset())
