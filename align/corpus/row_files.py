"""The files of a corpus: lines of a TSV to TSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_type_hints

from align.table.parquet import GROUP, write_parquet_rows
from align.table.whole_file import whole_file
from align.table.write import header_line
from align.types import COLUMNS, Row


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
    """Writes what `write_tsv` writes, as Parquet; GROUP rows or some more in a group."""
    with whole_file(path) as file:
        return write_parquet_rows(file, COLUMNS, _groups(texts), str(path))


def _groups(texts: Iterable[str]) -> Iterator[list[tuple[object, ...]]]:
    """The fields of the lines, in the types of `Row`."""
    makes = list(get_type_hints(Row).values())
    group: list[tuple[object, ...]] = []
    for text in texts:
        for line in text.split("\n")[:-1]:
            fields = zip(makes, line.split("\t"), strict=True)
            group.append(tuple(make(field) for make, field in fields))
        if len(group) >= GROUP:
            yield group
            group = []
    if group:
        yield group
