"""What a tooltip over the canvas says."""

from __future__ import annotations

from html import escape

from designer.gui.canvas.batch_renderer import BatchRenderer
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.scene import Scene

_PORTS = {
    "out": "Drag to another step to link it, or to an empty place to add one",
    "in": "Drag to the step that comes before this one",
    "back": "Drag to the step that a later run starts with: a feedback link",
}


def tip_for(hit: Hit, scene: Scene, renderer: BatchRenderer, is_readable: bool) -> str:
    """Rich text about a thing; empty when all there is to say is on the canvas already."""
    if hit.is_port:
        return _PORTS[hit.spot]
    if hit.ghost is not None:
        finding = hit.ghost.finding
        return _lines(f"<b>{escape(hit.ghost.title)}</b> is missing", escape(finding.message), "Click to add it")
    if hit.spot == "badge":
        return _lines(*(f"<b>{f.severity.capitalize()}</b> {escape(f.title)}" for f in scene.findings.get(hit.key, ())))
    if hit.spot == "plus":
        return "Add a step on this link"
    if hit.part == "links":
        return escape(_link(hit.key, scene))
    row = scene.columns.steps.row.get(hit.key) if hit.part == "steps" else None
    if row is None:
        return ""
    words = scene.words_of(row)
    if renderer.labels[row].is_whole and not words.manual and is_readable:
        return ""
    return _lines(f"<b>{escape(words.title)}</b>", escape(words.subtitle), "Done by a person" if words.manual else "")


def _link(key: str, scene: Scene) -> str:
    link = scene.pipeline.links.get(key)
    if link is None:
        return ""
    source, target = (scene.pipeline.steps[s].label for s in (link.source, link.target))
    if not link.is_flow:
        return f"{source} starts a later run of {target}"
    outcome = {"always": ", whatever the outcome", "failure": ", when it failed"}.get(link.when, "")
    return f"{target} waits for {source}{outcome}"


def _lines(*lines: str) -> str:
    return "<br>".join(line for line in lines if line)
