"""Other ids for jobs and steps, everywhere where they are named."""

from __future__ import annotations

from dataclasses import replace

from designer.targets.differences import differences
from tests.unit.targets.github_editing.edited import CI, Opened, changes, told, with_step

ci = Opened(CI)


def test_a_job_is_renamed_in_needs_and_expressions() -> None:
    text = (
        "on:\n  workflow_call:\n    outputs:\n      v: {value: '${{ jobs.build.outputs.v }}'}\njobs:\n"
        "  build:\n    runs-on: x\n    outputs: {v: 1}\n    steps:\n      - run: python src/train.py\n"
        "  a:\n    needs: build\n    runs-on: x\n    steps:\n      - run: pytest ${{ needs.build.outputs.v }}\n"
        "  b:\n    needs: [a, build]\n    if: needs.build.result == 'success' && github.ref != 'needs.build.x'\n"
        "    runs-on: x\n    steps:\n      - run: |\n          echo needs.build. stays\n"
        "          deploy ${{ needs['build'].outputs.v }} ${{ needs.builder }}\n"
    )
    opened = Opened(text)
    patched = opened.patch(opened.renamed("build", "make"))
    assert sorted(changes(text, patched.text)) == sorted(
        [
            "- v: {value: '${{ jobs.build.outputs.v }}'}",
            "+ v: {value: '${{ jobs.make.outputs.v }}'}",
            "- build:",
            "+ make:",
            "- needs: build",
            "+ needs: make",
            "- - run: pytest ${{ needs.build.outputs.v }}",
            "+ - run: pytest ${{ needs.make.outputs.v }}",
            "- needs: [a, build]",
            "- if: needs.build.result == 'success' && github.ref != 'needs.build.x'",
            "+ needs: [a, make]",
            "+ if: needs.make.result == 'success' && github.ref != 'needs.build.x'",
            "- deploy ${{ needs['build'].outputs.v }} ${{ needs.builder }}",
            "+ deploy ${{ needs['make'].outputs.v }} ${{ needs.builder }}",
        ]
    )
    assert patched.places["make"][0].at == ("jobs", "make")


def test_a_step_is_renamed_inside_of_its_job_only() -> None:
    patched = ci.patch(ci.renamed("train_fit", "train_fitting"))
    assert changes(CI, patched.text) == [
        "- tag: ${{ steps.fit.outputs.tag }}",
        "+ tag: ${{ steps.fitting.outputs.tag }}",
        "- id: fit",
        "+ id: fitting",
    ]
    assert list(Opened(patched.text).now.steps) == ["test", "train_fitting", "train_evaluate", "train_score", "deploy"]


def test_a_step_without_an_id_gets_one() -> None:
    patched = ci.patch(ci.renamed("train_evaluate", "train_look"))
    assert changes(CI, patched.text) == ["+ id: look"]


def test_an_expression_over_two_lines_stays_on_two_lines() -> None:
    opened = Opened(CI.replace('"tag=1"', '"${{\n            steps.fit.outcome }}"').replace("id: fit\n", "id: fit\n"))
    patched = opened.patch(opened.renamed("train_fit", "train_fitting"))
    assert "            steps.fitting.outcome }}" in patched.text


def test_a_taken_name_is_refused() -> None:
    opened = Opened(
        "on: push\njobs:\n  Test:\n    runs-on: x\n    steps:\n      - run: pytest\n"
        "  b:\n    runs-on: x\n    steps:\n      - run: python src/train.py\n"
    )
    patched = opened.patch(opened.renamed("b", "test"))
    assert patched.text == opened.text
    assert told(patched) == [("test", "id")]


def test_a_renamed_card_can_change_as_well() -> None:
    wanted = ci.renamed("test", "checks")
    wanted = with_step(wanted, replace(wanted.steps["checks"], title="Checks"))
    patched = ci.patch(wanted)
    assert "  checks:\n    name: Checks\n    runs-on" in patched.text
    assert not patched.losses


def test_gone_and_new_with_other_work_is_no_rename() -> None:
    wanted = with_step(ci.without("test"), replace(ci.now.steps["deploy"], id="ship"))
    found = differences(ci.now, wanted)
    assert (found.renamed, found.removed, found.added) == ({}, ("test",), ("ship",))


def test_the_texts_of_other_cards_follow() -> None:
    patched = ci.patch(ci.renamed("train_fit", "train_fitting"))
    assert not patched.followed
    opened = Opened(CI.replace("evaluate.py --min 0.9", "evaluate.py ${{ steps.fit.outputs.tag }}"))
    patched = opened.patch(opened.renamed("train_fit", "train_fitting"))
    assert patched.followed == {
        "train_evaluate": {"command": "python src/evaluate.py ${{ steps.fitting.outputs.tag }}"}
    }
