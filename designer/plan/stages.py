"""Works out the stages one after the other in flow order: tool, files, parameters, command lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.pace import breathe
from designer.plan import tooling
from designer.plan.attributes import one_line, safe_path, text, words
from designer.plan.draft import Draft, own_lines, paths, variables
from designer.plan.plan import FAILURE, Artifact, Loss, Need, Stage
from designer.plan.wiring import DATA, MODEL, Edge, Flow, Paths
from designer.steps.catalog import Catalog
from designer.steps.kind import StepKind

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


def file_names(steps: Iterable[str]) -> dict[str, str]:
    """Step id -> a name that differs from all others even where case does not count."""
    names: dict[str, str] = {}
    ids = sorted(steps)
    exact = {s.lower(): s for s in reversed(ids)}
    taken: set[str] = set()
    for step_id in ids:
        name, number = step_id, 2
        while name.lower() in taken or exact.get(name.lower(), step_id) != step_id:
            name, number = f"{step_id[:90]}_{number}", number + 1
        taken.add(name.lower())
        names[step_id] = name
    return names


@dataclass(slots=True)
class StageBuilder:
    """Where the stages are put together; `add` must be called in flow order.

    Args:
        edges: step -> links into it, approvals that are merged and implicit steps taken out.
        order: steps in flow order.
    """

    snapshot: Snapshot
    catalog: Catalog
    edges: Mapping[str, list[Edge]]
    order: list[str]
    stages: dict[str, Stage] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    paths: Paths = field(default_factory=Paths)
    names: dict[str, str] = field(init=False)
    flow: Flow = field(init=False)

    def __post_init__(self) -> None:
        self.names = file_names(self.order)
        self.flow = Flow({s: n for n, s in enumerate(self.order)})

    def add(self, step: Step) -> None:
        """Works out one stage and what can be taken over behind it."""
        draft = self._draft(step)
        outputs = self._outputs(draft)
        inputs = self._inputs(draft)
        self.stages[step.id] = self._stage(draft, outputs, inputs)
        self.flow.pass_on(step.id, self.edges[step.id], outputs, trains=draft.kind.can("trains"))

    def _draft(self, step: Step) -> Draft:
        kind = self.catalog.kind(step.kind)
        tool, known = tooling.choose_tool(kind, step)
        if not known:
            wanted = one_line(text(step.attributes, "tool"))
            self._lose(step, "tool", f"there is no template for the tool {wanted}: {tool.title or 'nothing'} is used")
        own = own_lines(step)
        action = one_line(text(step.attributes, "action"))
        if action and not own and step.get("stub") is not True:
            return Draft(step, kind, tooling.NO_TOOL, (), (), own=True, action=action)
        if not own and (step.get("stub") is True or not tool.commands):
            self._lose(step, "placeholder", "no command is stated, so it only says that it does nothing yet")
            return Draft(step, kind, tool, (), (), own=False)
        if own:
            return Draft(step, kind, tooling.without_defaults(tool), own, (), own=True)
        return Draft(step, kind, tool, tool.commands, tuple(map(str, tool.extra.get("effects") or ())), own=False)

    def _stage(self, draft: Draft, outputs: tuple[Artifact, ...], inputs: Mapping[str, tuple[Artifact, ...]]) -> Stage:
        breathe()
        step, kind, tool = draft.step, draft.kind, draft.tool
        edges = self.edges[step.id]
        taken = tuple(dict.fromkeys(a for found in inputs.values() for a in found))
        producers = {a.producer for a in taken}
        params = self._params(draft)
        values = {
            "id": (self.names[step.id],),
            **{f"param.{k}": tuple(map(str, v if isinstance(v, list) else [v])) for k, v in params.items()},
            **{f"out.{r}": tuple(o.path for o in outputs if o.role == r) for r in tool.writes},
            **{f"in.{r}": paths(draft, found) for r, found in inputs.items()},
        }
        return Stage(
            id=step.id,
            name=self.names[step.id],
            title=one_line(step.label) or step.id,
            description=one_line(text(step.attributes, "description")),
            capabilities=kind.capabilities,
            commands=tuple(tooling.fill(line, values.get) for line in draft.lines),
            effects=tuple(tooling.fill(line, values.get) for line in draft.effects),
            scripts=self._scripts(draft),
            inputs=taken,
            outputs=outputs,
            order=tuple(e.source for e in edges if e.source not in producers),
            needs=tuple(Need(e.source, e.when) for e in edges),
            params=params,
            requires=tool.requires if draft.of_tool else (),
            environment={**(tool.environment if draft.has_tool else {}), **variables(step)},
            tool=tool.slug,
            extra=tool.extra if draft.has_tool else {},
            facts=step.attributes,
            repeatable=not (kind.capabilities & OUTSIDE or draft.action),
            placeholder=not (draft.lines or draft.action),
            by_hand=self._by_hand(step, kind),
            own_command=draft.own,
            action=draft.action,
            matrix=draft.runs,
            folder=self._folder(step) if draft.own else "",  # the tools' commands name files from the root
        )

    def _folder(self, step: Step) -> str:
        """The folder its commands run in; the root when it states none, or one outside of the project."""
        stated = text(step.attributes, "working_directory").removeprefix("./").rstrip("/")
        folder = safe_path(stated, certain=True)
        if stated not in ("", ".") and not folder:
            self._lose(step, "folder", f"{one_line(stated)} is no plain relative path, so its commands run in the root")
        return folder

    def _params(self, draft: Draft) -> dict[str, Any]:
        step = draft.step
        fields = self.catalog.fields(step.kind)

        def default(name: str) -> Any:
            return None if draft.own else self.catalog.default(step, name)

        return tooling.parameters(draft.tool, step, default, fields) if draft.lines else {}

    def _lose(self, step: Step, feature: str, message: str) -> None:
        self.losses.append(Loss(step.id, feature, message))

    def _lose_path(self, step: Step, feature: str, stated: str, effect: str) -> None:
        """Tells of a stated path that no command line could hold safely; a bare word is only a name."""
        if "/" in stated or "." in stated:
            self._lose(step, feature, f"{one_line(stated)} is no plain relative path, so {effect}")

    def _by_hand(self, step: Step, kind: StepKind) -> bool:
        """Whether only a person may start it; an approval is a person too, but the run asks for it by itself."""
        if kind.can("approves"):
            return False
        method = step.get("method")
        manual = (
            step.get("automated") is False
            or step.get("notebook") is True
            or (isinstance(method, str) and method in BY_HAND)
            or (kind.can("waits_for_person") and step.get("automated") is not True)
        )
        if manual:
            self._lose(step, "by hand", "a person does it: its job runs only in a run that a person starts")
        return manual

    def _outputs(self, draft: Draft) -> tuple[Artifact, ...]:
        """What it leaves: the tool's files under its own name, and the paths that the step states."""
        if not draft.lines and not draft.action:
            return ()
        step, named = draft.step, tooling.roles(draft.lines, "out")
        found: list[Artifact] = []
        for role, template in draft.tool.writes.items():
            path = safe_path(template.replace("${id}", self.names[step.id]), certain=True)
            if not path:
                self._lose(step, "output", f"the {one_line(role)} of the tool would be written outside of the project")
            elif draft.of_tool or role in named:
                found.append(Artifact(self.paths.free(path, step.id), role, step.id, draft.runs))
        for stated in words(step.get("produces")):
            path = safe_path(stated)
            if any(a.path == path for a in found):
                continue
            if not path:
                self._lose_path(step, "output", stated, "no file is handed over under it")
            elif self.paths.claim(path, step.id):
                found.append(Artifact(path, tooling.output_role(draft.tool, path), step.id, draft.runs))
            else:
                self._lose(step, "output", f"{path} is already written by another step, so it is not an output here")
        return tuple(found)

    def _inputs(self, draft: Draft) -> dict[str, tuple[Artifact, ...]]:
        """What it takes from earlier steps, by role; a command that names nothing gets all that is near."""
        edges = self.edges[draft.step.id]
        found = {}
        for role in tooling.roles((*draft.lines, *draft.effects), "in"):
            found[role] = self._reference(draft.step) if role == "reference" else self.flow.inputs(edges, role)
        consumed = self._consumed(draft.step)
        if draft.own and not found and not consumed:
            sources = sorted((e.source for e in edges if e.files), key=self.flow.rank.__getitem__)
            direct = [a for source in sources for a in self.stages[source].outputs]
            nearest = [a for role in (DATA, MODEL) for a in self.flow.inputs(edges, role)]
            found["any"] = tuple(dict.fromkeys((*direct, *nearest)))
        return {**found, "consumed": consumed} if consumed else found

    def _consumed(self, step: Step) -> tuple[Artifact, ...]:
        """Stated paths that an earlier step of the flow makes."""
        wanted = set(self._consumes(step))
        if not wanted:
            return ()
        above, todo = set(), [e.source for e in self.edges[step.id] if e.when != FAILURE]
        while wanted and todo:
            source = todo.pop()
            if source not in above:
                above.add(source)
                todo.extend(e.source for e in self.edges[source] if e.when != FAILURE)
        made = (a for s in self.order if s in above for a in self.stages[s].outputs)
        found = tuple(a for a in made if wanted & {a.path, *a.all_paths})
        for path in sorted(wanted - {p for a in found for p in (a.path, *a.all_paths)}):
            if path.lower() in self.paths.taken:
                message = f"{path} is made by a step that does not come before it, so it is not waited for"
                self._lose(step, "input", message)
        return found

    def _consumes(self, step: Step) -> tuple[str, ...]:
        """Stated paths; a bare word is one when the pipeline lists it among what comes from outside."""
        outside = words(self.snapshot.facts.get("external"))
        return tuple(p for w in words(step.get("consumes")) if (p := safe_path(w, certain=w in outside)))

    def _reference(self, step: Step) -> tuple[Artifact, ...]:
        """The data that a drift check compares with: of the training, or at the step or data set that it names."""
        named = text(step.attributes, "reference")
        if not named:
            return ()
        nearest = self.flow.inputs(self.edges[step.id], DATA)
        if named == TRAINING:
            return nearest
        for other in self.stages.values():
            if named in (other.id, other.fact("dataset")):
                return self.flow.behind[other.id].get(DATA, ()) or self.flow.trained[other.id]
        self._lose(step, "reference", f"no earlier step is called {one_line(named)}: the data of the training is used")
        return nearest

    def _scripts(self, draft: Draft) -> tuple[str, ...]:
        """Files of the project that it reads: the tool's, and stated paths that no step makes."""
        found: dict[str, None] = {}
        for path in (*draft.tool.reads, *tooling.also_reads(draft.tool, draft.step)) if draft.of_tool else ():
            if path == tooling.ALL_SCRIPTS or safe_path(path, certain=True):
                found[path] = None
            else:
                self._lose(draft.step, "input", "a file that the tool reads lies outside of the project: left out")
        for stated in words(draft.step.get("consumes")):
            if not safe_path(stated):
                self._lose_path(draft.step, "input", stated, "no file is taken from it")
        for path in self._consumes(draft.step):
            if path.lower() not in self.paths.taken:
                found[path] = None
        return tuple(found)
