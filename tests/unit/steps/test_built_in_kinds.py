"""The data files of the built-in kinds are complete and consistent."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from designer.model.step import Step
from designer.resources import resource
from designer.steps.catalog import Catalog, load_catalog
from designer.steps.field import Field
from designer.steps.kind import StepKind

CATALOG = load_catalog()
KINDS = sorted(CATALOG.kinds.values(), key=lambda k: k.slug)
COLOURS = {"data", "model", "quality", "release", "observe", "govern", "people", "neutral"}
CAPABILITIES = {
    "data_source": {"provides_data"},
    "validate_data": {"validates_data"},
    "prepare": {"prepares_data"},
    "version": {"versions"},
    "code_test": {"tests_code"},
    "train": {"trains"},
    "evaluate": {"evaluates"},
    "model_source": {"provides_model"},
    "package": {"packages"},
    "scan": {"scans"},
    "register": {"registers"},
    "approve": {"approves", "waits_for_person"},
    "deploy": {"deploys"},
    "smoke_test": {"tests_release"},
    "monitor": {"monitors"},
    "drift": {"detects_drift"},
    "feedback": {"collects_feedback"},
    "retrain_trigger": {"triggers_training"},
    "rollback": {"rolls_back"},
    "notify": {"notifies"},
    "document": {"documents"},
    "manual": {"waits_for_person"},
    "other": set(),
}
EVERY_FIELD: list[tuple[str, Field]] = [
    *((kind.slug, field) for kind in KINDS for field in kind.fields.values()),
    *(("step", field) for field in CATALOG.step_fields.values()),
    *(("link", field) for field in CATALOG.link_fields.values()),
    *(("pipeline", field) for field in CATALOG.pipeline_fields.values()),
]


@pytest.fixture
def catalog() -> Catalog:
    return CATALOG


def test_every_kind_does_what_it_promises() -> None:
    assert {k.slug: set(k.capabilities) for k in KINDS} == CAPABILITIES


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.slug)
def test_a_kind_file_is_complete(kind: StepKind) -> None:
    assert resource("steps", f"{kind.slug}.yaml").is_file()
    assert kind.like == kind.slug
    assert kind.title and kind.help[-1] in ".?" and kind.help[0].isupper()
    assert len(kind.synonyms) >= 5
    assert len(set(kind.synonyms)) == len(kind.synonyms)
    assert kind.colour in COLOURS
    assert kind.group != "Other" or kind.slug == "other"


@pytest.mark.parametrize(("owner", "field"), EVERY_FIELD, ids=lambda v: getattr(v, "name", v))
def test_a_field_says_what_it_is_and_has_a_default_that_fits(owner: str, field: Field) -> None:
    assert field.label and field.help.endswith(".")
    assert field.section or owner == "link"
    if field.type.optional:
        assert field.default is None
    elif field.type.base != "any":
        assert field.type.problem(field.default) == ""


def test_palette_order_has_no_ties() -> None:
    orders = [k.order for k in KINDS]
    assert len(set(orders)) == len(orders)


def test_the_palette_shows_its_headings_in_the_order_of_the_work(catalog: Catalog) -> None:
    assert list(catalog.groups()) == ["Data", "Train", "Check", "Release", "Operate", "People", "Other"]
    assert [k.slug for k in catalog.groups()["Data"]] == ["data_source", "validate_data", "prepare", "version"]


@pytest.mark.parametrize(
    ("word", "slugs"),
    [
        ("drift", {"monitor", "drift"}),
        ("mlflow", {"train", "register"}),
        ("registry", {"register", "model_source"}),
        ("gate", {"validate_data", "evaluate", "code_test", "approve"}),
        ("kubernetes", {"deploy"}),
        ("retraining", {"retrain_trigger"}),
    ],
)
def test_people_find_a_kind_by_the_words_they_know(word: str, slugs: set[str]) -> None:
    assert slugs <= {k.slug for k in KINDS if word in k.synonyms}


def test_people_s_work_is_not_automatic_unless_somebody_says_so(catalog: Catalog) -> None:
    automated = {k.slug: catalog.default(Step("a", k.slug), "automated") for k in KINDS}
    assert {slug for slug, value in automated.items() if value is False} == {"manual", "approve"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.slug)
def test_every_kind_has_an_icon(kind: StepKind) -> None:
    assert resource("icons", f"{kind.icon}.svg").is_file()


WINDOW_ICONS = {"app", "export", "fit", "note", "plus", "redo", "search", "theme", "undo"}
SEVERITY_ICONS = {"error", "info", "ok", "warning"}
ICONS = sorted(resource("icons").glob("*.svg"))


def test_the_window_has_its_icons() -> None:
    assert {p.stem for p in ICONS} >= WINDOW_ICONS | SEVERITY_ICONS


@pytest.mark.parametrize("path", ICONS, ids=lambda p: p.stem)
def test_an_icon_is_one_line_drawing_that_takes_the_colour_of_its_place(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root) > 0
    if path.stem == "app":
        return
    drawn = {name: root.get(name) for name in ("viewBox", "stroke", "stroke-width", "stroke-linecap", "fill")}
    assert drawn == {
        "viewBox": "0 0 24 24",
        "stroke": "currentColor",
        "stroke-width": "1.75",
        "stroke-linecap": "round",
        "fill": "none",
    }


@pytest.mark.gui
@pytest.mark.parametrize("path", ICONS, ids=lambda p: p.stem)
def test_an_icon_paints_something_and_not_everything(path: Path, qapp: object) -> None:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    svg = path.read_bytes().replace(b"currentColor", b"#000000")
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    painted = sum(image.pixelColor(x, y).alpha() > 60 for x in range(48) for y in range(48))
    assert 100 < painted < (48 * 48 if path.stem == "app" else 48 * 30)
    edge = [image.pixelColor(x, y).alpha() for i in range(48) for x, y in ((i, 0), (0, i), (i, 47), (47, i))]
    assert max(edge) == 0, "the drawing is cut off at the border"
