"""Faults that an edit could bring into a workflow are seen; what was wrong before is nobody's fault."""

from __future__ import annotations

import pytest

from designer.targets.github_actions.editing.soundness import faults
from designer.yaml_tree.tree import parse
from tests.unit.targets.github_editing.edited import CI

JOB = "\n    runs-on: x\n    steps:\n      - run: pytest"


def found(text: str) -> set[str]:
    return {fault for _, fault in faults(parse(text, "x"))}


def test_a_whole_file_has_none() -> None:
    assert found(CI) == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("on: push\njobs: {}", "no job is left"),
        ("on: push", "no job is left"),
        ("[]", "no job is left"),
        (f"jobs:\n  a:{JOB}", "nothing starts it"),
        (f"on: push\njobs:\n  a:\n    needs: b{JOB}", "it waits for b, which is gone"),
        (
            f"on: push\njobs:\n  a:\n    needs: b{JOB}\n  b:\n    needs: [a]{JOB}",
            "jobs would wait for each other in a circle",
        ),
        ("on: push\njobs:\n  a:\n    runs-on: x", "a job needs steps and a machine"),
        ("on: push\njobs:\n  a:\n    uses: o/r/w.yml@v1\n    env: {A: 1}", "env cannot stand beside uses"),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{name: x}]", "a step has to run something"),
        (
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{id: A, run: x}, {id: a, run: y}]",
            "two steps have the id a",
        ),
        (
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: '${{ steps.b.outputs.c }}'}, {id: b, run: y}]",
            "an expression names the step b",
        ),
        (f"on: push\njobs:\n  a:\n    if: matrix.os == 'x'{JOB}", "an expression names the variant os"),
        (f"on: push\njobs:\n  a:\n    if: inputs.n{JOB}", "an expression names the input n"),
        (f"on: push\njobs:\n  a:\n    if: github.event.inputs.n{JOB}", "an expression names the input n"),
        (
            f"on: {{workflow_call: {{secrets: {{A: {{}}}}}}}}\njobs:\n  a:{JOB} ${{{{ secrets.B }}}}",
            "an expression names the secret b, which is not handed over by the caller",
        ),
        (f"on: push\njobs:\n  a:{JOB}\n  b:\n    if: needs.a.result{JOB}", "an expression reads the job a"),
        (
            f"on: push\njobs:\n  a:{JOB}\n  b:\n    needs: a\n    if: needs.a.outputs.x{JOB}",
            "an expression reads the output x of a",
        ),
        (
            f"on: {{workflow_call: {{outputs: {{v: {{value: '${{{{ jobs.b.outputs.v }}}}'}}}}}}}}\njobs:\n  a:{JOB}",
            "its outputs name the job b",
        ),
    ],
)
def test_a_fault_is_named(text: str, fault: str) -> None:
    assert fault in found(text)


@pytest.mark.parametrize(
    "text",
    [
        f"on: push\njobs:\n  a:\n    strategy: {{matrix: '${{{{ fromJSON(x) }}}}'}}\n    if: matrix.os{JOB}",
        f"on: push\njobs:\n  a:\n    strategy: {{matrix: {{include: [{{os: x}}]}}}}\n    if: matrix.os{JOB}",
        f"on: push\njobs:\n  a:{JOB}\n    if: \"'needs.b' != 'steps.c'\"",
        "on: push\njobs:\n  a:\n    runs-on: x\n"
        "    steps: [{parallel: [{id: b, run: x}]}, {run: '${{ steps.B.outcome }}'}]",
        "on: push\njobs:\n  a: {uses: o/r/w.yml@v1}\n  b:\n    needs: a\n    runs-on: x\n"
        "    steps: [{run: '${{ needs.a.outputs.any }}'}]",
    ],
)
def test_what_is_only_known_at_a_run_is_none(text: str) -> None:
    assert found(text) == set()
