"""What one job hands to another: artifacts of the same name, and outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from designer.targets.github_actions.reading import actions, conditions
from designer.targets.github_actions.reading.cards import Card, Owners
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.links import Wiring, before
from designer.targets.github_actions.reading.report import Report
from designer.targets.github_actions.steps import PARAMS_FILE

_UPLOAD: Final = "actions/upload-artifact"
_DOWNLOAD: Final = "actions/download-artifact"
_NAME_UNSAID: Final = "artifact"  # what upload-artifact calls it then
_MANY: Final = 300  # uploads, and downloads: no hand writes more, and each is compared with each
_OTHER_RUN: Final = ("run-id", "repository")  # a download from another run
_OUTPUT: Final = re.compile(r"needs(?:\.|\[\s*')([\w-]+)(?:'\s*\])?\.outputs(?:\.|\[\s*')([\w-]+)")
_STEP_OUTPUT: Final = re.compile(r"steps(?:\.|\[\s*')([\w-]+)(?:'\s*\])?\.outputs")
_LETTERS: Final = re.compile(r"[A-Za-z]{3}")
_EXPRESSION: Final = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Artifact:
    """An upload or a download.

    Args:
        name: what it is called; a pattern when a download says one, ``*`` when it asks for all.
        paths: as they are written.
        card: that writes or reads the files.
        entry: the step.
    """

    name: str
    paths: tuple[str, ...]
    card: Card
    entry: Entry


class Transfers:
    """What the jobs of one file hand to each other.

    Args:
        cards: of each job.
        needs: jobs that each job waits for.
    """

    def __init__(self, cards: Mapping[str, tuple[Card, ...]], needs: Mapping[str, tuple[str, ...]]) -> None:
        self._cards = cards
        self._needs = needs
        self._uploads = [a for job in cards for a in _artifacts(cards[job], _UPLOAD)][:_MANY]
        self._downloads = [a for job in cards for a in _artifacts(cards[job], _DOWNLOAD)][:_MANY]
        self._uploaded = {path for upload in self._uploads for path in upload.paths}
        self._before: dict[str, set[str]] = {}
        self.produces: dict[str, list[str]] = {}
        self.consumes: dict[str, list[str]] = {}

    def connect(self, wiring: Wiring, report: Report) -> None:
        """Adds the links and fills `produces` and `consumes`: paths by step id."""
        for upload in self._uploads:
            _extend(self.produces, upload.card.id, upload.paths)
        for download in self._downloads:
            self._fetch(download, wiring, report)
        for cards in self._cards.values():
            for target, job, output in _outputs_read(cards):
                if job in self._needs[target.job.name]:
                    source = _writer_of(self._cards[job], output)
                    wiring.carry(source, target, conditions.outcome(target.job.entry.text("if"), job))

    def _fetch(self, download: Artifact, wiring: Wiring, report: Report) -> None:
        reader = download.card
        found = [u for u in self._uploads if _fits(u.name, download.name) and not _is_later(u, download)]
        found = found if _is_of_this_run(download) else []
        if download.name == "*":  # all there is by then
            found = [u for u in found if u.card.job.name in self._jobs_before(reader.job.name)]
        paths = [path for u in found for path in u.paths]
        own = [p for p in download.paths if p not in self._uploaded]  # a folder that is used again is no artifact
        _extend(self.consumes, reader.id, paths or own)
        for upload in found:
            writer, name = upload.card.job.name, reader.job.name
            if writer in self._jobs_before(name):
                wiring.carry(upload.card, reader, conditions.outcome(reader.job.entry.text("if"), writer))
            elif writer != name and download.name != "*":
                message = f"job {name} downloads {download.name} but does not wait for {writer}, which uploads it"
                report.kept(download.entry.at, message, reader.id, f"Add {writer} to its 'needs'.")

    def _jobs_before(self, job: str) -> set[str]:
        if job not in self._before:
            self._before[job] = before(self._needs, job)
        return self._before[job]


def _artifacts(cards: tuple[Card, ...], action: str) -> Iterator[Artifact]:
    owners = Owners(cards)
    for step in cards[0].job.steps:
        if actions.name(step.text("uses")) != action:
            continue
        inputs = step.inside("with")
        paths = tuple(p.strip() for p in inputs.text("path").splitlines() if p.strip() and p.strip()[0] not in "!#")
        is_upload = action == _UPLOAD
        if is_upload and len(paths) > 1:
            # Goes along so that the upload is rooted in the project; nobody makes it.
            paths = tuple(p for p in paths if p != PARAMS_FILE)
        name = inputs.text("name") or inputs.text("pattern") or (_NAME_UNSAID if is_upload else "*")
        yield Artifact(name, paths, owners.before(step) if is_upload else owners.after(step), step)


def _fits(upload: str, asked: str) -> bool:
    """Whether a download asks for an upload; what an expression will say nobody knows, so it may be anything."""
    if upload == asked:
        return True
    known, pattern = _EXPRESSION.sub("*", upload), _EXPRESSION.sub("*", asked)
    if "${{" in upload and "${{" in asked:  # two names of which only pieces are known: the pieces must say something
        return known == pattern and bool(_LETTERS.search(known))
    return fnmatchcase(known, pattern) or ("*" in known and "*" not in pattern and fnmatchcase(pattern, known))


def _is_later(upload: Artifact, download: Artifact) -> bool:
    """Whether the same job uploads it only afterwards: then it was made elsewhere."""
    return upload.card.job.name == download.card.job.name and upload.entry.at > download.entry.at


def _is_of_this_run(download: Artifact) -> bool:
    return not any(download.entry.inside("with").has(key) for key in _OTHER_RUN)


def _outputs_read(cards: tuple[Card, ...]) -> Iterator[tuple[Card, str, str]]:
    """Card, job and output for every place that reads an output of another job."""
    job = cards[0].job
    owners = Owners(cards)
    texts = [(cards[0], text) for text in job.entry.texts(without=("steps",))]
    for step in job.steps:
        texts += [(owners.after(step), text) for text in step.texts()]
    for card, text in texts:
        if "needs" in text:
            yield from ((card, name, output) for name, output in _OUTPUT.findall(text))


def _writer_of(cards: tuple[Card, ...], output: str) -> Card:
    """The card whose step sets an output of its job; the last one when a folded step does."""
    said = cards[0].job.entry.inside("outputs").text(output)
    steps = set(_STEP_OUTPUT.findall(said))
    return next((c for c in cards if c.has_step and c.entry.text("id") in steps), cards[-1])


def _extend(table: dict[str, list[str]], key: str, paths: tuple[str, ...] | list[str]) -> None:
    known = table.setdefault(key, [])
    known += [p for p in paths if p not in known]
