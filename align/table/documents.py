"""The rows of a table, pair of documents by pair, with what the documents say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from align.text.split import DATE_HEAD, sentence_kind
from align.types import COLUMNS, Row

_HEAD = 3  # sentences that a title is looked for in: a date and an author may stand before it


class Head(NamedTuple):
    """Date (2025-08-13) and title of both documents, "" where they tell none."""

    ru_date: str = ""
    kk_date: str = ""
    ru_title: str = ""
    kk_title: str = ""


class DocumentRows(NamedTuple):
    """Rows of one pair of documents, in order."""

    head: Head
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table, document by document, which can be looped over once.

    `columns` are those of the table; formats with room for more also tell dates and titles, unless
    `heads` is False.
    """

    documents: Iterable[DocumentRows]
    heads: bool = True

    def __iter__(self) -> Iterator[DocumentRows]:
        return iter(self.documents)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what `values` gives."""
        return COLUMNS + Head._fields if self.heads else COLUMNS

    def values(self) -> Iterator[tuple[object, ...]]:
        """The values of each row."""
        for document in self:
            for row in document.rows:
                yield (*row, *document.head) if self.heads else tuple(row)


def by_document(rows: Iterable[Row], *, heads: bool = True) -> Iterator[DocumentRows]:
    """Rows that follow one another and are of the same two documents; nothing for no rows.

    `heads`: whether dates and titles are looked for.
    """
    for _, group in groupby(rows, key=lambda row: row[:2]):
        together = list(group)
        yield DocumentRows(head_of(together) if heads else Head(), together)


def head_of(rows: Sequence[Row]) -> Head:
    """What the first sentences of two documents say, as far as rows hold them.

    >>> row = Row("a", "b", 0, 1, 0, 1, "1-1", 1.0, "", "date 2025-08-13", "date 2025-08-13")
    >>> head_of([row, row._replace(ru_first=1, kk_first=1, ru="Итоги", kk="Қорытынды")])
    Head(ru_date='2025-08-13', kk_date='2025-08-13', ru_title='Итоги', kk_title='Қорытынды')
    """
    ru = sorted((row.ru_first, row.ru) for row in rows if row.ru_count == 1)
    kk = sorted((row.kk_first, row.kk) for row in rows if row.kk_count == 1)
    return Head(_date(ru), _date(kk), _title(ru), _title(kk))


def _date(sentences: Sequence[tuple[int, str]]) -> str:
    found = DATE_HEAD.fullmatch(sentences[0][1]) if sentences and sentences[0][0] == 0 else None
    return found[1].removeprefix("date ") if found else ""


def _title(sentences: Sequence[tuple[int, str]]) -> str:
    """The first sentence that looks like a title, among the first of the document."""
    early = (text for first, text in sentences if first < _HEAD)
    return next((text for text in early if sentence_kind(text) == "title"), "")
