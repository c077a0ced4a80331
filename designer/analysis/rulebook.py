"""All rules, profiles, weights and references, read from YAML files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from designer import yaml_io
from designer.analysis.builtin import Builtin
from designer.analysis.case import HEADING, WaitingCases, parse_cases
from designer.analysis.check_language import load_builtins, parse_check
from designer.analysis.condition import parse_conditions, words
from designer.analysis.rule import SCOPES, SEVERITIES, AutofixRule, GhostRule, Rule
from designer.errors import DesignerError, ResourceError
from designer.resources import resource

DEFAULT_PROFILE = "classroom"
OWN = "policy"  # the principle of rules that people added and that name none


@dataclass(frozen=True, slots=True)
class Profile:
    """Which rules count, how much, and for whom.

    Args:
        tiers: rules of these tiers count.
        severity: severities that differ from those of the rules, by code.
        select: if any, only rules whose code begins with one of these count.
        extend: rules whose code begins with one of these count, whatever their tier.
        ignore: rules whose code begins with one of these do not count.
        accountable: whether a waiver needs an owner and an expiry date.
    """

    name: str
    doc: str
    tiers: tuple[str, ...]
    severity: Mapping[str, str]
    accountable: bool = False
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def has(self, rule: Rule) -> bool:
        """Whether a rule counts."""
        if rule.code.startswith(self.ignore):
            return False
        is_chosen = rule.tier in self.tiers and (not self.select or rule.code.startswith(self.select))
        return is_chosen or rule.code.startswith(self.extend)

    def severity_of(self, rule: Rule) -> str:
        return self.severity.get(rule.code, rule.severity)


@dataclass(frozen=True, slots=True)
class ScoreBook:
    """How findings become numbers.

    Args:
        weights: points of a rule by its severity.
        grades: lowest overall score of each grade, best first.
        cap: best grade while an error is open.
        levels: for each maturity model the rules of each level, lowest first.
        ml_test_score: for each section of the ML Test Score the rules that decide each of its tests.
    """

    weights: Mapping[str, int]
    grades: tuple[tuple[float, str], ...]
    cap: str
    levels: Mapping[str, tuple[tuple[str, ...], ...]]
    ml_test_score: Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything the analyzer knows by heart.

    Args:
        rules: by code, those a rule requires before it.
        principles: titles by name, in the order of the lesson.
        prefixes: beginnings of codes that belong to the program.
    """

    rules: Mapping[str, Rule]
    profiles: Mapping[str, Profile]
    principles: Mapping[str, str]
    score: ScoreBook
    prefixes: frozenset[str] = frozenset()

    def with_rules(self, rules: Iterable[Rule]) -> RuleBook:
        """A book with more rules, which replace those of the same code.

        Raises:
            ResourceError: rules require each other in a circle.
        """
        return replace(self, rules=_in_order({**self.rules, **{rule.code: rule for rule in rules}}))

    def profile(self, name: str) -> Profile:
        """The profile of that name.

        Raises:
            ResourceError: there is none.
        """
        if name not in self.profiles:
            known = ", ".join(self.profiles)
            raise ResourceError(f"there is no profile {name!r}", advice=f"Take one of {known}.")
        return self.profiles[name]

    def foundations(self, *codes: str) -> list[Rule]:
        """Some rules and all that they require, in the order in which they must be judged."""
        wanted, todo = set[str](), list(codes)
        while todo:
            code = todo.pop()
            if code not in wanted and code in self.rules:
                wanted.add(code)
                todo.extend(self.rules[code].requires)
        return [rule for code, rule in self.rules.items() if code in wanted]

    @property
    def weights(self) -> Mapping[str, int]:
        return self.score.weights


def load_rulebook(extra_folders: Iterable[Path] = ()) -> RuleBook:
    """Reads the built-in rules, then those in ``extra_folders``, which may replace built-in ones by their code.

    Raises:
        ResourceError: a file is wrong; names file, line and key.
    """
    folder = resource("rules")
    profiles = _read(folder / "_profiles.yaml").data
    prefixes: dict[str, str] = {row["prefix"]: name for name, row in profiles["principles"].items()}
    reader = _Reader(prefixes, _read(folder / "_references.yaml").data, load_builtins())
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("[A-Z]*.yaml")):
        rule = reader.built_in(path)
        rules[rule.code] = rule
    for path in (p for extra in extra_folders if extra.is_dir() for p in sorted(extra.glob("*.yaml"))):
        rule = reader.rule(path, _read(path))
        rules[rule.code] = rule
    return RuleBook(
        rules=_in_order(rules),
        profiles={name: _profile(name, row) for name, row in profiles["profiles"].items()},
        principles={name: row["title"] for name, row in profiles["principles"].items() if row.get("scored", True)},
        score=_score(_read(folder / "_score.yaml").data),
        prefixes=frozenset(prefixes),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise ResourceError(f"cannot be read ({e})", path=str(path)) from e


def _read(path: Path, text: str | None = None) -> yaml_io.Parsed:
    try:
        parsed = yaml_io.parse(_text(path) if text is None else text, str(path))
    except DesignerError as e:
        raise ResourceError(e.message, path=e.path, line=e.line, field=e.field, advice=e.advice) from e
    if not isinstance(parsed.data, dict):
        raise ResourceError("must be a mapping of keys to values", path=str(path), line=1)
    return parsed


@dataclass(frozen=True, slots=True)
class _Reader:
    prefixes: Mapping[str, str]
    references: Mapping[str, Mapping[str, str]]
    builtins: Mapping[str, Builtin]

    def built_in(self, path: Path) -> Rule:
        """A rule whose cases are read when they are asked for."""
        text = _text(path)
        rule = self.rule(path, _read(path, text.partition(HEADING)[0]))
        return replace(rule, cases=WaitingCases(text, str(path))) if HEADING in text else rule

    def rule(self, path: Path, parsed: yaml_io.Parsed) -> Rule:
        data = parsed.data
        try:
            return self._rule(data)
        except KeyError as e:
            raise ResourceError(f"{e.args[0]!r} is missing or unknown", path=str(path), line=1) from e
        except (TypeError, ValueError, AttributeError) as e:
            raise ResourceError(f"is not a rule ({e})", path=str(path), line=parsed.line(("check",))) from e

    def _rule(self, data: Mapping[str, Any]) -> Rule:
        code = str(data["code"])
        if data["severity"] not in SEVERITIES:
            raise ValueError(f"severity is one of {', '.join(SEVERITIES)}")
        ghost = data.get("ghost")
        return Rule(
            code=code,
            name=str(data["name"]),
            title=str(data["title"]),
            principle=self.prefixes[code[:3]],
            tier=str(data["tier"]),
            severity=str(data["severity"]),
            confidence=str(data["confidence"]),
            type=str(data.get("type", "merit")),
            checks=self._checks(data["check"], words(data.get("scopes", SCOPES))),
            holds_when=str(data["holds_when"]),
            risk=str(data["risk"]),
            fix=str(data["fix"]),
            highlight=str(data.get("highlight", "anchor")),
            ghost=GhostRule(str(ghost["kind"]), str(ghost["place"])) if ghost else None,
            autofix=_autofix(data.get("autofix")),
            applies_when=parse_conditions({n: {"in": v} for n, v in data.get("applies_when", {}).items()}),
            requires=words(data.get("requires", ())),
            blind_in=words(data.get("blind_in", ())),
            manual_half=bool(data.get("manual_half", False)),
            shows=words(data.get("shows", ())),
            linters={str(tool): words(codes) for tool, codes in data.get("linters", {}).items()},
            is_preview=bool(data.get("preview", False)),
            references=tuple((self.references[r]["title"], self.references[r]["url"]) for r in data["references"]),
            cases=parse_cases(data.get("cases", {})),
        )

    def _checks(self, data: Mapping[str, Any], scopes: Iterable[str]) -> dict[str, Any]:
        by_scope = set(data) <= set(SCOPES)
        return {scope: parse_check(data[scope] if by_scope else data, self.builtins) for scope in scopes}


def _autofix(data: Mapping[str, Any] | None) -> AutofixRule | None:
    if not data:
        return None
    return AutofixRule(str(data["title"]), str(data["safety"]), tuple(data["ops"]), words(data.get("settles", ())))


def _in_order(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    graph = {code: [r for r in rule.requires if r in rules] for code, rule in sorted(rules.items())}
    try:
        return {code: rules[code] for code in TopologicalSorter(graph).static_order()}
    except CycleError as e:
        raise ResourceError(f"the rules {', '.join(e.args[1])} require each other") from e


def _profile(name: str, row: Mapping[str, Any]) -> Profile:
    return Profile(
        name, str(row["doc"]), words(row["tiers"]), dict(row.get("severity", {})), bool(row.get("accountable", False))
    )


def _score(data: Mapping[str, Any]) -> ScoreBook:
    return ScoreBook(
        weights=dict(data["weights"]),
        grades=tuple((float(least), str(grade)) for least, grade in data["grades"]),
        cap=str(data["cap"]),
        levels={model: tuple(words(rules) for rules in levels) for model, levels in data["levels"].items()},
        ml_test_score={
            section: {test: words(rules) for test, rules in tests.items()}
            for section, tests in data["ml_test_score"].items()
        },
    )
