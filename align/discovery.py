"""Modules that register something are found by being in their package."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module


@lru_cache(maxsize=8)
def import_submodules(package: str) -> None:
    """Imports all modules of a package, once."""
    for module in pkgutil.iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
