"""What a command calls: the script, module, target or sub-command behind wrappers such as ``poetry run``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from designer.recognition.shell import Statement
from designer.recognition.words import tokens

SCRIPT: Final = re.compile(
    r"\.(py|ipynb|sh|bash|zsh|ps1|bat|cmd|R|r|Rmd|qmd|jl|js|ts|mjs|pl|rb|scala|sql|m|exe|slurm|sbatch)\Z"
)
_NO_TARGET: Final = {"-C", "-f", "-j", "--directory", "--makefile", "--file", "--prefix", "--cwd", "--filter", "-n"}
_VERSION: Final = re.compile(r"(?<=[a-z])[\d.]+(\.exe)?\Z|\.exe\Z")
_BARE: Final = re.compile(r"[A-Za-z][A-Za-z_:-]*\Z")
_VARIABLE: Final = re.compile(r"\$(\w+|\{\w+\}|\{\{[^}]*\}\})\Z")
_UNKNOWN: Final = re.compile(r"[$%]\S*\Z|\$\{\{")
_STAGE_OPTION: Final = re.compile(
    r"(?:-{0,2})(?:mode|stage|step|task|pipeline|job|action|command|phase|entry-point)(?:=|\s+)[\"']?"
    r"(?P<value>[A-Za-z][\w-]*)|--?(?P<switch>train|evaluate|eval|test|predict|preprocess|deploy)(?=\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Launchers:
    """Programs that run something else; read from the data file.

    Args:
        wrappers: command in front of another command (``poetry run``) -> positional words of its own to skip.
        runners: programs whose arguments name what is run: ``make``, ``nox`` ...
        interpreters: programs whose first argument that is a file is run: ``bash``, ``Rscript`` ...
        python: names of the Python interpreter.
        valued: options that are followed by a value.
    """

    wrappers: Mapping[str, int]
    runners: frozenset[str]
    interpreters: frozenset[str]
    python: frozenset[str]
    valued: frozenset[str]


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Args:
        program: name of the program, without folder and version.
        arguments: what follows it.
        stem: words of what is run: ``train model`` for ``src/models/train_model.py``.
        folder: words of where it stands: ``src models``.
        shown: what to quote for people.
        code: Python text that is run.
        is_named: whether it is a script, module or target; else only a program with its sub-commands.
    """

    program: str
    arguments: tuple[str, ...] = ()
    stem: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    shown: str = ""
    code: str = ""
    is_named: bool = True


def call_of(statement: Statement, launchers: Launchers) -> Call:
    """What a command calls in the end."""
    words = statement.words
    for _ in range(6):
        shorter = _unwrapped(words, launchers)
        if not shorter or shorter == words:
            break
        words = shorter
    program = _program(words[0])
    if program in launchers.python:
        return _python(words, statement.body)
    if program in launchers.runners:
        targets = [w for w in _positional(words[1:]) if "=" not in w]
        return Call(program, words[1:], _tokens(targets), (), f"{program} {' '.join(targets)}".strip())
    if program in launchers.interpreters:
        return _interpreted(program, words)
    return _plain(program, words)


def _program(word: str) -> str:
    name = word.replace("\\", "/").rsplit("/", 1)[-1].lower()
    return _VERSION.sub("", name) if not SCRIPT.search(name) else name


def _unwrapped(words: tuple[str, ...], launchers: Launchers) -> tuple[str, ...]:
    """The command behind a wrapper; the same words when there is none."""
    if _VARIABLE.match(words[0]) and len(words) > 1 and not words[1].startswith("-"):
        return words[1:]  # `$RUN python train.py`
    program = _program(words[0])
    if program in launchers.python and words[1:2] == ("-m",) and len(words) > 2:
        # `python -m pytest` is pytest; a module with dots is a script.
        return words[2:] if "." not in words[2] or f"-m {words[2]}" in launchers.wrappers else words
    second = words[1] if len(words) > 1 else ""
    for name, used in ((f"{program} {second}", 2), (program, 1)):
        if name in launchers.wrappers:
            return _behind(words[used:], launchers.wrappers[name], launchers) or words
    return words


def _behind(words: tuple[str, ...], skip: int, launchers: Launchers) -> tuple[str, ...]:
    """What is left after options, ``A=b`` and the wrapper's own arguments."""
    index = 0
    while index < len(words):
        word = words[index]
        if word == "-m" and index + 1 < len(words):
            return words[index + 1 :]
        if word.startswith("-"):
            index += 2 if word in launchers.valued else 1
        elif "=" in word.split("/", 1)[0] and not word.startswith(("$", "<")):
            index += 1
        elif skip:
            skip -= 1
            index += 1
        else:
            break
    return words[index:]


def _positional(words: tuple[str, ...]) -> list[str]:
    """The arguments that name targets, of options too: ``nox -s lint``."""
    found, after_valued = [], False
    for word in words:
        if word in {"|", ">", ">>"} or word.startswith(">"):
            break
        if not word.startswith("-") and not after_valued:
            found.append(word)
        after_valued = word in _NO_TARGET
    return found[:6]


def _python(words: tuple[str, ...], body: str) -> Call:
    rest = words[1:]
    while rest and rest[0].startswith("-") and rest[0] not in {"-m", "-c", "-"}:
        rest = rest[2:] if rest[0] in {"-W", "-X"} else rest[1:]
    if rest[:1] == ("-c",) and len(rest) > 1:
        return Call("python", rest, code=rest[1], shown="python -c")
    if (not rest or rest[0] == "-") and body:
        return Call("python", rest, code=body, shown="python")
    if rest[:1] == ("-m",) and len(rest) > 1:
        call = _path_call("python", rest[1].replace(".", "/"), rest[2:], f"python -m {rest[1]}")
        return replace(call, arguments=rest[1:])
    return _path_call("python", rest[0], rest[1:], rest[0]) if rest else Call("python")


def _interpreted(program: str, words: tuple[str, ...]) -> Call:
    for index, word in enumerate(words[1:], 1):
        if SCRIPT.search(word) or (not word.startswith("-") and "/" in word and "=" not in word):
            return _path_call(program, word, words[index + 1 :], word.rsplit("/", 1)[-1])
    return _plain(program, words)


def _plain(program: str, words: tuple[str, ...]) -> Call:
    """A program of which nothing is known: its name and its sub-commands are words too."""
    if SCRIPT.search(words[0]) or words[0].startswith(("./", "../")):
        return _path_call(program, words[0], words[1:], words[0].rsplit("/", 1)[-1])
    if _UNKNOWN.match(words[0]) and not SCRIPT.search(words[0]):
        return Call(program, words[1:], shown=words[0], is_named=False)  # what it stands for is not visible
    stem = (*tokens(program), *_tokens(_bare(words[1:])))
    return Call(program, words[1:], stem, (), " ".join((program, *_bare(words[1:]))), is_named=False)


def _path_call(program: str, path: str, arguments: tuple[str, ...], shown: str) -> Call:
    folders, _, name = path.replace("\\", "/").rpartition("/")
    stem = (*tokens(SCRIPT.sub("", name)), *_tokens(_bare(arguments)), *_stage(arguments))
    near = [f for f in folders.split("/") if f not in {".", ".."}][-3:]
    return Call(program, arguments, stem, _tokens(near), shown.rsplit("/", 1)[-1] if "/" in shown else shown)


def _bare(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Sub-commands: the first one or two words that are neither options nor files."""
    found: list[str] = []
    for word in arguments[:2]:
        if not _BARE.match(word):
            break
        found.append(word)
    return tuple(found)


def _stage(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Words of ``--mode train``, ``stage=evaluate`` ..."""
    match = _STAGE_OPTION.search(" ".join(arguments[:12])) if arguments else None
    return tokens(match["value"] or match["switch"]) if match else ()


def _tokens(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for name in names for t in tokens(name))
