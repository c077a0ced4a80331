from __future__ import annotations

from dataclasses import replace

import pytest

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.steps.catalog import Catalog, load_catalog
from designer.storage.overlay import Overlay
from designer.storage.sidecar import Sidecar, is_sidecar, parse_sidecar, sidecar_text

TEXT = """\
# what the workflow does not say
format: 1
sources: [workflows/ci.yml]   # beside this folder

pipeline:
  scope: training
steps:
  train:
    kind: train   # it is no test
    seed: true
removed: [version]
added:
  watch: {kind: monitor, title: Watch it}
links:
  - train -> watch [always]
unlinked:
  - train -> version
notes:
  todo: {text: Ask Kim, at: [10, 20]}
frames:
  job: {collapsed: true}
layout:
  train: [0, 0]
our own section: {kept: true}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([])


def test_every_section_is_read() -> None:
    found = parse_sidecar(TEXT, "ci.mlops.yaml")
    overlay = found.overlay
    assert found.sources == ("workflows/ci.yml",)
    assert overlay.facts == {"scope": "training"}
    assert overlay.steps == {"train": {"kind": "train", "seed": True}}
    assert (overlay.removed, overlay.unlinked) == (("version",), ("train -> version",))
    assert overlay.added == {"watch": Step("watch", "monitor", "Watch it")}
    assert overlay.links["train -> watch"].when == "always"
    assert overlay.notes["todo"].text == "Ask Kim"
    assert overlay.frames == {"job": {"collapsed": True}}
    assert overlay.positions == {"train": (0, 0)}


def test_the_same_contents_give_the_same_bytes() -> None:
    found = parse_sidecar(TEXT, "x")
    assert sidecar_text(replace(found), found) == TEXT


def test_a_change_keeps_comments_order_and_unknown_sections() -> None:
    found = parse_sidecar(TEXT, "x")
    steps = {**found.overlay.steps, "test": {"kind": "code_test"}}
    new = sidecar_text(replace(found, overlay=replace(found.overlay, steps=steps)), found)
    assert new == TEXT.replace("    seed: true\n", "    seed: true\n  test:\n    kind: code_test\n")


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    found = parse_sidecar(text, "x")
    new = sidecar_text(replace(found, overlay=replace(found.overlay, removed=("version", "zeta"))), found)
    assert new == text.replace("removed: [version]", "removed: [version, zeta]")


def test_with_nothing_left_to_say_it_goes_away() -> None:
    found = parse_sidecar("format: 1\nsources: [a.yml]\nremoved: [x]\n", "x")
    assert sidecar_text(replace(found, overlay=Overlay()), found) == ""
    assert sidecar_text(Sidecar(("a.yml",), Overlay()), None) == ""


def test_it_stays_for_the_sake_of_sections_that_are_not_ours() -> None:
    found = parse_sidecar(TEXT, "x")
    rest = sidecar_text(replace(found, overlay=Overlay()), found)
    assert "our own section: {kept: true}" in rest
    assert parse_sidecar(rest, "x").overlay.is_empty


def test_one_written_by_hand_in_another_form_is_rewritten_but_says_the_same() -> None:
    found = parse_sidecar("{sources: [a.yml], removed: [x], mine: 1}", "x")
    new = sidecar_text(replace(found, overlay=replace(found.overlay, removed=("y",))), found)
    assert parse_sidecar(new, "x").overlay == Overlay(removed=("y",))
    assert "mine: 1" in new


@pytest.mark.parametrize(
    ("text", "line", "field", "says"),
    [
        ("sources: 3\n", 1, "sources", "must be a list"),
        ("sources: []\n", 1, "sources", "names no file"),
        ("sources: [1]\n", 1, "sources.0", "must be text"),
        ("removed: []\n", 1, None, "no 'sources'"),
        ("sources: [a]\nsteps: [x]\n", 2, "steps", "must be a mapping"),
        ("sources: [a]\nsteps:\n  x y: {}\n", 3, "steps.x y", "is not a step id"),
        ("sources: [a]\nsteps:\n  x:\n    id: 1x\n", 4, "steps.x.id", "is not a step id"),
        ("sources: [a]\nsteps:\n  x: {id: null}\n", 3, "steps.x.id", "is not a step id"),
        ("sources: [a]\nsteps:\n  x: {kind: [a]}\n", 3, "steps.x.kind", "must be text"),
        ("sources: [a]\nadded:\n  x: {title: 3}\n", 3, "added.x.title", "must be text"),
        ("sources: [a]\nlinks: [x]\n", 2, "links.0", "is not a link"),
        ("sources: [a]\nlinks: x\n", 2, "links", "must be a list"),
        ("sources: [a]\nframes: {f: {steps: 3}}\n", 2, "frames.f.steps", "must be a list of step ids"),
        ("sources: [a]\nnotes: {n: {at: [1]}}\n", 2, "notes.n.at", "must be two numbers"),
        ("sources: [a]\nformat: 0\n", 2, "format", "whole number"),
        ("sources: [a]\nformat: 99\nlinks: x\n", 3, "links", "newer version"),
        ("sources: [a]\n: - :\n", 2, None, ""),
    ],
)
def test_mistakes_are_told_with_line_and_field(text: str, line: int, field: str | None, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_sidecar(text, "ci.mlops.yaml")
    error = caught.value
    assert (error.path, error.line, error.field) == ("ci.mlops.yaml", line, field)
    assert says in error.message


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("pipeline: {scope: everything}", "pipeline.scope"),
        ("steps: {train: {seed: maybe}}", "steps.train.seed"),
        ("steps: {test: {kind: train, seed: maybe}}", "steps.test.seed"),
        ("steps: {gone: {timeout_minutes: long}}", "steps.gone.timeout_minutes"),
        ("added: {new: {kind: train, seed: maybe}}", "added.new.seed"),
    ],
)
def test_facts_of_a_wrong_type_are_told_once_the_kinds_are_known(text: str, field: str, catalog: Catalog) -> None:
    base = Snapshot({"train": Step("train", "train"), "test": Step("test", "code_test")})
    found = parse_sidecar(f"sources: [a]\n{text}\n", "x")
    with pytest.raises(DocumentError) as caught:
        found.check(base, "x", catalog)
    assert (caught.value.field, caught.value.line) == (field, 2)


def test_stated_as_nothing_fits_every_type(catalog: Catalog) -> None:
    base = Snapshot({"train": Step("train", "train")})
    parse_sidecar("sources: [a]\nsteps: {train: {seed: null, command: null}}\n", "x").check(base, "x", catalog)


def test_a_sidecar_is_known_by_its_sources() -> None:
    assert is_sidecar(TEXT)
    assert is_sidecar("\ufeffsources: [a]\n")
    assert not is_sidecar("steps:\n  a:\n    sources: [x]\n")
