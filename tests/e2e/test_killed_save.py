"""A program that is killed while it saves leaves the old or the new file, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from designer.steps.catalog import load_catalog
from designer.storage.document import read_document

KILLS = 40
# Saves one large pipeline after the other for ever; each names its number in every step.
SAVER = """
import sys
from pathlib import Path
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.storage.atomic_write import atomic_write
from designer.storage.document import write_document

path = Path(sys.argv[1])
texts = []
for number in range(2):
    steps = {f"s{i}": Step(f"s{i}", "train", f"save {number}") for i in range(4000)}
    texts.append(write_document(Snapshot(steps=steps)).encode())
print("ready", flush=True)
while True:
    for text in texts:
        atomic_write(path, text)
"""


def kill_while_saving(path: Path, delay: float) -> None:
    """Starts the saver and kills it some time after its first save; the delay is the point of the test."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, env=environment) as saver:
        assert saver.stdout is not None
        assert saver.stdout.readline() == b"ready\n"
        try:
            saver.wait(delay)
        except subprocess.TimeoutExpired:
            saver.send_signal(signal.SIGKILL)
        assert saver.wait() == -signal.SIGKILL


def test_after_a_kill_the_old_or_the_new_file_is_there_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.mlops.yaml"
    path.write_text("steps:\n  s0: {kind: train, title: before}\n")
    catalog = load_catalog()
    chance = random.Random(7)
    seen, left_behind = set(), 0
    for _ in range(KILLS):
        kill_while_saving(path, chance.uniform(0.0, 0.06))
        steps = read_document(path, catalog).snapshot.steps
        titles = {step.title for step in steps.values()}
        assert len(titles) == 1, "steps of two saves in one file"
        assert len(steps) == (1 if titles == {"before"} else 4000)
        seen |= titles
        rest = [p for p in tmp_path.iterdir() if p != path]
        left_behind += len(rest)
        for half in rest:
            assert half.name.startswith(".a.mlops.yaml."), "half-written files are hidden and named after theirs"
            half.unlink()
    assert seen > {"save 0"} or seen > {"save 1"}, "the kills did not come at different moments"
    assert left_behind > 0, "no kill came in the middle of a save: the test proves nothing"
