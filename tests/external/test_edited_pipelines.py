"""Every scripted edit of a dvc.yaml that DVC accepts gives one that DVC accepts, with the stages that were wanted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from designer.targets.dvc.reading.pipeline_file import load
from designer.targets.imported import SourceFile, Trial
from tests.external.oracles import ask
from tests.external.toolbox import Tools
from tests.unit.targets.opened import IMPORTERS, around

pytestmark = pytest.mark.external
DVC = IMPORTERS["dvc"]

FILES = {
    "chain": {
        "dvc.yaml": """\
# a chain
stages:
  get:
    cmd: python get.py
    outs:
    - data/raw.csv
  # cleans
  clean:
    desc: Cleans
    cmd: >-
      python clean.py
      --in data/raw.csv
    deps: [clean.py, data]
    params: [clean]
    outs:
    - clean.csv:
        cache: false

  train:
    wdir: model
    cmd:
    - python fit.py --lr ${train.lr}
    - echo \\${HOME}
    deps: [../clean.csv]
    outs: [model.pkl]
    metrics:
    - m.json: {cache: false}
""",
        "params.yaml": "clean: {rows: 5}\ntrain: {lr: 0.1}\n",
    },
    "variants": {
        "dvc.yaml": """\
vars:
- settings.toml
- names: [a, b]
stages:
  prepare:
    foreach: ${names}
    do:
      cmd: python prepare.py ${item} ${opts}
      outs:
      - ${folder}/${item}.csv
  fit:
    matrix:
      name: ${names}
      size: [1, 2]
    cmd: python fit.py ${item.name} ${key}
    deps:
    - ${folder}/${item.name}.csv
    outs:
    - models/${key}.pkl
  compare:
    cmd: python compare.py
    deps:
    - models
    plots:
    - curve.csv:
        x: a
        y: b
    always_changed: true
""",
        "settings.toml": 'folder = "made"\n[opts]\nfast = true\nlr = 0.5\n',
    },
    "odd values": {
        "dvc.yaml": """\
stages:
  flags: {foreach: "${flags}", do: {cmd: "run ${item} ${nothing}"}}
  inline: {foreach: [true, 0.10, 1e3, 0o17, "007", ~], do: {cmd: "run ${item}"}}
  pairs: {foreach: {x: {n: [1, 2]}, y: {n: [3]}}, do: {cmd: "run ${item.n[0]} ${key}", vars: [{own: "a b"}]}}
  options:
    vars: [deep.json:only]
    wdir: ${where}
    cmd:
    - run ${opts} ${only.one[1][two]}
    - echo \\${flags[0]} $HOME $$ ${where}${where}
    deps: [./../x//y, "${where}.csv"]
    outs: ["${where}/o": {cache: false}]
    desc: About ${where}
  grid: {matrix: {a: "${flags}", b: [[1], {c: 2}, z]}, cmd: "run ${item.a} ${key}"}
  letters: {matrix: {a: "xy"}, cmd: "run ${item.a}"}
""".replace(" ${item.b}", ""),
        "params.yaml": """\
flags: [true, no, null, 1.50]
nothing:
where: sub
opts: {a: true, b: false, c: "x y", d: [1, "y z"], e: {f: 0.1, g: {h: null}}, i: []}
""",
        "sub/deep.json": '{"only": {"one": [0, {"two": 3}]}, "where": "not loaded"}',
    },
    "crlf": {"dvc.yaml": "stages:\r\n  a:\r\n    cmd: a\r\n    outs: [x]\r\n  b: {cmd: b, deps: [x]}"},
}


@pytest.mark.parametrize("name", FILES)
def test_dvc_accepts_every_edited_pipeline(name: str, tools: Tools, tmp_path: Path) -> None:
    files = FILES[name]
    source, beside = SourceFile("dvc.yaml", files["dvc.yaml"]), around(files)
    base = DVC.read(source, beside)
    texts = {"as it was": source.text}
    for number, trial in enumerate(DVC.trials(source, base, beside)):
        texts[f"{trial.sort} {number}"] = edited(source, trial, files)
    folders = {sort: laid_out(tmp_path / str(n), files, text) for n, (sort, text) in enumerate(texts.items())}
    answers = ask(tools, "dvc_accepts.py", list(folders.values()))
    refused = {sort: a["error"] for sort, a in zip(folders, answers, strict=True) if a["error"]}
    assert refused == {}
    assert len([text for text in texts.values() if text != source.text]) > 15


@pytest.mark.parametrize("name", FILES)
def test_templates_become_what_dvc_makes_of_them(name: str, tools: Tools, tmp_path: Path) -> None:
    [answer] = ask(tools, "dvc_accepts.py", [laid_out(tmp_path, FILES[name], FILES[name]["dvc.yaml"])])
    found = load(SourceFile("dvc.yaml", FILES[name]["dvc.yaml"]), FILES[name].get)
    assert {i.name: dict(i.data) for s in found.stages.values() for i in s.instances} == answer["stages"]


def test_what_is_refused_after_an_edit_would_be_seen(tools: Tools, tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "bad", {}, "stages:\n  a:\n    cmd: a\n    live: x\n")
    [answer] = ask(tools, "dvc_accepts.py", [folder])
    assert "validation failed" in answer["error"]


def edited(source: SourceFile, trial: Trial, files: dict[str, str]) -> str:
    return DVC.patch(source, DVC.read(source, around(files)), trial.wanted, around(files)).text


def laid_out(folder: Path, files: dict[str, str], text: str) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in {**files, "dvc.yaml": text}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode())
    return folder
