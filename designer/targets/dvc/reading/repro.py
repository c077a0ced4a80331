"""Which stages of a dvc.yaml a command like ``dvc repro train`` runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from posixpath import join, normpath
from typing import Final

from designer.model.step import Step
from designer.targets.command_line import arguments, command_of, shell_words
from designer.targets.imported import Imported, SourceFile

_CHANGE: Final = re.compile(r"(?:^|[;&|\n(])[^\S\n]*cd\s+[\"']?([^\s\"';&|)]+)")
_RUN: Final = re.compile(r"\bdvc\s+(?:--?\S+\s+)*(?:repro|exp\s+run)\b([^;&|\n]*)")
_VALUED: Final = frozenset(
    {"-n", "--name", "-S", "--set-param", "--rev", "-j", "--jobs", "--queue-jobs", "-m", "--message"}
)
_ALL: Final = frozenset({"-P", "--all-pipelines"})
_BELOW: Final = frozenset({"-R", "--recursive"})
_SINGLE: Final = frozenset({"-s", "--single-item"})
_FILE: Final = "dvc.yaml"


def stages_run(step: Step, file: SourceFile, read: Imported) -> tuple[str, ...]:
    """Ids of the stages of a file that a step runs, what they depend on included."""
    found: dict[str, None] = {}
    for folder, words in _runs(step):
        stated, options = arguments(words, _VALUED)
        targets = [word for word in stated if not word.startswith((">", "2>", "$"))]
        if _ALL & options.keys():
            found.update(dict.fromkeys(_everything(read)))
        elif not targets:
            if normpath(join(folder, _FILE)) == file.path:
                found.update(dict.fromkeys(_everything(read)))
        else:
            for target in targets:
                found.update(dict.fromkeys(_of_target(target, folder, options, file, read)))
    return tuple(found)


def _runs(step: Step) -> Iterator[tuple[str, list[str]]]:
    """Folder and words of each run in a step's command; a ``cd`` before it counts."""
    command = command_of(step)
    for match in _RUN.finditer(command):
        folder = str(step.get("working_directory") or "")
        for change in _CHANGE.finditer(command, 0, match.start()):
            folder = join(folder, change[1])
        yield folder, shell_words(match[1])


def _of_target(target: str, folder: str, options: Mapping[str, str], file: SourceFile, read: Imported) -> Iterable[str]:
    path, colon, name = target.rpartition(":")
    if not colon and target.endswith((".yaml", ".yml")):
        return _everything(read) if normpath(join(folder, target)) == file.path else ()
    if _BELOW & options.keys():
        below = normpath(join(folder, target))
        return _everything(read) if below == "." or file.path.startswith(f"{below}/") else ()
    if normpath(join(folder, path or _FILE)) != file.path:
        return ()
    chosen = [g.steps[0] for g in read.groups if name.partition("@")[0] == g.name]
    return chosen if _SINGLE & options.keys() else _with_ancestors(chosen, read)


def _everything(read: Imported) -> tuple[str, ...]:
    return tuple(s for g in read.groups for s in g.steps)


def _with_ancestors(chosen: Iterable[str], read: Imported) -> list[str]:
    needs: Mapping[str, tuple[str, ...]] = {g.steps[0]: g.needs for g in read.groups}
    cards = {g.name: g.steps[0] for g in read.groups}
    found: dict[str, None] = {}
    waiting = list(chosen)
    while waiting:
        step = waiting.pop()
        if step not in found:
            found[step] = None
            waiting += [cards[n] for n in needs.get(step, ()) if n in cards]
    return [s for g in read.groups for s in g.steps if s in found]
