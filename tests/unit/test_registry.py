"""One file in a package is one plug-in."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from designer.registry import discover

MakePackage = Callable[..., ModuleType]


@pytest.fixture
def make_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakePackage]:
    """Writes a package of the given files and imports it."""

    def make(**files: str) -> ModuleType:
        folder = tmp_path / "plugins_of_a_test"
        folder.mkdir()
        for name, text in {"__init__": "", **files}.items():
            path = folder / name.replace("__in__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".py").write_text(text, encoding="utf-8")
        return importlib.import_module(folder.name)

    monkeypatch.syspath_prepend(tmp_path)
    yield make
    for name in [name for name in sys.modules if name.startswith("plugins_of_a_test")]:
        del sys.modules[name]


def test_every_module_with_the_attribute_is_found_under_its_name(make_package: MakePackage) -> None:
    package = make_package(pear="FRUIT = 'pear!'", apple="FRUIT = 'apple!'")
    assert discover(package, "FRUIT", str) == {"apple": "apple!", "pear": "pear!"}


def test_the_order_is_that_of_the_names(make_package: MakePackage) -> None:
    package = make_package(c="FRUIT = ''", a="FRUIT = ''", b="FRUIT = ''")
    assert list(discover(package, "FRUIT", str)) == ["a", "b", "c"]


def test_a_module_without_the_attribute_is_only_a_part(make_package: MakePackage) -> None:
    package = make_package(apple="FRUIT = 'apple!'", tree="LEAVES = 12")
    assert list(discover(package, "FRUIT", str)) == ["apple"]


def test_a_folder_can_be_a_plug_in_too(make_package: MakePackage) -> None:
    package = make_package(basket__in____init__="FRUIT = 'many'")
    assert discover(package, "FRUIT", str) == {"basket": "many"}


def test_an_object_of_another_kind_is_refused_by_name(make_package: MakePackage) -> None:
    package = make_package(stone="FRUIT = 3")
    with pytest.raises(TypeError, match=r"plugins_of_a_test\.stone\.FRUIT is not a str"):
        discover(package, "FRUIT", str)
