"""What is reviewed: tables as `align` writes them, or an alignment just made → documents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from align.errors import InputError
from align.gold import check_sentences
from align.review.document import ReviewBead, ReviewDocument, Unit, document_of
from align.table.load import rows_of
from align.table.read import DocumentPair, pair_name
from align.text.load import load_sides
from align.text.split import split_into
from align.types import SIDES, Alignment, Language, ReadOptions, Row, Sentence, Sides, one_line

MOST_ROWS = 100_000  # what a page can be tall enough for, in every browser


def load_tables(
    tables: Sequence[Path], texts: Path | None = None, reading: ReadOptions | None = None
) -> list[ReviewDocument]:
    """The documents that tables speak of, all tables together, in the order they come.

    A table is what `align files` writes, with or without what it calls the rest, or a folder of
    `align corpus`. The sentences of a row are found by splitting its text; where that does not give
    as many as the row says, they stay together as one unit. With `texts` the documents are read
    from this folder, and no sentence is missing. Raises InputError for a table that can't be
    read, that holds a sentence twice or other ones than the texts, or more than MOST_ROWS rows.
    """
    by_document: dict[DocumentPair, list[Row]] = {}
    count = 0
    for table in tables:
        for row in rows_of(table, rest=True):
            count += 1
            if count > MOST_ROWS:
                raise InputError(f"{table}: more than {MOST_ROWS:,} rows; review a part of it")
            by_document.setdefault((row.ru_doc, row.kk_doc), []).append(row)
    if not by_document:
        raise InputError(f"{tables[0]}: holds no beads; give a table that `align files` wrote")
    found = []
    for names, rows in by_document.items():
        place = f"{tables[0]}: {pair_name(names)}"
        if texts is None:
            found.append(document_of_rows(place, names, rows))
            continue
        sides = load_sides(Sides(texts / names[0], texts / names[1]), reading or ReadOptions())
        for name, side, language in zip(names, sides, SIDES, strict=True):
            for first, count, text in _runs(place, rows, language):
                check_sentences(place, name, side, range(first, first + count), text)
        ru, kk = map(_units_of_sentences, sides)
        beads = [_bead(row, ru, kk) for row in rows]
        found.append(document_of(names, ru, kk, beads))
    return found


def document_of_rows(place: str, names: DocumentPair, rows: Sequence[Row]) -> ReviewDocument:
    """The document that rows tell of; raises InputError, beginning with `place`, as `load_tables`.

    What they leave out is not in it.
    """
    ru, kk = (_units_of_rows(place, rows, language) for language in SIDES)
    return document_of(names, ru, kk, [_bead(row, ru, kk) for row in rows])


def load_alignment(alignment: Alignment, *, blank: bool = False) -> ReviewDocument:
    """The document of an alignment; `blank`: with no bead made."""
    beads = [
        ReviewBead(bead.ru, bead.kk, round(bead.score, 4), bead.note) for bead in alignment.beads
    ]
    ru, kk = _units_of_sentences(alignment.ru), _units_of_sentences(alignment.kk)
    return document_of((alignment.ru_doc, alignment.kk_doc), ru, kk, [] if blank else beads)


def _units_of_sentences(sentences: Iterable[Sentence]) -> list[Unit]:
    return [Unit(at, 1, one_line(one.text)) for at, one in enumerate(sentences)]


def _units_of_rows(place: str, rows: Iterable[Row], language: Language) -> list[Unit]:
    found: list[Unit] = []
    for first, count, text in _runs(place, rows, language):
        parts = split_into(text, count, language)
        if parts is None:
            found.append(Unit(first, count, text))
        else:
            found += [Unit(first + at, 1, part) for at, part in enumerate(parts)]
    return found


def _runs(place: str, rows: Iterable[Row], language: Language) -> list[tuple[int, int, str]]:
    """What rows hold of one side, in order: (first sentence, how many, text).

    Raises InputError where a sentence is in two rows.
    """
    ru = language == "ru"
    every = (
        (row.ru_first, row.ru_count, row.ru) if ru else (row.kk_first, row.kk_count, row.kk)
        for row in rows
    )
    runs = sorted(run for run in every if run[1])
    for (before, count, _), (first, *_) in pairwise(runs):
        if first < before + count:
            raise InputError(
                f"{place}: sentence {first} ({language}) is in two rows; give each bead once, in "
                "a table with the columns ru_first, ru_count, kk_first, kk_count"
            )
    return runs


def _bead(row: Row, ru: Sequence[Unit], kk: Sequence[Unit]) -> ReviewBead:
    return ReviewBead(
        _run(ru, row.ru_first, row.ru_count),
        _run(kk, row.kk_first, row.kk_count),
        row.score,
        row.note,
    )


def _run(units: Sequence[Unit], first: int, count: int) -> range:
    """The units that hold these sentences."""
    if not count:
        return range(0)
    start, stop = (
        bisect_left(units, at, key=lambda unit: unit.first) for at in (first, first + count)
    )
    return range(start, stop)
