"""Points are sums of floats: their order must not depend on the seed with which a run of Python hashes texts."""

import os
import subprocess
import sys

# A release counts for several rules at once here, and one sum lies close to the edge between two tenths.
PROGRAM = """
from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.model.snapshot import Snapshot
from designer.model.step import FEEDBACK, Link, Step, frozen
from designer.steps.catalog import load_catalog

steps = [
    Step("s0", "smoke_test"),
    Step("s1", "approve"),
    Step("s2", "deploy", "", frozen({"automated": False, "timeout_minutes": 30, "origin": "github"})),
    Step("s3", "deploy", "", frozen({"pinned": True, "method": "copy"})),
    Step("s4", "scan"),
    Step("s5", "deploy", "", frozen({"automated": False, "timeout_minutes": 30})),
    Step("s6", "train", "", frozen({"triggers": ["pull_request", "push"], "artifacts": ["code"]})),
]
links = [
    Link("s0", "s1", when="always", carries="control"),
    Link("s4", "s5", when="always", carries="control"),
    Link("s5", "s0", FEEDBACK),
    Link("s2", "s6", when="always"),
    Link("s0", "s2", when="always", carries="control"),
]
facts = {"scope": "batch", "origin": "dvc", "repo": False, "personal_data": "raw", "risk": "low", "data_size": "small"}
snapshot = Snapshot(steps={s.id: s for s in steps}, links={k.id: k for k in links}, facts=frozen(facts))
report = Analyzer(load_catalog([]), load_rulebook()).analyze(snapshot, "regulated")
print([(f.code, f.at, f.points) for f in report.findings])
"""


def _told(seed: int) -> str:
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_points_are_the_same_whatever_the_seed_of_hashes() -> None:
    told = [_told(seed) for seed in (1, 2, 3, 4)]
    assert "AUT" in told[0]
    assert set(told) == {told[0]}
