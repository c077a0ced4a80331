"""Edits a text and gives back what came out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from designer.yaml_tree.editor import Editor, NotEditable


def edited(text: str, *changes: Callable[[Editor], None]) -> str:
    """The text after some edits."""
    editor = Editor(text, "a.yaml")
    for change in changes:
        change(editor)
    return editor.text


def refused(text: str, change: Callable[[Editor], None]) -> str:
    """Why an edit is refused; the text must be as it was."""
    editor = Editor(text, "a.yaml")
    with pytest.raises(NotEditable) as caught:
        change(editor)
    assert editor.text == text
    return str(caught.value)
