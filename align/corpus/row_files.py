"""The files of a corpus: lines of a TSV to TSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_type_hints

from align.corpus.rows import pyarrow_parquet
from align.table.whole_file import whole_file
from align.table.write import header_line
from align.types import COLUMNS, Row

ROW_GROUP = 10_000  # rows


def write_tsv(path: Path, texts: Iterable[str]) -> int:
    """Writes a header and the lines that the texts hold; how many these are."""
    count = 0
    with whole_file(path) as file:
        file.write(header_line(COLUMNS))
        for text in texts:
            file.write(text)
            count += text.count("\n")
    return count


def write_parquet(path: Path, texts: Iterable[str]) -> int:
    """Writes what `write_tsv` writes, as Parquet; ROW_GROUP rows or some more in a group."""
    parquet = pyarrow_parquet(str(path))
    import pyarrow

    makes = list(get_type_hints(Row).values())
    types = {int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
    schema = pyarrow.schema(
        [(name, types[make]) for name, make in zip(COLUMNS, makes, strict=True)]
    )
    count = 0
    with whole_file(path) as file, parquet.ParquetWriter(file.buffer, schema) as writer:
        for lines in _groups(texts):
            rows = [line.split("\t") for line in lines]
            columns = [[make(row[at]) for row in rows] for at, make in enumerate(makes)]
            writer.write_table(pyarrow.table(columns, schema=schema))
            count += len(rows)
    return count


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for text in texts:
        group += text.split("\n")[:-1]
        if len(group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group
