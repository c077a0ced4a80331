"""Random pipelines: copies of the full one with damage, and random graphs, one or two model lines, all origins."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen
from designer.steps.catalog import load_catalog

EXAMPLES = Path(__file__).parents[1] / "golden" / "benchmarks.yaml"
# What makes a fact about a step better, by kind ("*" for every kind).
BETTER: dict[str, list[tuple[str, Any]]] = {
    "*": [("automated", True), ("blocking", True), ("secrets", "store"), ("pinned", True), ("permissions", "least"),
          ("notebook", False), ("cache", True), ("timeout_minutes", 30)],
    "data_source": [("versioned", True), ("encrypted", True), ("access", "rbac"), ("personal_data", "none")],
    "prepare": [("pii_removed", True), ("split", "seeded"), ("parallel", True)],
    "version": [("artifacts", ["code", "data", "model"]), ("lineage", True)],
    "code_test": [("levels", ["unit"]), ("checks", ["load"])],
    "train": [("tracked", True), ("params", "file"), ("env", "digest"), ("seed", True), ("code_version", True),
              ("distributed", True)],
    "evaluate": [("threshold", True), ("baseline", "production"), ("fairness", True), ("checks", ["latency"])],
    "package": [("immutable_tag", True), ("provenance", True)],
    "register": [("lineage", True), ("model_card", True)],
    "approve": [("independent", True)],
    "deploy": [("method", "auto"), ("platform", "serverless"), ("strategy", "canary"), ("rollback", "auto"),
               ("autoscaling", True), ("resource_limits", True), ("partitioned", True), ("access", "iam"),
               ("logs_predictions", True), ("audit_log", True), ("human_oversight", True),
               ("environment_protected", True), ("artifact_ref", "digest")],
    "monitor": [("watches", ["service", "performance", "data_drift"]), ("alerts", True), ("frequency", "daily")],
    "drift": [("reference", "training"), ("alerts", True), ("frequency", "daily")],
    "retrain_trigger": [("condition", "drift > threshold")],
}  # fmt: skip
WORSE: list[tuple[str, Any]] = [
    ("automated", False), ("blocking", False), ("stub", True), ("secrets", "plain"), ("pinned", False),
    ("permissions", "broad"), ("notebook", True), ("runs_on", "local"), ("threshold", False), ("reference", "nothing"),
    ("frequency", "once"), ("environment", "staging"), ("independent", False), ("split", "unseeded"),
    ("levels", ["lint"]), ("watches", ["service"]), ("artifacts", ["code"]), ("access", "key"), ("method", "copy"),
    ("triggers", ["manual"]), ("triggers", ["push"]), ("triggers", ["pull_request", "push"]), ("branches", ["main"]),
    ("branches", ["develop"]), ("push_branches", ["develop"]), ("target", "deploy"), ("personal_data", "pseudonymised"),
    ("platform", "server"), ("origin", "canvas"), ("origin", "github"), ("origin", "dvc"),
]  # fmt: skip
EVENTS = ["push", "pull_request", "pull_request_target", "schedule", "manual", "release"]


@cache
def analyzer() -> Analyzer:
    return Analyzer(load_catalog(), load_rulebook())


@cache
def full_pipeline() -> dict[str, Any]:
    data: dict[str, Any] = yaml_io.load(EXAMPLES.read_text(encoding="utf-8"), EXAMPLES.name)["full"]
    return data


@st.composite
def facts(draw: st.DrawFn, lines: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "scope": draw(st.sampled_from(["training", "batch", "online"])),
        "origin": draw(st.sampled_from(["canvas", "canvas", "github", "dvc"])),
        "opaque": draw(st.sampled_from([None, None, True])),
        "partial": draw(st.sampled_from([None, None, True])),
        "given_files": draw(st.sampled_from([None, True])),
        "repo": draw(st.sampled_from([True, False, None])),
        "triggers": draw(st.lists(st.sampled_from(EVENTS), max_size=3, unique=True)),
        "branches": draw(st.sampled_from([[], ["main"], ["develop"]])),
        "personal_data": draw(st.sampled_from(["unknown", "none", "raw"])),
        "risk": draw(st.sampled_from(["low", "high"])),
        "data_size": draw(st.sampled_from(["small", "large"])),
    }
    if lines:
        found["models"] = lines
    return {name: value for name, value in found.items() if value not in (None, [])}


def _link(text: str, suffix: str) -> Link:
    source, arrow, target = text.split(" ")
    return Link(source + suffix, target + suffix, "flow" if arrow == "->" else "feedback")


@st.composite
def damaged(draw: st.DrawFn) -> Snapshot:
    """One or two copies of the full pipeline with some things broken."""
    lines = draw(st.sampled_from([[], ["A", "B"]]))
    steps: dict[str, dict[str, Any]] = {}
    links: list[Link] = []
    for line in lines or [""]:
        for name, row in full_pipeline()["steps"].items():
            steps[name + line] = {**row, **({"model": line} if line and name in ("train", "deploy") else {})}
            if line and row.get("reference"):
                steps[name + line]["reference"] = row["reference"] + line
        links += [_link(text, line) for text in full_pipeline()["links"]]
    for _ in range(draw(st.integers(0, 6))):
        _damage(draw, steps, links)
    return _snapshot(draw, steps, links, lines)


@st.composite
def random_graph(draw: st.DrawFn) -> Snapshot:
    """A random graph of steps; a flow link may close a circle now and then."""
    lines = draw(st.sampled_from([[], ["A", "B"]]))
    kinds = [*(k for k in BETTER if k != "*"), "train", "deploy", "data_source", "evaluate", "model_source", "feedback",
             "notify", "rollback", "document", "scan", "smoke_test", "manual", "other"]  # fmt: skip
    steps: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(kinds))
        row = {"kind": kind}
        row |= dict(draw(st.lists(st.sampled_from([*BETTER.get(kind, []), *BETTER["*"], *WORSE]), max_size=3)))
        if lines and (kind in ("train", "deploy") or draw(st.booleans())):
            row["model"] = draw(st.sampled_from(lines))
        steps[f"s{number}"] = row
    names = list(steps)
    links: list[Link] = []
    for _ in range(draw(st.integers(0, 18)) if len(names) > 1 else 0):
        _add_link(draw, names, links)
    return _snapshot(draw, steps, links, lines)


@st.composite
def in_parts(draw: st.DrawFn) -> Snapshot:
    """Several pipelines side by side that no link connects."""
    parts = [draw(st.one_of(damaged(), random_graph())) for _ in range(draw(st.integers(2, 4)))]
    steps = {
        f"{name}_{n}": replace(s, id=f"{name}_{n}") for n, part in enumerate(parts) for name, s in part.steps.items()
    }
    links = [
        replace(k, source=f"{k.source}_{n}", target=f"{k.target}_{n}")
        for n, part in enumerate(parts)
        for k in part.links.values()
    ]
    return replace(parts[0], steps=steps, links={k.id: k for k in links})


def _add_link(draw: st.DrawFn, names: list[str], links: list[Link]) -> None:
    a, b = sorted(draw(st.lists(st.integers(0, len(names) - 1), min_size=2, max_size=2, unique=True)))
    when = draw(st.sampled_from(["success", "success", "always", "failure"]))
    carries = draw(st.sampled_from(["any", "any", "control"]))
    way = draw(st.sampled_from(["flow"] * 6 + ["feedback", "circle"]))
    if way == "flow":
        links.append(Link(names[a], names[b], "flow", when, carries))
    else:
        links.append(Link(names[b], names[a], "feedback" if way == "feedback" else "flow", when, carries))


def _damage(draw: st.DrawFn, steps: dict[str, dict[str, Any]], links: list[Link]) -> None:
    names = list(steps)
    if len(names) < 3:
        return
    name = draw(st.sampled_from(names))
    match draw(st.sampled_from(["drop", "unset", "worse", "cut", "link"])):
        case "drop":
            del steps[name]
            links[:] = [k for k in links if name not in (k.source, k.target)]
        case "unset":
            given = sorted(set(steps[name]) - {"kind", "model"})
            if given:
                del steps[name][draw(st.sampled_from(given))]
        case "worse":
            key, value = draw(st.sampled_from(WORSE))
            steps[name][key] = value
        case "cut":
            if links:
                links.pop(draw(st.integers(0, len(links) - 1)))
        case "link":
            _add_link(draw, names, links)


def _snapshot(draw: st.DrawFn, steps: dict[str, dict[str, Any]], links: list[Link], lines: list[str]) -> Snapshot:
    known = {n: Step(n, r["kind"], "", frozen({k: v for k, v in r.items() if k != "kind"})) for n, r in steps.items()}
    return Snapshot(steps=known, links={k.id: k for k in links}, facts=frozen(draw(facts(lines))))


pipelines = st.one_of(damaged(), random_graph())
profiles = st.sampled_from(["classroom", "startup", "regulated"])


def described(snapshot: Snapshot) -> str:
    steps = [f"{s.id}: {s.kind} {dict(s.attributes)}" for s in snapshot.steps.values()]
    links = [f"{k.id} [{k.when} {k.carries}]" for k in snapshot.links.values()]
    return "\n".join([str(dict(snapshot.facts)), *steps, *links])
