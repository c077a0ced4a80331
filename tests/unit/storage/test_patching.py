"""After an edit the untouched parts keep their text and their comments."""

from __future__ import annotations

import difflib

import pytest

from designer.commands import links, notes, steps
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.storage.document import Document, write_document
from tests.unit.storage.documents import CATALOG, COMMENTED, contents, edited, parsed, rewritten


def difference(before: str, after: str) -> list[str]:
    """Removed and added lines."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


def test_a_changed_fact_changes_one_line_and_keeps_its_comment() -> None:
    document, pipeline = edited(COMMENTED)
    steps.set_attributes(pipeline, "train", {"tracked": True})
    assert difference(COMMENTED, rewritten(document, pipeline)) == [
        "-    tracked: false   # not yet",
        "+    tracked: true   # not yet",
    ]


def test_undoing_a_change_gives_the_same_bytes() -> None:
    document, pipeline = edited(COMMENTED)
    before = pipeline.snapshot()
    steps.set_attributes(pipeline, "train", {"tracked": True})
    steps.set_attributes(pipeline, "train", {"tracked": False})
    assert write_document(pipeline.snapshot(), document) == COMMENTED
    assert contents(before) == contents(pipeline.snapshot())


def test_a_new_fact_is_added_below_the_others() -> None:
    document, pipeline = edited(COMMENTED)
    steps.set_attributes(pipeline, "train", {"seed": True})
    assert difference(COMMENTED, rewritten(document, pipeline)) == ["+    seed: true"]


def test_a_removed_fact_takes_its_comment_with_it() -> None:
    document, pipeline = edited(COMMENTED)
    steps.set_attributes(pipeline, "train", {"tracked": None})
    assert difference(COMMENTED, rewritten(document, pipeline)) == [
        "-    # why: see the minutes",
        "-    tracked: false   # not yet",
    ]


def test_a_step_on_one_line_stays_on_one_line() -> None:
    document, pipeline = edited(COMMENTED)
    steps.set_attributes(pipeline, "data", {"versioned": True})
    assert difference(COMMENTED, rewritten(document, pipeline)) == [
        "-  data: {kind: data_source, dataset: sales}  # one line",
        "+  data: {kind: data_source, dataset: sales, versioned: true}  # one line",
    ]


def test_a_script_is_replaced_as_a_block() -> None:
    document, pipeline = edited(COMMENTED)
    steps.set_attributes(pipeline, "train", {"command": "echo 1\necho 2\n"})
    assert "    command: |\n      echo 1\n      echo 2\n\n  tune:" in rewritten(document, pipeline)


def test_a_command_of_one_line_becomes_a_script() -> None:
    document, pipeline = edited("steps:\n  a:\n    command: run  # x\n    kind: train\n")
    steps.set_attributes(pipeline, "a", {"command": "run\nrest"})
    expected = "steps:\n  a:\n    command: |-\n      run\n      rest\n    kind: train\n"
    assert rewritten(document, pipeline) == expected


def test_a_step_on_one_line_that_gets_a_script_is_written_as_a_block() -> None:
    document, pipeline = edited("steps:\n  a: {kind: train}\n  b: {}  # kept\n")
    steps.set_attributes(pipeline, "a", {"command": "run\nrest"})
    expected = "steps:\n  a:\n    kind: train\n    command: |-\n      run\n      rest\n  b: {}  # kept\n"
    assert rewritten(document, pipeline) == expected


def test_a_new_step_and_its_link_are_added_and_nothing_else_changes() -> None:
    document, pipeline = edited(COMMENTED)
    steps.add_step(pipeline, CATALOG, "evaluate", step_id="check", at=(5, 400))
    links.connect(pipeline, "train", "check")
    assert difference(COMMENTED, rewritten(document, pipeline)) == [
        "+  check:",
        "+    kind: evaluate",
        "+  - train -> check",
        "+  check: [5, 400]",
    ]


def test_a_deleted_step_goes_with_its_remark_its_links_and_its_place() -> None:
    document, pipeline = edited(COMMENTED)
    steps.delete(pipeline, ["tune"])
    assert difference(COMMENTED, rewritten(document, pipeline)) == [
        "-  tune:",
        "-    kind: quantum_tuning  # nobody knows this kind",
        "-    qubits: 7",
        "-",
        "-  # remark above the second",
        "-  - train -> tune",
        "-  - tune->deploy",
        "-  tune: [600, 0]",
    ]


def test_remarks_below_the_last_step_survive_its_deletion() -> None:
    document, pipeline = edited(COMMENTED)
    steps.delete(pipeline, ["deploy"])
    text = rewritten(document, pipeline)
    assert "# the end" not in text
    assert "    qubits: 7\n# loose remark below the steps\n\nlinks:\n" in text


def test_loose_remarks_between_steps_survive_the_deletion_of_the_step_above_them() -> None:
    document, pipeline = edited("steps:\n  a: {}\n\n  b: {}\n  # loose\n\n  # of c\n  c: {}\n  # at the end\n")
    steps.delete(pipeline, ["b"])
    assert rewritten(document, pipeline) == "steps:\n  a: {}\n\n  # loose\n\n  # of c\n  c: {}\n  # at the end\n"
    steps.delete(pipeline, ["c"])
    assert rewritten(document, pipeline) == "steps:\n  a: {}\n\n  # loose\n\n  # at the end\n"


def test_a_link_that_changes_keeps_its_line_and_its_comment() -> None:
    document, pipeline = edited(COMMENTED)
    links.change_link(pipeline, "data -> train", when="always", carries="control")
    assert difference(COMMENTED, rewritten(document, pipeline)) == [
        "-  - data -> train  # first",
        "+  - data -> train [always, control]  # first",
    ]


def test_links_in_one_line_stay_in_one_line() -> None:
    document, pipeline = edited("steps: {a: {}, b: {}, c: {}}\nlinks: [a -> b]  # few\n")
    links.connect(pipeline, "b", "c", when="always")
    assert rewritten(document, pipeline).endswith("\nlinks: [a -> b, 'b -> c [always]']  # few\n")


def test_a_moved_step_changes_only_the_layout() -> None:
    document, pipeline = edited(COMMENTED)
    steps.move(pipeline, {"train": (310.004, 2.5)})
    assert difference(COMMENTED, rewritten(document, pipeline)) == ["-  train: [300, 0]", "+  train: [310, 2.5]"]


def test_new_sections_stand_where_they_belong() -> None:
    document, pipeline = edited("steps:\n  a: {}\n  b: {}\nlayout:\n  a: [0, 0]\n")
    links.connect(pipeline, "a", "b")
    notes.add_note(pipeline, 1, 2, "Hello")
    steps.set_facts(pipeline, {"name": "New"})
    assert rewritten(document, pipeline) == (
        "pipeline:\n  name: New\nsteps:\n  a: {}\n  b: {}\nlinks:\n  - a -> b\n"
        "notes:\n  note:\n    text: Hello\n    at: [1, 2]\nlayout:\n  a: [0, 0]\n"
    )


def test_an_empty_pipeline_grows_in_lines_not_in_one() -> None:
    document, pipeline = edited("format: 1\npipeline: {name: New}\nsteps: {}\nlinks: []\n")
    steps.add_step(pipeline, CATALOG, "train", step_id="a", at=(0, 0))
    steps.add_step(pipeline, CATALOG, "deploy", step_id="b", at=(300, 0))
    links.connect(pipeline, "a", "b")
    assert rewritten(document, pipeline) == (
        "format: 1\npipeline: {name: New}\nsteps:\n  a:\n    kind: train\n  b:\n    kind: deploy\n"
        "links:\n  - a -> b\nlayout:\n  a: [0, 0]\n  b: [300, 0]\n"
    )


def test_what_nobody_knows_survives_every_kind_of_edit() -> None:
    document, pipeline = edited(COMMENTED)
    steps.set_attributes(pipeline, "train", {"tracked": True})
    steps.set_attributes(pipeline, "tune", {"owner": "Kim"})
    notes.edit_note(pipeline, "hint", text="New")
    steps.delete(pipeline, ["data"])
    steps.set_facts(pipeline, {"repo": True})
    text = rewritten(document, pipeline)
    kept = ["x-team: {name: Blue, size: 4}  # not ours", "ticket: MLOPS-7", "levels_of_fun: {high: [1, 2.5, null]}"]
    kept += ["kind: quantum_tuning  # nobody knows this kind", "qubits: 7", "author: Kim  # not ours", "mood: fine"]
    kept += ["gone: [5, 5]  # of a step that is no more"]
    assert [k for k in kept if k not in text] == []


def test_a_place_left_by_a_former_step_is_taken_by_a_new_one_of_that_name() -> None:
    document, pipeline = edited(COMMENTED)
    steps.add_step(pipeline, CATALOG, "notify", step_id="gone", at=(900, 500))
    text = rewritten(document, pipeline)
    assert "  gone: [900, 500]  # of a step that is no more\n" in text
    assert "[5, 5]" not in text


def test_what_is_emptied_is_removed() -> None:
    document, pipeline = edited("steps:\n  a: {kind: train}\n  b: {}\nlinks:\n  - a -> b\nlayout:\n  a: [1, 1]\n")
    steps.delete(pipeline, ["a", "b"])
    assert rewritten(document, pipeline) == "steps: {}\n"


def test_a_new_order_of_steps_moves_their_text() -> None:
    document = parsed("steps:\n  a: {kind: train}  # A\n  b: {}  # B\n  c: {}  # C\n")
    rows = dict(document.snapshot.steps)
    text = write_document(
        Snapshot(steps={"c": rows["c"], "a": rows["a"], "new": Step("new", "x"), "b": rows["b"]}), document
    )
    assert text == "steps:\n  c: {}  # C\n  a: {kind: train}  # A\n  new:\n    kind: x\n  b: {}  # B\n"


@pytest.mark.parametrize(
    "text",
    [
        "{steps: {a: {kind: train}, b: {}}, links: [a -> b]}\n",
        "? steps\n: a: {kind: train}\n  b: {}\n",
        "steps:\n  a: &x {kind: train}\n  b: *x\n",
        "steps:\n  a: &x\n    kind: train\n  b: *x\n",
        "steps:\n  a:\n    kind: &k train\n  b:\n    kind: *k\n",
        "x: &l [a -> b]\nsteps: {a: {}, b: {}}\nlinks: *l\n",
        "steps: !!map {a: {}, b: {}}\n",
        "steps:\r  a: {}\r  b: {}\r",
        "steps: {a: {},\n  b: {}} # end\n",
        "--- # start\nsteps:\n  a: {}\n  b: {}\n...\n",
        "%YAML 1.1\n---\nsteps:\n  a: {}\n  b: {}\n",
        "steps:\n  a: {}\n  b: {}\nx-list:\n- - a\n",
        "x:\n  - &l a -> b\nsteps:\n  a: {}\n  b: {}\nlinks:\n  - *l\n",
        '"steps":\n  "a": {}\n  b: {}\n',
        "steps:\n    a:\n        kind: train\n    b: {}\nlinks:\n    -   a -> b\n",
        "steps:\n  a: {}\n  b: {}\nlinks:\n- a -> b\n",
        "links:\n  - 'a -> b'\nsteps:\n  a: {}\n  b: {}",
        "links:\n  - &l a -> b\nx:\n  - *l\nsteps:\n  a: {}\n  b: {}",
        "steps:\n  a:\n    command: >+\n      folded\n\n\n  b: {}\n",
        "steps:\n  a:\n    # only a remark\n  b:\n\n\n",
        "steps:\n  a: {title: 'ä\n\n   b'}\n  b: {}\n",
        "x:\n  -\n    - 1\nsteps:\n  a: {}\n  b: {}\nlayout:\n  b:\n    - 1\n    - 2\n",
    ],
)
def test_however_a_document_is_laid_out_it_says_the_right_thing_after_edits(text: str) -> None:
    document, pipeline = edited(text)
    steps.set_attributes(pipeline, "a", {"owner": "Kim", "command": "x\ny\n"})
    once = rewritten(document, pipeline)
    steps.set_attributes(pipeline, "b", {"owner": "Ben"})
    steps.add_step(pipeline, CATALOG, "train", step_id="c", at=(500, 500))
    links.connect(pipeline, "b", "c")
    twice = rewritten(Document(parsed(once).snapshot, once), pipeline)
    steps.delete(pipeline, ["a"])
    rewritten(Document(parsed(twice).snapshot, twice), pipeline)


def test_a_document_that_must_be_written_anew_keeps_unknown_sections() -> None:
    document, pipeline = edited("{steps: {a: {}}, x-team: {name: Blue}, layout: {a: [1, 2]}}")
    steps.set_attributes(pipeline, "a", {"owner": "Kim"})
    expected = "format: 1\nsteps:\n  a:\n    kind: other\n    owner: Kim\nx-team:\n  name: Blue\nlayout:\n  a: [1, 2]\n"
    assert rewritten(document, pipeline) == expected


def test_byte_order_mark_and_line_ends_stay() -> None:
    document, pipeline = edited("\ufeffsteps:\r\n  a: {}  # A\r\n  b: {}\r\n")
    steps.set_attributes(pipeline, "b", {"command": "x\ny\n"})
    expected = "\ufeffsteps:\r\n  a: {}  # A\r\n  b:\r\n    kind: other\r\n    command: |\r\n      x\r\n      y\r\n"
    assert rewritten(document, pipeline) == expected


def test_a_missing_last_line_end_is_added_only_where_lines_follow() -> None:
    document, pipeline = edited("steps:\n  a: {kind: train}\n  b: {kind: train}")
    steps.set_attributes(pipeline, "a", {"owner": "Kim"})
    assert rewritten(document, pipeline) == "steps:\n  a: {kind: train, owner: Kim}\n  b: {kind: train}"
    links.connect(pipeline, "a", "b")
    assert rewritten(document, pipeline).endswith("\n  b: {kind: train}\nlinks:\n  - a -> b\n")


def test_true_and_one_are_different_facts() -> None:
    document, pipeline = edited("steps:\n  a: {level: 1}\n")
    with pipeline.edit("Say it otherwise") as edit:
        edit.put_step(Step("a", "other", "", {"level": True}))
    text = write_document(Snapshot(steps={"a": Step("a", "other", "", {"level": True})}), document)
    assert text == "steps:\n  a: {kind: other, level: true}\n"


def test_not_a_number_equals_itself() -> None:
    document, pipeline = edited("steps:\n  a: {level: .nan}\n  b: {kind: train}\n")
    steps.set_attributes(pipeline, "b", {"owner": "Kim"})
    text = write_document(pipeline.snapshot(), document)
    assert text == "steps:\n  a: {level: .nan}\n  b: {kind: train, owner: Kim}\n"


def test_lone_surrogates_become_question_marks() -> None:
    text = write_document(Snapshot(steps={"a": Step("a", "train", "x\ud800y")}))
    assert parsed(text).snapshot.steps["a"].title == "x?y"
