"""What holds after every gesture: the canvas shows what the pipeline holds, as if it were drawn from the start."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.canvas import Canvas
from designer.gui.canvas.hit_test import card_hit
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import SceneColumns
from designer.gui.canvas.ways import draw_straight
from designer.gui.comparing.window import CompareWindow
from designer.gui.desk import Desk
from designer.gui.latest import Latest
from designer.model.snapshot import Snapshot
from designer.model.step import Frame
from designer.session.comparing import ADDED, REMOVED

CARD_COLUMNS = ("x", "y", "flags", "runs")
JUDGED = ("severity", "count", "personal")  # an edit ahead of the report until that comes
LINK_COLUMNS = ("feedback", "implied", "when", "curve")
SHARP_MS = 5000
SEEN, BLOCK, FEW = 32, 16, 12  # of 255; pixels
MISSED = 3.5  # units of the scene: straight links have round corners; 3 where they turn back


def afresh(canvas: Canvas) -> Scene:
    """The scene of the same pipeline and report, made from the start."""
    scene = Scene(canvas.session.pipeline, canvas.scene.catalog)
    if canvas.scene.columns.ways.straight:
        draw_straight(scene.columns, True)
    scene.shows_personal = canvas.scene.shows_personal
    return scene


def cards(columns: SceneColumns, *more: str) -> dict[str, Any]:
    """Every card with all that is drawn of it."""
    steps = columns.steps
    return {
        key: (columns.looks[steps["look"][row]], *(float(steps[name][row]) for name in (*CARD_COLUMNS, *more)))
        for key, row in steps.row.items()
    }


def links(columns: SceneColumns) -> dict[str, Any]:
    """Every link with its ends and its course."""
    rows, ids = columns.links, columns.steps.ids
    return {
        key: (
            ids[rows["source"][row]],
            ids[rows["target"][row]],
            *(np.round(np.asarray(rows[name][row], float), 6).tolist() for name in LINK_COLUMNS),
        )
        for key, row in rows.row.items()
    }


def same(what: str, shown: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Compares by text, for nowhere is no number that equals itself."""
    wrong = [k for k in {**shown, **wanted} if repr(shown.get(k)) != repr(wanted.get(k))]
    told = [f"{k}: {shown.get(k)!r:.800} instead of {wanted.get(k)!r:.800}" for k in wrong[:2]]
    assert not wrong, f"{what} differ: " + "; ".join(told)


def canvas_shows_the_pipeline(desk: Desk) -> None:
    """Cards, links and frames stand where the pipeline says; nothing is selected that is not there."""
    canvas, pipeline = desk.canvas, desk.session.pipeline
    fresh = afresh(canvas)
    same("cards", cards(canvas.scene.columns), cards(fresh.columns))
    same("links", links(canvas.scene.columns), links(fresh.columns))
    same("frames", dict(canvas.scene.frames), dict(fresh.frames))
    assert set(canvas.scene.columns.links.row) == set(pipeline.links)
    hidden = set(canvas.scene.columns.homes)
    assert {k for k in canvas.scene.columns.steps.row if not k.startswith("[")} == set(pipeline.steps)
    for step, place in pipeline.positions.items():
        if step not in hidden:
            row = canvas.scene.columns.steps.row[step]
            shown = canvas.scene.columns.steps["x"][row], canvas.scene.columns.steps["y"][row]
            assert shown == place, f"{step} is drawn at {shown}, not at {place}"
    chosen = canvas.selection
    assert chosen == chosen.existing(pipeline), "something is selected that is not there"
    assert len(set(chosen.steps)) == len(chosen.steps)


def links_lead_from_port_to_port(canvas: Canvas) -> None:
    """Whatever way a link takes: it begins and ends where the plain curve would, and passes its bends."""
    columns, pipeline = canvas.scene.columns, canvas.session.pipeline
    for key, row in columns.links.row.items():
        curve, points = columns.links["curve"][row], columns.ways.points(row)
        if np.isnan(curve).any():
            continue
        ends = np.concatenate([points[0], points[-1]])
        assert np.allclose(ends, curve[[0, 1, 6, 7]], atol=0.6), f"{key} leads from and to {ends}, not {curve}"
        link = pipeline.links[key]
        if not {link.source, link.target} & columns.homes.keys():
            for x, y in pipeline.bends.get(key, ()):
                away = _distance(points, (x, y))
                assert away < MISSED, f"{key} misses its bend at {x}, {y} by {away}"


def _distance(points: Any, place: tuple[float, float]) -> float:
    """From a place to a line through points: a bend on a straight stretch is no point of it."""
    starts, ways = points[:-1], np.diff(points, axis=0)
    lengths = np.maximum((ways**2).sum(1), 1e-9)
    along = np.clip(((np.asarray(place) - starts) * ways).sum(1) / lengths, 0, 1)
    return float(np.hypot(*(starts + along[:, None] * ways - place).T).min())


def nothing_is_held(canvas: Canvas) -> None:
    """Between gestures no tool holds anything, and nothing of a gesture is left in the picture."""
    state, renderer = canvas.overlays.state, canvas.renderer
    if canvas.on_top.key_pointer.is_down:
        canvas.cancel_gesture()  # a stroke that Enter began goes on until Enter
    assert not canvas.is_held, f"{canvas._tool} goes on after the button was let go"
    assert state.preview is None and state.band is None and state.copies is None
    assert not state.knife and not state.struck and not state.guides
    assert state.drop_link is None and state.drop_place is None and state.drop_card is None
    canvas.motion.finish()  # as any input does: what glides to its place is lifted, too
    assert not len(renderer.lifted_steps) and not len(renderer.lifted_links) and not renderer.lifted_notes
    assert not canvas.space_is_held


def pointer_finds_the_cards(canvas: Canvas) -> None:
    """In the middle of a card the pointer finds that card, or what lies on it."""
    scene, scale = canvas.scene, canvas.view.scale
    steps = scene.columns.steps
    for key, row in steps.row.items():
        x, y = float(steps["x"][row]) + CARD_WIDTH / 2, float(steps["y"][row]) + CARD_HEIGHT / 2
        if np.isnan(x):
            continue
        hit = canvas.hit(x, y)
        if hit.part == "notes":
            note, far = scene.pipeline.notes[hit.key], 24 / scale  # marks of comments grow from afar
            assert note.x - far <= x <= note.x + note.width + far and note.y - far <= y <= note.y + note.height + far
            continue
        near = (abs(steps["x"] + CARD_WIDTH / 2 - x) < CARD_WIDTH / 2 + 40 / scale) & (
            abs(steps["y"] + CARD_HEIGHT / 2 - y) < CARD_HEIGHT / 2 + 40 / scale
        )
        if near.sum() == 1:
            assert hit == card_hit(key), f"{hit} instead of {key}"
        else:
            on = (abs(steps["x"] + CARD_WIDTH / 2 - x) <= CARD_WIDTH / 2) & (
                abs(steps["y"] + CARD_HEIGHT / 2 - y) <= CARD_HEIGHT / 2
            )
            top = steps.ids[int(np.flatnonzero(on)[-1])] or ""
            assert hit.spot or hit == card_hit(top), f"{hit} instead of {top}"


def report_is_shown(desk: Desk) -> None:
    """Once the analysis is through: badges, missing steps and outline are those of a report made from the start."""
    desk.bridge.wait_idle()
    wait_for_missing_steps(desk.canvas)
    report, wanted = desk.bridge.report, desk.session.analyze()
    assert report is not None
    shown_codes, wanted_codes = ([f"{f.code} at {f.at}" for f in r.findings] for r in (report, wanted))
    told = f"{sorted(set(shown_codes) ^ set(wanted_codes))}"
    assert report.findings == wanted.findings, f"the report is another one than that of the pipeline: {told}"
    assert report.score == wanted.score
    fresh, scene = afresh(desk.canvas), desk.canvas.scene
    fresh.set_report(wanted)
    if fresh.ghosts_wait:
        fresh.search_ghosts()()()
    same("cards with badges", cards(scene.columns, *JUDGED), cards(fresh.columns, *JUDGED))
    shown_ghosts, wanted_ghosts = [_ghost(g) for g in scene.ghosts], [_ghost(g) for g in fresh.ghosts]
    assert shown_ghosts == wanted_ghosts, f"other steps are missing: {shown_ghosts} instead of {wanted_ghosts}"
    counts = {step: len(found) for step, found in wanted.by_step.items() if found}
    homes, steps = scene.columns.homes, scene.columns.steps
    shown = {key: int(steps["count"][row]) for key, row in steps.row.items() if steps["count"][row]}
    assert shown == {k: n for k, n in counts.items() if k not in homes} | {k: shown[k] for k in shown if k[0] == "["}
    texts = desk.outline.texts()
    desk.outline.fill()
    assert texts == desk.outline.texts(), "the outline was not up to date"


def wait_for_everybody(canvas: Canvas) -> None:
    """Reports, consequences, proofs and places that are worked out in other threads, and layouts that are late."""
    QApplication.processEvents()
    wait_for_missing_steps(canvas)
    for _ in range(2):  # what arrives may have others ask
        for work in canvas.window().findChildren(Latest):
            work.wait_idle("what a panel asked for", SHARP_MS, at_once=True)
    wait_for_missing_steps(canvas)


def wait_for_missing_steps(canvas: Canvas) -> None:
    """The places of many are searched for in another thread."""
    clock = QElapsedTimer()
    clock.start()
    while not canvas.ghost_search.is_idle:
        QApplication.processEvents()
        assert clock.elapsed() < SHARP_MS, "the places of what is missing are not found"


def focus_shows_the_lineage(canvas: Canvas) -> None:
    """In focus mode: what flow links join to the selection, found by walking along them."""
    scene, pipeline, chosen = canvas.scene, canvas.session.pipeline, canvas.selection
    if not canvas.focus_mode.is_on or scene.columns.homes:
        assert canvas.focus_mode.is_on or scene.lineage is None, "dimmed without focus mode"
        return
    own = set(chosen.with_framed_steps(pipeline))
    links = [pipeline.links[k] for k in chosen.links]
    if not own and not links:
        assert scene.lineage is None
        return
    pairs = [(k.source, k.target) for k in pipeline.links.values() if k.is_flow]
    wanted = _walked(own | {k.source for k in links}, [(b, a) for a, b in pairs])
    wanted |= _walked(own | {k.target for k in links}, pairs)
    assert scene.lineage is not None
    assert scene.lineage.cards == wanted, f"{sorted(scene.lineage.cards)} instead of {sorted(wanted)}"


def _walked(start: set[str], pairs: list[tuple[str, str]]) -> set[str]:
    found, todo = set(start), list(start)
    while todo:
        here = todo.pop()
        new = {b for a, b in pairs if a == here} - found
        found |= new
        todo += new
    return found


def comparison_is_right(dialog: CompareWindow, now: Snapshot) -> None:
    """Both pictures show their states, and the differences lead from one to the other."""
    found = dialog.found
    assert found is not None and dialog.sides is not None
    for table in ("steps", "links", "notes", "frames"):
        before, after, shown = getattr(found.before, table), getattr(found.after, table), getattr(now, table)
        assert dict(after) == dict(shown), f"the comparison is behind in {table}"
        rows = [d for d in found.differences if d.table == table]
        added, removed = ([d for d in rows if d.change == change] for change in (ADDED, REMOVED))
        assert len(after) - len(before) == len(added) - len(removed), f"{table} do not add up"
        assert all(d.after in after for d in rows if d.after) and all(d.before in before for d in rows if d.before)
        for key in before.keys() & after.keys():
            told = {d.after for d in rows} | {d.before for d in rows}
            is_same = before[key] == after[key] or (table == "frames" and _holds_the_same(before[key], after[key]))
            assert is_same or key in told or table == "links", f"{key} of {table} is not told"
    for side, state in zip(dialog.sides, (found.before, found.after), strict=True):
        assert set(side.scene.pipeline.steps) == set(state.steps)


def _ghost(ghost: Any) -> tuple[object, ...]:
    return ghost.finding.code, ghost.title, round(ghost.x, 3), round(ghost.y, 3)


def _holds_the_same(one: Frame, other: Frame) -> bool:
    """Frames whose steps have other ids now, which is told of the steps."""
    return len(one.steps) == len(other.steps) and replace(one, steps=other.steps) == other


def picture_is_whole(canvas: Canvas) -> None:
    """The picture that was mended piece by piece is the one that would be painted from the start."""
    if canvas.in_place.editor is not None or canvas.on_top.laser.is_lit or not canvas.isVisible():
        return
    wait_for_everybody(canvas)  # else what arrives between the two pictures is in the second one alone
    shown, wanted = _picture(canvas), _painted_anew(canvas)
    if shown.size() != wanted.size():  # a bar or a panel came or went between the two
        shown, wanted = _picture(canvas), _painted_anew(canvas)
    assert shown.size() == wanted.size()
    wrong = np.argwhere((np.abs(_pixels(shown) - _pixels(wanted)) > SEEN).any(2))
    if _crowded(wrong):
        folder = Path(tempfile.mkdtemp(prefix="random-person-"))
        shown.save(str(folder / "shown.png"))
        wanted.save(str(folder / "wanted.png"))
        (top, left), (bottom, right) = wrong.min(0), wrong.max(0) + 1
        where = f"{len(wrong)} pixels, {left}, {top} to {right}, {bottom}"
        raise AssertionError(f"the picture differs from one painted anew in {where}: see {folder}")


def _painted_anew(canvas: Canvas) -> QImage:
    canvas.set_theme(canvas._theme)
    return _picture(canvas)


def _crowded(wrong: Any) -> bool:
    """Whether any small square has more wrong pixels than a dash that begins elsewhere."""
    _, number = np.unique(wrong // BLOCK, axis=0, return_counts=True)
    return bool((number > FEW).any())


def _picture(canvas: Canvas) -> QImage:
    canvas.update()
    clock = QElapsedTimer()
    clock.start()
    canvas.grab()
    while not canvas.is_sharp or len(canvas._settling._unsettled()) or not canvas.minimap.is_current:
        QApplication.processEvents()
        canvas.grab()
        assert clock.elapsed() < SHARP_MS, "the picture does not become sharp"
    return canvas.grab().toImage()


def _pixels(image: QImage) -> Any:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    pixels = pixels[:, :, :3].astype(int)
    return (pixels[:, :-2] + pixels[:, 1:-1] + pixels[:, 2:]) // 3  # letters may begin on another part of a pixel
