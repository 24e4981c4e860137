"""Ladders of other aligners: the sentences of each bead by number, without texts.

They know one pair of documents only.
"""

from __future__ import annotations

from typing import TextIO

from align.errors import OutputError
from align.table.documents import TableRows
from align.table.registry import TableFormat, register
from align.table.written import Written
from align.types import Row


def write_ladder(file: TextIO, table: TableRows, name: str) -> Written:
    """vecalign's lines, `[0, 1]:[2]:0.0300`, the last number a cost: 1 less the score."""
    rows = _of_one(table, name)
    for row in rows:
        ru = list(range(row.ru_first, row.ru_first + row.ru_count))
        kk = list(range(row.kk_first, row.kk_first + row.kk_count))
        file.write(f"{ru}:{kk}:{1 - row.score:.4f}\n")
    return Written(len(rows))


def write_hunalign(file: TextIO, table: TableRows, name: str) -> Written:
    """hunalign's rungs: Russian and Kazakh number where a bead begins, and its score.

    A bead ends where the next begins, so that of beads that cross only those in order are written;
    sentences between them are unpaired. The last rung is the end.
    """
    written = Written()
    at = (0, 0)
    rungs: list[tuple[int, int, float]] = []
    for row in sorted(_of_one(table, name), key=lambda row: (row.ru_first, row.kk_first)):
        begins = row.ru_first, row.kk_first
        taken = row.usable and begins[0] >= at[0] and begins[1] >= at[1]
        written = written.add(taken)
        if not taken:
            continue
        if begins != at:
            rungs.append((*at, 0.0))
        rungs.append((*begins, row.score))
        at = row.ru_first + row.ru_count, row.kk_first + row.kk_count
    file.writelines(f"{ru}\t{kk}\t{score:.4f}\n" for ru, kk, score in (*rungs, (*at, 0.0)))
    return written


def _of_one(table: TableRows, name: str) -> list[Row]:
    """The rows of the only pair of documents, in order of its sentences."""
    rows: list[Row] = []
    for document in table:
        if rows and document.rows[0][:2] != rows[0][:2]:
            raise OutputError(
                f"{name}: a ladder has room for one pair of documents, the table holds several; "
                "give a table of one, or another format"
            )
        rows += document.rows
    return rows


register(TableFormat("ladder", "vecalign's [0, 1]:[2] lines", write_ladder, (".ladder",)))
register(
    TableFormat(
        "hunalign", "hunalign's ladder", write_hunalign, (".hunalign",), holds_unpaired=False
    )
)
