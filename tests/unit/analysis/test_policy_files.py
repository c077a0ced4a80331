"""Rules that people write in a policy file: the friendly words, what they find, and how mistakes are told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.check_language import load_builtins
from designer.analysis.finding import Finding
from designer.analysis.fixes import apply_fix
from designer.analysis.policies.policy_file import PolicyFile, read_policy
from designer.analysis.rulebook import RuleBook
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.resources import resource
from designer.steps.catalog import Catalog
from tests.unit.analysis.drawn import pipeline

STARTER = resource("policy") / "mlops-policy.yaml"
ONE = """\
rules:
  - code: ORG001
    title: A release has no owner
    for: release
    require:
      states: {owner: {stated: true}}
    risk: Nobody feels responsible.
    fix: Name the team.
"""


@pytest.fixture
def read(tmp_path: Path, rulebook: RuleBook, catalog: Catalog) -> Any:
    def read_text(text: str) -> PolicyFile:
        path = tmp_path / "mlops-policy.yaml"
        path.write_text(text, encoding="utf-8")
        return read_policy(path, rulebook, catalog, load_builtins())

    return read_text


@pytest.fixture
def found(read: Any, rulebook: RuleBook, catalog: Catalog) -> Any:
    """What rules with some `for` and `require` find in a pipeline."""

    def find(rule: str, data: dict[str, Any]) -> list[Finding]:
        policy = read(f"rules:\n- {{code: ORG001, title: It is wrong, risk: r., fix: f., {rule}}}\n")
        assert not policy.problems, policy.problems
        analyzer = Analyzer(catalog, rulebook.with_rules(policy.rules))
        report = analyzer.analyze(pipeline(data))
        assert not report.problems
        return [f for f in report.findings if f.code == "ORG001"]

    return find


def drawn(*links: str, facts: dict[str, Any] | None = None, **steps: Any) -> dict[str, Any]:
    rows = {name: {"kind": row} if isinstance(row, str) else row for name, row in steps.items()}
    return {"pipeline": facts or {}, "steps": rows, "links": list(links)}


RELEASED = drawn("train -> deploy", train="train", deploy="deploy")


def test_steps_are_chosen_by_what_their_kind_can_do(found: Any) -> None:
    assert [f.at for f in found("for: trains, require: {states: {owner: {stated: true}}}", RELEASED)] == ["train"]
    assert [f.at for f in found("for: {can: [trains, deploys]}, require: {states: {seed: true}}", RELEASED)] == [
        "train",
        "deploy",
    ]


def test_steps_are_chosen_by_kind_capability_and_attributes_together(found: Any) -> None:
    rule = "for: {can: deploys, kind: deploy, environment: [staging, dev]}, require: {states: {owner: x}}"
    data = drawn(a={"kind": "deploy"}, b={"kind": "deploy", "environment": "staging"}, c={"kind": "register"})
    assert [f.at for f in found(rule, data)] == ["b"]


def test_kinds_that_people_added_are_chosen_by_their_own_name(tmp_path: Path, rulebook: RuleBook) -> None:
    from designer.steps.catalog import load_catalog

    (tmp_path / "label_data.yaml").write_text("kind: label_data\nlike: prepare\n", encoding="utf-8")
    catalog = load_catalog([tmp_path])
    policy = tmp_path / "p.yaml"
    policy.write_text(ONE.replace("for: release", "for: {kind: label_data}"), encoding="utf-8")
    rules = read_policy(policy, rulebook, catalog, {})
    report = Analyzer(catalog, rulebook.with_rules(rules.rules)).analyze(
        pipeline(drawn(tag="label_data", prep="prepare"))
    )
    assert [f.at for f in report.findings if f.code == "ORG001"] == ["tag"]


@pytest.mark.parametrize(
    ("condition", "value", "is_fine"),
    [
        ("{stated: true}", "me", True),
        ("{stated: true}", None, False),
        ("{looks_like: 'team-*'}", "team-a", True),
        ("{looks_like: 'team-*'}", "me", False),
        ("[me, you]", "you", True),
        ("[me, you]", "they", False),
        ("{none_of: [me]}", "me", False),
        ("{not: me}", "you", True),
    ],
)
def test_conditions_have_friendly_words(found: Any, condition: str, value: str | None, is_fine: bool) -> None:
    data = drawn(train={"kind": "train", **({"owner": value} if value else {})})
    assert bool(found(f"for: trains, require: {{states: {{owner: {condition}}}}}", data)) != is_fine


def test_a_word_of_a_list_and_a_number_are_asked_for_as_people_write_them(found: Any) -> None:
    data = drawn(t={"kind": "code_test", "levels": ["unit", "lint"]}, deploy={"kind": "deploy", "replicas": 2})
    assert not found("for: tests_code, require: {states: {levels: unit}}", data)
    assert found("for: tests_code, require: {states: {levels: integration}}", data)
    assert not found("for: tests_code, require: {states: {levels: [integration, lint]}}", data)
    assert not found("for: release, require: {states: {replicas: {at_least: 2}}}", data)
    assert found("for: release, require: {states: {replicas: {at_least: 3}}}", data)


def test_a_step_may_be_asked_for_before_after_beside_and_anywhere(found: Any) -> None:
    data = drawn("scan -> deploy", "deploy -> tell", scan="scan", deploy="deploy", tell="notify", watch="monitor")
    data["steps"]["watch"]["target"] = "deploy"
    for fine in ("before: scans", "after: {can: notifies}", "attached: monitors", "exists: {kind: monitor}"):
        assert not found(f"for: release, require: {{{fine}}}", data)
    for wrong in ("before: notifies", "after: scans", "attached: scans", "exists: trains"):
        assert found(f"for: release, require: {{{wrong}}}", data)


def test_every_path_must_pass_a_step_and_the_finding_shows_the_one_that_does_not(found: Any) -> None:
    rule = "for: trains, require: {on_every_path: {from: provides_data, through: validates_data}}"
    data = drawn("a -> check", "check -> train", "b -> prep", "prep -> train",
                 a="data_source", b="data_source", check="validate_data", prep="prepare", train="train")  # fmt: skip
    (finding,) = found(rule, data)
    assert finding.message == "At train, no step that validates data lies on the way b -> prep -> train."
    assert finding.bypass == ("b -> prep", "prep -> train")
    assert set(finding.steps) == {"b", "prep", "train"}
    data["links"][2:] = ["b -> check", "prep -> train"]
    assert not found(rule, data)


def test_a_planned_check_is_no_check_on_a_path(found: Any) -> None:
    rule = "for: trains, require: {on_every_path: {from: provides_data, through: validates_data}}"
    check = {"kind": "validate_data", "stub": True}
    assert found(rule, drawn("a -> check", "check -> train", a="data_source", check=check, train="train"))


def test_one_path_through_a_step_can_be_enough(found: Any) -> None:
    rule = "for: release, require: {between: {from: trains, through: {can: evaluates, threshold: true}}}"
    gate = {"kind": "evaluate", "threshold": True}
    data = drawn("train -> gate", "gate -> deploy", "train -> deploy", train="train", gate=gate, deploy="deploy")
    assert not found(rule, data)
    data["steps"]["gate"]["threshold"] = False
    assert (
        found(rule, data)[0].message == "At deploy, no step that evaluates (threshold: yes) lies between train and it."
    )
    assert not found(rule, drawn("a -> b", a="package", b="deploy"))  # no path begins


def test_demands_are_joined_by_all_any_and_none(found: Any) -> None:
    both = "states: {owner: x}, before: trains"
    assert found(f"for: release, require: {{{both}}}", RELEASED)
    assert not found("for: release, require: {any_of: [{states: {owner: x}}, {before: trains}]}", RELEASED)
    (finding,) = found("for: release, require: {none_of: {before: trains}}", RELEASED)
    assert finding.message == "At deploy, train should not be there."
    assert not found("for: release, require: {none_of: [{before: scans}, {after: scans}]}", RELEASED)


def test_the_pipeline_as_a_whole_is_judged_once(found: Any) -> None:
    rule = "for: pipeline, require: {any_of: [{pipeline: {repo: true}}, {exists: scans}]}"
    (finding,) = found(rule, drawn(a="train", b="train"))
    assert (finding.at, finding.steps) == ("pipeline", ())
    assert finding.message == "The pipeline's 'repo' is not stated, and there is no step that scans."
    assert not found(rule, drawn(facts={"repo": True}, a="train"))
    assert not found(rule, drawn(a="scan"))
    assert not found(
        "for: pipeline, require: {started_by: schedule}", drawn(facts={"triggers": ["schedule"]}, a="train")
    )


def test_a_rule_counts_only_for_pipelines_of_its_facts_and_scopes(found: Any) -> None:
    rule = "for: trains, require: {states: {owner: x}}, when: {risk: [high]}, scopes: training"
    assert not found(rule, drawn(facts={"risk": "high"}, t="train"))
    assert not found(rule, drawn(facts={"scope": "training"}, t="train"))
    assert found(rule, drawn(facts={"scope": "training", "risk": "high"}, t="train"))


def test_the_message_names_the_step_its_title_its_kind_and_what_is_lacking(found: Any) -> None:
    rule = "for: trains, require: {states: {owner: x}}, message: '{step}|{title}|{kind}|{lack}'"
    data = drawn(fit={"kind": "train", "title": "Fit {step}"})
    assert found(rule, data)[0].message == "fit|Fit {step}|Train model|'owner' is not stated (x would do)"


def test_checks_may_use_the_words_of_the_built_in_rules(found: Any) -> None:
    rule = "check: {each: {capability: [deploys]}, where: {environment: prod}, needs: {up: {capability: [scans]}}}"
    assert found(rule, RELEASED)
    assert found("for: release, require: {builtin: loop_exists}", RELEASED)


@pytest.mark.parametrize("scored", ["true", "false"])
def test_points_are_earned_only_where_the_rule_says_so(
    read: Any, rulebook: RuleBook, catalog: Catalog, scored: str
) -> None:
    rule = ONE.replace("risk:", f"principle: security\n    severity: error\n    scored: {scored}\n    risk:")
    analyzer = Analyzer(catalog, rulebook.with_rules(read(rule).rules))
    data = {**RELEASED, "steps": {**RELEASED["steps"], "deploy": {"kind": "deploy", "access": "rbac"}}}
    plain = Analyzer(catalog, rulebook).analyze(pipeline(data))
    report = analyzer.analyze(pipeline(data))
    (finding,) = [f for f in report.findings if f.code == "ORG001"]
    before, after = plain.score.exact["security"], report.score.exact["security"]
    assert before is not None and after is not None
    assert (after < before, finding.points > 0) == (scored == "true", scored == "true")


def test_a_rule_that_forbids_earns_nothing_and_costs_where_it_is_broken(read: Any) -> None:
    text = ONE.replace("states: {owner: {stated: true}}", "none_of: {before: trains}")
    (rule,) = read(text.replace("risk:", "principle: security\n    scored: true\n    risk:")).rules
    assert (rule.type, rule.counts) == ("demerit", True)
    (rule,) = read(ONE).rules
    assert not rule.counts


@pytest.mark.parametrize(
    ("fix", "fact"),
    [
        ("{title: Do it, set: {owner: ml team}}", "ml team"),
        ("{title: Do it, insert: {kind: scan, place: before, attributes: {targets: [image]}}, set: {owner: me}}", "me"),
    ],
)
def test_a_fix_is_one_edit_that_removes_its_finding(found: Any, catalog: Catalog, fix: str, fact: str) -> None:
    rule = f"for: release, require: {{states: {{owner: {{stated: true}}}}}}, autofix: {fix}"
    (finding,) = found(rule, RELEASED)
    board = Pipeline(pipeline(RELEASED))
    history = History(board)
    apply_fix(board, catalog, finding)
    after = board.snapshot()
    assert after.steps["deploy"].get("owner") == fact
    assert ("scan" in {s.kind for s in after.steps.values()}) == ("insert" in fix)
    history.undo()
    assert board.snapshot().steps == pipeline(RELEASED).steps


def test_a_fix_of_a_whole_pipeline_states_a_fact(found: Any, catalog: Catalog) -> None:
    rule = "for: pipeline, require: {pipeline: {repo: true}}, autofix: {title: Keep it in Git, set: {repo: true}}"
    (finding,) = found(rule, RELEASED)
    board = Pipeline(pipeline(RELEASED))
    apply_fix(board, catalog, finding)
    assert board.snapshot().facts["repo"] is True


def test_a_built_in_rule_is_changed_only_on_purpose(read: Any, rulebook: RuleBook) -> None:
    (rule,) = read("rules: [{code: REP005, replaces: true, severity: info}]").rules
    old = rulebook.rules["REP005"]
    assert (rule.severity, rule.checks, rule.counts, rule.cases) == ("info", old.checks, True, old.cases)
    (problem,) = read(ONE.replace("ORG001", "REP005")).problems
    assert "REP belong to the program" in str(problem)
    assert "ORG005; or write 'replaces: true'" in str(problem)
    assert "there is no rule ORG001 to replace" in str(read("rules: [{code: ORG001, replaces: true}]").problems[0])


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("for: release", "for: {can: deplyos}", 4, "ORG001.for.can: 'deplyos' is no capability. Did you mean"),
        ("for: release", "for: {kind: deplyo}", 4, "'deplyo' is no kind of step. Did you mean 'deploy'?"),
        ("for: release", "for: {environment: prod}", 4, "says neither what the steps can do nor of which kind"),
        ("for: release", "for: 7", 4, "says which steps are meant"),
        ("for: release", "for: {can: deploys, envronment: prod}", 4, "envronment: 'envronment' is no attribute"),
        ("for: release", "for: {can: deploys, environment: production}", 4, "can never be so: must be dev"),
        ("    for: release\n", "", 2, "'for' is missing. Write 'for: release'"),
        ("states: {owner: {stated: true}}", "state: {owner: x}", 6, "ORG001.require.state: 'state' is no demand"),
        ("states: {owner: {stated: true}}", "states: {ownr: x}", 6, "Did you mean 'owner'?"),
        ("states: {owner: {stated: true}}", "states: {owner: {ends_with: x}}", 6, "'ends_with' is no condition"),
        ("states: {owner: {stated: true}}", "states: x", 6, "must be attributes with their conditions"),
        ("states: {owner: {stated: true}}", "on_every_path: {from: trains}", 6, "needs 'from' and 'through'"),
        ("states: {owner: {stated: true}}", "pipeline: {repository: true}", 6, "is no fact of a pipeline"),
        ("states: {owner: {stated: true}}", "started_by: pushes", 6, "can never be so"),
        ("states: {owner: {stated: true}}", "up: {like: x}", 5, "is not in the check language"),
        ("    risk: Nobody feels responsible.\n", "", 2, "'risk' is missing"),
        ("title: A release has no owner", "title: 7", 3, "ORG001.title: must be text"),
        ("risk:", "severity: bad\n    risk:", 7, "ORG001.severity: 'bad' is no severity"),
        ("risk:", "message: '{who} is it'\n    risk:", 7, "{who} is no placeholder. Known are {step}, {title}"),
        ("risk:", "scored: true\n    risk:", 7, "needs a principle that has a score"),
        ("risk:", "sevrity: info\n    risk:", 7, "'sevrity' is no key of a rule. Did you mean 'severity'?"),
        ("risk:", "autofix: {title: x}\n    risk:", 7, "does nothing"),
        ("risk:", "autofix: {title: x, set: {replicas: two}}\n    risk:", 7, "autofix.set.replicas: must be a whole"),
        ("risk:", "autofix: {title: x, insert: {kind: scn}}\n    risk:", 7, "Did you mean 'scan'?"),
        ("risk:", "autofix: {title: x, insert: {kind: scan, place: behind}}\n    risk:", 7, "'behind' is no place"),
        ("risk:", "references: [x]\n    risk:", 7, "is no reference"),
        ("risk:", "cases: {fail: {step: {}}}\n    risk:", 7, "needs 'steps'"),
        ("risk:", "requires: [REP99]\n    risk:", 7, "'REP99' is no word for 'requires'"),
        ("code: ORG001", "code: org1", 2, "is no code. Write for example 'code: ORG001'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_key_and_what_to_do(
    read: Any, old: str, new: str, line: int, told: str
) -> None:
    assert old in ONE
    policy = read(ONE.replace(old, new, 1))
    (problem,) = policy.problems
    assert not policy.rules
    assert problem.path and problem.path.endswith("mlops-policy.yaml")
    assert problem.line == line
    assert told in str(problem), str(problem)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: [", "mlops-policy.yaml:2"),
        ("", "has no list of rules. Begin with 'rules:'"),
        ("rules: {a: b}", "has no list of rules"),
        ("rulez: []\nrules: []", "rulez: is no key of a policy file"),
        ("format: 2\nrules: []", "is another format. This program reads format 1"),
        ("rules: [!!python/object:os.system {}]", "mlops-policy.yaml:1"),
        ("rules: [7]", "rules[0]: is no rule"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(read: Any, text: str, told: str) -> None:
    (problem,) = read(text).problems
    assert told in str(problem)


def test_a_file_in_another_encoding_or_a_folder_is_one_problem(
    tmp_path: Path, rulebook: RuleBook, catalog: Catalog
) -> None:
    (tmp_path / "a.yaml").write_bytes(b"rules: \xff")
    reasons = {"a.yaml": "a.yaml:1: the text is not UTF-8", ".": "cannot be read: Is a directory", "b": "No such file"}
    for name, reason in reasons.items():
        (problem,) = read_policy(tmp_path / name, rulebook, catalog, {}).problems
        assert reason in str(problem)


def test_one_wrong_rule_does_not_spoil_the_others(read: Any) -> None:
    second = ONE.replace("rules:\n", "").replace("ORG001", "ORG002").replace("risk:", "risks:")
    policy = read(ONE + second + ONE.replace("rules:\n", ""))
    assert [rule.code for rule in policy.rules] == ["ORG001"]
    assert [p.line for p in policy.problems] == [14, 16]
    assert re.search("stands in this file twice", str(policy.problems[1]))


def test_a_file_may_be_one_rule(read: Any) -> None:
    text = "\n".join(line[4:] for line in ONE.splitlines()[1:])
    assert [rule.code for rule in read(text).rules] == ["ORG001"]
