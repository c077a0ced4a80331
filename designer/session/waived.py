"""The waivers of a pipeline in the form in which exports say them."""

from __future__ import annotations

from datetime import date

from designer.analysis.rulebook import RuleBook
from designer.analysis.waiver import fault_of, stated_waivers
from designer.model.snapshot import Snapshot
from designer.model.step import PIPELINE
from designer.plan.ignores import Ignore


def ignores_of(snapshot: Snapshot, rulebook: RuleBook, today: date | None = None) -> tuple[Ignore, ...]:
    """Every waiver that counts today, once a place; what does not count is not hidden from anybody.

    Args:
        today: decides which have expired; None takes the date of the clock.
    """
    now, found = today or date.today(), dict[tuple[str, str], Ignore]()
    for stated in stated_waivers(snapshot):
        if fault_of(stated, rulebook.rules, now, accountable=False) is not None:
            continue
        waiver = stated.waiver
        tool, code = waiver.linter, waiver.code.partition(":")[2]
        linters = {tool: (code,)} if tool else rulebook.rules[waiver.code].linters
        step = "" if stated.at == PIPELINE else stated.at
        made = Ignore(step, waiver.code, waiver.kind, waiver.reason, waiver.owner, waiver.until, linters)
        found.setdefault((step, waiver.code), made)
    return tuple(found.values())
