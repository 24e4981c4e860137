"""Parquet: a typed data set."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO, get_type_hints

from align.errors import InputError
from align.table.documents import TableRows
from align.table.records import Numbered, Records
from align.table.registry import Library, TableFormat, register
from align.table.written import Written
from align.types import Row

GROUP = 10_000  # rows that are written together

_LIBRARY = Library("pyarrow.parquet", "Parquet", "parquet")


def write_parquet(file: TextIO, table: TableRows, name: str) -> Written:
    """The table's columns, dates and titles, in the types of `Row`."""
    parquet = _LIBRARY.imported(name)
    import pyarrow

    arrow = {int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
    hints = get_type_hints(Row)
    schema = pyarrow.schema([(column, arrow[hints.get(column, str)]) for column in table.columns])
    count, values = 0, table.values()
    with parquet.ParquetWriter(file.buffer, schema) as writer:
        while rows := list(islice(values, GROUP)):
            parts = [[row[at] for row in rows] for at in range(len(table.columns))]
            writer.write_table(pyarrow.table(parts, schema=schema))
            count += len(rows)
    return Written(count)


def read_parquet(path: Path) -> Records:
    """The records of a file; raises InputError for another kind of file."""
    parquet = _LIBRARY.imported(str(path))
    if not path.is_file():
        raise InputError(f"{path}: no such file; check the name")
    try:
        columns = frozenset(parquet.ParquetFile(path).schema_arrow.names)
    except (OSError, ValueError) as error:  # pyarrow's errors are kinds of these
        raise InputError(f"{path}: is no Parquet file ({str(error).splitlines()[0]})") from None

    def each() -> Iterator[Numbered]:
        number = 0
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1000):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row

    return Records(columns, each)


register(
    TableFormat("parquet", "a typed data set", write_parquet, (".parquet",), read_parquet, _LIBRARY)
)
