"""A dvc.yaml while it is edited: its text, what it means by now, and which card stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from designer.plan.plan import Loss
from designer.targets.dvc.editing.refusal import CannotSay
from designer.targets.dvc.editing.soundness import faults
from designer.targets.dvc.reading.pipeline_file import PipelineFile, StageReading, load
from designer.targets.dvc.reading.shape import STAGES
from designer.targets.dvc.reading.variables import Neighbour
from designer.targets.imported import Imported, SourceFile
from designer.yaml_tree.editor import Editor, NotEditable
from designer.yaml_tree.node import Path


class Sheet:
    """The text and the places of the cards in it.

    An edit is made inside of `attempt`: what the file cannot take, or what DVC would refuse then, is undone and told.

    Args:
        file: the text.
        base: what was read from it.
        neighbour: text of other files.
    """

    def __init__(self, file: SourceFile, base: Imported, neighbour: Neighbour) -> None:
        self.editor = Editor(file.text, file.path)
        self.path = file.path
        self.losses: list[Loss] = []
        self.names = {card: str(places[0].at[1]) for card, places in base.places.items() if len(places[0].at) > 1}
        self.removed: set[str] = set()
        self._free = {card: use.writes for card, use in base.files.items() if card not in self.names}
        self._neighbour = neighbour
        self._pipeline: tuple[str, PipelineFile] | None = None
        self._faults: tuple[str, Counter[str]] | None = None

    @property
    def pipeline(self) -> PipelineFile:
        """What the newest text means."""
        if self._pipeline is None or self._pipeline[0] != self.editor.text:
            known = self._pipeline[1] if self._pipeline else None
            file = SourceFile(self.path, self.editor.text)
            self._pipeline = (self.editor.text, load(file, self._neighbour, known))
        return self._pipeline[1]

    @property
    def faults(self) -> Counter[str]:
        """What DVC would refuse in the newest text."""
        if self._faults is None or self._faults[0] != self.editor.text:
            self._faults = (self.editor.text, faults(self.pipeline))
        return self._faults[1]

    def stage(self, card: str) -> StageReading:
        """What a card's definition means by now.

        Raises:
            CannotSay: the card has none in this file.
        """
        found = self.pipeline.stages.get(self.names.get(card, ""))
        if found is None:
            raise CannotSay("it has no place in the file")
        return found

    def body(self, card: str) -> Path:
        """Where the keys of a card's stage stand: below ``do`` for one with foreach.

        Raises:
            CannotSay: nothing of the kind stands there.
        """
        at = (STAGES, self.names[card], *self.stage(card).definition.above_template)
        tree = self.editor.tree
        if not tree.has(at) or tree.node(at).resolved().kind != "map":
            raise CannotSay("the keys that each of its items needs are missing: write them below do")
        return at

    def free_paths(self, card: str) -> tuple[str, ...]:
        """Files that a card stands for which is no stage."""
        return self._free.get(card, ())

    def tell(self, card: str | None, feature: str, message: str) -> None:
        """Notes what the file cannot say."""
        loss = Loss(card, feature, message)
        if loss not in self.losses:
            self.losses.append(loss)

    def drop(self, card: str) -> None:
        """Notes that the stage of a card is gone."""
        del self.names[card]
        self.removed.add(card)

    @contextmanager
    def attempt(self, card: str | None, feature: str) -> Iterator[None]:
        """Undoes what fails or what DVC would refuse, and tells why."""
        text, names, removed = self.editor.text, dict(self.names), set(self.removed)
        before = self.faults
        try:
            yield
            new = self.faults - before
            if new:
                raise CannotSay(f"DVC would refuse the file: {next(iter(new))}")
        except (CannotSay, NotEditable) as e:
            self.editor = Editor(text, self.path)
            self.names, self.removed = names, removed
            self.tell(card, feature, e.message)
