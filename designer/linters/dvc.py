"""https://dvc.org: its own reading of a dvc.yaml, its schema, and the graph of its stages; no stage is run."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.linters.files import is_stage_file, line_at, trees
from designer.linters.linter import ERROR, UNREAD, Linter, LinterFinding
from designer.programs.dvc import TITLE, URL, WAYS
from designer.programs.running import Output

ROOT_MARK: Final = ".root"
"""A file of this name says that its folder is a repository of its own; else the folder of the run is."""
_FIELD: Final = re.compile(r"'((?:stages|vars|artifacts|params|metrics|plots|datasets)(?:\.[^']+)?)'")

# Run by the Python that DVC is installed for: one start for many files instead of a second for each. The folder it
# runs in is taken off the path of modules first: what lies there is other people's. No file is hashed, so the data
# bases in which DVC remembers hashes are not made (two thirds of the time); whatever it keeps, it keeps in the copy.
_SCRIPT: Final = """
import sys
sys.path[:] = [p for p in sys.path if p]
import json, logging, os
os.environ["DVC_NO_ANALYTICS"] = "1"
os.environ["DVC_SITE_CACHE_DIR"] = os.path.join(START, ".dvc-site")
logging.disable(logging.CRITICAL)
from dvc.repo import Repo
try:
    from dvc_data.hashfile import state
    state.State = lambda *_: state.StateNoop()
except (ImportError, AttributeError):
    pass

def opened(root):
    if not os.path.isdir(os.path.join(root, ".dvc")):
        os.makedirs(os.path.join(root, ".dvc"))
        with open(os.path.join(root, ".dvc", "config"), "w") as config:
            config.write("[core]" + chr(10) + "    no_scm = True" + chr(10))
    return Repo(root)

def told(file, error):
    inner = getattr(error, "exc", None)
    for one in getattr(inner, "errors", None) or [None]:
        if one is not None:
            yield {"message": one.msg, "at": [str(p) for p in one.path]}
            continue
        cause = getattr(inner, "__cause__", None) or error.__cause__
        mark = getattr(cause, "problem_mark", None)
        message = getattr(cause, "problem", None) if mark else None
        yield {"message": message or str(error), "line": mark.line + 1 if mark else None}

def home(file):
    start = root = os.path.dirname(os.path.abspath(file))
    while not os.path.exists(os.path.join(root, MARK)) and root != START and os.path.dirname(root) != root:
        root = os.path.dirname(root)
    return root

homes = {}
for line in sys.stdin:
    file = line.strip(chr(10))
    homes.setdefault(home(file), []).append(file)
for root, files in homes.items():
    wrong = []
    try:
        with opened(root) as repo:
            for file in files:
                try:
                    list(repo.stage.load_all(os.path.abspath(file)))
                except Exception as error:
                    wrong += [{"file": file, **entry} for entry in told(file, error)]
            if not wrong:
                repo.index.graph
    except Exception as error:
        named = [file for file in files if file in str(error)]
        wrong += [{"file": (named or files)[0], **entry} for entry in told(files[0], error)]
    for entry in wrong:
        print(json.dumps(entry), flush=True)
print(json.dumps({"end": True}), flush=True)
""".replace("MARK", repr(ROOT_MARK)).replace("START", "os.getcwd()")


class _Dvc(Linter):
    title = TITLE
    url = URL
    ways = WAYS
    is_judge = True

    def reads(self, path: str, text: str) -> bool:
        return is_stage_file(path)

    def along(self, path: str) -> tuple[str, ...]:
        return (posixpath.join(posixpath.dirname(path), "params.yaml"),)  # the values of every template

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        python = interpreter(program)
        return [*python, "-c", _SCRIPT] if python else []

    def standard_input(self, files: Sequence[str]) -> str:
        return "".join(f"{file}\n" for file in files)

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        entries = [json.loads(line) for line in output.text.splitlines() if line.startswith("{")]
        if not entries or "end" not in entries[-1]:
            raise ValueError(output.errors.strip()[-500:] or f"exit code {output.code}")
        for entry in entries[:-1]:
            yield self._finding(entry, files)

    def _finding(self, entry: dict[str, Any], files: Mapping[str, str]) -> LinterFinding:
        path, message = str(entry["file"]), " ".join(str(entry["message"]).split())
        if entry.get("line"):
            return self.finding(UNREAD, ERROR, message, path, entry["line"])
        place = entry.get("at") or _named(message)
        line = next((n for tree in trees(path, files.get(path, "")) if (n := line_at(tree, place))), None)
        where = f"{'.'.join(place)}: " if entry.get("at") else ""
        return self.finding("schema" if entry.get("at") else "load", ERROR, where + message, path, line)


def _named(message: str) -> list[str]:
    """The entry that a message names: ``failed to parse 'stages.a.cmd' in 'dvc.yaml'``, or ``stage: 'a'``."""
    match = _FIELD.search(message)
    if match:
        return match[1].split(".")
    stage = re.search(r"stage:? '([^'@]+)", message)
    return ["stages", stage[1].rpartition(":")[2]] if stage else []


def interpreter(program: Path) -> list[str]:
    """The command that starts the Python which a script belongs to; empty when nobody can tell."""
    real = Path(os.path.realpath(program))
    with real.open("rb") as file:
        head = file.read(2_000).decode("utf-8", "replace")
    first, _, rest = head.partition("\n")
    words = first.removeprefix("#!").split() if first.startswith("#!") else []
    if words[:1] and Path(words[0]).name == "env":
        return [words[0], words[-1]]  # looked up when it is run, where nothing of the opened folder is on PATH
    if words[:1] and Path(words[0]).name == "sh":  # pip's form for long paths
        long = re.match(r"'''exec' \"?([^\"\n]+?)\"? \"\$0\"", rest)
        return [long[1]] if long else []
    if words:
        return [first.removeprefix("#!").strip()]
    beside = (real.with_name(name) for name in ("python.exe", "python3", "python"))
    return next(([str(python)] for python in beside if python.is_file()), [])


LINTER = _Dvc()
