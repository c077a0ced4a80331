"""Finds the list in a text: chains of arrows, numbers, bullets, or nothing but short lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from designer.recognition.plain_words import PlainWords
from designer.recognition.recogniser import UNKNOWN
from designer.targets.lines.line import Line, lines_of
from designer.targets.sketch import Area, Arrow, Box, Sketch

MAX_LINES: Final = 3_000
_SHORT: Final = 80
_MOST_PROSE: Final = 0.2  # of other text, for each line of the list, that a list may stand in
_HALF: Final = 0.5
_MOST_CODE: Final = 0.25  # of the lines; more, and the text was written for a program


@dataclass(slots=True)
class _Block:
    """Lines of one list with nothing else between them; further lines under each."""

    heading: str
    items: list[Line] = field(default_factory=list)
    under: dict[int, list[str]] = field(default_factory=dict)

    @property
    def is_numbered(self) -> bool:
        return len(self.items) > 1 and [i.count for i in self.items] == list(
            range(self.items[0].count, self.items[0].count + len(self.items))
        )


def may_be_list(text: str) -> bool:
    """Whether it is worth a look: two lines, or an arrow."""
    found = lines_of(text[:20_000])
    return len(found) > 1 or any(len(line.parts) > 1 for line in found)


def read_list(text: str, words: PlainWords) -> Sketch | None:
    """The steps of the list in a text; None when there is no list in it.

    Args:
        words: what lines say.
    """
    lines = lines_of(text)[:MAX_LINES]
    if sum(line.is_for_programs for line in lines) > len(lines) * _MOST_CODE:
        return None
    chained = [line for line in lines if len(line.parts) > 1]
    if chained and len(chained) >= len([n for n in lines if not n.is_heading]) * _HALF:
        return _chains(lines)
    blocks = _blocks(lines)
    marked = sum(len(block.items) for block in blocks)
    if not marked:
        return _short_lines(lines, words)
    prose = [n for n in lines if not n.marker and not n.is_heading and n.indent == 0]
    if len(prose) <= marked * _MOST_PROSE and marked > 1:
        return _of_blocks(blocks, lines, words)
    return _inside_prose(blocks, lines, marked, words)


def _chains(lines: Sequence[Line]) -> Sketch:
    """Lines such as ``a -> b -> c``; the same words are the same step."""
    sketch = Sketch()
    for line in lines:
        keys = []
        for part in line.parts if len(line.parts) > 1 or line.marker else ():
            key = part.casefold()
            sketch.boxes.setdefault(key, Box(part, line.number))
            keys.append(key)
        sketch.arrows += [Arrow(a, b, line.number) for a, b in pairwise(keys)]
        if not keys and not line.is_heading:
            sketch.ignored.append((line.number, "other text was left out"))
    return sketch


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """Lists of lines with the same marker; what is bulleted or indented below a line belongs to it."""
    blocks: list[_Block] = []
    current: _Block | None = None
    heading = ""
    for line in lines:
        first = current.items[0] if current and current.items else None
        if first and current and _is_under(line, first):
            current.under.setdefault(current.items[-1].number, []).append(line.text)
        elif not line.marker:
            current, heading = None, line.text.strip("#: ") if line.is_heading else ""
        elif first and current and line.marker == first.marker and _goes_on(line, current.items[-1]):
            current.items.append(line)
        else:
            current = _Block(heading, [line])
            blocks.append(current)
            heading = ""
    return blocks


def _is_under(line: Line, first: Line) -> bool:
    return line.indent > first.indent or (first.marker == "1" and line.marker == "-")


def _goes_on(line: Line, last: Line) -> bool:
    return line.count in (0, last.count + 1)


def _of_blocks(blocks: Sequence[_Block], lines: Sequence[Line], words: PlainWords) -> Sketch:
    """All lists of a text; numbered ones are linked, headings of several lists are frames."""
    sketch = Sketch()
    for block in blocks:
        before, inside = "", []
        for line in block.items:
            if words.read(line.text).is_absent:
                sketch.absent.append(line.text)
                continue
            key = str(line.number)
            details = "\n".join(f"- {text}" for text in block.under.get(line.number, ()))
            sketch.boxes[key] = Box(line.text, line.number, details=details)
            if before and block.is_numbered:
                sketch.arrows.append(Arrow(before, key, line.number))
            before = key
            inside.append(key)
        if block.heading and len(blocks) > 1:
            sketch.areas.append(Area(block.heading, tuple(inside)))
    taken = {line.number for block in blocks for line in block.items}
    under = {text for block in blocks for texts in block.under.values() for text in texts}
    for line in lines:
        if line.number not in taken and not line.is_heading and line.text not in under:
            sketch.ignored.append((line.number, "other text was left out"))
    return sketch


def _inside_prose(blocks: Sequence[_Block], lines: Sequence[Line], marked: int, words: PlainWords) -> Sketch | None:
    """The numbered list in a longer text that most says what steps do; else bullets, where they are most of it."""

    def share(block: _Block) -> float:
        return sum(_names_a_step(words, line) for line in block.items) / len(block.items)

    numbered = [block for block in blocks if block.is_numbered and share(block) > _HALF]
    if numbered:
        best = max(numbered, key=lambda block: (round(share(block), 2), len(block.items)))
        best.heading = ""
        return _of_blocks([best], lines, words)
    items = [line for block in blocks for line in block.items]
    fitting = sum(_names_a_step(words, line) for line in items)
    if marked > 1 and marked >= len(lines) * _HALF and fitting >= len(items) * _HALF:
        return _of_blocks(blocks, lines, words)
    return None


def _names_a_step(words: PlainWords, line: Line) -> bool:
    said = words.read(line.text)
    return said.is_absent or said.kind != UNKNOWN


def _short_lines(lines: Sequence[Line], words: PlainWords) -> Sketch | None:
    """Lines without any marker: steps when all are short and most say what a step does."""
    if len(lines) < 2 or any(len(line.text) > _SHORT or line.looks_like_code for line in lines):
        return None
    if sum(_names_a_step(words, line) for line in lines) <= len(lines) * _HALF:
        return None
    return _of_blocks([_Block("", list(lines))], lines, words)
