"""Open questions: what an answer can state, and which of them comments in the files answer already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from designer.analysis.analyzer import Judged
from designer.analysis.bit_sets import bits
from designer.analysis.check_language import EachCheck
from designer.analysis.fact_operators import Attributes
from designer.analysis.rule import Rule
from designer.analysis.waiver import stated_waivers
from designer.model.step import PIPELINE


def fact_asked(rule: Rule) -> Mapping[str, Any]:
    """The one attribute of the judged step that a rule asks for, with a value that meets it; empty for others."""
    check = next(iter(rule.checks.values()), None)
    if not isinstance(check, EachCheck) or not isinstance(check.needs, Attributes) or rule.autofix is None:
        return {}
    operation = rule.autofix.operations[0]
    stated = operation.get("attrs", {}) if operation.get("set") == "anchor" else {}
    wanted = {n: stated[n] for n, c in check.needs.where if n in stated and c.holds(stated[n])}
    return wanted if len(check.needs.where) == len(wanted) == 1 else {}


def answered_in_comments(judged: Judged) -> Iterator[str]:
    """``CODE@step`` of the questions to which a waiver in the comments of a file is the answer."""
    view = judged.view
    for stated in stated_waivers(view.snapshot):
        judgement = judged.judge.judgements.get(stated.waiver.code) if stated.waiver.origin else None
        open_ = 0
        for group in judgement.groups if judgement else ():
            open_ |= group.verdict.unknown
        for step in map(view.name, bits(open_)):
            if stated.at in (PIPELINE, step):
                yield f"{stated.waiver.code}@{step}"
