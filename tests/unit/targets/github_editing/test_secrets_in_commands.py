"""A credential that is taken out of a command leaves the file, and what is left to do is told."""

from __future__ import annotations

from designer.analysis.analyzer import Analyzer
from designer.analysis.fixes import apply_fix
from designer.analysis.rulebook import load_rulebook
from designer.model.pipeline import Pipeline
from tests.unit.targets.github_editing.edited import Opened
from tests.unit.targets.github_reading.opened import CATALOG

TOKEN = "aZ3kQ9vX7mT2bR8wL5nC" + "1jH6pD4sF0gY"
WORKFLOW = f"""\
name: Train
on: push
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - name: Train model
        run: |
          # every night
          export API_KEY={TOKEN[::-1]}
          python train.py --token {TOKEN}
"""


def test_the_fix_moves_a_credential_of_a_command_into_a_secret() -> None:
    opened, analyzer = Opened(WORKFLOW), Analyzer(CATALOG, load_rulebook())
    finding = next(f for f in analyzer.analyze(opened.now).findings if f.code == "SEC001")
    board = Pipeline(opened.now)
    apply_fix(board, CATALOG, finding)
    found = opened.patch(board.snapshot())
    assert TOKEN not in found.text
    assert TOKEN[::-1] not in found.text
    assert "export API_KEY=${API_KEY}\n" in found.text
    assert "python train.py --token ${TOKEN}\n" in found.text
    assert "TOKEN: ${{ secrets.TOKEN }}\n" in found.text
    assert [loss.message.partition(" on GitHub")[0] for loss in found.losses] == [
        "create the secret API_KEY",
        "create the secret TOKEN",
    ]
