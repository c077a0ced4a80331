"""New cards as jobs and steps: the texts are those of an export, the machine is that of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.plan.plan import Loss, Plan
from designer.plan.planner import make_plan
from designer.targets.differences import Differences, flow
from designer.targets.github_actions import jobs, steps
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.pins import load_pins
from designer.targets.importer import Surroundings
from designer.targets.yaml_text import Commented, Inline
from designer.yaml_tree.editor import Editor
from designer.yaml_tree.node import Path
from designer.yaml_tree.tree import Tree

_HOSTED: Final = "ubuntu"
_LATEST: Final = "ubuntu-latest"


@dataclass(frozen=True, slots=True)
class Draft:
    """A new card, written down.

    Args:
        job: as a job of its own, without what it waits for.
        steps: as steps of another job, the one that does the work first.
        losses: what the text cannot say of it.
    """

    job: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]
    losses: tuple[Loss, ...]


def drafts(found: Differences, around: Surroundings) -> dict[str, Draft]:
    """The new cards; files are handed over among them, not from the jobs that are there.

    Raises:
        CannotSay: the new cards make no plan.
    """
    goal, added = found.goal, set(found.added)
    inner = {k.id: k for k in flow(goal.links.values()) if k.source in added and k.target in added}
    # Who is told of failures the file says itself: no new job does it once more.
    facts = {name: value for name, value in goal.facts.items() if name != "notify_on_failure"}
    part = Snapshot(steps={s: goal.steps[s] for s in found.added}, links=inner, facts=facts)
    try:
        plan = make_plan(part, around.catalog)
        return {card: _draft(_plan_with(plan, part, card, around), card, around) for card in found.added}
    except ExportError as e:
        raise CannotSay(e.message) from None


def _plan_with(plan: Plan, part: Snapshot, card: str, around: Surroundings) -> Plan:
    """A plan in which a card has a stage: an approval in front of a release alone would become part of that."""
    if card in plan.stages:
        return plan
    return make_plan(replace(part, steps={card: part.steps[card]}, links={}), around.catalog)


def _draft(plan: Plan, card: str, around: Surroundings) -> Draft:
    stage, workflow = plan.stages[card], plan.workflow_of(card)
    group = replace(workflow.groups[card], needs=())
    job = jobs.job(load_pins(), plan, workflow, group, locked=jobs.is_locked(plan))
    losses = [loss for loss in plan.losses if loss.step == card]
    missing = [path for path in _reads(stage.scripts, job) if around.neighbour(path) is None]
    if missing:
        message = f"it needs files that are not there yet: {', '.join(missing)}"
        losses.append(Loss(card, "files", message))
    return Draft(job, tuple(steps.work(workflow, stage)), tuple(losses))


def _reads(scripts: tuple[str, ...], job: Mapping[str, Any]) -> list[str]:
    """Files of the repository that a job needs to run."""
    installs = " ".join(str(s.get("run") or "") for s in job["steps"]).split()
    return [*scripts, *(w for w in dict.fromkeys(installs) if w.startswith("requirements") and w not in scripts)]


def usual_machine(tree: Tree) -> Any:
    """The machine that most jobs of a file run on, where that is one of GitHub's own."""
    data = tree.data(("jobs",))
    asked = [j.get("runs-on") for j in (data if isinstance(data, dict) else {}).values() if isinstance(j, dict)]
    hosted = [a for a in asked if isinstance(a, str) and a.startswith(_HOSTED)]
    return Counter(hosted).most_common(1)[0][0] if hosted else _LATEST


def as_job(draft: Draft, tree: Tree, needs: list[str], condition: str) -> dict[str, Any]:
    """A draft as a job of this file, keys in the order people expect."""
    job = dict(draft.job)
    if job.get("runs-on") == _LATEST:
        job["runs-on"] = usual_machine(tree)
    waits = {"needs": needs[0] if len(needs) == 1 else needs} if needs else {}
    when = {"if": condition} if condition else {}
    rest = {k: v for k, v in job.items() if k not in ("name", "needs", "if")}
    return {"name": job["name"], **waits, **when, **rest}


def bare(value: Any) -> Any:
    """The data of a draft, without comments."""
    if isinstance(value, (Commented, Inline)):
        return bare(value.value)
    if isinstance(value, Mapping):
        return {str(k): bare(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [bare(v) for v in value]
    return value


def write_comments(editor: Editor, at: Path, value: Any) -> None:
    """Puts the comments of a draft behind its values."""
    for path, text, comment in _comments(value, at):
        editor.set(path, text, comment=comment)


def _comments(value: Any, at: Path) -> Iterator[tuple[Path, Any, str]]:
    if isinstance(value, Commented):
        yield at, bare(value.value), value.comment
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _comments(inner, (*at, str(key)))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _comments(inner, (*at, index))
