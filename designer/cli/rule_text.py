"""The page of a rule on a terminal."""

from __future__ import annotations

from designer.analysis.rule_page import RulePage
from designer.cli.terminal import Terminal, clean


def write_page(page: RulePage, terminal: Terminal) -> None:
    """Everything there is to say about one rule."""
    terminal.line(terminal.paint(f"{page.code} {page.name}", "bold"))
    terminal.line(f"{terminal.paint(page.severity, page.severity)}, {page.heading}")
    for section in page.sections:
        _heading(section.heading, terminal)
        terminal.line(terminal.wrap(section.text, "  "))
    for example in page.examples:
        where = f" at {', '.join(example.at)}" if example.at else ""
        _heading(f"{example.heading}{where}{': ' if example.about else ''}{example.about}", terminal)
        terminal.block("".join(f"  {line}\n" for line in example.text.splitlines()))
    _heading("In short", terminal)
    for label, value in page.facts:
        terminal.line(terminal.wrap(f"{label}: {value}", "    ", "  "))
    if page.related:
        _heading("Related rules", terminal)
        for other in page.related:
            terminal.line(terminal.wrap(f"{other.code} ({other.relation}): {other.title}", "    ", "  "))
    if page.waiver:
        _heading("Live with it: waive it in the document, with a reason", terminal)
        terminal.block("".join(f"  {line}\n" for line in page.waiver.splitlines()))
    if page.references:
        _heading("Read more", terminal)
    for title, url in page.references:
        terminal.line(terminal.wrap(clean(title), "  "))
        if url.startswith("https://"):
            terminal.line(f"    {clean(url)}")


def _heading(text: str, terminal: Terminal) -> None:
    terminal.line()
    terminal.line(terminal.paint(terminal.wrap(text, ""), "bold"))
