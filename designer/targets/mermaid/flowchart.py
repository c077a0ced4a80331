"""Reads a flowchart: boxes, arrows, sub-graphs. What it does not know is named with its line and left out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from designer.targets.mermaid.chain import ChainReader, Corner
from designer.targets.mermaid.statements import statements
from designer.targets.mermaid.words import plain_words
from designer.targets.sketch import Area, Arrow, Box, Sketch, is_outcome

_HEAD: Final = re.compile(r"(?:flowchart(?:-elk)?|graph)(?:\s+(?:TB|TD|BT|RL|LR|[<>^v]))?(?=\s|;|\Z)\s*", re.IGNORECASE)
_LOOKS: Final = re.compile(r"(classDef|class|style|linkStyle|click|direction|accTitle|accDescr|title)\b")
_SUBGRAPH: Final = re.compile(r"subgraph\b\s*(.*)", re.DOTALL)
_TITLED: Final = re.compile(r"([^\s\[\]\"]+)\s*\[(.*)\]\s*\Z", re.DOTALL)
_STYLED: Final = re.compile(r"[\w.-]+@\{(?!.*\b(?:shape|label)\s*:).*\}")  # settings of an arrow
_LEAST_NAME: Final = 3  # letters from which on a name says something


def is_flowchart(text: str) -> bool:
    """Whether the first thing that is no comment says so."""
    first = next(statements(text[:20_000]), (0, ""))[1]
    return bool(_HEAD.match(first))


def read_flowchart(text: str) -> Sketch:
    """Everything in a flowchart."""
    reader = _Reader()
    for number, statement in statements(text):
        reader.take(number, statement)
    return reader.finish()


class _Reader:
    """What was read so far, and the sub-graphs that are open."""

    def __init__(self) -> None:
        self._sketch = Sketch()
        self._open: list[str] = []
        self._titles: dict[str, str] = {}
        self._inside: dict[str, dict[str, None]] = {}
        self._arrows: list[Arrow] = []
        self._head_is_read = False

    def take(self, line: int, statement: str) -> None:
        """One statement."""
        if not self._head_is_read:
            self._head_is_read = True
            statement = _HEAD.sub("", statement, count=1)
            if not statement:
                return
        subgraph = _SUBGRAPH.match(statement)
        if subgraph:
            self._begin(subgraph[1])
        elif statement == "end":
            self._open[-1:] = []
        elif _LOOKS.match(statement):
            word = statement.split()[0]
            self._sketch.remarks.append((line, f"{word} only says how the picture looks; it was left out"))
        else:
            self._chain(line, statement)

    def finish(self) -> Sketch:
        """Everything, with arrows at sub-graphs led to the boxes in them."""
        sketch = self._sketch
        for name in self._titles:
            sketch.boxes.pop(name, None)
        for arrow in self._arrows:
            for source in self._ends(arrow.source, is_start=True):
                for target in self._ends(arrow.target, is_start=False):
                    sketch.arrows.append(Arrow(source, target, arrow.line, arrow.text, arrow.is_weak))
        sketch.areas = [Area(title, tuple(self._inside[name])) for name, title in self._titles.items()]
        return sketch

    def _begin(self, rest: str) -> None:
        titled = _TITLED.match(rest.strip())
        name, title = (titled[1], titled[2]) if titled else (rest.strip(), rest)
        name = name.strip('"') or f"area {len(self._titles)}"
        self._titles[name] = plain_words(title)
        self._inside.setdefault(name, {})
        self._open.append(name)

    def _chain(self, line: int, statement: str) -> None:
        """Boxes with arrows between them."""
        chain = ChainReader(statement)
        groups, arrows = chain.read()
        if _STYLED.fullmatch(statement):
            return
        if chain.rest and not arrows:  # words of another diagram, or of a newer one
            self._sketch.ignored.append((line, f"{statement[:60]!r} was not understood"))
            return
        for group in groups:
            for corner in group:
                self._box(line, corner)
        for (sources, targets), arrow in zip(pairwise(groups), arrows, strict=False):
            if arrow.text and not is_outcome(arrow.text):
                told = f"the words {arrow.text!r} on a link have no place and were left out"
                self._sketch.ignored.append((line, told))
            if arrow.is_seen:
                found = [(a.name, b.name) for a in sources for b in targets]
                self._arrows += [Arrow(a, b, line, arrow.text, arrow.is_dotted) for a, b in found]
        if chain.rest:
            self._sketch.ignored.append((line, f"{chain.rest[:60]!r} was not understood"))

    def _box(self, line: int, corner: Corner) -> None:
        boxes = self._sketch.boxes
        known = boxes.get(corner.name)
        if known is None or corner.words:
            title = corner.words or (known.title if known else corner.name.replace("_", " ").replace("-", " "))
            name = corner.name if len(corner.name) >= _LEAST_NAME else ""
            boxes[corner.name] = Box(title, known.line if known else line, corner.hint, name=name)
        for name in self._open:
            self._inside[name][corner.name] = None

    def _ends(self, name: str, *, is_start: bool) -> list[str]:
        """The box of a name; of a sub-graph the boxes that its other boxes lead to, or start from."""
        if name not in self._titles:
            return [name]
        inside = [box for box in self._inside[name] if box in self._sketch.boxes]
        between = [a for a in self._arrows if a.source in inside and a.target in inside]
        busy = {a.source if is_start else a.target for a in between}
        return [box for box in inside if box not in busy] or inside[:1]
