"""A workflow file while it is edited: its text, and which card stands where in it by now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from designer.plan.plan import Loss
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.soundness import Fault, faults
from designer.targets.imported import Imported, Place
from designer.yaml_tree.editor import Editor, NotEditable
from designer.yaml_tree.node import Path
from designer.yaml_tree.tree import Tree


class Item:
    """One entry of the ``steps`` of a job, whatever its index is by now."""

    __slots__ = ()


class Sheet:
    """The text and the places of the cards in it, kept in step by every edit.

    An edit is made inside of `attempt`: what the file cannot take, or what would break it, is undone and told.

    Args:
        text: the whole file.
        path: its name, as in the places.
        base: what was read from it.
    """

    def __init__(self, text: str, path: str, base: Imported) -> None:
        self.editor = Editor(text, path)
        self.path = path
        self.read = base.snapshot
        self.losses: list[Loss] = []
        self.items: dict[str, list[Item]] = {}
        self._jobs: dict[str, str] = {}
        self._own: dict[str, tuple[Item, Path]] = {}
        self._folded: dict[str, tuple[tuple[Item, Path], ...]] = {}
        self._faults: tuple[str, frozenset[Fault]] | None = None
        data = self.tree.data(("jobs",)) if self.tree.has(("jobs",)) else None
        for job, entry in (data if isinstance(data, dict) else {}).items():
            steps = entry.get("steps") if isinstance(entry, dict) else None
            self.items[job] = [Item() for _ in steps] if isinstance(steps, list) else []
        for card, places in base.places.items():
            self._place(card, places)

    def _place(self, card: str, places: tuple[Place, ...]) -> None:
        here = [p.at for p in places if p.path == self.path and p.at[:1] == ("jobs",) and len(p.at) > 1]
        if not here or here[0][1] not in self.items:
            return
        job = str(here[0][1])
        self._jobs[card] = job
        steps = [(self.items[job][int(at[3])], at[4:]) for at in here if at[2:3] == ("steps",)]
        if steps:
            self._own[card], *folded = steps
            self._folded[card] = tuple(folded)

    # ------------------------------------------------------------------ where things stand
    @property
    def tree(self) -> Tree:
        """The newest text, read."""
        return self.editor.tree

    def job(self, card: str) -> str | None:
        """The job that a card stands in; None for one that this file does not hold."""
        return self._jobs.get(card)

    def cards(self, job: str) -> list[str]:
        """The cards of a job in the order of its steps."""
        found = [c for c, j in self._jobs.items() if j == job]
        return sorted(found, key=lambda c: self.step_path(c) or ())

    def stands_for_job(self, card: str) -> bool:
        """Whether a card is the only one of its job."""
        return list(self._jobs.values()).count(self._jobs[card]) == 1

    def job_path(self, card: str) -> Path:
        """Where its job stands."""
        return ("jobs", self._jobs[card])

    def step_path(self, card: str) -> Path | None:
        """Where its own step stands; None for a job that has none."""
        if card not in self._own:
            return None
        return self._at(self._jobs[card], *self._own[card])

    def needed_step(self, card: str) -> Path:
        """Where its own step stands.

        Raises:
            CannotSay: it has none.
        """
        path = self.step_path(card)
        if path is None:
            raise CannotSay("its job has no step of its own that could be changed")
        return path

    def all_steps(self, card: str) -> list[Path]:
        """Its own step and the set-up steps that were folded into it; of a card of a whole job all of its steps."""
        job = self._jobs[card]
        if self.stands_for_job(card):
            return [self._at(job, item, ()) for item in self.items[job]]
        own = self.needed_step(card)
        return [own, *(self._at(job, i, rest) for i, rest in self._folded.get(card, ()) if i in self.items[job])]

    def _at(self, job: str, item: Item, rest: Path) -> Path:
        index = next(i for i, other in enumerate(self.items[job]) if other is item)
        return ("jobs", job, "steps", index, *rest)

    # ------------------------------------------------------------------ keeping account
    def put_card(self, card: str, job: str, item: Item | None) -> None:
        """A new card, with its step in the list of its job."""
        self._jobs[card] = job
        if item is not None:
            self._own[card] = (item, ())

    def drop_card(self, card: str) -> Item | None:
        """A card that is gone; the entry of its step, which is still in the list."""
        del self._jobs[card]
        item, rest = self._own.pop(card, (None, ()))
        return item if not rest else None

    def rename_job(self, old: str, new: str) -> None:
        """Another key for a job."""
        self.items = {new if j == old else j: found for j, found in self.items.items()}
        self._jobs = {c: new if j == old else j for c, j in self._jobs.items()}

    def lose(self, card: str | None, feature: str, message: str) -> None:
        """Tells what the file cannot say."""
        loss = Loss(card, feature, message)
        if loss not in self.losses:
            self.losses.append(loss)

    @contextmanager
    def attempt(
        self, card: str | None, feature: str, *, renames: bool = False, tells: bool = True
    ) -> Iterator[Callable[[], bool]]:
        """One edit: it is taken back, and told, when it is refused or when it would break the file.

        Args:
            card: whose edit it is.
            feature: what is edited, in two or three words.
            renames: whether faults that were there before may have other names now.
            tells: whether a refusal is a loss; not where there is another way.

        Yields:
            A function that says, afterwards, whether it was done.
        """
        before = self.editor.text
        account = ({j: list(i) for j, i in self.items.items()}, dict(self._jobs), dict(self._own), len(self.losses))
        old = self._known_faults()
        refusals: list[str] = []
        try:
            yield lambda: not refusals
            new = self._known_faults()
            fresh = new - old if not renames or len(new) > len(old) else frozenset()
            if fresh:
                job, fault = min(fresh)
                raise CannotSay(f"it would break the file: {f'in {job}, ' if job else ''}{fault}")
        except (NotEditable, CannotSay) as refused:
            refusals.append(refused.message)
            self.editor = Editor(before, self.path) if self.editor.text != before else self.editor
            self.items, self._jobs, self._own, told = account
            del self.losses[told:]
            if tells:
                self.lose(card, feature, refused.message)

    def _known_faults(self) -> frozenset[Fault]:
        text = self.editor.text
        if self._faults is None or self._faults[0] != text:
            self._faults = (text, faults(self.tree))
        return self._faults[1]
