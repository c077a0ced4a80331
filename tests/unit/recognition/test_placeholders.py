"""A placeholder says what it should do; a step that looks, decides or tells does what it is there for."""

from __future__ import annotations

import pytest

from designer.recognition.recogniser import Guess, Recogniser, Work, load_recogniser


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser()


def guess(recogniser: Recogniser, command: str, name: str = "Deploy") -> Guess:
    return recogniser.recognise(Work(command=command, name=name))


PLANNED = [
    'echo "Deploying to staging"\n# add the commands here',
    "echo deployed at $(date) && exit 0",
    "python -c \"print('all checks passed')\"",
    'printf "deploying %s\\n" "${{ github.sha }}"',
]


@pytest.mark.parametrize("command", PLANNED)
def test_a_step_whose_commands_all_print_a_line_is_planned(recogniser: Recogniser, command: str) -> None:
    assert guess(recogniser, command).attributes.get("stub") is True


WORKING = [
    ("tool --version", "Test the installation"),
    ('test "$(tool --version)" = "1.2"', "Test the version"),
    ('for d in */; do\n  [ -f "$d/README.md" ] || echo "no README in $d"\ndone', "Validate documentation"),
    ('{\n  echo "SHA=$(git rev-parse HEAD)"\n} >> "$GITHUB_ENV"', "Prepare repository data"),
    ('echo "$SHA" > commit.txt', "Create version file"),
]


@pytest.mark.parametrize(("command", "name"), WORKING)
def test_what_looks_decides_or_writes_is_no_placeholder(recogniser: Recogniser, command: str, name: str) -> None:
    found = guess(recogniser, command, name)
    assert "stub" not in found.attributes
    assert found.kind in ("other", "code_test")


TELLING = [
    "Run step if tests need to be run",
    "No changes to deploy",
    "Check if the test label was added",
    "Test summary",
]


@pytest.mark.parametrize("name", TELLING)
def test_a_message_is_no_placeholder(recogniser: Recogniser, name: str) -> None:
    found = guess(recogniser, 'echo "nothing to do"', name)
    assert (found.kind, "stub" in found.attributes) == ("other", False)


def test_a_line_without_a_promise_is_no_placeholder(recogniser: Recogniser) -> None:
    assert "stub" not in guess(recogniser, "echo hello", "Greet").attributes


def test_a_stage_that_writes_a_made_up_metric_is_planned(recogniser: Recogniser) -> None:
    work = Work(command="echo 0.9 > scores.json", name="evaluate", produces=("scores.json",))
    assert recogniser.recognise(work).attributes.get("stub") is True


def test_a_mark_on_the_page_of_the_run_is_no_placeholder(recogniser: Recogniser) -> None:
    assert "stub" not in guess(recogniser, 'echo "::warning::rolled back"', "Notify rollback").attributes
