"""Writes a plan as dvc.yaml and params.yaml."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from designer.plan.plan import ALWAYS, FAILURE, Artifact, Plan, Stage
from designer.plan.variants import rewritten
from designer.targets.dvc.runs import exports, in_runs, item, unsaid, with_one_writer
from designer.targets.parameters import parameter_file
from designer.targets.records import FilesAround
from designer.targets.target import ChecklistItem, Emission, Loss, Target, TextSpan
from designer.targets.yaml_text import lines

FILE: Final = "dvc.yaml"
PARAMS: Final = "params.yaml"
CACHED: Final = frozenset({"data", "model", "context"})


class Dvc(Target):
    """Stages with dependencies, outputs, parameters, metrics and plots."""

    slug = "dvc"
    title = "DVC"
    order = 20

    def emit(self, plan: Plan) -> Emission:
        plan, shared = with_one_writer(plan)
        text = [*(f"# {i.comment}" for i in plan.ignores if not i.step), "stages:"]
        spans: dict[str, list[TextSpan]] = {}
        graph = plan.stage_graph()
        awaited = {name for above in graph.values() for name in above}
        for step_id, above in graph.items():
            stage = plan.stages[step_id]
            text += [f"  # {i.comment}" for i in plan.ignored_at((step_id,))]
            first = len(text) + 1
            text += lines(
                {stage.name: in_runs(stage, stage_data(plan, stage, above, is_awaited=step_id in awaited))}, 2
            )
            spans.setdefault(step_id, []).append(TextSpan(FILE, first, len(text)))
            text.append("")
        if not graph:
            text = [*text[:-1], "stages: {}", ""]
        models = _artifacts(plan)
        if models:
            text += [*lines({"artifacts": models}), ""]
        params, found = parameter_file(plan)
        for step_id, (first, last) in found.items():
            spans.setdefault(step_id, []).append(TextSpan(PARAMS, first, last))
        return Emission(
            files={FILE: "\n".join(text[:-1]) + "\n", PARAMS: params},
            losses=(*plan.losses, *shared, *_losses(plan)),
            checklist=_checklist(plan),
            spans={s: tuple(f) for s, f in spans.items()},
        )

    def recorded(self, files: Mapping[str, str], around: FilesAround) -> tuple[TextSpan, ...]:
        from designer.targets.dvc.lock import recorded  # emitting needs no reader

        exported = replace(around, text=lambda path: files[path] if path in files else around.text(path))
        return recorded(FILE, files[FILE], exported) if FILE in files else ()


def escaped(stage: Stage, text: str) -> str:
    """Text of a stage in which DVC sees no template but the values of its matrix."""
    return rewritten(text, partial(item, stage), lambda rest: rest.replace("${", r"\${"))


def stamp(stage: Stage) -> str:
    """Path of the file that says that a stage without outputs has run; one for each run of its matrix."""
    return f"reports/{'-'.join([stage.name, *(f'${{matrix.{axis}}}' for axis in sorted(stage.axes))])}.done"


def stage_data(plan: Plan, stage: Stage, above: Sequence[str], *, is_awaited: bool) -> dict[str, Any]:
    """A stage as data. An author's command that leaves no file gets a mark only where somebody waits for it."""
    is_marked = not stage.outputs and (is_awaited or not stage.own_command)
    found: dict[str, Any] = {"desc": escaped(stage, stage.description or stage.title)}
    if stage.folder:
        found["wdir"] = stage.folder
    commands = [escaped(stage, c) for c in _commands(stage, is_marked=is_marked)]
    found["cmd"] = commands[0] if len(commands) == 1 else commands
    inputs = [a for a in stage.inputs if plan.stages[a.producer].repeatable]
    deps = dict.fromkeys(path for a in inputs for path in a.seen_with(stage.axes))
    taken = {a.producer for a in inputs}
    for before in above:
        if before not in taken:
            deps.update(dict.fromkeys(_mark(plan.stages[before]).seen_with(stage.axes)))
    deps.update(dict.fromkeys(stage.scripts))
    if deps:
        found["deps"] = [_seen(stage, d) for d in deps]
    if stage.params:
        found["params"] = [{_seen(stage, PARAMS): [stage.name]}] if stage.folder else [stage.name]
    found.update(_outputs(stage, is_marked=is_marked))
    if stage.fact("cache") is False or plan.facts.get("cache") is False:
        found["always_changed"] = True
    return found


def _commands(stage: Stage, *, is_marked: bool) -> list[str]:
    if stage.placeholder:
        commands = [f"echo '{stage.name} is a placeholder: it does nothing yet'"]
    else:
        commands = [_stopping(c) if stage.own_command and "\n" in c else c for c in stage.commands]
    if stage.fact("blocking") is False and not stage.placeholder:
        commands = [_may_fail(c) for c in commands]
    variables = exports(stage)
    if variables and not stage.placeholder:
        commands = [f"{variables}{c}" for c in commands]
    if is_marked:
        path = posixpath.relpath(stamp(stage), stage.folder) if stage.folder else stamp(stage)
        code = f"import pathlib; p = pathlib.Path('{path}'); p.parent.mkdir(exist_ok=True); p.write_text('done')"
        commands.append(f'python -c "{code}"')
    return commands


def _stopping(command: str) -> str:
    """Several lines of which the first failure ends the command."""
    return command if command.startswith("set -e") else f"set -e\n{command}\n"


def _may_fail(command: str) -> str:
    """A command whose failure is said and does not stop the run."""
    return f"{{\n{command.rstrip()}\n}} || echo 'failed, but it does not stop the run'\n"


def _mark(stage: Stage) -> Artifact:
    """A file of a stage that others can wait for: its report if it has one, else anything it makes."""
    ranked = sorted(stage.outputs, key=lambda a: a.role in CACHED)
    return ranked[0] if ranked else _stamp(stage)


def _stamp(stage: Stage) -> Artifact:
    return Artifact(stamp(stage), "report", stage.id, stage.matrix)


def _seen(stage: Stage, path: str) -> str:
    """A path as it is written in a stage: relative to the folder the stage runs in."""
    return escaped(stage, posixpath.relpath(path, stage.folder) if stage.folder else path)


def _outputs(stage: Stage, *, is_marked: bool) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for output in (*stage.outputs, *((_stamp(stage),) if is_marked else ())):
        path = _seen(stage, output.path)
        if output.role in CACHED:
            found.setdefault("outs", []).append(path)
        elif output.role == "metrics":
            found.setdefault("metrics", []).append({path: {"cache": False}})
        elif output.role == "plot":
            curve = {"cache": False, "x": "false_positive_rate", "y": "true_positive_rate"}
            found.setdefault("plots", []).append({path: curve})
        else:
            found.setdefault("outs", []).append({path: {"cache": False}})
    return found


def _artifacts(plan: Plan) -> dict[str, Any]:
    """Models that a registration step names, for DVC's own model registry."""
    found: dict[str, Any] = {}
    for stage in plan.stages.values():
        if stage.can("registers") and stage.repeatable:
            name = re.sub(r"[^a-z0-9]+", "-", stage.name.lower()).strip("-") or "model"
            model = next((a for a in stage.inputs if a.role == "model"), None)
            if model:
                found.setdefault(name, {"path": escaped(stage, model.path), "type": "model"})
    return found


def _losses(plan: Plan) -> Iterator[Loss]:
    for stage in plan.stages.values():
        if stage.action:
            message = f"it calls the ready-made action {stage.action}: DVC runs commands only"
            yield Loss(stage.id, "step", message)
            continue
        if not stage.repeatable:
            yield Loss(
                stage.id, "step", "it acts on people or on a running service: DVC repeats only what files decide"
            )
            continue
        if stage.effects or stage.extra.get("builds_image"):
            yield Loss(stage.id, "publishing", "only its files are made: nothing is pushed or published")
        if stage.fact("timeout_minutes") is not None:
            yield Loss(stage.id, "time limit", "DVC has no time limits")
        yield from unsaid(stage)
        for need in stage.needs:
            if need.when == FAILURE:
                yield Loss(stage.id, "link", f"it would run when {need.name} fails: DVC then stops")
            elif need.when == ALWAYS:
                yield Loss(stage.id, "link", f"it runs only when {need.name} succeeds")
    for approval in plan.merged:
        yield Loss(approval, "step", "DVC cannot wait for a person's decision")
    for restart in plan.restarts:
        yield Loss(restart.source, "feedback", "DVC does not start itself: run dvc repro again")
    if any(w.triggers for w in plan.workflows) and plan.facts.get("triggers"):
        yield Loss(None, "trigger", "DVC runs when somebody types dvc repro: no events, no schedule")


def _checklist(plan: Plan) -> tuple[ChecklistItem, ...]:
    kept = tuple(s.id for s in plan.stages.values() if s.repeatable and any(o.role in CACHED for o in s.outputs))
    wanted = [s.id for s in plan.stages.values() if s.fact("encrypted") is True or s.fact("access") in ("rbac", "iam")]
    why = "where data and models are kept (dvc remote add -d storage URL)"
    if any(s in plan.stages and plan.stages[s].can("provides_data") for s in wanted):
        why += "; the storage encrypts at rest and only named persons and services may read it"
    return (ChecklistItem("remote", "storage", why, kept),) if kept else ()
