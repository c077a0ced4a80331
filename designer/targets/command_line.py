"""Commands of steps as far as other files are named in them: who runs, builds or applies what stands there."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable
from itertools import takewhile
from posixpath import join, normpath

from designer.model.step import Step


def command_of(step: Step) -> str:
    """The command of a step, lines that go on in the next one joined."""
    return str(step.get("command") or "").replace("\\\n", " ")


def seen_from_root(step: Step, path: str) -> str:
    """A path in a command of a step, seen from the opened folder."""
    return normpath(join(str(step.get("working_directory") or ""), path))


def shell_words(text: str) -> list[str]:
    """The words of a command without their quotes, up to a comment; cut at blanks where a quote is never closed."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    return list(takewhile(lambda word: not word.startswith("#"), words))


def arguments(words: Iterable[str], valued: Collection[str]) -> tuple[list[str], dict[str, str]]:
    """Arguments of a program, and its options with their values, empty where they have none.

    Args:
        words: what stands behind the program's name.
        valued: options that take the next word.
    """
    found: list[str] = []
    options: dict[str, str] = {}
    waiting = ""
    for word in words:
        name, _, value = word.partition("=")
        if waiting:
            options[waiting], waiting = word, ""
        elif not word.startswith("-"):
            found.append(word)
        elif word in valued:
            waiting = word
        else:
            options[name] = value
    return found, options
