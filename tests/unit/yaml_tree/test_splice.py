from __future__ import annotations

import pytest

from designer.yaml_tree.splice import Splice, shared_ends, spliced


def test_pieces_are_replaced_and_everything_between_them_stays() -> None:
    assert spliced("abcdef", [Splice(4, 5, "X"), Splice(0, 1, ""), Splice(2, 2, "--")]) == "b--cdXf"


def test_pieces_may_not_overlap() -> None:
    with pytest.raises(ValueError, match="overlap"):
        spliced("abc", [Splice(0, 2, ""), Splice(1, 3, "")])


@pytest.mark.parametrize(
    ("a", "b", "ends"),
    [("abc", "abc", (3, 0)), ("abc", "axc", (1, 1)), ("aa", "a", (1, 0)), ("ab", "xb", (0, 1)), ("", "a", (0, 0))],
)
def test_what_two_sequences_share_at_their_ends(a: str, b: str, ends: tuple[int, int]) -> None:
    assert shared_ends(a, b) == ends
