from __future__ import annotations

from pathlib import Path

import pytest

from designer.commands import links, notes, steps
from designer.commands.placement import overlaps
from designer.errors import EditRefused, ExportError, SaveError
from designer.model.snapshot import Position
from designer.session.pasting import paste, read_pasted
from designer.session.services import Services, load_services
from designer.session.session import Session

TEXT = """\
# Written by hand
pipeline: {name: churn, repo: true}
steps:
  data: {kind: data_source}   # from the warehouse
  train: {kind: train}
links: [data -> train]
"""


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "churn.mlops.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_new_session_is_empty_clean_and_untitled(services: Services) -> None:
    session = Session(services)
    assert not session.pipeline.steps
    assert session.name == "Untitled"
    assert not session.is_dirty


def test_saving_an_untouched_document_gives_the_same_bytes(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.save()
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_document_without_a_layout_is_laid_out_on_screen_but_stays_without_one(
    services: Services, file: Path
) -> None:
    session = Session.open(services, file)
    assert set(session.pipeline.positions) == {"data", "train"}
    session.run(steps.set_attributes, "train", {"seed": True})
    session.save()
    assert "layout" not in file.read_text(encoding="utf-8")
    assert "# from the warehouse" in file.read_text(encoding="utf-8")


def test_moving_a_card_writes_the_whole_layout(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.run(steps.move, {"train": (500.0, 80.0)})
    session.save()
    again = Session.open(services, file)
    assert again.pipeline.positions == session.pipeline.positions


def test_undoing_back_to_the_saved_state_makes_the_document_clean(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.run(steps.rename, "train", "Fit")
    assert session.is_dirty
    assert session.undo() is not None
    assert not session.is_dirty
    assert session.redo() is not None
    session.save()
    assert not session.is_dirty


def test_saving_under_another_name_moves_the_session_there(services: Services, file: Path, tmp_path: Path) -> None:
    session = Session.open(services, file)
    other = tmp_path / "other.mlops.yaml"
    session.save(other)
    assert session.path == other
    assert session.name == "other"
    assert other.read_text(encoding="utf-8") == TEXT


def test_a_document_without_a_file_says_so_when_it_is_saved(services: Services) -> None:
    with pytest.raises(SaveError, match="no file yet"):
        Session(services).save()


def test_a_failed_save_keeps_the_file_the_path_and_the_dirty_mark(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.run(steps.rename, "train", "Fit")
    with pytest.raises(SaveError):
        session.save(file.parent / "no-such-folder" / "x.mlops.yaml")
    assert session.path == file
    assert session.is_dirty


def test_a_file_that_another_program_changed_is_noticed(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    assert not session.changed_on_disk
    file.write_text(TEXT + "# more\n", encoding="utf-8")
    assert session.changed_on_disk
    file.unlink()
    assert not session.changed_on_disk


def test_a_refused_command_leaves_everything_as_it_was(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    before = session.pipeline.snapshot()
    with pytest.raises(EditRefused) as refused:
        session.run(links.connect, "train", "data")
    assert refused.value.cycle == ("train", "data", "train")
    assert session.pipeline.snapshot() == before
    assert not session.is_dirty


def pasted(session: Session, text: str, at: Position = (0.0, 0.0)) -> tuple[str, ...]:
    """The new steps after a text was pasted."""
    return paste(session.pipeline, read_pasted(session.services, text), at).steps


def test_copied_steps_paste_with_their_links_into_another_session(services: Services, file: Path) -> None:
    text = Session.open(services, file).copy_text(["data", "train"])
    target = Session(services)
    assert pasted(target, text, (100.0, 200.0)) == ("data", "train")
    assert list(target.pipeline.links) == ["data -> train"]
    assert min(y for _, y in target.pipeline.positions.values()) == 200.0
    assert target.undo() is not None
    assert not target.pipeline.steps


def test_pasting_twice_makes_new_ids(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    assert pasted(session, session.copy_text(["train"])) == ("train_2",)


def test_notes_are_copied_too(services: Services) -> None:
    session = Session(services)
    note = session.run(notes.add_note, 10.0, 20.0, "Ask the data team")
    other = Session(services)
    pasted(other, session.copy_text([], [note]))
    assert [n.text for n in other.pipeline.notes.values()] == ["Ask the data team"]


def test_fixing_everything_leaves_no_error_and_is_one_undo_step(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.run(steps.add_step, services.catalog, "deploy", after="train")
    before = session.pipeline.snapshot()
    assert session.fix_all(unsafe=True)
    assert [f.code for f in session.analyze().findings if f.severity == "error"] == []
    session.undo()
    assert session.pipeline.snapshot().steps == before.steps
    assert session.pipeline.snapshot().links == before.links


def test_applying_one_fix_removes_its_finding(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    finding = next(f for f in session.analyze().findings if f.code == "REP005")
    session.apply_fix(finding)
    assert "REP005" not in {f.code for f in session.analyze().findings}


def test_every_target_exports_the_document_and_starter_files_come_with_it(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    for slug in services.targets:
        assert session.export(slug).files
    assert any(path.endswith("train.py") for path in session.starter_files())


def test_a_cycle_opens_is_reported_and_cannot_be_exported(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "circle.mlops.yaml"
    path.write_text("steps: {a: {kind: train}, b: {kind: deploy}}\nlinks: [a -> b, b -> a]\n", encoding="utf-8")
    session = Session.open(services, path)
    assert "GRA001" in {f.code for f in session.analyze().findings}
    with pytest.raises(ExportError, match="circle"):
        session.export(next(iter(services.targets)))


def test_fixing_a_document_without_a_layout_adds_none(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.fix_all()
    session.save()
    assert "layout" not in file.read_text(encoding="utf-8")
    session.undo()
    session.save()
    assert file.read_text(encoding="utf-8") == TEXT


def test_fixing_a_drawn_document_arranges_its_cards_beside_each_other(services: Services, file: Path) -> None:
    session = Session.open(services, file)
    session.run(steps.move, {"train": (500.0, 80.0)})
    session.fix_all()
    places = list(session.pipeline.positions.values())
    assert not any(overlaps(a, b) for n, a in enumerate(places) for b in places[:n])
    session.save()
    assert Session.open(services, file).pipeline.positions == session.pipeline.positions


def test_a_new_step_is_not_put_on_a_note(services: Services) -> None:
    session = Session(services)
    session.run(notes.add_note, 0.0, 0.0, "Here")
    new = session.run(steps.add_step, services.catalog, "train", at=(10.0, 10.0))
    assert session.pipeline.positions[new] not in {(10.0, 10.0)}


@pytest.mark.parametrize("has_note", [False, True])
def test_steps_that_a_fix_adds_to_an_empty_picture_have_places_apart(services: Services, has_note: bool) -> None:
    session = Session(services)
    if has_note:
        session.run(notes.add_note, 0, 0, "Remember the owner")
    finding = next(f for f in session.analyze().findings if f.ghost and f.autofix)
    session.apply_fix(finding)
    positions = session.pipeline.positions
    assert positions.keys() == session.pipeline.steps.keys()
    assert len(set(positions.values())) == len(positions) > 1
    assert session.history.undo_label.startswith(f"Fix {finding.code}")
    session.undo()
    assert not session.pipeline.steps
