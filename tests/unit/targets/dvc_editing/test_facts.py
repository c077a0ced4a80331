"""Facts of a card are written into its stage, and only there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.unit.targets.dvc_files import Edited, edit, stating

TEXT = """\
    # the whole pipeline
    stages:

      prepare:   # first
        cmd: python prepare.py
          --in data/raw.csv
          --out data/clean.csv
        deps:
        - prepare.py     # code
        - "data/raw.csv"
        outs: [data/clean.csv]

      # learns
      train:
        cmd: |
          set -e
          python train.py --lr ${lr}
          echo done
        deps: [data/clean.csv]
        outs:
          - model.pkl:
              cache: true
        metrics:
          - m.json:
              cache: false
"""
LR = "lr: 0.1\n"


def changed(text: str, step: str, **facts: object) -> Edited:
    return edit(text, stating(step, **facts), params_yaml=LR)


def lines(done: Edited) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    old, new = done.before.split("\n"), done.text.split("\n")
    return [x for x in old if x not in new], [x for x in new if x not in old]


def test_nothing_is_written_when_nothing_was_edited() -> None:
    done = edit(TEXT, lambda now: now, params_yaml=LR)
    assert (done.text, done.losses) == (done.before, [])
    assert done.patched.places == done.base.places


def test_a_word_of_a_folded_command_changes_alone() -> None:
    new = "python prepare.py --in data/raw.csv --out data/neat.csv"
    done = changed(TEXT, "prepare", command=new)
    assert lines(done) == (["      --out data/clean.csv"], ["      --out data/neat.csv"])
    assert done.losses == []


def test_a_line_of_a_block_changes_alone() -> None:
    new = "set -e\npython train.py --lr ${lr} --more\necho done"
    done = changed(TEXT, "train", command=new)
    assert lines(done) == (["      python train.py --lr ${lr}"], ["      python train.py --lr ${lr} --more"])


def test_an_entry_of_a_list_of_commands_changes_alone() -> None:
    text = "stages:\n  a:\n    cmd:\n    - one   # keep\n    - 'two ${lr}'\n    - three\n"
    done = changed(text, "a", command="one\ntwo ${lr} --x\nthree\nfour")
    assert done.text == "stages:\n  a:\n    cmd:\n    - one   # keep\n    - 'two ${lr} --x'\n    - three\n    - four\n"
    fewer = changed(text, "a", command="one\nthree")
    assert fewer.text == "stages:\n  a:\n    cmd:\n    - one   # keep\n    - three\n"


def test_a_block_in_a_list_of_commands_stays_one_command() -> None:
    text = "stages:\n  a:\n    cmd:\n    - one\n    - |\n      if x; then\n        y\n      fi\n    - three\n"
    done = changed(text, "a", command="one\nif x; then\n  z\nfi\nthree")
    assert done.text == text.replace("        y\n", "        z\n")


def test_a_command_that_dvc_could_not_read_is_not_written() -> None:
    done = changed(TEXT, "prepare", command="echo ${HOME:-/tmp}")
    assert done.text == done.before
    message = "prepare: command: DVC would refuse the file: DVC finds no value for ${HOME:-/tmp}"
    assert done.losses == [message]


def test_a_description_is_set_and_removed() -> None:
    done = changed(TEXT, "train", description="Learns: all of it")
    assert lines(done) == ([], ['    desc: "Learns: all of it"'])
    again = edit(done.text, stating("train", description=None), params_yaml=LR)
    assert again.text == done.before


def test_the_folder_is_written_as_seen_from_the_file() -> None:
    text = "stages:\n  a:\n    cmd: a\n"
    assert edit(text, stating("a", working_directory="proj/sub"), "proj/dvc.yaml").text == (
        "stages:\n  a:\n    wdir: sub\n    cmd: a\n"
    )
    assert edit(text, stating("a", working_directory="other"), "proj/dvc.yaml").text == (
        "stages:\n  a:\n    wdir: ../other\n    cmd: a\n"
    )
    back = edit("stages:\n  a:\n    wdir: sub\n    cmd: a\n", stating("a", working_directory=None))
    assert back.text == text


def test_inputs_come_and_go_one_by_one() -> None:
    done = changed(TEXT, "prepare", consumes=["prepare.py", "data/raw.csv", "lib.py"])
    assert lines(done) == ([], ["    - lib.py"])
    fewer = changed(TEXT, "prepare", consumes=["data/raw.csv"])
    assert lines(fewer) == (["    - prepare.py     # code"], [])
    assert "deps" not in changed(TEXT, "train", consumes=None).text.partition("train:")[2]


def test_outputs_come_and_go_under_their_own_key() -> None:
    done = changed(TEXT, "train", produces=["model.pkl", "more.csv", "m.json"])
    assert lines(done) == ([], ["      - more.csv"])
    fewer = changed(TEXT, "train", produces=["model.pkl"])
    assert lines(fewer) == (["    metrics:", "      - m.json:", "          cache: false"], [])


def test_an_output_that_another_stage_makes_is_refused() -> None:
    done = changed(TEXT, "train", produces=["model.pkl", "data/clean.csv", "m.json"])
    assert done.text == done.before
    assert done.losses[0] == "train: outputs: DVC would refuse the file: data/clean.csv would be made twice"


def test_running_always_and_freezing_are_keys() -> None:
    done = changed(TEXT, "train", cache=False, frozen=True)
    assert lines(done) == ([], ["    frozen: true", "    always_changed: true"])
    again = edit(done.text, stating("train", cache=None, frozen=None), params_yaml=LR)
    assert again.text == done.before


def test_a_stage_without_files_cannot_be_cached() -> None:
    done = edit("stages:\n  a:\n    cmd: a\n", stating("a", cache=True))
    assert done.losses == ["a: caching: DVC runs a stage without files every time"]


LOOP = """\
    stages:
      a:
        foreach:   # who
        - x
        - y
        do:
          cmd: run ${item}
          outs: ["${item}.txt"]
      b:
        matrix: {m: [p, q], n: [1]}
        cmd: run ${item.m}
      c:
        foreach: ${list}
        do: {cmd: "run ${item}"}
"""


def test_items_come_and_go() -> None:
    done = edit(LOOP, stating("a", matrix={"item": ["x", "z", "y"]}), params_yaml="list: [1]")
    assert lines(done) == ([], ["    - z"])
    axes = edit(LOOP, stating("b", matrix={"m": ["p", "q", "r"], "n": [1]}), params_yaml="list: [1]")
    assert lines(axes) == (["    matrix: {m: [p, q], n: [1]}"], ["    matrix: {m: [p, q, r], n: [1]}"])
    assert axes.again.groups[1].count == 3


def test_items_that_come_from_values_are_changed_there() -> None:
    done = edit(LOOP, stating("c", matrix={"item": [1, 2]}), params_yaml="list: [1]")
    assert done.text == done.before
    assert done.losses == ["c: matrix: its values come from a template: change them in the file with the values"]


def test_variants_that_would_write_one_file_are_refused() -> None:
    done = changed(TEXT, "train", matrix={"m": ["a", "b"]})
    assert done.text == done.before
    assert "would be made twice" in done.losses[0]
    free = edit("stages:\n  a:\n    cmd: run\n", stating("a", matrix={"m": ["a", "b"]}))
    assert free.again.groups[0].count == 2


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        ("timeout_minutes", 5, "time limit: DVC has no time limits"),
        ("only_if", "x", "condition: DVC runs a stage whenever its inputs have changed"),
        ("triggers", ["push"], "triggers: DVC runs when somebody types dvc repro"),
        ("token_permissions", {"contents": "read"}, "token permissions: there is no access token"),
        ("tracked", False, "tracked: a dvc.yaml has no place for it"),
    ],
)
def test_what_dvc_cannot_say_is_told(fact: str, value: object, reason: str) -> None:
    done = changed(TEXT, "train", **{fact: value})
    assert done.text == done.before
    assert len(done.losses) == 1 and reason in done.losses[0]


def test_line_ends_and_a_missing_last_one_stay() -> None:
    text = "stages:\r\n  a:\r\n    cmd: one\r\n    deps:\r\n    - x.py"
    done = edit(text, stating("a", command="two", description="It"))
    assert done.text == "stages:\r\n  a:\r\n    desc: It\r\n    cmd: two\r\n    deps:\r\n    - x.py"


def test_what_an_alias_refers_to_is_not_edited() -> None:
    text = dedent("stages:\n  a:\n    cmd: &c one\n  b:\n    cmd: *c\n")
    done = edit(text, stating("a", command="two"))
    assert done.text == text
    assert done.losses
    own = edit(text, stating("b", command="two"))
    assert own.text == text.replace("*c", "two") or own.losses
