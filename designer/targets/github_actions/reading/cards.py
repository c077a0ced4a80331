"""Which steps of a job become cards, and what they are called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from designer.model.step import STEP_ID, free_id
from designer.recognition.placeholders import is_placeholder
from designer.recognition.recogniser import Guess, Work
from designer.recognition.shell import MAX_LENGTH
from designer.steps.catalog import UNKNOWN
from designer.targets.github_actions.reading import conditions
from designer.targets.github_actions.reading.entry import Entry, words
from designer.targets.github_actions.reading.local_code import LocalCode
from designer.targets.github_actions.reading.naming import word_for
from designer.targets.github_actions.reading.workflow import Job, Workflow
from designer.targets.importer import Surroundings

_CONTROL: Final = ("wait", "wait-all", "cancel")
_SHELLS: Final = {"bash", "sh", "pwsh", "powershell", "cmd", "python", "python3", "node"}
_BRINGS: Final = "it brings the code to where the next steps train"
_NAMES_MODEL: Final = re.compile(r"\b(api|back-?end|models?|inference)\b")
_PREPARES: Final = "it makes the machines that the next steps release to"
_MACHINES: Final = re.compile(r"^[ \t]*(terraform|terragrunt|tofu) apply\b|^[ \t]*pulumi up\b", re.MULTILINE)
_ENDPOINT: Final = "it makes the endpoint that a later step releases to"
_MAKES_ENDPOINT: Final = re.compile(
    r"(?<![a-z])(create|make|provision|ensure)[-_ ](\w+[-_ ])?endpoint(?!s?[-_ ]?deploy)"
)
_ENDS: Final = ("train", "deploy")
_NOT_HERE: Final = "the workflow it calls is not here"
_MANY_VARIABLES: Final = 300  # of one place that are looked at: all steps see those of their file


@dataclass(frozen=True, slots=True)
class Card:
    """What becomes one step of the pipeline.

    Args:
        id: of the step.
        job: it stands in.
        entry: the step that does the work; the job itself where it calls a workflow or only sets up.
        is_job: whether it stands for the whole job.
        guess: what it seems to be.
        folded: set-up steps whose lines belong to it.
        is_first: whether it is the first of its job.
    """

    id: str
    job: Job
    entry: Entry
    is_job: bool
    guess: Guess
    folded: tuple[Entry, ...] = ()
    is_first: bool = True

    @property
    def has_step(self) -> bool:
        return self.entry.at != self.job.entry.at

    @property
    def title(self) -> str:
        """The name that the file gives; of the job where the card stands for it."""
        return self.job.entry.text("name") if self.is_job else self.entry.text("name")


class Dealer:
    """Deals the cards of one file."""

    def __init__(self, workflow: Workflow, around: Surroundings) -> None:
        self._workflow = workflow
        self._recogniser, self._catalog = around.recogniser, around.catalog
        self._local = LocalCode(workflow.tree.source, around)
        self._taken: dict[str, None] = {}
        self._numbers: dict[str, int] = {}
        self._job_ids = {name: self._claim(name) for name in workflow.jobs}

    def job_id(self, name: str) -> str:
        """The id of a job's card or frame."""
        return self._job_ids[name]

    def deal(self) -> dict[str, tuple[Card, ...]]:
        """The cards of each job, at least one."""
        return {name: tuple(self._cards(job)) for name, job in self._workflow.jobs.items()}

    def _cards(self, job: Job) -> Iterator[Card]:
        real: list[tuple[Entry, Guess]] = []
        others: list[Entry] = []
        for step in job.steps:
            guess = self._guess(job, step)
            if is_work(step) and not guess.is_setup:
                real.append((step, guess))
            else:
                others.append(step)
        if not real:
            real, others = self._last_command(job, others)
        real = list(_without_helpers(real))
        folded = tuple(others)
        if len(real) > 1:
            for i, (step, guess) in enumerate(real):
                yield Card(
                    self._claim(f"{job.name}_{word_for(step)}"), job, step, False, guess, () if i else folded, not i
                )
        elif real:
            step, guess = real[0]
            if not _own_name(step):
                guess = replace(self._named_guess(job, step, _name(job)), is_setup=False)
            yield Card(self.job_id(job.name), job, step, True, self._or_by_name(job, guess), folded)
        else:
            yield Card(self.job_id(job.name), job, job.entry, True, self._of_job(job), folded)

    def _last_command(self, job: Job, steps: list[Entry]) -> tuple[list[tuple[Entry, Guess]], list[Entry]]:
        """Of a job that only prepares and prints, the last command: what is shown and edited as its own."""
        last = next((step for step in reversed(steps) if is_work(step) and step.text("run")), None)
        if last is None:
            return [], steps
        return [(last, replace(self._guess(job, last), is_setup=False))], [s for s in steps if s is not last]

    def _claim(self, wanted: str) -> str:
        """An id that nobody has; counting goes on where it stopped, as steps of one name may be many."""
        base = wanted if STEP_ID.match(wanted) and wanted not in self._taken else free_id(wanted, {})
        found, number = base, self._numbers.get(base, 1)
        while found in self._taken:
            number += 1
            found = f"{base}_{number}"
        self._numbers[base] = number
        self._taken[found] = None
        return found

    def _guess(self, job: Job, step: Entry) -> Guess:
        """What a step seems to be. The name of its job makes that surer, but is not its own: jobs do several things."""
        own = self._named_guess(job, step, _own_name(step))
        is_machine = own.kind == UNKNOWN and bool(_MACHINES.search(step.text("run")))  # the job may say what runs on it
        if (_own_name(step) or own.is_setup or own.kind == UNKNOWN) and not is_machine:
            return own
        called = self._named_guess(job, step, _name(job))
        return called if called.kind == own.kind or is_machine else own

    def _named_guess(self, job: Job, step: Entry, name: str) -> Guess:
        """What a step seems to be; a release of which job or file say that it is a page is none."""
        found = self._guess_of(job, step, name)
        if found.is_setup or not self._catalog.kind(found.kind).can("deploys") or _NAMES_MODEL.search(name.lower()):
            return found
        names = (
            job.entry.text("name"),
            job.name.replace("-", " ").replace("_", " "),
            self._workflow.entry.text("name"),
        )
        for about in filter(None, names):
            other = self._guess_of(job, step, about)
            if other.kind == UNKNOWN and other.confidence == "high" and not other.is_setup:
                return other
        return found

    def _guess_of(self, job: Job, step: Entry, name: str) -> Guess:
        uses = "" if step.text("run") else step.text("uses")
        if has_strange_shell(step, job, self._workflow):
            return Guess(UNKNOWN, "low", reasons=("its shell is not known",))
        found = self._local.guess(uses, name) if uses else None
        if found:
            return found
        inputs = step.inside("with").data
        variables = _variables(self._workflow.entry, job.entry, step)
        inherited = frozenset(variables) - set(step.inside("env").data) | of_its_services(job, variables)
        language = shell(step, job, self._workflow)
        work = Work(step.text("run"), uses, name, inputs, variables, inherited, is_hosted(job), language)
        found = self._recogniser.recognise(work)
        is_told = found.attributes.get("stub") and conditions.is_about_outcome(step.text("if"))
        kind = self._catalog.kind(found.kind)
        if is_told and not kind.can("notifies") and not kind.can("deploys"):
            return Guess(UNKNOWN, "low", reasons=("it only says how it went",))
        return found

    def _or_by_name(self, job: Job, guess: Guess) -> Guess:
        """What the name of the job says where the only step of it says nothing."""
        is_known = guess.kind != UNKNOWN or guess.confidence != "low"
        return guess if is_known else self._by_name(job) or guess

    def _by_name(self, job: Job) -> Guess | None:
        for name in filter(None, (job.entry.text("name"), job.name)):
            found = self._recogniser.recognise(Work(name=name.replace("_", " ").replace("-", " ")))
            if found.kind != UNKNOWN:
                stub = {"stub": True} if self._only_talks(job, found.kind) else {}
                return Guess(found.kind, "low", stub, reasons=(f"the job is called {name}",))
        return None

    def _only_talks(self, job: Job, kind: str) -> bool:
        """Whether a job that is called a release prints lines and does nothing else."""
        commands = [step.text("run") for step in job.steps if step.has("run")]
        says = all(is_placeholder(Work(command)) for command in commands)
        return bool(commands) and says and self._catalog.kind(kind).can("deploys")

    def _of_call(self, job: Job) -> Guess:
        """What the names of a job and of the workflow that it calls say; what it does is not visible."""
        found = self._recogniser.recognise(Work(action=job.calls, name=job.entry.text("name") or job.name))
        sure = found.confidence if found.kind == UNKNOWN else "low"
        return replace(found, confidence=sure, is_setup=False, reasons=found.reasons or (_NOT_HERE,))

    def _of_job(self, job: Job) -> Guess:
        """A job without work of its own: it calls a workflow, or it only sets up."""
        if not job.calls:
            return Guess(UNKNOWN, "high", reasons=("it only prepares a machine",))
        found = self._local.guess(job.calls, _name(job))
        return found or self._of_call(job)


class Owners:
    """Which card each step of one job works for.

    Args:
        cards: of the job, in order.
    """

    def __init__(self, cards: tuple[Card, ...]) -> None:
        self._cards = cards
        self._order = {entry.at: i for i, entry in enumerate(cards[0].job.steps)}
        self._places = [self._order.get(card.entry.at, 0) for card in cards]

    def before(self, step: Entry) -> Card:
        """The card of a step, or the one before it: whose work an upload hands on."""
        return self._cards[max(0, bisect_right(self._places, self._order[step.at]) - 1)]

    def after(self, step: Entry) -> Card:
        """The card of a step, or the one after it: for whose work a download fetches something."""
        return self._cards[min(len(self._cards) - 1, bisect_left(self._places, self._order[step.at]))]


def is_work(step: Entry) -> bool:
    """Whether a step does something itself; others wait for such steps or end them."""
    return not any(step.has(key) for key in _CONTROL)


def of_its_services(job: Job, variables: Mapping[str, Any]) -> frozenset[str]:
    """Names of variables with the values of the containers that a job starts beside itself: they open nothing else."""
    services = job.entry.inside("services")
    known = {str(v) for name in services.data for v in services.inside(str(name)).inside("env").data.values()}
    return frozenset(name for name, value in variables.items() if str(value) in known)


def _without_helpers(steps: list[tuple[Entry, Guess]]) -> Iterator[tuple[Entry, Guess]]:
    """Without placeholders that say what the next step does, empty endpoints, and code brought to where it trains."""
    for i, (step, guess) in enumerate(steps):
        later = [g for _, g in steps[i + 1 :]]
        is_said = guess.attributes.get("stub") and later and later[0].kind == guess.kind
        if is_said and not later[0].attributes.get("stub"):
            yield step, Guess(UNKNOWN, "low", reasons=("it only says what the next step does",))
        elif _MACHINES.search(step.text("run")) and any(g.attributes.get("platform") for g in later):
            yield step, Guess(UNKNOWN, "medium", reasons=(_PREPARES,))
        elif _makes_endpoint(step) and any(g.kind == guess.kind and not _makes_endpoint(s) for s, g in steps[i:]):
            yield step, Guess(UNKNOWN, "medium", reasons=(_ENDPOINT,))
        elif guess.attributes.get("method") == "copy" and {g.kind for g in later if g.kind in _ENDS} == {"train"}:
            yield step, Guess(UNKNOWN, "medium", reasons=(_BRINGS,))
        else:
            yield step, guess


def _makes_endpoint(step: Entry) -> bool:
    """Whether a step makes the place that a model is released to, and says of no release."""
    said = " ".join((step.text("name"), step.text("uses"), step.text("run")[:MAX_LENGTH])).lower()
    return bool(_MAKES_ENDPOINT.search(said)) and "deploy" not in said


def _own_name(step: Entry) -> str:
    return step.text("name") or step.text("id")


def _name(job: Job) -> str:
    return job.entry.text("name") or job.name


def is_hosted(job: Job) -> bool:
    """Whether it runs on a machine of the service that goes away after the run."""
    return "self-hosted" not in labels(job)


def labels(job: Job) -> list[str]:
    """The labels of the machine that a job asks for."""
    asked = job.entry.raw.get("runs-on")
    found = words(asked.get("labels")) + words(asked.get("group")) if isinstance(asked, dict) else words(asked)
    return [label.lower() for label in found]


def shell(step: Entry, job: Job, workflow: Workflow) -> str:
    """The program that reads a step's command, as the file says it."""
    stated = (step.text("shell"), job.entry.inside("defaults").inside("run").text("shell"))
    return next(filter(None, stated), workflow.entry.inside("defaults").inside("run").text("shell"))


def has_strange_shell(step: Entry, job: Job, workflow: Workflow) -> bool:
    """Whether the command of a step is in a language that nobody here reads."""
    if not step.has("run"):
        return False
    program = shell(step, job, workflow).split(" ")[0].rpartition("/")[2].removesuffix(".exe")
    return bool(program) and program not in _SHELLS and "${{" not in program


def _variables(*entries: Entry) -> Mapping[str, Any]:
    return {n: v for entry in entries for n, v in islice(entry.inside("env").data.items(), _MANY_VARIABLES)}
