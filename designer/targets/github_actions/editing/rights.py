"""The least rights that the steps of a job need, as far as their actions and commands show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_ACTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "actions/attest": {"id-token": "write", "attestations": "write"},
    "actions/attest-build-provenance": {"id-token": "write", "attestations": "write"},
    "actions/create-release": {"contents": "write"},
    "actions/deploy-pages": {"pages": "write", "id-token": "write"},
    "actions/first-interaction": {"issues": "write", "pull-requests": "write"},
    "actions/labeler": {"pull-requests": "write"},
    "actions/stale": {"issues": "write", "pull-requests": "write"},
    "actions/dependency-review-action": {"pull-requests": "write"},
    "actions/upload-pages-artifact": {"pages": "read"},
    "ad-m/github-push-action": {"contents": "write"},
    "benchmark-action/github-action-benchmark": {"contents": "write"},
    "dawidd6/action-download-artifact": {"actions": "read"},
    "dorny/test-reporter": {"checks": "write"},
    "endbug/add-and-commit": {"contents": "write"},
    "github/codeql-action": {"security-events": "write"},
    "google-github-actions/auth": {"id-token": "write"},
    "iterative/setup-cml": {"contents": "write", "pull-requests": "write"},
    "james-ives/github-pages-deploy-action": {"contents": "write"},
    "marocchino/sticky-pull-request-comment": {"pull-requests": "write"},
    "ncipollo/release-action": {"contents": "write"},
    "ossf/scorecard-action": {"security-events": "write", "id-token": "write"},
    "peaceiris/actions-gh-pages": {"contents": "write"},
    "peter-evans/create-or-update-comment": {"issues": "write", "pull-requests": "write"},
    "peter-evans/create-pull-request": {"contents": "write", "pull-requests": "write"},
    "pypa/gh-action-pypi-publish": {"id-token": "write"},
    "sigstore/cosign-installer": {"id-token": "write"},
    "softprops/action-gh-release": {"contents": "write"},
    "stefanzweifel/git-auto-commit-action": {"contents": "write"},
}
_COMMANDS: Final = (
    (re.compile(r"\bgit\s+push\b|\bgh\s+release\s+(create|upload|edit|delete)\b|\bsemantic-release\b"), ("contents",)),
    (re.compile(r"\bgh\s+pr\s+(create|comment|edit|merge|review|close)\b|\bcml\s+(pr|comment)\b"), ("pull-requests",)),
    (re.compile(r"\bgh\s+issue\s+(create|comment|edit|close)\b"), ("issues",)),
    (re.compile(r"\bgh\s+(workflow|run)\s+(run|cancel|rerun)\b"), ("actions",)),
    (re.compile(r"\bghcr\.io\b"), ("packages",)),
    (re.compile(r"\bcosign\s+sign\b"), ("id-token",)),
)
_LOG_IN: Final = ("role-to-assume", "workload_identity_provider", "client-id")
_RANK: Final = ("none", "read", "write")


def least_rights(job: Mapping[str, Any]) -> dict[str, str]:
    """Scopes and levels for the token of a job: reading the code, and what its steps show that they need."""
    found = {"contents": "read"}
    steps = job.get("steps")
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, Mapping):
            for scope, level in _of_step(step).items():
                found[scope] = max(found.get(scope, "none"), level, key=_RANK.index)
    return found


def uses_script(job: Mapping[str, Any]) -> bool:
    """Whether a step runs a script on GitHub's interface, whose rights only its author knows."""
    steps = job.get("steps")
    texts = [
        f"{s.get('uses')} {s.get('run')}" for s in (steps if isinstance(steps, list) else ()) if isinstance(s, Mapping)
    ]
    return any("actions/github-script" in t or "gh api" in t or "api.github.com" in t for t in texts)


def _of_step(step: Mapping[str, Any]) -> dict[str, str]:
    name = str(step.get("uses") or "").partition("@")[0].lower()
    found: dict[str, str] = {}
    for action, scopes in _ACTIONS.items():
        if name == action or name.startswith(f"{action}/"):
            found |= scopes
    inputs = step.get("with")
    if isinstance(inputs, Mapping) and any(key in inputs for key in _LOG_IN):
        found["id-token"] = "write"
    text = f"{step.get('run') or ''} {' '.join(map(str, inputs.values())) if isinstance(inputs, Mapping) else ''}"
    for pattern, scopes_of in _COMMANDS:
        if pattern.search(text):
            found |= dict.fromkeys(scopes_of, "write")
    return found
