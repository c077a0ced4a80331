"""Kinds of steps from what people write about them: a line of a list, a box of a diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer import yaml_io
from designer.recognition.recogniser import UNKNOWN, Recogniser
from designer.recognition.words import Phrases, tokens
from designer.resources import resource
from designer.steps.catalog import Catalog
from designer.steps.kind import StepKind

MAX_LENGTH: Final = 400  # letters of a line that are looked at


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a line says.

    Args:
        kind: slug; ``other`` when nothing speaks for any.
        attributes: facts that the words state.
        is_absent: it says what there is not, so it is no step.
    """

    kind: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class _Stated:
    """Facts that words state; for some kinds only, or not for what can do something."""

    number: int
    attributes: Mapping[str, Any]
    kinds: frozenset[str]
    unless: frozenset[str]


class PlainWords:
    """Reads lines. Pure and thread-safe."""

    def __init__(self, catalog: Catalog, recogniser: Recogniser) -> None:
        self._catalog = catalog
        self._recogniser = recogniser
        data = yaml_io.load(resource("plain_words.yaml").read_text(encoding="utf-8"), "plain_words.yaml")
        self._said: Phrases[str] = Phrases()
        for kind, phrases in data["kinds"].items():
            self._said.add(phrases, kind)
        self._known = _vocabulary(catalog.kinds.values())
        self._absent = tuple(f"{phrase.strip()} " for phrase in data["absent"].split(","))
        self._facts: Phrases[_Stated] = Phrases()
        for number, entry in enumerate(data["facts"]):
            kinds, unless = frozenset(entry.get("kinds", ())), frozenset(entry.get("unless", ()))
            self._facts.add(entry["words"], _Stated(number, entry["set"], kinds, unless))

    def read(self, line: str) -> Spoken:
        """What a line says."""
        line = line[:MAX_LENGTH]
        words = _plain(line)
        slug = self._kind(line, words)
        kind = self._catalog.kind(slug)
        return Spoken(slug, self._attributes(kind, words), self._is_absent(line))

    def _is_absent(self, line: str) -> bool:
        said = " ".join(line.casefold().split()) + " "
        return said.startswith(self._absent)

    def _kind(self, line: str, words: tuple[str, ...]) -> str:
        """What the own words say, else what names of jobs say elsewhere, else what people search for."""
        said = list(self._said.find(words))
        named = self._recogniser.named(line)
        if said and (not named or len(said[0].words) > 1 or said[0].start == 0 or len(words) <= 2):
            return said[0].value
        if named:
            return named
        known = sorted(self._known.find(words), key=lambda match: (-len(match.words), match.start))
        first = said or known
        return first[0].value if first else UNKNOWN

    def _attributes(self, kind: StepKind, words: tuple[str, ...]) -> dict[str, Any]:
        fields, found = self._catalog.fields(kind.slug), dict[str, Any]()
        for word in range(len(words)):
            for phrase in self._facts.find(words[word : word + 4], lambda s: not s.kinds or kind.like in s.kinds):
                stated = phrase.value
                if phrase.start == 0 and not any(kind.can(c) for c in stated.unless):
                    found |= {name: value for name, value in stated.attributes.items() if name in fields}
        for slug, tool in list(kind.tools.items())[1:]:
            names = (slug.replace("_", " "), tool.title.casefold())
            if any(f" {name} " in f" {' '.join(words)} " for name in names):
                found.setdefault("tool", slug)
        return found


def _plain(line: str) -> tuple[str, ...]:
    """The words of a line as phrases see them; words that phrases need stay, though they say nothing in a name."""
    kept = {"no", "without", "by"}
    return tuple(w for part in line.casefold().split() for w in ((part,) if part in kept else tokens(part)))


def _vocabulary(kinds: Iterable[StepKind]) -> Phrases[str]:
    """What people search for: titles before synonyms, and of kinds with the same word the first one."""
    phrases: Phrases[str] = Phrases()
    every = sorted(kinds, key=lambda kind: kind.order)
    for texts in (lambda k: (k.title,), lambda k: k.synonyms, lambda k: tuple(t.title for t in k.tools.values())):
        for kind in every:
            for text in texts(kind):
                words = " ".join(_plain(text))
                if words:
                    phrases.add(words, kind.slug)
    return phrases
