"""What the script of a training step shows: tracking, parameters, seeds. Only where its text is at hand.

A script that was read and trains, but shows none of these, lacks them; of any other one nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from posixpath import dirname, join, normpath
from typing import Any, Final

from designer.recognition.shell import MAX_LENGTH

FACTS: Final = ("tracked", "params", "seed")
"""The facts that a script would show."""

Neighbour = Callable[[str], str | None]
"""The text of another file of the folder that was opened; None when there is none."""

_MOST: Final = 16  # files of one script that are read
_LONGEST: Final = 200_000  # characters of each
_CALLED: Final = re.compile(r"(?<![\w./-])(?P<file>[\w./-]+\.(?:py|ipynb))\b|-m\s+(?P<module>[\w.]+)")
_IMPORT: Final = re.compile(
    r"^[^\S\n]*(?:from\s+(?P<of>\.*[\w.]*)\s+import\s+(?P<names>[\w, ]+)|import\s+(?P<plain>[\w.]+))", re.M
)
_TRAINS: Final = re.compile(r"\.fit\w*\(|\.backward\(|\bTrainer\(|\.train\w*\(|\bGridSearchCV\(|\.apply_gradients\(")
_SHOWS: Final[tuple[tuple[str, Any, re.Pattern[str]], ...]] = (
    (
        "tracked",
        True,
        re.compile(
            r"\b(?:import|from)\s+(?:mlflow|wandb|comet_ml|neptune|dvclive|clearml|aim|sacred|trackio|swanlab|dagshub|"
            r"tensorboard\w*|torch\.utils\.tensorboard)\b|\bSummaryWriter\(|\b(?:MLFlow|Wandb|Comet|Neptune|TensorBoard|CSV)"
            r"Logger\(|\bTensorBoard\(|\breport_to\s*=|\b(?:mlflow|wandb)\."
        ),
    ),
    (
        "params",
        "file",
        re.compile(
            r"params_show\(|\byaml\.\w*load|\bOmegaConf\b|\bhydra\b|\btomll?i?b?\.load|\bConfigParser\(|\bjson\.load\("
            r"|\b(?:read|load|get)_(?:yaml|params|config\w*)\b|\bparams\.ya?ml\b|\bConfigurationManager\b|\bdynaconf\b"
        ),
    ),
    (
        "params",
        "cli",
        re.compile(r"\bargparse\b|\bclick\b|\btyper\b|\bfire\.Fire\b|\bHfArgumentParser\b|\bsys\.argv\b"),
    ),
    (
        "seed",
        True,
        re.compile(
            r"\brandom_state\s*=\s*(?!None\b)\S|\bseed\w*\(|_seed\(|\bseed\w*\s*[=:]\s*(?!None\b)\S|\bseed_everything\b"
        ),
    ),
)
_DOES: Final = {
    "evaluate": re.compile(
        r"\b\w+_score\(|\bclassification_report\(|\bconfusion_matrix\(|\bmean_(?:squared|absolute)\w*\(|\.evaluate\w*\(|"
        r"\.score\(|\bdef (?:eval|validate|test)\w*\(|\bdef \w*evaluat\w*\(|\bevaluate_\w+\(|\btrainer\.test\(|"
        r"\bcompute_metrics\s*=|\blog_metrics?\("
    ),
    "register": re.compile(
        r"\bregister_model\(|registered_model_name|\bcreate_model_version\(|\bpush_to_hub|\blog_artifact\(|\blog_model\(|"
        r"upload_(?:folder|file|blob|fileobj|object|model|artifact)|upload_from_(?:file|filename|string)\(|\bput_object\(|"
        r"\bwandb\.save\(|\b(?:upload|push|publish|register)_\w*model\w*\("
    ),
}


@dataclass(frozen=True, slots=True)
class Script:
    """What was found in a script and the files of the folder that it imports.

    Args:
        shows: facts.
        trains: whether the training itself stands in what was read.
        does: kinds of steps whose work it does as well.
        is_cut: whether it imports more files than were read.
    """

    shows: dict[str, Any] = field(default_factory=dict)
    trains: bool = False
    does: frozenset[str] = frozenset()
    is_cut: bool = False

    @property
    def unseen(self) -> tuple[str, ...]:
        """Facts that may stand where nobody looked."""
        return () if self._is_read else tuple(name for name in FACTS if name not in self.shows)

    @property
    def hides(self) -> tuple[str, ...]:
        """Kinds of steps that may be a part of it: what it does besides, anything while nobody read it to its end."""
        return tuple(kind for kind in _DOES if kind in self.does or not self._is_read)

    @property
    def _is_read(self) -> bool:
        return self.trains and not self.is_cut


def read_scripts(command: str, folder: str, neighbour: Neighbour) -> Script:
    """What the scripts show that a command runs.

    Args:
        command: what is run.
        folder: it runs in, seen from the opened folder.
        neighbour: text of other files.
    """
    shows: dict[str, Any] = {}
    trains, does = False, set()
    texts = list(islice(_texts(command, folder, neighbour), _MOST + 1))
    for text in texts[:_MOST]:
        trains = trains or bool(_TRAINS.search(text))
        does |= {kind for kind, pattern in _DOES.items() if pattern.search(text)}
        for name, value, pattern in _SHOWS:
            if name not in shows and pattern.search(text):
                shows[name] = value
    return Script(shows, trains, frozenset(does), is_cut=len(texts) > _MOST)


def _texts(command: str, folder: str, neighbour: Neighbour) -> Iterator[str]:
    """The texts of the scripts of a command, and of what they import from the same folder."""
    waiting = [path for match in _CALLED.finditer(command[:MAX_LENGTH]) for path in _paths(match, folder)]
    seen: set[str] = set()
    while waiting:
        path = normpath(waiting.pop(0))
        text = neighbour(path) if path not in seen and not path.startswith("..") else None
        if text is None:
            continue
        seen.add(path)
        yield text[:_LONGEST]
        waiting += imported(text[:_LONGEST], path, folder)


def _paths(match: re.Match[str], folder: str) -> Iterator[str]:
    if match["file"]:
        yield join(folder, match["file"])
        return
    module = match["module"].replace(".", "/")
    yield from (join(folder, root, f"{module}{end}") for root in ("", "src") for end in (".py", "/__main__.py"))


def imported(text: str, path: str, folder: str) -> Iterator[str]:
    """Paths of files that a Python text may import from its own folder, from that it runs in, or from ``src`` there."""
    for match in _IMPORT.finditer(text):
        module = match["of"] or match["plain"] or ""
        bare = module.lstrip(".")
        dots = len(module) - len(bare)
        roots = [join(dirname(path), *[".."] * (dots - 1))] if dots else [dirname(path), folder, join(folder, "src")]
        names = ["", *(n.strip().split(" ")[0] for n in (match["names"] or "").split(","))]
        inside = [join(bare.replace(".", "/"), name) if name else bare.replace(".", "/") for name in names]
        yield from (join(root, f"{name}.py") for root in roots for name in inside if name)
