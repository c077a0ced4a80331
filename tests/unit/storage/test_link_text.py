from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.step import CARRIES, STEP_ID, WHEN, Link
from designer.storage.link_text import format_link, parse_link

IDS = st.from_regex(STEP_ID.pattern.removesuffix(r"\Z"), fullmatch=True)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("a -> b", Link("a", "b")),
        ("a->b", Link("a", "b")),
        ("  a~>b ", Link("a", "b", "feedback")),
        ("a-b -> c_d", Link("a-b", "c_d")),
        ("a--> b", Link("a-", "b")),
        ("d -> e [always]", Link("d", "e", when="always")),
        ("d -> e[failure]", Link("d", "e", when="failure")),
        ("d -> e [control]", Link("d", "e", carries="control")),
        ("d -> e [data, always]", Link("d", "e", when="always", carries="data")),
        ("d ~> e [always control]", Link("d", "e", "feedback", "always", "control")),
        ("d -> e [success, any]", Link("d", "e")),
        ("d -> e []", Link("d", "e")),
    ],
)
def test_a_link_is_read_however_it_is_spaced(text: str, link: Link) -> None:
    assert parse_link(text) == link


@pytest.mark.parametrize(
    "text", ["", "a", "a -> ", "-> b", "a => b", "a -> b -> c", "a -> b [", "a -> b [A]", "1 -> b"]
)
def test_other_texts_are_no_links(text: str) -> None:
    with pytest.raises(ValueError, match="is not a link"):
        parse_link(text)


TYPES = st.sampled_from(["flow", "feedback"])


@given(st.builds(Link, IDS, IDS, TYPES, st.sampled_from(WHEN), st.sampled_from(CARRIES)))
def test_a_written_link_is_read_back(link: Link) -> None:
    assert parse_link(format_link(link)) == link


def test_what_is_usual_is_not_written() -> None:
    assert format_link(Link("a", "b")) == "a -> b"
    assert format_link(Link("a", "b", "feedback", "always", "control")) == "a ~> b [always, control]"
