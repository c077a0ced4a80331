"""Commands on the bends of links: the points that people make a link pass."""

from __future__ import annotations

from collections.abc import Iterable

from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Bends, Position


def add_bend(pipeline: Pipeline, link_id: str, index: int, at: Position) -> None:
    """Has a link pass a point; ``index`` is its place among the bends that there are."""
    bends = _bends(pipeline, link_id)
    with pipeline.edit("Add bend") as edit:
        edit.bend_link(link_id, (*bends[:index], at, *bends[index:]))


def move_bend(pipeline: Pipeline, link_id: str, index: int, to: Position) -> None:
    """Moves a bend.

    Raises:
        EditRefused: there is no such bend.
    """
    bends = _bends(pipeline, link_id)
    _check(bends, link_id, index)
    with pipeline.edit("Move bend") as edit:
        edit.bend_link(link_id, (*bends[:index], to, *bends[index + 1 :]))


def remove_bend(pipeline: Pipeline, link_id: str, index: int) -> None:
    """Takes one bend out. Raises as `move_bend`."""
    bends = _bends(pipeline, link_id)
    _check(bends, link_id, index)
    with pipeline.edit("Remove bend") as edit:
        edit.bend_link(link_id, (*bends[:index], *bends[index + 1 :]))


def remove_bends(pipeline: Pipeline, link_ids: Iterable[str]) -> None:
    """Lets links find their own way again."""
    with pipeline.edit("Remove bends") as edit:
        for link_id in dict.fromkeys(link_ids):
            edit.bend_link(link_id, ())


def _bends(pipeline: Pipeline, link_id: str) -> Bends:
    if link_id not in pipeline.links:
        raise EditRefused(f"there is no link {link_id}")
    return pipeline.bends.get(link_id, ())


def _check(bends: Bends, link_id: str, index: int) -> None:
    if not 0 <= index < len(bends):
        raise EditRefused(f"{link_id} has no bend {index + 1}")
