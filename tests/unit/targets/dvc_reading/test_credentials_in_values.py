"""Values for templates hold no literal credential unseen."""

from __future__ import annotations

from designer.targets.imported import Imported
from tests.unit.targets.dvc_files import edit, read, stating

TOKEN = "aZ3kQ9vX7mT2bR8wL5nC" + "1jH6pD4sF0gY"
STAGES = "stages:\n  train:\n    cmd: python train.py\n  test:\n    cmd: python evaluate.py\n"


def noted(found: Imported) -> list[tuple[str, int, str]]:
    steps = found.snapshot.steps.values()
    return [(s.id, note["line"], note["where"]) for s in steps for note in s.get("setup") or ()]


def test_a_credential_in_vars_is_told_once_with_its_line() -> None:
    found = read(f"vars:\n- size: 3\n- mlflow:\n    name: x\n    api_token: {TOKEN}\n{STAGES}")
    assert noted(found) == [("train", 5, "the vars of the file")]
    assert TOKEN not in repr(found.snapshot.steps)


def test_one_in_a_file_of_parameters_is_told_with_the_line_there() -> None:
    found = read(STAGES, params_yaml=f"lr: 0.1\nmlflow:\n  api_token: {TOKEN}\n")
    assert noted(found) == [("train", 1, "params.yaml (its line 3)")]


def test_values_that_are_none_are_not_told() -> None:
    assert noted(read(f"vars:\n- api_token: my-own-token\n  md5: {TOKEN}\n{STAGES}", params_yaml="lr: 0.1\n")) == []


def test_edits_leave_the_values_as_they_are() -> None:
    text = f"vars:\n- api_token: {TOKEN}\n{STAGES}"
    edited = edit(text, stating("train", command="python train.py --fast"))
    assert edited.text == text.replace("train.py", "train.py --fast")
    assert (edited.losses, noted(edited.again)) == ([], [("train", 2, "the vars of the file")])
