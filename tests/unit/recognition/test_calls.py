"""What is run behind wrappers and runners."""

from __future__ import annotations

import pytest

from designer.recognition.calls import Call, Launchers, call_of
from designer.recognition.shell import statements
from designer.recognition.signal_file import SignalFile
from designer.resources import resource


@pytest.fixture(scope="module")
def launchers() -> Launchers:
    return SignalFile(resource("signals.yaml")).read().launchers


def called(text: str, launchers: Launchers) -> Call:
    (statement,) = statements(text)
    return call_of(statement, launchers)


@pytest.mark.parametrize(
    "text",
    [
        "pytest tests",
        "python -m pytest tests",
        "python3.11 -m pytest tests",
        ".venv/bin/pytest tests",
        "poetry run pytest tests",
        "uv run --with x pytest tests",
        "sudo -E env A=b timeout 10m pytest tests",
        "coverage run -m pytest tests",
        "docker run --rm -v $PWD:/app -w /app image:tag pytest tests",
        "conda run -n env pytest tests",
        "xvfb-run -a pytest tests",
        "${RUNNER} pytest tests",
        "uv run python -m pytest tests",
        'bash -c "pytest tests"',
    ],
)
def test_wrappers_are_taken_off(launchers: Launchers, text: str) -> None:
    found = called(text, launchers)
    assert (found.program, found.arguments) == ("pytest", ("tests",))


@pytest.mark.parametrize(
    ("text", "stem", "folder"),
    [
        ("python src/models/train_model.py --lr 1", ("train", "model"), ("models",)),
        ("python -W ignore train.py", ("train",), ()),
        ("python -m shop.stages.evaluate", ("evaluate",), ("shop", "stages")),
        ("python cli.py train --lr 1", ("cli", "train"), ()),
        ("python pipeline.py --stage evaluate", ("pipeline", "evaluate"), ()),
        ("python run.py --verbose --evaluate", ("evaluate",), ()),
        ("python train.py data/in.csv model.pkl", ("train",), ()),
        ("torchrun --nproc_per_node 2 pretrain.py", ("pretrain",), ()),
        ("make -C docs html", ("html",), ()),
        ("nox -s lint-3.11", ("lint",), ()),
        ("make CONFIG=x train", ("train",), ()),
        ("Rscript --vanilla R/fit_model.R", ("fit", "model"), ()),
        ("bash ./ci/build_docs.sh --fast", ("build", "docs"), ("ci",)),
        ("./scripts/fetch_data.sh", ("fetch", "data"), ()),
        ("papermill nb/02_train.ipynb out.ipynb", ("train",), ("nb",)),
        ("shopctl data split --fraction 0.2", ("shopctl", "data", "split"), ()),
    ],
)
def test_the_name_of_what_is_run_is_cut_into_words(
    launchers: Launchers, text: str, stem: tuple[str, ...], folder: tuple[str, ...]
) -> None:
    found = called(text, launchers)
    assert (found.stem, found.folder) == (stem, folder)


def test_inline_code_is_kept(launchers: Launchers) -> None:
    assert called('python -c "import a; a.b()"', launchers).code == "import a; a.b()"
    assert called("python - <<EOF\nimport a\nEOF", launchers).code == "import a\n"


def test_a_sub_command_is_told_from_a_script(launchers: Launchers) -> None:
    assert not called("shopctl train", launchers).is_named
    assert called("python train.py", launchers).is_named


@pytest.mark.parametrize(
    "text", ["python", "make", "docker run image", "sudo", "poetry run", "python -m", "uv run --with"]
)
def test_a_command_that_calls_nothing_is_read(launchers: Launchers, text: str) -> None:
    assert called(text, launchers).program
