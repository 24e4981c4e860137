"""`align export`: a table of pairs in another format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from align.cli.options import (
    Table,
    checked_format,
    complete_format,
    documented,
    refuse_overwriting,
)
from align.table.registry import table_formats

FORMATS = "\n\n    ".join(
    f"{one.name}: {one.help}{'' if one.holds_unpaired else '; usable pairs only'}."
    for one in table_formats()
)


@documented(formats=FORMATS)
def export(
    table: Table,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="The file to write.")
    ],
    to: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="Its format.",
            show_default="the suffix of OUT",
            autocompletion=complete_format,
            callback=checked_format(),
        ),
    ] = None,
) -> None:
    """Write a table of pairs in the format of another program.

    {formats}

    Document names, scores, dates and titles travel where the format has room.

    Example:  align export pairs.tsv -o pairs.tmx

    Example:  align export corpus --to moses -o corpus
    """
    from align.table.export import export_table
    from align.table.registry import format_named, format_of

    table_format = format_named(to) if to else format_of(output)
    refuse_overwriting([table], table_format.files(output))
    written = export_table(table, output, table_format.name)
    left_out = f", {written.left_out} left out, which are no usable pairs" * bool(written.left_out)
    print(f"{written.rows} rows written as {table_format.name}{left_out}", file=sys.stderr)
