"""Arguments that several commands take, and what they must not be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from align.errors import InputError, OutputError
from align.table.registry import format_named, table_formats

Command = TypeVar("Command", bound=Callable[..., None])

SOME_FAULTS = 3  # exit status if some documents were left out

Table = Annotated[
    Path,
    typer.Argument(
        metavar="TABLE", help="What `align files` wrote, or a folder of `align corpus`."
    ),
]


def table_format_names(*, for_corpora: bool = False) -> list[str]:
    """The names of all table formats, or of those that the files of a corpus can have."""
    return [one.name for one in table_formats() if one.for_corpora or not for_corpora]


def complete_format(begun: str) -> list[str]:
    """What the shell completes the name of a table format with."""
    return [name for name in table_format_names() if name.startswith(begun)]


def complete_corpus_format(begun: str) -> list[str]:
    """The same of a format for the files of a corpus."""
    return [name for name in table_format_names(for_corpora=True) if name.startswith(begun)]


def checked_format(*, for_corpora: bool = False) -> Callable[[str | None], str | None]:
    """A check of the name of a format: a wrong one is a wrong use of the command."""

    def check(name: str | None) -> str | None:
        if name is not None:
            try:
                format_named(name, for_corpora=for_corpora)
            except InputError as error:
                raise typer.BadParameter(str(error)) from None
        return name

    return check


def documented(**lists: str) -> Callable[[Command], Command]:
    """Puts lists that are made from registrations into a command's help, for `{name}`."""

    def filled(command: Command) -> Command:
        command.__doc__ = (command.__doc__ or "").format(**lists)
        return command

    return filled


def refuse_overwriting(inputs: list[Path], outputs: list[Path]) -> None:
    """Raises OutputError where a file is to be written that is read, or lies in a folder that is.

    Or where two outputs are one.
    """
    taken: set[Path] = set()
    for path in outputs:
        place = path.resolve()
        for own in inputs:
            if place == own.resolve():
                raise OutputError(f"{path}: is an input, {own}; give another name to write to")
            if own.is_dir() and place.is_relative_to(own.resolve()):
                raise OutputError(
                    f"{path}: lies in {own}, of which all files are read; give another place"
                )
        if place in taken:
            raise OutputError(f"{path}: is the other output too; give another name to write to")
        taken.add(place)
