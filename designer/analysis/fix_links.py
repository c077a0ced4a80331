"""Parts of fixes that change links."""

from __future__ import annotations

from dataclasses import replace

from designer.analysis.builtins.disconnected import missing_producers
from designer.analysis.builtins.feedback_before_gate import better_entry
from designer.analysis.builtins.loop_exists import looping
from designer.analysis.builtins.loop_has_trigger import TRIGGER
from designer.analysis.builtins.orphan_monitor import is_linked, release_for
from designer.analysis.condition import words
from designer.analysis.fix_work import Work
from designer.analysis.loops import evaluated_releases
from designer.analysis.repair import Operation
from designer.analysis.view import PipelineView
from designer.commands.links import insert_on_link
from designer.model.step import FEEDBACK


def set_in_links(work: Work, operation: Operation) -> None:
    """``set_in_links``: the links on all ways from the gate to the release let only a success pass."""
    reach, gate = work.view.reach, work.anchor
    for release in work.others:
        between = (reach.after[gate] | 1 << gate) & (reach.before[release] | 1 << release)
        with work.pipeline.edit("Change links") as edit:
            for (a, b), link in reach.flow.items():
                if between >> a & 1 and between >> b & 1:
                    edit.put_link(replace(link, when=operation["set_in_links"]))


def make_feedback(work: Work, operation: Operation) -> None:
    """``make_feedback``: the flow link that closes a circle starts a later run instead."""
    link = work.pipeline.links[work.finding.at]
    work.unlink(link.id)
    if link.source != link.target and replace(link, type=FEEDBACK).id not in work.pipeline.links:
        with work.pipeline.edit("Make feedback link") as edit:
            edit.put_link(replace(link, type=FEEDBACK))


def retarget_feedback(work: Work, operation: Operation) -> None:
    """``retarget_feedback``: the link leads to training, or to another step before the evaluation."""
    link = work.pipeline.links[work.finding.at]
    arrow = work.view.index[link.source], work.view.index[link.target]
    goal = better_entry(work.view, arrow, evaluated_releases(work.view))
    if goal is None:
        return
    work.unlink(link.id)
    work.feed_back(link.source, work.view.name(goal))
    if not work.view.provenance.drawn >> arrow[0] & 1:
        _put_trigger(work, f"{link.source} ~> {work.view.name(goal)}")


def _put_trigger(work: Work, link_id: str) -> None:
    """A retrain trigger on a loop that comes to light only now: before, nothing was asked of it."""
    before, now = work.view, work.renewed().view
    triggers = now.select(TRIGGER)
    opened = looping(now, now.releases) & ~looping(before, before.releases) & ~looping(now, now.releases, triggers)
    if opened and link_id in work.pipeline.links:
        facts = {"condition": "drift > threshold"}
        insert_on_link(work.pipeline, work.catalog, link_id, "retrain_trigger", attributes=facts, step_id="retrain")


def link_release_to(work: Work, operation: Operation) -> None:
    """``link_release_to``: what watches is attached to a release, and serves its model."""
    view, watcher = work.view, work.anchor
    release = release_for(view, watcher)
    if release is None:
        return
    name = view.name(release)
    served = view.lines.of(release)
    if served:
        work.set_on(watcher, model=served[0] if len(served) == 1 else list(served))
    if view.reach.after[release] >> watcher & 1 or _targets(view, watcher, name):
        return
    if work.closes_circle(name, work.finding.anchor) or not is_linked(view, release, watcher):
        work.set_on(watcher, target=name)
    else:
        work.link(name, work.finding.anchor)


def _targets(view: PipelineView, watcher: int, name: str) -> bool:
    return name in words(view.value(watcher, "target"))


def link_producer(work: Work, operation: Operation) -> None:
    """``link_producer``: a step waits for those that make what it needs."""
    for maker in missing_producers(work.view, work.anchor):
        work.link(work.view.name(maker), work.finding.anchor)
