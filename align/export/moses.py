"""Moses: two texts, of which line n of one is the translation of line n of the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from align.export.documents import DocumentRows
from align.export.written import Written


def write_moses(ru: TextIO, kk: TextIO, documents: Iterable[DocumentRows]) -> Written:
    """A line in each for each usable pair; other rows are left out."""
    written = Written()
    for document in documents:
        for row in document.rows:
            written = written.add(row.usable)
            if row.usable:
                ru.write(f"{row.ru}\n")
                kk.write(f"{row.kk}\n")
    return written
