from __future__ import annotations

from designer.analysis.bit_sets import bits, members
from designer.analysis.condition import Condition
from designer.analysis.reach import Reach
from designer.analysis.searching import way_to
from tests.unit.analysis.drawn import link


def reach(steps: str, *links: str, trains: int = 0) -> Reach:
    return Reach(steps.split(), [link(text) for text in links], trains)


def test_the_bits_of_a_set_come_in_order() -> None:
    assert list(bits(0b101001)) == [0, 3, 5]
    assert list(bits(0)) == []


def test_ancestors_and_descendants_follow_all_links() -> None:
    found = reach("a b c d", "a -> b", "b -> c", "a -> d")
    assert [bin(m) for m in found.after] == ["0b1110", "0b100", "0b0", "0b0"]
    assert [bin(m) for m in found.before] == ["0b0", "0b1", "0b11", "0b1"]


def test_data_does_not_pass_a_train_step() -> None:
    found = reach("a t b", "a -> t", "t -> b", trains=0b010)
    assert (found.data_before[1], found.data_before[2]) == (0b001, 0)
    assert (found.data_way(0, 1), found.data_way(0, 2)) == ((0, 1), ())


def test_only_success_counts_for_a_gate() -> None:
    found = reach("a b c", "a -> b", "b -> c [always]")
    assert (found.before[2], found.before_success[2]) == (0b011, 0)


def test_the_later_link_of_a_circle_is_read_as_feedback() -> None:
    found = reach("t a b c", "a -> b", "t -> c", "b -> c", "c -> a")
    assert [k.id for k in found.back_links] == ["c -> a"]
    assert found.on_circle == 0b1110
    assert found.after[3] == 0
    assert found.led_from(1 << 3) == 0b1110
    assert found.leads_to(1 << 1) == 0b1111


def test_a_circle_is_one_also_where_a_feedback_link_stands_beside_the_link_that_closes_it() -> None:
    found = reach("a b c", "a -> b", "b -> a", "b ~> a", "b -> c")
    assert [k.id for k in found.back_links] == ["b -> a"]
    assert found.on_circle == 0b011


def test_a_circle_may_be_closed_by_several_links() -> None:
    found = reach("a b c d e", "b -> a", "d -> a", "a -> b", "a -> c", "b -> e", "e -> c", "c -> d")
    assert [k.id for k in found.back_links] == ["a -> b", "c -> d"]
    assert found.on_circle == 0b11111
    apart = reach("a b c d e", "a -> b", "b -> a", "b -> c", "c -> d", "d -> e", "e -> d")
    assert found.on_circle != apart.on_circle == 0b11011


def test_a_link_to_itself_is_a_circle() -> None:
    found = reach("a b", "a -> a", "a -> b")
    assert [k.id for k in found.back_links] == ["a -> a"]
    assert found.after[0] == 0b10


def test_what_leads_to_each_of_some_steps_past_a_link_is_what_reaches_all_of_them_without_it() -> None:
    links = ("a -> b", "b -> c", "b -> d", "x -> d", "d ~> a", "c ~> x", "y -> a")
    found = reach("a b c d x y", *links)
    for closed in ((3, 0), (2, 4), (1, 2)):
        for goals in range(1 << found.size):
            reaching = [s for s in range(found.size) if not goals & ~found.led_past(s, closed)]
            assert list(bits(found.leading_past(goals, closed))) == reaching, (goals, closed)


def test_ways_end_where_they_should() -> None:
    found = reach("a b c d", "a -> b", "b -> c", "a -> d", "d -> c")
    assert found.way(0, 2) == (0, 1, 2)
    assert found.way(2, 0) == ()
    assert way_to((0,), 0b100, found.next_steps.__getitem__, without=0b10) == (0, 3, 2)
    assert way_to((0,), 0b100, found.next_steps.__getitem__, without=0b1010) == ()


def test_the_ways_of_data_to_several_train_steps_are_those_to_each_of_them() -> None:
    links = ("s -> a", "s -> b", "a -> t", "b -> c", "c -> u", "a -> c", "c -> t", "u -> v", "b -> v")
    found = reach("s a b c t u v", *links, trains=0b1110000)
    for trains in (0b10000, 0b100000, 0b1000000, 0b1010000, 0b1110000):
        for source in range(4):
            ways = [found.data_way(source, train) for train in bits(trains)]
            assert found.data_ways(source, trains) == members(step for way in ways for step in way)


def test_one_and_true_are_different_facts() -> None:
    assert not Condition.parse(True).holds(1)
    assert Condition.parse({"min": 2}).holds(3)
    assert not Condition.parse({"min": 1}).holds(True)
    assert Condition.parse({"not": ["lint"]}).holds(("lint", "unit"))
    assert not Condition.parse({"not": ["lint"]}).holds(("lint",))
    assert Condition.parse({"has": "a"}).holds("a")
    assert not Condition.parse({"has": "a"}).holds(5)
