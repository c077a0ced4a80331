"""What the code of a folder shows about what serves and who watches it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from designer.recognition.folder_code import FolderCode
from designer.recognition.folder_signs import DRIFT, MONITOR

SERVICE = "from fastapi import FastAPI\napp = FastAPI()\n"
LOADS = "import joblib\nmodel = joblib.load('m.pkl')\n"


def code(files: Mapping[str, str]) -> FolderCode:
    return FolderCode(lambda: tuple(files), files.get)


@pytest.mark.parametrize(
    ("path", "text", "shows"),
    [
        ("ops/prometheus.yml", "scrape_configs:\n  - job_name: api\n", {MONITOR}),
        ("ops/rules.yml", "groups:\n- rules:\n  - alert: Slow\n    expr: up == 0\n", {MONITOR}),
        ("app/main.py", "from prometheus_client import Counter\n", {MONITOR}),
        ("infra/alarm.tf", 'resource "aws_cloudwatch_metric_alarm" "slow" {}\n', {MONITOR}),
        ("grafana/boards/api.json", "{}", {MONITOR}),
        ("jobs/compare.py", "def data_drift(old, new):\n    return 0\n", {DRIFT}),
        ("jobs/compare.py", "from evidently import Report\n", {MONITOR, DRIFT}),
        ("tests/test_watch.py", "from prometheus_client import Counter\ndef drift(): ...\n", set()),
        ("app/main.py", "# no drift here, and prometheus_client neither\n", set()),
        ("watch/cloud.py", "from google.cloud import monitoring_v3\n", {MONITOR}),
        ("app/tell.py", "async def send_alert(text): ...\n", {MONITOR}),
        ("docs/prometheus.yml", "scrape_configs:\n", set()),
    ],
)
def test_who_watches_stands_in_code_and_settings_of_programs(path: str, text: str, shows: set[str]) -> None:
    assert code({path: text}).watching == shows


def test_an_application_serves_a_model_that_it_or_what_it_imports_loads() -> None:
    assert code({"main.py": SERVICE + LOADS}).serves_a_model()
    deep = {"back/app/main.py": SERVICE + "from app.parts import model\n", "back/app/parts/model.py": LOADS}
    assert code(deep).serves_a_model()
    beside = {"app/api.py": SERVICE + "from .model import model\n", "app/model.py": LOADS}
    assert code(beside).serves_a_model()


def test_a_model_that_only_scripts_and_tests_load_is_not_served() -> None:
    files = {"main.py": SERVICE, "scripts/score.py": LOADS, "tests/test_main.py": SERVICE + LOADS}
    assert code(files).is_known
    assert not code(files).serves_a_model()


def test_an_image_that_carries_a_model_serves_it() -> None:
    assert code({"Dockerfile": "FROM x\nCOPY model.pkl /app/\n", "a.js": ""}).serves_a_model()
    assert code({"ml/Dockerfile": "FROM tensorflow/serving:2\n"}).serves_a_model()
    assert not code({"Dockerfile": "FROM x\nCOPY src /app/\n", "a.js": ""}).serves_a_model()


def test_where_the_application_stands_counts_when_it_is_known() -> None:
    files = {"back/main.py": SERVICE, "ml/main.py": SERVICE + LOADS}
    assert list(code(files).folders()) == ["back", "ml"]
    assert code(files).serves_a_model(["ml"])
    assert not code(files).serves_a_model(["back"])


def test_of_a_folder_that_nobody_listed_nothing_is_known() -> None:
    assert not FolderCode().is_known
    assert FolderCode().watching == frozenset()
    assert not code({"README.md": "", "a.yml": ""}).is_known


def test_files_that_import_each_other_are_read_once() -> None:
    asked: list[str] = []
    files = {"a.py": SERVICE + "import b\n", "b.py": "import a\n"}

    def read(name: str) -> str | None:
        asked.append(name)
        return files.get(name)

    found = FolderCode(lambda: tuple(files), read)
    assert not found.serves_a_model()
    assert not found.watching
    assert sorted(asked) == ["a.py", "b.py"]
