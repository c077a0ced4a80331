"""What is taken over after an edit: places of steps, links, the order, and findings that cannot see it."""

from __future__ import annotations

import random
from datetime import date

from designer.analysis.analyzer import Analyzer
from designer.analysis.bit_sets import bits
from designer.analysis.finding import Finding
from designer.analysis.link_change import LinkChange, links_between
from designer.analysis.memory import Memory
from designer.analysis.reach import Reach
from designer.analysis.reach_edit import Arrows, edited
from designer.analysis.report import Report
from designer.analysis.step_change import Places
from designer.commands.steps import add_step, change_id, set_attributes
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.step import Link, Step
from tests.unit.analysis.drawn import pipeline

TODAY = date(2026, 1, 1)
LETTERS = "abcdef"


def steps(names: str) -> dict[str, Step]:
    return {name: Step(name, "train") for name in names}


def chain(*pairs: str) -> list[Link]:
    return [Link(a, b) for a, b in pairs]


def test_steps_keep_their_places_when_others_go() -> None:
    start = Places.of(steps("abc"))
    found = start.after({name: start.records[start.index[name]] for name in "ac"})
    assert found is not None
    places, change = found
    assert places.index == {"a": 0, "c": 2}
    assert (change.removed, change.added, change.changed) == ((1,), (), ())
    assert list(bits(places.everything)) == [0, 2]


def test_a_renamed_step_takes_the_place_of_the_old_one_and_a_step_that_returns_its_own() -> None:
    start = Places.of(steps("abc"))
    kept = dict(zip("abc", start.records, strict=True))
    renamed = start.after({"a": kept["a"], "x": Step("x", "train"), "c": kept["c"]})
    assert renamed is not None
    assert renamed[0].index == {"a": 0, "x": 1, "c": 2}
    without = start.after({"a": kept["a"], "c": kept["c"]})
    assert without is not None
    back = without[0].after(kept)
    assert back is not None
    assert back[0].index == start.index


def test_a_new_step_between_others_finds_no_place_and_one_behind_them_does() -> None:
    start = Places.of(steps("ab"))
    kept = dict(zip("ab", start.records, strict=True))
    assert start.after({"a": kept["a"], "x": Step("x", "train"), "b": kept["b"]}) is None
    assert start.after({"b": kept["b"], "a": kept["a"]}) is None
    behind = start.after({**kept, "x": Step("x", "train")})
    assert behind is not None
    assert behind[0].index == {"a": 0, "b": 1, "x": 2}


def test_links_that_came_and_went_are_told_unless_others_changed_their_order() -> None:
    links = chain("ab", "bc", "cd")
    new = Link("a", "d")
    assert links_between(links, links) == LinkChange()
    assert links_between(links, [links[0], links[2], new]) == LinkChange((links[1],), (new,), True, False)
    again = Link("b", "c", "flow", "always")
    assert links_between(links, [links[0], again, links[2]]) == LinkChange((links[1],), (again,), False, True)
    assert links_between(links, [links[2], links[1], links[0]]) is None


def test_the_order_follows_an_edit_as_if_it_were_found_anew() -> None:
    old = chain("ab", "bc", "de", "ef")
    now = [old[0], old[2], old[3], Link("c", "d"), Link("a", "f", "flow", "always"), Link("f", "a", "feedback")]
    last = Reach(LETTERS, old, 0b10)
    assert last.before_success and last.data_before and last.data_after  # what was asked for is followed, too
    index = {name: i for i, name in enumerate(LETTERS)}
    change = links_between(old, now)
    assert change is not None
    found = edited(last, LETTERS, Arrows.of(change, index, index), 0b10, 0b111111)
    anew = Reach(LETTERS, now, 0b10)
    assert found is not None
    for name in ("before", "after", "before_success", "data_before", "data_after", "next_steps", "previous_steps"):
        assert getattr(found, name) == getattr(anew, name), name
    assert list(found.flow.items()) == list(anew.flow.items())
    assert list(found.feedback.items()) == list(anew.feedback.items())


def test_ways_of_data_that_are_kept_are_those_that_would_be_found_anew() -> None:
    chance, names = random.Random(4), LETTERS + "ghij"
    index, everything, trains = {name: i for i, name in enumerate(names)}, (1 << len(names)) - 1, 0b1100110000
    asked = [(source, trains & chance.getrandbits(len(names))) for source in range(4) for _ in range(4)]
    kept = 0
    for _ in range(200):
        every = [a + b for i, a in enumerate(names) for b in names[i + 1 :]]
        pairs = [pair for pair in every if chance.random() < 0.25]
        old = chain(*pairs)
        last = Reach(names, old, trains)
        assert all(last.data_ways(*key) is not None for key in asked)
        gone, fresh = chance.choice(old), chance.choice([pair for pair in every if pair not in pairs])
        now = [link for link in old if link is not gone] + chain(fresh)
        change = links_between(old, now)
        assert change is not None
        found = edited(last, names, Arrows.of(change, index, index), trains, everything)
        anew = Reach(names, now, trains)
        assert found is not None
        kept += len(found.kept_ways)
        assert [found.data_ways(*key) for key in asked] == [anew.data_ways(*key) for key in asked]
    assert kept > 200


def test_an_order_that_would_run_in_a_circle_is_found_anew() -> None:
    old = chain("ab", "bc")
    index = {name: i for i, name in enumerate("abc")}
    for link in (Link("c", "a"), Link("b", "b")):
        change = links_between(old, [*old, link])
        assert change is not None
        assert edited(Reach("abc", old, 0), "abc", Arrows.of(change, index, index), 0, 0b111) is None


def judged(analyzer: Analyzer, board: Pipeline, memory: Memory) -> Report:
    found = analyzer.analyze(board.snapshot(), "regulated", TODAY, memory=memory)
    assert repr(found) == repr(analyzer.analyze(board.snapshot(), "regulated", TODAY))
    return found


def test_findings_that_cannot_see_an_edit_are_the_very_same(analyzer: Analyzer) -> None:
    document = {"steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}, "links": ["train -> deploy"]}
    board, memory = Pipeline(pipeline(document)), Memory()
    before = {str(f): f for f in judged(analyzer, board, memory).findings}
    add_step(board, analyzer.catalog, "notify")
    after = {str(f): f for f in judged(analyzer, board, memory).findings}
    same = [key for key in before if after.get(key) is before[key]]
    assert len(same) > 0.8 * len(before) > 0


def test_a_release_of_another_part_tells_the_new_name_of_the_step_that_training_starts_with(analyzer: Analyzer) -> None:
    document = {
        "steps": {
            "train": {"kind": "train"},
            "fetch": {"kind": "model_source"},
            "deploy": {"kind": "deploy"},
            "drift": {"kind": "drift"},
        },
        "links": ["fetch -> deploy", "deploy -> drift"],
    }
    board, memory = Pipeline(pipeline(document)), Memory()
    history = History(board)
    first = {f.code: f for f in judged(analyzer, board, memory).findings if f.at == "deploy"}
    assert first["MON008"].ghost is not None
    assert first["MON008"].ghost.before == ("train",)
    change_id(board, "train", "fit")
    now = {f.code: f for f in judged(analyzer, board, memory).findings if f.at == "deploy"}
    assert now["MON008"].ghost is not None
    assert now["MON008"].ghost.before == ("fit",)
    history.undo()
    judged(analyzer, board, memory)


def test_a_loop_that_is_missing_is_told_anew_only_where_its_witnesses_changed(analyzer: Analyzer) -> None:
    steps = {"train": {"kind": "train"}, "evaluate": {"kind": "evaluate"}}
    links = ["train -> evaluate"]
    for name in "ab":
        steps |= {
            f"deploy_{name}": {"kind": "deploy", "environment": "prod"},
            f"watch_{name}": {"kind": "monitor", "watches": ["data_drift"]},
        }
        links += [f"evaluate -> deploy_{name}", f"deploy_{name} -> watch_{name}"]
    board, memory = Pipeline(pipeline({"steps": steps, "links": links})), Memory()

    def told() -> dict[str, Finding]:
        return {f.at: f for f in judged(analyzer, board, memory).findings if f.code == "MON008"}

    told()
    set_attributes(board, "evaluate", {"threshold": True})  # changes the score, and so points, once
    before = told()
    add_step(board, analyzer.catalog, "monitor", after="deploy_a")
    after = told()
    assert "monitor" in after["deploy_a"].message
    assert after["deploy_b"].message == before["deploy_b"].message
    change_id(board, "watch_b", "look")
    assert "look" in told()["deploy_b"].message


def test_a_rule_that_is_waived_takes_those_of_its_facet_along(analyzer: Analyzer) -> None:
    row = {"code": "AUT006", "as": "accepted", "reason": "because we say so"}
    gates = {"kind": "evaluate", "threshold": True}
    document = {
        "pipeline": {"scope": "online", "triggers": ["push"], "branches": ["main"]},
        "steps": {
            "train": {"kind": "train"},
            "free": {**gates, "blocking": False, "suppress": [row]},
            "narrow": {**gates, "branches": ["develop"]},
            "deploy": {"kind": "deploy", "environment": "prod", "branches": ["main"]},
        },
        "links": ["train -> free", "train -> narrow", "free -> deploy", "narrow -> deploy"],
    }
    board, memory = Pipeline(pipeline(document)), Memory()
    assert "AUT007" in {f.code for f in judged(analyzer, board, memory).findings}
    set_attributes(board, "free", {"threshold": False})
    assert "AUT008" in {f.code for f in judged(analyzer, board, memory).findings}
    set_attributes(board, "free", {"suppress": None})
    judged(analyzer, board, memory)
    set_attributes(board, "free", {"threshold": True})
    assert "AUT007" in {f.code for f in judged(analyzer, board, memory).findings}


def test_a_source_follows_every_training_it_feeds_and_not_only_those_it_shows(analyzer: Analyzer) -> None:
    names = [f"train_{i}" for i in range(12)]
    steps = {"data": {"kind": "data_source"}} | {name: {"kind": "train"} for name in names}
    document = {"steps": steps, "links": [f"data -> {name}" for name in names]}
    board, memory = Pipeline(pipeline(document)), Memory()

    def sure() -> dict[str, str]:
        return {f.code: f.confidence for f in judged(analyzer, board, memory).findings if f.at == "data"}

    before = sure()
    set_attributes(board, "train_11", {"confidence": "low"})
    assert sure() == {code: {"high": "medium", "medium": "low"}[word] for code, word in before.items()}
