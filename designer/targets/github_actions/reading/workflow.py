"""The structure of a workflow file: its jobs, their steps, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from designer.errors import DocumentError
from designer.targets.github_actions.reading.entry import Entry, words
from designer.targets.github_actions.reading.report import Report
from designer.targets.github_actions.reading.triggers import Triggers, read_triggers
from designer.yaml_tree.tree import Tree, parse

_WORKS: Final = ("run", "uses", "parallel", "wait", "wait-all", "cancel")


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a file.

    Args:
        name: its key under ``jobs``.
        entry: what it says; empty when it is no mapping.
        steps: its steps in order; those under ``parallel`` stand in the place of that step.
        needs: jobs of the file that it waits for, in the order of the file.
    """

    name: str
    entry: Entry
    steps: tuple[Entry, ...]
    needs: tuple[str, ...]

    @property
    def calls(self) -> str:
        """The reusable workflow that it runs; empty when it has steps of its own."""
        return self.entry.text("uses")


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow file.

    Args:
        tree: the text with its places.
        entry: what stands at the top.
        triggers: what starts it.
        jobs: by name, in the order of the file.
    """

    tree: Tree
    entry: Entry
    triggers: Triggers
    jobs: dict[str, Job]


def read_structure(text: str, path: str, report: Report) -> Workflow:
    """Reads the jobs of a workflow file; what is wrong with one of them does not hide the others.

    Raises:
        DocumentError: it is no YAML, or no workflow.
    """
    tree = parse(text, path)
    report.open(tree)
    top = Entry.of((), tree.data(), tree.raw())
    if top is None or "jobs" not in top.data:
        raise DocumentError(
            "this is no workflow: it has no jobs", path=path, line=1, advice="A workflow has 'on:' and 'jobs:'."
        )
    if top.has("jobs") and not isinstance(top.data["jobs"], dict):
        line = tree.key_line(("jobs",))
        advice = "Write a name for each job, with what it does below."
        raise DocumentError("'jobs' holds no jobs", path=path, line=line, field="jobs", advice=advice)
    entries = {name: _job_entry(name, top, report) for name in top.inside("jobs").data}
    if not entries:
        report.refused(("jobs",), "there are no jobs yet", advice="Add a job.")
    jobs = {name: _job(name, entry, entries, report) for name, entry in entries.items()}
    return Workflow(tree, top, read_triggers(top), jobs)


def _job_entry(name: str, top: Entry, report: Report) -> Entry:
    at = ("jobs", name)
    jobs = top.inside("jobs")
    entry = Entry.of(at, jobs.data[name], jobs.raw[name])
    if entry is None:
        report.refused(at, f"job {name} is no mapping: it is shown as a step that does nothing", advice=_JOB_ADVICE)
    return entry or Entry(at, {}, {})


_JOB_ADVICE: Final = "A job has 'runs-on' and 'steps', or 'uses'."


def _job(name: str, entry: Entry, known: dict[str, Entry], report: Report) -> Job:
    needs = []
    for needed in dict.fromkeys(words(entry.raw.get("needs"))):
        if needed in known:
            needs.append(needed)
        elif needed and entry.has("needs"):
            at = (*entry.at, "needs")
            advice = f"Add the job {needed}, or take it out of 'needs'."
            report.refused(at, f"job {name} needs {needed}, which is no job of this file", advice=advice)
    if entry.data and not entry.text("uses") and not entry.has("steps"):
        report.refused(entry.at, f"job {name} has neither steps nor uses", advice=_JOB_ADVICE)
    return Job(name, entry, tuple(_steps(name, entry, report)), tuple(needs))


def _steps(job: str, entry: Entry, report: Report) -> Iterator[Entry]:
    listed = entry.data.get("steps")
    if isinstance(listed, list):
        yield from _step_list(job, entry.at, "steps", listed, entry.raw["steps"], report)
    elif listed is not None:
        report.refused((*entry.at, "steps"), f"the steps of job {job} are no list", advice="Begin each with '- '.")


def _step_list(
    job: str, at: tuple[str | int, ...], key: str, data: list[Any], raw: list[Any], report: Report
) -> Iterator[Entry]:
    for i, (value, text) in enumerate(zip(data, raw, strict=True)):
        place = (*at, key, i)
        step = Entry.of(place, value, text)
        if step is None:
            report.refused(place, f"a step of job {job} is no mapping; it is left out", advice="Write 'run: ...'.")
            continue
        branches = value.get("parallel")
        if isinstance(branches, list) and key == "steps":
            yield from _step_list(job, place, "parallel", branches, text["parallel"], report)
            continue
        if not any(step.has(k) for k in _WORKS):
            message = f"a step of job {job} has neither run nor uses: it does nothing"
            report.refused(place, message, advice="Add 'run' or 'uses'.")
        yield step
