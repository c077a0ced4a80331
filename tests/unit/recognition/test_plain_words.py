"""What kinds of steps people mean by the words they write."""

from __future__ import annotations

import pytest

from designer.recognition.plain_words import PlainWords
from designer.recognition.recogniser import load_recogniser
from designer.steps.catalog import load_catalog

CATALOG = load_catalog()
WORDS = PlainWords(CATALOG, load_recogniser())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Collect data", "data_source"),
        ("Load customer orders", "data_source"),
        ("Clean and transform", "prepare"),
        ("Split into train and test", "prepare"),
        ("Check the data with Great Expectations", "validate_data"),
        ("Train model", "train"),
        ("Hyperparameter tuning", "train"),
        ("Accuracy > 0.9?", "evaluate"),
        ("Test model", "evaluate"),
        ("Unit tests", "code_test"),
        ("Review by a human", "approve"),
        ("Push model to registry", "register"),
        ("Build Docker image", "package"),
        ("Deploy to Kubernetes", "deploy"),
        ("Serve the model behind an API", "deploy"),
        ("Canary rollout", "deploy"),
        ("Smoke test the endpoint", "smoke_test"),
        ("Monitor predictions", "monitor"),
        ("Monitor drift", "drift"),
        ("Retrain", "retrain_trigger"),
        ("Collect labels from users", "feedback"),
        ("Roll back when errors rise", "rollback"),
        ("Slack notification", "notify"),
        ("Write model card", "document"),
        ("Scan image for vulnerabilities", "scan"),
        ("Buy milk", "other"),
        ("Start", "other"),
        ("", "other"),
    ],
)
def test_a_line_names_a_kind(line: str, kind: str) -> None:
    assert WORDS.read(line).kind == kind


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("Model is manually deployed by copying files to a server", {"automated": False, "method": "copy"}),
        ("Train locally", {"runs_on": "local"}),
        ("Train with no tracking", {"tracked": False}),
        ("Train with MLflow", {"tool": "mlflow"}),
        ("Canary release on Kubernetes", {"strategy": "canary", "platform": "kubernetes", "tool": "kubernetes"}),
    ],
)
def test_words_state_facts(line: str, facts: dict[str, object]) -> None:
    assert facts.items() <= WORDS.read(line).attributes.items()


def test_a_person_who_approves_is_not_told_to_be_automated() -> None:
    assert "automated" not in WORDS.read("Approve by hand").attributes


def test_facts_are_those_of_the_kind_with_values_that_fit() -> None:
    for line in ("Canary rollout by hand on k8s", "Manual training on a laptop with gpu", "Copy by ftp to production"):
        said = WORDS.read(line)
        fields = CATALOG.fields(said.kind)
        assert not [n for n, v in said.attributes.items() if n in fields and fields[n].type.problem(v)]


@pytest.mark.parametrize("line", ["No automated testing is in place", "Nobody monitors", "There is no review"])
def test_a_line_may_say_what_there_is_not(line: str) -> None:
    assert WORDS.read(line).is_absent


@pytest.mark.parametrize("line", ["Notify the team", "Northwind orders", "Normalise"])
def test_words_that_only_begin_like_no_are_steps(line: str) -> None:
    assert not WORDS.read(line).is_absent
