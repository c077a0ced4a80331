"""What act and DVC make of files, and how an import differs from that.

act is asked for the jobs that a job waits for and for the runs of its matrix; DVC for its stages and its graph.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx

from designer.targets.imported import Imported
from tests.external.toolbox import Tools

HERE = Path(__file__).parent
_CONTEXT = re.compile(r"\b(github|inputs|needs|vars|env|secrets)\.")
_LISTED = re.compile(r"^\s*\d+\s+(\S+)\s")


@dataclass(frozen=True)
class Seen:
    """What a tool sees in a file.

    Args:
        counts: job or stage definition -> how many times one run runs it; None when only a run can tell.
        needs: job or stage -> what it waits for; None when the tool refuses the graph.
        error: why the tool refuses the file; empty when it does not.
    """

    counts: Mapping[str, int | None] = field(default_factory=dict)
    needs: Mapping[str, frozenset[str]] | None = field(default_factory=dict)
    error: str = ""


def _pairs(needs: Mapping[str, Iterable[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((before, name) for name, waits in needs.items() for before in waits)


def _order(needs: Mapping[str, Iterable[str]]) -> frozenset[tuple[str, str]]:
    """Which must come before which, whatever lies between."""
    return frozenset(nx.transitive_closure(nx.DiGraph(list(_pairs(needs)))).edges)


def ask(tools: Tools, program: str, questions: Iterable[Path | str]) -> list[dict[str, Any]]:
    """Runs a program of this folder in the tools' Python: one line in, one JSON object out."""
    done = subprocess.run(
        [str(tools.path("python")), str(HERE / program)],
        input="".join(f"{q}\n" for q in questions),
        env=tools.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


# ---------------------------------------------------------------------------------------------------------- act
class Act:
    """act's planner, in a repository of its own without files."""

    def __init__(self, tools: Tools, folder: Path) -> None:
        self.tools, self.folder = tools, folder
        folder.mkdir(parents=True, exist_ok=True)
        tools.git("init", "--quiet", "--initial-branch", "main", cwd=folder)
        tools.git("remote", "add", "origin", "https://github.com/example/project.git", cwd=folder)
        tools.git("commit", "--quiet", "--allow-empty", "--message", "a state", cwd=folder)

    def seen(self, workflow: Path) -> Seen:
        """The jobs of a workflow, all jobs each waits for, and the runs of each."""
        jobs, error = self._listed(workflow)
        if error:
            return Seen(error=error)
        before: dict[str, frozenset[str]] = {}
        for job in jobs:
            found, error = self._listed(workflow, "--job", job)
            if error:
                return Seen(error=error)
            before[job] = frozenset(found) - {job}
        strategies = self._strategies(workflow)
        counts = {job: self._runs(strategies[job]) if job in strategies else 1 for job in jobs}
        return Seen(counts, before)

    def _listed(self, workflow: Path, *words: str) -> tuple[list[str], str]:
        done = self.tools.run("act", "--list", "--no-recurse", "--workflows", workflow, *words, cwd=self.folder)
        if done.code:
            return [], next((t for t in done.text.splitlines() if t.startswith("Error")), done.text)
        return [found[1] for line in done.text.splitlines() if (found := _LISTED.match(line))], ""

    def _strategies(self, workflow: Path) -> dict[str, Any]:
        """The matrices of the jobs, as another YAML library reads them."""
        [answer] = ask(self.tools, "yaml_as_json.py", [workflow.resolve()])
        jobs = answer["data"]["jobs"]
        strategies = {name: job.get("strategy") for name, job in jobs.items() if isinstance(job, dict)}
        return {name: s["matrix"] for name, s in strategies.items() if isinstance(s, dict) and "matrix" in s}

    def _runs(self, matrix: Any) -> int | None:
        """How many runs act would start for a matrix: a dry run of a job that has nothing else.

        The whole file cannot be run dry: act would fetch its actions, and stop at the first job that fails.
        """
        if _depends_on_the_run(matrix):
            return None
        job = {"runs-on": "here", "strategy": {"matrix": matrix}, "steps": [{"run": ":"}]}
        file = self.folder / "matrix.yml"
        file.write_text(json.dumps({"on": "push", "jobs": {"job": job}}), encoding="utf-8")
        words = ("push", "--dryrun", "--json", "--no-cache-server", "--platform", "here=-self-hosted")
        done = self.tools.run("act", *words, "--workflows", file, cwd=self.folder)
        if "Error while evaluating matrix" in done.text or "Failed to decode node" in done.text:
            return None
        entries = [json.loads(line) for line in done.text.splitlines() if line.startswith("{")]
        return len({e["job"] for e in entries if "jobResult" in e})


def _depends_on_the_run(matrix: Any) -> bool:
    """Whether a list of a matrix comes from the event, an input or another job: act would assume an empty one."""
    lists = matrix.values() if isinstance(matrix, dict) else [matrix]
    return any(isinstance(found, str) and _CONTEXT.search(found) for found in lists)


# ---------------------------------------------------------------------------------------------------------- DVC
def dvc_seen(tools: Tools, files: Sequence[tuple[Path, str]]) -> list[Seen]:
    """What DVC says about the stages of files, each a root folder and a path in it."""
    answers = ask(tools, "dvc_graphs.py", [root for root, _ in files])
    return [_stages(answer, path) for answer, (_, path) in zip(answers, files, strict=True)]


def _stages(answer: Mapping[str, Any], path: str) -> Seen:
    if "error" in answer:
        return Seen(error=answer["error"])
    counts = Counter(_definition(name) for file, name in answer["stages"] if file == path)
    if answer["edges"] is None:
        return Seen(dict(counts), None)
    needs: dict[str, set[str]] = defaultdict(set)
    for (file, before), (other, after) in answer["edges"]:
        if file == other == path and _definition(before) != _definition(after):
            needs[_definition(after)].add(_definition(before))
    return Seen(dict(counts), {name: frozenset(needs[name]) for name in counts})


def _definition(stage: str) -> str:
    """The stage of the file that an expanded one comes from; no other stage has an @ in its name."""
    return stage.split("@", 1)[0]


# ------------------------------------------------------------------------------------------------------ comparing
def differences(imported: Imported, seen: Seen, *, direct: bool) -> list[str]:
    """What an import says otherwise than the tool, a sentence each.

    Args:
        imported: what was read.
        seen: what the tool says.
        direct: whether the tool tells direct needs; otherwise only the order is compared.
    """
    groups = {g.name: g for g in imported.groups}
    found = [f"{name} is missing" for name in sorted(seen.counts.keys() - groups.keys())]
    found += [f"{name} is not there" for name in sorted(groups.keys() - seen.counts.keys())]
    found += [f"{g.name} stands twice" for g in imported.groups if groups[g.name] is not g]
    for name in sorted(seen.counts.keys() & groups.keys()):
        if groups[name].count != seen.counts[name]:
            found.append(f"{name} runs {groups[name].count} times, not {seen.counts[name]}")
    if seen.needs is not None:
        needs = {g.name: g.needs for g in imported.groups}
        form = _pairs if direct else _order
        for what, said in (("groups", needs), ("cards", card_needs(imported))):
            mine, theirs = form(said), form(seen.needs)
            found += [f"{what}: {b} does not wait for {a}" for a, b in sorted(theirs - mine)]
            found += [f"{what}: {b} must not wait for {a}" for a, b in sorted(mine - theirs)]
    return found


def card_needs(imported: Imported) -> dict[str, set[str]]:
    """Which groups wait for which by the flow links of their cards; cards of no group are passed through."""
    home = {step: g.name for g in imported.groups for step in g.steps}
    after: dict[str, list[str]] = defaultdict(list)
    for link in imported.snapshot.links.values():
        if link.is_flow:
            after[link.source].append(link.target)
    needs: dict[str, set[str]] = {g.name: set() for g in imported.groups}
    for step, name in home.items():
        open_, passed = list(after[step]), set()
        while open_:
            reached = open_.pop()
            if reached in home:
                if home[reached] != name:
                    needs[home[reached]].add(name)
            elif reached not in passed:
                passed.add(reached)
                open_ += after[reached]
    return needs
