"""A file with rules that people wrote. It is data only: reading it runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from designer import yaml_io
from designer.analysis.builtin import Builtin
from designer.analysis.policies.demands import Demands
from designer.analysis.policies.mistake import PolicyMistake
from designer.analysis.policies.rule_reader import RuleReader
from designer.analysis.policies.selectors import Words
from designer.analysis.rule import Rule
from designer.analysis.rulebook import RuleBook
from designer.errors import DesignerError, ResourceError
from designer.steps.catalog import Catalog

FORMAT: Final = 1
MAX_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What a file held.

    Args:
        rules: those that could be read.
        problems: what is wrong with the others.
    """

    rules: tuple[Rule, ...] = ()
    problems: tuple[DesignerError, ...] = ()


def read_policy(
    path: Path, book: RuleBook, catalog: Catalog, builtins: Mapping[str, Builtin], name: str = ""
) -> PolicyFile:
    """Reads a policy file; one wrong rule does not spoil the others.

    Args:
        book: the rules that are there already: their codes are taken.
        name: what reports call the file; empty for its path.
    """
    source = name or str(path)
    try:
        parsed = yaml_io.parse(_text(path, source), source)
        rows = _rows(parsed, source)
    except DesignerError as e:
        return PolicyFile((), (e,))
    reader = RuleReader(book, Demands(Words(catalog), builtins), source)
    rules: dict[str, Rule] = {}
    problems: list[DesignerError] = []
    for start, row in rows:
        try:
            rule = reader.read(row)
            if rule.code in rules:
                raise PolicyMistake(f"{rule.code} stands in this file twice", ("code",), "Give one another number.")
            rules[rule.code] = rule
        except PolicyMistake as e:
            problems.append(_told(e, parsed, start, row, source))
    return PolicyFile(tuple(rules.values()), tuple(problems))


def _text(path: Path, source: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise ResourceError(f"is larger than {MAX_BYTES:,} bytes", path=source, advice="Split it.")
        return raw.decode("utf-8-sig")
    except OSError as e:
        raise ResourceError(f"cannot be read: {e.strerror}", path=source, advice="Check the name.") from e
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        raise ResourceError("the text is not UTF-8", path=source, line=line, advice="Save it as UTF-8.") from e


def _rows(parsed: yaml_io.Parsed, source: str) -> list[tuple[yaml_io.Path, Any]]:
    """The rules of a file, each with the path of keys that leads to it. A file may also be one rule."""
    data = parsed.data
    if isinstance(data, dict) and "code" in data:
        return [((), data)]
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        advice = "Begin with 'rules:' and a list; 'mlops-designer rules --new-policy FILE' writes an example."
        raise ResourceError("has no list of rules", path=source, line=1, advice=advice)
    strange = [key for key in data if key not in ("format", "rules")]
    if strange:
        line = parsed.line((strange[0],))
        raise ResourceError("is no key of a policy file", path=source, line=line, field=str(strange[0]))
    if data.get("format", FORMAT) != FORMAT:
        advice = f"This program reads format {FORMAT}."
        raise ResourceError(
            "is another format", path=source, line=parsed.line(("format",)), field="format", advice=advice
        )
    return [(("rules", i), row) for i, row in enumerate(data["rules"])]


def _told(mistake: PolicyMistake, parsed: yaml_io.Parsed, start: yaml_io.Path, row: Any, source: str) -> ResourceError:
    code = row.get("code", "") if isinstance(row, dict) else ""
    name = ".".join(map(str, (code or f"rules[{start[-1]}]" if start else code, *mistake.at))).strip(".")
    line = parsed.line((*start, *mistake.at))
    return ResourceError(mistake.message, path=source, line=line, field=name or None, advice=mistake.advice)
