"""XLSX: one sheet to read and filter in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from align.errors import OutputError
from align.table.documents import TableRows
from align.table.registry import Library, TableFormat, register
from align.table.written import Written

# Excel's limits.
_MOST_ROWS, _MOST_CHARACTERS = 1_048_576, 32_767
# For reading: the texts first and wide, what tells them apart after them.
_SHOWN = (
    "ru", "kk", "score", "kind", "note", "ru_doc", "kk_doc", "ru_date", "kk_date", "ru_title",
    "kk_title", "ru_first", "ru_count", "kk_first", "kk_count",
)  # fmt: skip
_WIDTHS = {"ru": 70, "kk": 70, "ru_doc": 24, "kk_doc": 24, "ru_title": 30, "kk_title": 30}


def write_xlsx(file: TextIO, table: TableRows, name: str) -> Written:
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
        for count, values in enumerate(table.values(), 1):
            _check_fits(name, count, values)
            row = dict(zip(table.columns, values, strict=True))
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
    if longest > _MOST_CHARACTERS:
        raise OutputError(
            f"{name}: row {count} has a text of {longest:,} characters, a cell holds "
            f"{_MOST_CHARACTERS:,}; write parquet or jsonl"
        )


register(
    TableFormat(
        "xlsx",
        "a sheet to read and filter in",
        write_xlsx,
        (".xlsx",),
        library=Library("xlsxwriter", "XLSX", "formats"),
    )
)
