"""Steps that only say what they should do: every command of them prints a line."""

from __future__ import annotations

import re
from typing import Final

from designer.recognition.shell import MAX_LENGTH, statements
from designer.recognition.work import Work

_PRINTS: Final = frozenset(
    ("echo", "printf", "print", "true", ":", "exit", "sleep", "set", "write-host", "write-output", "pwd", "date", "cd")
)
_INLINE: Final = re.compile(r"python[\d.]* -c\s+[\"']\s*print\([^;\n]*\)\s*[\"']\s*\Z")
_QUOTED: Final = re.compile(
    r"\"(?:[^\"\\]++|\\.)*+\"|'[^']*'|\$\{\{.{0,400}?\}\}|(?<=\s)#[^\n]*|^#[^\n]*", re.DOTALL | re.MULTILINE
)
_WORKS: Final = re.compile(
    r"\$\((?!date|whoami|hostname|pwd)|`|^[ \t]*(?:if|for|while|until|case|function)\b|^[ \t]*(?:test|\[\[?)\s", re.M
)
_MARKS: Final = re.compile(r"::(warning|error|notice)\b|##vso\[")  # stands on the page of the run
_KEPT: Final = re.compile(r">|\|(?!\|)")
_TELLS: Final = re.compile(
    r"(run (step )?(if|when)|no\b|check (if|whether|for)|list|show|print|display|skip|extract|format|compose|announce"
    r"|debug|echo|info|note|warn|log|explain|output|summar|report)"
    r"|.*\b(summary|info(rmation)?|details|message|label|changed|comment|versions?)\b",
    re.IGNORECASE,
)


def is_placeholder(work: Work) -> bool:
    """Whether a step that runs nothing stands for work that nobody has written yet.

    What looks something up, decides, hands values on or is called a message does what it is there for.
    """
    if not work.is_stage and _TELLS.match(work.name.replace("_", " ").replace("-", " ").strip()):
        return False
    script = work.command[:MAX_LENGTH]
    if _MARKS.search(script):
        return False
    bare = _QUOTED.sub(" ", script)
    if _WORKS.search(bare) or re.search(r"\$\((?!date|whoami|hostname|pwd)", script):
        return False
    if _KEPT.search(bare) and not work.is_stage:
        return False
    return all(s.words[0].lower() in _PRINTS or _INLINE.match(s.text) for s in statements(script))
