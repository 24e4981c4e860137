"""The formats that tables of pairs are written in and read from: one registration each.

A module in `align.table.formats` calls `register`, and the format is there for `align files`,
`export`, `filter`, `corpus` and `review`, with its help. So is one that a script registers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from align.discovery import Registry
from align.errors import InputError
from align.extras import extra_module
from align.table.records import Records
from align.table.written import Written


class Library(NamedTuple):
    """A library that a format needs: its module, what for, and the extra that installs it."""

    module: str
    purpose: str
    extra: str

    def imported(self, name: str) -> ModuleType:
        """The module; raises InputError, beginning with `name`, if it is not installed."""
        return extra_module(self.module, name, self.purpose, self.extra)


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format of tables.

    `name`: what options call it. `help`: what it is, a few words. `write`: takes the open file (for
    each of `parts` one), a `TableRows`, and the name for its errors; gives a `Written`. `suffixes`:
    file names that ask for it, the usual one first. `read`: a path → its records; None for a format
    that cannot be read back. `holds_unpaired`: whether it has room for rows without a partner, and
    for rejected ones. `parts`: what is added to the name of each file that is written.
    """

    name: str
    help: str
    write: Callable[..., Written]
    suffixes: tuple[str, ...] = ()
    read: Callable[[Path], Records] | None = None
    library: Library | None = None
    holds_unpaired: bool = True
    parts: tuple[str, ...] = ("",)

    @property
    def for_corpora(self) -> bool:
        """Whether the files of a corpus can have it: they hold all rows, and are known again."""
        return self.holds_unpaired and self.read is not None and bool(self.suffixes)

    def check_installed(self, name: str) -> None:
        """Raises InputError, beginning with `name`, if a library is missing."""
        if self.library:
            self.library.imported(name)

    def files(self, path: Path) -> list[Path]:
        """The files that are written for a path."""
        return [path.with_name(f"{path.name}{part}") for part in self.parts]


_FORMATS = Registry[TableFormat]("align.table.formats", "the format {} is there already")
DEFAULT = "tsv"  # for any other suffix, and for standard output


def register(table_format: TableFormat) -> TableFormat:
    """Adds a format.

    Raises ValueError if there is one of the same name or suffix, or if a suffix asks for a format
    that is written as several files.
    """
    if table_format.suffixes and len(table_format.parts) > 1:
        raise ValueError(f"{table_format.name}: a format of several files can have no suffix")
    _FORMATS.add(table_format, table_format.write, table_format.suffixes)
    return table_format


def table_formats() -> list[TableFormat]:
    """All formats, by name."""
    return sorted(_FORMATS, key=lambda one: one.name)


def format_named(name: str, *, for_corpora: bool = False) -> TableFormat:
    """The format of this name; `for_corpora`: one that the files of a corpus can have.

    Raises InputError if there is none.
    """
    known = {one.name: one for one in table_formats() if one.for_corpora or not for_corpora}
    if name not in known:
        raise InputError(f"{name}: no such format; give one of {', '.join(known)}")
    return known[name]


def format_of(path: Path | None) -> TableFormat:
    """The format that a file's suffix asks for; TSV for any other suffix, and without a file."""
    suffix = path.suffix.lower() if path else ""
    known = {ending: one for one in table_formats() for ending in one.suffixes}
    return known.get(suffix) or format_named(DEFAULT)


def readable_suffixes() -> list[str]:
    """The suffixes of the files of corpora."""
    return [suffix for one in table_formats() if one.for_corpora for suffix in one.suffixes]
