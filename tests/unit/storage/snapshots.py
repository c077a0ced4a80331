"""Random pipelines for tests of what is kept beside files."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from designer.model.snapshot import Snapshot
from designer.model.step import COMMENT, INK, PAPER, TEXT, Frame, Link, Note, Step

IDS = ("a", "b", "c", "d", "e")
ids = st.sampled_from(IDS)
words = st.text(alphabet="xyz: #\n'\"é", max_size=6)
values = st.one_of(
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    words,
    st.lists(words, max_size=2),
    st.dictionaries(st.sampled_from(("k", "l m")), words, max_size=2),
)
facts = st.dictionaries(st.sampled_from(("command", "owner", "seed", "x y")), values, max_size=3)
places = st.integers(-500, 500).map(lambda n: n / 4)


@st.composite
def snapshots(draw: st.DrawFn, with_extras: bool = True) -> Snapshot:
    """A pipeline; with notes and positions when ``with_extras``, as files of others never have them."""
    steps = {
        i: Step(i, draw(st.sampled_from(("train", "deploy", "other"))), draw(words), draw(facts))
        for i in sorted(draw(st.sets(ids)))
    }
    links = {}
    for source, target in draw(st.sets(st.tuples(ids, ids), max_size=4)):
        if source in steps and target in steps and source < target:
            link = Link(
                source,
                target,
                draw(st.sampled_from(("flow", "feedback"))),
                draw(st.sampled_from(("success", "always"))),
            )
            links[link.id] = link
    frames = {
        f: Frame(
            f, draw(words), tuple(sorted(draw(st.sets(st.sampled_from(sorted(steps)))))) if steps else (), draw(facts)
        )
        for f in draw(st.sets(st.sampled_from(("f", "g"))))
    }
    top = {k: v for k, v in draw(facts).items() if v is not None}
    assessed = draw(st.lists(st.sampled_from(("REP001@a", "AUT002@b")), unique=True))
    if not with_extras:
        return Snapshot(steps, links, top, frames=frames)
    notes = {n: draw(_note(n)) for n in draw(st.sets(st.sampled_from(("n", "m"))))}
    positions = {s: (draw(places), draw(places)) for s in steps}
    bends = {k: tuple(draw(st.lists(st.tuples(places, places), min_size=1, max_size=3))) for k in links}
    facts_of_all = {**top, **({"assessed": assessed} if assessed else {})}
    return Snapshot(steps, links, facts_of_all, notes, frames, positions, bends)


@st.composite
def _note(draw: st.DrawFn, name: str) -> Note:
    """A sticky note, a text, a stroke or a comment."""
    form = draw(st.sampled_from((PAPER, TEXT, INK, COMMENT)))
    note = Note(name, draw(words), draw(places), draw(places), form=form)
    if form == INK:
        return replace(
            note, ink=draw(st.text(alphabet="dAz09-_", max_size=8)), colour=draw(st.sampled_from(("red", "ink")))
        )
    if form == COMMENT:
        step = draw(st.sampled_from(("", *IDS)))
        return replace(note, author=draw(words), step=step, resolved=draw(st.booleans()))
    return note
