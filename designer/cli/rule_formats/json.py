"""Rules for other programs: everything that the page says, and the pictures."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Final

from designer.cli.rule_formats import ShownRule
from designer.drawing.svg import render_svg
from designer.drawing.theme import load_theme

ENDING: Final = "json"
FORMAT: Final = 1


def page(shown: ShownRule, linked: Collection[str]) -> str:
    """One rule."""
    return _text({"format": FORMAT, **_data(shown)})


def index(shown: Sequence[ShownRule]) -> str:
    """The codes with what a list shows of them."""
    rules = [
        {"code": r.page.code, "title": r.page.title, "severity": r.page.severity, "principle": r.page.principle}
        for r in shown
    ]
    return _text({"format": FORMAT, "rules": rules})


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _data(shown: ShownRule) -> dict[str, Any]:
    page = shown.page
    return {
        "code": page.code,
        "name": page.name,
        "title": page.title,
        "severity": page.severity,
        "principle": page.principle,
        "facts": dict(page.facts),
        "sections": {section.heading: section.text for section in page.sections},
        "examples": [{"sort": e.sort, "about": e.about, "at": list(e.at), "document": e.text} for e in page.examples],
        "related": [{"code": r.code, "title": r.title, "relation": r.relation} for r in page.related],
        "references": [{"title": title, "url": url} for title, url in page.references],
        "waiver": page.waiver,
        "pictures": [
            {
                "title": picture.title,
                "notes": list(picture.notes),
                "svg": render_svg(
                    picture.snapshot,
                    shown.catalog,
                    load_theme("light"),
                    picture.report if picture.report.findings else None,
                    has_head=False,
                ),
            }
            for picture in shown.both
        ],
        **({"files": [{"path": n, "told": list(told)} for n, told in shown.stands.items()]} if shown.stands else {}),
    }
