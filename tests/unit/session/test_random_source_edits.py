"""A random user edits files of others; what is saved opens as what was there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.commands import links, notes, steps
from designer.errors import EditRefused
from designer.model.snapshot import Snapshot
from designer.session.services import Services, load_services
from designer.session.session import Session
from tests.unit.session.files import contents, data, stages, workflow

Draw = Callable[[st.SearchStrategy], object]
_FACTS: dict[str, st.SearchStrategy] = {
    "command": st.sampled_from(["python a.py", "make all\nmake more", "echo '#' : x", None]),
    "owner": st.sampled_from(["Kim", "", "a: b # c", None]),
    "timeout_minutes": st.sampled_from([5, 60, None]),
    "only_if": st.sampled_from(["github.ref == 'refs/heads/main'", "always()", None]),
    "variables": st.sampled_from([{"A": "1"}, {"B": "x: y"}, None]),
    "matrix": st.sampled_from([{"model": ["a", "b"]}, None]),
    "runner": st.sampled_from(["ubuntu-latest", ["self-hosted", "gpu"], None]),
    "seed": st.sampled_from([True, False, None]),
    "working_directory": st.sampled_from(["src", None]),
}


class RandomUser:
    """Carries out commands that a window offers."""

    def __init__(self, session: Session, draw: st.DataObject) -> None:
        self.session, self.data = session, draw

    def one_of(self, values: object) -> object:
        return self.data.draw(st.sampled_from(sorted(values)))  # type: ignore[call-overload]

    def act(self) -> None:
        pipeline, run = self.session.pipeline, self.session.run
        action = self.data.draw(
            st.sampled_from(
                [
                    "fact",
                    "fact",
                    "id",
                    "kind",
                    "title",
                    "delete",
                    "link",
                    "unlink",
                    "add",
                    "note",
                    "move",
                    "pipeline",
                    "undo",
                    "save",
                ]
            )
        )
        if action == "undo":
            self.session.undo()
        elif action == "save":
            self.session.save()
        elif action == "note":
            run(notes.add_note, 5.0, 7.0, "Ask Kim")
        elif action == "pipeline":
            run(steps.set_facts, {self.one_of(["owner", "name"]): self.one_of(["x", "y: z"])})
        elif action == "add":
            kind = self.one_of(["train", "monitor", "deploy"])
            after = self.one_of(pipeline.steps) if pipeline.steps else None
            run(steps.add_step, self.session.services.catalog, kind, after=after, attributes={"command": "./new.sh"})
        elif action == "unlink" and pipeline.links:
            run(links.disconnect, self.one_of(pipeline.links))
        elif pipeline.steps:
            self.act_on(action, self.one_of(pipeline.steps))

    def act_on(self, action: str, step: object) -> None:
        pipeline, run = self.session.pipeline, self.session.run
        if action == "fact":
            name = self.one_of(_FACTS)
            run(steps.set_attributes, step, {name: self.data.draw(_FACTS[name])})  # type: ignore[index]
        elif action == "id":
            run(steps.change_id, step, self.one_of(["fit", "check", "ship"]))
        elif action == "kind":
            run(steps.set_kind, self.session.services.catalog, step, self.one_of(["train", "evaluate", "other"]))
        elif action == "title":
            run(steps.rename, step, self.one_of(["Fit: it", "", "x"]))
        elif action == "delete":
            run(steps.delete, [step])
        elif action == "move":
            run(steps.move, {step: (77.0, 33.0)})
        elif action == "link":
            run(links.connect, step, self.one_of(pipeline.steps))


def stated(snapshot: Snapshot) -> dict[str, str]:
    """The kinds of the steps; those that a format implies come and go with its text."""
    return {s.id: s.kind for s in snapshot.steps.values() if not s.get("implicit")}


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.mark.parametrize("layout", [(workflow,), (stages,), (workflow, stages)], ids=["workflow", "stages", "folder"])
@settings(max_examples=60)
@given(draw=st.data())
def test_what_is_saved_opens_as_what_was_there(services: Services, layout: tuple, draw: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [make(folder) for make in layout]
        path = paths[0] if len(paths) == 1 else folder
        user = RandomUser(Session.open(services, path), draw)
        for _ in range(draw.draw(st.integers(1, 6))):
            try:
                user.act()
            except EditRefused:
                continue
        wanted = user.session.pipeline.snapshot()
        user.session.save()
        saved, written = user.session.pipeline.snapshot(), contents(folder)
        assert stated(saved) == stated(wanted)
        opened = Session.open(services, path)
        assert data(opened.pipeline.snapshot()) == data(saved)
        assert not opened.source.remarks or not [r for r in opened.source.remarks if r.path.endswith(".mlops.yaml")]  # type: ignore[union-attr]
        opened.save()
        assert contents(folder) == written


def test_a_step_that_undo_brings_back_after_saving_gets_a_job_whose_facts_stay_its_own(
    services: Services, tmp_path: Path
) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    session = Session.open(services, tmp_path)
    session.run(steps.delete, ["train_evaluate"])
    session.save()
    session.undo()
    session.run(steps.delete, ["data_raw_csv"])
    session.save()
    saved = session.pipeline.snapshot()
    assert saved.steps["train_evaluate"].get("token_permissions")
    assert not saved.steps["train_train"].get("token_permissions")
    assert data(Session.open(services, tmp_path).pipeline.snapshot()) == data(saved)
