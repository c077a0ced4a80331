"""Cuts shell text into the commands that do something; text that is only printed or tested falls away.

This is no shell: nothing is expanded or run. It knows quotes, comments, line continuations, here-documents,
``$(...)`` and the operators between commands well enough to tell what a script calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

MAX_LENGTH: Final = 20_000  # longer scripts are cut; what they do shows before

# Never two ways to read one text: nothing that people write takes longer than its length.
_EXPRESSION: Final = r"\$\{\{.{0,400}?\}\}"
_DOUBLE: Final = r"\"(?:[^\"\\]++|\\.)*+\""
_SINGLE: Final = r"'[^']*+'"
_INNER: Final = rf"\$\((?:[^()\"']++|{_DOUBLE}|{_SINGLE}|[\"']|\((?:[^()]++|\([^()]*+\))*+\))*+\)"
_TOKEN: Final = re.compile(
    rf"""
    {_EXPRESSION} | \\. | {_SINGLE} | {_DOUBLE} | {_INNER} | `[^`\n]*+`
  | (?P<comment>(?:(?<=\s)|(?<=^)|(?<=;))\#[^\n]*+)
  | <<-?[ \t]*(?P<quote>['"]?)(?P<end>\w+)(?P=quote)
  | \d?>&\d? | &>>? | <&\d? | >\|
  | (?P<separator>\n|;;?|&&|\|\|?&?|&)
  | [^\\'"$`#<>;&|\n\d]++ | .
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CONTINUED: Final = re.compile(r"(?<![ \t])[ \t]*+(?:\\|(?<=[ \t])[`^])[ \t]*\r?\n[ \t]*")
# Words that open or close blocks; what follows them is a command of its own.
_LEADING: Final = re.compile(r"(?:(?:if|then|else|elif|while|until|do|time|!|\{|@|&)\s+|\()++")
_CASE_LABEL: Final = re.compile(r"[\w*\"'.|/${}\[\]-]++\)\s+(?=\S)")
_LOOP_HEAD: Final = re.compile(r"(?:for|case|select|function)\b|[\w:-]++\s*\(\)")
_BLOCK_WORDS: Final = {"then", "else", "fi", "do", "done", "esac", "}", ")", "{", "(", "break", "continue", "return"}
_FILLER: Final = "\0"
_PIPES: Final = ("|", "|&")
_PART: Final = rf"{_EXPRESSION}|{_INNER}|{_DOUBLE}|{_SINGLE}|`[^`\n]*+`"
_ASSIGNMENT: Final = re.compile(
    r"(?:export\s+|local\s+|readonly\s+|declare\s+(?:-\w+\s+)?)?\$?[A-Za-z_][\w:.]*+\+?\s?=(?!=)\s?"
    rf"(?P<value>(?:{_PART}|[^\s\"'$]++|\$)*+)\s*",
    re.DOTALL,
)
_SUBSTITUTION: Final = re.compile(r"\"?\$\((?!\()(?P<command>.*)\)\"?\Z|`(?P<ticks>[^`]*)`\Z", re.DOTALL)
_WORD: Final = re.compile(rf"(?:{_PART}|[^\s\"'$]++|\$)++", re.DOTALL)
_FORGIVING: Final = re.compile(r"\s*(?:[({]\s*)?(?:true|:|echo|printf|exit 0|Write-Host|log|warn\w*)\b|\s*:(?=\s|$)")
_FAILING: Final = re.compile(r"\bexit (?!0\b)|\bfalse\b|\breturn [1-9]|\bthrow\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """One command of a script.

    Args:
        text: as it stands, on one line, assignments in front of it gone.
        words: the program and its arguments, quotes around whole words gone.
        forgiven: its failure does not stop the script (``|| true``, ``set +e``).
        body: a program given in a here-document.
        start: where it begins in the script; one that another command runs (``bash -c "..."``) begins with that one.
        end: where it ends there.
        pipes: what it prints is read by the next one.
    """

    text: str
    words: tuple[str, ...]
    forgiven: bool = False
    body: str = ""
    start: int = 0
    end: int = 0
    pipes: bool = False


@dataclass(slots=True)
class _Piece:
    text: str
    forgiven: bool
    body: str
    start: int
    end: int
    pipes: bool = False


def statements(script: str) -> tuple[Statement, ...]:
    """The commands of a script, in order; loops and conditions are entered."""
    found: list[Statement] = []
    for piece in _pieces(script[:MAX_LENGTH]):
        found += _read(piece, 0)
    return tuple(found)


def can_fail(script: str) -> bool:
    """Whether a script itself says that it failed."""
    return _FAILING.search(script[:MAX_LENGTH]) is not None


def words_of(text: str) -> tuple[str, ...]:
    """A command cut at blanks outside of quotes."""
    return tuple(_unquoted(word) for word in _WORD.findall(text))


def _unquoted(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


def _read(piece: _Piece, depth: int) -> list[Statement]:
    """The commands in one piece: none in a mere assignment, several in ``bash -c "a; b"``."""
    text = " ".join(piece.text.split()) if "python" not in piece.text else piece.text.strip()
    text = _without_block_words(text)
    text, inner = _without_assignments(text)
    if inner and depth < 4:
        return _inner(inner, piece, depth)
    if not text:
        return []
    words = words_of(text)
    if not words:
        return []
    nested = _nested_script(words, piece.body)
    own = Statement(text, words, piece.forgiven, piece.body, piece.start, piece.end, piece.pipes)
    if nested and depth < 4:
        inside = _inner(nested, piece, depth)
        return [own, *inside] if words[0] == "ssh" else inside  # where it runs matters too
    return [own]


def _inner(script: str, piece: _Piece, depth: int) -> list[Statement]:
    """The commands of a script that another command runs; they stand where that one does."""
    found = [s for p in _pieces(script) for s in _read(p, depth + 1)]
    return [replace(s, start=piece.start, end=piece.end) for s in found]


def _without_block_words(text: str) -> str:
    text = text.rstrip("\r")
    while True:
        shorter = _LEADING.sub("", text, count=1) if _LEADING.match(text) else text
        label = _CASE_LABEL.match(shorter)
        if label and "(" not in label.group():
            shorter = shorter[label.end() :]
        if shorter == text:
            break
        text = shorter.lstrip()
    return "" if text.split(" ", 1)[0] in _BLOCK_WORDS or _LOOP_HEAD.match(text) else text


def _without_assignments(text: str) -> tuple[str, str]:
    """The command behind ``A=b C=d``, and the script inside ``A=$(...)`` when nothing stands behind."""
    while match := _ASSIGNMENT.match(text):
        rest = text[match.end() :]
        if not rest:
            inner = _SUBSTITUTION.match(match["value"])
            return "", (inner["command"] or inner["ticks"] or "") if inner else ""
        if rest == text:
            break
        text = rest
    return text, ""


def _nested_script(words: tuple[str, ...], body: str) -> str:
    """The script in ``bash -c "..."``, ``bash <<EOF`` and ``ssh host <<EOF``."""
    program = words[0].rsplit("/", 1)[-1]
    if program not in {"bash", "sh", "zsh", "ssh", "eval"}:
        return ""
    if body:
        return body
    if program != "ssh" and len(words) > 2 and words[1].startswith("-") and "c" in words[1]:
        return words[2]
    return words[1] if program == "eval" and len(words) == 2 and " " in words[1] else ""


def _pieces(script: str) -> Iterator[_Piece]:
    """Cuts at the operators of the shell that stand outside of quotes."""
    script = _CONTINUED.sub(lambda m: _FILLER * (len(m.group()) - 1) + " ", script)  # as long as before: places stay
    current: list[str] = []
    lenient, position, body_end, start, end = False, 0, "", 0, 0
    ends: list[str] = []
    while match := _TOKEN.match(script, position):
        position = match.end()
        if match["end"] is not None:
            ends.append(match["end"])
        elif match["separator"] is not None:
            separator, body_end = match["separator"], ""
            if separator == "\n" and ends:
                body_end, position = _heredocs(script, position, ends)
                ends = []
            text = "".join(current).replace(_FILLER, "")
            current = []
            lenient = _leniency(text, script, position, lenient)
            if text.strip():
                forgiven = lenient or _is_forgiven(separator, script, position)
                yield _Piece(text, forgiven, body_end, start, end, separator in _PIPES)
            start = position
        elif match["comment"] is None:
            start = match.start() if not current else start
            current.append(match.group())
            end = match.end()
        if position >= len(script):
            break
    if "".join(current).strip():
        yield _Piece("".join(current).replace(_FILLER, ""), lenient, "", start, end)


def _leniency(text: str, script: str, position: int, before: bool) -> bool:
    """Whether failures pass unnoticed from here on: after ``set +e`` when the result is not used later."""
    command = text.split()
    if command[:1] != ["set"]:
        return before
    if command[1:2] == ["+e"]:
        return "exit $" not in script[position:]
    return before and not any(word.startswith("-") and "e" in word for word in command[1:])


def _is_forgiven(separator: str, script: str, position: int) -> bool:
    if separator != "||":
        return False
    rest = script[position:].replace(_FILLER, "")
    return _FORGIVING.match(rest) is not None and not _FAILING.search(rest.split("\n", 1)[0])


def _heredocs(script: str, position: int, ends: list[str]) -> tuple[str, int]:
    """The text of the first here-document and where the last one ends."""
    first = ""
    for number, end in enumerate(ends):
        close = re.compile(rf"^[ \t]*{end}[ \t]*\r?$", re.MULTILINE).search(script, position)
        stop = close.start() if close else len(script)
        if number == 0:
            first = script[position:stop].replace(_FILLER, "")
        position = min(len(script), close.end() + 1) if close else len(script)
    return first, position
