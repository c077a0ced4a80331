"""What becomes of things that a job makes: taken down at its end, started where it was copied to, or committed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from designer.targets.github_actions.reading.cards import Card
from designer.targets.github_actions.reading.workflow import Job

_LOCAL_CLUSTER: Final = re.compile(
    r"\bkind (create|load)\b|\bminikube start\b|\bk3d cluster\b|\bk3s\b|helm/kind-action|setup-minikube|setup-k3d|"
    r"kind-cluster|create-cluster\b|microk8s",
    re.IGNORECASE,
)
_ON_SERVER: Final = re.compile(r"\bssh\b(?!-)[^\n]*@|/ssh-action|github-action-ssh", re.IGNORECASE)
_KEEPS: Final = re.compile(
    r"\bgit add\b(?:[ \t]+-\S+)*[ \t]+(?:--[ \t]+)?(?:[^\n;&|]*[ \t])?"
    r"[\"']?(?:\.|:/|(?!docs?/)[\w.-][\w./-]*/)[\"']?(?:[ \t;&|]|$)|"
    r"\bgit add\b[ \t]+(?:-A|--all)[ \t]*(?:$|[;&|])|\bgit commit [^\n]*-\w*a\w*\b|"
    r"(?:add-and-commit|git-auto-commit-action)@",
    re.MULTILINE | re.IGNORECASE,
)
_TAKES_DOWN: Final = re.compile(
    r"\baz [^\n]*\bdelete\b|\bgcloud [^\n]*\bdelete\b|\baws [^\n]*\b(delete|terminate)-|\bterraform destroy\b|"
    r"\b(kubectl delete|helm uninstall) "
)


def is_on_a_throwaway_cluster(job: Job) -> bool:
    """Whether a job makes a cluster of its own on its machine: what it releases goes away with it."""
    return any(_LOCAL_CLUSTER.search(f"{s.text('uses')}\n{s.text('run')}") for s in job.steps)


def is_taken_down(job: Job) -> bool:
    """Whether a job takes down at its end, whatever happened, what it has put in place."""
    last = (step for step in job.steps if "always()" in step.text("if"))
    return any(_TAKES_DOWN.search(step.text("run")) for step in last)


def is_started_there(card: Card) -> bool:
    """Whether commands are run on the server behind a copy, by the same script or a later step of its job."""
    return any(_ON_SERVER.search(text) for text in (card.entry.text("run"), *_later(card)))


def keeps_folders(card: Card) -> bool:
    """Whether whole folders are committed behind a step, by its script or a later step: what it wrote may be there."""
    return any(_KEEPS.search(text) for text in (card.entry.text("run"), *_later(card)))


def _later(card: Card) -> Iterator[str]:
    """What the steps of its job run behind a card."""
    places = [step.at for step in card.job.steps]
    first = places.index(card.entry.at) + 1 if card.entry.at in places else 0
    yield from (f"{step.text('uses')}\n{step.text('run')}" for step in card.job.steps[first:])
