"""Judged facts that a workflow can be made to show."""

from __future__ import annotations

import re

import pytest

from designer.targets.github_actions.editing import pinning
from designer.targets.github_actions.editing.rights import least_rights
from designer.targets.github_actions.pins import load_pins
from tests.unit.targets.github_editing.edited import Opened, changes, job, told

STEPS = "runs-on: ubuntu-22.04\nsteps:\n"
SHA, VERSION = load_pins().actions["docker/build-push-action"]


def test_an_action_gets_its_commit_and_version_in_one_edit() -> None:
    opened = job(f"{STEPS}  - name: Ship\n    uses: docker/build-push-action@v7\n    with:\n      push: true\n")
    patched = opened.patch(opened.facts("work", pinned=True))
    assert changes(opened.text, patched.text) == [
        "- uses: docker/build-push-action@v7",
        f"+ uses: docker/build-push-action@{SHA} # {VERSION}",
    ]
    assert not patched.losses
    assert patched.followed == {"work": {"action": f"docker/build-push-action@{SHA}"}}
    assert Opened(patched.text).now.steps["work"].get("pinned") is True


def test_an_old_version_behind_it_is_replaced_and_the_jump_is_told() -> None:
    opened = job(f"{STEPS}  - uses: Docker/build-push-action@v5 # v5\n")
    patched = opened.patch(opened.facts("work", pinned=True))
    assert f"uses: Docker/build-push-action@{SHA} # {VERSION}\n" in patched.text
    assert "another major version" in patched.losses[0].message


def test_set_up_steps_of_a_card_are_pinned_too_and_unknown_ones_are_named() -> None:
    opened = job(
        f"{STEPS}  - uses: actions/checkout@v7\n  - uses: octo/unknown-setup@v1\n"
        f"  - run: python src/train.py\n  - run: pytest\n"
    )
    patched = opened.patch(opened.facts("work_train", pinned=True))
    assert re.search(r"uses: actions/checkout@[0-9a-f]{40} # v7", patched.text)
    assert any("octo/unknown-setup@v1 is not in the table" in loss.message for loss in patched.losses)
    assert "octo/unknown-setup@v1" in patched.text


def test_what_is_pinned_stays_as_it_is() -> None:
    opened = job(f"{STEPS}  - uses: docker/build-push-action@{'0' * 40} # v9\n")
    assert opened.now.steps["work"].get("pinned") is True
    patched = opened.patch(opened.facts("work", pinned=False))
    assert patched.text == opened.text
    assert told(patched) == [("work", "pinned")]


def test_another_action_takes_the_version_behind_it_along() -> None:
    opened = job(f"{STEPS}  - uses: docker/build-push-action@{SHA} # {VERSION}\n")
    patched = opened.patch(opened.facts("work", action="docker/build-push-action@v6"))
    assert "uses: docker/build-push-action@v6\n" in patched.text
    back = Opened(patched.text.replace("@v6", "@v6 # v6.1"))
    assert f"@{SHA} # {VERSION}\n" in back.patch(back.facts("work", action=f"docker/build-push-action@{SHA}")).text


def test_a_remark_that_is_no_version_stays() -> None:
    opened = job(f"{STEPS}  - uses: docker/build-push-action@v6 # ours, see the wiki\n")
    patched = opened.patch(opened.facts("work", action="docker/build-push-action@v7"))
    assert "@v7 # ours, see the wiki\n" in patched.text


@pytest.mark.parametrize(
    ("uses", "is_movable"),
    [
        ("actions/checkout@v4", True),
        ("octo/a/b@main", True),
        (f"octo/a@{'a' * 40}", False),
        ("./local", False),
        ("$/local", False),
        ("docker://alpine:3", True),
        (f"docker://alpine@sha256:{'a' * 64}", False),
        ("", False),
    ],
)
def test_what_others_can_move(uses: str, is_movable: bool) -> None:
    assert pinning.is_movable(uses) is is_movable


def test_a_folder_of_a_known_repository_has_its_commit() -> None:
    found = pinning.pinned("github/codeql-action/analyze@v3")
    assert found is not None
    assert found[0].startswith("github/codeql-action/analyze@")
    assert pinning.pinned("octo/none@v1") is None


def test_broad_rights_become_those_that_the_steps_need() -> None:
    opened = job(
        f"permissions: write-all\n{STEPS}  - uses: actions/checkout@v4\n  - run: python src/train.py\n"
        "  - run: gh release create v1\n  - uses: github/codeql-action/upload-sarif@v3\n"
    )
    card = next(iter(opened.now.steps))
    assert opened.now.steps[card].get("permissions") == "broad"
    patched = opened.patch(opened.facts(card, permissions="least"))
    assert "    permissions:\n      contents: write\n      security-events: write\n" in patched.text
    assert Opened(patched.text).now.steps[card].get("permissions") == "least"


def test_a_file_that_gives_all_rights_is_answered_at_the_job() -> None:
    opened = job(f"{STEPS}  - run: python src/train.py\n", top="on: push\npermissions: write-all")
    patched = opened.patch(opened.facts("work", permissions="least"))
    assert changes(opened.text, patched.text) == ["+ permissions:", "+ contents: read"]


def test_rights_that_only_the_author_of_a_script_knows_are_asked_for() -> None:
    opened = job(f"permissions: write-all\n{STEPS}  - uses: actions/github-script@v8\n    with: {{script: x()}}\n")
    assert ("work", "rights") in told(opened.patch(opened.facts("work", permissions="least")))


@pytest.mark.parametrize(
    ("step", "scope"),
    [
        ({"uses": "aws-actions/configure-aws-credentials@v6", "with": {"role-to-assume": "x"}}, "id-token"),
        ({"run": "docker push ghcr.io/x/y"}, "packages"),
        ({"run": "cml comment create report.md"}, "pull-requests"),
        ({"run": "gh workflow run train.yml"}, "actions"),
        ({"uses": "peter-evans/create-pull-request@v8"}, "pull-requests"),
        ({"uses": "actions/deploy-pages@v5"}, "pages"),
    ],
)
def test_what_a_step_shows_that_it_needs(step: dict[str, object], scope: str) -> None:
    assert least_rights({"steps": [step]})[scope] == "write"


def test_another_machine() -> None:
    opened = job("runs-on: [self-hosted, cluster]\nsteps:\n  - run: python src/train.py\n")
    assert opened.now.steps["work"].get("runs_on") == "cluster"
    patched = opened.patch(opened.facts("work", runs_on="ci"))
    assert "runs-on: ubuntu-latest\n" in patched.text
    assert not patched.losses
    gpu = opened.patch(opened.facts("work", runs_on="gpu_runner"))
    assert "runs-on: ${{ vars.GPU_RUNNER || 'ubuntu-latest' }}\n" in gpu.text


def test_the_environment_of_a_release() -> None:
    opened = job(f"{STEPS}  - run: kubectl apply -f k8s/\n")
    patched = opened.patch(opened.facts("work", environment="staging"))
    assert changes(opened.text, patched.text) == ["+ environment: staging"]
    assert not patched.losses


def test_how_often_a_monitor_looks() -> None:
    text = f"{STEPS}  - run: python src/drift.py\n"
    opened = job(text, top="on:\n  schedule:\n    - cron: '5 4 1 * *'  # monthly")
    card = opened.now.steps["work"]
    assert card.kind == "drift"
    patched = opened.patch(opened.facts("work", frequency="daily"))
    assert "cron: '17 5 * * *'  # monthly" in patched.text
    assert not patched.losses
    pushed = job(text)
    patched = pushed.patch(pushed.facts("work", frequency="hourly"))
    assert Opened(patched.text).now.steps["work"].get("frequency") == "hourly"


def test_a_password_in_the_file_becomes_a_secret() -> None:
    opened = job(f"env:\n  DB_PASSWORD: hunter22\n  MODE: fast\n{STEPS}  - run: python src/train.py\n")
    assert opened.now.steps["work"].get("secrets") == "hardcoded"
    patched = opened.patch(opened.facts("work", secrets="store"))
    assert changes(opened.text, patched.text) == [
        "- DB_PASSWORD: hunter22",
        "+ DB_PASSWORD: ${{ secrets.DB_PASSWORD }}",
    ]
    assert told(patched) == [("work", "secret")]
    assert Opened(patched.text).now.steps["work"].get("secrets") == "store"


def test_a_password_without_a_name_of_its_own_is_left_to_people() -> None:
    opened = job(f"{STEPS}  - run: python src/train.py --login me:hunter22\n")
    patched = opened.patch(opened.facts("work", secrets="store"))
    assert patched.text == opened.text
    assert told(patched) == [("work", "secrets")]


def test_a_limit_to_branches_and_events_becomes_a_condition() -> None:
    opened = job(f"{STEPS}  - run: kubectl apply -f k8s/\n", top="on: [push, pull_request]")
    patched = opened.patch(opened.facts("work", triggers=["push"], branches=["main", "rel/*"]))
    assert changes(opened.text, patched.text) == [
        "+ if: github.event_name == 'push' && "
        "(github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/heads/rel/'))"
    ]
    assert not patched.losses
    assert Opened(patched.text).now.steps["work"].get("branches") == ["main", "rel/*"]


def test_a_limit_takes_the_place_of_the_one_before() -> None:
    opened = job(
        f"if: github.ref == 'refs/heads/dev' && github.actor != 'bot'\n{STEPS}  - run: kubectl apply -f k8s/\n"
    )
    patched = opened.patch(opened.facts("work", branches=["main"]))
    assert "if: github.actor != 'bot' && github.ref == 'refs/heads/main'\n" in patched.text
    assert "if: github.actor != 'bot'\n" in opened.patch(opened.facts("work", branches=None)).text


def test_an_event_that_the_file_does_not_know_is_added_to_it() -> None:
    opened = job(f"{STEPS}  - run: kubectl apply -f k8s/\n", top="on:\n  pull_request_target:")
    patched = opened.patch(opened.facts("work", triggers=["push"]))
    assert "on:\n  pull_request_target:\n  push:\n" in patched.text
    assert "if: github.event_name == 'push'\n" in patched.text
