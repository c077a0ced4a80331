"""Waivers that stand in comments of files, and go there on export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from designer.commands.waivers import change_waiver, remove_waiver
from designer.plan.ignores import Ignore, own_comment
from designer.session.services import Services, load_services
from designer.session.session import Session

WORKFLOW = """\
# mlops: ignore[MON001] elsewhere: the platform team watches it (owner: ops, until: 2999-12-31)
on:
  push: # zizmor: ignore[dangerous-triggers] only maintainers can do that
jobs:
  # a word about it
  # mlops: ignore[REP005, REP006] the tracker is ordered
  train:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/x@v1 # zizmor: ignore[unpinned-uses] our own fork of it
      # mlops: ignore[SEC009]
      - uses: acme/y@v1
      - run: |
          python train.py
          # mlops: ignore[REP001] this stands in a script
      - run: python evaluate.py # zizmor: ignore[template-injection]
  deploy: # mlops: ignore[SEC002] not_applicable: nobody outside can reach it
    runs-on: ubuntu-latest
    needs: train
    steps:
      - uses: acme/z@v1 # zizmor: ignore[unpinned-uses] SEC009: said by a rule of ours already
"""
FILE = ".github/workflows/ci.yml"


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


def opened(services: Services, folder: Path, text: str, name: str = FILE) -> Session:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Session.open(services, path)


def codes(value: Any) -> list[str]:
    return [row["code"] for row in value or ()]


@pytest.fixture
def session(services: Services, tmp_path: Path) -> Session:
    return opened(services, tmp_path, WORKFLOW)


def test_a_comment_at_the_top_is_about_the_whole_pipeline(session: Session) -> None:
    first, second = session.pipeline.facts["suppress"]
    assert first == {
        "code": "MON001",
        "as": "elsewhere",
        "reason": "the platform team watches it",
        "owner": "ops",
        "until": "2999-12-31",
        "from": FILE,
    }
    assert (second["code"], second["reason"]) == ("zizmor:dangerous-triggers", "only maintainers can do that")


def test_a_comment_at_a_job_is_about_all_its_steps_and_one_at_a_step_about_that(session: Session) -> None:
    found = {s.id: codes(s.get("suppress")) for s in session.pipeline.steps.values()}
    steps = list(found)
    assert found[steps[0]] == ["REP005", "REP006", "zizmor:unpinned-uses"]
    assert found[steps[1]] == ["REP005", "REP006", "SEC009"]
    assert all(f[:2] == ["REP005", "REP006"] for f in list(found.values())[:4])
    assert found[steps[-1]] == ["SEC002"]
    assert "REP001" not in {c for f in found.values() for c in f}


def test_a_comment_without_a_reason_is_told(session: Session) -> None:
    assert session.source is not None
    (remark,) = [r for r in session.source.remarks if "without a reason" in r.message]
    assert (remark.line, "template-injection" in remark.message) == (16, True)
    assert "WAI003" in {f.code for f in session.analyze().findings}


def test_waivers_in_comments_leave_no_trace_beside_the_file(session: Session) -> None:
    assert session.source is not None
    written = session.source.rewritten(session.pipeline.snapshot())
    assert (written.texts[FILE], written.sidecar.text) == (WORKFLOW, "")


def saved(session: Session) -> tuple[str, str]:
    """The file, and the one beside it, as they would be saved."""
    assert session.source is not None
    written = session.source.written(session.pipeline.snapshot())
    return written.texts[FILE], written.sidecar.text


def test_a_waiver_that_is_taken_back_leaves_the_comment_of_its_file(session: Session) -> None:
    remove_waiver(session.pipeline, "pipeline", 0)
    text, beside = saved(session)
    assert text == WORKFLOW.split("\n", 1)[1]
    assert "suppress" not in beside  # that the rule was judged here stays known
    remove_waiver(session.pipeline, "pipeline", 0)
    text, beside = saved(session)
    assert "  push:\njobs:" in text
    assert "suppress" not in beside
    session.undo()
    session.undo()
    assert saved(session) == (WORKFLOW, "")


def test_a_comment_about_a_job_goes_code_by_code_with_the_last_step_that_has_it(session: Session) -> None:
    steps = [s.id for s in session.pipeline.steps.values() if codes(s.get("suppress"))[:1] == ["REP005"]]
    remove_waiver(session.pipeline, steps[0], 0, "REP005")
    text, beside = saved(session)
    assert text == WORKFLOW
    assert "suppress" in beside
    for step in steps[1:]:
        remove_waiver(session.pipeline, step, 0, "REP005")
    text, beside = saved(session)
    assert text == WORKFLOW.replace("[REP005, REP006]", "[REP006]")
    assert "suppress" not in beside


def test_what_a_linter_was_told_goes_with_the_waiver_of_ours(services: Services, tmp_path: Path) -> None:
    text = """\
on: push
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      # mlops: ignore[SEC009] accepted: our own fork of it
      - uses: acme/y@v1  # v1.2 # zizmor: ignore[unpinned-uses] SEC009: our own fork of it
      - run: python train.py # zizmor: ignore[unpinned-uses] SEC008: another matter
"""
    session = opened(services, tmp_path, text)
    step = next(s.id for s in session.pipeline.steps.values() if codes(s.get("suppress")) == ["SEC009"])
    remove_waiver(session.pipeline, step, 0)
    rows = text.splitlines(keepends=True)
    assert saved(session)[0] == "".join(
        [*rows[:5], rows[6].replace(" # zizmor: ignore[unpinned-uses] SEC009: our own fork of it", ""), rows[7]]
    )


def test_a_changed_waiver_stands_beside_the_file_and_its_comment_goes(session: Session) -> None:
    entry = {"code": "MON001", "as": "elsewhere", "reason": "another team watches it"}
    change_waiver(session.pipeline, "pipeline", 0, entry)
    text, beside = saved(session)
    assert text == WORKFLOW.split("\n", 1)[1]
    assert "another team watches it" in beside


def test_a_needless_waiver_is_taken_out_of_the_file_by_its_fix(services: Services, tmp_path: Path) -> None:
    text = "on: push\njobs:\n  train:\n    runs-on: x\n    steps:\n      - run: python train.py\n"
    session = opened(services, tmp_path, f"# mlops: ignore[REP001] until then (until: 2001-01-01)\n{text}")
    (finding,) = [f for f in session.analyze().findings if f.code == "WAI001"]
    session.apply_fix(finding)
    assert saved(session) == (text, "")
    session.save()
    assert (tmp_path / FILE).read_text("utf-8") == text
    assert "WAI001" not in {f.code for f in session.analyze().findings}


def test_a_comment_answers_the_question_that_the_file_leaves_open(services: Services, tmp_path: Path) -> None:
    train = "jobs:\n  train:\n    runs-on: x\n    steps:\n      - run: python train.py\n"
    bare = opened(services, tmp_path / "a", "on: push\n" + train).analyze()
    assert "train" in bare.open_questions["REP005"]
    above = train.replace(
        "  train:", "  # mlops: ignore[REP005] elsewhere: the image is built by the platform\n  train:"
    )
    top = "# mlops: ignore[REP005] elsewhere: the image is built by the platform\non: push\n" + train
    for name, text in (("b", "on: push\n" + above), ("c", top)):
        session = opened(services, tmp_path / name, text)
        report = session.analyze()
        assert ("REP005" in report.open_questions, [str(f) for f in report.waived]) == (False, ["REP005@train"])
        assert session.source is not None
        assert session.source.rewritten(session.pipeline.snapshot()).sidecar.text == ""


def test_stages_of_dvc_have_them_too(services: Services, tmp_path: Path) -> None:
    text = (
        "# mlops: ignore[MON001] the platform watches it\nstages:\n  # mlops: ignore[REP005] tracked by hand for now\n"
    )
    session = opened(services, tmp_path, text + "  train:\n    cmd: python train.py\n", "dvc.yaml")
    assert codes(session.pipeline.facts["suppress"]) == ["MON001"]
    assert codes(session.pipeline.steps["train"].get("suppress")) == ["REP005"]


def test_an_exported_waiver_is_read_back_as_it_was(services: Services, tmp_path: Path) -> None:
    row = {"as": "elsewhere", "reason": "the platform [team] does it", "owner": "ops", "until": "2999-01-01"}
    steps = f"train: {{kind: train, command: python t.py, suppress: [{ {'code': 'REP005', **row} }]}}"
    document = tmp_path / "a.mlops.yaml"
    document.write_text(f"pipeline: {{suppress: [{ {'code': 'MON001', **row} }]}}\nsteps: {{{steps}}}\n", "utf-8")
    first = Session.open(services, document)
    for slug, name in (("github", ".github/workflows/ml-pipeline.yml"), ("dvc", "dvc.yaml")):
        again = opened(services, tmp_path / slug, first.export(slug).files[name], name)
        told = {**row, "reason": "the platform (team) does it", "from": name}
        assert again.pipeline.facts["suppress"] == [{"code": "MON001", **told}]
        assert any(s.get("suppress") == [{"code": "REP005", **told}] for s in again.pipeline.steps.values())


def test_an_export_without_waivers_says_nothing_of_them(services: Services, tmp_path: Path) -> None:
    document = tmp_path / "a.mlops.yaml"
    document.write_text("steps: {train: {kind: train}}\n", "utf-8")
    emission = Session.open(services, document).export("github")
    assert not any("ignore[" in text for text in emission.files.values())
    assert not emission.shared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mlops: ignore[A1] because", (("A1",), {"as": "accepted", "reason": "because"})),
        ("mlops: ignore[A1,B2]", (("A1", "B2"), {"as": "accepted", "reason": ""})),
        (
            "mlops: ignore[zizmor:x] not_applicable: it (is) so (owner: me)",
            (("zizmor:x",), {"as": "not_applicable", "reason": "it (is) so", "owner": "me"}),
        ),
        ("zizmor: ignore[x] because", None),
        ("ignore mlops", None),
    ],
)
def test_comments_are_understood(text: str, expected: object) -> None:
    assert own_comment(text) == expected


def test_what_is_written_is_understood() -> None:
    ignore = Ignore("a", "SEC002", "elsewhere", "two\nlines, with [brackets]", "ops (team)", "2030-01-01")
    assert ignore.comment == (
        "mlops: ignore[SEC002] elsewhere: two lines, with (brackets) (owner: ops team, until: 2030-01-01)"
    )
