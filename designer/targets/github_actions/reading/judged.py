"""Judged facts of a card: what the rules ask for, worked out from what the file says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from designer.recognition.recogniser import Work
from designer.recognition.scripts import read_scripts
from designer.recognition.shell import MAX_LENGTH
from designer.steps.field import Field
from designer.targets.github_actions.reading import actions, conditions, triggers
from designer.targets.github_actions.reading.cards import Card, is_hosted, labels, of_its_services
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.facts import environment_name
from designer.targets.github_actions.reading.lifetimes import (
    is_on_a_throwaway_cluster,
    is_started_there,
    is_taken_down,
    keeps_folders,
)
from designer.targets.github_actions.reading.starts import is_asked_for, starting
from designer.targets.github_actions.reading.workflow import Job, Workflow
from designer.targets.importer import Surroundings

_SECRET: Final = re.compile(r"\bsecrets(?:\.|\[\s*['\"])([A-Za-z_][\w-]*)")
_OWN_TOKEN: Final = "GITHUB_TOKEN"  # of the run itself: nobody stores it
_CLOUD_LOGIN: Final = ("role-to-assume", "workload_identity_provider", "client-id")
_NEWS: Final = re.compile(r"drift|s3_|etag|bucket|payload|event|triggered|commit_sha|run_id|callback")
_PIPELINES: Final = re.compile(
    r"\bdvc (repro|exp run)\b|\b(make|kedro run|snakemake|nextflow|prefect|dagster|airflow|metaflow|zenml|luigi)\b|"
    r"\b(az ml job|sagemaker|vertex|kfp|anyscale)\b|pipeline\w*\.py|_flow\.py|-m \S*pipeline"
)
_WHOLE: Final = re.compile(
    r"\bdvc (repro|exp run)\b(?!(?:[ \t]+-\S+)*[ \t]+[a-z])|\bdvc (repro|exp run)\b[^&|;]*eval|"
    r"_flow\.py|-m \S*pipeline|"
    r"\b(kedro run|snakemake|nextflow|metaflow|zenml|start-pipeline-execution)\b|pipeline\w*\.py|\w*pipeline\w*\("
)
_LOOSE: Final = re.compile(
    r"\b(scp|rsync|sftp|s3 cp|s3 sync|gsutil cp|cp)\b[^\n]*\.(pkl|pickle|joblib|h5|keras|pth?|onnx|safetensors)\b"
)
_TESTS: Final = re.compile(r"(?<![a-z])(e2e|end[ -]to[ -]end|tests?|testing)(?![a-z])")
_RELEASES: Final = re.compile(r"deploy|releas|publish|deliver|(?<![a-z])cd(?![a-z])|prod")
_SCORES: Final = re.compile(r"(?<![a-z])(batch[ _-]?)?(scor(e|ing)|predict(ions?)?|inference)(?![a-z])")
_OF_EVENTS: Final = re.compile(r"github\.(event|event_name|ref|ref_name|head_ref|base_ref)\b")
_REGISTERS: Final = re.compile(r"[ \t]--(no-)?(register|registry|push-to-hub)\b")
_RUNS_TESTS: Final = re.compile(r"\b(pytest|unittest|tox|nox)\b")
_PLANS: Final = re.compile(r"(?<![a-z])schedul(e|es|ed|ing)(?![a-z])")
_FETCHES: Final = re.compile(
    r"\b(curl|wget|aria2c|aws s3|gsutil|gcloud storage|az storage|azcopy|kaggle|gdown|rclone|s3cmd|s5cmd|hf download)\b"
)
_DEV: Final = re.compile(
    r"\b(deploy|release)[-_ ]*(to[-_ ]*)?(the[-_ ]*)?(dev|development|preview|sandbox)\b|\b(dev|preview)[-_ ]*deploy"
)
_FOR_DEVELOPERS: Final = re.compile(r"(?<![a-z])(dev|develop|development|sandbox)(?![a-z])")
_STAGES: Final = {"staging": re.compile(r"stag|pre-?prod|uat\b|\bqa\b"), "dev": re.compile(r"dev|test|preview|sandbox")}


class Judge:
    """Judges the cards of one file."""

    def __init__(self, workflow: Workflow, around: Surroundings) -> None:
        self._workflow = workflow
        self._catalog = around.catalog
        self._neighbour = around.neighbour
        self._recogniser = around.recogniser
        self._of_file = any(_secrets((workflow.entry.inside("env"),)))
        self._of_jobs = {name: _set_up_secrets(job, workflow) for name, job in workflow.jobs.items()}

    def facts(self, card: Card) -> dict[str, Any]:
        """Facts that fit the fields of the card's kind, and how sure the kind is."""
        fields = self._catalog.fields(card.guess.kind)
        is_gate = self._catalog.kind(card.guess.kind).can("approves") and environment_name(card.job.entry)
        found = {name: value for name, value in card.guess.attributes.items() if value is not None}
        found |= {name: value for name, value in self._seen(card) if name in fields}
        if is_gate:
            found.pop("stub", None)  # it is the environment that asks for the approval, whatever the step prints
        is_written = card.guess.attributes.get("secrets") == "hardcoded" or self._is_written_around(card)
        if is_written and not goes_away(card.job, self._workflow):
            found["secrets"] = "hardcoded"
        elif found.get("secrets") == "hardcoded":
            del found["secrets"]  # a test makes what it needs with passwords that nobody else knows
        if card.guess.attributes.get("runs_on"):
            found["runs_on"] = card.guess.attributes["runs_on"]  # a job here may start the work elsewhere
        if found.get("method") == "copy" and is_started_there(card):
            found["method"] = "auto"  # the run that copies it starts it there, each time in the same way
        if self._catalog.kind(card.guess.kind).can("deploys"):
            found |= self._reached(card, found)
        if found.get("blocking") is False and is_asked_for(card, self._workflow):
            del found["blocking"]  # what comes later asks how it went, and stops by itself
        unseen = self._unseen(card, found)
        if unseen is not None:
            found["unseen"] = unseen
        found = {name: value for name, value in found.items() if value is not None}
        return {**fitting(found, fields), "confidence": card.guess.confidence}

    def _reached(self, card: Card, found: Mapping[str, Any]) -> dict[str, Any]:
        """The events that start a release, without those that the jobs before it hold back."""
        events = starting(card.job, self._workflow)
        stated = found.get("triggers")
        events = events and [e for e in events if not stated or e in stated or e == "push"]
        return {"triggers": events} if events and "branches" not in found else {}

    def _unseen(self, card: Card, found: Mapping[str, Any]) -> list[str] | None:
        """Facts and kinds that stand where nobody looked; None for kinds of which the file shows all."""
        kind, unseen = self._catalog.kind(card.guess.kind), None
        command = card.entry.text("run")[:MAX_LENGTH]
        if kind.can("provides_model"):
            unseen = ["maker"]  # it was trained, and perhaps evaluated, at another time
        if kind.can("trains"):
            unseen = [*read_scripts(command, card.entry.text("working-directory") or ".", self._neighbour).hides]
            unseen += ["maker"] if "evaluate" in unseen and self._runs_a_whole(command) else []
            unseen += ["validate_data", "retrain_trigger"] if _PIPELINES.search(command) or not command else []
            unseen += ["retrain_trigger"] if self._takes_news() else []
            unseen += ["register"] if _REGISTERS.search(command) or keeps_folders(card) else []
            unseen += ["code_test"] if _RUNS_TESTS.search(command) else []
            unseen = list(dict.fromkeys(unseen))
        if kind.can("deploys"):
            # an image, a service or a script may bring the model along and pack it; a file that is copied is loose
            unseen = ["origin"] if _LOOSE.search(command) else ["origin", "package"]
            unseen += ["triggers"] if card.job.calls and self._may_hold_back(card.job.calls) else []
            # one that is called a release and shows nothing of it: what stands around it is not known either
            unseen += ["around", "triggers"] if card.guess.confidence == "low" else []
            unseen += ["strategy"]  # whether it is released step by step stands in what the job calls
        called = (card.entry.text("name"), card.entry.text("uses"))
        if kind.can("detects_drift") and any(_PLANS.search(text.lower()) for text in (*called, command)):
            unseen = ["frequency"]  # it makes a schedule elsewhere
        if kind.can("provides_data") and "versioned" not in found and not _FETCHES.search(command):
            unseen = ["versioned"]  # a script knows which version it fetches
            unseen += ["maker"] if card.job.calls else []  # the workflow that is called may check what it fetches
        by_clock = "schedule" in self._workflow.triggers.words()
        if by_clock and not kind.can("deploys") and scores(card.id, card.title, command):
            unseen = [*(unseen or ()), "deploy"]  # predictions by the clock may be what users get
        return unseen or None

    def _seen(self, card: Card) -> Iterator[tuple[str, Any]]:
        step, job = card.entry, card.job.entry
        if True in (step.data.get("continue-on-error"), job.data.get("continue-on-error")):
            yield "blocking", False
        yield from _limits(card, self._workflow)
        yield from _environment(card, self._workflow)
        yield from _machine(card)
        yield from _permissions(card, self._workflow)
        secrets = self._secrets(card)
        if secrets:
            yield "secrets", secrets
        uses = dict.fromkeys(e.text("uses") for e in (step, *card.folded) if e.text("uses"))
        pins = {each: actions.is_pinned(each) for each in uses}
        if any(pin is not None for pin in pins.values()):
            yield "pinned", False not in pins.values()
        if False in pins.values():
            yield "movable", [each for each, pin in pins.items() if pin is False]
        if self._workflow.triggers.frequency:
            yield "frequency", self._workflow.triggers.frequency

    def _runs_a_whole(self, command: str) -> bool:
        """Whether a command runs a pipeline that nobody has read: it may evaluate what it has trained."""
        is_read = "dvc " in command and self._neighbour("dvc.yaml") is not None
        return bool(_WHOLE.search(command)) and not is_read

    def _may_hold_back(self, called: str) -> bool:
        """Whether a workflow that is called may start with fewer events than the one that calls it."""
        path = actions.local_path(called, self._workflow.tree.source) if actions.is_local(called) else ""
        text = self._neighbour(path) if path else None
        return text is None or bool(_OF_EVENTS.search(text))

    def _takes_news(self) -> bool:
        """Whether what starts a run by hand is told of events: then it is no hand that starts it."""
        inputs = self._workflow.entry.inside("on").inside("workflow_dispatch").inside("inputs").data
        return any(_NEWS.search(str(name).lower()) for name in inputs)

    def _is_written_around(self, card: Card) -> bool:
        """Whether the variables of its job hold a password, for the first card; those of the file, in the first job."""
        is_first_job = card.job is next(iter(self._workflow.jobs.values()))
        around = (card.job.entry, *((self._workflow.entry,) if is_first_job else ())) if card.is_first else ()
        values = (entry.inside("env").data for entry in around)
        works = (Work("true", variables=v, inherited=of_its_services(card.job, v)) for v in values if v)
        return any(self._recogniser.recognise(work).attributes.get("secrets") == "hardcoded" for work in works)

    def _secrets(self, card: Card) -> str:
        """How credentials reach a card: those of its own step, of its job's set-up and surroundings, of the file."""
        of_job = self._of_jobs[card.job.name]
        own = (card.entry, *card.folded) if card.has_step else card.folded
        return of_job or ("store" if self._of_file or any(_secrets(own)) else "")


def scores(*texts: str) -> bool:
    """Whether texts of a step speak of predictions that are made with a model."""
    return any(_SCORES.search(text.lower()) for text in texts)


def goes_away(job: Job, workflow: Workflow) -> bool:
    """Whether a job only tests: what it starts is gone when it ends."""
    names = (workflow.entry.text("name"), _job_name(job))
    return is_on_a_throwaway_cluster(job) or is_taken_down(job) or any(map(_only_tests, names))


def fitting(facts: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The facts without those that a document could not hold."""
    return {n: v for n, v in facts.items() if n not in fields or not fields[n].type.problem(v)}


def _limits(card: Card, workflow: Workflow) -> Iterator[tuple[str, Any]]:
    """Branches and events that the conditions of the step and its job limit it to."""
    texts = list(dict.fromkeys((card.job.entry.text("if"), card.entry.text("if"))))
    branches = [found for found in map(conditions.branches, texts) if found]
    if branches:
        yield "branches", branches[-1]
    known = workflow.triggers.events
    for text in texts:
        passed = conditions.events(text, known)
        known = known if passed is None else tuple(passed)
    if known and known != workflow.triggers.events:
        yield "triggers", list(dict.fromkeys(map(triggers.word, known)))


def _environment(card: Card, workflow: Workflow) -> Iterator[tuple[str, Any]]:
    """Whether a release is for production: the environment says it, else the names of job, step and file may."""
    name = environment_name(card.job.entry)
    if not name and (goes_away(card.job, workflow) or _is_for_developers(workflow)):
        yield "environment", "dev"
        return
    words = name or f"{card.job.name} {card.job.entry.text('name')} {card.entry.text('name')}"
    for stage, pattern in _STAGES.items():
        if pattern.search(words.lower()) and (name or stage == "staging"):
            yield "environment", stage
            return
    if not name and _DEV.search(words.lower()):
        yield "environment", "dev"
    if name and "${{" not in name:
        yield "environment", "prod"


def _is_for_developers(workflow: Workflow) -> bool:
    """Whether a file says that it is for development, and starts with no other branch."""
    name, branches = workflow.entry.text("name").lower(), workflow.triggers.branches
    is_called = bool(_FOR_DEVELOPERS.search(name)) and "prod" not in name
    return is_called and bool(branches) and all(map(_FOR_DEVELOPERS.search, branches))


def _only_tests(name: str) -> bool:
    """Whether something is called after tests, and not after a release."""
    return bool(_TESTS.search(name.lower())) and not _RELEASES.search(name.lower())


def _job_name(job: Job) -> str:
    return job.entry.text("name") or job.name


def _machine(card: Card) -> Iterator[tuple[str, Any]]:
    asked = labels(card.job)
    if any("gpu" in label for label in asked):
        yield "runs_on", "gpu_runner"
    elif asked and not any("${{" in label for label in asked):
        yield "runs_on", "cluster" if not is_hosted(card.job) and _is_cluster(asked) else "ci"


def _is_cluster(asked: Iterable[str]) -> bool:
    return any(word in label for label in asked for word in ("k8s", "kubernetes", "slurm", "cluster"))


def _permissions(card: Card, workflow: Workflow) -> Iterator[tuple[str, Any]]:
    stated = next((e.data["permissions"] for e in (card.job.entry, workflow.entry) if e.has("permissions")), None)
    if stated == "write-all":
        if card.is_first:  # the rights of a job are one thing, however many steps it has
            yield "permissions", "broad"
    elif isinstance(stated, dict) or stated == "read-all":
        yield "permissions", "least"


def _token_rights(job: Job, workflow: Workflow) -> Mapping[str, Any]:
    stated = next((e for e in (job.entry, workflow.entry) if e.has("permissions")), None)
    return stated.inside("permissions").data if stated else {}


def _set_up_secrets(job: Job, workflow: Workflow) -> str:
    """How credentials reach every card of a job."""
    if _token_rights(job, workflow).get("id-token") == "write" and _logs_in(job.steps):
        return "oidc"
    around = (job.entry.inside(key) for key in ("env", "with", "secrets", "container"))
    return "store" if any(_secrets(around)) or job.entry.text("secrets") == "inherit" else ""


def _logs_in(steps: Iterable[Entry]) -> bool:
    return any(step.inside("with").has(key) for step in steps for key in _CLOUD_LOGIN)


def _secrets(entries: Iterable[Entry]) -> Iterator[str]:
    """Names of stored secrets that are used in entries."""
    for entry in entries:
        for text in entry.texts():
            if "secrets" in text:
                yield from (name for name in _SECRET.findall(text) if name != _OWN_TOKEN)
