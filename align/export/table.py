"""A table on disk, a frame, or a folder of a corpus → its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from align.corpus.rows import read_table
from align.errors import InputError
from align.export.documents import by_document
from align.export.write import FORMATS, Format, export_rows, format_of
from align.export.written import Written
from align.types import Row, one_line

if TYPE_CHECKING:
    import pandas as pd


def export_table(
    table: str | Path | pd.DataFrame, path: str | Path, to: Format | None = None
) -> Written:
    """Writes a table of pairs in another format; how many rows were written and left out.

    `table` is a file that `align files` wrote (TSV, JSON Lines or Parquet), a folder of `align
    corpus`, or a DataFrame of the same columns, of which only `ru` and `kk` are needed. `to` is one
    of tsv, tmx, moses, jsonl, parquet, xlsx, ladder, hunalign; without it the ending of `path` says
    it. TMX, Moses and hunalign take usable pairs only.

    The file appears whole or not at all. Raises InputError for a table that can't be read or a
    missing extra, OutputError where it can't be written. An empty table gives an empty file.
    """
    from tqdm import tqdm

    path = Path(path)
    how = to or format_of(path)
    if how not in FORMATS:
        raise InputError(f"{how}: no such format; give one of {', '.join(FORMATS)}")
    rows = tqdm(rows_of(table), "writing", unit=" rows", disable=None, delay=2)
    return export_rows(by_document(rows), path, how)


def rows_of(table: str | Path | pd.DataFrame, *, rest: bool = False) -> Iterator[Row]:
    """The rows of a table as `export_table` takes it, in order; `rest`: of a corpus, all beads."""
    if isinstance(table, str | Path):
        for path in _files(Path(table), ("pairs", "rest") if rest else ("pairs",)):
            for at, row in read_table(path):
                if isinstance(row, str):
                    raise InputError(f"{path}: line {at} {row}; correct it")
                yield _row(row, f"{path}: line {at}")
    else:
        for at, record in enumerate(table.to_dict("records"), 1):
            yield _row({str(key): value for key, value in record.items()}, f"the frame: row {at}")


def _files(path: Path, kinds: Sequence[str]) -> list[Path]:
    """The file itself, or those of these kinds in a folder of `align corpus`, or of its shards."""
    if not path.is_dir():
        return [path]
    found = [
        file
        for folder in ("", "*-of-*/")
        for kind in kinds
        for file in sorted(path.glob(f"{folder}{kind}-*"))
        if file.suffix in (".tsv", ".parquet")
    ]
    if not found:
        raise InputError(f"{path}: holds no pairs-00000.tsv or the like; give a folder of a corpus")
    return found


def _row(row: Mapping[str, object], place: str) -> Row:
    """The row, with what its table does not tell: counts of 1, a score of 1."""
    missing = [name for name in ("ru", "kk") if not isinstance(row.get(name), str)]
    if missing:
        raise InputError(f"{place} has no text in the column {missing[0]}; give a table with texts")
    ru, kk = one_line(str(row["ru"])), one_line(str(row["kk"]))
    counts = {"ru_count": int(ru != ""), "kk_count": int(kk != "")}
    known = {"ru_first": 0, "kk_first": 0, "score": 1.0, **counts, **row}
    try:
        ru_count, kk_count = int(str(known["ru_count"])), int(str(known["kk_count"]))
        return Row(
            ru_doc=one_line(str(row.get("ru_doc", ""))),
            kk_doc=one_line(str(row.get("kk_doc", ""))),
            ru_first=int(str(known["ru_first"])),
            ru_count=ru_count,
            kk_first=int(str(known["kk_first"])),
            kk_count=kk_count,
            kind=f"{ru_count}-{kk_count}",
            score=float(str(known["score"])),
            note=one_line(str(row.get("note", ""))),
            ru=ru,
            kk=kk,
        )
    except ValueError as error:
        raise InputError(f"{place}: {error}; give a number") from None
