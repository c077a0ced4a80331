"""Tells in the bar above the canvas which settings and own rules were left out because they are wrong."""

from __future__ import annotations

from typing import Final

from designer.analysis.report import Report
from designer.gui.info_bar import InfoBar

_WHERE: Final = "Something in it is wrong: the list of findings begins with what and where."


class ProblemNotice:
    """Tells the same only once, and takes it back when all is mended."""

    def __init__(self, bar: InfoBar) -> None:
        self._bar = bar
        self._told: tuple[str, ...] = ()
        self._message = ""

    def show(self, report: Report) -> None:
        """Looks at a report."""
        bar = self._bar
        if report.problems == self._told:
            return
        if not report.problems:
            self._told = ()
            bar.withdraw(self._message)
            return
        if bar.message and bar.message != self._message:
            return  # something else stands there; the next report asks again
        self._told = report.problems
        count = len(report.problems)
        title = "A setting or rule was left out" if count == 1 else f"{count} settings or rules were left out"
        bar.tell("warning", title, _WHERE)
        self._message = bar.message
