"""Pictures of files that were read: guesses, variants, implied links, collapsed frames."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from designer.drawing.svg import render_svg
from designer.drawing.theme import THEMES, load_theme
from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Step
from designer.steps.catalog import load_catalog

CATALOG = load_catalog()
SVG = "{http://www.w3.org/2000/svg}"
STEPS = (
    Step("data", "data_source", attributes={"implicit": True}),
    Step("fit", "train", attributes={"confidence": "low", "command": "python fit.py"}),
    Step("odd", "other", attributes={"confidence": "low"}),
    Step("ship", "deploy", attributes={"matrix": {"zone": ["a", "b"]}, "confidence": "high"}),
)
LINKS = (Link("data", "fit"), Link("fit", "odd"), Link("odd", "ship"))


def drawn(collapsed: bool = False, theme: str = "light") -> ET.Element:
    extra = {"role": "job", "collapsed": True} if collapsed else {"role": "job"}
    snapshot = Snapshot(
        steps={s.id: s for s in STEPS},
        links={k.id: k for k in LINKS},
        frames={
            "job": Frame("job", "Build it", ("fit", "odd"), extra),
            "file": Frame("file", ".github/workflows/ci.yml", tuple(s.id for s in STEPS), {"role": "file"}),
        },
    )
    return ET.fromstring(render_svg(snapshot, CATALOG, load_theme(theme)))


def texts(root: ET.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def titles(root: ET.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}title")]


def test_a_guess_is_marked_with_a_question_that_tells_no_command() -> None:
    root = drawn()
    assert texts(root).count("?") == 1
    assert "The kind is a guess. Right?" in titles(root)
    assert "fit.py" not in ET.tostring(root, encoding="unicode")


def test_variants_are_a_stack_with_their_number() -> None:
    assert "×2" in texts(drawn())


def test_links_of_what_a_tool_does_by_itself_are_dashed_and_others_are_not() -> None:
    groups = [
        g for g in drawn().iter(f"{SVG}g") if (t := g.find(f"{SVG}title")) is not None and "goes to" in (t.text or "")
    ]
    dashed = {g.find(f"{SVG}title").text: g.find(f"{SVG}path").get("stroke-dasharray") for g in groups}  # type: ignore[union-attr]
    assert dashed["data goes to fit"] and not dashed["fit goes to odd"]


def test_the_title_of_a_job_stands_below_that_of_its_file() -> None:
    heights = {t.text: float(t.get("y", 0)) for t in drawn().iter(f"{SVG}text")}
    assert heights["Build it"] > heights[".github/workflows/ci.yml"] + 20


def test_a_collapsed_job_is_one_box_and_its_inner_links_are_gone() -> None:
    root = drawn(collapsed=True)
    assert "2 steps" in texts(root) and "Fit" not in texts(root)
    assert "Build it, 2 steps, Fit, Odd" in titles(root)
    assert "odd goes to ship" in titles(root) and "fit goes to odd" not in titles(root)


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_draws_it(theme: str) -> None:
    assert texts(drawn(theme=theme)) and texts(drawn(collapsed=True, theme=theme))
