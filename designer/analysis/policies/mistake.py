"""What is wrong in a policy file, before it is known in which line."""

from __future__ import annotations

from difflib import get_close_matches

from designer import yaml_io


class PolicyMistake(Exception):
    """Something in a rule that people added is wrong.

    Args:
        at: path of keys inside the rule.
        advice: what to do.
    """

    def __init__(self, message: str, at: yaml_io.Path = (), advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.advice = advice


def unknown(sort: str, word: str, known: list[str], at: yaml_io.Path) -> PolicyMistake:
    """A word that nobody knows, with the one that was probably meant."""
    near = get_close_matches(word, known, 1, 0.7)
    advice = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(sorted(known))}."
    return PolicyMistake(f"{word!r} is no {sort}", at, advice)
