"""Files that are wrong: what can be shown is shown, and the rest is told with its line."""

from __future__ import annotations

import pytest

from designer.errors import DocumentError
from tests.unit.targets.github_reading.opened import fact, links, opened, said, step


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "no jobs"),
        ("# only a comment\n", 1, "no jobs"),
        ("- a\n- b\n", 1, "no jobs"),
        ("on: push\n", 1, "no jobs"),
        ("on: push\njobs: [a]\n", 2, "holds no jobs"),
        ("on: push\njobs:\n  a:\n   b: [\n", 5, ""),
        ("on: push\n\tjobs: 1\n", 2, ""),
    ],
)
def test_what_is_no_workflow_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        opened(text)
    assert caught.value.line == line
    assert caught.value.path == ".github/workflows/ci.yml"
    assert message in caught.value.message


@pytest.mark.parametrize("jobs", ["", " {}", " ~"])
def test_a_file_without_jobs_yet_is_an_empty_pipeline(jobs: str) -> None:
    read = opened(f"on: push\njobs:{jobs}\n")
    assert not read.snapshot.steps
    assert said(read, "refused") == [(2, "there are no jobs yet")]


def test_a_job_that_is_no_mapping_is_shown_as_a_step_that_does_nothing() -> None:
    read = opened(
        "on: push\njobs:\n  a: text\n  b:\n    needs: a\n    steps:\n      - run: python src/train.py\n  c:\n"
    )
    assert list(read.snapshot.steps) == ["a", "b", "c"]
    assert links(read) == {"a -> b"}
    assert [line for line, _ in said(read, "refused")] == [3, 8]


def test_a_job_without_steps_is_shown_and_told() -> None:
    read = opened("on: push\njobs:\n  a:\n    runs-on: x\n")
    assert step(read, "a").kind == "other"
    assert said(read, "refused") == [(3, "job a has neither steps nor uses")]


def test_steps_that_are_no_list_or_no_mappings_are_told() -> None:
    listed = "      - text\n      - run: python train.py\n      -\n"
    read = opened(f"on: push\njobs:\n  a:\n    steps: text\n  b:\n    steps:\n{listed}")
    assert list(read.snapshot.steps) == ["a", "b"]
    assert fact(read, "command", "b") == "python train.py"
    assert said(read, "refused") == [
        (4, "the steps of job a are no list"),
        (7, "a step of job b is no mapping; it is left out"),
        (9, "a step of job b is no mapping; it is left out"),
    ]


def test_a_step_that_does_nothing_is_shown_and_told() -> None:
    read = opened("on: push\njobs:\n  a:\n    steps:\n      - name: Later\n")
    assert step(read, "a").kind == "other"
    assert said(read, "refused") == [(5, "a step of job a has neither run nor uses: it does nothing")]


def test_of_keys_that_stand_twice_the_last_counts_and_it_is_told() -> None:
    text = "on: push\njobs:\n  a:\n    steps: [{run: python old.py}]\n  a:\n    steps: [{run: python src/train.py}]\n"
    read = opened(text)
    assert fact(read, "command", "a") == "python src/train.py"
    assert said(read, "refused") == [(5, "a stands twice in one place; the last one counts")]
    assert read.places["a"][0].first_line == 5


def test_line_ends_byte_order_marks_and_a_missing_last_newline_are_no_trouble() -> None:
    text = "\ufeffon: push\r\njobs:\r\n  a:\r\n    steps:\r\n    - run: |\r\n        python src/train.py\r\n        ls"
    read = opened(text)
    assert fact(read, "command", "a") == "python src/train.py\nls"
    assert (read.places["a"][0].first_line, read.places["a"][0].last_line) == (3, 7)


@pytest.mark.parametrize(
    "on", ["on: push", "on: [push]", "on:\n  push:", "on: {push: {branches: main}}", "'on': push", "on:", "on: 3"]
)
def test_every_shape_of_on_is_read(on: str) -> None:
    read = opened(f"{on}\njobs: {{a: {{steps: [{{run: python src/train.py}}]}}}}\n")
    assert read.snapshot.facts["triggers"] == (["push"] if "push" in on else [])


@pytest.mark.parametrize(
    "on",
    [
        "{push: [main], workflow_run: text, schedule: text, repository_dispatch: [a]}",
        "{schedule: [text, {cron: }, {cron: 3}], workflow_run: {workflows: {a: b}}, push: {branches: {a: b}}}",
        "[push, [a], 3, {a: b}]",
    ],
)
def test_events_of_strange_forms_are_no_trouble(on: str) -> None:
    read = opened(f"on: {on}\njobs: {{a: {{steps: [{{run: python src/train.py}}]}}}}\n")
    assert "push" in read.snapshot.facts["triggers"]


def test_needs_of_strange_forms_are_passed_over() -> None:
    does = "steps: [{run: python src/evaluate.py}]"
    read = opened(
        f"on: push\njobs:\n  a: {{{does}}}\n  b: {{needs: [{{a: b}}, [a], 3, a], {does}}}\n"
        f"  c: {{needs: , {does}}}\n  d: {{needs: {{a: b}}, {does}}}\n"
    )
    assert links(read) == {"a -> b"}
    assert said(read, "refused") == [(4, "job b needs 3, which is no job of this file")]


def test_merge_keys_and_aliases_are_followed() -> None:
    read = opened(
        "on: push\nx: &base\n  runs-on: big\n  steps: [{run: python src/train.py}]\n"
        "jobs:\n  a:\n    <<: *base\n    name: A\n  b: *base\n"
    )
    assert [fact(read, "runner", name) for name in "ab"] == ["big", "big"]
    assert fact(read, "command", "b") == "python src/train.py"
