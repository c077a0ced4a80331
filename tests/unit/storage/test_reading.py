from __future__ import annotations

from pathlib import Path

import pytest

from designer.errors import DocumentError
from designer.model.step import Frame, Link, Note, Step
from designer.storage.document import Document, parse_document, write_document
from tests.unit.storage.documents import CATALOG, COMMENTED, EXAMPLES, contents, parsed


@pytest.mark.parametrize("text", EXAMPLES, ids=map(str, range(len(EXAMPLES))))
def test_every_example_opens_and_an_untouched_one_keeps_its_bytes(text: str) -> None:
    document = parsed(text)
    assert document.snapshot.steps
    assert write_document(document.snapshot, document) == text
    again = parsed(write_document(document.snapshot))
    assert contents(again.snapshot) == contents(document.snapshot)


def test_everything_of_a_document_is_read() -> None:
    snapshot = parsed(COMMENTED).snapshot
    assert dict(snapshot.facts) == {"name": "Demo", "scope": "online", "ticket": "MLOPS-7"}
    assert snapshot.steps["data"] == Step("data", "data_source", "", {"dataset": "sales"})
    assert snapshot.steps["train"].title == "Train the model"
    assert snapshot.steps["train"].get("levels_of_fun") == {"high": [1, 2.5, None]}
    assert snapshot.steps["train"].get("command").startswith("# a comment of the script\n")
    assert snapshot.steps["tune"] == Step("tune", "quantum_tuning", "", {"qubits": 7})
    assert list(snapshot.links) == ["data -> train", "train -> tune", "tune -> deploy", "deploy ~> train"]
    assert snapshot.links["deploy ~> train"] == Link("deploy", "train", "feedback")
    assert snapshot.notes["hint"] == Note("hint", "Discuss this", 10, 20, extra={"author": "Kim"})
    assert snapshot.frames["people"] == Frame("people", "Team", ("data", "train"), {"mood": "fine"})
    assert dict(snapshot.positions) == {"data": (0, 0), "train": (300, 0), "tune": (600, 0)}


def test_sections_and_values_that_are_left_empty_state_nothing() -> None:
    text = """\
pipeline:
steps:
  a:
  b: {kind: , title: ~, tracked: , command: null}
links:
notes:
  n:
  m: {text: , at: ~, size: null, colour: }
frames:
  f: {title: , steps: }
layout:
  a:
"""
    snapshot = parsed(text).snapshot
    assert dict(snapshot.steps) == {"a": Step("a", "other"), "b": Step("b", "other")}
    assert dict(snapshot.notes) == {"n": Note("n"), "m": Note("m")}
    assert dict(snapshot.frames) == {"f": Frame("f")}
    assert not snapshot.positions and not snapshot.links and not snapshot.facts


def test_a_document_that_holds_a_circle_opens() -> None:
    assert len(parsed("steps: {a: {}, b: {}}\nlinks: [a -> b, b -> a]\n").snapshot.links) == 2
    assert list(parsed("steps: {a: {}}\nlinks: [a -> a]\n").snapshot.links) == ["a -> a"]


def test_a_newer_format_opens_when_it_can_and_stays_newer() -> None:
    document = parsed("format: 7\nsteps: {a: {kind: train}}\n")
    assert list(document.snapshot.steps) == ["a"]
    text = write_document(parsed("steps: {b: {kind: train}}").snapshot, document)
    assert text.startswith("format: 7\n")


def test_a_newer_format_that_cannot_be_read_says_what_to_do() -> None:
    with pytest.raises(DocumentError) as caught:
        parsed("format: 7\nsteps: {a: {}}\nlinks: {a: b}\n")
    assert str(caught.value) == (
        "a.mlops.yaml:3: links: format 7 was written by a newer version of the program, and must be a list of links. "
        "Update the program: this one knows format 1."
    )


def test_a_newer_format_with_other_types_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match="written by a newer version"):
        parsed("format: 7\nsteps: {a: {kind: train, tracked: {by: mlflow}}}\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.mlops.yaml: the file is empty. A pipeline document has a 'steps:' section."),
        (" \n\t\r\n", "the file is empty"),
        ("\ufeff\n", "the file is empty"),
        ("# only a remark\n", "the document is empty"),
        ("just words", "a.mlops.yaml:1: this is not a pipeline document. A pipeline document has a 'steps:' section."),
        ("[steps]", "this is not a pipeline document"),
        ("on: push\njobs: {}\n", "this is not a pipeline document: it has no 'steps'"),
        ("format: two\nsteps: {}", "a.mlops.yaml:1: format: must be a whole number from 1 on. Write 'format: 1'."),
        ("format: 0\nsteps: {}", "format: must be a whole number"),
        ("format: true\nsteps: {}", "format: must be a whole number"),
        ("format: 1.0\nsteps: {}", "format: must be a whole number"),
        ("steps: [a, b]", "steps: must be a mapping of keys to values. Write one 'key: value' on each line."),
        ("steps: train", "steps: must be a mapping"),
        ("pipeline: demo\nsteps: {}", "a.mlops.yaml:1: pipeline: must be a mapping"),
        ("steps: {}\nnotes: []", "a.mlops.yaml:2: notes: must be a mapping"),
        ("steps: {}\nframes: 3", "frames: must be a mapping"),
        ("steps: {}\nlayout: none", "layout: must be a mapping"),
        ("steps: {}\nlinks: a -> b", "a.mlops.yaml:2: links: must be a list of links. Write 'a -> b'"),
        ("steps:\n  a: train", "a.mlops.yaml:2: steps.a: must be a mapping"),
        ("steps:\n  two words: {}", "a.mlops.yaml:2: steps.two words: is not a step id. Use letters"),
        ("steps:\n  7: {}", "steps.7: is not a step id"),
        ("steps:\n  ? ''\n  : {}", "is not a step id"),
        (f"steps:\n  {'a' * 101}: {{}}", f"steps.{'a' * 57}...: is not a step id"),
        ("steps:\n  a: {kind: 7}", "steps.a.kind: must be the name of a step kind. Write for example 'kind: train'."),
        ("steps:\n  a: {kind: ''}", "steps.a.kind: must be the name"),
        ("steps:\n  a: {title: [x]}", "steps.a.title: must be text. Put quotes around it."),
        ("steps:\n  a: &a {kind: train}\n  b: {<<: *a}", "a.mlops.yaml:3: steps.b.<<: merge keys are not supported"),
        ("steps: {a: {}, b: {}}\nlinks:\n  - a -> b\n  - a -> c", "a.mlops.yaml:4: links.1: there is no step 'c'."),
        ("steps: {a: {}, b: {}}\nlinks: [x -> b]", "links.0: there is no step 'x'. Correct the name or add the step."),
        ("steps: {a: {}}\nlinks: [a ~> a]", "links.0: a cannot be linked to itself. Remove the link."),
        ("steps: {a: {}, b: {}}\nlinks: [a -> b, a->b]", "links.1: the link a -> b stands twice"),
        ("steps: {a: {}, b: {}}\nlinks: [a => b]", "links.0: 'a => b' is not a link. Write 'a -> b', 'a ~> b'"),
        ("steps: {a: {}, b: {}}\nlinks: [a -> b -> a]", "is not a link"),
        ("steps: {a: {}, b: {}}\nlinks: ['a -> b [often]']", "links.0: 'often' is none of success, always"),
        ("steps: {a: {}, b: {}}\nlinks: ['a -> b [always, failure]']", "'failure' contradicts 'always'"),
        ("steps: {a: {}, b: {}}\nlinks: [{from: a, to: b}]", "links.0: a link must be text. Write 'a -> b'"),
        ("steps: {}\nlinks: [3]", "a link must be text"),
        (f"steps: {{}}\nlinks: [{'x' * 99}]", f"'{'x' * 57}...' is not a link"),
        ("steps: {}\nnotes: {n: hello}", "notes.n: must be a mapping"),
        ("steps: {}\nnotes: {two words: {}}", "notes.two words: is not a note id"),
        ("steps: {}\nnotes: {n: {text: 3}}", "notes.n.text: must be text"),
        ("steps: {}\nnotes: {n: {colour: []}}", "notes.n.colour: must be text"),
        ("steps: {}\nnotes: {n: {at: 3}}", "notes.n.at: must be two numbers. Write for example '[120, 80]'."),
        ("steps: {}\nnotes: {n: {at: [1]}}", "must be two numbers"),
        ("steps: {}\nnotes: {n: {at: [1, b]}}", "must be two numbers"),
        ("steps: {}\nnotes: {n: {at: [1, true]}}", "must be two numbers"),
        ("steps: {}\nnotes: {n: {at: [.nan, 1]}}", "must be two numbers"),
        ("steps: {}\nnotes: {n: {at: [1e300, 1]}}", "must be two numbers"),
        ("steps: {}\nnotes: {n: {size: [0, 5]}}", "notes.n.size: must be larger than nothing"),
        ("steps: {}\nframes: {f: [a]}", "frames.f: must be a mapping"),
        ("steps: {}\nframes: {'': {}}", "is not a frame id"),
        ("steps: {}\nframes: {f: {title: 3}}", "frames.f.title: must be text"),
        ("steps: {}\nframes: {f: {steps: a}}", "frames.f.steps: must be a list of step ids"),
        ("steps: {}\nframes: {f: {steps: [1]}}", "frames.f.steps: must be a list of step ids"),
        ("steps: {}\nframes: {f: {steps: [a]}}", "frames.f.steps.0: there is no step 'a'"),
        ("steps: {a: {}}\nlayout: {a: [1, 2, 3]}", "a.mlops.yaml:2: layout.a: must be two numbers"),
        ("steps: {a: {}}\nlayout: {a: left}", "layout.a: must be two numbers"),
        ("steps: {a: {kind: train, tracked: maybe}}", "steps.a.tracked: must be true or false. Tracked: Parameters,"),
        ("steps: {a: {kind: deploy, replicas: many}}", "steps.a.replicas: must be a whole number"),
        ("steps: {a: {kind: deploy, platform: moon}}", "steps.a.platform: must be server, vm, kubernetes"),
        ("steps: {a: {kind: monitor, watches: service}}", "steps.a.watches: must be a list of words"),
        ("steps: {a: {kind: monitor, watches: [weather]}}", "steps.a.watches: has 'weather', but may only have"),
        ("steps: {a: {timeout_minutes: 3.5}}", "steps.a.timeout_minutes: must be a whole number"),
        ("steps: {a: {model: 3}}", "steps.a.model: must be a name or a list of names"),
        ("steps: {a: {model: [3]}}", "steps.a.model: must be a name or a list of names"),
        ("steps: {a: {suppress: MON001}}", "steps.a.suppress: must be a list of entries such as {code: MON001"),
        ("steps: {a: {suppress: [{as: elsewhere}]}}", "steps.a.suppress: must be a list of entries"),
        ("pipeline: {suppress: [3]}\nsteps: {}", "pipeline.suppress: must be a list of entries"),
        ("pipeline: {scope: offline}\nsteps: {}", "pipeline.scope: must be training, batch or online. Purpose: What"),
        ("pipeline: {repo: git}\nsteps: {}", "pipeline.repo: must be true or false"),
    ],
)
def test_a_mistake_is_told_with_line_field_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parsed(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("a.mlops.yaml")
    assert "\n" not in str(caught.value)


def test_what_the_program_does_not_know_is_not_checked() -> None:
    snapshot = parsed("pipeline: {mood: 3}\nsteps: {a: {kind: magic, tracked: maybe, colour: [1]}}\n").snapshot
    assert dict(snapshot.steps["a"].attributes) == {"tracked": "maybe", "colour": [1]}
    assert dict(snapshot.facts) == {"mood": 3}


def test_accepted_findings_and_model_names_are_read_as_they_stand() -> None:
    text = "steps: {a: {kind: train, model: [x, y], suppress: [{code: MON001, until: 2027-06-30}]}, b: {model: x}}\n"
    steps = parsed(text).snapshot.steps
    assert steps["a"].get("suppress") == [{"code": "MON001", "until": "2027-06-30"}]
    assert (steps["a"].get("model"), steps["b"].get("model")) == (["x", "y"], "x")


def test_too_many_steps_or_links_are_refused() -> None:
    many = "".join(f"  s{i}:\n" for i in range(100_001))
    with pytest.raises(DocumentError, match="more than 100,000 steps"):
        parsed(f"steps:\n{many}")
    links = "- a -> b\n" * 400_001  # refused before the second one is read as a repetition
    with pytest.raises(DocumentError, match="more than 400,000 links"):
        parsed(f"steps: {{a: , b: }}\nlinks:\n{links}")


def test_a_document_knows_its_bytes_and_its_file() -> None:
    document = parse_document("\ufeffsteps: {}\r\n", "x", CATALOG, Path("x.mlops.yaml"))
    assert document.data == b"\xef\xbb\xbfsteps: {}\r\n"
    assert document.path == Path("x.mlops.yaml")
    assert Document(document.snapshot, "").path is None
