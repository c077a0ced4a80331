"""Attributes that can be read off what a step runs: secrets, pins, gates that cannot block, tracking ..."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from designer.recognition.evidence import Evidence, Found
from designer.recognition.shell import MAX_LENGTH
from designer.recognition.signals import Signals
from designer.recognition.work import Work

_COMMIT: Final = re.compile(r"@[0-9a-f]{40}\Z|@sha256:[0-9a-f]{64}\Z")
_ASSIGNED: Final = re.compile(
    r"(?:^|\s|-e |--env |--build-arg )[\"']?(?P<key>[A-Za-z_]\w*)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s;&|]+)"
)


class Facts:
    """Reads attributes. Pure and thread-safe."""

    def __init__(self, signals: Signals) -> None:
        self._facts = signals.facts
        self._secrets = signals.secrets

    def of(self, work: Work, found: Found, kind: str, speaking: list[Evidence]) -> dict[str, Any]:
        """The attributes of a step that was taken for a kind.

        Args:
            work: the step.
            found: what was collected about it.
            kind: what it was taken for.
            speaking: what spoke for that kind.
        """
        attributes: dict[str, Any] = {}
        for evidence in speaking:
            _add(attributes, evidence.attributes)
        texts = _texts(work, found)
        for fact in self._facts:
            if (not fact.kinds or kind in fact.kinds) and fact.pattern.found_in(texts[fact.place]):
                _add(attributes, fact.attributes)
        attributes |= self._stated(work, speaking)
        return attributes

    def _stated(self, work: Work, speaking: list[Evidence]) -> dict[str, Any]:
        """What holds for every kind."""
        stated: dict[str, Any] = {}
        running = [e for e in speaking if e.is_run]
        if running and all(e.forgiven for e in running):
            stated["blocking"] = False
        secrets = self._secret(work)
        if secrets:
            stated["secrets"] = secrets
        pinned = self._pin(work.action)
        if pinned is not None:
            stated["pinned"] = pinned
        return stated

    def _secret(self, work: Work) -> str:
        """How credentials reach the step; the worst way counts."""
        values = (*work.variables.items(), *work.inputs.items())
        pairs = [(str(k), str(v)[:MAX_LENGTH]) for k, v in values if isinstance(v, str | int)]
        assigned = ((m["key"], m["value"]) for m in _ASSIGNED.finditer(_uncommented(work.command)))
        pairs += [(key, value.strip("\"'")) for key, value in assigned if not _is_code(key, value)]
        text = "\n".join((work.command, *(f"{k}: {v}" for k, v in pairs)))[:MAX_LENGTH]
        is_local = self._secrets["local"].found_in(text)
        literal = (v for k, v in pairs if k not in work.inherited and self._is_literal_secret(k, v))
        if any(self._opens(value, is_local) for value in literal):
            return "hardcoded"
        for way in ("oidc", "store", "plain"):
            if self._secrets[way].found_in(text):
                return way
        return ""

    def _is_literal_secret(self, key: str, value: str) -> bool:
        key = key.replace("-", "_")
        is_literal = bool(value) and not self._secrets["no_literal"].found_in(value)
        return is_literal and self._secrets["key"].found_in(key) and not self._secrets["no_key"].found_in(key)

    def _opens(self, value: str, is_local: bool) -> bool:
        """Whether a value may open something: one that everybody knows opens only what stands elsewhere."""
        is_common = self._secrets["common"].found_in(value)
        return not is_local if is_common else self._secrets["drawn"].found_in(value)

    def _pin(self, action: str) -> bool | None:
        """Whether others could swap the action; None where that is no question."""
        if not action or action.startswith((".", "$")) or self._secrets["own"].found_in(action):
            return None
        return _COMMIT.search(action) is not None


def _is_code(key: str, value: str) -> bool:
    """Whether what stands behind ``=`` is an expression of a program, such as ``token=token,``, and no text."""
    if value.startswith(("'", '"')):
        return False
    return "(" in value or value.endswith((",", ")")) or value.lower() == key.lower()


def _uncommented(script: str) -> str:
    lines = script[:MAX_LENGTH].splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def _texts(work: Work, found: Found) -> Mapping[str, str]:
    texts = {
        "text": f"{found.text}\n{_lines(work.inputs, ': ')}",
        "action": work.action,
        "variables": _lines(work.variables, "="),
        "name": work.name,
    }
    return {place: text[:MAX_LENGTH] for place, text in texts.items()}


def _lines(values: Mapping[str, Any], between: str) -> str:
    return "\n".join(f"{key}{between}{str(value)[:MAX_LENGTH]}" for key, value in values.items())


def _add(attributes: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Lists grow; of other values the first one stays, as it comes from the stronger or earlier evidence."""
    for name, value in more.items():
        if isinstance(value, list):
            attributes[name] = list(dict.fromkeys([*attributes.get(name, []), *value]))
        else:
            attributes.setdefault(name, value)
