"""Which kinds a step may be of, most likely first: what a person is offered to correct a guess."""

from __future__ import annotations

import re

from designer.model.step import Step
from designer.steps.catalog import Catalog
from designer.steps.kind import StepKind

_WORD = re.compile(r"[a-z]+")
_TEXTS = ("command", "action", "tool", "description")


def likely_kinds(catalog: Catalog, step: Step, most: int = 4) -> list[StepKind]:
    """Kinds other than the step's own, by how much of their words its texts hold, then those of the same group."""
    texts = [step.id, step.title, *(str(step.get(name) or "") for name in _TEXTS)]
    words = set(_WORD.findall(" ".join(texts).casefold()))
    own = catalog.kind(step.kind)
    others = [kind for slug, kind in catalog.kinds.items() if slug != own.slug]
    others.sort(key=lambda kind: (-_shared(kind, words), kind.group != own.group, kind.order, kind.slug))
    return others[:most]


def _shared(kind: StepKind, words: set[str]) -> float:
    """How well a kind's words fit: a word of its name counts most, one of several in a synonym less."""
    names = {*_WORD.findall(kind.slug), *_WORD.findall(kind.title.casefold())}
    score = 3.0 * len(names & words) / max(1, len(names))
    for synonym in (*kind.synonyms, *kind.tools):
        parts = set(_WORD.findall(synonym.casefold()))
        score += bool(parts) and parts <= words
    return score
