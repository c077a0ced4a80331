"""Questions about graphs, checked against networkx on random graphs."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.model.graph_queries import flow_cycles, flow_graph, reachable, topological_order, transitive_reduction
from designer.model.step import Link

NODES = "abcdefgh"


def links(*pairs: str) -> list[Link]:
    return [Link(p[0], p[1]) for p in pairs]


acyclic = st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda p: p[0] < p[1]))


def test_feedback_links_are_not_in_the_flow_graph():
    graph = flow_graph("ab", [Link("a", "b"), Link("b", "a", type="feedback")])
    assert list(graph.edges) == [("a", "b")]


def test_circles_are_named_in_a_stable_order():
    found = flow_cycles("abcdef", links("de", "ed", "ab", "bc", "ca", "ff"))
    assert found == (("a", "b", "c"), ("d", "e"), ("f",))
    assert flow_cycles("abc", [*links("ab"), Link("b", "a", type="feedback")]) == ()


def test_order_is_the_same_whatever_the_order_of_the_document():
    some = links("ca", "cb", "bd", "ad")
    assert topological_order("abcd", some) == topological_order("dcba", some[::-1]) == ("c", "a", "b", "d")


def test_a_circle_has_no_order():
    with pytest.raises(ValueError, match="circle"):
        topological_order("ab", links("ab", "ba"))


def test_a_feedback_link_does_not_order():
    assert topological_order("ab", [Link("b", "a", type="feedback")]) == ("a", "b")


@given(acyclic)
def test_every_step_stands_after_all_it_waits_for(pairs):
    order = topological_order(NODES, [Link(*p) for p in pairs])
    assert sorted(order) == list(NODES)
    assert all(order.index(a) < order.index(b) for a, b in pairs)


@given(acyclic, st.sets(st.sampled_from(NODES)))
def test_reachable_is_what_can_be_walked_to(pairs, start):
    graph = nx.DiGraph(pairs)
    graph.add_nodes_from(NODES)
    wanted = set().union(*(nx.descendants(graph, s) for s in start)) if start else set()
    assert reachable(start, {n: list(graph.successors(n)) for n in graph}) == wanted


def test_a_step_on_a_circle_reaches_itself():
    assert reachable("a", {"a": "b", "b": "a"}) == {"a", "b"}


@given(acyclic)
def test_the_reduction_keeps_only_what_is_not_implied(pairs):
    graph = nx.DiGraph(sorted(pairs))
    graph.add_nodes_from(NODES)
    reduced = transitive_reduction({n: sorted(graph.predecessors(n)) for n in NODES})
    wanted = nx.transitive_reduction(graph)
    assert {(a, b) for b, sources in reduced.items() for a in sources} == set(wanted.edges)
    assert list(reduced) == list(NODES)


def test_the_reduction_of_a_long_chain_costs_no_stack():
    names = [f"s{i}" for i in range(3000)]
    graph = {name: names[max(0, i - 2) : i] for i, name in enumerate(names)}
    assert transitive_reduction(graph)["s2999"] == ("s2998",)


def test_a_graph_with_a_circle_cannot_be_reduced():
    with pytest.raises(ValueError):
        transitive_reduction({"a": ["b"], "b": ["a"]})
