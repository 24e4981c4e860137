"""What the modules of a package register is found by being there, and names are taken once."""

import re
import sys
from dataclasses import dataclass

import pytest

from align.discovery import Registry


@dataclass(frozen=True)
class Thing:
    name: str


def of_a_script():
    """A function that is not of the package."""


@pytest.fixture
def things(tmp_path, monkeypatch, request):
    """A registry whose package has one module, which registers `bundled` for `.one`."""
    package = f"package_of_{re.sub(r'[^a-z0-9_]', '', request.node.name)}"
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("", "utf-8")
    (tmp_path / package / "one.py").write_text(
        "from test_discovery import REGISTRIES, Thing\n"
        "def function(): pass\n"
        "REGISTRIES[__name__.split('.')[0]].add(Thing('bundled'), function, ['.one'])\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "test_discovery", sys.modules[__name__])
    REGISTRIES[package] = Registry(package, "{} is there already")
    return REGISTRIES[package]


REGISTRIES = {}


def names(registry):
    return [one.name for one in registry]


def test_modules_of_the_package_are_found_once(things):
    assert names(things) == names(things) == ["bundled"]


def test_what_a_script_adds_comes_after_what_is_bundled(things):
    things.add(Thing("own"), of_a_script, [".own"])
    assert names(things) == ["bundled", "own"]


@pytest.mark.parametrize("item", [("bundled", []), ("other", [".two", ".one"])])
def test_a_name_or_suffix_is_taken_once_and_nothing_of_the_other_is_kept(things, item):
    name, suffixes = item
    with pytest.raises(ValueError, match=f"{name}: bundled is there already"):
        things.add(Thing(name), of_a_script, suffixes)
    assert names(things) == ["bundled"]
    things.add(Thing("another"), of_a_script, [".two"])
    assert names(things) == ["bundled", "another"]


def test_a_copy_leaves_the_registry_as_it_is(things):
    copied = things.copy()
    copied.add(Thing("own"), of_a_script)
    assert names(copied) == ["bundled", "own"]
    assert names(things) == ["bundled"]
