"""Anchors, aliases, merge keys and repeated keys: nothing but what is named may change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from designer.errors import DocumentError
from designer.yaml_tree.editor import Editor, NotEditable
from tests.unit.yaml_tree.edited import edited, refused

TEXT = """\
base: &base
  env: &env {A: 1}
  run: x
one:
  <<: *base
  run: own
two: *base
three:
  env: *env
  list: &list [1]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: e.set(("two", "run"), "z"), "a.yaml:7: two.run: the value is shared by *base, line 7"),
        (lambda e: e.set(("three", "env", "A"), 2), "three.env.A: the value is shared by *env, line 9"),
        (lambda e: e.add(("two",), "k", 2), "the value is shared by *base, line 7"),
        (lambda e: e.append(("three", "env"), 2), "the value is shared by *env, line 9"),
        (lambda e: e.set(("base", "run"), "z"), "base.run: the value is shared by *base, line 5"),
        (lambda e: e.set(("base",), 1), "the value is shared by *base, line 5"),
        (lambda e: e.add(("base",), "k", 1), "the value is shared by *base, line 5"),
        (lambda e: e.delete(("base",)), "the value is shared by *base, line 5"),
        (lambda e: e.rename(("base", "env"), "k"), "the value is shared by *base, line 5"),
        (lambda e: e.substitute(("base", "run"), "x", "z"), "the value is shared by *base, line 5"),
        (lambda e: e.delete(("one", "run")), "one.run: the key would come back through a merge key (<<)"),
        (lambda e: e.rename(("one", "run"), "k"), "the key would come back through a merge key (<<)"),
        (lambda e: e.delete(("one", "env")), "one.env: the value comes through a merge key (<<)"),
        (lambda e: e.set(("one", "env", "A"), 2), "the value comes through a merge key (<<)"),
        (lambda e: e.set(("one", "<<"), {}), "one.<<: there is nothing here"),
    ],
)
def test_what_is_used_at_several_places_is_not_changed(change: Callable[[Editor], None], message: str) -> None:
    assert message in refused(TEXT, change)


def test_an_alias_itself_is_an_entry_like_any_other() -> None:
    assert edited(TEXT, lambda e: e.set(("two",), {"run": "z"})) == TEXT.replace("two: *base", "two:\n  run: z")
    assert edited(TEXT, lambda e: e.delete(("two",))) == TEXT.replace("two: *base\n", "")
    assert edited(TEXT, lambda e: e.set(("three", "env"), "z", "why")) == TEXT.replace("*env", "z # why")


def test_a_merged_key_gets_a_value_of_its_own() -> None:
    assert edited(TEXT, lambda e: e.set(("one", "env"), 2)) == TEXT.replace("own\n", "own\n  env: 2\n")


def test_an_anchor_that_nobody_uses_stays_with_its_value() -> None:
    assert edited(TEXT, lambda e: e.set(("three", "list"), "x")) == TEXT.replace("[1]", "x")
    assert edited(TEXT, lambda e: e.append(("three", "list"), 2)) == TEXT.replace("[1]", "[1, 2]")


def test_a_new_key_that_looks_like_a_merge_key_is_quoted() -> None:
    assert edited("a: 1\n", lambda e: e.add((), "<<", {"c": 1})) == "a: 1\n'<<':\n  c: 1\n"


def test_of_keys_that_stand_twice_the_one_that_counts_is_edited() -> None:
    text = "a: {x: 1}\nb: 1\na: {x: 2}\n"
    assert edited(text, lambda e: e.set(("a", "x"), 3)) == "a: {x: 1}\nb: 1\na: {x: 3}\n"
    assert edited(text, lambda e: e.add(("a",), "k", 3)) == "a: {x: 1}\nb: 1\na: {x: 2, k: 3}\n"


def test_an_error_names_file_line_and_path() -> None:
    editor = Editor(TEXT, "ci.yml")
    with pytest.raises(NotEditable) as caught:
        editor.set(("two", "run"), 1)
    assert (caught.value.path, caught.value.line, caught.value.at) == ("ci.yml", 7, ("two", "run"))


def test_a_text_that_is_no_yaml_cannot_be_edited_at_all() -> None:
    with pytest.raises(DocumentError, match=r"ci\.yml:2"):
        Editor("a: 1\nb: c: d\n", "ci.yml")


def test_the_tree_of_an_editor_is_that_of_its_newest_text() -> None:
    editor = Editor("a: 1\n", "a.yaml")
    editor.add((), "b", {"c": 2})
    assert editor.tree.data() == {"a": 1, "b": {"c": 2}}
    assert editor.tree.lines(("b", "c")) == (3, 3)
