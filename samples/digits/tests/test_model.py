import joblib
import pytest
from common import LABEL, PIXELS
from evaluate import judge
from ingest import digits
from package import assemble
from service import ask, running
from split import split
from train import classifier


@pytest.fixture(scope="module")
def parts():
    return split(digits(), 0.25, 20)


@pytest.fixture(scope="module")
def model(parts):
    train, _ = parts
    return classifier("svc").fit(train[PIXELS].to_numpy(), train[LABEL])


def test_the_classifier_reads_digits(model, parts):
    scores, confusion = judge(model, parts[1])
    assert scores["accuracy"] > 0.95
    assert scores["worst_recall"] > 0.8
    assert confusion["count"].sum() == len(parts[1])


def test_a_model_that_learned_nothing_is_judged_so(parts):
    guesser = classifier("random_forest").fit([[0] * 64, [1] * 64], [0, 1])
    assert judge(guesser, parts[1])[0]["accuracy"] < 0.3


def test_an_unknown_algorithm_is_refused():
    with pytest.raises(ValueError, match="one of svc"):
        classifier("magic")


def test_the_packed_service_answers(model, parts, tmp_path):
    joblib.dump(model, tmp_path / "model.joblib")
    files = assemble(str(tmp_path / "model.joblib"), tmp_path / "context")
    assert set(files) == {"Dockerfile", "model/model.joblib", "serve.py"}
    images = parts[1][PIXELS].head(3).to_numpy()
    with running(str(tmp_path / "context")) as address:
        assert ask(address, "/healthz")[0] == {"healthy": True}
        assert ask(address, "/predict", images.tolist())[0] == model.predict(images).tolist()
