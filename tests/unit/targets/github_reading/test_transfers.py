"""What jobs hand to each other."""

from __future__ import annotations

from tests.unit.targets.github_reading.opened import fact, job, jobs, links, said

UPLOAD = "    - {uses: actions/upload-artifact@v4, with: {name: model, path: models/}}\n"
DOWNLOAD = "    - {uses: actions/download-artifact@v4, with: {name: model, path: in/}}\n"
TRAIN = "    - run: python src/train.py\n"
CHECK = "    - run: python src/evaluate.py\n"


def two(upload: str = UPLOAD, download: str = DOWNLOAD, needs: str = "  needs: fit\n") -> str:
    return f"fit:\n  steps:\n{TRAIN}{upload}check:\n{needs}  steps:\n{download}{CHECK}"


def test_an_artifact_of_the_same_name_is_a_data_link() -> None:
    read = jobs(two())
    assert links(read) == {"fit -> check [data]"}
    assert fact(read, "produces", "fit") == ["models/"]
    assert fact(read, "consumes", "check") == ["models/"]


def test_an_artifact_goes_from_the_card_that_made_it_to_the_card_behind_the_download() -> None:
    read = jobs(
        f"fit:\n  steps:\n{TRAIN}{UPLOAD}    - {{id: tell, run: curl $SLACK_WEBHOOK}}\n"
        f"check:\n  needs: fit\n  steps:\n    - {{id: gate, run: python src/validate_data.py}}\n{DOWNLOAD}{CHECK}"
    )
    assert links(read) == {
        "fit_train -> fit_tell", "fit_tell -> check_gate", "check_gate -> check_evaluate",
        "fit_train -> check_evaluate [data]",
    }  # fmt: skip
    assert fact(read, "produces", "fit_train") == ["models/"]
    assert fact(read, "consumes", "check_evaluate") == ["models/"]


def test_several_paths_and_the_name_that_goes_without_saying() -> None:
    paths = "          a.csv\n          !b.csv\n          c/\n"
    upload = f"    - uses: actions/upload-artifact@v4\n      with:\n        path: |\n{paths}"
    read = jobs(two(upload, "    - uses: actions/download-artifact@v4\n"))
    assert fact(read, "consumes", "check") == ["a.csv", "c/"]
    assert links(read) == {"fit -> check [data]"}


def test_a_download_without_its_upload_has_its_own_path() -> None:
    read = jobs(two(upload=""))
    assert links(read) == {"fit -> check"}
    assert fact(read, "consumes", "check") == ["in/"]


def test_a_pattern_and_names_with_expressions_are_matched() -> None:
    upload = UPLOAD.replace("name: model", "name: 'model-${{ matrix.size }}'")
    assert links(jobs(two(upload, DOWNLOAD.replace("name: model", "pattern: model-*")))) == {"fit -> check [data]"}
    assert links(jobs(two(upload, DOWNLOAD.replace("name: model", "name: model-3")))) == {"fit -> check [data]"}
    assert links(jobs(two(upload, DOWNLOAD.replace("name: model", "name: data-3")))) == {"fit -> check"}


def test_an_artifact_may_pass_over_a_job_between() -> None:
    between = f"mid:\n  needs: fit\n  steps:\n{CHECK}"
    read = jobs(two(needs="  needs: mid\n") + between)
    assert links(read) == {"fit -> mid", "mid -> check", "fit -> check [data]"}


def test_several_artifacts_may_go_the_same_way() -> None:
    more = UPLOAD.replace("name: model, path: models/", "name: scores, path: scores.json")
    read = jobs(two(UPLOAD + more, DOWNLOAD + DOWNLOAD.replace("name: model, ", "name: scores, ")))
    assert links(read) == {"fit -> check [data]"}
    assert fact(read, "consumes", "check") == ["models/", "scores.json"]


def test_an_artifact_may_come_over_two_ways() -> None:
    between = "".join(f"{name}:\n  needs: fit\n  steps:\n{CHECK}" for name in ("left", "right"))
    read = jobs(two(needs="  needs: [left, right]\n") + between)
    assert "fit -> check [data]" in links(read)


def test_a_download_that_does_not_wait_for_its_upload_is_told_and_not_drawn() -> None:
    read = jobs(two(needs=""))
    assert not links(read)
    assert (9, "job check downloads model but does not wait for fit, which uploads it") in said(read, "kept")


def test_a_download_from_another_run_is_no_link() -> None:
    read = jobs(two(download=DOWNLOAD.replace("name: model", "name: model, run-id: 7"), needs=""))
    assert not links(read)
    assert fact(read, "consumes", "check") == ["in/"]


def test_an_output_of_another_job_is_a_data_link_from_the_step_that_sets_it() -> None:
    read = jobs(
        "fit:\n  outputs: {score: '${{ steps.measure.outputs.score }}'}\n  steps:\n"
        f"{TRAIN}    - {{id: measure, run: python src/evaluate.py}}\n    - run: curl $SLACK_WEBHOOK\n"
        "ship:\n  needs: fit\n  steps:\n    - run: kubectl apply -f k8s --score ${{ needs.fit.outputs.score }}\n"
    )
    assert "fit_measure -> ship [data]" in links(read)


def test_an_output_that_a_job_itself_asks_for_reaches_its_first_card() -> None:
    read = jobs(
        f"pick:\n  steps:\n    - run: python src/prepare.py\nfit:\n  needs: pick\n"
        f"  strategy: {{matrix: {{size: '${{{{ fromJSON(needs.pick.outputs.sizes) }}}}'}}}}\n  steps:\n{TRAIN}"
    )
    assert links(read) == {"pick -> fit [data]"}
    assert read.groups[1].count is None


def test_what_a_job_uploads_and_downloads_itself_is_no_link() -> None:
    read = jobs(f"fit:\n  steps:\n{TRAIN}{UPLOAD}{DOWNLOAD}{CHECK}")
    assert links(read) == {"fit_train -> fit_evaluate"}
    assert not said(read, "kept")


def test_an_output_of_a_job_that_is_not_waited_for_is_nothing() -> None:
    run = "python evaluate.py ${{ needs.a.outputs.x }}"
    read = jobs(f"a:\n  steps:\n{TRAIN}b:\n  steps:\n    - run: {run}\n")
    assert not links(read)


def test_the_parameter_file_that_goes_along_is_made_by_nobody() -> None:
    along = '    - {uses: actions/upload-artifact@v4, with: {name: model, path: "params.yaml\\nm.pkl"}}\n'
    assert fact(jobs(two(upload=along)), "produces", "fit") == ["m.pkl"]


def test_a_folder_that_a_job_downloads_into_and_uploads_later_is_not_what_it_needs() -> None:
    text = """
steps:
- uses: actions/download-artifact@v4
  with: {name: "${{ inputs.name }}", path: work/}
  if: inputs.name != ''
- run: pytest
- uses: actions/upload-artifact@v4
  with: {name: "out", path: work/}
"""
    assert fact(job(text), "consumes") is None


def test_names_of_which_nothing_is_known_are_not_taken_for_each_other() -> None:
    text = """
a:
  steps:
  - run: make one
  - uses: actions/upload-artifact@v4
    with: {name: "${{ env.A }}-${{ env.TAG }}", path: a/}
b:
  needs: a
  steps:
  - uses: actions/download-artifact@v4
    with: {name: "${{ env.B }}-${{ env.TAG }}", path: b/}
  - run: make two
"""
    assert fact(jobs(text), "consumes", "b") == ["b/"]
    assert fact(jobs(text.replace("${{ env.B }}", "${{ env.A }}")), "consumes", "b") == ["a/"]


def test_a_download_of_everything_takes_what_earlier_jobs_uploaded() -> None:
    text = """
a: {steps: [{run: make a}, {uses: actions/upload-artifact@v4, with: {name: a, path: a.txt}}]}
b: {needs: a, steps: [{uses: actions/download-artifact@v4}, {run: make b}]}
c: {needs: b, steps: [{run: make c}, {uses: actions/upload-artifact@v4, with: {name: c, path: c.txt}}]}
"""
    assert fact(jobs(text), "consumes", "b") == ["a.txt"]
