"""What a pasted text is, asked in this order; the first that fits counts, and nothing in it is ever run.

1. A text that is too long: its beginning becomes a note.
2. A block in a Markdown fence (three backticks) is taken out of it.
3. A pipeline of this program, a copied part of one or a whole document (``steps:``).
4. The formats that can be read, each by its own marks: a Mermaid flowchart, a workflow, a dvc.yaml ...; last of all a
   list of lines.
5. Everything else becomes a note. Credentials in it are masked, as those in titles are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from textwrap import dedent
from typing import Any, Final

from designer.commands.pasting import Added, add_fragment
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_Y
from designer.drawing.free_space import Box, FreeSpace
from designer.drawing.geometry import FRAME_MARGIN, FRAME_TITLE
from designer.drawing.layout import bounds, placed
from designer.errors import DesignerError, DocumentError
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position, Snapshot
from designer.model.step import NO_ATTRIBUTES, Frame, Link, Note
from designer.session.services import Services
from designer.storage.document import parse_fragment
from designer.storage.fragment import incoming_of
from designer.targets.imported import KEPT, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.targets.sketch import NothingDrawn

MAX_TEXT: Final = 1_000_000  # characters
ORIGIN: Final = "origin"
MAX_NOTE: Final = 5_000  # a note is for reading
_OWN: Final = re.compile(r"^steps\s*:", re.MULTILINE)
_FENCE: Final = re.compile(r"[ \t]*```[ \t]*(\w*)")
_NOT_OURS: Final = ("opaque", "partial", "assessed", "name")  # facts of a file that are none of where it is pasted
_FORMATS: Final = ("mermaid", "yaml", "yml")
_NOTE_LINE: Final = 34  # letters of a line of a note
_NOTE_SIZE: Final = (260.0, 120.0, 520.0)  # width, least height, most height


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a text holds.

    Args:
        fragment: steps with places, links, notes and frames.
        origin: what it was, ``a Mermaid flowchart``; empty for a note.
        incoming: links into it from steps outside.
        facts: facts of its pipeline, for one that has no steps yet.
        unread: what became of its other lines, ``2 lines not understood``; empty where there are none.
        losses: how many of its facts only its own format can say.
        problem: why it is a note, though it looked like more.
    """

    fragment: Snapshot
    origin: str = ""
    incoming: tuple[Link, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    unread: str = ""
    losses: int = 0
    problem: str = ""


def read_pasted(services: Services, text: str) -> Pasted:
    """What a text is; never refuses one. For any thread."""
    if len(text) > MAX_TEXT:
        return _note(services, text, f"it has {len(text):,} characters, and more than {MAX_TEXT:,} are not read")
    text = dedent(_unfenced(text).expandtabs(4).replace("\r\n", "\n")).rstrip("\n")
    problem = ""
    if _OWN.search(text):
        try:
            fragment = placed(parse_fragment(text, services.catalog))
            facts = {k: v for k, v in fragment.facts.items() if k not in _NOT_OURS}
            return Pasted(replace(fragment, facts={}), "a pipeline", incoming_of(text), facts)
        except DocumentError as e:
            problem = _reason(e)
    for importer in services.importers.values():
        path = importer.path_of_text(text)
        if path is None:
            continue
        try:
            return _imported(services, importer, SourceFile(path, text))
        except NothingDrawn:
            continue
        except DesignerError as e:
            problem = problem or _reason(e)
    return _note(services, text, problem)


def _imported(services: Services, importer: Importer, file: SourceFile) -> Pasted:
    around = Surroundings(services.catalog, services.recogniser, lambda _: None)
    read = importer.read(file, around)
    neutral = importer.portable(file, read, read.snapshot, around)
    snapshot = neutral.snapshot
    if not snapshot.steps:
        raise DocumentError("no step was found in it")
    facts = {k: v for k, v in snapshot.facts.items() if k not in _NOT_OURS}
    lines = len({r.line for r in read.remarks if r.status == KEPT})
    unread = f"{lines} line{'' if lines == 1 else 's'} {importer.unread}" if lines else ""
    fragment = _arranged(replace(snapshot, facts={}))
    return Pasted(fragment, importer.called, facts=facts, unread=unread, losses=len(neutral.losses))


def _arranged(snapshot: Snapshot) -> Snapshot:
    """Places for all cards, those of a frame together; notes below them."""
    whole = placed(replace(snapshot, positions={}))
    left, _, _, bottom = bounds(whole.positions)
    notes = {i: replace(n, x=left, y=bottom + GAP_Y) for i, n in snapshot.notes.items()}
    return replace(whole, notes=notes)


def paste(pipeline: Pipeline, pasted: Pasted, at: Position, *, keeps_incoming: bool = False) -> Added:
    """Adds what was pasted, its corner at a place or near it, as one undo step.

    A pipeline without steps takes over what was said of the whole; else the steps say themselves where they come from.
    """
    fragment, facts = pasted.fragment, {} if pipeline.steps else pasted.facts
    origin = pasted.facts.get(ORIGIN)
    if pipeline.steps and origin and origin != pipeline.facts.get(ORIGIN):
        steps = {i: s.with_attributes({ORIGIN: s.get(ORIGIN, origin)}) for i, s in fragment.steps.items()}
        fragment = replace(fragment, steps=steps)
    offset = offset_for(fragment, at, pipeline.snapshot())
    return add_fragment(pipeline, fragment, offset, pasted.incoming if keeps_incoming else (), facts)


def offset_for(fragment: Snapshot, at: Position, board: Snapshot) -> Position:
    """How far a fragment moves so that its corner comes to a place, or near it where nothing is in the way."""
    left, top, right, bottom = extent(fragment)
    side = FRAME_MARGIN * bool(fragment.frames)
    above = side + FRAME_TITLE * bool(fragment.frames)
    taken: list[Box] = [(x, y, CARD_WIDTH, CARD_HEIGHT) for x, y in board.positions.values()]
    taken += [(n.x, n.y, n.width, n.height) for n in board.notes.values() if n.takes_room]
    taken += [_framed(board, frame) for frame in board.frames.values() if frame.steps]
    width, height = right - left + 2 * side, bottom - top + above + side
    x, y = FreeSpace(taken, GAP_Y).nearest(at[0] - side, at[1] - above, width, height)
    return (round(x + side - left), round(y + above - top))


def _framed(board: Snapshot, frame: Frame) -> Box:
    left, top, right, bottom = bounds({s: board.positions[s] for s in frame.steps if s in board.positions})
    above = FRAME_MARGIN + FRAME_TITLE
    return (left - FRAME_MARGIN, top - above, right - left + 2 * FRAME_MARGIN, bottom - top + above + FRAME_MARGIN)


def extent(fragment: Snapshot) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of cards and notes; four zeros when there are none."""
    boxes = [(x, y, x + CARD_WIDTH, y + CARD_HEIGHT) for x, y in fragment.positions.values()]
    boxes += [(n.x, n.y, n.x + n.width, n.y + n.height) for n in fragment.notes.values()]
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def as_note(services: Services, text: str) -> Pasted:
    """A text as a note, whatever it is."""
    return _note(services, text, "")


def _note(services: Services, text: str, problem: str) -> Pasted:
    shown = text.strip()[:MAX_NOTE]
    if not shown:
        return Pasted(Snapshot())
    shown = services.recogniser.hazards.hide(shown)
    rows = sum(1 + len(line) // _NOTE_LINE for line in shown.splitlines())
    width, least, most = _NOTE_SIZE
    height = min(max(least, 44.0 + 20.0 * rows), most)
    note = Note("note", shown, 0.0, 0.0, width, height)
    return Pasted(Snapshot(notes={note.id: note}), problem=problem)


def _unfenced(text: str) -> str:
    """The inside of a fence, where the text is nothing else, or of the first fence that names a format."""
    if "```" not in text:
        return text
    found = _fences(text)
    whole = text.strip()
    if len(found) == 1 and (found[0][0] or (whole.startswith("```") and whole.endswith("```"))):
        return found[0][1]
    named = [inside for name, inside in found if name in _FORMATS]
    return named[0] if named else text


def _fences(text: str) -> list[tuple[str, str]]:
    """Language and inside of each fenced block."""
    found: list[tuple[str, str]] = []
    name: str | None = None
    inside: list[str] = []
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if fence is None:
            inside.append(line)
        elif name is None:
            name, inside = fence[1].casefold(), []
        else:
            found.append((name, "\n".join(inside)))
            name, inside = None, []
    return found


def _reason(error: DesignerError) -> str:
    return f"{error.message} (line {error.line})" if error.line else error.message
