from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from designer.errors import SaveError
from designer.session.settings import MAX_RECENT, Settings, load_settings, save_settings, settings_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_count(path: Path) -> None:
    assert load_settings(path) == Settings()


def test_what_is_saved_is_read_back(path: Path) -> None:
    chosen = Settings(recent=("/a/é.yaml", "/b"), theme="dark", profile="startup", geometry="AbC=", window_state="x")
    save_settings(chosen, path)
    assert load_settings(path) == chosen


def test_the_file_is_readable(path: Path) -> None:
    save_settings(Settings(recent=("/a/é.yaml",)), path)
    assert '"recent": [\n    "/a/é.yaml"\n  ],' in path.read_text(encoding="utf-8")


def test_keys_of_a_newer_version_are_kept(path: Path) -> None:
    written(path, '{"theme": "dark", "future": [1, 2]}')
    save_settings(load_settings(path).with_recent(Path("/x")), path)
    assert json.loads(path.read_text())["future"] == [1, 2]


@pytest.mark.parametrize("text", ["{", "[]", "", "null", "\ufffe", "[" * 100_000])
def test_a_broken_file_gives_the_defaults_and_is_kept_aside(path: Path, text: str) -> None:
    written(path, text)
    assert load_settings(path) == Settings()
    assert path.with_name("settings.json.bak").read_text() == text
    assert not path.exists()


def test_a_file_that_is_not_utf8_counts_as_broken(path: Path) -> None:
    written(path, "")
    path.write_bytes(b'{"theme": "\xff"}')
    assert load_settings(path) == Settings()
    assert path.with_name("settings.json.bak").exists()


def test_a_value_of_the_wrong_type_is_replaced_alone(path: Path) -> None:
    written(path, '{"theme": 7, "profile": "startup", "recent": ["/a", 3, null]}')
    assert load_settings(path) == Settings(profile="startup", recent=("/a",))
    written(path, '{"recent": "/a"}')
    assert load_settings(path) == Settings()


def test_the_newest_document_comes_first_and_stands_once() -> None:
    settings = Settings().with_recent(Path("/a")).with_recent(Path("/b")).with_recent(Path("/a"))
    assert settings.recent == ("/a", "/b")


def test_only_so_many_documents_are_remembered() -> None:
    settings = Settings()
    for i in range(MAX_RECENT + 5):
        settings = settings.with_recent(Path(f"/{i}"))
    assert len(settings.recent) == MAX_RECENT
    assert settings.recent[0] == f"/{MAX_RECENT + 4}"


def test_recent_documents_can_be_forgotten() -> None:
    settings = Settings(recent=("/a", "/b"))
    assert settings.without_recent("/a").recent == ("/b",)
    assert settings.without_recent().recent == ()


def test_settings_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveError, match="cannot be made"):
        save_settings(Settings(), tmp_path / "file" / "settings.json")


def test_settings_are_kept_in_the_config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_path() == tmp_path / "mlops-designer" / "settings.json"


def test_documents_whose_names_are_not_utf8_are_remembered(path: Path) -> None:
    odd = Path(os.fsdecode(b"/tmp/\xff.yaml"))
    save_settings(Settings().with_recent(odd), path)
    assert load_settings(path).recent == (str(odd),)


def test_a_number_of_the_wrong_type_is_replaced_by_its_default(path: Path) -> None:
    written(path, '{"text_size": true}')
    assert load_settings(path).text_size == 100
    written(path, '{"text_size": 150}')
    assert load_settings(path).text_size == 150
