"""Scripted edits touch only the lines that they are about."""

from __future__ import annotations

from textwrap import dedent

import pytest

from designer.session.roundtrip import stray_line
from designer.targets.imported import SourceFile
from tests.unit.targets.dvc_files import DVC
from tests.unit.targets.opened import around

NASTY = {
    "comments": """\
        # head

        stages:
          # above a
          a:
            # inside a
            cmd: python a.py   # behind
            # deps:
            # - gone
            deps:
            - a.py
              # deep
            outs:
            - x.csv


          b:      # b
              desc: >
                It folds
                its words
              cmd:
                - one
                - |
                  two
                    three
              deps: [x.csv,
                     b.py]
              metrics: [{m.json: {cache: false}}]
        # the end
        plots:
        - p.csv
    """,
    "zero indent": "stages:\n  only:\n    cmd: a\n    outs:\n    - b\n",
    "gone keys": "stages:\n  a:\n    cmd: a\n    params:\n      - n\n      #- m\n    #outs:\n      #- x",
    "flow": "stages: {a: {cmd: a, outs: [x]}, b: {cmd: b, deps: [x]}}\n",
    "crlf, no last line end": "stages:\r\n  a:\r\n    cmd: a\r\n    outs: [x]\r\n\r\n  b:\r\n    cmd: b",
    "loops": """\
        stages:
          a:
            foreach:
              x: {n: 1}
              y: {n: 2}
            do:
              cmd: a ${item.n}
              outs:
                - out/${key}
          b:
            matrix:
              m: [1, 2]
            cmd: b ${item.m}
            deps:
              - out
    """,
    "anchors": """\
        stages:
          a: &base
            cmd: a
            deps: &d [z.csv]
          b:
            <<: *base
            cmd: b
            outs: [o]
          c:
            cmd: c
            deps: *d
    """,
}


@pytest.mark.parametrize("name", NASTY)
def test_only_the_lines_of_an_edit_change(name: str) -> None:
    file, beside = SourceFile("dvc.yaml", dedent(NASTY[name])), around({})
    base = DVC.read(file, beside)
    tried = list(DVC.trials(file, base, beside))
    assert len({t.sort for t in tried}) > 12
    for trial in tried:
        patched = DVC.patch(file, base, trial.wanted, beside)
        stray = stray_line(file.text, patched.text, trial.lines)
        assert stray is None, f"{trial.sort}: line {stray} of\n{patched.text}"
        assert patched.text != file.text or patched.losses, f"{trial.sort}: nothing was written and nothing told"
        DVC.read(SourceFile(file.path, patched.text), beside)


@pytest.mark.parametrize(
    "stage",
    ["{}", "{foreach: [1, 2]}", "\n    foreach: [1]\n    do:", "\n    foreach: {x: 1}\n    do: {}", "{matrix: 3}"],
)
def test_stages_that_lack_everything_are_edited_or_the_edit_is_told(stage: str) -> None:
    file, beside = SourceFile("dvc.yaml", f"stages:\n  a: {stage}\n  b:\n    cmd: x\n"), around({})
    base = DVC.read(file, beside)
    for trial in DVC.trials(file, base, beside):
        patched = DVC.patch(file, base, trial.wanted, beside)
        assert stray_line(file.text, patched.text, trial.lines) is None, trial.sort
        assert patched.text != file.text or patched.losses, trial.sort


def test_what_may_be_touched_is_the_key_that_is_edited() -> None:
    file = SourceFile("dvc.yaml", dedent(NASTY["comments"]))
    base = DVC.read(file, around({}))
    by_sort = {t.sort: t.lines for t in reversed(list(DVC.trials(file, base, around({}))))}
    assert by_sort["change the command"] == ((7, 7),)
    assert by_sort["rename a stage"] == ((5, 5),)
    assert by_sort["set the time limit"] == ()


def test_lines_are_counted_whatever_ends_them() -> None:
    found = []
    for end in ("\n", "\r\n", "\r"):
        file = SourceFile("dvc.yaml", dedent(NASTY["comments"]).replace("\n", end))
        found.append([t.lines for t in DVC.trials(file, DVC.read(file, around({})), around({}))])
    assert found[0] == found[1] == found[2]
