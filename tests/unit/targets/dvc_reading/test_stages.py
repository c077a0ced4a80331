"""Stages, their variants, their cards and the links between them."""

from __future__ import annotations

import pytest

from designer.errors import DocumentError
from designer.steps.matrix import combinations
from designer.targets.dvc.reading.pipeline_file import load
from designer.targets.imported import SourceFile
from tests.unit.targets.dvc_files import DVC, edges, read, said

CHAIN = """
    stages:
      prepare:
        desc: Cleans the rows
        cmd: python src/prepare.py data/raw.csv
        deps: [src/prepare.py, data/raw.csv]
        outs: [data/clean]
      train:
        cmd: python src/train.py
        deps:
        - src/train.py
        - data/clean/train.csv
        params: [train.lr, train.seed]
        outs:
        - models/model.pkl
        metrics:
        - reports/train.json: {cache: false}
      report:
        cmd: python src/report.py
        deps: [reports]
"""


def instances(text: str, **values: str) -> list[str]:
    """Names of the stages that DVC would run."""
    known = {"params.yaml": values.get("params", "")}
    found = load(SourceFile("dvc.yaml", text), known.get)
    return [i.name for s in found.stages.values() for i in s.instances]


def test_a_stage_is_a_card_and_paths_are_links() -> None:
    found = read(CHAIN)
    assert edges(found) == {"prepare -> train", "train -> report"}
    assert found.snapshot.links["prepare -> train"].carries == "data", "a file inside of a folder that is made"
    assert found.snapshot.links["train -> report"].carries == "control", "only a report passes"
    assert [(g.name, g.needs, g.count) for g in found.groups] == [
        ("prepare", (), 1),
        ("train", ("prepare",), 1),
        ("report", ("train",), 1),
    ]
    assert [(p[0].at, p[0].first_line, p[0].last_line) for p in found.places.values()] == [
        (("stages", "prepare"), 3, 7),
        (("stages", "train"), 8, 17),
        (("stages", "report"), 18, 20),
    ]


def test_the_card_says_what_the_file_says() -> None:
    steps = read(CHAIN).snapshot.steps
    assert steps["prepare"].get("description") == "Cleans the rows"
    assert steps["prepare"].get("command") == "python src/prepare.py data/raw.csv"
    assert steps["train"].get("consumes") == ["src/train.py", "data/clean/train.csv"]
    assert steps["train"].get("produces") == ["models/model.pkl", "reports/train.json"]
    assert steps["train"].title == ""


def test_metrics_and_parameters_show_in_what_a_training_states() -> None:
    train = read(CHAIN).snapshot.steps["train"]
    assert (train.kind, train.get("tracked"), train.get("params"), train.get("seed")) == ("train", True, "file", True)
    assert read("stages: {train: {cmd: python train.py}}").snapshot.steps["train"].get("tracked") is None


def test_a_seed_is_found_below_a_section_of_parameters() -> None:
    text = "stages: {train: {cmd: python train.py, params: [train]}}"
    assert read(text, params_yaml="train: {model: {random_state: 3}}").snapshot.steps["train"].get("seed") is True
    assert read(text, params_yaml="train: {lr: 3}\nseed: 1").snapshot.steps["train"].get("seed") is None


def test_data_from_outside_is_a_card_of_its_own_and_code_is_none() -> None:
    found = read(CHAIN)
    implicit = {s.id: s for s in found.snapshot.steps.values() if s.get("implicit")}
    source = implicit["data_raw_csv"]
    assert (source.kind, source.label, source.get("versioned")) == ("data_source", "data/raw.csv", True)
    assert source.get("produces") == ["data/raw.csv"]
    assert "data_raw_csv -> prepare" in found.snapshot.links
    assert not implicit.keys() & found.places.keys()
    assert set(implicit) == {"data_raw_csv", "dvc_versions"}


def test_what_dvc_keeps_is_a_version_of_data_and_model() -> None:
    found = read(CHAIN)
    assert found.snapshot.steps["dvc_versions"].get("artifacts") == ["data", "model"]
    assert "train -> dvc_versions" in found.snapshot.links
    assert "prepare -> dvc_versions" not in found.snapshot.links, "it follows from that of the training"
    uncached = "stages: {a: {cmd: a, outs: [{x: {cache: false}}], metrics: [m.json]}}"
    assert list(read(uncached).snapshot.steps) == ["a"]


@pytest.mark.parametrize(
    ("path", "is_data"),
    [
        ("data/raw.csv", True),
        ("raw", True),
        ("images.tar.gz", True),
        ("s3://bucket/data", True),
        ("data/labels.json", True),
        ("src", False),
        ("src/lib/x.py", False),
        ("params.yaml", False),
        ("config/model.json", False),
        ("requirements.txt", False),
        ("requirements/base.txt", False),
        ("dev-requirements.txt", False),
        ("Makefile", False),
        ("Dockerfile", False),
        ("tools.R", False),
        ("mypackage", False),
    ],
)
def test_data_is_told_from_code_and_settings(path: str, is_data: bool) -> None:
    found = read(f"stages: {{a: {{cmd: python -m mypackage.run, deps: ['{path}']}}}}")
    assert any(s.get("implicit") for s in found.snapshot.steps.values()) is is_data


def test_a_pipeline_says_where_it_comes_from() -> None:
    facts = read(CHAIN, "sub/churn/dvc.yaml").snapshot.facts
    known = {"name": "churn", "origin": "dvc", "repo": True, "given_files": True, "cache": True, "scope": "training"}
    assert facts == known
    assert "name" not in read(CHAIN).snapshot.facts


def test_foreach_over_a_list_a_mapping_and_things_with_parts() -> None:
    loop = "stages: {a: {foreach: %s, do: {cmd: 'run ${item}'}}}"
    assert instances(loop % "[uk, 3, 0.1, true]") == ["a@uk", "a@3", "a@0.1", "a@true"]
    assert instances(loop % "{uk: 1, us: 2}") == ["a@uk", "a@us"]
    assert instances("stages: {a: {foreach: [{n: 1}, {n: 2}], do: {cmd: 'run ${item.n}'}}}") == ["a@0", "a@1"]
    assert instances(loop % "'${xs}'", params="xs: [true, 1]") == ["a@True", "a@1"], "as DVC calls them"
    assert instances(loop % "'${xs}'", params="xs: {p: 1, q: 2}") == ["a@p", "a@q"]


def test_matrix_is_every_combination_in_order() -> None:
    text = "stages: {a: {matrix: {m: [cnn, xgb], f: [1, {x: 2}]}, cmd: 'run ${item.m} ${key}'}}"
    assert instances(text) == ["a@cnn-1", "a@cnn-f1", "a@xgb-1", "a@xgb-f1"]
    found = read(text)
    assert found.groups[0].count == 4
    assert combinations(found.snapshot.steps["a"].get("matrix")) == 4


def test_more_combinations_than_anybody_can_look_at_are_one_stage() -> None:
    axes = "\n".join(f"      x{axis}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]" for axis in range(10))
    found = read(f"stages:\n  a:\n    matrix:\n{axes}\n    cmd: run ${{item.x1}}\n")
    assert said(found, "kept") == ["3: a is shown as one stage: its matrix means more than 10000 stages"]
    assert found.groups[0].count is None
    assert combinations(found.snapshot.steps["a"].get("matrix")) == 10**10


def test_a_matrix_that_is_no_mapping_in_the_file_is_refused() -> None:
    found = read("stages: {a: {matrix: '${m}', cmd: run}}", params_yaml="m: {x: [1, 2]}")
    assert any("matrix must be a mapping" in message for message in said(found, "refused"))


def test_a_key_is_only_there_where_items_have_one() -> None:
    assert said(read("stages: {a: {foreach: [x], do: {cmd: 'run ${key}'}}}"), "refused")
    assert not said(read("stages: {a: {foreach: {x: 1}, do: {cmd: 'run ${key}'}}}"), "refused")


def test_variants_of_values_show_how_many_there_are() -> None:
    text = "stages: {a: {foreach: '${models}', do: {cmd: 'run ${item}', outs: ['${item}.pkl']}}}"
    found = read(text, params_yaml="models: [x, y, z]")
    assert found.groups[0].count == 3
    assert found.snapshot.steps["a"].get("matrix") == {"item": ["x", "y", "z"]}
    assert found.files["a"].writes == ("x.pkl", "y.pkl", "z.pkl")
    unknown = read(text)
    assert (unknown.groups[0].count, unknown.snapshot.steps["a"].get("matrix")) == (None, {"item": "${models}"})


def test_thousands_of_definitions_do_not_hold_up_reading() -> None:
    stage = "  s{0}:\n    cmd: run {0}\n    deps: [raw/{0}.csv, o{1}]\n    outs: [o{0}]\n"
    found = read("stages:\n" + "".join(stage.format(i, i - 1) for i in range(2_000)))
    assert found.groups[-1].needs == ("s1998",)
    assert len(edges(found)) == 1_999


def test_variants_link_one_by_one_and_cards_once() -> None:
    text = """
        stages:
          train:
            foreach: [a, b]
            do:
              cmd: train ${item}
              outs: ["${item}.pkl"]
          test:
            foreach: [a, b]
            do:
              cmd: test ${item}
              deps: ["${item}.pkl"]
          all:
            cmd: all
            deps: [a.pkl]
    """
    assert edges(read(text)) == {"train -> test", "train -> all"}
    links = load(SourceFile("dvc.yaml", text), lambda _: None).stage_links()
    assert set(links) == {("train@a", "test@a"), ("train@b", "test@b"), ("train@a", "all")}


def test_folders_are_taken_into_account() -> None:
    text = """
        stages:
          a: {wdir: sub, cmd: a, outs: [../out/x, y]}
          b: {cmd: b, deps: [out]}
          c: {wdir: ./sub/../sub, cmd: c, deps: [./y/part.csv]}
          d: {cmd: d, deps: [s3://bucket/y]}
          e: {cmd: e, outs: [s3://bucket//y/]}
    """
    found = read(text, "proj/dvc.yaml")
    assert edges(found) == {"a -> b", "a -> c", "e -> d"}
    assert found.files["a"].writes == ("proj/out/x", "proj/sub/y")
    assert found.snapshot.steps["a"].get("working_directory") == "proj/sub"
    assert found.snapshot.steps["b"].get("working_directory") == "proj"


def test_a_parameter_file_that_a_stage_makes_is_a_link() -> None:
    text = """
        stages:
          search: {cmd: s, outs: [{best.yaml: {cache: false}}]}
          fit: {cmd: f, params: [{best.yaml: [lr]}]}
    """
    assert edges(read(text)) == {"search -> fit"}


def test_all_shapes_of_outputs_are_read() -> None:
    text = """
        stages:
          a:
            cmd: [one, two]
            outs: [x, {y: {cache: false, persist: true}}]
            metrics: [m.json]
            plots: [{p.csv: {x: a, y: b}}]
            always_changed: true
            frozen: true
    """
    found = read(text)
    step = found.snapshot.steps["a"]
    assert step.get("produces") == ["x", "y", "m.json", "p.csv"]
    assert (step.get("command"), step.get("cache"), step.get("frozen")) == ("one\ntwo", False, True)
    assert [m for m in said(found, "kept") if "options of" in m] == [
        "5: options of y stay: persist",
        "7: options of p.csv stay: x, y",
    ]


def test_a_stage_without_files_runs_every_time() -> None:
    assert read("stages: {a: {cmd: a}}").snapshot.steps["a"].get("cache") is False
    assert read("stages: {a: {cmd: a, deps: [a.py]}}").snapshot.steps["a"].get("cache") is None


def test_merge_keys_and_anchors_are_followed() -> None:
    text = """
        stages:
          a: &base
            cmd: a
            deps: &d [in.csv]
          b:
            <<: *base
            cmd: b
            outs: [out.csv]
          c: {cmd: c, deps: [out.csv]}
    """
    found = read(text)
    assert found.snapshot.steps["b"].get("consumes") == ["in.csv"]
    assert edges(found) == {"b -> c"}


def test_names_that_are_no_ids_get_one() -> None:
    found = read("stages: {'1st stage': {cmd: a}, 1st_stage: {cmd: b}, ok-1: {cmd: c}}")
    assert list(found.snapshot.steps) == ["step_1st_stage", "step_1st_stage_2", "ok-1"]
    assert [g.name for g in found.groups] == ["1st stage", "1st_stage", "ok-1"]


def test_an_empty_file_is_an_empty_pipeline() -> None:
    assert not read("").snapshot.steps
    assert not read("stages: {}").snapshot.steps


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("stages: [", 2),
        ("a: 1\nstages:\n\t- x", 3),
        ("- a\n", 1),
        ("name: x\njobs: {}\n", 1),
        ("vars: []\nstages: [a]", 2),
    ],
)
def test_what_is_no_pipeline_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert caught.value.path == "dvc.yaml"
    assert caught.value.line is not None and abs(caught.value.line - line) <= 1


@pytest.mark.parametrize("path", ["dvc.yaml", "a/b/dvc.yaml", "train.dvc.yaml"])
def test_a_file_is_known_by_its_name(path: str) -> None:
    assert DVC.recognises(SourceFile(path, ""))
    assert not DVC.recognises(SourceFile(path.replace("dvc", "xvc"), ""))


def test_reading_several_thousand_stages_takes_about_a_second() -> None:
    models = "models:\n" + "".join(f"- {{name: m{i}, lr: 0.{i}}}\n" for i in range(1043))
    stages = "stages:\n"
    for k in range(4):
        before = f"out{k - 1}/${{item.name}}.csv" if k else "raw.csv"
        stages += f"""  s{k}:
    foreach: ${{models}}
    do:
      cmd: python s.py --lr ${{item.lr}} {before}
      deps: ['{before}']
      outs: ['out{k}/${{item.name}}.csv']
"""
    found = read(stages, params_yaml=models)
    assert sum(g.count or 0 for g in found.groups) == 4172
    assert edges(found) == {"s0 -> s1", "s1 -> s2", "s2 -> s3"}
