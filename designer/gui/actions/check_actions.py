"""The Check menu: findings and their fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.analysis.what_if.consequences import DRIFTS, FAILS, REMOVED
from designer.gui.actions.action import Action

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _go(window: MainWindow, step: int) -> None:
    window.panes.raise_("findings")
    window.desk.findings.go(step)


def _go_to_question(window: MainWindow) -> None:
    window.panes.raise_("findings")
    window.desk.findings.go_to_question()


def _show_page(window: MainWindow, name: str) -> None:
    window.panes.raise_("findings")
    window.desk.maturity.show_page(name)


def _ask_what_if(window: MainWindow, event: str) -> None:
    window.panes.show("what_if")
    window.desk.what_if.ask(window.desk.selection.steps[0], event)


def _has_one_step(window: MainWindow) -> bool:
    return len(window.desk.selection.steps) == 1


ACTIONS = (
    Action(
        "check.next",
        "&Next finding",
        "Go to the next finding and show its place.",
        "Check",
        lambda w: _go(w, 1),
        ("F8",),
        enabled=lambda w: w.desk.has_findings,
    ),
    Action(
        "check.previous",
        "&Previous finding",
        "Go to the finding before and show its place.",
        "Check",
        lambda w: _go(w, -1),
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
        "check.why",
        "W&hy? (page of the rule)…",
        "What the rule of the current finding asks, why, and how it looks before and after.",
        "Check",
        lambda w: w.rules.explain_current(),
        ("Shift+F1",),
        group=3,
        icon="info",
        enabled=lambda w: w.rules.current is not None,
        contexts=("step",),
    ),
    Action(
        "check.rules",
        "All &rules…",
        "Every rule with its page, and how it stands in this pipeline.",
        "Check",
        lambda w: w.rules.open(),
        ("Ctrl+Shift+F1",),
        group=3,
    ),
    Action(
        "check.waive",
        "&Waive…",
        "Say why the current finding is not mended, or where it is done; it is then no longer counted.",
        "Check",
        lambda w: w.waiving.waive_current(),
        ("Ctrl+Shift+W",),
        group=2,
        enabled=lambda w: w.waiving.can_waive,
        contexts=("step",),
    ),
    Action(
        "check.change_waiver",
        "E&dit waiver…",
        "Give the waiver of the current finding another reason, owner or date.",
        "Check",
        lambda w: w.waiving.waive_current(),
        group=2,
        enabled=lambda w: w.waiving.can_change,
        contexts=("step",),
    ),
    Action(
        "check.remove_waiver",
        "&Remove waiver",
        "Take back the waiver of the current finding, which counts again.",
        "Check",
        lambda w: w.waiving.remove_current(),
        group=2,
        enabled=lambda w: w.waiving.can_change,
    ),
    Action(
        "check.ignore_waivers",
        "Show waived findings as &open",
        "Judge as if nobody had waived a finding.",
        "Check",
        lambda w: w.waiving.toggle_ignored(),
        group=2,
        checked=lambda w: w.desk.session.ignores_waivers,
    ),
    Action(
        "check.question",
        "Next &question",
        "Open the next question that the files of others leave unanswered.",
        "Check",
        _go_to_question,
        ("Alt+F8",),
        group=3,
        enabled=lambda w: bool(w.desk.findings.questions),
    ),
    Action(
        "check.linters",
        "Prove with li&nters in the background",
        "While nobody edits, programs on PATH such as actionlint and zizmor look at the files; nothing is run.",
        "Check",
        lambda w: w.turn_linters(not w.desktop.settings.linters),
        group=4,
        checked=lambda w: w.desktop.settings.linters,
    ),
    Action(
        "check.list",
        "&List of findings",
        "Show the findings, grouped by principle.",
        "Check",
        lambda w: w.go_to("findings"),
        ("Ctrl+Shift+M",),
        group=3,
        contexts=("canvas",),
    ),
    Action(
        "check.score",
        "Score, rule by &rule",
        "Show each principle with its rules: weight, credit, steps and points.",
        "Check",
        lambda w: _show_page(w, "score"),
        group=3,
    ),
    Action(
        "check.levels",
        "Maturity &levels",
        "Show the Google and Microsoft levels and the ML Test Score, what earned them, and the way to the next level.",
        "Check",
        lambda w: _show_page(w, "levels"),
        ("Ctrl+Alt+L",),
        group=3,
    ),
    Action(
        "check.compare",
        "Com&pare before and after…",
        "Show this pipeline beside its saved file, another tab or another file, with all that differs.",
        "Check",
        lambda w: w.comparing.open(),
        ("Ctrl+Alt+C",),
        group=4,
        contexts=("tab",),
    ),
    Action(
        "check.what_if_fails",
        "What if this &fails?",
        "Show which steps stop, what still reaches production, and who hears of it.",
        "Check/What &if",
        lambda w: _ask_what_if(w, FAILS),
        ("Ctrl+Alt+W",),
        group=5,
        enabled=_has_one_step,
        contexts=("step",),
    ),
    Action(
        "check.what_if_removed",
        "What if this is re&moved?",
        "Show findings and score without the step, and what loses its input.",
        "Check/What &if",
        lambda w: _ask_what_if(w, REMOVED),
        group=5,
        enabled=_has_one_step,
        contexts=("step",),
    ),
    Action(
        "check.what_if_drifts",
        "What if its &data drifts?",
        "Show who notices, who is told, whether it leads back to training, and what happens if nobody notices.",
        "Check/What &if",
        lambda w: _ask_what_if(w, DRIFTS),
        group=5,
        enabled=_has_one_step,
        contexts=("step",),
    ),
)
