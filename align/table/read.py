"""Beads read back, from a TSV or from lines as other aligners write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from align.errors import InputError
from align.table.load import read_records
from align.table.registry import DEFAULT, format_of
from align.table.system_errors import reading
from align.types import Bead

MOST_SENTENCES = 100_000_000  # of a document; a larger index is a slip
REQUIRED = ("ru_first", "ru_count", "kk_first", "kk_count")

# A pair of documents: their names, empty where a file names none.
DocumentPair = tuple[str, str]


def pair_name(names: DocumentPair) -> str:
    """What a pair of documents is called.

    >>> pair_name(("a.ru.txt", "a.kk.txt")), pair_name(("", ""))
    ('a.ru.txt + a.kk.txt', 'the document')
    """
    return " + ".join(filter(None, names)) or "the document"


def read_beads(path: str | Path) -> dict[DocumentPair, list[Bead]]:
    """The beads of a table as `align` writes it, or of `[0, 1]:[2]` lines, per pair of documents.

    A table (TSV, JSON Lines or Parquet) needs the columns ru_first, ru_count, kk_first and
    kk_count; without ru_doc and kk_doc, and in a file of lines, everything is one pair of documents
    named ('', ''). Raises InputError with the line of the fault, also if a sentence is in two
    beads. A TSV with a header alone gives {}.
    """
    path = Path(path)
    lines = _full_lines(path) if _is_text(path) else []
    if _is_ladder(lines):
        beads = [(at, _ladder_bead(path, at, line)) for at, line in enumerate(lines, 1) if line]
        return {("", ""): _once_each(path, beads)}
    documents: dict[DocumentPair, list[tuple[int, Bead]]] = {}
    for at, row in _rows(path, lines):
        documents.setdefault(_names(row), []).append((at, _bead(path, at, row)))
    return {names: _once_each(path, beads) for names, beads in documents.items()}


def read_texts(path: Path) -> dict[DocumentPair, list[tuple[int, Bead, str, str]]]:
    """What a TSV says of each bead: (line, bead, Russian text, Kazakh text), per documents.

    A text is "" where the TSV has no such column; of `[0, 1]:[2]` lines there is nothing to say.
    Raises what `read_beads` raises.
    """
    lines = _full_lines(path) if _is_text(path) else []
    documents: dict[DocumentPair, list[tuple[int, Bead, str, str]]] = {}
    if _is_ladder(lines):
        return documents
    for at, row in _rows(path, lines):
        texts = row.get("ru", ""), row.get("kk", "")
        documents.setdefault(_names(row), []).append((at, _bead(path, at, row), *texts))
    return documents


def _full_lines(path: Path) -> list[str]:
    lines = _lines(path)
    if not lines:
        raise InputError(f"{path}: is empty; give a TSV with a header, or [0, 1]:[2] lines")
    return lines


def _is_text(path: Path) -> bool:
    """Whether the file is a TSV or lines of beads, and not JSON Lines or Parquet."""
    table_format = format_of(path)
    return table_format.name == DEFAULT or not table_format.for_corpora


def _is_ladder(lines: Sequence[str]) -> bool:
    return bool(lines) and lines[0].startswith("[")


def _names(row: dict[str, str]) -> DocumentPair:
    return row.get("ru_doc", ""), row.get("kk_doc", "")


def _rows(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(Line, its fields by column) of a table with the columns that a bead needs."""
    if not lines:
        for number, record in read_records(path):
            if isinstance(record, str) or not set(REQUIRED) <= record.keys():
                raise InputError(f"{path}: line {number} has no {', '.join(REQUIRED)}; correct it")
            yield number, {column: str(value) for column, value in record.items()}
        return
    header = lines[0].split("\t")
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise InputError(
            f"{path}: line 1 has no column {', '.join(missing)}; give a TSV as `align files` "
            "writes it, or [0, 1]:[2] lines"
        )
    for at, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(header):
            raise InputError(
                f"{path}: line {at} has {len(fields)} fields, the header {len(header)}; "
                "separate the fields with single tabs"
            )
        yield at, dict(zip(header, fields, strict=True))


def _once_each(path: Path, numbered: Sequence[tuple[int, Bead]]) -> list[Bead]:
    """The beads of one document without their lines; InputError if two hold the same sentence."""
    sides = {
        "Russian": [(bead.ru, at) for at, bead in numbered if bead.ru],
        "Kazakh": [(bead.kk, at) for at, bead in numbered if bead.kk],
    }
    for language, runs in sides.items():
        in_order = sorted(runs, key=lambda run: (run[0].start, run[1]))
        for (before, one), (after, other) in pairwise(in_order):
            if after.start < before.stop:
                raise InputError(
                    f"{path}: line {max(one, other)}: {language} sentence {after.start} is in line "
                    f"{min(one, other)} already; give each sentence in one line only"
                )
    return [bead for _, bead in numbered]


def _lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file without their ends, the last empty one left out."""
    with reading(path):
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8"
            ) from None
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _bead(path: Path, at: int, row: dict[str, str]) -> Bead:
    try:
        ru_first, ru_count, kk_first, kk_count = (int(row[name]) for name in REQUIRED)
        score = float(row.get("score") or 1.0)
    except ValueError as error:
        raise InputError(f"{path}: line {at}: {error}; give a number") from None
    if max(ru_first, ru_count, kk_first, kk_count) > MOST_SENTENCES:
        raise InputError(f"{path}: line {at} counts beyond {MOST_SENTENCES:,}; correct the number")
    if min(ru_first, ru_count, kk_first, kk_count) < 0 or ru_count + kk_count == 0:
        raise InputError(f"{path}: line {at} holds no sentences; counts are 0 or more, not both 0")
    ru = range(ru_first, ru_first + ru_count)
    return Bead(ru, range(kk_first, kk_first + kk_count), score, row.get("note", ""))


LADDER = re.compile(r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::.*)?")


def _ladder_bead(path: Path, at: int, line: str) -> Bead:
    """A bead from `[0, 1]:[2]`, or `[0, 1]:[2]:0.5` with a cost, which is passed over."""
    found = LADDER.fullmatch(line)
    if not found:
        raise InputError(f"{path}: line {at} is no bead; write it as [0, 1]:[2]")
    sides = []
    for side in found.groups():
        numbers = [int(number) for number in side.replace(",", " ").split()]
        run = range(numbers[0], numbers[0] + len(numbers)) if numbers else range(0)
        if numbers != list(run):
            raise InputError(f"{path}: line {at}: {numbers} is no run of neighbouring sentences")
        sides.append(run)
    if not sides[0] and not sides[1]:
        raise InputError(f"{path}: line {at} holds no sentences; leave such lines out")
    return Bead(sides[0], sides[1])
