"""Odd values, names and shapes: what DVC accepts and what its templates become is what the importer says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.errors import DocumentError
from designer.targets.dvc.reading.pipeline_file import load
from designer.targets.imported import REFUSED, SourceFile
from tests.external.oracles import ask
from tests.external.toolbox import Tools
from tests.unit.targets.opened import IMPORTERS, around

pytestmark = pytest.mark.external


def stage(body: str) -> str:
    """A pipeline of one stage with these keys."""
    return "stages:\n  a:\n" + "".join(f"    {line}\n" for line in body.split("\n"))


# Pairs of dvc.yaml and params.yaml, which is missing when it is empty.
CASES = [
    (stage("foreach: ${c}\ndo:\n  cmd: run ${item}"), "c: {0: cat, 1: dog}"),
    (stage("foreach: {0: cat, 1.10: dog, true: x, null: y}\ndo:\n  cmd: run ${item} ${key}"), ""),
    (stage("cmd: run ${c.0}"), "c: {0: cat}"),
    (stage("cmd: run ${d}"), "d: 2020-01-01"),
    (stage("cmd: run"), "d: 2020-01-01"),
    (stage("cmd: run ${n}"), "n: 1_000"),
    (stage("cmd: run ${n}"), "n: 0777"),
    (stage("cmd: run ${n}"), "n: 1e-5"),
    (stage("cmd: run ${n}"), "n: .5"),
    (stage("cmd: run ${n}"), "n: 12:30"),
    (stage("cmd: run ${n}"), "n: yes"),
    (stage("cmd: run ${n}"), "n: 0x1F"),
    (stage("cmd: run ${n}"), "n: 0b11"),
    (stage("cmd: run ${n}"), "n: .inf"),
    (stage("cmd: run ${n}"), "n: !!str 3"),
    (stage("cmd: run ${n}"), "- 1"),
    (stage("cmd: run"), "- 1"),
    (stage("cmd: run"), "just text"),
    (stage("cmd: run"), "a: 1\na: 2"),
    (stage("cmd: run"), "a: [1"),
    (stage("cmd: run ${x}"), "x: &a 1\ny: *a\nz: {<<: {q: 1}}"),
    (stage("cmd: run ${z.q}"), "z: {<<: {q: 1}}"),
    (stage("cmd: run ${X:-y}"), ""),
    (stage("cmd: run $${X}"), "X: 1"),
    (stage("cmd: run ${x}\n  ${y\n  }"), "x: 1"),
    (stage('cmd: "run ${a\\n}"'), ""),
    (stage("desc: 5\ncmd: x"), ""),
    (stage("cmd: x\ndesc: 2020-01-01"), ""),
    (stage("cmd: x\nmeta: ${nope}"), ""),
    (stage("cmd: x\nouts: [a, a]"), ""),
    (stage("cmd: x\nouts: [a]\nmetrics: [a]"), ""),
    (stage("cmd: x\ndeps: [a, a]"), ""),
    (stage("cmd: x\nouts: [a]\ndeps: [a]"), ""),
    (stage("cmd: x\nouts: [../a]"), ""),
    (stage("cmd: x\nouts: [.]"), ""),
    (stage("cmd: x\nouts: [dvc.yaml]"), ""),
    (stage('cmd: x\nouts: [""]'), ""),
    (stage('cmd: ""'), ""),
    (stage("cmd: []"), ""),
    (stage("cmd: [a, 1]"), ""),
    (stage("cmd: {a: 1}"), ""),
    (stage("cmd:"), ""),
    (stage("cmd: x\ndeps:"), ""),
    (stage("cmd: x\nouts: [{a: }]"), ""),
    (stage("cmd: x\nplots: [{a: [{x: b}]}]"), ""),
    (stage("cmd: x\nwdir: ."), ""),
    (stage("cmd: x\nwdir: gone/deep"), ""),
    (stage("cmd: x\nwdir: ../.."), ""),
    (stage("cmd: x\nparams: [{p.yaml: [a], q.yaml: }]"), ""),
    (stage("cmd: x\nparams: {a: 1}"), ""),
    (stage("matrix: {}\ncmd: x"), ""),
    (stage("matrix: {m: []}\ncmd: x"), ""),
    (stage("matrix: {m: ${l}}\ncmd: x ${item.m}"), "l: {p: 1, q: 2}"),
    (stage("matrix: {m: [a, a]}\ncmd: x ${item.m}"), ""),
    (stage("foreach: []\ndo: {cmd: x}"), ""),
    (stage("foreach: [a, a]\ndo: {cmd: x}"), ""),
    (stage("foreach: abc\ndo: {cmd: x}"), ""),
    (stage("foreach: ${a}${b}\ndo: {cmd: x}"), "a: 1\nb: 2"),
    (stage('foreach: [[1,2],[3]]\ndo: {cmd: "x ${item[0]}"}'), ""),
    (stage('foreach: ["${a}", b]\ndo: {cmd: "x ${item}"}'), "a: true"),
    (stage('foreach: {"${a}": 1}\ndo: {cmd: "x ${key}"}'), "a: kk"),
    (stage('foreach: [x]\ndo: {cmd: "x ${item}", vars: [{item: 1}]}'), ""),
    (stage('foreach: [x]\ndo: {cmd: "x ${key}"}'), "key: 7"),
    ("stages:\n  a@b: {cmd: x}\n", ""),
    ('stages:\n  "a/b": {cmd: x}\n', ""),
    ("stages:\n  1: {cmd: x}\n", ""),
    ("stages: {a: {cmd: x}}\nvars: [{a: 1}, {a: 2}]\n", ""),
    ('stages: {a: {cmd: "x ${a.b} ${a.c}"}}\nvars: [{a: {b: 1}}, {a: {c: 2}}]\n', ""),
    ("stages: {a: {cmd: x}}\nvars: [1]\n", ""),
    ("stages: {a: {cmd: x}}\nvars: {a: 1}\n", ""),
    ("stages: {a: {cmd: x}}\nvars: [params.yaml, params.yaml]\n", "a: 1"),
    ('stages: {a: {cmd: x}}\nvars: ["params.yaml:a"]\n', "a: 1"),
    ("stages: {a: {cmd: x}}\nvars:\n", "a: 1"),
    ("stages:\n", ""),
    ("", ""),
    ("stages: {a: {cmd: x, outs: [d]}, b: {cmd: x, outs: [d/e]}}\n", ""),
    ("stages: {a: {cmd: x, outs: [d], deps: [e]}, b: {cmd: x, outs: [e], deps: [d]}}\n", ""),
    ('stages: {a: {cmd: x, frozen: true, always_changed: "true"}}\n', ""),
    ('stages: {a: {cmd: x, deps: ["${p}"]}}\n', "p: [1]"),
    ('stages: {a: {cmd: x, deps: ["${p}"]}}\n', "p: 3"),
    ('stages: {a: {cmd: x, outs: ["${p}"]}}\n', "p: 3"),
    ("plots: {a: {x: y}}\nstages: {}\n", ""),
    ("plots: [{a: {x: {f: [1]}}}]\nstages: {}\n", ""),
    ('artifacts: {"bad name": {path: x}}\nstages: {a: {cmd: x}}\n', ""),
    ('artifacts: {"m": {path: "${nope}"}}\nstages: {a: {cmd: x}}\n', ""),
    ('metrics: ["${nope}"]\nstages: {a: {cmd: x}}\n', ""),
    ("datasets: [1]\nstages: {a: {cmd: x}}\n", ""),
    ("%YAML 1.1\n---\nstages: {a: {cmd: x}}\n", ""),
    ("stages: {a: {cmd: x}}\n---\nb: 1\n", ""),
    ("\ufeffstages: {a: {cmd: x}}\n", ""),
    ("stages:\n  a:\n    cmd: x\n    <<: {desc: hi}\n", ""),
    ("stages:\n  a: &x\n    cmd: x\n  b:\n    <<: *x\n    cmd: y\n", ""),
    ("stages:\n\ta:\n", ""),
    ("stages: {a: {cmd: !!str 3}}\n", ""),
    ("stages: {a: {cmd: !x 3}}\n", ""),
]


def test_odd_pipelines_are_accepted_refused_and_resolved_as_by_dvc(tools: Tools, tmp_path: Path) -> None:
    answers = ask(tools, "dvc_accepts.py", [laid_out(tmp_path / str(n), *case) for n, case in enumerate(CASES)])
    wrong = [
        (text, params, answer["error"] or answer["stages"], found)
        for (text, params), answer in zip(CASES, answers, strict=True)
        if (found := ours(text, params)) != (None if answer["error"] else answer["stages"] or {})
    ]
    assert wrong == []


def ours(text: str, params: str) -> object:
    """The stages as the importer resolves them; None when it says that DVC refuses the file."""
    files = {"dvc.yaml": text, **({"params.yaml": params} if params else {})}
    source = SourceFile("dvc.yaml", text)
    try:
        found = IMPORTERS["dvc"].read(source, around(files))
    except DocumentError:
        return None
    if any(r.status == REFUSED for r in found.remarks):
        return None
    stages = load(source, files.get).stages.values()
    return {i.name: dict(i.data) for s in stages for i in s.instances}


def laid_out(folder: Path, text: str, params: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "dvc.yaml").write_bytes(text.encode())
    if params:
        (folder / "params.yaml").write_text(params, encoding="utf-8")
    return folder
