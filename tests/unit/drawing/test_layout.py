from __future__ import annotations

import random
import time
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.layout import layered, place_missing, placed
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Link, Note, Step

Links = list[tuple[str, str]]


def snapshot(
    steps: str, links: Links, positions: dict[str, Position] | None = None, feedback: Links | None = None
) -> Snapshot:
    records = [Link(a, b) for a, b in links] + [Link(a, b, "feedback") for a, b in feedback or []]
    return Snapshot(
        steps={s: Step(s, "train") for s in steps.split()},
        links={k.id: k for k in records},
        positions=positions or {},
    )


def random_graph(count: int, seed: int) -> tuple[list[str], Links]:
    chance = random.Random(seed)
    steps = [f"s{i}" for i in range(count)]
    links: set[tuple[str, str]] = set()
    while len(links) < 1.5 * count:
        start = chance.randrange(count - 1)
        end = min(count - 1, start + 1 + int(chance.expovariate(1 / 8)))
        links.add((steps[start], steps[end]))
    return steps, sorted(links)


def overlapping(places: dict[str, Position]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, p), (b, q) in combinations(places.items(), 2)
        if abs(p[0] - q[0]) < CARD_WIDTH and abs(p[1] - q[1]) < CARD_HEIGHT
    ]


def crossings(places: dict[str, Position], links: Links) -> int:
    spans = [(places[a], places[b]) for a, b in links]
    return sum(
        (p[0][1] - q[0][1]) * (p[1][1] - q[1][1]) < 0
        for p, q in combinations(spans, 2)
        if p[0][0] == q[0][0] and p[1][0] == q[1][0]
    )


graphs = st.integers(1, 25).flatmap(
    lambda n: st.tuples(
        st.just([f"s{i}" for i in range(n)]),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40).map(
            lambda pairs: [(f"s{a}", f"s{b}") for a, b in pairs]
        ),
    )
)


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_no_card_lies_on_another_whatever_the_graph(graph: tuple[list[str], Links]) -> None:
    steps, links = graph
    places = layered(steps, links)
    assert list(places) == steps
    assert not overlapping(places)


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_every_link_of_an_acyclic_graph_runs_to_the_right(graph: tuple[list[str], Links]) -> None:
    steps, links = graph
    forward = [(a, b) for a, b in links if steps.index(a) < steps.index(b)]
    places = layered(steps, forward)
    assert all(places[a][0] < places[b][0] for a, b in forward)


def test_the_same_graph_is_always_drawn_the_same() -> None:
    steps, links = random_graph(200, seed=3)
    first = layered(steps, links)
    assert layered(steps, list(reversed(links))).keys() == first.keys()
    assert layered(list(steps), list(links)) == first


def test_a_chain_is_drawn_as_a_straight_line() -> None:
    places = layered(list("abcd"), [("a", "b"), ("b", "c"), ("c", "d")])
    assert places == {"a": (0, 0), "b": (290, 0), "c": (580, 0), "d": (870, 0)}


def test_a_join_stands_level_with_the_middle_of_its_inputs() -> None:
    places = layered(["data", "tests", "train"], [("data", "train"), ("tests", "train")])
    assert places["train"][1] == (places["data"][1] + places["tests"][1]) / 2


def test_a_circle_is_drawn_with_one_link_backwards() -> None:
    links = [("a", "b"), ("b", "c"), ("c", "a")]
    places = layered(list("abc"), links)
    assert sum(places[a][0] > places[b][0] for a, b in links) == 1


def test_a_step_linked_to_itself_and_links_to_strangers_are_left_out() -> None:
    assert layered(["a"], [("a", "a"), ("a", "gone"), ("gone", "a")]) == {"a": (0, 0)}


def test_nothing_has_no_layout() -> None:
    assert layered([], []) == {}


def test_a_graph_that_can_be_drawn_without_crossings_is() -> None:
    links = [("a", "y"), ("b", "x"), ("c", "z"), ("z", "p"), ("y", "q"), ("x", "r")]
    assert crossings(layered(list("abcxyzpqr"), links), links) == 0


def test_a_thousand_steps_are_laid_out_while_nobody_waits() -> None:
    steps, links = random_graph(1000, seed=1)
    start = time.process_time()
    places = layered(steps, links)
    assert time.process_time() - start < 3  # 0.2 s measured; the bound only catches a wrong order of growth
    assert len(places) == 1000


def test_a_pipeline_without_places_is_laid_out_as_a_whole() -> None:
    pipeline = snapshot("a b c", [("a", "b"), ("b", "c")])
    assert place_missing(pipeline) == layered(["a", "b", "c"], [("a", "b"), ("b", "c")])


def test_feedback_links_do_not_shape_the_layout() -> None:
    links = [("a", "b"), ("b", "c")]
    with_loop = snapshot("a b c", links, feedback=[("c", "a")])
    assert place_missing(with_loop) == place_missing(snapshot("a b c", links))


def test_only_steps_without_a_place_get_one() -> None:
    pipeline = snapshot("a b", [("a", "b")], {"a": (10, 20)})
    assert place_missing(pipeline) == {"b": (300, 20)}
    assert place_missing(snapshot("a", [], {"a": (10, 20)})) == {}


def test_a_newcomer_before_its_neighbour_stands_left_of_it() -> None:
    assert place_missing(snapshot("a b", [("a", "b")], {"b": (500, 40)})) == {"a": (210, 40)}


def test_a_newcomer_between_two_neighbours_stands_between_them() -> None:
    pipeline = snapshot("a new b", [("a", "new"), ("new", "b")], {"a": (0, 0), "b": (580, 0)})
    assert place_missing(pipeline) == {"new": (290, 0)}


def test_newcomers_follow_each_other() -> None:
    pipeline = snapshot("a b c", [("a", "b"), ("b", "c")], {"a": (0, 0)})
    assert place_missing(pipeline) == {"b": (290, 0), "c": (580, 0)}


def test_newcomers_lie_on_no_card_and_no_note() -> None:
    links = [("a", x) for x in "bcdef"]
    pipeline = snapshot("a b c d e f", links, {"a": (0, 0), "b": (290, 0)})
    noted = Snapshot(pipeline.steps, pipeline.links, notes={"n": Note("n", "", 280, 100)}, positions=pipeline.positions)
    places = {**pipeline.positions, **place_missing(noted)}
    assert not overlapping(places)
    assert not any(280 - CARD_WIDTH < x < 500 and 100 - CARD_HEIGHT < y < 220 for x, y in places.values())


def test_what_is_linked_to_nothing_placed_stands_below_as_a_group() -> None:
    pipeline = snapshot("a x y", [("x", "y")], {"a": (50, 60)})
    places = place_missing(pipeline)
    assert places["x"][1] > 60 + CARD_HEIGHT
    assert places["y"] == (places["x"][0] + 290, places["x"][1])


def test_a_placed_snapshot_has_a_place_for_every_step() -> None:
    pipeline = snapshot("a b", [("a", "b")], {"a": (10, 20)})
    assert placed(pipeline).positions == {"a": (10, 20), "b": (300, 20)}
    assert placed(placed(pipeline)) == placed(pipeline)
    everywhere = snapshot("a", [], {"a": (1, 2)})
    assert placed(everywhere) is everywhere
