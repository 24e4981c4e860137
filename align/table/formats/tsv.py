"""TSV: the corpus table itself, UTF-8, one header line, no quoting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TextIO, get_type_hints

from align.table.documents import TableRows
from align.table.records import Numbered, Records, first_line, text_lines
from align.table.registry import TableFormat, register
from align.table.written import Written
from align.types import COLUMNS, Row


def table_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A header line and the rows' lines, with their ends; fields must hold no tab or line end."""
    yield "\t".join(columns) + "\n"
    yield from map(row_line, rows)


def row_line(row: Sequence[object]) -> str:
    """The row's line with its end, a score with four decimals."""
    fields = (f"{value:.4f}" if isinstance(value, float) else str(value) for value in row)
    return "\t".join(fields) + "\n"


def row_of_line(line: str) -> Row:
    """The row of a line that `row_line` made of one, without its end."""
    fields = zip(_field_types(), line.split("\t"), strict=True)
    return Row(*(make(field) for make, field in fields))


@lru_cache(maxsize=1)
def _field_types() -> tuple[type, ...]:
    return tuple(get_type_hints(Row).values())


def write_tsv(file: TextIO, table: TableRows, name: str) -> Written:
    """The table as `align files` writes it, without dates and titles: its columns are promised."""
    count = 0
    file.write("\t".join(COLUMNS) + "\n")
    for document in table:
        file.writelines(map(row_line, document.rows))
        count += len(document.rows)
    return Written(count)


def read_tsv(path: Path) -> Records:
    """The records of a TSV; one with too many or too few fields comes as what is wrong with it."""
    columns = first_line(path).split("\t")

    def each() -> Iterator[Numbered]:
        lines = text_lines(path)
        next(lines)
        for number, line in lines:
            fields = line.split("\t")
            if len(fields) == len(columns):
                yield number, dict(zip(columns, fields, strict=True))
            else:
                yield number, f"has {len(fields)} fields, the header {len(columns)}"

    return Records(frozenset(columns), each)


register(TableFormat("tsv", "the table that `align files` writes", write_tsv, (".tsv",), read_tsv))
