"""From a snapshot to a plan: order, tools, files, groups, workflows; the same snapshot gives the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from designer.errors import ExportError
from designer.model.graph_queries import flow_cycles, topological_order
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.plan import tooling
from designer.plan.attributes import one_line, safe_path, text, words
from designer.plan.plan import FAILURE, Artifact, Loss, Need, Plan, Stage
from designer.plan.wiring import Edge, Flow, Paths, without
from designer.plan.workflows import merge_approvals, plan_workflows
from designer.steps.catalog import Catalog
from designer.steps.kind import Tool

# What a step does elsewhere, with people or a running service, cannot be repeated from files.
OUTSIDE = frozenset(
    {
        "approves",
        "deploys",
        "tests_release",
        "monitors",
        "detects_drift",
        "collects_feedback",
        "triggers_training",
        "rolls_back",
        "notifies",
        "waits_for_person",
    }
)
BY_HAND = frozenset({"copy", "ftp", "notebook", "manual"})
TRAINING = "training"


def make_plan(snapshot: Snapshot, catalog: Catalog) -> Plan:
    """Works out a plan.

    Raises:
        ExportError: the pipeline is empty, or flow links form a circle (the message names it).
    """
    steps = {s.id: s for s in snapshot.steps.values() if s.get("implicit") is not True}
    if not steps:
        raise ExportError("the pipeline has no steps, so there is nothing to export", advice="Add a step first.")
    cycles = flow_cycles(snapshot.steps, snapshot.links.values())
    if cycles:
        circle = ", ".join(cycles[0])
        raise ExportError(
            f"the steps {circle} wait for each other in a circle",
            advice="Make one of the links between them a feedback link.",
        )
    edges = _edges(snapshot)
    for step in snapshot.steps.values():
        if step.id not in steps:
            without(edges, step.id)
    merged = merge_approvals(steps, edges, catalog)
    for step_id in merged:
        without(edges, step_id)
    order = [s for s in topological_order(snapshot.steps, snapshot.links.values()) if s in edges]
    bench = _Bench(snapshot, catalog, edges, order)
    for step_id in order:
        bench.add(steps[step_id])
    stages = _with_all_scripts(bench.stages)
    workflows = plan_workflows(snapshot, steps, stages, merged)
    return Plan(
        name=one_line(snapshot.name),
        stages=stages,
        workflows=workflows.workflows,
        restarts=workflows.restarts,
        crossings=workflows.crossings,
        merged=merged,
        losses=(*bench.losses, *workflows.losses),
        facts=snapshot.facts,
    )


def _edges(snapshot: Snapshot) -> dict[str, list[Edge]]:
    edges: dict[str, list[Edge]] = {s: [] for s in snapshot.steps}
    for link in snapshot.links.values():
        if link.is_flow:
            files = link.carries != "control" and link.when != FAILURE
            edges[link.target].append(Edge(link.source, link.when, files))
    return edges


def _names(steps: Iterable[str]) -> dict[str, str]:
    """Step id -> a name that differs from all others even where case does not count."""
    names: dict[str, str] = {}
    ids = sorted(steps)
    taken: set[str] = set()
    exact = {s.lower(): s for s in reversed(ids)}
    for step_id in ids:
        name, number = step_id, 2
        while name.lower() in taken or exact.get(name.lower(), step_id) != step_id:
            name, number = f"{step_id[:90]}_{number}", number + 1
        taken.add(name.lower())
        names[step_id] = name
    return names


@dataclass(slots=True)
class _Bench:
    """Where the stages are put together, one after the other in flow order."""

    snapshot: Snapshot
    catalog: Catalog
    edges: Mapping[str, list[Edge]]
    order: list[str]
    stages: dict[str, Stage] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    paths: Paths = field(default_factory=Paths)
    names: dict[str, str] = field(default_factory=dict)
    flow: Flow = field(init=False)

    def __post_init__(self) -> None:
        self.names = _names(self.order)
        self.flow = Flow({s: n for n, s in enumerate(self.order)})

    def add(self, step: Step) -> None:
        """Works out one stage and what is behind it."""
        kind = self.catalog.kind(step.kind)
        tool, known = tooling.choose_tool(kind, step)
        if not known:
            wanted = one_line(text(step.attributes, "tool"))
            self.lose(step, "tool", f"there is no template for the tool {wanted}: {tool.title or 'nothing'} is used")
        placeholder = step.get("stub") is True or not (tool.commands or text(step.attributes, "command"))
        if placeholder:
            self.lose(step, "placeholder", "no command is stated, so it only says that it does nothing yet")
        own = () if placeholder else _own_lines(step)
        lines = () if placeholder else own or tool.commands
        effects = () if placeholder or own else tuple(map(str, tool.extra.get("effects") or ()))
        outputs = self.outputs(step, tool, lines, own=bool(own))
        inputs = self.inputs(step, (*lines, *effects), own=bool(own))
        scripts = self.scripts(step, tool, own=bool(own), placeholder=placeholder)
        edges = self.edges[step.id]
        params = {} if placeholder else tooling.parameters(tool, step, lambda name: self.default(step, name))
        values = {
            "id": (self.names[step.id],),
            **{f"param.{k}": tuple(map(str, v if isinstance(v, list) else [v])) for k, v in params.items()},
            **{f"out.{r}": tuple(o.path for o in outputs if o.role == r) for r in dict.fromkeys(tool.writes)},
            **{f"in.{r}": tuple(a.path for a in found) for r, found in inputs.items()},
        }

        def filled(templates: Iterable[str]) -> tuple[str, ...]:
            return tuple(tooling.fill(t, values.get) for t in templates)

        taken = tuple(dict.fromkeys(a for found in inputs.values() for a in found))
        self.stages[step.id] = Stage(
            id=step.id,
            name=self.names[step.id],
            title=one_line(step.label) or step.id,
            description=one_line(text(step.attributes, "description")),
            capabilities=kind.capabilities,
            commands=filled(lines),
            effects=filled(effects),
            scripts=scripts,
            inputs=taken,
            outputs=outputs,
            order=tuple(e.source for e in edges if e.source not in {a.producer for a in taken}),
            needs=tuple(Need(e.source, e.when) for e in edges),
            params=params,
            requires=() if own or placeholder else tool.requires,
            environment={} if own or placeholder else tool.environment,
            tool=tool.slug,
            extra={} if own or placeholder else tool.extra,
            facts=step.attributes,
            repeatable=not kind.capabilities & OUTSIDE,
            placeholder=placeholder,
            by_hand=self.by_hand(step, kind.capabilities),
            own_command=bool(own),
        )
        self.flow.pass_on(step.id, edges, outputs, trains=kind.can("trains"))

    def lose(self, step: Step, feature: str, message: str) -> None:
        self.losses.append(Loss(step.id, feature, message))

    def default(self, step: Step, name: str) -> object:
        return self.catalog.default(step, name)

    def by_hand(self, step: Step, capabilities: frozenset[str]) -> bool:
        """Whether only a person may start it; an approval is a person, but the run asks for it by itself."""
        if "approves" in capabilities:
            return False
        method = step.get("method")
        manual = (
            step.get("automated") is False
            or step.get("notebook") is True
            or (isinstance(method, str) and method in BY_HAND)
            or ("waits_for_person" in capabilities and step.get("automated") is not True)
        )
        if manual:
            self.lose(step, "by hand", "a person does it: its job runs only in a run that a person starts")
        return manual

    def outputs(self, step: Step, tool: Tool, lines: tuple[str, ...], *, own: bool) -> tuple[Artifact, ...]:
        """What it leaves: the tool's files under its own name, and the paths that the step states."""
        found: list[Artifact] = []
        templates = {r: t for r, t in tool.writes.items() if lines and (not own or r in tooling.roles(lines, "out"))}
        for role, template in templates.items():
            path = self.paths.free(template.replace("${id}", self.names[step.id]), step.id)
            found.append(Artifact(path, role, step.id))
        main = next(iter(tool.writes), "report")
        for stated in words(step.get("produces")) if lines else ():
            path = safe_path(stated)
            if not path or any(a.path == path for a in found):
                continue
            if self.paths.claim(path, step.id):
                found.append(Artifact(path, main, step.id))
            else:
                self.lose(step, "output", f"{path} is already written by another step, so it is not an output here")
        return tuple(found)

    def inputs(self, step: Step, lines: tuple[str, ...], *, own: bool) -> dict[str, tuple[Artifact, ...]]:
        """What it takes from earlier steps, by role."""
        edges = self.edges[step.id]
        found = {}
        for role in tooling.roles(lines, "in"):
            found[role] = self.reference(step) if role == "reference" else self.flow.inputs(edges, role)
        if own and not found:
            direct = [a for e in edges if e.files for a in self.stages[e.source].outputs]
            nearest = [a for role in ("data", "model") for a in self.flow.inputs(edges, role)]
            found["any"] = tuple(dict.fromkeys((*direct, *nearest)))
        consumed = self.consumed(step)
        if consumed:
            found["consumed"] = consumed
        return found

    def consumed(self, step: Step) -> tuple[Artifact, ...]:
        """Stated paths that an earlier step of the flow makes."""
        wanted = {safe_path(w) for w in words(step.get("consumes"))} - {""}
        above, todo = set(), [e.source for e in self.edges[step.id] if e.when != FAILURE]
        while wanted and todo:
            source = todo.pop()
            if source not in above:
                above.add(source)
                todo.extend(e.source for e in self.edges[source] if e.when != FAILURE)
        found = tuple(a for s in self.order if s in above for a in self.stages[s].outputs if a.path in wanted)
        for path in sorted(wanted - {a.path for a in found}):
            if path.lower() in self.paths.taken:
                self.lose(
                    step, "input", f"{path} is made by a step that does not come before it, so it is not waited for"
                )
        return found

    def reference(self, step: Step) -> tuple[Artifact, ...]:
        """The data that a drift check compares with: of the training, or at the step or data set that it names."""
        named = text(step.attributes, "reference")
        if not named:
            return ()
        if named == TRAINING:
            return self.flow.inputs(self.edges[step.id], "data")
        for other in self.stages.values():
            if named in (other.id, other.fact("dataset")):
                return self.flow.behind[other.id].get("data", ()) or self.flow.trained[other.id]
        self.lose(step, "reference", f"no earlier step is called {one_line(named)}: the data of the training is used")
        return self.flow.inputs(self.edges[step.id], "data")

    def scripts(self, step: Step, tool: Tool, *, own: bool, placeholder: bool) -> tuple[str, ...]:
        """Files of the project that it reads: the tool's, and stated paths that no step makes."""
        found = dict.fromkeys(() if own or placeholder else tool.reads)
        for stated in words(step.get("consumes")):
            path = safe_path(stated)
            if path and path.lower() not in self.paths.taken:
                found[path] = None
        return tuple(found)


def _with_all_scripts(stages: Mapping[str, Stage]) -> dict[str, Stage]:
    """Tests read the scripts of every other step: each ``${scripts}`` becomes their list."""
    everything = sorted({s for stage in stages.values() for s in stage.scripts if s.endswith(".py")})
    found = {}
    for stage in stages.values():
        scripts = (e for s in stage.scripts for e in (everything if s == "${scripts}" else [s]))
        found[stage.id] = replace(stage, scripts=tuple(dict.fromkeys(scripts)))
    return found


def _own_lines(step: Step) -> tuple[str, ...]:
    """The author's command: one shell text, however many lines it has."""
    own = text(step.attributes, "command").replace("\r\n", "\n").replace("\r", "\n")
    return (own,) if own else ()
