"""Bends of links in documents, in sidecars and on the clipboard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.steps.catalog import Catalog, load_catalog
from designer.storage.document import fragment_text, parse_document, parse_fragment, write_document
from designer.storage.overlay import apply, difference
from designer.storage.sidecar import parse_sidecar, sidecar_text

TEXT = """\
# a pipeline
steps:
  load: {kind: data_source}   # from the lake
  train: {kind: train}
links:
  - load -> train
  - train ~> load
layout:
  load: [0, 0]
  train: [290, 0]   # beside it
  load -> train: [[210, 90], [260.5, 120]]
  train ~> load: [[100, 200]]   # below
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([])


def test_bends_are_read_from_the_layout(catalog: Catalog) -> None:
    snapshot = parse_document(TEXT, "", catalog).snapshot
    assert snapshot.bends == {"load -> train": ((210, 90), (260.5, 120)), "train ~> load": ((100, 200),)}
    assert set(snapshot.positions) == {"load", "train"}


def test_a_document_is_written_back_byte_for_byte(catalog: Catalog) -> None:
    document = parse_document(TEXT, "", catalog)
    assert write_document(document.snapshot, document) == TEXT


def test_a_moved_bend_changes_its_own_line_only(catalog: Catalog) -> None:
    document = parse_document(TEXT, "", catalog)
    moved = replace(document.snapshot, bends={**document.snapshot.bends, "train ~> load": ((100, 220), (50, 200))})
    assert write_document(moved, document) == TEXT.replace("[[100, 200]]", "[[100, 220], [50, 200]]")


def test_removed_and_new_bends_are_lines_of_the_layout(catalog: Catalog) -> None:
    document = parse_document(TEXT, "", catalog)
    without = replace(document.snapshot, bends={"train ~> load": ((100, 200),)})
    text = write_document(without, document)
    assert text == TEXT.replace("  load -> train: [[210, 90], [260.5, 120]]\n", "")
    again = parse_document(text, "", catalog)
    assert parse_document(write_document(document.snapshot, again), "", catalog).snapshot == document.snapshot


def test_many_bends_take_several_lines_and_come_back(catalog: Catalog) -> None:
    snapshot = parse_document(TEXT, "", catalog).snapshot
    many = replace(snapshot, bends={"load -> train": tuple((float(i), i / 4) for i in range(60))})
    assert parse_document(write_document(many), "", catalog).snapshot.bends == many.bends


@pytest.mark.parametrize("value", ["12", "[1, 2]", "[[1]]", "[[1, two]]", "{x: 1}", "[[.nan, 1]]"])
def test_what_is_no_list_of_places_is_told_with_its_line(catalog: Catalog, value: str) -> None:
    with pytest.raises(DocumentError) as told:
        parse_document(TEXT.replace("[[100, 200]]", value), "a.yaml", catalog)
    assert told.value.line == 12


def test_bends_of_links_that_are_gone_do_no_harm(catalog: Catalog) -> None:
    text = TEXT.replace("  - train ~> load\n", "")
    assert set(parse_document(text, "", catalog).snapshot.bends) == {"load -> train"}


def test_the_clipboard_keeps_bends(catalog: Catalog) -> None:
    snapshot = parse_document(TEXT, "", catalog).snapshot
    assert parse_fragment(fragment_text(snapshot), catalog).bends == snapshot.bends


# ---------------------------------------------------------------------- beside files of others
def test_a_sidecar_keeps_bends_and_gives_them_back(catalog: Catalog) -> None:
    now = parse_document(TEXT, "", catalog).snapshot
    base = replace(now, positions={}, bends={})
    overlay = difference(base, now, {"load": "load", "train": "train"})
    text = "sources: [dvc.yaml]  # mine\nlayout:\n  load: [0, 0]\n"
    old = parse_sidecar(text, "")
    written = sidecar_text(replace(old, overlay=overlay), old)
    assert written.startswith("sources: [dvc.yaml]  # mine\nlayout:\n  load: [0, 0]\n")
    assert "  load -> train: [[210, 90], [260.5, 120]]\n" in written
    assert apply(parse_sidecar(written, "").overlay, base).snapshot.bends == now.bends


def test_bends_of_links_that_left_the_files_wait_for_them(catalog: Catalog) -> None:
    now = parse_document(TEXT, "", catalog).snapshot
    overlay = difference(replace(now, positions={}, bends={}), now, {"load": "load", "train": "train"})
    alone = Snapshot(steps={"load": Step("load", "data_source")})
    applied = apply(overlay, alone)
    assert not applied.snapshot.bends
    assert applied.orphans.bends == now.bends
