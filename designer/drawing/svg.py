"""A pipeline as an SVG picture, without Qt: the same shapes and colours as on the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from designer.drawing.geometry import Area, flattened, link_curves
from designer.drawing.ghost_places import ghost_places
from designer.drawing.grouping import Grouping, grouping
from designer.drawing.layout import bounds, placed
from designer.drawing.link_shapes import Shape, link_shapes
from designer.drawing.marks import GhostMark, ReportMark
from designer.drawing.svg_cards import box_card, card, ghost_card
from designer.drawing.svg_drawings import drawn, in_pictures
from designer.drawing.svg_elements import FONT, element, note, number, rectangle, text
from designer.drawing.svg_links import frame, ghost_links, link, missing_link
from designer.drawing.svg_score import STRIP_HEIGHT, STRIP_WIDTH, score_strip
from designer.drawing.text_fit import elide
from designer.drawing.theme import Theme
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Link
from designer.steps.catalog import Catalog

_MARGIN = 40.0
_SEGMENTS = 24
_TITLE_HEIGHT = 54.0
_LEAST_WIDTH = 320.0


@dataclass(frozen=True, slots=True)
class _PlacedGhost:
    ghost: GhostMark
    codes: list[str]
    place: Position


def render_svg(
    snapshot: Snapshot,
    catalog: Catalog,
    theme: Theme,
    report: ReportMark | None = None,
    *,
    has_head: bool = True,
    straight_links: bool = False,
) -> str:
    """The picture as the text of an SVG file.

    Args:
        snapshot: the pipeline; steps without a place are laid out.
        catalog: the kinds of its steps.
        theme: colours.
        report: findings, drawn as badges and missing steps, and the score, drawn on top; None leaves them out.
        has_head: whether the name and the score stand on top.
        straight_links: links have straight angles only.
    """
    positions = placed(snapshot).positions
    groups = grouping(snapshot.frames, positions)
    places = {s: groups.place(s, positions) for s in positions}
    links = [k for k in snapshot.links.values() if _is_shown(k, groups)]
    bends = {k.id: snapshot.bends.get(k.id, ()) for k in links if not {k.source, k.target} & groups.homes.keys()}
    shapes = link_shapes(links, places, bends, straight_links)
    ghosts = _ghosts(snapshot, places, report, groups)
    left, top, right, bottom = _extent(snapshot, places, ghosts, groups.areas.values(), links, shapes)
    head = (_TITLE_HEIGHT if snapshot.name else 0.0) + (STRIP_HEIGHT + _MARGIN / 2 if report else 0.0)
    head = head if has_head else 0.0
    width = max(right - left, STRIP_WIDTH if report and has_head else _LEAST_WIDTH)
    left -= (width - (right - left)) / 2
    page = (left - _MARGIN, top - head - _MARGIN, width + 2 * _MARGIN, bottom - top + head + 2 * _MARGIN)
    parts = [*_head(snapshot, report, theme, (left, page[1] + _MARGIN, width, head))] if has_head else []
    parts += [frame(snapshot.frames[i], area, theme) for i, area in groups.areas.items()]
    parts += [ghost_links(g.place, _at(places, g.ghost.after), _at(places, g.ghost.before), theme) for g in ghosts]
    parts += [missing_link(places[a], places[b], theme) for a, b in _missing_links(places, report)]
    implied = {s.id for s in snapshot.steps.values() if s.get("implicit")}
    parts += [
        link(
            k,
            places[k.source],
            places[k.target],
            theme,
            implied=bool({k.source, k.target} & implied),
            shape=shapes.get(k.id),
        )
        for k in links
    ]
    findings = report.by_step if report else {}
    shown = [s for s in snapshot.steps.values() if s.id not in groups.homes]
    parts += [card(s, places[s.id], catalog, theme, findings.get(s.id, ())) for s in shown]
    for box in groups.boxes.values():
        found = [f for s in box.steps for f in findings.get(s, ())]
        parts.append(box_card(box, [snapshot.steps[s] for s in box.steps], catalog, theme, found))
    parts += [ghost_card(g.ghost, g.codes, g.place, catalog, theme) for g in ghosts]
    parts += [drawn(n, theme) for n in in_pictures(snapshot.notes.values())]
    return _document(page, theme, snapshot, report, parts)


def _is_shown(link: Link, groups: Grouping) -> bool:
    """Whether a link leads from one card or box to another."""
    home = groups.homes.get(link.source)
    return home is None or home != groups.homes.get(link.target)


def _document(page: Area, theme: Theme, snapshot: Snapshot, report: ReportMark | None, parts: list[str]) -> str:
    root = element(
        "svg",
        "\n",
        note("title", snapshot.name or "ML pipeline"),
        "\n",
        note("desc", description(snapshot, report)),
        "\n",
        rectangle(page, fill=theme.colour("canvas")),
        "\n",
        "\n".join(parts),
        "\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(number(v) for v in page),
        width=page[2],
        height=page[3],
        role="img",
        font_family=FONT,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def description(snapshot: Snapshot, report: ReportMark | None) -> str:
    """The picture in words."""
    steps = ", ".join(s.label for s in snapshot.steps.values())
    counts = f"{_counted(len(snapshot.steps), 'step')} and {_counted(len(snapshot.links), 'link')}"
    words = [f"{counts}: {steps}." if steps else "An empty pipeline."]
    if report:
        total = "not assessed" if report.score.overall is None else f"{report.score.overall} of 100"
        words.append(f"Score {total}, grade {report.score.grade}; {_counted(len(report.findings), 'finding')}.")
    return " ".join(words)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _ghosts(
    snapshot: Snapshot, places: Mapping[str, Position], report: ReportMark | None, groups: Grouping
) -> list[_PlacedGhost]:
    """Missing steps with their places; findings that miss the same kind beside the same cards share one."""
    wanted: dict[tuple[str, frozenset[Position], frozenset[Position]], tuple[GhostMark, list[str]]] = {}
    for finding in report.findings if report else ():
        if finding.ghost and finding.ghost.kind:
            ends = (finding.ghost.after, finding.ghost.before)
            after, before = (frozenset(places[s] for s in ids if s in places) for ids in ends)
            wanted.setdefault((finding.ghost.kind, after, before), (finding.ghost, []))[1].append(finding.code)
    notes = [(n.x, n.y, n.width, n.height) for n in snapshot.notes.values() if n.takes_room]
    framed = {area: snapshot.frames[i].steps for i, area in groups.areas.items()}
    found = ghost_places(places, (ghost for ghost, _ in wanted.values()), notes, framed)
    return [_PlacedGhost(g, codes, p) for (g, codes), p in zip(wanted.values(), found, strict=True) if p is not None]


def _missing_links(places: Mapping[str, Position], report: ReportMark | None) -> list[tuple[str, str]]:
    ghosts = [f.ghost for f in report.findings if f.ghost and not f.ghost.kind] if report else []
    pairs = ((a, b) for g in ghosts for a in g.after for b in g.before if a in places and b in places)
    return list(dict.fromkeys(pairs))


def _extent(
    snapshot: Snapshot,
    places: Mapping[str, Position],
    ghosts: Iterable[_PlacedGhost],
    areas: Iterable[Area],
    links: Sequence[Link],
    shapes: Mapping[str, Shape],
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that is drawn."""
    cards = {**places, **{f"ghost {i}": g.place for i, g in enumerate(ghosts)}}
    boxes = [bounds(cards)] if cards else []
    boxes += [(n.x, n.y, n.x + n.width, n.y + n.height) for n in in_pictures(snapshot.notes.values())]
    boxes += [(x, y, x + w, y + h) for x, y, w, h in areas]
    boxes += [(*s.points.min(0).tolist(), *s.points.max(0).tolist()) for s in shapes.values()]
    links = [k for k in links if k.id not in shapes]
    if links:
        sources, targets = (np.array([places[getattr(k, end)] for k in links]) for end in ("source", "target"))
        curves = link_curves(sources, targets, np.array([not k.is_flow for k in links]))
        points = flattened(curves, _SEGMENTS).reshape(-1, 2)  # control points may lie far off the curve
        boxes.append((*points.min(0).tolist(), *points.max(0).tolist()))
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    lows, highs = [b[:2] for b in boxes], [b[2:] for b in boxes]
    return (min(x for x, _ in lows), min(y for _, y in lows), max(x for x, _ in highs), max(y for _, y in highs))


def _head(snapshot: Snapshot, report: ReportMark | None, theme: Theme, area: Area) -> list[str]:
    left, top, width, _ = area
    parts = []
    if snapshot.name:
        title = elide(snapshot.name, 22, width, bold=True)
        parts.append(text(title, left, top + 24, 22, theme.colour("ink"), font_weight="700"))
        top += _TITLE_HEIGHT
    if report:
        parts.append(score_strip(report.score, (left, top, width, STRIP_HEIGHT), theme))
    return parts


def _at(places: Mapping[str, Position], steps: Iterable[str]) -> list[Position]:
    return [places[s] for s in steps if s in places]
