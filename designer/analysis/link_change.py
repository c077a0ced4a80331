"""How the links of one snapshot became those of the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import is_not

from designer.model.step import Link


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What an edit did to the links; the others kept their order. One that was changed was removed and added.

    Args:
        removed: in the order before.
        added: in the order now.
        appends: whether what was added stands behind all others.
        replaces: whether what was added stands where what was removed stood, one for one.
    """

    removed: tuple[Link, ...] = ()
    added: tuple[Link, ...] = ()
    appends: bool = True
    replaces: bool = True


def links_between(old: Sequence[Link], new: Sequence[Link]) -> LinkChange | None:
    """What was done between two states of the links; None when others changed their order."""
    start = _alike(old, new)
    shortest = min(len(old), len(new)) - start
    end = min(_alike(reversed(old), reversed(new)), shortest)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    were, are = set(map(id, before)), set(map(id, after))
    removed = tuple(link for link in before if id(link) not in are)
    added = tuple(link for link in after if id(link) not in were)
    if [id(link) for link in before if id(link) in are] != [id(link) for link in after if id(link) in were]:
        return None
    is_last = not added or tuple(new[len(new) - len(added) :]) == added
    pairs = zip(before, after, strict=False)
    is_there = all(b is a or (id(b) not in are and id(a) not in were) for b, a in pairs)
    return LinkChange(removed, added, is_last, is_there and len(before) == len(after))


def _alike(old: Iterable[Link], new: Iterable[Link]) -> int:
    """How many links at the beginning are the same."""
    pairs = list(map(is_not, old, new))
    return next(compress(count(), pairs), len(pairs))
