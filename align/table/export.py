"""A table in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from align.table.documents import TableRows, by_document
from align.table.load import rows_of
from align.table.registry import format_named, format_of
from align.table.write import write_table
from align.table.written import Written

if TYPE_CHECKING:
    import pandas as pd


def export_table(
    table: str | Path | pd.DataFrame, path: str | Path, to: str | None = None
) -> Written:
    """Writes a table of pairs in another format; how many rows were written and left out.

    `table` is a file that `align files` wrote (TSV, JSON Lines or Parquet), a folder of `align
    corpus`, or a DataFrame of the same columns, of which only `ru` and `kk` are needed. `to` is the
    name of a format, as `align export --help` lists them; without it the suffix of `path` says it.

    The file appears whole or not at all. Raises InputError for a table that can't be read or a
    missing extra, OutputError where it can't be written. An empty table gives an empty file.
    """
    from tqdm import tqdm

    path = Path(path)
    table_format = format_named(to) if to else format_of(path)
    rows = tqdm(rows_of(table), "writing", unit=" rows", disable=None, delay=2)
    return write_table(TableRows(by_document(rows)), path, table_format)
