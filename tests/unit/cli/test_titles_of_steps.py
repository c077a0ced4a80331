"""Reports for people say what cards show, and the id that commands take."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.cli.named import Named
from designer.model.step import Step
from tests.unit.cli.command_line import CommandLine

TITLED = """\
steps:
  load_data: {kind: source}
  t1: {kind: train, title: Fit the net, tracked: false}
  go: {kind: deploy, title: "To \\e[31mshops | *all*"}
links: [load_data -> t1, t1 -> go]
"""


@pytest.fixture
def titled(tmp_path: Path) -> Path:
    path = tmp_path / "titled.mlops.yaml"
    path.write_text(TITLED)
    return path


def test_a_place_has_the_titles_of_all_its_steps() -> None:
    said = Named({"a_b": Step("a_b", "train"), "c": Step("c", "train", "Fit"), "d": Step("d", "deploy", "D")})
    places = ("a_b", "c", "d", "c => d", "c=>a_b", "c ~> c", "a_b -> c", "pipeline", "gone")
    assert [said(at) for at in places] == [
        *("a_b", "c (Fit)", "d", "c (Fit) => d", "c (Fit)=>a_b", "c (Fit) ~> c (Fit)", "a_b -> c (Fit)"),
        *("pipeline", "gone"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "error REP005 at t1 (Fit the net), +"),
        (("check", "--explain", "REP005"), "error at t1 (Fit the net) (titled.mlops.yaml:3): "),
        (("check", "--explain", "REP001"), "t1 (Fit the net)"),
        (("check", "--format", "html"), "<dt>Where</dt><dd><code>t1 (Fit the net)</code>"),
        (("check", "--format", "markdown"), "- `t1 (Fit the net)` (`titled.mlops.yaml:3`): "),
        (("levels",), "missing at t1 (Fit the net)"),
        (("fix", "--all", "--diff"), "REP005 at t1 (Fit the net): "),
        (("evidence",), "AUT005 at t1 (Fit the net): Training runs by itself"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_reports_for_people_say_what_cards_show(
    cli: CommandLine, titled: Path, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(titled.parent / "state"))
    cli.width = 500
    outcome = cli(words[0], titled, *words[1:])
    assert said in " ".join((outcome.out + outcome.err).split())
    assert "\x1b" not in outcome.out + outcome.err


def test_titles_that_importers_took_from_commands_keep_credentials(cli: CommandLine, tmp_path: Path) -> None:
    key = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    path = tmp_path / "a.mlops.yaml"
    path.write_text(f"steps:\n  t1: {{kind: train, title: Fit with {key}, tracked: false}}\n")
    for words in (("check",), ("levels",), ("check", "--format", "markdown"), ("check", "--explain", "REP005")):
        outcome = cli(words[0], path, *words[1:])
        assert "Fit with" in outcome.out
        assert key not in outcome.out
