"""Lists of lines as pipelines."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from designer.errors import DocumentError
from designer.targets.imported import KEPT, SourceFile
from tests.unit.targets.opened import IMPORTERS, alone
from tests.unit.targets.sketches.reading import frames, kinds, read

WORKFLOW = """
- 1. Data scientist trains a model locally with no version control.
- 2. Model is manually deployed by copying files to a server.
- 3. No automated testing or monitoring is in place.
"""
PROSE = f"""
Core principles

1. Reproducibility

- Track every experiment.

2. Security

- Use role-based access.

Quick discussion

Look at the following workflow: what is missing? It is long enough to be a sentence.
{WORKFLOW}
Discussion questions:

- What are the risks of this workflow?
- How would you improve it?

What else is there to say, some people ask, and others answer.
And some more of that, so that the list is only a part.
"""


def is_refused(text: str) -> bool:
    with pytest.raises(DocumentError, match="no list of steps"):
        alone("list", "a.txt", text)
    return True


@pytest.mark.parametrize("marker", ["-", "*", "•", "+", "- [ ]", "- [x]", "– ", "✓", "- ✓"])
def test_bullets_are_steps_without_links(marker: str) -> None:
    found = read("list", f"{marker} Load data\n{marker} Train model\n")
    assert kinds(found) == {"Load data": "data_source", "Train model": "train"}
    assert not found.snapshot.links


@pytest.mark.parametrize("form", ["{}.", "{})", "({})", "Step {}:", "step {}.", "- {}.", "{} ."])
def test_numbered_lines_are_linked_in_order(form: str) -> None:
    text = "\n".join(f"{form.format(i)} {line}" for i, line in enumerate(["Load data", "Train", "Deploy"], 1))
    assert list(read("list", text).snapshot.links) == ["load_data -> train", "train -> deploy"]


@pytest.mark.parametrize("arrow", ["->", "-->", "=>", "→", " ⇒ ", "—>"])
def test_arrows_are_links_and_the_same_words_the_same_step(arrow: str) -> None:
    found = read("list", f"collect {arrow} train {arrow} deploy\nDeploy {arrow} monitor\nmonitor {arrow} train")
    assert list(found.snapshot.links) == [
        "collect -> train",
        "train -> deploy",
        "deploy -> monitor",
        "monitor ~> train",
    ]


def test_lines_below_a_line_describe_it() -> None:
    found = read("list", "1. Prepare data\n   - remove nulls\n   - scale\n2. Train\n")
    assert found.snapshot.steps["prepare_data"].get("description") == "- remove nulls\n- scale"
    assert list(found.snapshot.links) == ["prepare_data -> train"]


def test_headings_of_several_lists_are_frames() -> None:
    found = read("list", "Data:\n- Load orders\n- Clean\n\n## Model\n1. Train\n2. Evaluate")
    assert frames(found) == {"Data": ("load_orders", "clean"), "Model": ("train", "evaluate")}


def test_short_lines_that_name_steps_are_a_list_without_any_marker() -> None:
    assert list(kinds(read("list", "Load data\nClean data\nTrain model\nDeploy")).values()) == [
        "data_source",
        "prepare",
        "train",
        "deploy",
    ]


def test_a_long_line_is_a_short_title_and_a_description() -> None:
    long = "Train the model on last month's customer orders with the parameters that the team agreed upon in spring"
    (step, _) = read("list", f"- {long}\n- Deploy").snapshot.steps.values()
    assert len(step.title) <= 71
    assert step.get("description") == long
    assert step.id == "train"


def test_the_workflow_of_the_lesson_is_its_two_steps_with_what_is_wrong_with_them() -> None:
    found = read("list", WORKFLOW)
    train, deploy = found.snapshot.steps.values()
    assert (train.kind, train.get("runs_on"), train.get("tracked")) == ("train", "local", False)
    assert (deploy.kind, deploy.get("automated"), deploy.get("method")) == ("deploy", False, "copy")
    assert list(found.snapshot.links) == ["train -> deploy"]
    (note,) = found.snapshot.notes.values()
    assert "No automated testing or monitoring" in note.text


def test_inside_of_a_longer_text_the_numbered_list_that_names_steps_counts() -> None:
    found = read("list", PROSE)
    assert list(kinds(found).values()) == ["train", "deploy"]
    assert len([r for r in found.remarks if r.status == KEPT]) > 5


@pytest.mark.parametrize(
    "text",
    [
        "Hello, this is just text.\nAnd another line of it.",
        "import os\nimport sys\nprint(train(1))",
        "def deploy(a) -> int:\n    return train(a)",
        "split:\n  ratio: 0.2\ntrain:\n  seed: 42",
        "some\nwords\nhere",
        "stages:\n  - build\n  - test\nbuild:\n  stage: build\n  script:\n    - make\n    - ./deploy.sh",
        "deps:\n- path: train.py\n  md5: 3\n- path: data.csv\n  md5: 4",
        "dependencies:\n  - python=3.11\n  - numpy=2\n  - pip",
        "- src/train.py\n- src/deploy.py\n- params.yaml",
        "- pip install -r requirements.txt\n- export A=${B}\n- --no-cache\n- ./train.sh",
        "We met on Monday and talked.\n\n1. Milk\n2. Bread\n\nThen we went home.\nAnd that was it, all of it.",
    ],
)
def test_other_texts_are_no_list(text: str) -> None:
    assert is_refused(text)


def test_a_heading_in_small_letters_is_still_one() -> None:
    assert list(kinds(read("list", "data:\n- load orders\n- clean them"))) == ["load orders", "clean them"]


def test_one_line_without_arrows_is_no_list() -> None:
    assert IMPORTERS["list"].path_of_text("Train the model") is None


def test_a_text_file_with_a_list_can_be_imported_and_others_are_none() -> None:
    assert IMPORTERS["list"].recognises(SourceFile("plan.txt", WORKFLOW))
    assert not IMPORTERS["list"].recognises(SourceFile("plan.txt", "one line"))
    assert not IMPORTERS["list"].recognises(SourceFile("README.md", WORKFLOW))


def test_credentials_are_masked() -> None:
    secret = "ghp_" + "x7Kd93jfLq0ZpWm2Vt8sYb4Nc6Rh1QeUaGiO"
    found = read("list", f"- Load data with {secret}\n- Train\n  - and {secret}\n- No key but {secret}")
    said = "".join(f"{s}" for s in (*found.snapshot.steps.values(), *found.snapshot.notes.values()))
    assert secret not in said


@pytest.mark.parametrize("text", ["- a\n" * 100_000, "a -> " * 50_000, "1. " * 90_000, "- " * 90_000, "\n" * 200_000])
def test_hostile_texts_end_soon(text: str) -> None:
    start = time.process_time()
    with suppress(DocumentError):
        alone("list", "a.txt", text)
    assert time.process_time() - start < 5
