"""Rows as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import TextIO, get_type_hints

from align.extras import extra_module
from align.types import Row

GROUP = 10_000  # rows that are written together


def pyarrow_parquet(name: str) -> ModuleType:
    """pyarrow's module for Parquet; raises InputError, naming the file, where it is missing."""
    return extra_module("pyarrow.parquet", name, "Parquet", "parquet")


def write_parquet_rows(
    file: TextIO,
    columns: Sequence[str],
    groups: Iterable[Sequence[Sequence[object]]],
    name: str,
) -> int:
    """Writes groups of rows; how many rows these are. Columns that `Row` has have its types."""
    parquet = pyarrow_parquet(name)
    import pyarrow

    arrow = {int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
    hints = get_type_hints(Row)
    schema = pyarrow.schema([(column, arrow[hints.get(column, str)]) for column in columns])
    count = 0
    with parquet.ParquetWriter(file.buffer, schema) as writer:
        for rows in groups:
            parts = [[row[at] for row in rows] for at in range(len(columns))]
            writer.write_table(pyarrow.table(parts, schema=schema))
            count += len(rows)
    return count
