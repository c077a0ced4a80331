"""Errors say what is wrong, where, and what to do, on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.errors import (
    DesignerError,
    DocumentError,
    EditRefused,
    ExportError,
    ResourceError,
    SaveError,
)

texts = st.text(max_size=40)


def test_a_bare_message_stays_as_it_is() -> None:
    assert str(DesignerError("the file is empty")) == "the file is empty"


def test_an_error_names_file_line_and_field_and_says_what_to_do() -> None:
    error = DocumentError("not a number", path="a.yaml", line=7, field="steps.train.seed", advice="Write a number.")
    assert str(error) == "a.yaml:7: steps.train.seed: not a number. Write a number."


def test_a_line_without_a_file_is_still_told() -> None:
    assert str(DocumentError("not YAML", line=3)) == "line 3: not YAML"


def test_a_file_without_a_line_is_still_told() -> None:
    assert str(SaveError("the disk is full", path="a.mlops.yaml")) == "a.mlops.yaml: the disk is full"


def test_an_error_ends_with_one_full_stop_where_another_sentence_follows() -> None:
    assert SaveError("the disk is full").sentence == "the disk is full."
    assert SaveError("the disk is full", advice="Make room.").sentence == "the disk is full. Make room."


def test_a_refused_edit_carries_the_circle_it_would_close() -> None:
    error = EditRefused("the link would close a circle", cycle=["a", "b", "a"], advice="Make it a feedback link.")
    assert error.cycle == ("a", "b", "a")
    assert str(error) == "the link would close a circle. Make it a feedback link."


@pytest.mark.parametrize("kind", [DocumentError, EditRefused, ExportError, SaveError, ResourceError])
def test_one_except_clause_catches_every_error_meant_for_people(kind: type[DesignerError]) -> None:
    with pytest.raises(DesignerError):
        raise kind("something")


@given(message=texts, path=texts, field=texts, advice=texts)
def test_an_error_is_one_printable_line_whatever_a_file_put_into_it(
    message: str, path: str, field: str, advice: str
) -> None:
    shown = str(DesignerError(message, path=path, field=field, advice=advice))
    assert shown.isprintable()
    assert len(shown.splitlines()) <= 1
