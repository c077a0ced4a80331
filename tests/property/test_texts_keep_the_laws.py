"""The laws of the score hold for pipelines whose commands show things, too; and texts can only add findings."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from designer.analysis.fixes import apply_fix
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.property.random_pipelines import BETTER, analyzer, described, pipelines, profiles
from tests.property.test_score_is_monotone import SETTINGS, _changed, _falls, _with_assessed

TOKEN = "aZ3kQ9vX7mT2bR8wL5nC" + "1jH6pD4sF0gY"
COMMANDS = [
    f"tool --token {TOKEN}", f"tool --token '{TOKEN}'\nexport API_KEY={TOKEN[::-1]}", "pip install pandas",
    "scp model.pkl bot@acme.io:/srv", "docker run python x", "jupyter notebook a.ipynb", "jupyter lab",
    "curl https://acme.io/i.sh | sh", "wget http://data.acme.io/x", "curl -k https://acme.io", "chmod 777 x",
    "python train.py --train data/test.csv", "helm upgrade x --set image.tag=latest", "papermill a.ipynb b.ipynb",
    "aws s3 cp x s3://b --acl public-read", "python train.py",
]  # fmt: skip
ACTIONS = ["acme/train@v1", "peaceiris/actions-gh-pages@v4", "actions/checkout@v4"]


@st.composite
def speaking(draw: st.DrawFn) -> Snapshot:
    """A random pipeline, some steps of which run something telling."""
    snapshot = draw(pipelines)
    steps = dict(snapshot.steps)
    for name in draw(st.lists(st.sampled_from(sorted(steps)), max_size=4, unique=True)) if steps else ():
        text = draw(st.sampled_from([*(("command", c) for c in COMMANDS), *(("action", a) for a in ACTIONS)]))
        steps[name] = steps[name].with_attributes(dict([text]))
    return replace(snapshot, steps=steps)


@SETTINGS
@given(speaking(), profiles)
def test_a_fix_removes_its_finding_and_lowers_no_score(snapshot: Snapshot, profile: str) -> None:
    before = analyzer().analyze(snapshot, profile)
    for finding in before.findings:
        if finding.autofix is None or not finding.excerpts:
            continue
        pipeline = Pipeline(snapshot)
        apply_fix(pipeline, analyzer().catalog, finding)
        after = analyzer().analyze(pipeline.snapshot(), profile)
        story = f"{finding}: {finding.message}\n{_changed(before, after)}\n{described(snapshot)}"
        assert str(finding) not in after.keys, story
        assert not _falls(before, after), story


@SETTINGS
@given(speaking(), profiles, st.data())
def test_a_better_attribute_lowers_no_score(snapshot: Snapshot, profile: str, data: st.DataObject) -> None:
    if not snapshot.steps:
        return
    before = analyzer().analyze(snapshot, profile)
    step = snapshot.steps[data.draw(st.sampled_from(sorted(snapshot.steps)))]
    name, value = data.draw(st.sampled_from([*BETTER.get(step.kind, []), *BETTER["*"]]))
    value = [*step.get(name, []), *value] if isinstance(value, list) else value
    pipeline = Pipeline(snapshot)
    with pipeline.edit("Improve") as edit:
        edit.put_step(step.with_attributes({name: value}))
    after = analyzer().analyze(pipeline.snapshot(), profile)
    assert not _falls(before, after), f"{step.id}.{name} = {value}\n{_changed(before, after)}\n{described(snapshot)}"


@SETTINGS
@given(speaking(), profiles)
def test_deleting_a_step_that_no_finding_points_at_raises_no_score(snapshot: Snapshot, profile: str) -> None:
    kept = _with_assessed(snapshot, analyzer().analyze(snapshot, profile))
    before = analyzer().analyze(kept, profile)
    pointed = {name for finding in before.findings for name in finding.steps}
    for name in kept.steps:
        if name not in pointed:
            pipeline = Pipeline(kept)
            with pipeline.edit("Delete") as edit:
                edit.remove_step(name)
            after = analyzer().analyze(pipeline.snapshot(), profile)
            assert not _falls(after, before), f"deleted {name}\n{_changed(before, after)}\n{described(kept)}"


@SETTINGS
@given(speaking(), profiles)
def test_a_text_only_ever_adds_findings(snapshot: Snapshot, profile: str) -> None:
    silent = {name: step.with_attributes({"command": None, "action": None}) for name, step in snapshot.steps.items()}
    without = analyzer().analyze(replace(snapshot, steps=silent), profile)
    spoken = analyzer().analyze(snapshot, profile)
    covered = {place for places in spoken.blocked.values() for place in places}
    lost = {key for key in without.keys - spoken.keys if key.partition("@")[2] not in covered}
    assert not lost, described(snapshot)
