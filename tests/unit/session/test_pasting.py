"""What a pasted text becomes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from designer.commands import steps
from designer.drawing.geometry import FRAME_MARGIN, FRAME_TITLE
from designer.model.step import Link
from designer.session.pasting import MAX_NOTE, MAX_TEXT, extent, offset_for, paste, read_pasted
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.storage.document import parse_document

WORKFLOW = """
name: CI
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: python train.py
      - run: echo ${{ secrets.TOKEN }} | kubectl apply -f k8s
"""
DVC = """
stages:
  prepare: {cmd: python prepare.py, deps: [data.csv], outs: [clean.csv]}
  train: {cmd: python train.py, deps: [clean.csv], outs: [model.pkl]}
"""
CHAIN = """
steps:
  data: {kind: data_source}
  train: {kind: train}
  deploy: {kind: deploy}
links: [data -> train, train -> deploy, deploy ~> train]
frames:
  both: {title: Both, steps: [train, deploy]}
layout: {data: [0, 0], train: [300, 0], deploy: [600, 0]}
"""


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


def opened(services: Services, text: str = CHAIN) -> Session:
    return Session(services, parse_document(text, "a", services.catalog))


@pytest.mark.parametrize(
    ("text", "origin", "count"),
    [
        (CHAIN, "a pipeline", 3),
        (WORKFLOW, "a GitHub Actions workflow", 2),
        (DVC, "a dvc.yaml", 4),
        ("graph LR\n a --> b", "a Mermaid flowchart", 2),
        ("load -> train -> deploy", "a list of lines", 3),
        ("entry_points:\n  main: {command: python train.py}\n", "an MLproject", 1),
        ("stages:\n  - build\n  - test\nbuild:\n  stage: build\n  script: make\n", "", 0),
        ("Ask the team!", "", 0),
        ("   \n", "", 0),
    ],
    ids=["own", "workflow", "dvc", "mermaid", "list", "mlproject", "another service", "note", "nothing"],
)
def test_a_text_is_known_by_its_own_marks(services: Services, text: str, origin: str, count: int) -> None:
    found = read_pasted(services, text)
    assert (found.origin, len(found.fragment.steps)) == (origin, count)
    assert found.fragment.positions.keys() == found.fragment.steps.keys()


def test_our_own_form_is_asked_first_and_lists_last(services: Services) -> None:
    both = "steps:\n  a: {kind: train}\n  b: {kind: deploy}\nstages:\n  x: {cmd: y}\n"
    assert read_pasted(services, both).origin == "a pipeline"
    listed = "graph LR\n load --> train\n- one\n- two"
    assert read_pasted(services, listed).origin == "a Mermaid flowchart"
    order = [i.order for i in services.importers.values()]
    assert services.importers["list"].order == max(order) > sorted(order)[-2]


FENCED = ["```mermaid\n{}\n```", "Here it is:\n\n```mermaid\n{}\n```\n\nNice, isn't it?", "```\n{}\n```"]
CHANGES: list[Callable[[str], str]] = [
    lambda text: text.replace("\n", "\r\n"),
    lambda text: "\ufeff" + text,
    lambda text: text.replace("\n", "\n    "),
]


@pytest.mark.parametrize("fence", FENCED)
def test_a_fence_is_taken_away(services: Services, fence: str) -> None:
    assert read_pasted(services, fence.format("graph LR\n a --> b")).origin == "a Mermaid flowchart"


@pytest.mark.parametrize("change", CHANGES, ids=["line ends", "byte order mark", "indented"])
def test_line_ends_and_indentation_do_not_matter(services: Services, change: Callable[[str], str]) -> None:
    assert read_pasted(services, change(DVC)).origin == "a dvc.yaml"


def test_what_looks_like_a_pipeline_and_is_none_says_why(services: Services) -> None:
    found = read_pasted(services, "steps:\n  a: {kind: [\n")
    assert "line" in found.problem
    assert list(found.fragment.notes)


def test_a_workflow_comes_in_neutral_words(services: Services) -> None:
    found = read_pasted(services, WORKFLOW)
    said = " ".join(str(step.get("command")) for step in found.fragment.steps.values())
    assert "${{" not in said


def test_a_huge_text_is_a_note_of_its_beginning(services: Services) -> None:
    found = read_pasted(services, "- train\n" * (MAX_TEXT // 8 + 1))
    (note,) = found.fragment.notes.values()
    assert len(note.text) <= MAX_NOTE
    assert "1,000,0" in found.problem


HOSTILE = {
    "fences that never end": "```mermaid\n" * 40_000,
    "marks of comments": "stages:" + "#" * 60_000,
    "comments": "stages:" + "#\n" * 60_000,
    "open boxes": "graph LR\n" + 'a["' * 60_000,
    "arrows": "a -> " * 100_000,
    "bullets": "- train\n" * 100_000,
    "front matter": "---\n" * 100_000,
    "tags": "graph LR\na[" + "<" * 100_000 + "]",
    "underscores": "a_" * 200_000,
    "blank lines": "\n" * 900_000,
    "aliases": "on:\njobs:\n" + "  a: &x [*x]\n" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_become_notes_soon(services: Services, name: str) -> None:
    start = time.process_time()
    assert not read_pasted(services, HOSTILE[name]).fragment.steps
    assert time.process_time() - start < 5


def test_a_list_that_is_too_long_is_a_note_and_says_why(services: Services) -> None:
    assert "more than 2,000 steps" in read_pasted(services, "- train\n" * 2_500).problem


def test_credentials_in_a_note_are_masked(services: Services) -> None:
    secret = "ghp_" + "x7Kd93jfLq0ZpWm2Vt8sYb4Nc6Rh1QeUaGiO"
    (note,) = read_pasted(services, f"Our key is {secret}").fragment.notes.values()
    assert secret not in note.text
    assert "Our key is" in note.text


# ---------------------------------------------------------------- adding
def test_it_is_one_undo_step_at_the_wanted_place(services: Services) -> None:
    session = opened(services)
    before = session.pipeline.snapshot()
    added = paste(session.pipeline, read_pasted(services, "graph LR\n a --> b"), (50.0, 700.0))
    assert session.pipeline.positions[added.steps[0]] == (50.0, 700.0)
    assert added.links == ("a -> b",)
    session.undo()
    assert session.pipeline.snapshot().steps == before.steps


def test_nothing_comes_to_lie_on_anything(services: Services) -> None:
    session = opened(services)
    pasted = read_pasted(services, CHAIN)
    for _ in range(3):
        paste(session.pipeline, pasted, (0.0, 0.0))
    places = list(session.pipeline.positions.values())
    apart = [abs(a[0] - b[0]) >= 200 or abs(a[1] - b[1]) >= 72 for i, a in enumerate(places) for b in places[:i]]
    assert len(places) == 12
    assert all(apart)


def test_frames_have_room_for_their_titles(services: Services) -> None:
    session = opened(services)
    added = paste(session.pipeline, read_pasted(services, CHAIN), (300.0, 0.0))
    new = [session.pipeline.positions[step] for step in added.steps]
    old = [session.pipeline.positions[step] for step in ("data", "train", "deploy")]
    apart = FRAME_MARGIN + FRAME_TITLE + FRAME_MARGIN
    assert all(abs(a[1] - b[1]) >= 72 + apart for a in new for b in old)


def test_facts_of_the_whole_are_taken_over_by_an_empty_pipeline_only(services: Services) -> None:
    empty, full = Session(services), opened(services)
    pasted = read_pasted(services, WORKFLOW)
    paste(empty.pipeline, pasted, (0.0, 0.0))
    added = paste(full.pipeline, pasted, (0.0, 0.0))
    assert empty.pipeline.facts["triggers"] == ["push"]
    assert "name" not in empty.pipeline.facts
    assert "triggers" not in full.pipeline.facts
    assert full.pipeline.steps[added.steps[0]].get("origin") == empty.pipeline.facts["origin"]


def test_links_from_outside_travel_along_and_are_restored_when_asked_for(services: Services) -> None:
    session = opened(services)
    text = session.copy_text(["train", "deploy"])
    pasted = read_pasted(services, text)
    assert pasted.incoming == (Link("data", "train"),)
    plain = paste(session.pipeline, pasted, (0.0, 500.0))
    assert plain.links == ("train_2 -> deploy_2", "deploy_2 ~> train_2")
    kept = paste(session.pipeline, pasted, (0.0, 900.0), keeps_incoming=True)
    assert "data -> train_3" in kept.links
    elsewhere = paste(Session(services).pipeline, pasted, (0.0, 0.0), keeps_incoming=True)
    assert elsewhere.links == ("train -> deploy", "deploy ~> train")


def test_frames_travel_with_all_of_their_steps(services: Services) -> None:
    session = opened(services)
    whole = read_pasted(services, session.copy_text(["train", "deploy"]))
    assert [f.title for f in whole.fragment.frames.values()] == ["Both"]
    assert not read_pasted(services, session.copy_text(["train"])).fragment.frames
    added = paste(session.pipeline, whole, (0.0, 500.0))
    assert session.pipeline.frames[added.frames[0]].steps == ("train_2", "deploy_2")


def test_the_sections_of_a_copy_are_a_document_that_opens(services: Services) -> None:
    text = opened(services).copy_text(["train"])
    assert "incoming:\n  - data -> train" in text
    assert list(parse_document(text, "a", services.catalog).snapshot.steps) == ["train"]


@pytest.mark.parametrize("section", ["nonsense", "- 7", "- a => b", "{a: b}", "[", "- [a, b]"])
def test_a_wrong_section_of_links_is_passed_over(services: Services, section: str) -> None:
    text = f"steps:\n  a: {{kind: train}}\nincoming:\n{section}\n"
    found = read_pasted(services, text)
    assert not found.incoming


def test_the_offset_brings_the_corner_to_the_place(services: Services) -> None:
    session = opened(services)
    fragment = steps.excerpt(session.pipeline.snapshot(), ["train", "deploy"])
    assert extent(fragment) == (300.0, 0.0, 800.0, 72.0)
    assert offset_for(fragment, (1000.0, 50.0), session.pipeline.snapshot()) == (700.0, 50.0)
