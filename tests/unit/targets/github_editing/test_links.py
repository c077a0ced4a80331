"""Links become needs, conditions and the order of steps; nothing that expressions rely on is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from designer.model.step import FEEDBACK, Link
from tests.unit.targets.github_editing.edited import CI, Opened, changes, told

ci = Opened(CI)
JOB = "  {0}:\n    runs-on: x\n{1}    steps:\n      - run: python src/{0}.py\n"


def three(needs: str = "", condition: str = "") -> Opened:
    """Jobs a, b and c, of which the last one waits as stated."""
    last = (f"    needs: {needs}\n" if needs else "") + (f"    if: {condition}\n" if condition else "")
    return Opened("on: push\njobs:\n" + JOB.format("a", "") + JOB.format("b", "") + JOB.format("c", last))


@pytest.mark.parametrize(
    ("needs", "line"),
    [
        ("", "+ needs: b"),
        ("a", "+ needs: [a, b]"),
        ("[a]", "+ needs: [a, b]"),
        ("[ a ]  # first", "+ needs: [ a, b ]  # first"),
        ("\n      - a  # first", "+ - b"),
        ("\n    - a", "+ - b"),
        ("[\n      a,\n    ]", "+ b,"),
    ],
)
def test_a_need_is_added_in_the_form_of_the_file(needs: str, line: str) -> None:
    opened = three(needs)
    patched = opened.patch(opened.links(new=[Link("b", "c")]))
    assert not patched.losses
    assert line in changes(opened.text, patched.text) or needs == "a"
    assert set(Opened(patched.text).base.groups[2].needs) == {"b", *(["a"] if needs else [])}


@pytest.mark.parametrize(
    ("needs", "left"),
    [
        ("[a, b]", "needs: [b]"),
        ("[b, a]  # both", "needs: [b]  # both"),
        ("\n      - a  # first\n      # then\n      - b", "needs: \n      # then\n      - b"),
    ],
)
def test_a_need_is_removed_from_its_list(needs: str, left: str) -> None:
    opened = three(needs)
    patched = opened.patch(opened.links(gone=["a -> c"]))
    assert not patched.losses
    assert left in patched.text


def test_the_last_need_takes_the_key_along() -> None:
    opened = three("a")
    patched = opened.patch(opened.links(gone=["a -> c"]))
    assert changes(opened.text, patched.text) == ["- needs: a"]


def test_one_need_takes_the_place_of_another() -> None:
    opened = three("a  # the first")
    patched = opened.patch(opened.links(gone=["a -> c"], new=[Link("b", "c")]))
    assert changes(opened.text, patched.text) == ["- needs: a  # the first", "+ needs: b  # the first"]


def test_a_link_turned_round_turns_the_need_round() -> None:
    opened = three("a")
    patched = opened.patch(opened.links(gone=["a -> c"], new=[Link("c", "a")]))
    assert not patched.losses
    assert Opened(patched.text).now.links.keys() == {"c -> a"}


def test_a_link_in_the_middle_of_a_job_lets_the_whole_job_wait() -> None:
    patched = ci.patch(ci.links(new=[Link("test", "deploy"), Link("train_fit", "deploy")]))
    assert "needs: [train, test]" in patched.text
    assert not patched.losses


def test_a_need_whose_output_is_read_stays_and_that_is_told() -> None:
    gone = [k.id for k in ci.now.links.values() if k.target == "deploy"]
    patched = ci.patch(ci.links(gone=gone))
    assert patched.text == CI
    assert set(told(patched)) == {("deploy", "link")}
    assert "an expression reads the job train" in patched.losses[0].message


def test_a_circle_of_jobs_is_refused() -> None:
    patched = ci.patch(ci.links(new=[Link("train_fit", "test")], gone=[]))
    assert patched.text == CI
    assert "circle" in patched.losses[0].message


@pytest.mark.parametrize(
    ("when", "condition"),
    [("failure", "failure()"), ("always", "${{ !cancelled() }}")],
)
def test_an_outcome_becomes_a_condition(when: str, condition: str) -> None:
    opened = three("a")
    patched = opened.patch(opened.links(new=[Link("a", "c", when=when)]))
    assert changes(opened.text, patched.text) == [f"+ if: {condition}"]
    assert patched.followed == {"c": {"only_if": condition}}
    assert Opened(patched.text).now.links["a -> c"].when == when


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("always()", ""),
        ("${{ always() && github.ref == 'x' }}", "github.ref == 'x'"),
        ("failure() && (github.ref == 'x' || github.ref == 'y')", "(github.ref == 'x' || github.ref == 'y')"),
        ("always() && needs.a.result == 'failure'", ""),
    ],
)
def test_success_takes_the_outcome_out_of_a_condition_and_leaves_the_rest(condition: str, left: str) -> None:
    opened = three("a", condition)
    patched = opened.patch(opened.links(new=[Link("a", "c")]))
    assert not patched.losses
    assert Opened(patched.text).now.steps["c"].get("only_if", "") == left
    assert Opened(patched.text).now.links["a -> c"].when == "success"


def test_an_outcome_inside_of_something_else_is_left_to_people() -> None:
    opened = three("a", "always() || github.ref == 'x'")
    patched = opened.patch(opened.links(new=[Link("a", "c")]))
    assert patched.text == opened.text
    assert told(patched) == [("c", "outcome")]


def test_different_outcomes_of_several_jobs_are_asked_one_by_one() -> None:
    opened = three("[a, b]")
    patched = opened.patch(opened.links(new=[Link("a", "c", when="always")]))
    links = Opened(patched.text).now.links
    assert (links["a -> c"].when, links["b -> c"].when) == ("always", "success")
    assert not patched.losses


def test_an_outcome_inside_of_a_job_becomes_the_condition_of_the_step() -> None:
    patched = ci.patch(ci.links(new=[Link("train_evaluate", "train_score", when="always")]))
    assert changes(CI, patched.text) == ["+ if: ${{ !cancelled() }}"]
    assert Opened(patched.text).now.links["train_evaluate -> train_score"].when == "always"


def swapped() -> list[Link]:
    return [Link("test", "train_fit"), Link("train_fit", "train_score"), Link("train_score", "train_evaluate")]


def test_steps_change_places_with_their_comments() -> None:
    gone = ["train_fit -> train_evaluate", "train_evaluate -> train_score", "train_score -> deploy"]
    patched = ci.patch(ci.links(gone, [*swapped(), Link("train_evaluate", "deploy")]))
    assert not patched.losses
    moved = "      - name: Score\n        run: python src/score.py\n      # looks at it\n      - name: Evaluate\n"
    assert moved in patched.text
    assert sorted(patched.text.splitlines()) == sorted(CI.splitlines())
    assert [p[0].at[3] for p in (patched.places["train_score"], patched.places["train_evaluate"])] == [4, 5]


def test_a_step_cannot_go_above_the_one_whose_output_it_reads() -> None:
    opened = Opened(CI.replace("src/evaluate.py --min 0.9", "src/evaluate.py ${{ steps.fit.outputs.tag }}"))
    gone = ["test -> train_fit", "train_fit -> train_evaluate", "train_evaluate -> train_score"]
    new = [Link("test", "train_evaluate"), Link("train_evaluate", "train_fit"), Link("train_fit", "train_score")]
    patched = opened.patch(opened.links(gone, new))
    assert patched.text == opened.text
    assert "an expression names the step fit" in patched.losses[0].message


def test_steps_of_a_job_always_follow_each_other_and_that_is_told() -> None:
    patched = ci.patch(ci.links(gone=["train_evaluate -> train_score"]))
    assert patched.text == CI
    assert told(patched) == [("train_score", "link")]


def test_a_new_feedback_link_is_told() -> None:
    patched = ci.patch(ci.links(new=[Link("deploy", "train_fit", FEEDBACK)]))
    assert patched.text == CI
    assert told(patched) == [("train_fit", "link")]


def test_places_and_notes_are_nobodys_business_here() -> None:
    wanted = replace(ci.now, positions={"test": (1.0, 2.0)}, revision=7)
    assert ci.patch(wanted).text == CI
    assert not ci.patch(wanted).losses
