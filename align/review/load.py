"""What is reviewed: tables as `align` writes them, or an alignment just made → documents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path

from align.errors import InputError
from align.export.table import rows_of
from align.gold import check_sentences
from align.pipeline import read_sides
from align.review.document import SIDES, ReviewBead, ReviewDocument, Unit, document_of
from align.text.split import split_text
from align.types import Alignment, Language, Reading, Row, Sentence, one_line

MOST_ROWS = 100_000  # what a page can be tall enough for, in every browser


def load_tables(
    tables: Sequence[Path], texts: Path | None = None, *, presplit: bool = False
) -> list[ReviewDocument]:
    """The documents that tables speak of, all tables together, in the order they come.

    A table is what `align files` writes, with or without what it calls the rest, or a folder of
    `align corpus`. The sentences of a row are found by splitting its text; where that does not give
    as many as the row says, they stay together as one unit. With `texts` the documents are read
    from this folder, and no sentence is missing. Raises InputError for a table that can't be
    read, that holds a sentence twice or other ones than the texts, or more than MOST_ROWS rows.
    """
    by_document: dict[tuple[str, str], list[Row]] = {}
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
        place = f"{tables[0]}: {' + '.join(filter(None, names)) or 'the document'}"
        if texts is None:
            found.append(document_of_rows(place, names, rows))
            continue
        sides = read_sides(texts / names[0], texts / names[1], Reading(presplit))
        _check(place, names, sides, rows)
        ru, kk = map(_units_of_sentences, sides)
        beads = [_bead(row, ru, kk) for row in rows]
        found.append(document_of(names, ru, kk, beads))
    return found


def document_of_rows(place: str, names: tuple[str, str], rows: Sequence[Row]) -> ReviewDocument:
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
    runs = [
        (row.ru_first, row.ru_count, row.ru)
        if language == "ru"
        else (row.kk_first, row.kk_count, row.kk)
        for row in rows
    ]
    found: list[Unit] = []
    for first, count, text in sorted(runs):
        if not count:
            continue
        if found and first < found[-1].first + found[-1].count:
            raise InputError(
                f"{place}: sentence {first} ({language}) is in two rows; give each bead once, in "
                "a table with the columns ru_first, ru_count, kk_first, kk_count"
            )
        parts = [text] if count == 1 else [one.text for one in split_text(text, language)]
        if len(parts) == count:
            found += [Unit(first + at, 1, part) for at, part in enumerate(parts)]
        else:
            found.append(Unit(first, count, text))
    return found


def _check(
    place: str,
    names: tuple[str, str],
    sides: tuple[Sequence[Sentence], Sequence[Sentence]],
    rows: Iterable[Row],
) -> None:
    taken: tuple[set[int], set[int]] = set(), set()
    for row in rows:
        runs = (row.ru_first, row.ru_count, row.ru), (row.kk_first, row.kk_count, row.kk)
        for name, side, held, (first, count, text) in zip(names, sides, taken, runs, strict=True):
            run = range(first, first + count)
            check_sentences(place, name, side, run, text)
            if not held.isdisjoint(run):
                raise InputError(f"{place}: sentence {first} is in two rows; give each bead once")
            held.update(run)


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
