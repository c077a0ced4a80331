"""New cards become jobs as an export writes them, or steps of the job that is around them."""

from __future__ import annotations

import pytest

from designer.model.step import Link, Step
from tests.unit.targets.github_editing.edited import CI, Opened, changes, told

ci = Opened(CI)
CHECK = Step("check_data", "validate_data", "Check data", {"command": "python src/check.py"})


def between_jobs(step: Step = CHECK) -> Opened:
    gone = ["test -> train_fit"]
    wanted = ci.added(step, Link("test", step.id), Link(step.id, "train_fit"), gone=gone)
    return Opened(ci.patch(wanted).text)


def test_between_two_jobs_it_becomes_a_job_that_one_waits_for_and_that_waits_for_the_other() -> None:
    after = between_jobs()
    assert after.now.links.keys() == {
        "test -> check_data",
        "check_data -> train_fit",
        *(i for i in ci.now.links if i != "test -> train_fit"),
    }
    assert [g.name for g in after.base.groups] == ["test", "check_data", "train", "deploy"]


def test_its_text_is_that_of_an_export_on_the_machine_of_the_file() -> None:
    text = between_jobs().text
    assert (
        "  check_data:\n    name: Check data\n    needs: test\n    runs-on: ubuntu-22.04\n    timeout-minutes: 20\n"
        "    permissions:\n      contents: read # check out the code\n    steps:\n      - name: Check out\n"
        "        uses: actions/checkout@"
    ) in text
    assert "      - name: Check data\n        id: check_data\n        run: python src/check.py\n" in text
    assert all("# v" in line for line in text.splitlines() if "uses:" in line and "@v" not in line)


def test_the_rest_of_the_file_stays_as_it_was() -> None:
    gone = [line for line in changes(CI, between_jobs().text) if line.startswith("-")]
    assert gone == ["- needs: test"]


def test_inside_of_a_job_it_becomes_a_step() -> None:
    wanted = ci.added(
        CHECK,
        Link("train_fit", "check_data"),
        Link("check_data", "train_evaluate"),
        gone=["train_fit -> train_evaluate"],
    )
    patched = ci.patch(wanted)
    assert changes(CI, patched.text) == ["+ - name: Check data", "+ id: check_data", "+ run: python src/check.py"]
    assert patched.places["check_data"][0].at == ("jobs", "train", "steps", 4)
    assert set(Opened(patched.text).now.steps) == {*ci.now.steps, "train_check_data"}


def test_two_new_cards_in_a_row_stay_in_their_job() -> None:
    first, second = CHECK, Step("look", "evaluate", "", {"command": "python src/look.py"})
    links = (Link("train_fit", "check_data"), Link("check_data", "look"), Link("look", "train_evaluate"))
    wanted = ci.added(first, *links[:1], gone=["train_fit -> train_evaluate"])
    wanted = type(wanted)(
        steps={**wanted.steps, "look": second},
        links={**wanted.links, **{k.id: k for k in links}},
        facts=wanted.facts,
    )
    patched = ci.patch(wanted)
    assert [patched.places[c][0].at[3] for c in ("train_fit", "check_data", "look", "train_evaluate")] == [3, 4, 5, 6]


def test_two_new_jobs_hand_their_files_over() -> None:
    data = Step("data", "data_source", "", {"command": "python a.py > raw.csv", "produces": ["raw.csv"]})
    clean = Step("clean", "prepare", "", {"command": "python b.py raw.csv", "consumes": ["raw.csv"]})
    wanted = ci.added(data, Link("data", "clean"), Link("clean", "train_fit"))
    wanted = type(wanted)(steps={**wanted.steps, "clean": clean}, links=wanted.links, facts=wanted.facts)
    after = Opened(ci.patch(wanted).text)
    assert after.now.links["data -> clean"].carries == "data"
    assert after.now.steps["data"].get("produces")[-1] == "raw.csv"


def test_a_card_behind_a_failure_asks_for_it() -> None:
    rollback = Step("undo", "rollback", "", {"command": "kubectl rollout undo deploy/x"})
    patched = ci.patch(ci.added(rollback, Link("deploy", "undo", when="failure")))
    assert "  undo:\n    name: Undo\n    needs: deploy\n    if: failure()\n" in patched.text
    assert Opened(patched.text).now.links["deploy -> undo"].when == "failure"


def test_a_step_behind_a_failure_inside_of_a_job_is_a_job_of_its_own() -> None:
    notify = Step("tell", "notify", "", {"command": "curl https://hooks.example.org"})
    patched = ci.patch(ci.added(notify, Link("train_fit", "tell", when="failure")))
    assert "    needs: train\n    if: failure()\n" in patched.text


def test_an_approval_in_front_of_a_release_is_a_job_with_reviewers() -> None:
    wanted = ci.added(Step("approve", "approve"), Link("train_score", "approve"), Link("approve", "deploy"))
    patched = ci.patch(wanted)
    assert "name: approval-approve # its required reviewers are the approval" in patched.text
    assert "needs: [train, approve]" in patched.text


def test_a_card_without_links_stands_at_the_end() -> None:
    patched = ci.patch(ci.added(CHECK))
    assert patched.text.startswith(CI)
    assert "needs" not in patched.text[len(CI) :]


@pytest.mark.parametrize("name", ["train", "TEST"])
def test_a_name_that_is_taken_gets_a_number(name: str) -> None:
    step = Step(name, "validate_data", "", {"command": "python src/check.py"})
    assert name not in ci.now.steps
    patched = ci.patch(ci.added(step, Link("deploy", name)))
    assert f"\n  {name}_2:\n" in patched.text
    assert patched.places[name][0].at == ("jobs", f"{name}_2")


def test_a_card_that_does_nothing_yet_says_so() -> None:
    patched = ci.patch(ci.added(Step("later", "other"), Link("deploy", "later")))
    assert "::warning::later is a placeholder" in patched.text
    assert ("later", "placeholder") in told(patched)


def test_the_files_that_a_tool_needs_are_told() -> None:
    patched = ci.patch(ci.added(Step("look", "evaluate", "", {"threshold": True}), Link("deploy", "look")))
    files = next(loss.message for loss in patched.losses if loss.feature == "files")
    assert "pipeline/evaluate.py" in files
    assert any("claim" in loss.message for loss in patched.losses)
    here = Opened(CI, dict.fromkeys(("pipeline/evaluate.py", "pipeline/project.py", "requirements.txt"), ""))
    assert "files" not in {f for _, f in told(here.patch(here.added(Step("look", "evaluate"), Link("deploy", "look"))))}


def test_what_a_tool_does_by_itself_is_not_written() -> None:
    implicit = Step("kept", "version", "", {"implicit": True})
    patched = ci.patch(ci.added(implicit, Link("train_score", "kept")))
    assert patched.text == CI
    assert not patched.losses


def test_a_circle_of_new_cards_is_told() -> None:
    a, b = Step("a", "prepare"), Step("b", "prepare")
    wanted = ci.added(a, Link("a", "b"), Link("b", "a"))
    wanted = type(wanted)(steps={**wanted.steps, "b": b}, links=wanted.links, facts=wanted.facts)
    patched = ci.patch(wanted)
    assert patched.text == CI
    assert ("a", "new step") in told(patched)


def test_it_follows_the_form_of_the_file() -> None:
    text = (
        "on: push\r\njobs:\r\n    a:\r\n        runs-on: x\r\n        steps:\r\n        - run: pytest\r\n"
        "\r\n    b:\r\n        runs-on: x\r\n        steps:\r\n        - run: python src/train.py\r\n"
    )
    opened = Opened(text)
    patched = opened.patch(opened.added(CHECK, Link("a", "check_data")))
    assert "\n" not in patched.text.replace("\r\n", "")
    assert "\r\n\r\n    check_data:\r\n        name: Check data\r\n        needs: a\r\n" in patched.text
    assert "\r\n        steps:\r\n        - name: Check out\r\n          uses: " in patched.text
