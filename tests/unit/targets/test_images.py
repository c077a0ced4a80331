"""Names of images in commands and inputs."""

from __future__ import annotations

import pytest

from designer.model.step import Step
from designer.targets.images import image_name, images_made


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("api", "api"),
        ("ghcr.io/team/api:1.2", "ghcr.io/team/api"),
        ("localhost:5000/api", "localhost:5000/api"),
        ("api:1@sha256:0", "api"),
    ],
)
def test_a_tag_is_no_part_of_the_name_and_a_port_is(image: str, name: str) -> None:
    assert image_name(image) == name


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ({"command": "docker build -t api:1 ."}, ("api",)),
        ({"command": "docker buildx build . \\\n  --tag=team/api:1 -t 'team/api:2' -t other"}, ("team/api", "other")),
        ({"command": "docker build . && docker run -t api"}, ()),
        ({"command": "docker push $IMAGE; podman push team/api"}, ("team/api",)),
        ({"action": "docker/build-push-action@v6", "inputs": {"tags": "a:1, b:1\nc"}}, ("a", "b", "c")),
        ({"inputs": "none"}, ()),
        ({"command": "docker build " * 100_000}, ()),
    ],
)
def test_images_that_a_step_builds_or_pushes(attributes: dict[str, object], names: tuple[str, ...]) -> None:
    assert images_made(Step("b", "package", "", attributes)) == names
