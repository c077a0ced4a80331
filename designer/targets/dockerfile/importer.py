"""A Dockerfile as one card: the image, what it is based on and which files go into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.recognition.recogniser import Work
from designer.targets.command_line import arguments, command_of, seen_from_root, shell_words
from designer.targets.dockerfile.instructions import Instruction, instructions
from designer.targets.file_links import FileUse, located
from designer.targets.images import builds
from designer.targets.imported import KEPT, UNDERSTOOD, Imported, Place, Remark, SourceFile
from designer.targets.importer import Importer, Surroundings

_NAMES: Final = ("Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", "Containerfile")
_CARD: Final = "image"
_FROM: Final = re.compile(r"(?:--platform=\S+\s+)?(\S+)(?:\s+[Aa][Ss]\s+(\S+))?")
_ACTION: Final = "docker/build-push-action@"
# Options of a build that take the next word.
_VALUED: Final = {
    *("-f", "--file", "-t", "--tag", "--build-arg", "--target", "--platform", "--label", "--cache-from", "--cache-to"),
    *("--network", "--progress", "--secret", "--ssh", "--output", "-o", "--iidfile", "--add-host", "--builder"),
}
_KNOWN: Final = {
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
    *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}


class Dockerfiles(Importer):
    """Reads Dockerfiles; they are changed by hand."""

    slug = "dockerfile"
    title = "Dockerfile"
    order = 60
    names = _NAMES
    is_editable = False
    is_description = True
    linters = ("hadolint",)

    def recognises(self, file: SourceFile) -> bool:
        name = PurePosixPath(file.path).name
        return any(fnmatch(name, pattern) for pattern in _NAMES) and any(
            i.name == "FROM" for i in instructions(file.text)
        )

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        found = list(instructions(file.text))
        bases = list(_bases(found))
        if not bases:
            raise DocumentError("no FROM in it", path=file.path, line=1, advice="A Dockerfile begins with FROM image.")
        image, line = bases[-1]
        step = Step(_CARD, "package", f"Image from {image}", _attributes(found, bases, around))
        place = Place(file.path, (), found[0].line, file.text.rstrip().count("\n") + 1)
        message = f"an image from {image}" + (f" in {len(bases)} stages" if len(bases) > 1 else "")
        remarks = [Remark(UNDERSTOOD, file.path, line, message, _CARD)]
        remarks += [
            Remark(KEPT, file.path, i.line, f"{i.name} is no instruction known here", _CARD)
            for i in found
            if i.name not in _KNOWN
        ]
        return Imported(
            Snapshot({_CARD: step}, facts={"repo": True, "given_files": True, "partial": True}),
            {_CARD: (place,)},
            remarks=tuple(remarks),
            files={_CARD: FileUse(tuple(_copied(found, dirname(file.path))), ())},
        )

    def runs(self, step: Step, file: SourceFile, read: Imported) -> tuple[str, ...]:
        """The image, when the step builds it from this file."""
        return (_CARD,) if any(seen_from_root(step, p) == normpath(file.path) for p in _built(step)) else ()


def _bases(found: Iterable[Instruction]) -> Iterator[tuple[str, int]]:
    """Images that others make, with the lines of their FROM."""
    own: set[str] = set()
    for instruction in found:
        match = _FROM.match(instruction.text) if instruction.name == "FROM" else None
        if match:
            if match[1] not in own:
                yield match[1], instruction.line
            own.add(match[2] or "")


def _attributes(found: Iterable[Instruction], bases: list[tuple[str, int]], around: Surroundings) -> dict[str, Any]:
    facts: dict[str, Any] = {"confidence": "medium", "tool": "docker"}
    named = [image for image, _ in bases if image != "scratch" and "$" not in image]
    if named:
        facts["pinned"] = all("@sha256:" in image for image in named)
    guess = around.recogniser.recognise(Work(name="image", variables=_variables(found)))
    if "secrets" in guess.attributes:
        facts["secrets"] = guess.attributes["secrets"]
    return facts


def _variables(found: Iterable[Instruction]) -> Mapping[str, str]:
    values = {}
    for instruction in found:
        if instruction.name in ("ENV", "ARG"):
            words = shell_words(instruction.text)
            values.update(dict(w.split("=", 1) for w in words if "=" in w))
            if instruction.name == "ENV" and len(words) > 1 and "=" not in words[0]:
                values[words[0]] = " ".join(words[1:])
    return values


def _copied(found: Iterable[Instruction], folder: str) -> Iterator[str]:
    """Files of the project that go into the image, seen from the opened folder."""
    for instruction in found:
        words = shell_words(instruction.text) if instruction.name in ("COPY", "ADD") else []
        if any(w.startswith("--from") for w in words):
            continue
        for path in [w for w in words if not w.startswith("--")][:-1]:
            if path not in (".", "./", "/") and "$" not in path and "*" not in path and "://" not in path:
                yield located(folder, path.lstrip("/"))


def _built(step: Step) -> Iterator[str]:
    """Dockerfiles that a step builds, seen from its folder."""
    inputs = step.get("inputs")
    if str(step.get("action") or "").startswith(_ACTION):
        stated = inputs if isinstance(inputs, Mapping) else {}
        context = str(stated.get("context") or ".")
        yield str(stated.get("file") or join(context, "Dockerfile"))
    for built in builds(command_of(step)):
        words, options = arguments(shell_words(built), _VALUED)
        file = options.get("-f") or options.get("--file")
        yield file or join(words[-1] if words else "", "Dockerfile")
