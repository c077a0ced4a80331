"""The data files are found in a checkout and in an installed wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from designer.resources import resource, resource_root

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_uses_its_resources_folder() -> None:
    assert resource_root() == ROOT / "resources"


def test_a_resource_is_named_by_its_parts() -> None:
    assert resource("themes", "light.yaml") == ROOT / "resources" / "themes" / "light.yaml"


def test_an_installed_package_uses_the_copy_inside_it(tmp_path: Path) -> None:
    package = tmp_path / "designer"
    (package / "_resources" / "steps").mkdir(parents=True)
    for name in ("__init__.py", "resources.py"):
        shutil.copy(ROOT / "designer" / name, package / name)
    ask = "from designer.resources import resource_root; print(resource_root())"
    done = subprocess.run([sys.executable, "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == package / "_resources"
