"""One rule that people wrote, read into a rule of the analyzer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from designer import yaml_io
from designer.analysis.builtin import GraphCheck
from designer.analysis.case import parse_cases
from designer.analysis.check_language import Check, EachCheck
from designer.analysis.condition import parse_conditions, words
from designer.analysis.policies.demands import Demands
from designer.analysis.policies.fixes import read_autofix, read_ghost
from designer.analysis.policies.mistake import PolicyMistake, unknown
from designer.analysis.policy_operators import NoneOf
from designer.analysis.rule import CONFIDENCES, PLACEHOLDER, PLACEHOLDERS, SCOPES, SEVERITIES, Rule
from designer.analysis.rulebook import OWN, RuleBook
from designer.model.step import PIPELINE

_CODE: Final = re.compile(r"([A-Z][A-Z0-9]{1,9}?)([0-9]{3})\Z")
_NAME: Final = re.compile(r"[^a-z0-9]+")
_TEXTS: Final = ("name", "title", "message", "risk", "fix", "holds_when")
KEYS: Final = (
    "code", "replaces", *_TEXTS, "severity", "confidence", "principle", "scored", "scopes", "when", "for", "require",
    "check", "requires", "blind_in", "autofix", "ghost", "references", "cases",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads the rules of one file.

    Args:
        book: the rules that are there already.
        demands: reads what a rule asks.
        source: what reports call the file.
    """

    book: RuleBook
    demands: Demands
    source: str

    def read(self, data: Any) -> Rule:
        """The rule.

        Raises:
            PolicyMistake: it is wrong; says where and what to do.
        """
        if not isinstance(data, Mapping):
            raise PolicyMistake("is no rule", (), "Write a mapping that begins with 'code:'.")
        for key in data:
            if key not in KEYS:
                raise unknown("key of a rule", str(key), list(KEYS), (key,))
        code = self._code(data)
        if data.get("replaces"):
            return self._changed(self.book.rules[code], data)
        missing = next((k for k in ("title", "risk", "fix") if k not in data), None)
        if missing:
            raise PolicyMistake(f"{missing!r} is missing", (), "Every rule says what is wrong, why, and what to do.")
        title = _text(data, "title").rstrip(".")
        rule = Rule(
            code=code,
            name=_NAME.sub("-", title.casefold()).strip("-"),
            title=title,
            principle=OWN,
            tier="core",
            severity="warning",
            confidence="high",
            type="structure",
            checks={},
            holds_when="",
            risk="",
            fix="",
            is_scored=False,
        )
        if not {"for", "require", "check"} & set(data):
            self.demands.check(data)  # says what is missing
        return self._changed(rule, data)

    def _code(self, data: Mapping[str, Any]) -> str:
        code = data.get("code")
        found = _CODE.match(code) if isinstance(code, str) else None
        if not found:
            advice = "Write for example 'code: ORG001': capital letters, then three digits."
            raise PolicyMistake("is no code" if "code" in data else "'code' is missing", ("code",), advice)
        known, is_own = code in self.book.rules, found[1] not in self.book.prefixes
        if data.get("replaces"):
            if not known:
                raise PolicyMistake(f"there is no rule {code} to replace", ("replaces",), "Remove 'replaces: true'.")
        elif not is_own:
            advice = f"Choose one of your own, such as ORG{found[2]}"
            advice += "; or write 'replaces: true' to change that rule." if known else "."
            raise PolicyMistake(f"codes with {found[1]} belong to the program", ("code",), advice)
        return str(code)

    def _changed(self, rule: Rule, data: Mapping[str, Any]) -> Rule:
        """A rule with what is stated; the rest stays."""
        changes: dict[str, Any] = {"source": self.source}
        changes |= {key: _text(data, key) for key in _TEXTS if key in data}
        _check_placeholders(changes.get("message", ""))
        if "title" in changes:
            changes["title"] = changes["title"].rstrip(".")
        choices = {"severity": SEVERITIES, "confidence": CONFIDENCES, "principle": (*self.book.principles, OWN)}
        changes |= {key: _choice(data, key, known) for key, known in choices.items() if key in data}
        if {"for", "require", "check"} & set(data):
            changes["checks"] = dict.fromkeys(_several(data, "scopes", SCOPES), self.demands.check(data))
        elif "scopes" in data:
            wanted = _several(data, "scopes", SCOPES)
            changes["checks"] = {scope: check for scope, check in rule.checks.items() if scope in wanted}
        if "when" in data:
            facts = self.demands.words.facts(data["when"], ("when",))
            changes["applies_when"] = parse_conditions(facts)
        changes |= self._details(rule, data)
        made = replace(rule, **changes)
        return replace(made, **_scoring(made, data)) if "scored" in data else made

    def _details(self, rule: Rule, data: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "requires" in data:
            found["requires"] = _several(data, "requires", tuple(self.book.rules))
        if "blind_in" in data:
            found["blind_in"] = _several(data, "blind_in", self.demands.words.origins)
        if "autofix" in data:
            found["autofix"] = read_autofix(data["autofix"], self.demands.words, data.get("for") == PIPELINE)
        if "ghost" in data:
            found["ghost"] = read_ghost(data["ghost"], self.demands.words)
        elif found.get("autofix") and "insert" in found["autofix"].operations[0]:
            found["ghost"] = read_ghost({"kind": found["autofix"].operations[0]["insert"]}, self.demands.words)
        if "references" in data:
            found["references"] = tuple(_reference(r, i) for i, r in enumerate(data["references"] or ()))
        if "cases" in data:
            try:
                found["cases"] = parse_cases(data["cases"])
            except ValueError as e:
                raise PolicyMistake(str(e), ("cases",)) from e
        elif not rule.cases:
            found["cases"] = parse_cases({})
        return found


def _scoring(rule: Rule, data: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(data["scored"], bool):
        raise PolicyMistake("must be true or false", ("scored",))
    if data["scored"] and rule.principle == OWN:
        raise PolicyMistake(
            "needs a principle that has a score", ("scored",), "Write for example 'principle: security'."
        )
    if not data["scored"] or rule.type != "structure":
        return {"is_scored": data["scored"]}
    # What forbids something cannot be earned: an empty pipeline would have it all.
    costs_only = any(_forbids(check) for check in rule.checks.values())
    return {"is_scored": True, "type": "demerit" if costs_only else "merit"}


def _forbids(check: Check) -> bool:
    return isinstance(check, GraphCheck) or (isinstance(check, EachCheck) and check.has(NoneOf))


def _text(data: Mapping[str, Any], key: str) -> str:
    if not isinstance(data[key], str) or not data[key].strip():
        raise PolicyMistake("must be text", (key,), "Put quotes around it.")
    return str(data[key]).strip()


def _choice(data: Mapping[str, Any], key: str, known: Sequence[str]) -> str:
    if data[key] not in known:
        raise unknown(key, str(data[key]), list(known), (key,))
    return str(data[key])


def _several(data: Mapping[str, Any], key: str, known: Sequence[str]) -> tuple[str, ...]:
    found = words(data.get(key, list(known)))
    for word in found:
        if word not in known:
            raise unknown(f"word for {key!r}", word, list(known), (key,))
    return found


def _check_placeholders(message: str) -> None:
    for found in PLACEHOLDER.finditer(message):
        if found[1] not in PLACEHOLDERS:
            known = ", ".join(f"{{{p}}}" for p in PLACEHOLDERS)
            raise PolicyMistake(f"{found[0]} is no placeholder", ("message",), f"Known are {known}.")


def _reference(data: Any, number: int) -> tuple[str, str]:
    at: yaml_io.Path = ("references", number)
    if isinstance(data, str) and data.startswith("https://"):
        return data, data
    if not isinstance(data, Mapping) or set(data) != {"title", "url"} or not str(data["url"]).startswith("https://"):
        raise PolicyMistake("is no reference", at, "Write {title: Our handbook, url: 'https://...'}.")
    return str(data["title"]), str(data["url"])
