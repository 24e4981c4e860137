"""Arguments that several commands take, and what they must not be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.errors import OutputError

SOME_FAULTS = 3  # exit status if some documents were left out

Table = Annotated[
    Path,
    typer.Argument(
        metavar="TABLE", help="What `align files` wrote, or a folder of `align corpus`."
    ),
]


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
