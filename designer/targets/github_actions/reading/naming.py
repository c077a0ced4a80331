"""What the card of a step is called in ids."""

from __future__ import annotations

import re
from typing import Final

from designer.targets.github_actions.reading import actions
from designer.targets.github_actions.reading.entry import Entry

_RUNNERS: Final = re.compile(r"(sudo|time|exec|bash|sh|python3?|uv|run|poetry|pipenv|hatch|npm|npx|node|make|-\S+)\Z")
_WORDS_IN_ID: Final = 40


def word_for(step: Entry) -> str:
    """What a step is called: its id, its name, or the first word of what it runs."""
    if step.text("id"):
        return step.text("id")
    found = step.text("name") or _first_word(step.text("run")) or actions.short_name(step.text("uses")) or "step"
    slug = re.sub(r"[^a-z0-9]+", "_", re.sub(r"\$\{\{.*?\}\}", " ", found.lower())).strip("_")
    if len(slug) > _WORDS_IN_ID:
        slug = slug[:_WORDS_IN_ID].rpartition("_")[0] or slug[:_WORDS_IN_ID]
    return slug or "step"


def _first_word(command: str) -> str:
    """The program or script that a command runs first: ``python src/train.py --fast`` gives ``train``."""
    lines = (line.strip() for line in command.splitlines())
    first = next((x for x in lines if x and not x.startswith(("#", "set ", "cd ", "echo "))), "")
    tokens = [t for t in first.split() if "=" not in t] or [""]
    token = next((t for t in tokens if not _RUNNERS.match(t)), tokens[0])
    return token.rpartition("/")[2].rpartition("\\")[2].partition(".")[0]
