"""Each linter reads what its program really says: code, severity, line."""

from __future__ import annotations

import pytest

from designer.linters.catalog import load_linters
from designer.linters.linting import Present, lint, present
from designer.programs.running import run

pytestmark = pytest.mark.external

WORKFLOW = """\
name: x
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - run: |
          echo hi
          rm $FOO
          echo ${{ github.event.issue.title }}
"""
STAGES = """\
stages:
  plain:
    cmd: rm $FOO
  block:
    cmd: |
      echo hi
      rm \\${FOO}
  list:
    cmd:
      - echo hi
      - rm $FOO ${item}
"""


@pytest.fixture
def on_path(tools, monkeypatch):
    monkeypatch.setenv("PATH", str(tools.folder / "bin"))

    def ask(slug: str) -> Present:
        tools.path(slug)  # fails with what to do when it is not there
        here = present(load_linters()[slug])
        assert isinstance(here, Present), here
        return here

    return ask


def told(run):
    assert not run.problem
    return {(f.code, f.severity, f.path, f.line) for f in run.findings}


@pytest.mark.parametrize("slug", sorted(load_linters()))
def test_every_linter_says_its_version(on_path, slug):
    assert on_path(slug).version[0].isdigit()


def test_actionlint_with_the_scripts(on_path):
    found = told(lint(on_path("actionlint"), {".github/workflows/a.yml": WORKFLOW}))
    assert ("SC2086", "info", ".github/workflows/a.yml", 11) in found
    assert any(code == "expression" and severity == "error" for code, severity, _, _ in found)


def test_zizmor_and_a_file_that_it_cannot_read(on_path):
    broken = WORKFLOW.replace("contents: read", "contents: reed")
    run = lint(on_path("zizmor"), {".github/workflows/a.yml": WORKFLOW, ".github/workflows/b.yml": broken})
    assert ("template-injection", "error", ".github/workflows/a.yml", 12) in told(run)
    assert ("not-read", "error", ".github/workflows/b.yml", None) in told(run)
    assert run.read == {".github/workflows/a.yml"}
    alone = lint(on_path("zizmor"), {".github/workflows/b.yml": broken})
    assert (alone.read, len(alone.findings), alone.problem) == (frozenset(), 1, "")


def test_the_schema_names_the_line_of_the_deepest_mistake(on_path):
    broken = WORKFLOW.replace("contents: read", "contents: reed")
    found = told(lint(on_path("check-jsonschema"), {".github/workflows/b.yml": broken}))
    assert found == {("schema", "error", ".github/workflows/b.yml", 7)}


def test_shellcheck_on_the_commands_of_stages(on_path):
    run = lint(on_path("shellcheck"), {"sub/dvc.yaml": STAGES, "a.sh": "#!/bin/sh\nrm $FOO\n"})
    places = sorted((path, line) for _, _, path, line in told(run))
    assert places == [("a.sh", 2), ("sub/dvc.yaml", 3), ("sub/dvc.yaml", 7), ("sub/dvc.yaml", 11)]


def test_hadolint(on_path):
    found = told(lint(on_path("hadolint"), {"Dockerfile": "FROM python\nRUN cd /x && ls\n"}))
    assert ("DL3006", "warning", "Dockerfile", 1) in found


def test_dvc_names_schema_and_values_and_syntax(on_path):
    files = {
        "a/dvc.yaml": "stages:\n  a:\n    cmd: echo\n    dep: [x]\n",
        "b/dvc.yaml": "stages:\n  a:\n    cmd: echo ${nope}\n",
        "c/dvc.yaml": "stages:\n  a: [\n",
        "d/dvc.yaml": "stages:\n  a:\n    cmd: echo ${p}\n",
        "d/params.yaml": "p: 1\n",
    }
    run = lint(on_path("dvc"), files)
    found = told(run)
    assert ("schema", "error", "a/dvc.yaml", 4) in found
    assert ("load", "error", "b/dvc.yaml", 3) in found
    assert any(code == "not-read" and path == "c/dvc.yaml" for code, _, path, _ in found)
    assert not [path for _, _, path, _ in found if path == "d/dvc.yaml"]
    assert run.read == {"a/dvc.yaml", "b/dvc.yaml", "d/dvc.yaml", "d/params.yaml"}


def test_dvc_refuses_a_graph_that_closes_a_circle(on_path):
    circle = "stages:\n  a:\n    cmd: a\n    deps: [x]\n    outs: [y]\n  b:\n    cmd: b\n    deps: [y]\n    outs: [x]\n"
    assert [f.severity for f in lint(on_path("dvc"), {"dvc.yaml": circle}).findings] == ["error"]


def test_dvc_keeps_what_it_remembers_in_the_copy(on_path, tmp_path, monkeypatch):
    here, home, copy = on_path("dvc"), tmp_path / "home", tmp_path / "copy"
    for folder in (home, copy):
        folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    (copy / "dvc.yaml").write_text("stages: {}\n", encoding="utf-8")
    said = run(here.linter.command(here.program, ["dvc.yaml"], {}), copy, standard_input="dvc.yaml\n")
    assert said.text == '{"end": true}\n'
    assert sorted(p.name for p in copy.iterdir()) == [".dvc", ".dvc-site", "dvc.yaml"]
    assert not list(home.iterdir())
    assert not list(copy.rglob("*.db"))


def test_modules_that_lie_beside_a_file_are_not_loaded_by_dvc(on_path, tmp_path):
    mark = tmp_path / "loaded"
    evil = f"open({str(mark)!r}, 'w').close()\n"
    lint(on_path("dvc"), {"dvc.yaml": "stages: {}\n", "json.py": evil, "dvc/__init__.py": evil, "logging.py": evil})
    assert not mark.exists()


def test_kubernetes_objects_behind_each_other(on_path):
    good = "apiVersion: v1\nkind: Service\nmetadata: {name: y}\nspec: {ports: [{port: 80}]}\n"
    bad = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n  replicas: many\n"
    run = lint(on_path("kubernetes-validate"), {"k8s/a.yaml": f"{good}---\n{bad}", "k8s/b.yaml": good})
    assert {line for _, _, _, line in told(run)} == {11}
    assert run.read == {"k8s/a.yaml", "k8s/b.yaml"}
