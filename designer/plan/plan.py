"""The target-neutral form of a pipeline: what runs, with which files, after what, started by whom.

Two graphs can be asked of a plan, and every target must say the same ones:

* `Plan.job_graph`: one group per step, except that an approval in front of deployments is merged into them; links that
  follow from others are left out; links into the workflow that runs after a release are left out too, because that
  workflow is started by the clock (`Plan.crossings` lists them).
* `Plan.stage_graph`: the steps that can be repeated from files alone; the others are bridged.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.model.graph_queries import reachable, transitive_reduction
from designer.model.step import NO_ATTRIBUTES
from designer.plan.ignores import Ignore
from designer.plan.variants import expanded, references

SUCCESS, ALWAYS, FAILURE = "success", "always", "failure"
PIPELINE, MONITOR = "pipeline", "monitor"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file or folder that one stage makes.

    Args:
        path: relative posix path.
        role: ``data``, ``model``, ``image``, ``metrics``, ``report`` ...
        producer: id of the stage that writes it.
        runs: values of the axes in each run of its producer; empty when that runs once.
    """

    path: str
    role: str
    producer: str
    runs: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)

    @property
    def all_paths(self) -> tuple[str, ...]:
        """The path in each run."""
        return expanded(self.path, self.runs) if self.runs else (self.path,)

    def seen_with(self, axes: Container[str]) -> tuple[str, ...]:
        """The path as it stands in a step that varies along these axes; all of them where it varies along others."""
        return (self.path,) if all(axis in axes for axis in references(self.path)) else self.all_paths


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must have ended before, and how: ``success``, ``always`` or ``failure``."""

    name: str
    when: str = SUCCESS


@dataclass(frozen=True, slots=True)
class Loss:
    """Something on the canvas that a plan or a target cannot say.

    Args:
        step: id of the step it is about; None for the pipeline.
        feature: what is lost, in two or three words.
        message: what happens instead.
    """

    step: str | None
    feature: str
    message: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The work of one step.

    Args:
        id: id of the step.
        name: the id, made unique where case does not count; names of jobs, stages, files and parameters are made of it.
        title: what people read.
        description: the owner's own words on one line.
        capabilities: what the kind of the step contributes.
        commands: shell lines that read and write only files.
        effects: shell lines with an effect elsewhere (push, publish, register); not repeated from a cache.
        scripts: files of the project that the commands run or read.
        inputs: files of earlier stages it takes, nearest first in flow order.
        outputs: files it leaves.
        order: stages it waits for without taking a file of theirs.
        needs: stages it waits for directly, with the outcome it asks for.
        params: its section of the parameter file.
        requires: Python requirements of its tool beyond the common ones.
        environment: environment variables; values are ``var:NAME``, ``secret:NAME`` or plain.
        tool: slug of the tool.
        extra: what only some targets use of the tool, by name.
        facts: all that is stated about the step.
        repeatable: whether it can be repeated from files alone.
        placeholder: whether it does nothing yet.
        by_hand: whether only a person may start it.
        own_command: whether the command is the author's, not the tool's.
        action: a ready-made action of others that does the work instead of a command.
        matrix: the values of its axes in each run; empty when it runs once.
        folder: folder its commands run in, relative to the root; empty for the root.
    """

    id: str
    name: str
    title: str
    description: str = ""
    capabilities: frozenset[str] = frozenset()
    commands: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    inputs: tuple[Artifact, ...] = ()
    outputs: tuple[Artifact, ...] = ()
    order: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    params: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    requires: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    tool: str = ""
    extra: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    facts: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    repeatable: bool = True
    placeholder: bool = False
    by_hand: bool = False
    own_command: bool = False
    action: str = ""
    matrix: tuple[Mapping[str, Any], ...] = ()
    folder: str = ""

    @property
    def axes(self) -> frozenset[str]:
        """Names of what varies from run to run."""
        return frozenset(axis for run in self.matrix for axis in run)

    def can(self, capability: str) -> bool:
        return capability in self.capabilities

    def fact(self, name: str, default: Any = None) -> Any:
        """A stated attribute; the default also when it is stated as null."""
        value = self.facts.get(name)
        return default if value is None else value


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that share one machine.

    Args:
        id: id of the stage that does the work.
        approvals: ids of approval steps merged into it: somebody must agree before it starts.
        needs: groups it waits for, transitively reduced.
        environment: protected environment it runs in, empty for none; secrets are only in groups that have one.
        reviewed: whether the environment needs reviewers.
    """

    id: str
    approvals: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    environment: str = ""
    reviewed: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        return (*self.approvals, self.id)


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that starts a workflow: ``push``, ``pull_request``, ``schedule``, ``manual``, ``release``, ``event``.

    Args:
        event: one of those words.
        branches: branches that a push or pull request must go to.
        cron: times of a schedule, in UTC.
        names: names of outside events.
    """

    event: str
    branches: tuple[str, ...] = ()
    cron: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workflow:
    """Groups that start together: the ``pipeline``, or the ``monitor`` that runs after a release."""

    name: str
    title: str
    groups: Mapping[str, Group]
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class Restart:
    """A feedback link: ``source`` may start the workflow of ``target`` again."""

    source: str
    target: str
    workflow: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole pipeline, worked out.

    Args:
        name: of the pipeline, on one line.
        stages: by step id, in topological order, ties by id; approvals that are merged have none.
        workflows: the pipeline first.
        restarts: feedback links that can be kept.
        crossings: flow links, as (source, target), from the pipeline into the monitor: kept by the clock.
        merged: approval step -> stages whose environment asks for it.
        losses: what no target can say.
        facts: what is stated about the pipeline.
        ignores: waived findings that the files should say.
    """

    name: str
    stages: Mapping[str, Stage]
    workflows: tuple[Workflow, ...]
    restarts: tuple[Restart, ...] = ()
    crossings: tuple[tuple[str, str], ...] = ()
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)
    losses: tuple[Loss, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    ignores: tuple[Ignore, ...] = ()

    def ignored_at(self, steps: Container[str]) -> tuple[Ignore, ...]:
        """What was waived at some steps, without what was waived for the whole pipeline."""
        return tuple(i for i in self.ignores if i.step and i.step in steps)

    def spared(self, steps: Container[str]) -> tuple[Ignore, ...]:
        """What linters should overlook at some steps."""
        return tuple(i for i in self.ignores if not i.step or i.step in steps)

    def workflow_of(self, stage: str) -> Workflow:
        """The workflow that a stage's group belongs to; the first one for a stage that is in both."""
        return next(w for w in self.workflows if stage in w.groups)

    def job_graph(self) -> dict[str, tuple[str, ...]]:
        """Group -> groups it waits for, over all workflows, each sorted."""
        graph: dict[str, set[str]] = {}
        for workflow in self.workflows:
            for group in workflow.groups.values():
                graph.setdefault(group.id, set()).update(n.name for n in group.needs)
        return {s: tuple(sorted(graph[s])) for s in self.stages if s in graph}

    def stage_graph(self) -> dict[str, tuple[str, ...]]:
        """Repeatable stage -> repeatable stages it follows, transitively reduced, each sorted.

        Links that ask for a failure are left out: what repeats from files has only successes.
        """
        above: dict[str, tuple[str, ...]] = {}
        for stage in self.stages.values():
            found: dict[str, None] = {}
            for need in stage.needs:
                if need.when == FAILURE:
                    continue
                found.update(dict.fromkeys((need.name,) if self.stages[need.name].repeatable else above[need.name]))
            above[stage.id] = tuple(found)
        graph = {s: above[s] for s, stage in self.stages.items() if stage.repeatable}
        return {s: tuple(sorted(p)) for s, p in transitive_reduction(graph).items()}

    def after(self, stage: str) -> frozenset[str]:
        """Every stage that waits for this one, directly or not."""
        targets: dict[str, list[str]] = {s: [] for s in self.stages}
        for other in self.stages.values():
            for need in other.needs:
                targets[need.name].append(other.id)
        return reachable([stage], targets)
