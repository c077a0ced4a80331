"""The report says what DVC refuses, what stays in the file and what is only guessed, with lines."""

from __future__ import annotations

import pytest

from tests.unit.targets.dvc_files import read, said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stages:\n  a:\n    cmd: a\n    live: x\n", "4: DVC refuses the file: DVC 3 knows no key live here"),
        ("stages:\n  a:\n    deps: [x]\n", "2: DVC refuses the file: cmd is missing in a"),
        ("stages:\n  a:\n    cmd: a\n    deps: x\n", "4: DVC refuses the file: deps must be a list"),
        ("stages:\n  a:\n    cmd: a\n    outs: 3\n", "4: DVC refuses the file: outs must be a list"),
        ("stages:\n  a:\n    cmd: a\n    deps: [{x: 1}]\n", "4: DVC refuses the file: an entry of deps must be text"),
        ("stages:\n  a:\n    cmd: 1\n", "3: DVC refuses the file: cmd must be text or a list"),
        ("stages:\n  a:\n    cmd: a\n    desc: 2024\n", "4: DVC refuses the file: desc must be text"),
        ("stages:\n  a:\n    cmd: a\n    frozen: 'yes'\n", "4: DVC refuses the file: frozen must be true or false"),
        (
            "stages:\n  a:\n    cmd: a\n    outs:\n    - x: {cash: 1}\n",
            "5: DVC refuses the file: DVC 3 knows no key cash",
        ),
        ("stages:\n  a:\n    foreach: [1]\n    cmd: a\n", "4: DVC refuses the file: DVC 3 knows no key cmd here"),
        ("stages:\n  a:\n    cmd: a\nmetrics:\n  x: 1\n", "4: DVC refuses the file: metrics must be a list"),
        ("stages:\n  a: nothing\n", "2: DVC refuses the file: a must be a mapping"),
        ("stages:\n  a:\n    cmd: a\n  a:\n    cmd: b\n", "DVC refuses the file: the key a stands twice"),
        ("artifacts:\n  m:\n    type: model\n", "2: DVC refuses the file: path is missing in m"),
        ("jobs: 1\nstages: {}\n", "1: DVC refuses the file: DVC 3 knows no key jobs here"),
    ],
)
def test_what_the_schema_of_dvc_refuses_is_told(text: str, message: str) -> None:
    assert any(message in found for found in said(read(text), "refused")), said(read(text), "refused")


@pytest.mark.parametrize(
    "text",
    [
        "datasets:\n- {name: d, type: dc}\nstages: {}\n",
        "plots:\n- p.csv\n- q.csv: {x: a, y: {f.csv: [a, b]}, title: T}\n- r.csv:\n",
        "params: [p.yaml]\nmetrics: [m.json]\n",
        "artifacts:\n  m: {path: m.pkl, type: model, labels: [a], desc: d, meta: {x: 1}}\n",
        "stages:\n  a:\n    cmd: [a, b]\n    meta: 1\n    params: [x, {p.yaml: }]\n",
        "stages:\n  a:\n    cmd: a\n    plots: [{p.csv: {x: a, header: true}}]\n",
        "stages:\n  a:\n    matrix: {m: [1, 2], n: '${ns}'}\n    cmd: a\nvars: [{ns: [1]}]\n",
    ],
)
def test_what_dvc_accepts_is_not_refused(text: str) -> None:
    assert not said(read(text), "refused")


def test_words_of_the_shell_that_look_like_templates_are_refused_as_dvc_does() -> None:
    found = read("stages:\n  a:\n    cmd:\n    - echo fine\n    - echo ${HOME:-/tmp}\n    outs: [x]\n")
    remark = next(r for r in found.remarks if r.status == "refused")
    assert (remark.line, remark.step) == (5, "a")
    assert remark.message == "DVC refuses a: DVC finds no value for ${HOME:-/tmp}"
    assert r"Write \${HOME:-/tmp} where the shell shall see it" in remark.advice
    assert found.snapshot.steps["a"].get("command") == "echo fine\necho ${HOME:-/tmp}"


def test_outputs_that_are_in_each_others_way_are_told() -> None:
    twice = read("stages: {a: {cmd: a, outs: [x]}, b: {cmd: b, outs: [./x]}}")
    assert [m.partition(": ")[2] for m in said(twice, "refused")] == ["DVC refuses the file: x is made twice (a, b)"]
    inside = read("stages: {a: {cmd: a, outs: [x]}, b: {cmd: b, metrics: [x/m.json]}}")
    assert any("x/m.json lies inside of x" in m for m in said(inside, "refused"))


def test_circles_are_told_and_drawn() -> None:
    found = read("stages: {a: {cmd: a, deps: [y], outs: [x]}, b: {cmd: b, deps: [x], outs: [y]}}")
    assert {"a -> b", "b -> a"} <= found.snapshot.links.keys()
    assert len([m for m in said(found, "refused") if "waits for what it makes itself" in m]) == 2


def test_a_stage_that_reads_its_own_result_is_told_and_not_linked_to_itself() -> None:
    found = read("stages: {a: {cmd: a, deps: [x], outs: [x]}}")
    assert any("waits for what it makes itself" in m for m in said(found, "refused"))
    assert "a -> a" not in found.snapshot.links


def test_what_stays_in_the_file_is_named_with_its_line() -> None:
    found = read("stages:\n  a:\n    cmd: a\n    frozen: true\n    meta: {x: 1}\nartifacts: {m: {path: m.pkl}}\n")
    assert said(found, "kept") == [
        "6: the models and data it registers stay in the file (artifacts)",
        "5: a has notes for other tools (meta)",
        "4: a is frozen: DVC does not run it",
    ]


def test_the_lock_file_tells_which_stages_have_run() -> None:
    lock = """\
        schema: '2.0'
        stages:
          a:
            cmd: a
            deps:
            - path: x
          gone@1:
            cmd: g
    """
    found = read("stages: {a: {cmd: a}, b: {cmd: b}}", dvc_lock=lock)
    messages = [r.message for r in found.remarks if r.path == "dvc.lock"]
    assert messages == [
        "1 of 2 stages have run at least once",
        "entries of stages that are not in dvc.yaml any more: gone@1",
    ]


def test_a_lock_file_of_an_old_dvc_is_told() -> None:
    found = read("stages: {a: {cmd: a}}", dvc_lock="a:\n  cmd: a\n")
    assert [(r.status, r.path, r.line) for r in found.remarks if r.path == "dvc.lock"] == [("refused", "dvc.lock", 1)]


def test_a_kind_that_is_only_guessed_says_so() -> None:
    found = read("stages:\n  train: {cmd: python train.py}\n  zzz: {cmd: ./zzz}\n")
    by_step = {r.step: r for r in found.remarks if "is taken for" in r.message}
    assert by_step["zzz"].status == "guessed"
    assert by_step["train"].line == 2
    assert found.snapshot.steps["zzz"].kind == "other"
