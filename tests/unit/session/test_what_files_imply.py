"""What files imply follows their text, unless somebody says otherwise: facts of the whole, links of implied steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.commands.links import connect, disconnect
from designer.commands.steps import delete, set_facts
from designer.session.services import Services, load_services
from designer.session.session import Session
from tests.unit.session.files import stages

STAGES = "stages:\n  fit:\n    cmd: python train.py\n    outs: [m.pkl]\n  tidy:\n    cmd: python tidy.py\n"


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "dvc.yaml").write_text(STAGES, "utf-8")
    return tmp_path


def test_files_without_a_model_are_a_part_and_nothing_of_that_stands_beside_them(
    services: Services, folder: Path
) -> None:
    session = Session.open(services, folder)
    assert session.pipeline.facts.get("partial") is None
    delete(session.pipeline, ["fit"])
    session.save()
    assert [p.name for p in folder.iterdir() if p.is_file()] == ["dvc.yaml"]
    assert session.pipeline.facts.get("partial") is True
    assert Session.open(services, folder).pipeline.facts.get("partial") is True
    session.undo()
    assert session.pipeline.facts.get("partial") is None


def test_what_somebody_says_instead_stays_and_opens_again(services: Services, folder: Path) -> None:
    path = folder / "dvc.yaml"
    session = Session.open(services, path)
    assert session.pipeline.facts.get("partial") is True
    set_facts(session.pipeline, {"partial": None})
    session.save()
    again = Session.open(services, path)
    assert again.pipeline.facts.get("partial") is None
    delete(again.pipeline, ["fit"])
    again.save()
    assert Session.open(services, path).pipeline.facts.get("partial") is None


def test_an_implied_link_does_not_come_against_the_way_that_somebody_drew(services: Services, tmp_path: Path) -> None:
    path = stages(tmp_path)
    session = Session.open(services, path)
    disconnect(session.pipeline, "prepare -> train")
    connect(session.pipeline, "dvc_versions", "data_raw_csv")
    session.save()
    assert "dvc_versions -> data_raw_csv" in session.pipeline.links
    assert "prepare -> dvc_versions" not in session.pipeline.links
    assert Session.open(services, path).pipeline.links.keys() == session.pipeline.links.keys()
