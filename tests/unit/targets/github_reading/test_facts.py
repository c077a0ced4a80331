"""The raw facts of a card, as the file says them."""

from __future__ import annotations

import pytest

from designer.storage.document import parse_document, write_document
from tests.unit.targets.github_reading.opened import CATALOG, fact, job, jobs, opened, step

EVERYTHING = """
name: Everything
on: [push, workflow_dispatch]
env: {STAGE: one}
defaults: {run: {shell: bash -e, working-directory: code}}
jobs:
  fit:
    runs-on: [self-hosted, gpu]
    environment: {name: production, url: https://example.org}
    permissions: {contents: read}
    timeout-minutes: 60
    strategy:
      matrix: {size: [1, 2], include: [{size: 3, note: 3.10}]}
    env: {LEVEL: job}
    if: github.ref == 'refs/heads/main'
    steps:
      - uses: actions/checkout@v4
      - name: Fit
        run: |
          python src/train.py
          echo done
        env: {LEVEL: step, SIZE: 3}
        timeout-minutes: 10
        working-directory: src
        shell: sh
        if: env.LEVEL != ''
"""


def test_every_fact_is_read() -> None:
    facts = dict(step(opened(EVERYTHING), "fit").attributes)
    expected = {
        "command": "python src/train.py\necho done\n",
        "working_directory": "src",
        "shell": "sh",
        "variables": {"LEVEL": "step", "SIZE": 3},
        "matrix": {"size": [1, 2], "include": [{"size": 3, "note": 3.1}]},
        "runner": ["self-hosted", "gpu"],
        "timeout_minutes": 10,
        "only_if": "env.LEVEL != ''",
        "environment_name": "production",
        "token_permissions": {"contents": "read"},
    }
    assert {name: facts.get(name) for name in expected} == expected
    assert "action" not in facts and "inputs" not in facts


def test_what_the_step_does_not_say_its_job_says() -> None:
    text = EVERYTHING.partition("        env: {LEVEL: step")[0]
    facts = step(opened(text), "fit").attributes
    assert facts["timeout_minutes"] == 60
    assert facts["variables"] == {"LEVEL": "job"}
    assert facts["only_if"] == "github.ref == 'refs/heads/main'"
    assert (facts["shell"], facts["working_directory"]) == ("bash -e", "code")


def test_cards_of_one_job_have_their_own_facts_and_share_those_of_the_machine() -> None:
    read = job(
        "runs-on: ubuntu-latest\nenvironment: production\npermissions: read-all\nenv: {A: 1}\nif: always()\n"
        "strategy: {matrix: {x: [1, 2]}}\ntimeout-minutes: 5\n"
        "steps:\n  - {id: a, run: python src/train.py}\n  - {id: b, run: python src/evaluate.py, if: success()}"
    )
    for card in read.snapshot.steps.values():
        assert card.get("matrix") == {"x": [1, 2]}
        assert (card.get("runner"), card.get("environment_name")) == ("ubuntu-latest", "production")
        assert card.get("token_permissions") == "read-all"
        assert card.get("variables") is None
        assert card.get("timeout_minutes") == 5
    assert [card.get("only_if") for card in read.snapshot.steps.values()] == [None, "success()"]
    assert read.snapshot.frames["work"].extra["only_if"] == "always()"


def test_an_action_has_its_inputs_and_no_shell() -> None:
    read = job(
        "defaults: {run: {shell: bash}}\nsteps:\n"
        "  - {uses: docker/build-push-action@v6, with: {push: true, tags: 'a:1'}}"
    )
    assert fact(read, "action") == "docker/build-push-action@v6"
    assert fact(read, "inputs") == {"push": True, "tags": "a:1"}
    assert fact(read, "shell") is None
    assert fact(read, "command") is None


@pytest.mark.parametrize("value", ["${{ inputs.minutes }}", "1.5", "true", "[1]", ".inf", ""])
def test_a_time_limit_that_is_no_number_of_minutes_is_not_shown(value: str) -> None:
    assert fact(job(f"timeout-minutes: {value}\nsteps:\n  - run: python src/train.py"), "timeout_minutes") is None


def test_texts_stay_as_they_are_written() -> None:
    read = job("name: 3.10\nif: true\nenvironment: 007\nsteps:\n  - run: 12:30")
    assert step(read).title == "3.10"
    assert (fact(read, "only_if"), fact(read, "environment_name"), fact(read, "command")) == ("true", "007", "12:30")


@pytest.mark.parametrize(
    ("strategy", "count"),
    [
        ("{}", 1),
        ("{fail-fast: false}", 1),
        ("{matrix: {a: [1, 2, 3], b: [x, y]}}", 6),
        ("{matrix: {a: [1, 2], b: [x, y], exclude: [{a: 1, b: x}]}}", 3),
        ("{matrix: {a: [1, 2], include: [{a: 1, note: z}, {a: 3}]}}", 3),
        ("{matrix: {include: [{a: 1}, {a: 2}]}}", 2),
        ("{matrix: {a: []}}", 1),
        ("{matrix: '${{ fromJSON(inputs.all) }}'}", None),
        ("{matrix: {a: '${{ fromJSON(inputs.all) }}'}}", None),
        ("'${{ inputs.strategy }}'", None),
    ],
)
def test_how_many_times_a_job_runs(strategy: str, count: int | None) -> None:
    read = job(f"strategy: {strategy}\nsteps:\n  - run: python src/train.py")
    assert read.groups[0].count == count


def test_numbers_that_are_none_are_words() -> None:
    read = job("strategy: {matrix: {a: [.nan, .inf]}}\nsteps:\n  - run: python src/train.py")
    assert fact(read, "matrix") == {"a": ["nan", "inf"]}


def test_what_an_alias_stands_for_is_not_shared_between_steps() -> None:
    read = jobs(
        "a:\n  strategy: &s {matrix: {x: [1]}}\n  steps:\n    - run: python a.py\n"
        "b:\n  strategy: *s\n  steps:\n    - run: python b.py\n"
    )
    assert fact(read, "matrix", "a") == fact(read, "matrix", "b")
    assert fact(read, "matrix", "a") is not fact(read, "matrix", "b")


def test_what_was_read_is_a_document() -> None:
    read = opened(EVERYTHING).snapshot
    again = parse_document(write_document(read), "x.yaml", CATALOG).snapshot
    assert {i: dict(s.attributes) for i, s in again.steps.items()} == {
        i: dict(s.attributes) for i, s in read.steps.items()
    }
    assert dict(again.facts) == dict(read.facts)


def test_facts_of_strange_forms_are_left_out_and_the_rest_is_read() -> None:
    read = job(
        "runs-on: {group: big, labels: [x]}\nenvironment: [a]\npermissions: 3\nstrategy: [1]\nenv: text\n"
        "container: {image: [x]}\ndefaults: text\nsteps:\n"
        "  - {run: [a, b], uses: docker/build-push-action, with: text, name: [x], id: {a: b}}"
    )
    facts = dict(step(read).attributes)
    assert facts["runner"] == {"group": "big", "labels": ["x"]}
    assert facts["action"] == "docker/build-push-action"
    assert not {"environment_name", "matrix", "variables", "inputs", "command"} & set(facts)
    parse_document(write_document(read.snapshot), "x.yaml", CATALOG)
