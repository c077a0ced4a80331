"""What a fix would write in place of what a text shows: places and replacements, never a credential."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from designer.analysis.condition import words
from designer.analysis.view import PipelineView
from designer.recognition.hazards.finder import reads_shell
from designer.recognition.hazards.hazard import CREDENTIAL, Hazard

Operation = Mapping[str, Any]
MEND: Final = "mend_text"
STORE: Final = "store_secrets"
TEXT_WORDS: Final = frozenset({MEND, STORE})
_QUOTED_BODY: Final = re.compile(r"<<-?\s*['\"\\]")
_NO_NAME: Final = re.compile(r"\AGITHUB_")
_REFERENCE: Final = "NAME"  # what stands for the name of a secret in a rule file


def concrete(view: PipelineView, operation: Operation, anchor: int) -> Operation | None:
    """A part of a fix that changes texts, made for one step; None when it could not mend all of them."""
    if MEND in operation:
        return _mended(view, operation, anchor)
    return _stored(view, operation, anchor)


def _mended(view: PipelineView, operation: Operation, anchor: int) -> Operation | None:
    hazards = view.texts.of(anchor, *words(operation[MEND]))
    if any(h.match.instead is None for h in hazards):
        return None
    return {**operation, "edits": tuple(_edit(view, anchor, h, h.match.instead or "") for h in hazards)}


def _stored(view: PipelineView, operation: Operation, anchor: int) -> Operation | None:
    """Every credential becomes a secret of the store; the command reads it from a variable."""
    step = view.snapshot.steps[view.name(anchor)]
    origin = str(view.value(anchor, "origin") or view.fact("origin"))
    reference = str(operation["as"].get(origin, operation["else"]))
    taken = set(step.get("variables") or ()) if isinstance(step.get("variables"), Mapping) else set()
    edits: list[tuple[Any, ...]] = []
    variables: dict[str, str] = {}
    whole: dict[tuple[str, str], str] = {}
    for hazard in view.texts.of(anchor, CREDENTIAL):
        if hazard.field == "command":
            name = _free(hazard.match.name, {*taken, *variables})
            instead = _in_shell(str(step.get("command")), hazard, name) if reads_shell(step.attributes) else None
            if instead is None:
                return None
            variables[name] = reference.replace(_REFERENCE, name)
            edits.append(_edit(view, anchor, hazard, instead))
        elif hazard.field == "variables" or (hazard.field == "inputs" and reference == operation["as"].get(origin)):
            whole[hazard.field, hazard.key] = reference.replace(_REFERENCE, _free(hazard.key, ()))
        else:
            return None
    return {**operation, "edits": tuple(edits), "variables": variables, "whole": whole}


def _edit(view: PipelineView, anchor: int, hazard: Hazard, instead: str) -> tuple[str, str, int, int, int, str]:
    """Field, key, start, end, length of the text by which it is known again, and what comes there."""
    value = view.snapshot.steps[view.name(anchor)].get(hazard.field)
    text = value.get(hazard.key) if isinstance(value, Mapping) else value
    return hazard.field, hazard.key, hazard.match.start, hazard.match.end, len(str(text)), instead


def _free(name: str, taken: Iterable[str]) -> str:
    """A name for a secret: capital letters, not one that a service keeps for itself, not taken."""
    base = _NO_NAME.sub("GH_", re.sub(r"\W", "_", name).strip("_").upper()) or "SECRET"
    base = base if base[0].isalpha() else f"SECRET_{base}"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found


def _in_shell(command: str, hazard: Hazard, name: str) -> str | None:
    """How a shell is told to take the value from a variable, at a place in a command."""
    before, secret = command[: hazard.match.start], command[hazard.match.start : hazard.match.end]
    if "\n" in secret or _QUOTED_BODY.search(before):
        return None
    return f"'\"${{{name}}}\"'" if _is_in_single_quotes(before) else f"${{{name}}}"


def _is_in_single_quotes(text: str) -> bool:
    quote, skip = "", False
    for char in text:
        if skip:
            skip = False
        elif char == "\\" and quote != "'":
            skip = True
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
    return quote == "'"
