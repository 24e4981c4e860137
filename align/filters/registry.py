"""The filters: one registration each, with all that commands, help and pages say of them.

A filter is a function from a frame to a mask. With `register` above it, it is there for `align
filter`, `files` and `corpus`, with its help. So is one that a script registers.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from align.discovery import Registry
from align.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Function = TypeVar("Function", bound="Callable[..., pd.Series[bool]]")

FIRST, USUAL, LAST = range(3)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter.

    `name`: what options call it. `function`: (frame) or (frame, value) → a mask, True for rows to
    keep. `help`: which pairs it keeps, "pairs that …"; the value is
    "the value" or "that" in it. `default`: the value by default, None for a filter
    that takes none. `looks_at_corpus`: whether it sees other rows than the one it judges, and so
    can't be used while a corpus is built. `rank`: filters of a lower rank run first, those of equal
    rank as they were registered.
    """

    name: str
    function: Callable[..., pd.Series[bool]]
    help: str
    default: float | None
    looks_at_corpus: bool
    rank: int

    @property
    def usage(self) -> str:
        """How it is given to an option, with its default: `length=2`."""
        return self.name if self.default is None else f"{self.name}={self.default:g}"


_FILTERS = Registry[Filter]("align.filters", "there is such a filter already")


def register(
    help: str, *, looks_at_corpus: bool = False, rank: int = USUAL
) -> Callable[[Function], Function]:
    """A decorator that registers a filter under its function's name, `_` as `-`.

    The value by default is that of the function's second parameter. A filter that looks at the
    whole corpus should come LAST, so that it sees good rows only. Raises ValueError if there is a
    filter of the name, or if the second parameter has no number as default.
    """

    def registered(function: Function) -> Function:
        name = function.__name__.replace("_", "-")
        values = [*inspect.signature(function).parameters.values()][1:]
        if values and not isinstance(values[0].default, int | float):
            raise ValueError(f"{name}: its second parameter must have a number as default")
        default = float(values[0].default) if values else None
        _FILTERS.add(Filter(name, function, help, default, looks_at_corpus, rank), function)
        return function

    return registered


def all_filters() -> list[Filter]:
    """The filters in the order in which they run if all are asked for."""
    return sorted(_FILTERS, key=lambda one: one.rank)


def filter_names(*, of_pairs: bool = False) -> tuple[str, ...]:
    """The names of all filters; `of_pairs`: of those that look at a pair alone."""
    return tuple(one.name for one in all_filters() if not (of_pairs and one.looks_at_corpus))


def parsed(text: str) -> tuple[Filter, float | None]:
    """A filter and its value (None for its default) from NAME or NAME=VALUE.

    Raises InputError for a filter that there is not, or a value that is no number.
    """
    name, sign, value = text.partition("=")
    known = {one.name: one for one in all_filters()}
    if name not in known:
        raise InputError(f"{text}: no such filter; give one of {', '.join(known)}")
    if not sign:
        return known[name], None
    if known[name].default is None:
        raise InputError(f"{text}: this filter takes no value; give {name}")
    try:
        return known[name], float(value)
    except ValueError:
        raise InputError(f"{text}: {value!r} is no number; give {name}=0.5 or the like") from None


def check_of_pairs(filters: Iterable[str]) -> None:
    """Raises InputError for a filter that there is not, or that looks at a whole corpus."""
    for text in filters:
        if parsed(text)[0].looks_at_corpus:
            raise InputError(
                f"{text}: this filter looks at a whole corpus; run `align filter` on it afterwards"
            )
