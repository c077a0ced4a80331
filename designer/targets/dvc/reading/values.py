"""Literal credentials among the values that templates are filled with: told once, on the first card of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from designer.recognition.hazards.hazard import CREDENTIAL, Hazard
from designer.recognition.hazards.notes import note_of
from designer.targets.dvc.reading.definitions import VARS
from designer.targets.dvc.reading.pipeline_file import PipelineFile
from designer.targets.imported import YamlPath
from designer.targets.importer import Surroundings

_MANY: Final = 300  # texts that are looked at


def credential_notes(pipeline: PipelineFile, around: Surroundings) -> list[dict[str, Any]]:
    """What ``vars`` and the files with values hold that nobody should read; none for most files."""
    find = around.recogniser.hazards.find
    return [
        _note(pipeline, at, value, hazard, around)
        for at, value in islice(_texts(pipeline.variables.values), _MANY)
        for hazard in find({"variables": {str(at[-1]): value}})
        if hazard.kind == CREDENTIAL
    ]


def _texts(values: Any, at: YamlPath = ()) -> Iterator[tuple[YamlPath, str]]:
    if isinstance(values, str):
        yield at, values
    entries = values.items() if isinstance(values, Mapping) else enumerate(values) if isinstance(values, list) else ()
    for key, value in entries:
        yield from _texts(value, (*at, key))


def _note(pipeline: PipelineFile, at: YamlPath, value: str, hazard: Hazard, around: Surroundings) -> dict[str, Any]:
    listed = pipeline.data.get(VARS)
    places = [(VARS, i, *at) for i in range(len(listed) if isinstance(listed, list) else 0)]
    own = next((place for place in places if pipeline.tree.has(place)), None)
    if own:
        return note_of(hazard, pipeline.tree.key_line(own), "the vars of the file", hazard.text)
    lines = ((p, n) for p in pipeline.variables.files for n in _lines(around.neighbour(p), value))
    path, number = next(lines, ("a file with values", 0))
    where = f"{path} (its line {number})" if number else path
    first = pipeline.tree.key_line((VARS,)) if VARS in pipeline.data else 1
    return note_of(hazard, first, where, hazard.text)


def _lines(text: str | None, value: str) -> Iterator[int]:
    """The lines of a file that hold a value."""
    words = next(iter(value.strip().splitlines()), "")
    yield from (n for n, line in enumerate((text or "").splitlines(), 1) if words and words in line)
