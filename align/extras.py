"""Libraries that only some need: the extras of the package."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from align.errors import InputError


def extra_module(module: str, name: str, what: str, extra: str) -> ModuleType:
    """The module; raises InputError that says what to install for `what`, where it is missing.

    `name` is the file, or the model, at hand, with which the error begins.
    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0].replace("_", "-")  # as pip spells it
        raise InputError(f"{name}: {what} needs {package}; {remedy(extra)}") from None


def remedy(extra: str) -> str:
    """What to do where an extra is missing.

    >>> remedy("plot")
    "pip install 'ru-kk-align[plot]'"
    """
    return f"pip install 'ru-kk-align[{extra}]'"
