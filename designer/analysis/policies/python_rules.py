"""Rules of installed distributions: functions, checks and rule files that an entry point offers.

An entry point of the group ``mlops_designer.rules`` is one of

- a path of a rule file or of a folder of rule files (``*.yaml``, the form of policy files),
- a function ``check(view) -> Iterable[Violation]``; the name of the entry point is the code, the first line of its
  documentation the title, the rest the risk. An attribute ``rule`` of the function, a mapping in the words of policy
  files (severity, fix, message, cases ..), says the rest,
- a `GraphCheck`, judged like such a function, or an `AnchorCheck`, which rule files may then call by the name of the
  entry point: ``require: {builtin: NAME}``,
- a list of any of these; functions in it need a code in their ``rule``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

from designer.analysis.builtin import AnchorCheck, Builtin, GraphCheck, Violation
from designer.analysis.policies.mistake import PolicyMistake
from designer.analysis.policies.rule_reader import RuleReader
from designer.analysis.rule import SCOPES, Rule
from designer.analysis.view import PipelineView
from designer.model.step import PIPELINE

Check = Callable[[PipelineView], Iterable[Violation]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What an entry point offers, sorted.

    Args:
        rules: rules that are functions or checks of the whole graph.
        builtins: checks that rule files may name.
        paths: rule files or folders.
    """

    rules: tuple[Rule, ...] = ()
    builtins: tuple[tuple[str, Builtin], ...] = ()
    paths: tuple[PathLike[str] | str, ...] = ()

    def __add__(self, other: Offered) -> Offered:
        return Offered(self.rules + other.rules, self.builtins + other.builtins, self.paths + other.paths)


def read_offer(name: str, value: Any, reader: RuleReader) -> Offered:
    """Sorts what an entry point of some name gave.

    Raises:
        PolicyMistake: it is nothing that could be a rule.
    """
    if isinstance(value, (list, tuple)):
        found = Offered()
        for one in value:
            found += read_offer(name, one, reader)
        return found
    if isinstance(value, (str, PathLike)):
        return Offered(paths=(value,))
    if isinstance(value, GraphCheck):
        return Offered(rules=(_rule(name, value, value, reader),), builtins=((name, value),))
    if isinstance(value, AnchorCheck):
        return Offered(builtins=((name, value),))
    if callable(value):
        return Offered(rules=(_rule(name, value, GraphCheck(_Guard(value)), reader),))
    raise PolicyMistake(f"{name} is a {type(value).__name__}, which is no rule", (), "See designer.analysis.policies.")


def _rule(name: str, owner: Any, check: GraphCheck, reader: RuleReader) -> Rule:
    stated = getattr(owner, "rule", {})
    if not isinstance(stated, Mapping):
        raise PolicyMistake(f"the attribute 'rule' of {name} is no mapping")
    documented = "" if isinstance(owner, GraphCheck) else inspect.getdoc(owner) or ""
    title, _, rest = documented.partition("\n")
    words: dict[str, Any] = {
        "code": name,
        "title": title.strip() or name,
        "risk": " ".join(rest.split()) or "The rule does not say what can happen.",
        "fix": "Ask those who wrote the rule.",
        **stated,
    }
    for key in ("for", "require", "check"):
        if key in words:
            raise PolicyMistake(f"{key!r} belongs to rules without Python", (key,), "The function is the check.")
    scored = words.pop("scored", False)
    # Read as a demand on the pipeline, so that its words are looked at like those of a file; then the check changes.
    rule = reader.read({**words, "for": PIPELINE, "require": {"exists": {"kind": "train"}}})
    made = replace(rule, checks=dict.fromkeys(rule.checks or SCOPES, check))
    return replace(made, is_scored=True, type="demerit") if scored is True else made


@dataclass(frozen=True, slots=True)
class _Guard:
    """A function of others: whatever it yields is looked at before it is believed."""

    function: Check

    def __call__(self, view: PipelineView, releases: int) -> tuple[Violation, ...]:
        return tuple(_checked(view, found) for found in self.function(view))


def _checked(view: PipelineView, found: Any) -> Violation:
    if isinstance(found, tuple) and len(found) == 2 and all(isinstance(part, str) for part in found):
        found = Violation(*found)
    if not isinstance(found, Violation):
        raise TypeError(f"it gave {found!r}, which is neither a Violation nor (place, message)")
    step = view.index.get(found.at)
    if step is None and found.at != PIPELINE and found.at not in view.snapshot.links:
        raise ValueError(f"there is no step, link or pipeline {found.at!r}")
    strange = [name for name in found.steps if name not in view.index]
    if strange:
        raise ValueError(f"there is no step {strange[0]!r}")
    message = found.message.rstrip(".")
    anchor = step if found.anchor is None else found.anchor
    return replace(found, message=message, anchor=anchor, steps=found.steps or (() if step is None else (found.at,)))
