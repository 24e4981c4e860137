"""TSV, JSON Lines, Parquet and XLSX: all rows, also those without partner."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

from align.errors import OutputError
from align.export.documents import DocumentRows, Head
from align.export.written import Written
from align.table.parquet import GROUP, write_parquet_rows
from align.table.write import table_lines
from align.types import COLUMNS

_ALL = COLUMNS + Head._fields  # of a table with room for what the documents say of themselves


def write_tsv(file: TextIO, documents: Iterable[DocumentRows], name: str) -> Written:
    """The table as `align files` writes it, without dates and titles: its columns are promised."""
    rows = (row for document in documents for row in document.rows)
    lines = 0
    for line in table_lines(COLUMNS, rows):
        file.write(line)
        lines += 1
    return Written(lines - 1)


def write_jsonl(file: TextIO, documents: Iterable[DocumentRows], name: str) -> Written:
    """An object for each row, with the table's columns, dates and titles; UTF-8 as it is."""
    count = 0
    for values in _rows(documents):
        file.write(json.dumps(dict(zip(_ALL, values, strict=True)), ensure_ascii=False) + "\n")
        count += 1
    return Written(count)


def write_parquet(file: TextIO, documents: Iterable[DocumentRows], name: str) -> Written:
    """The table's columns, dates and titles, typed."""
    rows = _rows(documents)
    groups = iter(lambda: list(islice(rows, GROUP)), [])
    return Written(write_parquet_rows(file, _ALL, groups, name))


# Excel's limits.
_MOST_ROWS, _MOST_SIGNS = 1_048_576, 32_767
# For reading: the texts first and wide, what tells them apart after them.
_SHOWN = (
    "ru", "kk", "score", "kind", "note", "ru_doc", "kk_doc", "ru_date", "kk_date", "ru_title",
    "kk_title", "ru_first", "ru_count", "kk_first", "kk_count",
)  # fmt: skip
_WIDTHS = {"ru": 70, "kk": 70, "ru_doc": 24, "kk_doc": 24, "ru_title": 30, "kk_title": 30}


def write_xlsx(file: TextIO, documents: Iterable[DocumentRows], name: str) -> Written:
    """One sheet to read and filter in; texts stay texts, also those that begin as a formula does.

    Raises OutputError for more than a sheet can hold.
    """
    from xlsxwriter import Workbook

    # constant memory: rows go to disk one after another
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file.buffer, settings) as book:
        sheet = book.add_worksheet("pairs")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for at, column in enumerate(_SHOWN):
            sheet.set_column(at, at, _WIDTHS.get(column, 11), wrapped)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _SHOWN, book.add_format({"bold": True}))
        count = 0
        for count, values in enumerate(_rows(documents), 1):
            _check_fits(name, count, values)
            row = dict(zip(_ALL, values, strict=True))
            for at, column in enumerate(_SHOWN):
                value = row[column]
                if isinstance(value, str) and value:
                    sheet.write_string(count, at, value)
                elif not isinstance(value, str):
                    sheet.write_number(count, at, value)
        sheet.autofilter(0, 0, count, len(_SHOWN) - 1)
    return Written(count)


def _check_fits(name: str, count: int, values: Iterable[object]) -> None:
    """Raises OutputError where a row, the `count`-th below the head, fits in no sheet."""
    if count >= _MOST_ROWS:
        raise OutputError(f"{name}: a sheet holds {_MOST_ROWS:,} rows; write parquet or jsonl")
    longest = max(len(value) for value in values if isinstance(value, str))
    if longest > _MOST_SIGNS:
        raise OutputError(
            f"{name}: row {count} has a text of {longest:,} characters, a cell holds "
            f"{_MOST_SIGNS:,}; write parquet or jsonl"
        )


def _rows(documents: Iterable[DocumentRows]) -> Iterator[tuple[object, ...]]:
    for document in documents:
        for row in document.rows:
            yield (*row, *document.head)
