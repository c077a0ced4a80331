"""One precedence, whoever states a setting, and every mistake with its place."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from designer.analysis.rulebook import load_rulebook
from designer.errors import ConfigurationError
from designer.session.configuration import Configuration, Layer, configure
from designer.session.configuration_files import ConfigurationFiles, line_of, repository_root
from designer.session.configured import Configured
from designer.session.services import load_services
from designer.session.session import Session
from designer.storage.document import parse_document, write_document

RULEBOOK = load_rulebook()
PLACES = ("command line", "document", "own file", "pyproject")
VALUES: dict[str, tuple[Any, Any, Any, Any]] = {
    "profile": ("regulated", "startup", "classroom", "startup"),
    "select": (["REP"], ["AUT"], ["SCA", "MON"], ["SEC"]),
    "extend-select": (["SEC012"], ["REP"], ["AUT012"], ["MON"]),
    "ignore": (["SCA009"], ["REP"], ["AUT012"], ["MON"]),
    "min-confidence": ("high", "medium", "low", "medium"),
    "fail-on": ("never", "error", "info", "warning"),
}


def configured(*layers: dict[str, Any]) -> Configuration:
    return configure([Layer(name, values) for name, values in zip(PLACES, layers, strict=False)], RULEBOOK)


@pytest.mark.parametrize("key", VALUES)
@pytest.mark.parametrize("stated", list(itertools.product((True, False), repeat=4)))
def test_what_stands_nearer_counts(key: str, stated: tuple[bool, ...]) -> None:
    """The whole table: each key, stated in every combination of the four places."""
    layers = [{key: value} if is_there else {} for value, is_there in zip(VALUES[key], stated, strict=True)]
    setting = configured(*layers).settings[key]
    first = next((i for i, is_there in enumerate(stated) if is_there), None)
    if first is None:
        assert setting.source == "default"
    else:
        wanted = VALUES[key][first]
        assert (setting.source, setting.value) == (PLACES[first], tuple(wanted) if isinstance(wanted, list) else wanted)


def test_tables_are_merged_entry_by_entry() -> None:
    found = configured(
        {"fail-under": {"security": 80}, "severity": {"REP001": "info"}},
        {"fail-under": {"security": 10, "overall": 50}, "severity": {"REP001": "error", "AUT001": "warning"}},
    )
    assert found.fail_under == {"security": 80, "overall": 50}
    assert found.settings["fail-under.overall"].source == "document"
    severities = found.profile.severity
    assert (severities["REP001"], severities["AUT001"]) == ("info", "warning")


def codes(found: Configuration) -> set[str]:
    return {rule.code for rule in RULEBOOK.rules.values() if found.profile.has(rule)}


def test_a_prefix_narrows_the_profile_and_a_whole_code_counts_in_any_tier() -> None:
    strict = next(r.code for r in RULEBOOK.rules.values() if r.tier == "strict")
    core = {r.code for r in RULEBOOK.rules.values() if r.tier == "core" and r.code.startswith("REP")}
    assert codes(configured({"select": ["REP"]})) == core
    assert codes(configured({"select": ["REP", strict]})) == core | {strict}
    assert codes(configured({"select": ["REP"], "ignore": ["REP001"]})) == core - {"REP001"}
    assert strict in codes(configured({"extend-select": [strict]}))


def test_a_code_named_nearer_is_not_ignored_from_further_away() -> None:
    assert codes(configured({"select": ["REP001"]}, {}, {"ignore": ["REP"]})) == {"REP001"}
    assert codes(configured({"select": ["REP001"], "ignore": ["REP"]})) == set()
    assert codes(configured({"ignore": ["REP"]}, {"select": ["REP001"]})) == set()


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"profile": "strict"}, "profile", "no profile 'strict'"),
        ({"profile": 3}, "profile", "no profile 3"),
        ({"profil": "startup"}, "profil", "no such setting"),
        ({"select": ["XYZ"]}, "select", "no rule begins with 'XYZ'"),
        ({"select": 3}, "select", "must be a list of codes"),
        ({"ignore": [3]}, "ignore", "must be a list of codes"),
        ({"severity": {"REP001": "fatal"}}, "severity.REP001", "'fatal' is not possible"),
        ({"severity": {"REP": "error"}}, "severity.REP", "no rule 'REP'"),
        ({"severity": "error"}, "severity", "must be a table"),
        ({"min-confidence": "sure"}, "min-confidence", "'sure' is not possible"),
        ({"fail-on": True}, "fail-on", "True is not possible"),
        ({"fail-under": 101}, "fail-under", "from 0 to 100"),
        ({"fail-under": True}, "fail-under", "from 0 to 100"),
        ({"fail-under": {"luck": 1}}, "fail-under.luck", "no principle 'luck'"),
        ({"fail-under": {"security": "80"}}, "fail-under.security", "from 0 to 100"),
        ({"baseline": ""}, "baseline", "must be the path"),
    ],
)
def test_a_wrong_value_is_told_and_left_out(values: dict[str, Any], field: str, said: str) -> None:
    found = configured(values)
    (problem,) = found.problems
    assert problem.field == field
    assert said in str(problem)
    assert problem.advice or "setting" in said
    assert found.settings == configured().settings
    with pytest.raises(ConfigurationError):
        found.checked()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    return tmp_path


def layers(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    found, problems = ConfigurationFiles().layers(folder)
    assert not problems
    return [(Path(layer.path or "").relative_to(folder.anchor).name, dict(layer.values)) for layer in found]


def test_files_are_looked_for_upward_to_the_root_of_the_repository(repository: Path) -> None:
    (repository.parent / ".mlops-designer.toml").write_text('profile = "regulated"\n')
    try:
        assert layers(repository / "a" / "b") == []
        (repository / "pyproject.toml").write_text('[tool.mlops-designer]\nprofile = "startup"\n')
        (repository / "a" / "pyproject.toml").write_text('[project]\nname = "a"\n')
        assert layers(repository / "a" / "b") == [("pyproject.toml", {"profile": "startup"})]
        (repository / "a" / ".mlops-designer.toml").write_text('ignore = ["REP"]\n')
        (repository / ".mlops-designer.toml").write_text('ignore = ["AUT"]\n')
        assert [values for _, values in layers(repository / "a" / "b")] == [{"ignore": ["REP"]}, {"profile": "startup"}]
        assert [values for _, values in layers(repository)] == [{"ignore": ["AUT"]}, {"profile": "startup"}]
    finally:
        (repository.parent / ".mlops-designer.toml").unlink()


def test_without_a_repository_the_project_around_a_workflow_counts(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    assert repository_root(tmp_path / ".github" / "workflows") == tmp_path
    assert repository_root(tmp_path) == tmp_path


def test_a_file_that_changes_is_read_again(repository: Path) -> None:
    files, path = ConfigurationFiles(), repository / ".mlops-designer.toml"
    path.write_text('profile = "startup"\n')
    assert files.layers(repository)[0][0].values == {"profile": "startup"}
    path.write_text('profile = "regulated"\n')
    assert files.layers(repository)[0][0].values == {"profile": "regulated"}
    path.unlink()
    assert files.layers(repository)[0] == []


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ('# about\nprofile = "strict"\n', 2, "profile"),
        ('profile = "startup"\n\n[severity]\nREP001 = "error"\nAUT001 = "fatal"\n', 5, "severity.AUT001"),
        ('severity = {REP001 = "fatal"}\n', 1, "severity.REP001"),
        ('severity.REP001 = "fatal"\n', 1, "severity.REP001"),
        ('[fail-under]\n"security" = 300\n', 2, "fail-under.security"),
        ('select = [\n  "REP",\n  "XYZ",\n]\n', 1, "select"),
        ("profile = startup\n", 1, None),
        ("a = 1\nb = [\n", 2, None),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(repository: Path, text: str, line: int, field: str | None) -> None:
    (repository / ".mlops-designer.toml").write_text(text)
    problem = Configured(RULEBOOK).of({}, repository).problems[0]
    assert problem.path == str(repository / ".mlops-designer.toml")
    assert (problem.line, problem.field) == (line, field)


def test_a_mistake_in_pyproject_names_the_whole_key(repository: Path) -> None:
    (repository / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.mlops-designer]\nfail-on = "often"\n')
    (problem,) = Configured(RULEBOOK).of({}, repository).problems
    assert (problem.line, problem.field) == (5, "tool.mlops-designer.fail-on")


def test_a_broken_pyproject_is_told_whatever_it_was_about_to_say(repository: Path) -> None:
    (repository / "pyproject.toml").write_text('[project]\nname = "a\n')
    (problem,) = Configured(RULEBOOK).of({}, repository).problems
    assert (problem.path, problem.line) == (str(repository / "pyproject.toml"), 2)


def test_a_pyproject_that_says_nothing_about_the_program_is_no_place(repository: Path) -> None:
    (repository / "pyproject.toml").write_text('[project]\nname = "a"\n[tool.ruff]\nline-length = 100\n')
    assert not Configured(RULEBOOK).of({}, repository).problems
    assert not ConfigurationFiles().layers(repository)[0]


def test_lines_are_found_in_odd_tables() -> None:
    text = '[a]\nx = 1\n[a."b c"]  # here\ny = 2\n\n[[rows]]\nx = 3\n'
    assert line_of(text, ("a", "x")) == 2
    assert line_of(text, ("a", "b c", "y")) == 4
    assert line_of(text, ("a", "b c", "z")) == 3
    assert line_of(text, ("q",)) is None


DOCUMENT = """\
# ours
pipeline:
  name: churn   # the name
  analysis: {profile: startup, ignore: [SCA009], fail-under: {security: 40}}
steps:
  train: {kind: train}
"""


def test_the_settings_of_a_document_come_back_byte_for_byte() -> None:
    catalog = load_services().catalog
    document = parse_document(DOCUMENT, "churn.mlops.yaml", catalog)
    assert write_document(document.snapshot, document) == DOCUMENT
    session = Session(load_services(), document)
    with session.pipeline.edit("Rename") as edit:
        edit.set_facts({"name": "churn 2"})
    assert session.text() == DOCUMENT.replace("name: churn ", "name: churn 2 ")


def test_a_session_uses_the_settings_of_its_document_and_of_the_files_around(repository: Path) -> None:
    services = load_services()
    path = repository / "churn.mlops.yaml"
    path.write_text(DOCUMENT)
    (repository / ".mlops-designer.toml").write_text('profile = "regulated"\nextend-select = ["SCA009", "SEC017"]\n')
    session = Session.open(services, path)
    assert session.analyze().profile == "startup"
    assert session.profile.ignore and session.profile.extend == ("SCA009", "SEC017")
    session.configured = session.configured.choosing(profile="regulated")
    assert session.analyze().profile == "regulated"
    session.configured = session.configured.choosing()
    with session.pipeline.edit("Settings") as edit:
        edit.set_facts({"analysis": None})
    assert session.analyze().profile == "regulated"
    session.undo()
    assert session.analyze().profile == "startup"


def test_a_wrong_setting_does_not_close_the_window_on_anybody(repository: Path) -> None:
    (repository / "a.mlops.yaml").write_text("steps: {train: {kind: train}}\n")
    (repository / ".mlops-designer.toml").write_text('profile = "strict"\nignore = ["REP"]\n')
    report = Session.open(load_services(), repository / "a.mlops.yaml").analyze()
    assert report.profile == "classroom"
    assert not [f for f in report.findings if f.principle == "reproducibility"]
    (problem,) = report.problems
    assert ".mlops-designer.toml:1: profile: there is no profile 'strict'" in problem
