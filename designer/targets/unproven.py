"""What the code of a folder leaves open about its releases: it is asked, as no pipeline there could show it.

A release whose monitoring lies beside the pipelines is not proven to be unwatched. An application that takes in no
model, and is nowhere called after one, is not proven to release one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.recognition.folder_code import FolderCode
from designer.steps.catalog import Catalog
from designer.targets.board import Board
from designer.targets.imported import Place
from designer.targets.importer import Surroundings

_UNSEEN: Final = "unseen"
_AROUND: Final = "around"
_OF_A_MODEL: Final = re.compile(
    r"(?<![a-z])(ml|aml|mlflow deploy\w*|models?|infer(ence)?|scor(e|ing)|serving|sagemaker|vertex|bentoml|kserve|"
    r"seldon|triton|vllm|ai (endpoints|platform)|(batch|online|managed)[-_ ]endpoints?|batch[-_ ]predict\w*|"
    r"predict\w*[-_ ](api|service|server|app|endpoints?))(?![a-z])"
)
_WORDS: Final = ("command", "action", "inputs")
_SAYS_NOTHING: Final = re.compile(r"\s*(#|[A-Z][A-Z0-9_]*\s*:)")
_GENERAL: Final = frozenset({"src", "source", "lib", "scripts", "tests", "docs", "deploy", "deployment", "infra"})


def asked_of_code(
    snapshot: Snapshot, places: Mapping[str, tuple[Place, ...]], texts: Mapping[str, str], around: Surroundings
) -> Snapshot:
    """The steps of a folder, releases with what its code makes a question of.

    Args:
        snapshot: of all its files.
        places: of the steps.
        texts: of the files.
        around: what else is there.
    """
    board = Board(dict(snapshot.steps), dict(snapshot.links))
    changed: dict[str, Step] = {}
    for step in snapshot.steps.values():
        if step.get("implicit"):
            continue
        asked = [*_of_release(step, board, places, texts, around), *_of_training(step, board, around.catalog)]
        if asked:
            known = step.get(_UNSEEN) or ()
            changed[step.id] = step.with_attributes({_UNSEEN: list(dict.fromkeys([*known, *asked]))})
    return replace(snapshot, steps={**snapshot.steps, **changed}) if changed else snapshot


def _of_release(
    step: Step,
    board: Board,
    places: Mapping[str, tuple[Place, ...]],
    texts: Mapping[str, str],
    around: Surroundings,
) -> Iterator[str]:
    """What is watched beside the pipelines, and whether a model is released at all."""
    catalog, code = around.catalog, around.code
    if not catalog.can(step, "deploys"):
        return
    yield from sorted(code.watching)
    makers = (board.steps[s] for s in board.before(step.id))
    has_model = any(catalog.can(m, c) for m in makers if not m.get("stub") for c in ("trains", "provides_model"))
    if not has_model and code.is_known and not _is_of_a_model(_words(step, places, texts), code):
        yield _AROUND


def _of_training(step: Step, board: Board, catalog: Catalog) -> Iterator[str]:
    """Whether tests beside or behind a training hold back what follows, and an image keeps the model."""
    if not catalog.can(step, "trains"):
        return
    behind = board.behind(step.id)
    held = {b for s in behind if not catalog.can(board.steps[s], "tests_code") for b in board.before(s)}
    if any(_stops(board.steps[s], catalog) for s in (held | behind) - {step.id}):
        yield "code_test"
    if any(board.steps[s].get("immutable_tag") is True for s in behind):
        yield "register"


def _stops(step: Step, catalog: Catalog) -> bool:
    """Whether a step runs code and stops what follows when that is wrong."""
    is_test = catalog.can(step, "tests_code") and step.get("levels") != ["lint"]
    return is_test and step.get("blocking") is not False and not step.get("stub")


def _words(step: Step, places: Mapping[str, tuple[Place, ...]], texts: Mapping[str, str]) -> str:
    """What a release is called and runs, and what its file says there: its lines without comments and variables."""
    found = [step.id, step.title, *_texts([step.get(w) for w in _WORDS])]
    for place in places.get(step.id, ()):
        lines = texts.get(place.path, "").splitlines()[place.first_line - 1 : place.last_line]
        found += [place.path, *(line for line in lines if not _SAYS_NOTHING.match(line))]
    return "\n".join(found).lower()


def _is_of_a_model(words: str, code: FolderCode) -> bool:
    """Whether the words of a release speak of a model, or what serves takes one in."""
    plain = words.replace("_", " ").replace("-", " ")
    if _OF_A_MODEL.search(words) or _OF_A_MODEL.search(plain):
        return True
    folders = (folder for folder in code.folders() if folder not in _GENERAL)
    return code.serves_a_model([f for f in folders if re.search(rf"(?<![a-z]){re.escape(f.lower())}(?![a-z])", words)])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
