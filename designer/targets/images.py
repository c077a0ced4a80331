"""Names of container images: which a step makes, and when two mean the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from designer.model.step import Step
from designer.targets.command_line import command_of

IMAGE: Final = "image://"
_BUILD: Final = re.compile(r"\b(?:docker|podman)(?:\s+(?:buildx|image))?\s+build\b([^\n;&|]*)")
_TAG: Final = re.compile(r"\s(?:-t|--tag)[ =]?[\"']?([^\s\"']+)")
_PUSHED: Final = re.compile(r"\b(?:docker|podman)\s+push\s+[\"']?([^\s\"']+)")


def builds(command: str) -> list[str]:
    """What stands behind each ``docker build`` of a command."""
    return _BUILD.findall(command)


def image_name(image: str) -> str:
    """An image without tag and digest: ``ghcr.io/team/api:1.2`` is ``ghcr.io/team/api``."""
    name = image.partition("@")[0]
    head, colon, tag = name.rpartition(":")
    return head if colon and "/" not in tag else name


def images_made(step: Step) -> tuple[str, ...]:
    """Names of the images that a step builds or pushes, as far as they stand in its command or inputs."""
    return tuple(dict.fromkeys(name for image in _made(step) if (name := image_name(image)) and "$" not in name))


def _made(step: Step) -> Iterator[str]:
    command = command_of(step)
    for built in builds(command):
        yield from _TAG.findall(built)
    yield from _PUSHED.findall(command)
    inputs = step.get("inputs")
    if isinstance(inputs, Mapping):
        yield from re.split(r"[\s,]+", str(inputs.get("tags") or ""))
