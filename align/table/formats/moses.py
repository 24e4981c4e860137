"""Moses: two texts, of which line n of one is the translation of line n of the other."""

from __future__ import annotations

from typing import TextIO

from align.table.documents import TableRows
from align.table.registry import TableFormat, register
from align.table.written import Written


def write_moses(ru: TextIO, kk: TextIO, table: TableRows, name: str) -> Written:
    """A line in each for each usable pair; other rows are left out."""
    written = Written()
    for document in table:
        for row in document.rows:
            written = written.add(row.usable)
            if row.usable:
                ru.write(f"{row.ru}\n")
                kk.write(f"{row.kk}\n")
    return written


register(
    TableFormat(
        "moses",
        "two texts, OUT.ru and OUT.kk, line by line",
        write_moses,
        holds_unpaired=False,
        parts=(".ru", ".kk"),
    )
)
