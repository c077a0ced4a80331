"""Cards, badges and ghosts as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.card_text import (
    GUESSED_TEXT,
    below_title,
    is_guessed,
    is_kept,
    is_manual,
    is_planned,
    run_count,
    run_text,
)
from designer.drawing.detail import NEAR, sign_area
from designer.drawing.geometry import (
    BADGE_ICON,
    BOX_SIGN,
    CARD_RADIUS,
    COUNT_SIZE,
    ICON,
    SEVERITY_GLYPHS,
    STACK_STEP,
    STRIPE,
    TILE,
    TILE_RADIUS,
    badge_area,
    count_area,
    guess_area,
    severity_shape,
)
from designer.drawing.grouping import Box, telling_kind
from designer.drawing.marks import FindingMark, GhostMark, worst
from designer.drawing.svg_elements import element, icon, note, number, polygon, rectangle, text
from designer.drawing.text_fit import elide, wrap
from designer.drawing.theme import Theme, mix
from designer.model.snapshot import Position
from designer.model.step import Step
from designer.steps.catalog import Catalog

_WHOLE = (0.0, 0.0, CARD_WIDTH, CARD_HEIGHT)
_SHADOWS = ((0.0, 1.5), (1.5, 2.5), (3.0, 3.5))  # how far each layer spreads, and how far it falls


def card(step: Step, place: Position, catalog: Catalog, theme: Theme, findings: Sequence[FindingMark]) -> str:
    """The card of a step with the badge of its findings."""
    kind = catalog.kind(step.kind)
    below = below_title(catalog, step)
    spoken = ", ".join([step.label, *below, *(f"{f.severity} {f.code} {f.title}" for f in findings)])
    runs = run_count(step)
    parts = [note("title", spoken), *(_stack(theme) if runs is not None else ())]
    parts += _body(theme, theme.kind_colour(kind.colour), kind.icon, is_planned(step), is_kept(catalog, step))
    manual = is_manual(catalog, step)
    if manual:
        parts.append(icon("hand", sign_area(0), theme.colour("ink_soft")))
    parts.append(_words(step.label, below, theme.colour("ink"), theme.colour("ink_soft"), int(manual)))
    if findings:
        parts.append(badge(worst(findings), len(findings), theme))
    if is_guessed(catalog, step):
        parts.append(_guess(theme))
    if runs is not None:
        parts.append(_runs(run_text(runs), theme))
    return element("g", *parts, transform=_at(place))


def box_card(box: Box, steps: Sequence[Step], catalog: Catalog, theme: Theme, findings: Sequence[FindingMark]) -> str:
    """The box of a collapsed frame: how many steps it stands for, and the findings of all of them."""
    kind = catalog.kind(telling_kind(catalog, steps))
    title, second = box.frame.title or box.frame.id, f"{len(steps)} step{'' if len(steps) == 1 else 's'}"
    edge, inner = theme.colour("frame"), (3.5, 3.5, CARD_WIDTH - 7, CARD_HEIGHT - 7)
    x, y, side, _ = BOX_SIGN
    plus = f"M {number(x + 3)} {number(y + side / 2)} h {number(side - 6)} M {number(x + side / 2)} {number(y + 3)} v 6"
    parts = [
        note("title", ", ".join([title, second, *(s.label for s in steps)])),
        *_body(theme, theme.kind_colour(kind.colour), kind.icon, planned=False),
        rectangle(inner, CARD_RADIUS - 3, fill=edge, fill_opacity=0.09, stroke=edge, stroke_width=1.2),
        rectangle(BOX_SIGN, 3.0, fill="none", stroke=theme.colour("ink_soft"), stroke_width=1.4),
        element("path", d=plus, stroke=theme.colour("ink_soft"), stroke_width=1.4),
        _words(title, (second,), theme.colour("ink"), theme.colour("ink_soft"), 1),
    ]
    if findings:
        parts.append(badge(worst(findings), len(findings), theme))
    return element("g", *parts, transform=_at(box.place))


def _stack(theme: Theme) -> list[str]:
    """Two cards that look out from under one that runs several times."""
    style = {"fill": theme.colour("card"), "stroke": theme.colour("card_edge")}
    places = ((away, away, CARD_WIDTH, CARD_HEIGHT) for away in (2 * STACK_STEP, STACK_STEP))
    return [rectangle(area, CARD_RADIUS, stroke_width=theme.edge, **style) for area in places]


def _guess(theme: Theme) -> str:
    """The question mark of a guessed card."""
    x, y, side, _ = guess_area((0.0, 0.0))
    accent, middle = theme.colour("accent"), side / 2
    circle: dict[str, str | float | None] = {"fill": theme.colour("card"), "stroke": accent, "stroke_dasharray": "4 3"}
    return element(
        "g",
        note("title", GUESSED_TEXT),
        element("circle", cx=x + middle, cy=y + middle, r=middle - 1, **circle),
        text("?", x + middle, y + middle + 4, COUNT_SIZE, accent, text_anchor="middle", font_weight="700"),
    )


def _runs(words: str, theme: Theme) -> str:
    """The pill that says how often a step runs."""
    x, y, width, height = count_area((0.0, 0.0), words)
    pill = (x + 0.5, y + 0.5, width - 1, height - 1)
    style = {"text_anchor": "middle", "font_weight": "700"}
    return rectangle(pill, height / 2 - 0.5, fill=theme.colour("card"), stroke=theme.colour("card_edge")) + text(
        words, x + width / 2, y + height / 2 + 4, COUNT_SIZE, theme.colour("ink"), **style
    )


def _words(title: str, below: Sequence[str], ink: str, soft: str, signs: int = 0) -> str:
    """A card's texts; a title too long for one line takes two, as a picture has no tooltip on paper."""
    lines, said = wrap(title, NEAR.title, NEAR.width, 2, bold=True), [words for words in below if words]
    bases, lower = NEAR.rows(len(lines), len(said))
    parts = [text(line, NEAR.left, y, NEAR.title, ink, font_weight="600") for line, y in zip(lines, bases, strict=True)]
    for words, y, size in zip(said, lower, NEAR.below, strict=False):
        parts.append(text(elide(words, size, NEAR.room(y, signs)), NEAR.left, y, size, soft))
    return "".join(parts)


def _body(theme: Theme, colour: str, icon_name: str, planned: bool, kept: bool = False) -> list[str]:
    """All of a card but its words: shadow, paper, coloured edge and icon."""
    paper, edge, dashes = theme.colour("card"), theme.colour("card_edge"), None
    if kept:
        paper = mix(theme.colour("greek_soft"), paper, 0.55)
    if planned:
        edge, dashes = theme.colour("ink_faint"), "5 4"
    return [
        *(_shadow(spread, fall, theme) for spread, fall in _SHADOWS if theme.shadow),
        rectangle(_WHOLE, CARD_RADIUS, fill=paper, stroke=edge, stroke_width=theme.edge, stroke_dasharray=dashes),
        element("path", d=_STRIPE_PATH, fill=colour),
        rectangle(TILE, TILE_RADIUS, fill=colour, fill_opacity=theme.tint),
        icon(icon_name, ICON, colour),
    ]


def _shadow(spread: float, fall: float, theme: Theme) -> str:
    area = (-spread, fall - spread / 2, CARD_WIDTH + 2 * spread, CARD_HEIGHT + spread)
    opacity = theme.shadow / len(_SHADOWS)
    return rectangle(area, CARD_RADIUS + spread, fill=theme.colour("shadow"), fill_opacity=opacity)


def _stripe() -> str:
    """The coloured left edge: what a card's rounded outline leaves of a narrow bar."""
    r, w, h = CARD_RADIUS, STRIPE, CARD_HEIGHT
    inner = r - (r * r - (r - w) ** 2) ** 0.5  # where the outline's arc crosses the bar's right side
    top, bottom = number(inner), number(h - inner)
    return (
        f"M {number(w)} {top} A {number(r)} {number(r)} 0 0 0 0 {number(r)} V {number(h - r)} "
        f"A {number(r)} {number(r)} 0 0 0 {number(w)} {bottom} Z"
    )


_STRIPE_PATH = _stripe()


def badge(severity: str, count: int, theme: Theme) -> str:
    """The pill at the top right corner: the severity's shape, and the number of findings from two on."""
    x, y, width, height = badge_area((0.0, 0.0), count)
    pill = (x + 0.5, y + 0.5, width - 1, height - 1)
    nudge = 0.8 if severity == "warning" else 0.0  # a triangle's middle lies below the middle of its box
    parts = [
        rectangle(pill, height / 2 - 0.5, fill=theme.colour("card"), stroke=theme.colour(severity)),
        _severity(severity, (x + height / 2, y + height / 2 + nudge), BADGE_ICON / 2, theme),
    ]
    if count > 1:
        shown = str(count) if count < 10 else "9+"
        middle = x + height - 3.5 + (width - height) / 2
        style = {"text_anchor": "middle", "font_weight": "700"}
        parts.append(text(shown, middle, y + height / 2 + 4, 11, theme.colour("ink"), **style))
    return element("g", *parts)


def _severity(severity: str, centre: Position, radius: float, theme: Theme) -> str:
    """An octagon with a cross, a triangle with an exclamation mark, or a circle with an i."""
    colour, corners = theme.colour(severity), severity_shape(severity, centre, radius)
    x, y = centre
    shape = (
        polygon(corners, fill=colour, stroke=colour, stroke_width=radius / 5, stroke_linejoin="round")
        if corners
        else element("circle", cx=x, cy=y, r=radius, fill=colour)
    )
    strokes = " ".join(
        f"M {number(x + x0 * radius)} {number(y + y0 * radius)} L {number(x + x1 * radius)} {number(y + y1 * radius)}"
        for x0, y0, x1, y1 in SEVERITY_GLYPHS[severity]
    )
    ink, width = theme.colour("on_state"), radius * 0.27
    return shape + element("path", d=strokes, stroke=ink, stroke_width=width, stroke_linecap="round")


def ghost_card(ghost: GhostMark, codes: Sequence[str], place: Position, catalog: Catalog, theme: Theme) -> str:
    """The dashed card of a missing step, with the codes of the findings that miss it."""
    kind = catalog.kind(ghost.kind)
    colour, ground, label = theme.colour("ghost"), theme.colour("canvas"), ghost.title or kind.title
    missing = ", ".join(codes)
    parts = [
        note("title", f"Missing: {label} ({missing})"),
        rectangle(_WHOLE, CARD_RADIUS, fill=ground, stroke=colour, stroke_width=1.5, stroke_dasharray="6 4"),
        rectangle(TILE, TILE_RADIUS, fill=colour, fill_opacity=theme.tint / 2),
        icon(kind.icon, ICON, colour),
        _words(label, (missing,), colour, colour),
        element("circle", cx=CARD_WIDTH, cy=0.0, r=9.0, fill=colour),
        icon("plus", (CARD_WIDTH - 6, -6.0, 12.0, 12.0), ground),
    ]
    return element("g", *parts, transform=_at(place))


def _at(place: Position) -> str:
    return f"translate({number(place[0])} {number(place[1])})"
