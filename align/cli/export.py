"""`align export`: a table of pairs in another format."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from align.cli.options import Table, refuse_overwriting


class To(StrEnum):
    """The formats of `align.export.write`, for typer."""

    tsv = "tsv"
    tmx = "tmx"
    moses = "moses"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"
    ladder = "ladder"
    hunalign = "hunalign"


def export(
    table: Table,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="The file to write.")
    ],
    to: Annotated[
        To | None, typer.Option(help="Its format.", show_default="the ending of OUT")
    ] = None,
) -> None:
    """Write a table of pairs in the format of another program.

    tmx: translation memories. moses: two texts, OUT.ru and OUT.kk, line by line. jsonl, parquet:
    data sets. xlsx: to read. ladder: vecalign's [0, 1]:[2] lines. hunalign: its ladder.

    TMX, Moses and hunalign hold usable pairs only; the others all rows. Document names, scores,
    dates and titles travel where the format has room.

    Example:  align export pairs.tsv -o pairs.tmx

    Example:  align export corpus --to moses -o corpus
    """
    from align.export.table import export_table
    from align.export.write import Format, format_of

    how: Format = to.value if to else format_of(output)
    written_to = [output] if how != "moses" else [Path(f"{output}.{end}") for end in ("ru", "kk")]
    refuse_overwriting([table], written_to)
    written = export_table(table, output, how)
    left_out = f", {written.left_out} left out, which are no usable pairs" * bool(written.left_out)
    print(f"{written.rows} rows written as {how}{left_out}", file=sys.stderr)
