"""Places for the steps of opened files: each file in its frame, its jobs in theirs, nothing on anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_Y
from designer.drawing.arranging import Size, arranged
from designer.drawing.geometry import FRAME_MARGIN, FRAME_TITLE
from designer.drawing.grouping import FILE, JOB, ROLE, is_collapsed, nesting, title_width
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Frame

_CARD: Size = (CARD_WIDTH, CARD_HEIGHT)
_BETWEEN_FILES = GAP_Y + CARD_HEIGHT  # so that a missing step finds room between two of them


@dataclass(frozen=True, slots=True)
class _Part:
    """A frame that is laid out: its size, and the places of its steps seen from its corner."""

    size: Size
    places: Mapping[str, Position]


def is_framed(snapshot: Snapshot) -> bool:
    """Whether frames of opened files shape the layout; frames that people drew do not."""
    return any(_shapes(frame) for frame in snapshot.frames.values())


def framed_layout(snapshot: Snapshot) -> dict[str, Position]:
    """Top-left corners of all cards, starting at (0, 0).

    Files whose steps wait for those of another file stand right of it; others on shelves, small ones side by side.
    """
    frames = {i: f for i, f in snapshot.frames.items() if _shapes(f) and f.steps}
    inner = nesting(frames.values())
    below = {i for inside in inner.values() for i in inside}
    links = [(k.source, k.target) for k in snapshot.links.values() if k.is_flow]
    parts: dict[str, _Part] = {}
    for frame_id in reversed(inner):
        parts[frame_id] = _framed(frames[frame_id], {i: parts[i] for i in inner[frame_id]}, links)
    roots = {i: parts[i] for i in frames if i not in below and frames[i].extra[ROLE] == FILE}
    jobs = {i: parts[i] for i in frames if i not in below and i not in roots}
    framed = {s for part in (*roots.values(), *jobs.values()) for s in part.places}
    loose = [s for s in snapshot.steps if s not in framed]
    if jobs or loose:
        roots[""] = _inside(jobs, loose, links)
    home = {s: i for i, part in roots.items() for s in part.places}
    between = [(home[a], home[b]) for a, b in links if home[a] != home[b]]
    corners = arranged({i: part.size for i, part in roots.items()}, between, gap_y=_BETWEEN_FILES)
    return {s: p for i, part in roots.items() for s, p in _moved(part.places, corners[i]).items()}


def _shapes(frame: Frame) -> bool:
    return frame.extra.get(ROLE) in (FILE, JOB)


def _framed(frame: Frame, inner: Mapping[str, _Part], links: Sequence[tuple[str, str]]) -> _Part:
    inside = {s for part in inner.values() for s in part.places}
    part = _inside(inner, [s for s in frame.steps if s not in inside], links)
    places = _moved(part.places, (FRAME_MARGIN, FRAME_MARGIN + FRAME_TITLE))
    width, height = part.size
    full = (max(width + 2 * FRAME_MARGIN, title_width(frame.title)), height + 2 * FRAME_MARGIN + FRAME_TITLE)
    return _Part(_CARD if is_collapsed(frame) else full, places)


def _inside(inner: Mapping[str, _Part], cards: Sequence[str], links: Sequence[tuple[str, str]]) -> _Part:
    """Frames and cards beside each other; a link of a step in a frame is one of the frame."""
    home = {s: f"[{i}]" for i, part in inner.items() for s in part.places}  # no step has such an id
    sizes = {home.get(s, s): _CARD for s in (*home, *cards)}
    sizes |= {f"[{i}]": part.size for i, part in inner.items()}
    corners = arranged(sizes, [(home.get(a, a), home.get(b, b)) for a, b in links])
    places = {s: corners[s] for s in cards}
    for frame_id, part in inner.items():
        places |= _moved(part.places, corners[f"[{frame_id}]"])
    right = max((corners[i][0] + w for i, (w, _) in sizes.items()), default=0.0)
    bottom = max((corners[i][1] + h for i, (_, h) in sizes.items()), default=0.0)
    return _Part((right, bottom), places)


def _moved(places: Mapping[str, Position], by: Position) -> dict[str, Position]:
    return {step: (x + by[0], y + by[1]) for step, (x, y) in places.items()}
