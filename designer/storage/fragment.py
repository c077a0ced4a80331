"""Parts of a pipeline as text for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable

from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog
from designer.storage.document import parse_document, write_document


def fragment_text(snapshot: Snapshot, step_ids: Iterable[str]) -> str:
    """Steps with the links between them and their places, as a small document."""
    wanted = set(step_ids)
    return write_document(
        Snapshot(
            steps={s: step for s, step in snapshot.steps.items() if s in wanted},
            links={k: link for k, link in snapshot.links.items() if link.source in wanted and link.target in wanted},
            positions={s: place for s, place in snapshot.positions.items() if s in wanted},
        )
    )


def parse_fragment(text: str, catalog: Catalog) -> Snapshot:
    """The pipeline in a clipboard text: a fragment or a whole document.

    Raises:
        DocumentError: the text is neither.
    """
    return parse_document(text, "clipboard", catalog).snapshot
