"""What harms a release in texts that no card shows, as notes on cards: each once, credentials masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from designer.recognition.hazards.commands import NET_CODE, UNENCRYPTED
from designer.recognition.hazards.hazard import CREDENTIAL, Hazard, Mask
from designer.recognition.hazards.notes import note_of
from designer.recognition.hazards.packages import FLOATING_ACTION, FLOATING_IMAGE, LOOSE_INSTALL
from designer.targets.github_actions.reading.cards import Card
from designer.targets.github_actions.reading.judged import goes_away
from designer.targets.github_actions.reading.settings import LocalActions, Setting, of_job, of_workflow
from designer.targets.github_actions.reading.workflow import Workflow
from designer.targets.importer import Surroundings

_TOLD: Final = (
    *(CREDENTIAL, NET_CODE, UNENCRYPTED, FLOATING_IMAGE, FLOATING_ACTION),
    *("certificate_checks_off", "writable_by_all"),
)
_SHAPELESS: Final = ("named-credential", "address-with-password", "connection-password", "login-of-curl")
"""Signals that know a password by its name or place: those of what only tests open nothing else."""

Notes = Mapping[str, list[dict[str, Any]]]


def notes(workflow: Workflow, cards: Mapping[str, tuple[Card, ...]], around: Surroundings) -> Notes:
    """The notes of each card that has any: of a job on its first one, of the file on the first of all."""
    found: dict[str, list[dict[str, Any]]] = {}
    scan = _Scan(workflow, around)
    seen = [pair for dealt in cards.values() for pair in scan.of_job(dealt)]
    mask = Mask(scan.secrets)
    known: list[tuple[str, dict[str, Any]]] = []
    for card, note in seen:
        note |= {word: mask.hide(note[word]) for word in ("says", "text", "where")}
        owner = card.id if note["kind"] == LOOSE_INSTALL else ""  # an anchor may stand for steps of several jobs
        if (owner, note) not in known:
            known.append((owner, note))
            found.setdefault(card.id, []).append(note)
    return found


def any_floats(noted: Iterable[Mapping[str, Any]]) -> bool:
    """Whether notes tell of an action or image that others can move."""
    return any(note["kind"] in (FLOATING_ACTION, FLOATING_IMAGE) for note in noted)


class _Scan:
    """Goes through the jobs of one file.

    Args:
        workflow: the file.
        around: what else may be used.
    """

    def __init__(self, workflow: Workflow, around: Surroundings) -> None:
        self._workflow = workflow
        self._find = around.recogniser.hazards.find
        self._catalog = around.catalog
        self._local = LocalActions(workflow.tree.source, around)
        self._is_begun = False
        self.secrets: set[str] = set()

    def of_job(self, dealt: tuple[Card, ...]) -> Iterator[tuple[Card, dict[str, Any]]]:
        """Notes with the card that each belongs to."""
        first = dealt[0]
        training = next((card for card in dealt if self._catalog.kind(card.guess.kind).can("trains")), None)
        is_test = goes_away(first.job, self._workflow)
        for card, setting in self._settings(dealt):
            for hazard in self._find(setting.texts):
                if hazard.kind == CREDENTIAL:
                    self.secrets.add(_text(setting, hazard)[hazard.match.start : hazard.match.end])
                if hazard.kind == LOOSE_INSTALL and training:
                    yield training, self._note(setting, hazard)
                elif hazard.kind in _TOLD and not _is_harmless(hazard, setting, is_test=is_test):
                    yield card, self._note(setting, hazard)

    def _settings(self, dealt: tuple[Card, ...]) -> Iterator[tuple[Card, Setting]]:
        own = {card.entry.at: card for card in dealt}
        if not self._is_begun:
            self._is_begun = True
            yield from ((dealt[0], setting) for setting in of_workflow(self._workflow))
        yield from ((dealt[0], setting) for setting in of_job(dealt, self._workflow))
        for step in dealt[0].job.steps:
            card = own.get(step.at, dealt[0])
            yield from ((card, setting) for setting in self._local.settings(step))

    def _note(self, setting: Setting, hazard: Hazard) -> dict[str, Any]:
        line = _line(setting, hazard)
        if not setting.used_at:
            return note_of(hazard, line, setting.where, hazard.text)
        where = f"{setting.where} (its line {line})"
        return note_of(hazard, self._workflow.tree.key_line(setting.used_at), where, hazard.text)


def _is_harmless(hazard: Hazard, setting: Setting, *, is_test: bool) -> bool:
    if hazard.kind == FLOATING_IMAGE and hazard.text.startswith("FROM "):
        return True  # a Dockerfile that is written for a try
    return hazard.match.signal in _SHAPELESS and (setting.is_throwaway or (is_test and not setting.logs_in))


def _text(setting: Setting, hazard: Hazard) -> str:
    value = setting.texts[hazard.field]
    return str(value[hazard.key] if hazard.key else value)


def _line(setting: Setting, hazard: Hazard) -> int:
    """The line of a hazard in its file: of its words; in a text that is folded, of what was found."""
    tree = setting.tree
    at = setting.at.get(hazard.place) or (*setting.at[hazard.field], *((hazard.key,) if hazard.key else ()))
    first, last = tree.lines(at) if tree.has(at) else tree.lines(at[:-1])
    text = _text(setting, hazard)
    said = text.splitlines()[hazard.line - 1 : hazard.line]
    expected = first + hazard.line - 1
    for words in (said[0].strip() if said else "", text[hazard.match.start : hazard.match.end].strip()):
        there = [n for n, line in enumerate(tree.text.splitlines()[first - 1 : last], first) if words and words in line]
        if there:
            return min(there, key=lambda n: (n < expected, abs(n - expected)))
    return first
