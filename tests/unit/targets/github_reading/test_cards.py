"""Which parts of a job become steps of the pipeline."""

from __future__ import annotations

from tests.unit.targets.github_reading.opened import fact, job, jobs, links, opened, step

SETUP = "- uses: actions/checkout@v4\n- uses: actions/setup-python@v5\n- run: pip install -r requirements.txt\n"


def steps(text: str) -> str:
    """A job with these steps after its set-up."""
    return "runs-on: ubuntu-latest\nsteps:\n" + "".join(f"  {line}\n" for line in (SETUP + text).splitlines())


def places(imported, step_id: str) -> list[tuple]:
    return [place.at for place in imported.places[step_id]]


def test_a_job_with_one_step_that_works_is_one_card_with_the_id_of_the_job() -> None:
    read = job(steps("- run: python src/train.py"))
    assert list(read.snapshot.steps) == ["work"]
    assert step(read).kind == "train"
    assert fact(read, "command") == "python src/train.py"
    assert not read.snapshot.frames


def test_its_place_is_the_whole_job_and_then_the_step_that_works() -> None:
    read = job(steps("- run: python src/train.py"))
    assert places(read, "work") == [("jobs", "work"), ("jobs", "work", "steps", 3)]
    assert (read.places["work"][0].first_line, read.places["work"][0].last_line) == (3, 9)
    assert read.places["work"][1].first_line == 9


def test_a_job_with_several_steps_that_work_is_a_chain_in_a_frame() -> None:
    read = job("name: All of it\n" + steps("- run: python src/train.py\n- run: python src/evaluate.py"))
    assert list(read.snapshot.steps) == ["work_train", "work_evaluate"]
    assert links(read) == {"work_train -> work_evaluate"}
    (frame,) = read.snapshot.frames.values()
    assert (frame.id, frame.title, frame.steps) == ("work", "All of it", ("work_train", "work_evaluate"))
    assert dict(frame.extra) == {"role": "job"}


def test_set_up_steps_stand_behind_the_first_card_of_their_job() -> None:
    read = job(steps("- run: python src/train.py\n- run: python src/evaluate.py"))
    first = [("jobs", "work", "steps", n) for n in (3, 0, 1, 2)]
    assert places(read, "work_train") == first
    assert places(read, "work_evaluate") == [("jobs", "work", "steps", 4)]


def test_a_job_that_only_sets_up_is_one_card_of_no_kind() -> None:
    read = job("runs-on: ubuntu-latest\nsteps:\n  - uses: actions/checkout@v4")
    assert (step(read).kind, fact(read, "confidence")) == ("other", "high")
    assert places(read, "work") == [("jobs", "work")]


def test_the_last_command_of_a_job_that_only_prints_is_its_own() -> None:
    read = job("runs-on: ubuntu-latest\nsteps:\n  - uses: actions/checkout@v4\n  - run: cd x\n  - run: echo all well")
    assert fact(read, "command") == "echo all well"
    assert places(read, "work")[:2] == [("jobs", "work"), ("jobs", "work", "steps", 2)]


def test_a_step_that_says_what_the_next_one_does_is_no_placeholder() -> None:
    said = "- {name: Deploy to production, run: echo deploying}\n"
    done = "- {name: Deploy, run: kubectl apply -f k8s}\n"
    assert [s.get("stub") for s in job(steps(said + done)).snapshot.steps.values()] == [None, None]
    assert [s.get("stub") for s in job(steps(done + said)).snapshot.steps.values()] == [None, True]


def test_cards_are_called_by_the_steps_id_its_name_or_the_first_word_of_what_it_runs() -> None:
    read = job(
        steps(
            "- {id: fit, name: Fit it, run: python src/train.py}\n"
            "- {name: 'Check: the Model (again)', run: python src/evaluate.py}\n"
            "- run: uv run python scripts/deploy.py --fast\n"
            "- uses: docker/build-push-action@v6"
        )
    )
    assert list(read.snapshot.steps) == [
        "work_fit", "work_check_the_model_again", "work_deploy", "work_build_push_action",
    ]  # fmt: skip


def test_long_names_are_cut_between_words_and_expressions_left_out() -> None:
    read = job(
        steps(
            "- {name: 'Train the very large model on all of the data we have', run: python src/train.py}\n"
            "- {name: 'Check ${{ matrix.size }}', run: python src/evaluate.py}\n"
            "- {name: '???', run: kubectl apply -f k8s}"
        )
    )
    assert list(read.snapshot.steps) == ["work_train_the_very_large_model_on_all_of", "work_check", "work_step"]


def test_ids_that_would_be_the_same_get_numbers_and_jobs_keep_theirs() -> None:
    read = jobs(
        "a:\n  steps:\n    - {name: b, run: python src/train.py}\n    - {name: b, run: python src/evaluate.py}\n"
        "a_b:\n  steps:\n    - run: python src/train.py"
    )
    assert list(read.snapshot.steps) == ["a_b_2", "a_b_3", "a_b"]


def test_a_job_name_that_is_no_id_is_made_one() -> None:
    read = jobs("1st job:\n  steps:\n    - run: python src/train.py")
    assert list(read.snapshot.steps) == ["step_1st_job"]
    assert read.groups[0].name == "1st job"


def test_titles_are_only_what_the_file_says() -> None:
    one = job("name: Train it\nsteps:\n  - {name: Run, run: python src/train.py}")
    assert step(one).title == "Train it"
    assert step(job("steps:\n  - {name: Run, run: python src/train.py}")).title == ""
    several = job(steps("- {name: Fit, run: python src/train.py}\n- run: python src/evaluate.py"))
    assert [s.title for s in several.snapshot.steps.values()] == ["Fit", ""]


def test_a_job_that_calls_a_workflow_is_one_card() -> None:
    read = jobs("train:\n  uses: team/tools/.github/workflows/train.yml@v1\n  with: {size: 3}\n  secrets: inherit")
    assert step(read, "train").kind == "train"
    assert fact(read, "confidence", "train") == "low"
    assert fact(read, "action", "train") == "team/tools/.github/workflows/train.yml@v1"
    assert fact(read, "inputs", "train") == {"size": 3}
    assert fact(read, "secrets", "train") == "store"


def test_the_name_of_the_job_speaks_where_its_only_step_says_nothing() -> None:
    read = jobs("deploy:\n  steps:\n    - {name: Go, run: ./go.sh}")
    assert (step(read, "deploy").kind, fact(read, "confidence", "deploy")) == ("deploy", "low")


def test_the_name_of_a_job_of_several_steps_is_no_name_of_each() -> None:
    read = jobs("train:\n  steps:\n    - {id: a, run: ./xyzzy.sh}\n    - run: ./plugh.sh\n    - run: python train.py\n")
    assert [s.kind for s in read.snapshot.steps.values()] == ["other", "other", "train"]
    assert read.snapshot.steps["train_train"].get("confidence") == "high"  # both say so


def test_a_shell_that_nobody_knows_leaves_the_step_without_a_kind() -> None:
    read = job("steps:\n  - {run: 'train(model)', shell: 'Rscript {0}', name: Train}")
    assert (step(read).kind, fact(read, "shell")) == ("other", "Rscript {0}")


def test_a_file_with_many_cards_opens_with_its_jobs_collapsed() -> None:
    few = "".join(f"j{n}:\n  steps:\n    - run: python train.py\n    - run: python evaluate.py\n" for n in range(6))
    assert not any("collapsed" in f.extra for f in jobs(few).snapshot.frames.values())
    many = few + "last:\n  steps:\n    - run: python train.py\n"
    assert all(f.extra["collapsed"] is True for f in jobs(many).snapshot.frames.values())


def test_a_steps_list_behind_an_alias_is_read_as_it_counts() -> None:
    read = opened("on: push\njobs:\n  a:\n    steps: &same\n      - run: python src/train.py\n  b:\n    steps: *same\n")
    assert [s.get("command") for s in read.snapshot.steps.values()] == ["python src/train.py"] * 2
    assert places(read, "b") == [("jobs", "b"), ("jobs", "b", "steps", 0)]


def test_steps_that_run_at_the_same_time_stand_beside_each_other() -> None:
    read = job(
        steps(
            "- run: python src/prepare.py\n"
            "- parallel:\n"
            "    - run: python src/train.py\n"
            "    - run: python src/evaluate.py\n"
            "- run: kubectl apply -f k8s"
        )
    )
    assert links(read) == {
        "work_prepare -> work_train", "work_prepare -> work_evaluate",
        "work_train -> work_kubectl", "work_evaluate -> work_kubectl",
    }  # fmt: skip
    assert places(read, "work_evaluate") == [("jobs", "work", "steps", 4, "parallel", 1)]


def test_nothing_waits_for_a_step_in_the_background() -> None:
    read = job(
        steps(
            "- run: python src/train.py\n"
            "- {run: python src/monitor.py, background: true}\n"
            "- run: python src/evaluate.py"
        )
    )
    assert links(read) == {"work_train -> work_monitor", "work_train -> work_evaluate"}
