"""What modules register by being in a package: filters, and formats of tables and of documents."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, Generic, Protocol, TypeVar


class Named(Protocol):
    """Something with a name."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...


Item = TypeVar("Item", bound=Named)


class Registry(Generic[Item]):
    """What the modules of a package register, and what scripts add to it.

    `package`: its modules are imported when they are needed first. `taken`: what the error says of
    a name that is taken, `{}` for the item that has it.
    """

    def __init__(self, package: str, taken: str) -> None:
        self._package, self._taken = package, taken
        self._items: list[Item] = []
        self._owners: dict[str, Item] = {}

    def add(self, item: Item, function: Callable[..., Any], suffixes: Iterable[str] = ()) -> None:
        """Adds an item; `function` is what it runs, and tells which module registers it.

        Raises ValueError if its name, or one of its suffixes, is taken.
        """
        if not (function.__module__ or "").startswith(f"{self._package}."):
            _import_submodules(self._package)
        names = (item.name, *suffixes)
        for name in names:
            if name in self._owners:
                owner = self._owners[name].name
                raise ValueError(f"{item.name}: {self._taken.format(owner)}")
        self._items.append(item)
        self._owners |= dict.fromkeys(names, item)

    def __iter__(self) -> Iterator[Item]:
        """All items, in the order in which they were registered."""
        _import_submodules(self._package)
        return iter(self._items)

    def copy(self) -> Registry[Item]:
        """A registry of the same items, to which others can be added."""
        _import_submodules(self._package)
        copied = Registry[Item](self._package, self._taken)
        copied._items, copied._owners = [*self._items], {**self._owners}
        return copied


@lru_cache(maxsize=8)
def _import_submodules(package: str) -> None:
    """Imports all modules of a package, once."""
    for module in pkgutil.iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
