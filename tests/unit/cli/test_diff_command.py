"""``diff`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.command_line import LESSON, CommandLine
from tests.unit.recognition.made_up_credentials import HEX


def plain(text: str) -> str:
    return " ".join(text.split())


def test_each_thing_is_told_by_sign_and_word(cli: CommandLine, lesson: Path, improved: Path) -> None:
    outcome = cli("diff", lesson, improved)
    assert outcome.code == 1
    out = plain(outcome.out)
    assert "+ added step" in out
    assert "~ changed step" in out and "runs on: local -> " in out
    assert "~ changed the pipeline itself" in out
    back = plain(cli("diff", improved, lesson).out)
    assert "- removed step" in back


def test_it_says_what_happened_to_findings_and_score(cli: CommandLine, lesson: Path, improved: Path) -> None:
    out = plain(cli("diff", lesson, improved).out)
    assert "Reproducibility 0 -> 100 +100" in out
    assert "Overall 0 -> 100 +100 grade F -> A" in out
    assert "15 findings gone, 0 new" in out
    assert "- gone AUT003 at deploy: Deployment is done by hand" in out
    assert "+ new AUT003 at deploy" in plain(cli("diff", improved, lesson).out)


def test_nothing_differs_from_itself(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("diff", lesson, lesson)
    assert outcome.code == 0
    assert "Nothing differs." in outcome.out


def test_cards_that_only_stand_elsewhere_are_counted_apart(cli: CommandLine, tmp_path: Path) -> None:
    before, after = tmp_path / "a.mlops.yaml", tmp_path / "b.mlops.yaml"
    before.write_text(LESSON + "layout: {train: [0, 0], deploy: [300, 0]}\n")
    after.write_text(LESSON + "layout: {train: [0, 200], deploy: [300, 0]}\n")
    outcome = cli("diff", before, after)
    assert outcome.code == 0
    assert "Moved only: 1 step" in outcome.out
    assert "changed" not in outcome.out


def test_a_revision_of_git_can_be_compared_by_a_pipe(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("diff", "-", lesson, stdin=LESSON.replace("runs_on: local", "runs_on: ci"))
    assert outcome.code == 1
    assert outcome.out.startswith("<stdin> -> ")
    assert "runs on: ci -> local" in outcome.out
    assert cli("diff", "-", "-", stdin=LESSON).code == 2


def test_a_renamed_step_is_no_other_step(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    other = tmp_path / "other.mlops.yaml"
    other.write_text(LESSON.replace("train:", "learn:").replace("train ->", "learn ->"))
    out = plain(cli("diff", lesson, other).out)
    assert "~ changed step Learn id: train -> learn" in out
    assert "added" not in out and "removed" not in out
    assert "0 findings gone, 0 new" in out


def test_programs_get_the_same_as_json(cli: CommandLine, lesson: Path, improved: Path) -> None:
    outcome = cli("diff", lesson, improved, "--format", "json")
    data = json.loads(outcome.out)
    assert (outcome.code, data["format"]) == (1, 1)
    assert {d["change"] for d in data["differences"]} <= {"added", "removed", "changed", "moved"}
    assert data["scores"][0] == {"principle": None, "before": 0, "after": 100}
    assert data["grades"] == {"before": "F", "after": "A"}
    assert len(data["gone"]) == 15
    assert data["new"] == []


def test_a_workflow_is_compared_with_a_document(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    flow = tmp_path / "ci.yml"
    flow.write_text("on: push\njobs:\n  train:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python train.py\n")
    outcome = cli("diff", lesson, flow)
    assert outcome.code == 1
    assert "- removed  step Deploy" in outcome.out


def test_what_cannot_be_read_is_told_with_its_line(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    broken = tmp_path / "broken.mlops.yaml"
    broken.write_text("steps:\n  a: {kind: train\n")
    for pair in ((lesson, broken), (broken, lesson)):
        outcome = cli("diff", *pair)
        assert (outcome.code, outcome.out) == (2, "")
        assert "broken.mlops.yaml:" in outcome.err


def test_names_and_values_hold_no_credential(cli: CommandLine, tmp_path: Path) -> None:
    before, after = tmp_path / "a.mlops.yaml", tmp_path / "b.mlops.yaml"
    before.write_text("steps: {train: {kind: train}}\n")
    after.write_text(
        f"steps:\n  train: {{kind: train, title: 'curl -H \"Authorization: Bearer {HEX}\" x', "
        f"variables: {{API_TOKEN: {HEX}}}}}\n  more: {{kind: train, title: 'export API_TOKEN={HEX}'}}\n"
    )
    for form in ("text", "json"):
        outcome = cli("diff", before, after, "--format", form)
        assert outcome.code == 1
        assert HEX not in outcome.out.replace("\n", "").replace(" ", "")
