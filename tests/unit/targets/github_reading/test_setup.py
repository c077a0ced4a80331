"""Texts that no card shows are looked through: each hazard stands once, on one card, with its line of the file."""

from __future__ import annotations

from typing import Final

from designer.analysis.analyzer import Analyzer
from designer.analysis.finding import Finding
from designer.analysis.rulebook import load_rulebook
from designer.targets.imported import Imported
from tests.unit.targets.github_reading.opened import CATALOG, job, jobs, opened

ANALYZER: Final = Analyzer(CATALOG, load_rulebook())
TOKEN: Final = "aZ3kQ9vX7mT2bR8wL5nC" + "1jH6pD4sF0gY"
GITHUB_TOKEN: Final = "ghp_" + "aZ3kQ9vX7mT2bR8wL5nC1jH6pD4sF0gYxQw8"


def noted(imported: Imported) -> list[tuple[str, str, int]]:
    """Card, kind and line of every note."""
    steps = imported.snapshot.steps.values()
    return [(s.id, note["kind"], note["line"]) for s in steps for note in s.get("setup") or ()]


def findings(imported: Imported, profile: str = "regulated") -> dict[str, Finding]:
    return {str(f): f for f in ANALYZER.analyze(imported.snapshot, profile).findings}


SET_UP: Final = """
runs-on: ubuntu-latest
steps:
- uses: actions/checkout@v4
- name: Install the tool
  run: |
    apt-get update
    # not this one
    curl -sSL https://tools.acme.io/install.sh | bash
    pip install --trusted-host pypi.acme.io -r requirements.txt
- name: Train
  run: python train.py
- run: pytest
"""


def test_set_up_steps_are_read_with_the_line_of_the_file() -> None:
    found = job(SET_UP)
    assert noted(found) == [("work_train", "code_from_the_net", 11), ("work_train", "certificate_checks_off", 12)]
    told = findings(found)
    assert [key for key in told if key[:6] in ("SEC018", "SEC020")] == ["SEC018@work_train", "SEC020@work_train"]
    (excerpt,) = told["SEC018@work_train"].excerpts
    assert (excerpt.field, excerpt.line) == ("setup", 11)
    assert "line 11 of the file, in the set-up step Install the tool" in told["SEC018@work_train"].message
    assert told["SEC020@work_train"].autofix is None


def test_nothing_is_noted_of_texts_that_show_nothing() -> None:
    found = job(SET_UP.replace("| bash", "-o install.sh").replace("--trusted-host pypi.acme.io ", ""))
    assert all("setup" not in step.attributes for step in found.snapshot.steps.values())


def test_what_a_card_shows_is_not_noted_again() -> None:
    text = f"env: {{API_TOKEN: {TOKEN}}}\nsteps:\n- run: python train.py\n"
    assert noted(job(text)) == []
    assert noted(job(f"{text}- run: pytest\n")) == [("work_train", "credential", 4)]
    own = text.replace("train.py\n", "train.py\n  env: {A: b}\n")
    assert noted(job(own)) == [("work", "credential", 4)]


def test_variables_of_the_file_are_told_once_in_its_first_job() -> None:
    body = "a:\n  steps:\n  - run: python train.py\nb:\n  steps:\n  - run: python evaluate.py\n"
    found = jobs(body, f"on: push\nenv:\n  A: b\n  API_TOKEN: {TOKEN}")
    assert noted(found) == [("a", "credential", 4)]
    told = findings(found)
    assert [key for key in told if key.startswith("SEC001")] == ["SEC001@a"]
    assert "line 4 of the file, in the env of the workflow" in told["SEC001@a"].message
    assert TOKEN not in repr(found.snapshot.steps) + repr(told)


def test_a_job_that_only_sets_up_hides_no_credential() -> None:
    found = job(f"steps:\n- uses: actions/checkout@v4\n- uses: acme/login@v1\n  with:\n    token: {TOKEN}\n")
    assert noted(found) == [("work", "credential", 8)]
    assert findings(found)["SEC001@work"].autofix is None
    assert "SEC009@work" in findings(found)


CONTAINERS: Final = """
runs-on: ubuntu-latest
container:
  image: ghcr.io/acme/train:1.2
  credentials: {username: bot, password: Tr0ub4dor-and-more}
services:
  db:
    image: postgres:16
    env: {POSTGRES_PASSWORD: Hunter2-of-a-db}
  queue:
    image: redis
steps:
- run: python train.py
"""


def test_containers_and_services_are_read_and_passwords_that_go_away_with_them_are_none() -> None:
    assert noted(job(CONTAINERS)) == [("work", "credential", 7), ("work", "floating_image", 13)]


def test_an_image_that_floats_is_told_of_although_the_actions_are_pinned() -> None:
    pinned = f"- uses: acme/login@{'a' * 40}\n- run: python train.py\n"
    found = job(CONTAINERS.replace("- run: python train.py\n", pinned))
    assert "the image redis" in findings(found)["SEC009@work"].message
    assert found.snapshot.steps["work"].get("pinned") is None


def test_passwords_of_a_job_that_only_tests_are_none_but_tokens_are() -> None:
    def of(value: str) -> list[tuple[str, str, int]]:
        text = f"name: Integration tests\nenv:\n  DB_TOKEN: {value}\nsteps:\n- run: pytest\n- run: python train.py\n"
        return noted(job(text))

    assert of(TOKEN) == []
    assert of(GITHUB_TOKEN) == [("work_pytest", "credential", 6)]


def test_the_password_of_a_registry_is_told_also_where_the_job_only_tests() -> None:
    def of(registry: str) -> list[tuple[str, str, int]]:
        login = "- uses: docker/login-action@v3\n  with:\n    username: kim\n    password: Tz7qLw93kd\n"
        return noted(job(f"name: Test the image\nsteps:\n{login}{registry}- run: docker run kim/app pytest\n"))

    assert [kind for _, kind, _ in of("")] == ["credential"]
    assert of("    registry: localhost:5000\n") == []


def test_installs_without_version_are_noted_where_the_job_trains() -> None:
    def of(last: str) -> list[tuple[str, str, int]]:
        steps = f"- run: pip install pandas\n- run: pytest\n- name: {last}\n  run: python {last}.py\n"
        return noted(job(f"steps:\n{steps}"))

    assert of("train") == [("work_train", "loose_install", 5)]
    assert of("evaluate") == []
    found = job("steps:\n- run: pip install pandas\n- run: pytest\n- name: train\n  run: python train.py\n")
    assert "REP007@work_train" in findings(found)


ACTION: Final = """
runs:
  using: composite
  steps:
  - uses: acme/tool@v2
  - uses: ./.github/actions/inner
  - shell: bash
    run: |
      pip install --upgrade pip
      wget -qO- https://tools.acme.io/x.sh | sh
"""
INNER: Final = "runs:\n  steps:\n  - uses: ./.github/actions/prepare\n  - run: chmod -R 777 /srv\n    shell: bash\n"
CALLS: Final = """on: push
jobs:
  one:
    steps:
    - uses: ./.github/actions/prepare
    - run: python train.py
  two:
    steps:
    - uses: ./.github/actions/prepare
    - run: python evaluate.py
"""


def test_local_actions_are_read_once_at_the_line_that_uses_them() -> None:
    files = {".github/actions/prepare/action.yml": ACTION, ".github/actions/inner/action.yaml": INNER}
    found = opened(CALLS, files)
    assert noted(found) == [
        ("one_prepare", "floating_action", 5),
        ("one_prepare", "writable_by_all", 5),
        ("one_prepare", "code_from_the_net", 5),
    ]
    told = findings(found)
    assert "in .github/actions/prepare/action.yml (its line 10)" in told["SEC018@one_prepare"].message
    assert "acme/tool@v2" in told["SEC009@one_prepare"].message


def test_broken_local_actions_show_nothing() -> None:
    for text in ("[", "runs: 1", "runs: {steps: [1, {run: 2}, {run: [a]}]}", ""):
        assert noted(opened(CALLS, {".github/actions/prepare/action.yml": text})) == []


def test_texts_in_any_style_have_a_line() -> None:
    styles = {
        "run: curl -s https://a.io/x | sh": 6,
        "run: >\n    apt-get update &&\n    curl -s https://a.io/x | sh": 8,
        'run: "curl -s https://a.io/x | sh"': 6,
        "run:\n    curl -s https://a.io/x\n    | sh": 7,
        'run: "true\\ncurl -s https://a.io/x | sh"': 6,
    }
    for style, line in styles.items():
        found = job(f"steps:\n- name: Install x\n  {style}\n- run: pytest\n")
        assert [(kind, at) for _, kind, at in noted(found)] == [("code_from_the_net", line)], style


def test_an_anchor_is_told_where_it_is_written() -> None:
    steps = "    steps: [{run: pytest}, {run: python train.py}]\n"
    found = opened(f"on: push\njobs:\n  a:\n    env: &e\n      API_TOKEN: {TOKEN}\n{steps}  b:\n    env: *e\n{steps}")
    assert noted(found) == [("a_pytest", "credential", 5)]


def test_the_image_of_a_container_may_be_written_as_an_address() -> None:
    for image, kinds in (("docker://dvcorg/cml-py3:latest", ["floating_image"]), ("docker://python:3.12", [])):
        found = job(f"container: {image}\nsteps:\n  - run: python train.py")
        assert [kind for _, kind, _ in noted(found)] == kinds
