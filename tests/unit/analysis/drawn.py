"""Builds snapshots from plain data, in the form of the rule cases, without reading a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen

LINK = re.compile(r"(?P<source>\S+) (?P<arrow>->|~>) (?P<target>\S+)(?: \[(?P<words>[a-z, ]+)\])?\Z")


def link(text: str) -> Link:
    """Reads ``a -> b``, ``a ~> b`` or ``a -> b [always, control]``."""
    found = LINK.match(text)
    assert found, text
    words = set((found["words"] or "").replace(",", " ").split())
    when = next((w for w in ("always", "failure") if w in words), "success")
    carries = next((w for w in ("data", "control") if w in words), "any")
    kind = "flow" if found["arrow"] == "->" else "feedback"
    return Link(found["source"], found["target"], kind, when, carries)


def step(name: str, facts: Mapping[str, Any]) -> Step:
    rest = {k: v for k, v in facts.items() if k not in ("kind", "title")}
    return Step(name, facts.get("kind", "other"), facts.get("title", ""), frozen(rest))


def pipeline(data: Mapping[str, Any]) -> Snapshot:
    """A snapshot from ``{pipeline: .., steps: .., links: [..]}``."""
    links = [link(text) for text in data.get("links", ())]
    return Snapshot(
        steps={name: step(name, facts) for name, facts in data["steps"].items()},
        links={k.id: k for k in links},
        facts=frozen(data.get("pipeline") or {}),
    )


def mutated(data: Mapping[str, Any], edits: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A copy of a pipeline with edits: pipe, set, unset, add, del, link, cut."""
    facts = dict(data.get("pipeline") or {})
    steps = {name: dict(row) for name, row in data["steps"].items()}
    links = list(data.get("links", ()))
    for edit in edits:
        ((word, what),) = edit.items()
        if word == "pipe":
            facts.update(what)
        elif word == "set":
            steps[what["step"]].update(what["attrs"])
        elif word == "unset":
            for name in what["attrs"]:
                del steps[what["step"]][name]
        elif word == "add":
            steps.update(what)
        elif word == "del":
            del steps[what]
            links = _without(links, what)
        elif word == "link":
            links.append(what)
        else:
            assert word == "cut", word
            links.remove(what)
    return {"pipeline": facts, "steps": steps, "links": links}


def _without(links: list[str], name: str) -> list[str]:
    """Links without a step; what came before it is joined to what came after it."""
    parsed = [link(text) for text in links]
    rest = [text for text, k in zip(links, parsed, strict=True) if name not in (k.source, k.target)]
    before = [k.source for k in parsed if k.target == name and k.is_flow]
    after = [k.target for k in parsed if k.source == name and k.is_flow]
    joined = [f"{a} -> {b}" for a in before for b in after]
    return rest + [text for text in joined if text not in rest]
