"""Cards that go take their lines along, and nothing that others need."""

from __future__ import annotations

import pytest

from designer.model.step import Link
from tests.unit.targets.github_editing.edited import CI, Opened, changes, told

ci = Opened(CI)


def test_a_step_goes_with_the_comment_above_it() -> None:
    patched = ci.patch(ci.without("train_evaluate", healed=[Link("train_fit", "train_score")]))
    assert not patched.losses
    assert changes(CI, patched.text) == [
        "- # looks at it",
        "- - name: Evaluate",
        "- run: python src/evaluate.py --min 0.9",
    ]
    assert "train_evaluate" not in patched.places


def test_the_last_card_of_a_job_takes_the_job_along() -> None:
    patched = ci.patch(ci.without("test"))
    assert not patched.losses
    assert "needs: test" not in patched.text
    assert "# what is fast comes first" not in patched.text
    assert patched.text.startswith("# Trains and ships every night.")
    assert list(Opened(patched.text).now.steps) == ["train_fit", "train_evaluate", "train_score", "deploy"]


def test_what_waited_for_it_waits_as_the_links_say() -> None:
    text = "on: push\njobs:\n" + "".join(
        f"  {name}:\n    runs-on: x\n{needs}    steps:\n      - run: python src/{name}.py\n"
        for name, needs in (("a", ""), ("b", "    needs: a\n"), ("c", "    needs: b  # and no other\n"))
    )
    opened = Opened(text)
    patched = opened.patch(opened.without("b", healed=[Link("a", "c")]))
    assert "    needs: a  # and no other\n" in patched.text
    assert Opened(patched.text).now.links.keys() == {"a -> c"}
    alone = opened.patch(opened.without("b"))
    assert Opened(alone.text).now.links == {}


def test_all_cards_of_a_job_are_the_job() -> None:
    opened = Opened(CI.replace("${{ needs.train.outputs.tag }}", "x"))
    patched = opened.patch(
        opened.without("train_fit", "train_evaluate", "train_score", healed=[Link("test", "deploy")])
    )
    assert not patched.losses
    assert "train" not in Opened(patched.text).text.partition("jobs:")[2]
    assert "needs: [test]" in patched.text


def test_what_an_output_reads_stays_and_so_do_its_links() -> None:
    patched = ci.patch(ci.without("train_fit"))
    assert patched.text == CI
    assert ("train_fit", "removed step") in told(patched)


def test_a_job_whose_output_is_read_stays() -> None:
    patched = ci.patch(ci.without("train_fit", "train_evaluate", "train_score"))
    assert patched.text == CI
    assert "an expression reads the job train" in patched.losses[0].message


def test_the_only_job_of_a_file_stays() -> None:
    opened = Opened("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pytest\n")
    patched = opened.patch(opened.without("a"))
    assert patched.text == opened.text
    assert told(patched) == [("a", "removed step")]


def test_of_two_cards_the_one_left_gets_the_name_of_the_job() -> None:
    opened = Opened(
        "on: push\njobs:\n  a:\n    name: All\n    runs-on: x\n    steps:\n"
        "      - name: Fit\n        run: python src/train.py\n      - name: Check\n        run: pytest\n"
    )
    patched = opened.patch(opened.without("a_check"))
    assert patched.followed["a_fit"] == {"title": "All"}
    assert patched.places["a_fit"][0].at == ("jobs", "a")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_other_lines_keep_their_ends(end: str) -> None:
    opened = Opened(CI.replace("\n", end))
    patched = opened.patch(opened.without("test"))
    assert set(patched.text.split(end)) <= set(opened.text.split(end))


def test_what_an_alias_refers_to_stays() -> None:
    text = (
        "on: push\njobs:\n  a: &a\n    runs-on: x\n    steps:\n      - run: pytest\n  b: *a\n"
        "  c:\n    runs-on: x\n    steps:\n      - run: python src/train.py\n"
    )
    opened = Opened(text)
    patched = opened.patch(opened.without("a"))
    assert patched.text == text
    assert told(patched) == [("a", "removed step")]
