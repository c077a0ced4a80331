"""The Check menu: findings and their fixes."""

from __future__ import annotations

from designer.gui.actions.action import Action

ACTIONS = (
    Action(
        "check.next",
        "&Next finding",
        "Go to the next finding and show its place.",
        "Check",
        lambda w: w.desk.findings.go(1),
        ("F8",),
        enabled=lambda w: w.desk.has_findings,
    ),
    Action(
        "check.previous",
        "&Previous finding",
        "Go to the finding before and show its place.",
        "Check",
        lambda w: w.desk.findings.go(-1),
        ("Shift+F8",),
        enabled=lambda w: w.desk.has_findings,
    ),
    Action(
        "check.apply",
        "&Apply fix",
        "Carry out the fix of the current finding, as one undo step.",
        "Check",
        lambda w: w.fixer.apply_current(),
        ("Ctrl+.", "Ctrl+F8"),
        group=1,
        icon="fix",
        enabled=lambda w: w.fixer.can_apply,
        contexts=("step",),
    ),
    Action(
        "check.fix_all",
        "Fix all &safe",
        "Carry out every fix that only adds or states something, as one undo step.",
        "Check",
        lambda w: w.fixer.fix_all(),
        ("Ctrl+Shift+.", "Ctrl+Shift+F8"),
        group=1,
        icon="fix",
        enabled=lambda w: w.fixer.can_fix_safely,
        contexts=("canvas",),
    ),
    Action(
        "check.fix_everything",
        "Fix &everything…",
        "Also the fixes that change how the pipeline works; shows the list first.",
        "Check",
        lambda w: w.fixer.fix_everything(),
        group=1,
        enabled=lambda w: w.fixer.can_fix_anything,
    ),
    Action(
        "check.list",
        "&List of findings",
        "Show the findings, grouped by principle.",
        "Check",
        lambda w: w.go_to("findings"),
        ("Ctrl+Shift+M",),
        group=2,
        contexts=("canvas",),
    ),
)
