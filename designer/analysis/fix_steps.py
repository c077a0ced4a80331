"""Parts of fixes that add a step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from designer.analysis.bit_sets import bits, lowest
from designer.analysis.builtins import core_steps, feedback_before_gate
from designer.analysis.builtins.loop_exists import watchers
from designer.analysis.condition import words
from designer.analysis.fix_facts import UNTRUSTED
from designer.analysis.fix_work import Work
from designer.analysis.loops import evaluated_releases, loop_arrow, loop_entry
from designer.analysis.places import LEAF, ROOT, Place, linkable, place_for
from designer.analysis.repair import Operation
from designer.analysis.view import PipelineView
from designer.commands.links import insert_on_link
from designer.model.step import FEEDBACK


def insert(work: Work, operation: Operation) -> None:
    """``insert``: a new step at a place beside the anchor."""
    place = place_for(work.view, operation["at"], work.anchor)
    name, when = operation.get("name", ""), operation.get("when", "success")
    work.add(operation["insert"], operation["attrs"], place, name=name, when=when)


def insert_after_near(work: Work, operation: Operation) -> None:
    """``insert_after_near``: a new step behind one that is attached to the release."""
    place = place_for(work.view, "after", work.view.index[operation["on"]])
    work.add(operation["insert_after_near"], operation["attrs"], place)


def link_from(work: Work, operation: Operation) -> None:
    """``link_from``: the release waits for an existing step; a new one when none can be linked."""
    view, release = work.view, work.anchor
    for step in linkable(view, words(operation["link_from"]["kind"]), release):
        name = view.name(step)
        if not work.closes_circle(name, work.finding.anchor):
            work.link(name, work.finding.anchor)
            return
    work.add(operation["else_insert"], {}, place_for(view, "before", release))


def insert_loop(work: Work, operation: Operation) -> None:
    """``insert_loop``: a retrain trigger behind a drift check or monitor, and a feedback link to training."""
    view, release = work.view, work.anchor
    found = watchers(view, release)
    watcher = lowest(found & view.of_kind("drift"))
    watcher = next(bits(found)) if watcher is None else watcher
    place = Place(LEAF, watcher, (view.name(watcher),), ())
    new = work.add(operation["insert_loop"], operation["attrs"], place, name=operation["name"])
    entry = loop_entry(view, release)
    if entry is not None:
        work.feed_back(new, view.name(entry))


def insert_on_feedback(work: Work, operation: Operation) -> None:
    """``insert_on_feedback``: a retrain trigger on the way back to training."""
    arrow = loop_arrow(work.view, work.anchor)
    if arrow is None:
        return
    link = work.view.reach.feedback.get(arrow) or work.view.reach.flow[arrow]
    if link.is_flow and arrow in work.view.reach.feedback:  # it closes a circle
        work.unlink(link.id)
        work.feed_back(link.source, link.target)
        link = replace(link, type=FEEDBACK)
    kind, facts = operation["insert_on_feedback"], operation["attrs"]
    insert_on_link(work.pipeline, work.catalog, link.id, kind, attributes=facts, step_id=operation["name"])


def insert_core(work: Work, operation: Operation) -> None:
    """``insert_core``: all core steps that are missing anywhere; a release without an origin gets one."""
    if work.finding.anchor:
        _give_origin(work)
        return
    for word, add in (("train", _add_training), ("deploy", _add_release)):
        work = work.renewed()
        for missing in core_steps.check.violations(work.view, 0):
            if missing.anchor is None and missing.missing == word:
                add(work, missing.line)


def _give_origin(work: Work) -> None:
    view, release = work.view, work.anchor
    existing = view.origins & view.lines.mates(release)
    for origin in bits(existing):
        ends = view.name(origin), view.name(release)
        if work.closes_circle(*ends):
            continue
        work.link(*ends)
        if _ungated_links(work.renewed().view) <= _ungated_links(view):
            return
        work.unlink(" -> ".join(ends))
    # A second train step would be one more thing to look after: the model comes from a registry instead.
    kind, facts = ("model_source", {"source": "registry"}) if existing else ("train", {})
    work.add(kind, facts, Place(ROOT, release, (), (view.name(release),)))


def _ungated_links(view: PipelineView) -> set[str]:
    """Feedback links that start a run behind an evaluation."""
    return {v.at for v in feedback_before_gate.check.violations(view, evaluated_releases(view))}


def _add_training(work: Work, line: str) -> None:
    view = work.view
    waiting = core_steps.waiting_releases(view, _members(view, line))
    label = "" if view.lines.is_single else line
    if waiting:
        first = work.add("train", {}, Place(ROOT, waiting[0], (), (view.name(waiting[0]),)), line=label)
        for release in waiting[1:]:
            work.link(first, view.name(release))
    else:
        work.put("train", {"model": label} if label else {}, "train")


def _add_release(work: Work, line: str) -> None:
    view = work.view
    ends = core_steps.ends_before_release(view, _members(view, line))
    facts = {**_trusted_events(view), **({} if view.lines.is_single else {"model": line})}
    new = work.put("deploy", facts, "deploy", after=ends)
    for end in ends:
        work.link(end, new)


def _trusted_events(view: PipelineView) -> dict[str, Any]:
    """Events for a new release, where it must not take over those of the pipeline."""
    shared = words(view.fact("triggers"))
    if not set(UNTRUSTED) & set(shared):
        return {}
    kept = [event for event in shared if event not in UNTRUSTED]
    if kept:
        return {"triggers": kept}
    return {"triggers": ["push"], "branches": list(words(view.fact("branches"))) or ["main"]}


def _members(view: PipelineView, line: str) -> int:
    return dict(zip(view.lines.names, view.lines.members, strict=True)).get(line, 0)
