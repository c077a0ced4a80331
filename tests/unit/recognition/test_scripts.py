"""What the script of a training step shows, where its text is at hand."""

from __future__ import annotations

from designer.recognition.scripts import FACTS, read_scripts

BARE = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"


def test_a_script_that_nobody_has_leaves_everything_open() -> None:
    script = read_scripts("python src/train.py", ".", {}.get)
    assert (script.shows, script.unseen) == ({}, FACTS)


def test_a_script_that_trains_and_shows_nothing_lacks_it() -> None:
    script = read_scripts("python src/train.py", ".", {"src/train.py": BARE}.get)
    assert (script.shows, script.unseen) == ({}, ())


def test_a_script_that_only_calls_others_leaves_open_what_they_do() -> None:
    script = read_scripts("python src/train.py", ".", {"src/train.py": "from app import main\nmain()\n"}.get)
    assert script.unseen == FACTS


def test_tracking_parameters_and_seeds_are_seen_in_the_script() -> None:
    text = "import mlflow, yaml\nparams = yaml.safe_load(open('params.yaml'))\nSVC(random_state=7).fit(x, y)\n"
    script = read_scripts("python train.py", "model", {"model/train.py": text}.get)
    assert script.shows == {"tracked": True, "params": "file", "seed": True}


def test_what_a_script_imports_from_its_own_folder_counts_too() -> None:
    files = {
        "src/train.py": "import argparse\nfrom helpers.log import tracked_run\nmodel.fit(x, y)\n",
        "src/helpers/log.py": "import wandb\n",
    }
    assert read_scripts("python src/train.py --epochs 3", ".", files.get).shows == {"tracked": True, "params": "cli"}


def test_modules_are_found_as_python_finds_them() -> None:
    assert read_scripts("python -m app.train", ".", {"src/app/train.py": BARE}.get).trains
    relative = {"app/train.py": "from .fitting import fit\n", "app/fitting.py": BARE}
    assert read_scripts("python -m app.train", ".", relative.get).trains


def test_scripts_that_import_each_other_and_files_outside_end_the_search() -> None:
    files = {"a.py": "import b\n", "b.py": "import a\nfrom ...far import away\n"}
    assert read_scripts("python a.py && python ../c.py", ".", files.get).unseen == FACTS


def test_a_random_state_of_none_is_no_seed() -> None:
    assert "seed" not in read_scripts("python t.py", ".", {"t.py": "SVC(random_state=None).fit(x)"}.get).shows


def test_a_script_that_uploads_the_model_keeps_it_itself() -> None:
    for line in (
        "blob.upload_from_filename(name)",
        "store.put_object(Body=b)",
        "upload_model(m, version)",
        "wandb.save('m/*')",
    ):
        assert read_scripts("python train.py", ".", {"train.py": f"{BARE}{line}\n"}.get).hides == ("register",)
    assert read_scripts("python train.py", ".", {"train.py": BARE}.get).hides == ()


def test_a_script_that_imports_more_than_anybody_reads_leaves_open_what_it_does() -> None:
    names = [f"part{n}" for n in range(30)]
    files = {f"{name}.py": "x = 1\n" for name in names} | {"train.py": BARE + "".join(f"import {n}\n" for n in names)}
    assert read_scripts("python train.py", ".", files.get).hides == ("evaluate", "register")
    few = {"train.py": BARE + "import part1\n", "part1.py": "x = 1\n"}
    assert read_scripts("python train.py", ".", few.get).hides == ()


def test_a_script_that_records_metrics_may_evaluate() -> None:
    for line in ("mlflow.log_metrics(found)", "Trainer(model, compute_metrics=score)"):
        assert "evaluate" in read_scripts("python train.py", ".", {"train.py": f"{BARE}{line}\n"}.get).hides
