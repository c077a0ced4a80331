"""The import report about jobs and cards: what became of them, and what is only guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from designer.model.step import Step
from designer.steps.catalog import UNKNOWN, Catalog
from designer.targets.github_actions.reading.cards import Card, has_strange_shell, is_work, shell
from designer.targets.github_actions.reading.report import Report
from designer.targets.github_actions.reading.workflow import Workflow

_MANY: Final = 8  # names of steps in one line


def tell(
    workflow: Workflow,
    cards: Mapping[str, tuple[Card, ...]],
    steps: Mapping[str, Step],
    catalog: Catalog,
    report: Report,
) -> None:
    """One line a job, and one for each card that is not certain or not known."""
    for name, dealt in cards.items():
        report.understood(dealt[0].job.entry.at, _job_line(name, dealt, steps, catalog), dealt[0].id)
        for card in dealt:
            _tell_of(card, steps[card.id].label, catalog.kind(card.guess.kind).title, workflow, report)


def _job_line(name: str, dealt: tuple[Card, ...], steps: Mapping[str, Step], catalog: Catalog) -> str:
    kinds = ", ".join(f"{steps[c.id].label} ({catalog.kind(c.guess.kind).title})" for c in dealt[:_MANY])
    more = f" and {len(dealt) - _MANY} more" if len(dealt) > _MANY else ""
    became = f"one step, {kinds}" if len(dealt) == 1 else f"{len(dealt)} steps: {kinds}{more}"
    folded = sum(map(is_work, dealt[0].folded))
    setup = f"; {folded} set-up {'step is' if folded == 1 else 'steps are'} folded into it" if folded else ""
    return f"job {name} became {became}{setup}"


def _tell_of(card: Card, label: str, kind: str, workflow: Workflow, report: Report) -> None:
    at = card.entry.at
    guess = card.guess
    is_unknown = guess.kind == UNKNOWN and guess.confidence == "low"
    if card.has_step and has_strange_shell(card.entry, card.job, workflow):
        program = shell(card.entry, card.job, workflow)
        report.kept(at, f"the shell {program} is not known: the command stays as it is", card.id)
    elif is_unknown and card.entry.text("uses"):
        message = f"nothing is known about {card.entry.text('uses')}: it stays as it is"
        report.kept(at, message, card.id, "Choose its kind if it matters to the pipeline.")
    elif is_unknown:
        message = f"nothing shows what {label} is for: it counts as no step of the pipeline"
        report.guessed(at, message, card.id, "Choose its kind.")
    elif guess.confidence != "high":
        why = f": {'; '.join(guess.reasons)}" if guess.reasons else ""
        report.guessed(at, f"{label} is taken for '{kind}'{why}", card.id, "Confirm or correct its kind.")
