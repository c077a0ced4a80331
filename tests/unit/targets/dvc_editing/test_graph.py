"""Stages and links that come, go and change their names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from tests.unit.targets.dvc_files import DVC, edges, edit, linking, renaming, with_step, without

TEXT = """\
    stages:
      get:
        cmd: python get.py
        outs:
        - raw.csv

      # cleans
      clean:
        cmd: python clean.py
        deps:
        - raw.csv
        - clean.py
        outs:
        - clean.csv
        metrics:
        - rows.json: {cache: false}

      # learns
      train:
        cmd: python train.py
        deps:
        - clean.csv
"""


def added(step: Step, *links: Link, gone: tuple[str, ...] = ()):
    def change(now: Snapshot) -> Snapshot:
        return linking(*links, gone=gone)(with_step(now, step))

    return change


def test_a_stage_gets_another_name_and_nothing_else_changes() -> None:
    done = edit(TEXT, renaming("clean", "tidy"))
    assert done.text == done.before.replace("  clean:\n", "  tidy:\n")
    assert done.losses == []
    assert done.patched.places["tidy"][0].at == ("stages", "tidy")
    assert edges(done.again) == {"get -> tidy", "tidy -> train"}


def test_a_stage_goes_with_its_comment_and_who_reads_its_files_is_told() -> None:
    done = edit(TEXT, without("clean"))
    assert "clean:" not in done.text and "# cleans" not in done.text and "# learns" in done.text
    assert done.losses == ["train: input: it still reads what clean made: the file has to come from somewhere else now"]


def test_the_last_stage_leaves_an_empty_mapping() -> None:
    assert edit("stages:\n  a:\n    cmd: a\n", without("a")).text == "stages: {}\n"


def test_a_link_is_the_first_result_of_the_one_as_dependency_of_the_other() -> None:
    done = edit(TEXT, linking(Link("get", "train")))
    assert done.text == done.before + "    - raw.csv\n"
    assert (edges(done.again), done.losses) == ({"get -> clean", "clean -> train", "get -> train"}, [])


def test_a_link_that_only_says_the_order_takes_a_report() -> None:
    text = TEXT + "      test:\n        cmd: test\n"
    done = edit(text, linking(Link("clean", "test", carries="control")))
    assert done.text.endswith("  test:\n    cmd: test\n    deps:\n    - rows.json\n")


def test_a_link_across_folders_is_written_as_seen_from_the_target() -> None:
    text = "stages:\n  a:\n    wdir: x\n    cmd: a\n    outs: [o]\n  b:\n    wdir: y/z\n    cmd: b\n"
    done = edit(text, linking(Link("a", "b")), "proj/dvc.yaml")
    assert done.text == text + "    deps: [../../x/o]\n"


def test_a_template_in_a_path_is_kept_where_it_means_the_same() -> None:
    text = "stages:\n  a:\n    cmd: a\n    outs: ['${dir}/o']\n  b:\n    cmd: b\n"
    done = edit(text, linking(Link("a", "b")), params_yaml="dir: d")
    assert done.text == text + "    deps: ['${dir}/o']\n"


def test_who_waits_for_all_variants_depends_on_each() -> None:
    text = "stages:\n  a:\n    foreach: [x, y]\n    do:\n      cmd: a\n      outs: ['${item}.o']\n  b:\n    cmd: b\n"
    done = edit(text, linking(Link("a", "b")))
    assert done.text == text + "    deps: [x.o, y.o]\n"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (Link("train", "get"), "train makes no file that it could wait for"),
        (Link("get", "train", "feedback"), "DVC does not start itself"),
        (Link("get", "train", when="failure"), "it would run when get fails: DVC then stops"),
    ],
)
def test_links_that_dvc_cannot_say_are_told(link: Link, reason: str) -> None:
    done = edit(TEXT, linking(link))
    assert done.text == done.before
    assert any(reason in loss for loss in done.losses)


def test_a_link_that_would_close_a_circle_is_refused() -> None:
    done = edit(TEXT, linking(Link("clean", "get")))
    assert done.text == done.before
    assert "circle" in done.losses[0]


def test_a_link_goes_with_exactly_the_dependencies_that_make_it() -> None:
    done = edit(TEXT, linking(gone=("get -> clean",)))
    assert done.text == done.before.replace("    - raw.csv\n    - clean.py\n", "    - clean.py\n")
    assert (edges(done.again), done.losses) == ({"clean -> train"}, [])
    last = edit(TEXT, linking(gone=("clean -> train",)))
    assert last.text == last.before.replace("    deps:\n    - clean.csv\n", "")


def test_a_link_that_follows_from_a_template_is_not_touched() -> None:
    text = """\
        stages:
          a:
            foreach: [x, y]
            do: {cmd: a, outs: ["${item}.o"]}
          b:
            foreach: [x, y]
            do: {cmd: b, deps: ["${item}.o"]}
    """
    done = edit(text, linking(gone=("a -> b",)))
    assert done.text == done.before
    assert "depend on the item" in done.losses[0]


def test_a_dependency_that_stands_for_others_too_is_not_touched() -> None:
    text = "stages: {a: {cmd: a, outs: [d/x]}, b: {cmd: b, outs: [d/y]}, c: {cmd: c, deps: [d]}}\n"
    done = edit(text, linking(gone=("a -> c",)))
    assert done.text == text
    assert "also stands for what b makes" in done.losses[0]


def test_a_new_stage_is_written_behind_the_one_it_waits_for() -> None:
    step = Step("check", "validate_data", "", {"command": "python check.py", "produces": ["ok.json"]})
    done = edit(TEXT, added(step, Link("clean", "check")))
    assert done.before.replace("  # learns", "") in done.text.replace("  # learns", "") or "  check:\n" in done.text
    assert list(done.again.snapshot.steps)[:4] == ["get", "clean", "check", "train"]
    assert edges(done.again) == {"get -> clean", "clean -> train", "clean -> check"}
    new = done.again.snapshot.steps["check"]
    assert (new.get("command"), new.get("produces"), new.get("consumes")) == (
        "python check.py",
        ["ok.json"],
        ["clean.csv"],
    )
    assert done.patched.places["check"][0].at == ("stages", "check")


def test_a_stage_between_two_others_leaves_a_mark_and_both_ways_stay() -> None:
    step = Step("check", "other", "", {"command": "python check.py"})
    links = (Link("clean", "check"), Link("check", "train"))
    done = edit(TEXT, added(step, *links, gone=("clean -> train",)))
    assert edges(done.again) == {"get -> clean", "clean -> train", "clean -> check", "check -> train"}
    assert "- reports/check.done" in done.text.partition("train:")[2]
    assert any(x.startswith("train: link: it still reads what clean makes") for x in done.losses)
    assert any(x.startswith("check: command: a command is added that leaves a file") for x in done.losses)


def test_a_step_that_acts_on_a_running_service_is_no_stage() -> None:
    done = edit(TEXT, added(Step("ship", "deploy"), Link("train", "ship")))
    assert done.text == done.before
    assert any("DVC repeats only what files decide" in x for x in done.losses)


def test_a_first_stage_can_be_added_to_a_file_without_any() -> None:
    step = Step("a", "other", "", {"command": "run", "produces": ["o"]})
    done = edit("metrics: [m.json]\n", added(step))
    assert list(done.again.places) == ["a"]
    assert done.text.startswith("metrics: [m.json]\n")


def test_the_order_of_the_cards_is_no_edit() -> None:
    done = edit(TEXT, lambda now: replace(now, steps=dict(reversed(now.steps.items()))))
    assert done.text == done.before


def test_several_edits_at_once_are_all_written() -> None:
    def change(now: Snapshot) -> Snapshot:
        now = with_step(now, now.steps["get"].with_attributes({"description": "Fetches"}))
        now = linking(Link("get", "train"))(now)
        return renaming("clean", "tidy")(now)

    done = edit(TEXT, change)
    assert edges(done.again) == {"get -> tidy", "tidy -> train", "get -> train"}
    assert done.again.snapshot.steps["get"].get("description") == "Fetches"
    assert done.losses == []


def test_the_same_edit_gives_the_same_text() -> None:
    texts = {edit(TEXT, linking(Link("get", "train"))).text for _ in range(2)}
    assert len(texts) == 1


def test_implicit_cards_are_not_written() -> None:
    done = edit(TEXT, without("dvc_versions"))
    assert done.text == done.before
    assert done.losses == ["dvc_versions: step: DVC does this by itself: it stays"]


def test_data_from_outside_goes_with_the_dependency_on_it() -> None:
    text = "stages:\n  a:\n    cmd: a\n    deps:\n    - data/raw.csv\n    - a.py\n"
    done = edit(text, without("data_raw_csv"))
    assert done.text == "stages:\n  a:\n    cmd: a\n    deps:\n    - a.py\n"
    more = edit(text + "  b:\n    cmd: b\n", linking(Link("data_raw_csv", "b")))
    assert more.text.endswith("  b:\n    cmd: b\n    deps:\n    - data/raw.csv\n")


def test_the_format_says_that_it_can_be_edited() -> None:
    assert DVC.is_editable


def test_paths_of_a_new_stage_count_from_the_folder_of_the_file() -> None:
    text = "stages:\n  a:\n    cmd: a\n    deps:\n    - data/raw.csv\n"
    source = "proj_data_raw_csv"
    done = edit(text, added(Step("check", "validate_data"), Link(source, "check")), "proj/dvc.yaml")
    new = done.again.snapshot.steps["check"]
    assert new.get("consumes")[0] == "data/raw.csv"
    assert "--data data/raw.csv" in str(new.get("command"))
    assert f"{source} -> check" in done.again.snapshot.links


def test_inputs_that_follow_from_a_link_are_handed_back() -> None:
    done = edit(TEXT, linking(Link("get", "train")))
    assert done.patched.followed == {"train": {"consumes": ["clean.csv", "raw.csv"]}}
    assert edit(TEXT, renaming("clean", "tidy")).patched.followed == {}
