"""What a tooltip over the canvas says."""

from __future__ import annotations

from html import escape

from designer.drawing.card_text import KEPT_TEXT, is_guessed, is_kept, run_count, why_guessed
from designer.drawing.grouping import Box
from designer.drawing.personal_marks import personal_sentence
from designer.gui.canvas.batch_renderer import BatchRenderer
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.proof_marks import proof_sentence
from designer.gui.canvas.scene import Scene
from designer.model.step import Step

_NAMES = 6
_PORTS = {
    "out": "Drag to another step to link it, or to an empty place to add one",
    "in": "Drag to the step that comes before this one",
    "back": "Drag to the step that a later run starts with: a feedback link",
}


def tip_for(hit: Hit, scene: Scene, renderer: BatchRenderer, seen: float) -> str:
    """Rich text about a thing; empty when all there is to say is on the canvas already.

    Args:
        seen: the scale.
    """
    if hit.is_port:
        return _PORTS[hit.spot]
    if hit.ghost is not None:
        finding = hit.ghost.finding
        return _lines(f"<b>{escape(hit.ghost.title)}</b> is missing", escape(finding.message), "Click to add it")
    if hit.spot == "badge":
        return _lines(*(f"<b>{f.severity.capitalize()}</b> {escape(f.title)}" for f in scene.findings_of(hit.card)))
    if hit.spot == "guess":
        return _lines(escape(why_guessed(scene.pipeline.steps[hit.key])), "Click to answer")
    if hit.spot == "plus":
        return "Add a step on this link"
    if hit.part == "links":
        return escape(_link(hit.key, scene))
    box = scene.box(hit.card) if hit.part == "frames" else None
    if box is not None:
        return _lines(
            f"<b>{escape(box.frame.title or box.frame.id)}</b>", _names(box, scene), "Double-click or Enter opens it"
        )
    row = scene.columns.steps.row.get(hit.key) if hit.part == "steps" else None
    if row is None:
        return ""
    words, more = scene.words_of(row), facts_of(scene.pipeline.steps[hit.key], scene)
    if renderer.says_all(row, seen) and not words.manual and not more:
        return ""
    manual = ["Done by a person"] if words.manual else []
    return _lines(f"<b>{escape(words.title)}</b>", *map(escape, words.below), *manual, *map(escape, more))


def facts_of(step: Step, scene: Scene) -> list[str]:
    """What the marks of a card mean."""
    facts = [why_guessed(step)] if is_guessed(scene.catalog, step) else []
    facts += [KEPT_TEXT] if is_kept(scene.catalog, step) else []
    runs = run_count(step)
    if runs is not None:
        facts.append("Runs once for each variant" if runs < 0 else f"Runs {runs} times, once for each variant")
    if scene.shows_personal and step.id in scene.personal:
        facts.append(personal_sentence(scene.personal[step.id]))
    if step.id in scene.proven:
        facts.append(proof_sentence(scene.proven[step.id]))
    facts += ["The tool does this by itself"] if step.get("implicit") else []
    facts += [f"\u25cc Waived: {f.title}" for f in scene.waived.get(step.id, ())]
    return facts


def _names(box: Box, scene: Scene) -> str:
    labels = [scene.pipeline.steps[s].label for s in box.steps]
    more = f" and {len(labels) - _NAMES} more" if len(labels) > _NAMES else ""
    return escape(", ".join(labels[:_NAMES]) + more)


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
