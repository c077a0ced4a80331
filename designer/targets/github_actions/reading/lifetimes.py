"""What becomes of things that a job puts in place: taken down at its end, or started on the server it was copied to."""

from __future__ import annotations

import re
from typing import Final

from designer.targets.github_actions.reading.cards import Card
from designer.targets.github_actions.reading.workflow import Job

_LOCAL_CLUSTER: Final = re.compile(
    r"\bkind (create|load)\b|\bminikube start\b|\bk3d cluster\b|\bk3s\b|helm/kind-action|setup-minikube|setup-k3d|"
    r"kind-cluster|create-cluster\b|microk8s",
    re.IGNORECASE,
)
_ON_SERVER: Final = re.compile(r"\bssh\b(?!-)[^\n]*@|/ssh-action|github-action-ssh", re.IGNORECASE)
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
    places = [step.at for step in card.job.steps]
    first = places.index(card.entry.at) + 1 if card.entry.at in places else 0
    later = (f"{step.text('uses')}\n{step.text('run')}" for step in card.job.steps[first:])
    return any(_ON_SERVER.search(text) for text in (card.entry.text("run"), *later))
