from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.ghost_places import ghost_places
from designer.model.snapshot import Position


@dataclass(frozen=True)
class Missing:
    kind: str = "version"
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


PLACES = {"data": (0.0, 0.0), "train": (290.0, 0.0), "deploy": (1000.0, 0.0)}


def apart(a: Position, b: Position) -> bool:
    return abs(a[0] - b[0]) >= CARD_WIDTH or abs(a[1] - b[1]) >= CARD_HEIGHT


def test_a_step_missing_before_another_is_drawn_on_its_left() -> None:
    assert ghost_places({"train": (290.0, 50.0)}, [Missing(before=("train",))]) == [(0, 50)]


def test_a_step_missing_after_another_is_drawn_on_its_right() -> None:
    assert ghost_places(PLACES, [Missing(after=("deploy",))]) == [(1290, 0)]


def test_a_step_missing_between_two_with_room_is_drawn_on_the_line() -> None:
    assert ghost_places(PLACES, [Missing(after=("train",), before=("deploy",))]) == [(645, 0)]


def test_a_step_missing_between_two_without_room_is_drawn_below_the_line() -> None:
    (place,) = ghost_places(PLACES, [Missing(after=("data",), before=("train",))])
    assert place is not None
    assert place[0] == 145
    assert place[1] >= CARD_HEIGHT


def test_no_ghost_lies_on_a_card_a_note_or_another_ghost() -> None:
    ghosts = [Missing(before=("train",))] * 4 + [Missing(after=("train",))] * 4 + [Missing()] * 2
    found = [p for p in ghost_places(PLACES, ghosts, [(290.0, -100.0, 220.0, 80.0)]) if p is not None]
    assert len(found) == 10
    assert all(apart(a, b) for a, b in combinations([*found, *PLACES.values()], 2))
    assert not any(290 - CARD_WIDTH < x < 510 and -100 - CARD_HEIGHT < y < -20 for x, y in found)


def test_a_missing_link_has_no_place() -> None:
    assert ghost_places(PLACES, [Missing(kind="", after=("data",)), Missing(before=("train",))])[0] is None


def test_a_step_missing_anywhere_stands_below_everything() -> None:
    (place,) = ghost_places(PLACES, [Missing(after=("gone",))])
    assert place is not None
    assert place[1] > CARD_HEIGHT


def test_a_step_missing_in_an_empty_pipeline_stands_at_the_origin() -> None:
    assert ghost_places({}, [Missing()]) == [(0, 0)]


def test_a_missing_step_lies_across_no_title_and_no_lower_edge_of_a_frame() -> None:
    positions = {"a": (0.0, 0.0), "b": (580.0, 0.0)}
    frame = (-26.0, -54.0, 832.0, 152.0)
    beside = (-26.0, 400.0, 832.0, 152.0)
    (place,) = ghost_places(
        positions, [Missing("check", ("b",), ("a",))], [(290.0, 0.0, 200.0, 72.0)], {frame: ("a", "b"), beside: ("c",)}
    )
    assert place is not None
    y = place[1]
    assert y + 72 <= frame[1] or y >= frame[1] + frame[3]
    assert y + 72 <= beside[1] or y >= beside[1] + beside[3]


def test_a_missing_step_lies_across_no_side_of_a_frame() -> None:
    frame = (-26.0, -54.0, 252.0, 152.0)
    (place,) = ghost_places({"a": (0.0, 0.0)}, [Missing("check", (), ("a",))], [], {frame: ("a",)})
    assert place is not None
    x, y = place
    is_beside = x >= frame[0] + frame[2] or x + 200 <= frame[0]
    assert is_beside or y + 72 <= frame[1] or y >= frame[1] + frame[3]
