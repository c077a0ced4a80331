"""Whatever stands in the texts of a step: looking through them never fails and never tells a credential."""

from __future__ import annotations

import string
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.recognition.hazards.finder import HazardFinder, load_finder
from tests.property.random_pipelines import analyzer

LETTERS = string.ascii_letters + string.digits
PREFIXES = ["AKIA", "ghp_", "glpat-", "xoxb-", "AIza", "sk-ant-", "hf_", "sk_live_", "dapi", "npm_", "eyJ", ""]
PIECES = [
    "curl",
    " -u ",
    "bob:",
    "@",
    "://",
    "http://",
    "https://",
    "acme.io",
    " | ",
    "bash",
    " && ",
    "\n",
    "\\\n",
    "'",
    '"',
    "$(",
    ")",
    "<<EOF\n",
    "EOF\n",
    "export ",
    "API_KEY=",
    "--token ",
    "--password=",
    "password: ",
    "pip install ",
    "git+",
    "scp ",
    ":",
    "docker run ",
    "Authorization: Bearer ",
    "-----BEGIN PRIVATE KEY-----\n",
    "\0",
    "\u0085",
    " ",
    "`",
    "{",
    "}",
    "#",
    ";",
    "latest",
]
secrets = st.builds(
    lambda prefix, rest: prefix + rest, st.sampled_from(PREFIXES), st.text(LETTERS, min_size=20, max_size=44)
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), secrets, st.text(max_size=12)), max_size=14).map("".join)


@cache
def finder() -> HazardFinder:
    return load_finder()


@settings(max_examples=300, deadline=None)
@given(texts, texts, st.sampled_from(["API_TOKEN", "password", "image", "script", "x", "MLFLOW_TRACKING_URI"]))
def test_any_text_can_be_looked_through_and_what_was_found_is_masked(command: str, value: str, key: str) -> None:
    facts = {"command": command, "variables": {key: value}, "inputs": {key: value}, "action": value}
    found = finder().find(facts)
    for hazard in found:
        text = command if hazard.field == "command" else value
        assert 0 <= hazard.match.start <= hazard.match.end <= len(text)
        assert 1 <= hazard.line <= text.count("\n") + 1
    for secret in [h for h in found if h.kind == "credential"]:
        text = command if secret.field == "command" else value
        lines = [x.strip() for x in text[secret.match.start : secret.match.end].splitlines() if len(x.strip()) > 4]
        assert all(line not in f"{h.text}{h.match.says}{h.match.what}" for line in lines for h in found)


@settings(max_examples=150, deadline=None)
@given(secrets.filter(lambda s: any(c.isdigit() for c in s)), st.sampled_from(["train", "deploy", "data_source"]))
def test_no_report_tells_a_credential(secret: str, kind: str) -> None:
    step = Step("s", kind, "", {"command": f"tool --token {secret}", "variables": {"API_KEY": secret}})
    report = analyzer().analyze(Snapshot(steps={"s": step}), "regulated")
    assert secret not in repr(report)
