"""Faults that an edit could bring into a workflow: an edit that brings one is taken back.

Only what edits of this program can break is looked for; a file keeps the faults that it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from designer.targets.github_actions.editing import references
from designer.targets.github_actions.reading.entry import words
from designer.yaml_tree.tree import Tree

Fault = tuple[str, str]
"""Where (a job, or nothing for the file) and what, in words for people."""


def faults(tree: Tree) -> frozenset[Fault]:
    """Everything that is wrong with the references and the form of a workflow."""
    data = tree.data()
    jobs = data.get("jobs") if isinstance(data, dict) else None
    if not isinstance(jobs, dict) or not jobs:
        return frozenset({("", "no job is left")})
    found = {(name, fault) for name, job in jobs.items() if isinstance(job, dict) for fault in _job(name, job, data)}
    found |= {("", f"its outputs name the job {n}") for n in _outputs_of_unknown(data, jobs)}
    if not data.get("on"):
        found.add(("", "nothing starts it"))
    if _has_circle(jobs):
        found.add(("", "jobs would wait for each other in a circle"))
    return frozenset(found)


def _job(name: str, job: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    steps = job.get("steps")
    if "uses" in job:
        extra = [k for k in ("steps", "runs-on", "timeout-minutes", "env", "environment", "defaults") if k in job]
        yield from (f"{k} cannot stand beside uses" for k in extra)
    elif not steps or not job.get("runs-on"):
        yield "a job needs steps and a machine"
    for need in words(job.get("needs")):
        if need not in data["jobs"]:
            yield f"it waits for {need}, which is gone"
    seen: set[str] = set()
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, dict):
            yield from _step(step, seen)
    yield from _references(job, data)


def _step(step: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    if ("run" in step) == ("uses" in step) and "parallel" not in step:
        yield "a step has to run something"
    own = str(step.get("id") or "").lower()
    if own:
        if own in seen:
            yield f"two steps have the id {own}"
        seen.add(own)


def _references(job: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    jobs = {k.lower(): v for k, v in data["jobs"].items()}
    needs = {n.lower() for n in words(job.get("needs"))}
    variants, inputs, secrets = _variants(job), _inputs(data), _secrets(data)
    ids = _step_ids(job)
    for path, text in references.texts(dict(job)):
        for expression in references.expressions(path, text):
            for context, target, output in references.names(expression):
                if context == "needs":
                    yield from _need(target, output, needs, jobs)
                elif context == "steps" and target not in _visible(path, ids):
                    yield f"an expression names the step {target}"
                elif context == "matrix" and variants is not None and target not in variants:
                    yield f"an expression names the variant {target}"
                elif context == "inputs" and target not in inputs:
                    yield f"an expression names the input {target}"
                elif context == "secrets" and secrets and target not in secrets:
                    yield f"an expression names the secret {target}, which is not handed over by the caller"


def _need(target: str, output: str, needs: set[str], jobs: Mapping[str, Any]) -> Iterator[str]:
    if target not in needs:
        yield f"an expression reads the job {target}"
        return
    job = jobs.get(target)
    if output and isinstance(job, dict) and "uses" not in job:
        outputs = job.get("outputs")
        if output not in {k.lower() for k in (outputs if isinstance(outputs, dict) else {})}:
            yield f"an expression reads the output {output} of {target}"


def _step_ids(job: Mapping[str, Any]) -> list[str]:
    """The id of each step, empty for those without; steps beside each other count as one place."""
    steps = job.get("steps")
    found = []
    for step in steps if isinstance(steps, list) else ():
        inner = step.get("parallel") if isinstance(step, dict) else None
        every = [step, *(inner if isinstance(inner, list) else ())]
        found.append(" ".join(str(s.get("id") or "").lower() for s in every if isinstance(s, dict)))
    return found


def _visible(path: tuple[Any, ...], ids: list[str]) -> set[str]:
    """Steps that an expression can name: those before its own, or all of them outside of the steps."""
    inside = len(path) > 1 and path[0] == "steps" and isinstance(path[1], int)
    before = ids[: path[1]] if inside else ids
    own = ids[path[1]].split() if inside and "parallel" in path else []
    return {i for group in before for i in group.split()} | set(own)


def _variants(job: Mapping[str, Any]) -> set[str] | None:
    """Names of what varies; None when only a run can tell."""
    strategy = job.get("strategy")
    matrix = strategy.get("matrix") if isinstance(strategy, dict) else None
    if matrix is None and strategy is None:
        return set()
    if not isinstance(matrix, dict):
        return None
    include = matrix.get("include") or []
    if not isinstance(include, list):
        return None
    extra = {k for entry in include if isinstance(entry, dict) for k in entry}
    return {k.lower() for k in (*matrix, *extra)} - {"include", "exclude"}


def _inputs(data: Mapping[str, Any]) -> set[str]:
    on = data.get("on")
    found: set[str] = set()
    for event in ("workflow_dispatch", "workflow_call"):
        stated = on.get(event) if isinstance(on, dict) else None
        inputs = stated.get("inputs") if isinstance(stated, dict) else None
        found |= {k.lower() for k in inputs} if isinstance(inputs, dict) else set()
    return found


def _secrets(data: Mapping[str, Any]) -> set[str]:
    """Secrets that a called workflow is given; empty when it does not say which."""
    on = data.get("on")
    called = on.get("workflow_call") if isinstance(on, dict) else None
    stated = called.get("secrets") if isinstance(called, dict) else None
    return {k.lower() for k in stated} | {"github_token"} if isinstance(stated, dict) else set()


def _outputs_of_unknown(data: Mapping[str, Any], jobs: Mapping[str, Any]) -> Iterator[str]:
    known = {k.lower() for k in jobs}
    for path, text in references.texts(data.get("on")):
        for expression in references.expressions(path, text):
            for context, target, _ in references.names(expression):
                if context == "jobs" and target not in known:
                    yield target


def _has_circle(jobs: Mapping[str, Any]) -> bool:
    waits = {n: {w for w in words(j.get("needs")) if w in jobs} for n, j in jobs.items() if isinstance(j, dict)}
    while waits:
        free = [n for n, w in waits.items() if not w & waits.keys()]
        if not free:
            return True
        for name in free:
            del waits[name]
    return False
