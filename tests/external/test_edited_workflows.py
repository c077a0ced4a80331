"""Workflows that were edited in place are as clean in the tools that people check them with as they were before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from designer.session import roundtrip
from designer.session.roundtrip import WRONG, Tried
from designer.session.services import load_services
from tests.unit.targets.github_editing.edited import CI
from tests.unit.targets.github_editing.workflows import WORKFLOWS

pytestmark = pytest.mark.external
FILES = {"ci": CI, **WORKFLOWS}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Tried]]:
    """Every file as it was, and after each edit and each fix that there is for it, beside each other."""
    folder = tmp_path_factory.mktemp("edited")
    services = load_services()
    found: dict[str, Tried] = {}
    for name, text in FILES.items():
        path = tmp_path_factory.mktemp(name) / ".github" / "workflows" / f"{name}.yml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
        source = roundtrip.unedited(services, path)
        assert source is not None and source.source is not None
        for number, tried in enumerate(roundtrip.trials(source.source)):
            found[f"{name}-{number}.yml"] = tried
            (folder / f"{name}-{number}.yml").write_text(tried.text, encoding="utf-8")
    return folder, found


def original(name: str) -> str:
    return next(f"{n}.yml" for n in sorted(FILES, key=len, reverse=True) if name.startswith(n))


def test_no_edit_goes_wrong(edited):
    _, found = edited
    assert len({t.sort for t in found.values()}) > 40
    assert [(t.sort, t.reason) for t in found.values() if t.status == WRONG] == []


def test_actionlint_has_nothing_new_to_say(edited, tools):
    folder, found = edited
    files = sorted(f.name for f in folder.iterdir())
    done = tools.run("actionlint", "-format", "{{json .}}", "-shellcheck", tools.path("shellcheck"), *files, cwd=folder)
    said = {}
    for problem in json.loads(done.text):
        if "GitHub Actions; removal is scheduled" not in problem["message"]:  # the files use actions of their day
            said.setdefault(problem["filepath"], set()).add(problem["message"])
    new = {
        f"{name}: {found[name].sort}": said[name] - said.get(original(name), set()) for name in found if name in said
    }
    assert {place: messages for place, messages in new.items() if messages} == {}


def test_the_schema_accepts_what_it_accepted_before(edited, tools):
    folder, found = edited
    files = sorted(f.name for f in folder.iterdir())
    words = ("--builtin-schema", "vendor.github-workflows", "-o", "json")
    done = tools.run("check-jsonschema", *words, *files, cwd=folder)
    answer = json.loads(done.text)
    bad = {problem["filename"] for problem in (*answer.get("errors", ()), *answer.get("parse_errors", ()))}
    assert {name for name in bad & found.keys() if original(name) not in bad} == set()
