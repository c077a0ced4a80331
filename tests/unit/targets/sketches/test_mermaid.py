"""Mermaid flowcharts as pipelines."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from designer.errors import DocumentError
from designer.targets.imported import KEPT
from tests.unit.targets.opened import IMPORTERS, alone, repository
from tests.unit.targets.sketches.reading import frames, kinds, read, told


def links(text: str) -> list[str]:
    return list(read("mermaid", f"flowchart LR\n{text}").snapshot.links)


def titles(text: str) -> list[str]:
    return [step.label for step in read("mermaid", f"graph TD\n{text}").snapshot.steps.values()]


def test_boxes_become_steps_of_the_kinds_that_their_words_name() -> None:
    found = read(
        "mermaid",
        """
        flowchart LR
            A[Load orders] --> B(Clean data) --> C{{Train model}}
            C --> D{Good enough?} --> E([Deploy])
        """,
    )
    assert kinds(found) == {
        "Load orders": "data_source",
        "Clean data": "prepare",
        "Train model": "train",
        "Good enough?": "evaluate",
        "Deploy": "deploy",
    }
    assert "train_model -> good_enough" in found.snapshot.links


@pytest.mark.parametrize("arrow", ["-->", "---", "==>", "===", "-.->", "-.-", "--o", "--x", "<-->", "---->", "e1@-->"])
def test_every_arrow_is_a_link(arrow: str) -> None:
    assert links(f"load {arrow} train") == ["load -> train"]


def test_an_invisible_arrow_is_none() -> None:
    assert links("load ~~~ train") == []


@pytest.mark.parametrize(
    "shape",
    [
        "[{}]", "({})", "([{}])", "[[{}]]", "[({})]", "(({}))", "((({})))", ">{}]", "{{{}}}", "{{{{{}}}}}",
        "[/{}/]", "[\\{}\\]", "[/{}\\]", "[\\{}/]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", ["Train it", '"Train (all) [of] it"', "Train<br/>it"])
def test_every_shape_holds_words(shape: str, words: str) -> None:
    plain = words.strip('"').replace("<br/>", " ")
    assert titles(f"a{shape.format(words)} --> b") == [plain, "b"]


def test_the_new_form_of_shapes_is_read() -> None:
    found = read("mermaid", 'graph LR\n A@{ shape: cyl, label: "Blobs" } --> B@{shape: rect}')
    assert kinds(found) == {"Blobs": "data_source", "B": "other"}


def test_a_cylinder_is_data_when_its_words_say_nothing() -> None:
    assert kinds(read("mermaid", "graph LR\n A[(Blobs)] --> B[(Model registry)]")) == {
        "Blobs": "data_source",
        "Model registry": "register",
    }


def test_entities_quotes_icons_and_markdown_are_taken_out_of_words() -> None:
    assert titles('a["fa:fa-car Train #40;A &amp; B#41; #quot;now#quot;"] --> b["`**Deploy** it`"]') == [
        'Train (A & B) "now"',
        "Deploy it",
    ]


def test_groups_with_and_are_linked_all_with_all() -> None:
    assert links("load & join --> train & tune") == [
        "load -> train",
        "load -> tune",
        "join -> train",
        "join -> tune",
    ]


@pytest.mark.parametrize("text", ["-->|yes|", "--> |yes|", "-- yes -->", "-. yes .->", "== yes ==>", "--yes-->"])
def test_words_on_an_arrow_say_its_outcome(text: str) -> None:
    (link,) = read("mermaid", f"graph LR\n check {text} deploy").snapshot.links.values()
    assert (link.id, link.when) == ("check -> deploy", "success")


def test_no_on_an_arrow_is_a_failure_and_other_words_are_told() -> None:
    found = read("mermaid", "graph LR\n check -->|no| notify\n check -->|weekly| deploy")
    assert [link.when for link in found.snapshot.links.values()] == ["failure", "success"]
    assert [r.line for r in told(found)] == [3]
    assert "'weekly'" in found.remarks[0].message


def test_a_dotted_arrow_that_closes_a_circle_is_feedback_wherever_it_stands() -> None:
    assert set(links("deploy -.-> train\ntrain --> deploy")) == {"deploy ~> train", "train -> deploy"}


def test_a_plain_arrow_that_closes_a_circle_is_feedback_and_that_is_told() -> None:
    found = read("mermaid", "graph LR\n train --> deploy --> train")
    assert list(found.snapshot.links) == ["train -> deploy", "deploy ~> train"]
    assert "closes a circle" in found.remarks[0].message


def test_a_box_linked_to_itself_is_told() -> None:
    found = read("mermaid", "graph LR\n train --> train\n train --> deploy")
    assert list(found.snapshot.links) == ["train -> deploy"]
    assert "itself" in found.remarks[0].message


def test_sub_graphs_are_frames_also_inside_each_other() -> None:
    found = read(
        "mermaid",
        """
        flowchart TB
          subgraph one [Training]
            direction LR
            train --> evaluate
            subgraph "Two words"
              tune
            end
          end
          evaluate --> deploy
        """,
    )
    assert frames(found) == {"Training": ("train", "evaluate", "tune"), "Two words": ("tune",)}


def test_arrows_at_sub_graphs_lead_to_where_they_begin_and_end() -> None:
    found = links("subgraph A\n load --> clean\nend\nsubgraph B\n train --> evaluate\nend\nA --> B --> deploy")
    assert found == ["load -> clean", "train -> evaluate", "clean -> train", "evaluate -> deploy"]


def test_comments_settings_and_front_matter_say_nothing() -> None:
    found = read(
        "mermaid",
        """
        ---
        title: Ours
        ---
        %%{init: {"theme": "dark"}}%%
        %% first
        graph LR; load --> train; %% more
        train --> deploy
        """,
    )
    assert list(found.snapshot.links) == ["load -> train", "train -> deploy"]
    assert not told(found)


def test_what_only_styles_is_named_and_what_is_unknown_is_kept_apart() -> None:
    found = read(
        "mermaid", "graph LR\n a:::big --> train\n classDef big fill:#f00\n click a href x\n what is this\n b -->"
    )
    assert [(r.line, r.status == KEPT) for r in told(found)] == [(5, True), (3, False), (4, False)]


def test_settings_of_arrows_are_no_boxes() -> None:
    assert titles("a e1@--> b\ne1@{ animate: true }") == ["a", "b"]


def test_words_over_several_lines_and_semicolons_in_words() -> None:
    assert titles('a["Train\nit; well"] --> b[Deploy];') == ["Train it; well", "Deploy"]


def test_names_with_dots_dashes_and_letters_of_all_languages() -> None:
    assert links("load-data-->train.it-->größe") == ["load-data -> train_it", "train_it -> gr_e"]


def test_titles_come_from_any_mention() -> None:
    assert titles("a --> b\na[Load]\nb --> c\nb[Train]") == ["Load", "Train", "c"]


def test_credentials_in_words_are_masked() -> None:
    secret = "ghp_" + "x7Kd93jfLq0ZpWm2Vt8sYb4Nc6Rh1QeUaGiO"
    (step, _) = read("mermaid", f'graph LR\n a["Train {secret}"] --> b').snapshot.steps.values()
    assert secret not in f"{step.title}{step.attributes}{step.id}"


@pytest.mark.parametrize("text", ["sequenceDiagram\n A->>B: hi", "flowcharts are nice", "pie\n", "", "graphics\n a"])
def test_other_texts_are_no_flowcharts(text: str) -> None:
    assert IMPORTERS["mermaid"].path_of_text(text) is None


def test_a_file_of_another_diagram_is_refused_with_advice() -> None:
    with pytest.raises(DocumentError, match=r"flowchart.*begins with flowchart or graph"):
        alone("mermaid", "a.mmd", "pie\n")
    with pytest.raises(DocumentError, match="no box"):
        alone("mermaid", "a.mmd", "graph LR\n%% nothing\n")


def test_flowcharts_in_a_folder_are_pictures_and_left_alone() -> None:
    assert IMPORTERS["mermaid"].names == ()
    assert IMPORTERS["mermaid"].recognises(next(iter(repository({"a.mmd": "graph LR\n a --> b"}).parts.values())).file)


@pytest.mark.parametrize(
    "text",
    [
        "a --> b\n" * 20_000,
        "a" * 200_000,
        "a[" * 50_000,
        'a["' * 50_000,
        "-" * 100_000,
        "a --- " * 30_000,
        "&" * 90_000,
    ],
    ids=["many", "long", "open", "quotes", "dashes", "chain", "ands"],
)
def test_hostile_texts_end_soon(text: str) -> None:
    start = time.process_time()
    with suppress(DocumentError):
        read("mermaid", f"graph LR\n{text}")
    assert time.process_time() - start < 5
