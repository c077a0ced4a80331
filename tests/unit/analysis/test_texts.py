"""What stands in the texts of a step is evidence for rules: where it says more than what is stated, and where not."""

from __future__ import annotations

from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.check_language import EachCheck
from designer.analysis.finding import Finding
from designer.analysis.fixes import apply_fix
from designer.analysis.text_operator import kinds_in
from designer.analysis.texts import TextReader
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.recognition.hazards.book import load_hazards
from designer.recognition.hazards.commands import NET_CODE, UNENCRYPTED
from designer.recognition.hazards.data import TEST_FOR_TRAINING, TRAINING_FOR_TEST
from designer.recognition.hazards.hazard import CREDENTIAL
from designer.recognition.hazards.packages import FLOATING_ACTION, FLOATING_IMAGE, LOOSE_INSTALL
from tests.unit.analysis.drawn import pipeline

TOKEN = "aZ3kQ9vX7mT2bR8wL5nC" + "1jH6pD4sF0gY"
LOOSE = "pip install pandas\npython train.py"


def findings(analyzer: Analyzer, steps: dict[str, Any], **more: Any) -> dict[str, Finding]:
    found = analyzer.analyze(pipeline({"steps": steps, **more}), "regulated").findings
    return {str(f): f for f in found}


def test_a_literal_credential_is_one_whatever_is_stated(analyzer: Analyzer) -> None:
    command = f"python train.py\ntool --token {TOKEN}"
    for secrets in ({}, {"secrets": "store"}, {"secrets": "none"}, {"secrets": "oidc"}):
        found = findings(analyzer, {"train": {"kind": "train", "command": command, **secrets}})["SEC001@train"]
        (excerpt,) = found.excerpts
        assert (excerpt.field, excerpt.line, excerpt.signal) == ("command", 2, "named-credential")
        assert "line 2 of its command: `token` stands there with its value (tool --token aZ3k********)" in found.message
        assert TOKEN not in repr(found)


@pytest.mark.parametrize(
    ("key", "step", "stated"),
    [
        ("SEC009", {"kind": "train", "command": "docker run python:latest x"}, {"pinned": True}),
        ("SEC009", {"kind": "train", "action": "acme/train@v1"}, {"pinned": True}),
        ("REP007", {"kind": "train", "command": LOOSE}, {"env": "container"}),
        ("REP010", {"kind": "train", "command": "jupyter lab"}, {"notebook": False}),
    ],
)
def test_elsewhere_what_is_stated_counts_more_than_the_text(
    analyzer: Analyzer, key: str, step: dict[str, Any], stated: dict[str, Any]
) -> None:
    assert f"{key}@train" in findings(analyzer, {"train": step})
    assert f"{key}@train" not in findings(analyzer, {"train": step | stated})


def test_a_release_by_copying_is_one_by_hand_unless_its_method_is_stated(analyzer: Analyzer) -> None:
    def found(**facts: Any) -> dict[str, Finding]:
        release = {"kind": "deploy", "command": "scp model.pkl bot@acme.io:/srv", **facts}
        return findings(analyzer, {"train": {"kind": "train"}, "deploy": release}, links=["train -> deploy"])

    assert "line 1 of its command: files are copied to a server" in found()["AUT003@deploy"].message
    assert found()["AUT003@deploy"].autofix is None  # to state the contrary would only silence it
    assert "AUT003@deploy" not in found(method="gitops")
    assert not {"AUT003@deploy"} & set(found(environment="dev"))
    assert found(method="copy")["AUT003@deploy"].autofix is not None


def test_copying_is_no_fault_of_a_step_that_releases_nothing(analyzer: Analyzer) -> None:
    found = findings(analyzer, {"prepare": {"kind": "prepare", "command": "rsync -a data bot@acme.io:/data"}})
    assert not {key for key in found if key.startswith("AUT003")}


def test_in_an_import_an_install_without_version_is_seen_and_silence_is_a_question(analyzer: Analyzer) -> None:
    def judged(command: str) -> Any:
        steps = {"train": {"kind": "train", "command": command}}
        return analyzer.analyze(pipeline({"pipeline": {"origin": "github"}, "steps": steps}), "startup")

    assert "REP007@train" in judged(LOOSE).keys
    assert "REP007@train" not in judged("python train.py").keys
    assert judged("python train.py").open_questions["REP007"] == ("train",)


def test_a_tag_that_moves_is_shown_where_the_release_has_no_version(analyzer: Analyzer) -> None:
    steps = {
        "train": {"kind": "train"},
        "image": {"kind": "package"},
        "deploy": {"kind": "deploy", "command": "helm upgrade churn . --set image.tag=latest"},
    }
    found = findings(analyzer, steps, links=["train -> image", "image -> deploy"])
    assert [(e.line, e.signal) for e in found["REP013@deploy"].excerpts] == [(1, "latest-tag")]
    steps["deploy"]["artifact_ref"] = "digest"
    assert "REP013@deploy" not in findings(analyzer, steps, links=["train -> image", "image -> deploy"])


# ------------------------------------------------------------------------------------------------ fixes
def fixed(analyzer: Analyzer, step: dict[str, Any], code: str, **facts: Any) -> dict[str, Any]:
    board = Pipeline(pipeline({"pipeline": facts, "steps": {"train": {"kind": "train", **step}}}))
    finding = next(f for f in analyzer.analyze(board.snapshot(), "regulated").findings if f.code == code)
    assert finding.autofix is not None
    assert TOKEN not in repr(finding)
    apply_fix(board, analyzer.catalog, finding)
    assert str(finding) not in analyzer.analyze(board.snapshot(), "regulated").keys
    return dict(board.steps["train"].attributes)


@pytest.mark.parametrize(
    ("command", "expected", "name"),
    [
        (f"tool --token {TOKEN}", "tool --token ${TOKEN}", "TOKEN"),
        (f"export API_KEY={TOKEN}\ntool", "export API_KEY=${API_KEY}\ntool", "API_KEY"),
        (f"tool --token '{TOKEN}'", "tool --token ''\"${TOKEN}\"''", "TOKEN"),
        (f'tool --token "{TOKEN}"', 'tool --token "${TOKEN}"', "TOKEN"),
        (f"export GITHUB_TOKEN={TOKEN}", "export GITHUB_TOKEN=${GH_TOKEN}", "GH_TOKEN"),
        ("tool AKIA" + "QZ7XK3MNB5VCWPL2", "tool ${AWS_ACCESS_KEY_ID}", "AWS_ACCESS_KEY_ID"),
    ],
)
def test_the_fix_takes_a_credential_out_of_the_command(
    analyzer: Analyzer, command: str, expected: str, name: str
) -> None:
    facts = fixed(analyzer, {"command": command}, "SEC001")
    assert facts["command"] == expected
    assert facts["variables"] == {name: f"secret:{name}"}
    assert facts["secrets"] == "store"


def test_in_a_workflow_of_others_the_variable_is_filled_as_they_do_it(analyzer: Analyzer) -> None:
    facts = fixed(analyzer, {"command": f"tool --token {TOKEN}"}, "SEC001", origin="github")
    assert facts["variables"] == {"TOKEN": "${{ secrets.TOKEN }}"}


def test_several_credentials_of_one_step_get_names_of_their_own(analyzer: Analyzer) -> None:
    step = {"command": f"a --token {TOKEN}\nb --token {TOKEN[::-1]}", "variables": {"API_KEY": TOKEN, "TOKEN": "x"}}
    facts = fixed(analyzer, step, "SEC001")
    assert facts["command"] == "a --token ${TOKEN_2}\nb --token ${TOKEN_3}"
    assert facts["variables"] == {
        "API_KEY": "secret:API_KEY", "TOKEN": "x", "TOKEN_2": "secret:TOKEN_2", "TOKEN_3": "secret:TOKEN_3",
    }  # fmt: skip


@pytest.mark.parametrize(
    "step",
    [
        {"command": f"cat <<'EOF'\ntoken={TOKEN}\nEOF"},
        {"command": f"tool --token {TOKEN}", "shell": "pwsh"},
        {"inputs": {"token": TOKEN}},
    ],
)
def test_where_no_variable_would_be_read_no_fix_is_offered(analyzer: Analyzer, step: dict[str, Any]) -> None:
    found = findings(analyzer, {"train": {"kind": "train", **step}})["SEC001@train"]
    assert found.autofix is None


@pytest.mark.parametrize(
    ("code", "command", "expected"),
    [
        ("SEC019", "wget http://a.acme.io/x http://b.acme.io/y", "wget https://a.acme.io/x https://b.acme.io/y"),
        ("SEC020", "curl -sSk https://acme.io", "curl -sS https://acme.io"),
        ("SEC020", "curl -k https://acme.io -o x", "curl https://acme.io -o x"),
        ("SEC020", "pip install --trusted-host acme.io x==1", "pip install x==1"),
        ("REP010", "jupyter notebook a.ipynb", "jupyter nbconvert --to notebook --execute --inplace a.ipynb"),
    ],
)
def test_the_fix_changes_what_stands_in_the_command(analyzer: Analyzer, code: str, command: str, expected: str) -> None:
    assert fixed(analyzer, {"command": command}, code)["command"] == expected


def test_a_fix_of_a_text_that_has_changed_since_is_refused(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline({"steps": {"train": {"kind": "train", "command": "wget http://a.acme.io/x"}}}))
    finding = next(f for f in analyzer.analyze(board.snapshot(), "startup").findings if f.code == "SEC019")
    with board.edit("Type") as edit:
        edit.put_step(board.steps["train"].with_attributes({"command": "ls"}))
    with pytest.raises(EditRefused, match="is not what was judged"):
        apply_fix(board, analyzer.catalog, finding)
    assert board.steps["train"].get("command") == "ls"


# ------------------------------------------------------------------------------------------------ speed
def test_texts_of_steps_that_did_not_change_are_not_looked_through_again(analyzer: Analyzer) -> None:
    reader = TextReader()
    board = Pipeline(pipeline({"steps": {f"s{i}": {"kind": "train", "command": f"scp {i} a:b"} for i in range(3)}}))
    before = {name: reader.shown_by(step) for name, step in board.snapshot().steps.items()}
    with board.edit("Type") as edit:
        edit.put_step(board.steps["s1"].with_attributes({"command": "chmod 777 x"}))
    after = {name: reader.shown_by(step) for name, step in board.snapshot().steps.items()}
    assert [after[name] is before[name] for name in before] == [True, False, True]
    assert list(after["s1"]) == ["writable_by_all"]


def test_every_kind_that_a_rule_asks_for_is_one_that_can_be_found(analyzer: Analyzer) -> None:
    book = load_hazards()
    kinds = {CREDENTIAL, NET_CODE, UNENCRYPTED, LOOSE_INSTALL, FLOATING_IMAGE, FLOATING_ACTION}
    kinds |= {TEST_FOR_TRAINING, TRAINING_FOR_TEST, *(s.kind for s in book.lines), *(s.kind for s in book.variables)}
    asked = set()
    for rule in analyzer.rulebook.rules.values():
        asked |= set(rule.shows)
        asked |= {
            kind for check in rule.checks.values() if isinstance(check, EachCheck) for kind in kinds_in(check.needs)
        }
    assert asked == kinds
