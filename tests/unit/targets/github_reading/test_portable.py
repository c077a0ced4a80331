"""Expressions of workflows in neutral words."""

from __future__ import annotations

from typing import Any

import pytest

from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.targets.github_actions.reading.portable import portable
from designer.targets.imported import Portable

MATRIX = {"model": ["a", "b"], "m": [1], "os": ["a"]}


def made_portable(**attributes: Any) -> Portable:
    return portable(Snapshot({"fit": Step("fit", "train", "", attributes)}))


def attribute(name: str, **attributes: Any) -> Any:
    return made_portable(**attributes).snapshot.steps["fit"].get(name)


@pytest.mark.parametrize(
    ("written", "neutral"),
    [
        ("python t.py --m ${{ matrix.model }}", "python t.py --m ${matrix.model}"),
        ("echo ${{github.sha}}", "echo ${GITHUB_SHA}"),
        ('tag "v-${{ github.ref_name }}"', 'tag "v-${GITHUB_REF_NAME}"'),
        ("echo '${{ env.NAME }}'", "echo ''\"${NAME}\"''"),
        ("# it's here\necho ${{ env.NAME }}", "# it's here\necho ${NAME}"),
        (r"echo \'${{ env.NAME }}", r"echo \'${NAME}"),
        ("plain", "plain"),
    ],
)
def test_expressions_in_commands_become_shell_words(written: str, neutral: str) -> None:
    assert attribute("command", command=written, matrix=MATRIX) == neutral
    assert made_portable(command=written, matrix=MATRIX).losses == ()


def test_secrets_and_settings_become_variables_that_name_where_they_are_kept() -> None:
    found = made_portable(command="login ${{ secrets.KEY }} ${{ vars.HOST }}", variables={"DEPTH": 3})
    step = found.snapshot.steps["fit"]
    assert step.get("command") == "login ${KEY} ${HOST}"
    assert step.get("variables") == {"KEY": "secret:KEY", "HOST": "var:HOST", "DEPTH": 3}


def test_variables_that_are_one_secret_name_it_and_others_keep_the_matrix() -> None:
    stated = {"KEY": "${{ secrets.API }}", "OUT": "out/${{ matrix.m }}", "N": 2}
    assert attribute("variables", variables=stated, matrix=MATRIX) == {
        "KEY": "secret:API",
        "OUT": "out/${matrix.m}",
        "N": 2,
    }


def test_paths_keep_the_matrix_and_lose_what_nobody_can_fill_in() -> None:
    found = made_portable(
        produces=["a/${{ matrix.m }}.pkl", "b/${{ inputs.name }}.pkl", "c.pkl"], consumes=["d.csv"], matrix=MATRIX
    )
    step = found.snapshot.steps["fit"]
    assert step.get("produces") == ["a/${matrix.m}.pkl", "c.pkl"]
    assert step.get("consumes") == ["d.csv"]
    assert [(x.step, x.feature) for x in found.losses] == [("fit", "expression")]


def test_what_only_a_run_knows_stays_as_it_is_and_is_told_once() -> None:
    text = "echo ${{ needs.a.outputs.b }} ${{ needs.a.outputs.b }} ${{ inputs.x || 'y' }}"
    found = made_portable(command=text)
    assert found.snapshot.steps["fit"].get("command") == text
    assert [x.message.split(" is known")[0] for x in found.losses] == [
        "${{ needs.a.outputs.b }}",
        "${{ inputs.x || 'y' }}",
    ]


def test_the_variables_of_our_own_exports_become_references_again() -> None:
    found = made_portable(
        command="fit ${MATRIX_MODEL}", variables={"MATRIX_MODEL": "${{ matrix.model }}"}, matrix=MATRIX
    )
    step = found.snapshot.steps["fit"]
    assert (step.get("command"), step.get("variables")) == ("fit ${matrix.model}", None)


def test_a_matrix_of_objects_becomes_runs_of_plain_values() -> None:
    matrix = {"os": [{"name": "linux", "arch": "x64"}, {"name": "mac", "arch": "arm"}], "py": [3, 4]}
    step = made_portable(matrix=matrix, command="run ${{ matrix.os.name }} ${{ matrix.py }}").snapshot.steps["fit"]
    assert step.get("command") == "run ${matrix.os_name} ${matrix.py}"
    assert step.get("matrix")["include"][0] == {"os_name": "linux", "os_arch": "x64", "py": 3}
    assert len(step.get("matrix")["include"]) == 4


@pytest.mark.parametrize(
    "attributes",
    [
        {"only_if": "needs.a.result == 'success'"},
        {"only_if": "matrix.os == 'linux'"},
        {"runner": "${{ inputs.runner }}"},
        {"runner": "${{ matrix.os }}"},
        {"environment_name": "${{ inputs.stage }}"},
        {"matrix": "${{ fromJSON(needs.a.outputs.m) }}"},
        {"matrix": {"m": "${{ fromJSON(inputs.m) }}"}},
        {"variables": {"A": "${{ inputs.a }}"}},
        {"inputs": {"a": "${{ steps.a.outputs.b }}"}},
    ],
)
def test_words_that_mean_nothing_in_another_file_are_left_out_and_told(attributes: dict[str, Any]) -> None:
    found = made_portable(**attributes)
    assert not found.snapshot.steps["fit"].get(next(iter(attributes)))
    assert [x.feature for x in found.losses] == ["expression"]


def test_words_that_every_workflow_knows_stay() -> None:
    kept = {"only_if": "github.ref == 'refs/heads/main'", "runner": "${{ matrix.os }}", "environment_name": "prod"}
    found = made_portable(**kept, matrix={"os": ["a"]})
    assert {k: found.snapshot.steps["fit"].get(k) for k in kept} == kept


def test_a_value_of_a_matrix_that_only_a_run_knows_is_told() -> None:
    found = made_portable(command="run ${{ matrix.a }}", matrix={"a": "${{ fromJSON(inputs.a) }}"})
    assert found.snapshot.steps["fit"].get("command") == "run ${{ matrix.a }}"
    assert [x.message.split(" is known")[0] for x in found.losses] == ["the matrix", "${{ matrix.a }}"]


def test_files_of_another_steps_matrix_are_those_of_all_its_runs() -> None:
    path = "m/${{ matrix.os.name }}-${{ matrix.n }}"
    fit = Step("fit", "train", "", {"produces": [path], "matrix": {"os": [{"name": "a"}], "n": [1, 2]}})
    judge = Step("judge", "evaluate", "", {"consumes": [path, "plain"]})
    found = portable(Snapshot({"fit": fit, "judge": judge})).snapshot.steps
    assert found["judge"].get("consumes") == ["m/a-1", "m/a-2", "plain"]
    assert found["fit"].get("produces") == ["m/${matrix.os_name}-${matrix.n}"]
