"""What an analysis takes over from the last one changes nothing of its report."""

from __future__ import annotations

import os
import random
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.analysis.memory import Memory
from designer.commands.steps import set_attributes
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.property.naive_analyzer import Naive
from tests.property.random_edits import OWN, edit
from tests.property.random_pipelines import BETTER, WORSE, analyzer, described, in_parts, pipelines, profiles
from tests.unit.analysis.drawn import pipeline

TODAY = date(2026, 1, 1)
EXAMPLES = int(os.environ.get("SCORE_EXAMPLES", "60"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(pipelines, pipelines, in_parts()), profiles, st.data())
def test_after_any_edits_the_report_is_the_one_from_the_start(
    start: Snapshot, profile: str, data: st.DataObject
) -> None:
    board, memory = Pipeline(start), Memory()
    history = History(board)
    analyzer().analyze(board.snapshot(), profile, TODAY, memory=memory)
    done: list[str] = []
    for _ in range(data.draw(st.integers(1, 10))):
        done.append(edit(data.draw, board, history))
        kept = analyzer().analyze(board.snapshot(), profile, TODAY, memory=memory)
        anew = analyzer().analyze(board.snapshot(), profile, TODAY)
        assert kept == anew, (done, described(board.snapshot()))
        assert repr(kept) == repr(anew), done  # 1 and true are equal
    if not any({"suppress", "command"} & step.attributes.keys() for step in board.steps.values()):
        naive = Naive(board.snapshot(), analyzer().catalog, profile)  # it knows neither waivers nor texts
        assert kept.keys == naive.keys, (done, described(board.snapshot()))


def test_facts_that_change_in_the_cases_of_all_rules_are_judged_as_from_the_start() -> None:
    chance = random.Random(5)
    for code, rule in analyzer().rulebook.rules.items():
        for case in (c for cases in rule.cases.values() for c in cases):
            board, memory = Pipeline(pipeline(case.document)), Memory()
            for _ in range(4):
                kept = analyzer().analyze(board.snapshot(), "regulated", TODAY, memory=memory)
                assert repr(kept) == repr(analyzer().analyze(board.snapshot(), "regulated", TODAY)), (code, case)
                step = chance.choice(list(board.steps.values()))
                name, value = chance.choice([*BETTER.get(step.kind, []), *BETTER["*"], *WORSE, *OWN])
                set_attributes(board, step.id, {name: value if step.get(name) != value else None})


def test_rules_that_share_a_candidate_fall_together() -> None:
    gates = {"kind": "evaluate", "threshold": True}
    document = {
        "pipeline": {"scope": "online", "triggers": ["push"], "branches": ["main"]},
        "steps": {
            "train": {"kind": "train"},
            "good": gates,
            "narrow": {**gates, "branches": ["develop"]},
            "deploy": {"kind": "deploy", "branches": ["main"]},
        },
        "links": ["train -> good", "train -> narrow", "good -> deploy", "narrow -> deploy"],
    }
    for name, value in (("blocking", False), ("threshold", False), ("triggers", ["schedule"])):
        board, memory = Pipeline(pipeline(document)), Memory()
        analyzer().analyze(board.snapshot(), "regulated", TODAY, memory=memory)
        set_attributes(board, "good", {name: value})
        kept = analyzer().analyze(board.snapshot(), "regulated", TODAY, memory=memory)
        assert repr(kept) == repr(analyzer().analyze(board.snapshot(), "regulated", TODAY)), name
