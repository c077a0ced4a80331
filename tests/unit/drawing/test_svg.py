from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.drawing.card_text import below_title, is_manual
from designer.drawing.svg import render_svg
from designer.drawing.svg_elements import element, icon, number
from designer.drawing.theme import THEMES, load_theme
from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Note, Step
from designer.steps.catalog import load_catalog

CATALOG = load_catalog()
LIGHT = load_theme("light")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Ghost:
    kind: str
    title: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    code: str = "REP001"
    severity: str = "error"
    title: str = "Something is missing"
    steps: tuple[str, ...] = ("train",)
    ghost: Ghost | None = None


@dataclass(frozen=True)
class Score:
    overall: int | None = 55
    grade: str = "D"
    principles: Mapping[str, int | None] = field(
        default_factory=lambda: {"reproducibility": 0, "automation": 100, "security": None}
    )


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...] = ()
    score: Score = Score()

    @property
    def by_step(self) -> dict[str, list[Finding]]:
        return {s: [f for f in self.findings if s in f.steps] for f in self.findings for s in f.steps}


def pipeline(*steps: Step, links: tuple[Link, ...] = (), **more: Any) -> Snapshot:
    return Snapshot(steps={s.id: s for s in steps}, links={k.id: k for k in links}, **more)


TWO = pipeline(Step("train", "train"), Step("deploy", "deploy"), links=(Link("train", "deploy"),))


def drawn(snapshot: Snapshot, report: Report | None = None, theme: str = "light") -> ET.Element:
    return ET.fromstring(render_svg(snapshot, CATALOG, load_theme(theme), report))


def texts(root: ET.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def titles(root: ET.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}title")]


def test_a_card_shows_title_kind_and_tool() -> None:
    step = Step("fit", "train", "Fit the forest", {"tool": "mlflow"})
    assert texts(drawn(pipeline(step))) == ["Fit the forest", "Train model · MLflow"]


def test_the_kind_is_left_out_when_the_title_says_it() -> None:
    assert below_title(CATALOG, Step("a", "train", "Train Model", {"tool": "mlflow"})) == ("MLflow",)
    assert below_title(CATALOG, Step("a", "train", "Train model", {"owner": "Ada"})) == ("Ada",)
    assert below_title(CATALOG, Step("a", "train", "Train model")) == ("Train",)  # the palette's heading


def test_the_owner_stands_below_kind_and_tool() -> None:
    step = Step("fit", "train", "Fit the forest", {"tool": "mlflow", "owner": " ML team "})
    assert texts(drawn(pipeline(step))) == ["Fit the forest", "Train model · MLflow", "ML team"]
    assert below_title(CATALOG, Step("a", "train", "Fit", {"owner": 3})) == ("Train model",)


def test_a_tool_or_a_kind_that_nobody_knows_is_shown_as_it_is_called() -> None:
    assert below_title(CATALOG, Step("a", "train", "Fit", {"tool": "sagemaker"})) == ("Train model · sagemaker",)
    assert below_title(CATALOG, Step("a", "label_data", "Fit", {"tool": 3})) == ("Label data",)


def test_steps_that_wait_for_a_person_are_marked() -> None:
    assert is_manual(CATALOG, Step("a", "approve"))
    assert is_manual(CATALOG, Step("a", "deploy", attributes={"automated": False}))
    assert not is_manual(CATALOG, Step("a", "deploy"))
    by_hand, alone = Step("a", "deploy", attributes={"automated": False}), Step("a", "deploy")
    assert len(ET.tostring(drawn(pipeline(by_hand)))) > len(ET.tostring(drawn(pipeline(alone))))


def test_steps_that_are_only_planned_have_a_dashed_edge() -> None:
    planned, real = Step("a", "deploy", attributes={"stub": True}), Step("a", "deploy")
    assert 'stroke-dasharray="5 4"' in render_svg(pipeline(planned), CATALOG, LIGHT)
    assert "stroke-dasharray" not in render_svg(pipeline(real), CATALOG, LIGHT)


def test_a_missing_link_is_drawn_between_its_steps() -> None:
    forward, back = Ghost("", after=("train",), before=("deploy",)), Ghost("", after=("deploy",), before=("train",))
    gone = Ghost("", after=("train",), before=("gone",))
    report = Report((Finding(ghost=forward), Finding(ghost=back), Finding(ghost=back), Finding(ghost=gone)))
    assert titles(drawn(TWO, report)).count("Missing link") == 2


def test_a_title_that_is_too_long_takes_two_lines() -> None:
    assert texts(drawn(pipeline(Step("a", "train", "Copy files to the server"))))[:2] == ["Copy files to the", "server"]


def test_longer_titles_are_elided_and_whole_in_the_tooltip() -> None:
    name = "A title that is much longer than any two lines of a card"
    root = drawn(pipeline(Step("a", "train", name)))
    assert texts(root)[1].endswith("…")
    assert any(name in t for t in titles(root))


def test_every_link_has_an_arrow_head_and_says_where_it_goes() -> None:
    root = drawn(TWO)
    assert "train goes to deploy" in titles(root)
    assert len(list(root.iter(f"{SVG}polygon"))) == 1


def test_feedback_links_are_dashed() -> None:
    loop = pipeline(*TWO.steps.values(), links=(Link("train", "deploy"), Link("deploy", "train", "feedback")))
    root = drawn(loop)
    assert "deploy starts a later run of train" in titles(root)
    assert [p.get("stroke-dasharray") for p in root.iter(f"{SVG}path") if p.get("stroke-dasharray")] == ["7 5"]


def test_a_condition_is_written_on_its_link() -> None:
    links = (Link("a", "b", when="always"), Link("b", "c", when="failure"))
    root = drawn(pipeline(*(Step(i, "train") for i in "abc"), links=links))
    assert {"always", "on failure"} <= set(texts(root))


def test_findings_are_counted_on_the_badge_in_the_gravest_colour() -> None:
    report = Report((Finding(severity="warning"), Finding(code="MON001", steps=("train", "deploy"))))
    root = drawn(TWO, report)
    assert texts(root).count("2") == 1
    svg = render_svg(TWO, CATALOG, LIGHT, report)
    assert f'fill="{LIGHT.colour("warning")}"' not in svg
    assert "error REP001" not in svg  # the tooltip states each finding's own severity
    assert "warning REP001 Something is missing, error MON001 Something is missing" in svg


def test_each_severity_has_a_shape_of_its_own() -> None:
    shapes = set()
    for severity in ("error", "warning", "info"):
        root = drawn(pipeline(Step("train", "train")), Report((Finding(severity=severity),)))
        shapes.add(tuple(len((p.get("points") or "").split()) for p in root.iter(f"{SVG}polygon")))
    assert shapes == {(8,), (3,), ()}


def test_a_missing_step_is_drawn_dashed_with_the_codes_that_miss_it() -> None:
    ghost = Ghost("evaluate", "Evaluate first", after=("train",), before=("deploy",))
    report = Report((Finding(ghost=ghost), Finding(code="AUT001", ghost=ghost), Finding(ghost=Ghost(""))))
    root = drawn(TWO, report)
    assert texts(root).count("Evaluate first") == 1
    assert "REP001, AUT001" in texts(root)
    assert "Missing: Evaluate first (REP001, AUT001)" in titles(root)


def test_a_missing_step_without_a_title_is_called_by_its_kind() -> None:
    assert "Evaluate model" in texts(drawn(TWO, Report((Finding(ghost=Ghost("evaluate")),))))


def test_the_score_stands_on_top() -> None:
    shown = texts(drawn(TWO, Report()))
    assert shown[:8] == ["D", "55", "of 100 points", "Reproducibility", "0", "Automation", "100", "Security"]
    assert shown[8] == "n/a"


def test_what_was_not_assessed_has_no_number() -> None:
    root = drawn(pipeline(), Report(score=Score(None, "", {})))
    assert texts(root)[:2] == ["?", "n/a"]
    assert "not assessed" in (root.findtext(f"{SVG}desc") or "")


def test_notes_frames_and_the_name_are_drawn() -> None:
    snapshot = pipeline(
        *TWO.steps.values(),
        facts={"name": "Churn"},
        notes={"n": Note("n", "Ask\nthe team", -500, -400)},
        frames={"f": Frame("f", "Data team", ("train",)), "e": Frame("e", "Nobody")},
    )
    shown = texts(drawn(snapshot))
    assert {"Churn", "Data team", "Ask", "the team"} <= set(shown)
    assert "Nobody" not in shown


def test_everything_lies_on_the_page() -> None:
    links = (Link("train", "deploy"), Link("deploy", "train", "feedback"))
    ghosts = tuple(Finding(ghost=Ghost("version", before=("train",))) for _ in range(3))
    notes = {"n": Note("n", "far", -900, -700)}
    frames = {"f": Frame("f", "t", ("train",))}
    root = drawn(pipeline(*TWO.steps.values(), links=links, notes=notes, frames=frames), Report(ghosts))
    left, top, width, height = map(float, (root.get("viewBox") or "").split())
    for group in root.iter(f"{SVG}g"):
        place = re.match(r"translate\((\S+) (\S+)\)$", group.get("transform", ""))
        if place:
            x, y = map(float, place.groups())
            assert left <= x <= left + width - 200
            assert top <= y <= top + height - 72


def test_a_loop_that_hangs_low_lies_on_the_page_without_empty_space_below() -> None:
    links = (Link("train", "deploy"), Link("deploy", "train", "feedback"))
    looped, plain = drawn(pipeline(*TWO.steps.values(), links=links)), drawn(TWO)
    deeper = float(looped.get("height", "")) - float(plain.get("height", ""))
    low = max(float(v) for v in re.findall(r"C \S+ (\S+) ", ET.tostring(looped, "unicode")))  # y of a control point
    assert deeper == pytest.approx((low - 72) * 0.75, abs=3)  # where a symmetric cubic curve turns


def test_an_empty_pipeline_has_a_picture() -> None:
    root = drawn(pipeline())
    assert root.findtext(f"{SVG}title") == "ML pipeline"
    assert root.findtext(f"{SVG}desc") == "An empty pipeline."


def test_the_picture_is_told_in_words() -> None:
    root = drawn(TWO, Report((Finding(),)))
    words = "2 steps and 1 link: Train, Deploy. Score 55 of 100, grade D; 1 finding."
    assert root.findtext(f"{SVG}desc") == words


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_draws_in_its_own_colours(theme: str) -> None:
    svg = render_svg(TWO, CATALOG, load_theme(theme))
    assert load_theme(theme).colour("canvas") in svg
    assert "currentColor" not in svg


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_valid_xml_that_holds_no_markup_of_others(name: str) -> None:
    hostile = f'</text><script>alert("{name}")</script>&'
    step = Step("a", "train", hostile, {"tool": hostile})
    snapshot = pipeline(step, facts={"name": hostile}, notes={"n": Note("n", hostile)})
    root = drawn(snapshot, Report((Finding(title=hostile, steps=("a",)),)))
    assert not list(root.iter(f"{SVG}script"))


def test_steps_are_laid_out_when_they_have_no_place() -> None:
    root = drawn(TWO)
    places = [g.get("transform") for g in root.iter(f"{SVG}g") if (g.get("transform") or "").endswith(")")]
    assert "translate(0 0)" in places
    assert "translate(290 0)" in places


def test_an_icon_name_cannot_reach_other_files() -> None:
    dots = icon("dots", (0, 0, 24, 24), "#000000")
    assert icon("../../../etc/passwd", (0, 0, 24, 24), "#000000") == dots
    assert icon("no-such-icon", (0, 0, 24, 24), "#000000") == dots


def test_numbers_are_short() -> None:
    assert [number(v) for v in (1.0, 0.5, -0.001, 2 / 3, -12.345, 100.0)] == ["1", "0.5", "0", "0.67", "-12.35", "100"]


def test_attributes_that_are_none_are_left_out() -> None:
    assert element("a", x=1, stroke_width=None, fill='"') == '<a x="1" fill=\'"\'/>'


def test_steps_of_one_collapsed_frame_that_miss_the_same_step_share_one_card() -> None:
    frames = {"job": Frame("job", "Job", ("train", "deploy"), {"role": "job", "collapsed": True})}
    found = (
        Finding(ghost=Ghost("scan", before=("train",))),
        Finding(code="AUT001", ghost=Ghost("scan", before=("deploy",))),
    )
    closed = Snapshot(steps=TWO.steps, links=TWO.links, frames=frames)
    assert texts(drawn(closed, Report(found))).count("Scan") == 1
    assert texts(drawn(TWO, Report(found))).count("Scan") == 2
