"""Which stages a command runs."""

from __future__ import annotations

import pytest

from designer.model.step import Step
from designer.targets.dvc.reading.repro import stages_run
from designer.targets.imported import SourceFile
from tests.unit.targets.opened import alone

STAGES = """
    stages:
      a: {cmd: x, outs: [a]}
      b: {cmd: x, deps: [a], outs: [b]}
      c: {cmd: x, outs: [c]}
    """


@pytest.mark.parametrize(
    ("command", "path", "stages"),
    [
        ("dvc repro", "dvc.yaml", "a b c"),
        ("dvc repro b", "dvc.yaml", "a b"),
        ("dvc repro -s b", "dvc.yaml", "b"),
        ("dvc repro --force c", "dvc.yaml", "c"),
        ("dvc repro nothing", "dvc.yaml", ""),
        ("dvc exp run -n name -S x=1 b@one", "dvc.yaml", "a b"),
        ("dvc repro", "ml/dvc.yaml", ""),
        ("cd ml && dvc repro", "ml/dvc.yaml", "a b c"),
        ("dvc repro ml/dvc.yaml", "ml/dvc.yaml", "a b c"),
        ("dvc repro ml/dvc.yaml:c", "ml/dvc.yaml", "c"),
        ("dvc repro -P", "ml/dvc.yaml", "a b c"),
        ("dvc repro -R ml", "ml/deep/dvc.yaml", "a b c"),
        ("dvc repro -R .", "ml/dvc.yaml", "a b c"),
        ("dvc repro -R other", "ml/dvc.yaml", ""),
        ("dvc pull && dvc repro b || true", "dvc.yaml", "a b"),
        ("dvc repro \\\n  c", "dvc.yaml", "c"),
        ("dvc repro 'open", "dvc.yaml", ""),
        ("dvc pull", "dvc.yaml", ""),
    ],
)
def test_a_command_runs_the_stages_that_it_names_and_what_they_need(command: str, path: str, stages: str) -> None:
    step = Step("run", "train", "", {"command": command})
    assert stages_run(step, SourceFile(path, ""), alone("dvc", path, STAGES)) == tuple(stages.split())


def test_the_folder_of_a_step_counts() -> None:
    step = Step("run", "train", "", {"command": "dvc repro", "working_directory": "ml"})
    assert stages_run(step, SourceFile("ml/dvc.yaml", ""), alone("dvc", "ml/dvc.yaml", STAGES)) == ("a", "b", "c")
