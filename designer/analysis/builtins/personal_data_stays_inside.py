"""Whether a step that holds personal data hands what it holds to everybody (SEC022)."""

from __future__ import annotations

from designer.analysis.builtin import AnchorCheck
from designer.analysis.operator import Question
from designer.analysis.personal_data import personal_data, stays_inside
from designer.analysis.text_operator import told


def _missing(question: Question) -> str:
    view, step = question.view, question.anchor
    personal, name = personal_data(view), view.name(step)
    mark = personal.marks.get(name)
    if mark is None:
        return ""
    shown = told(view.texts.of(step, "published_openly"))
    way = " -> ".join(personal.path(name))
    return f"{mark.level} personal data of {mark.source} ({way}) is handed to everybody: {shown}"


check = AnchorCheck(stays_inside, _missing)
