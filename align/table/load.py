"""A table on disk, a frame, or a folder of a corpus → its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import InputError
from align.table.records import Records
from align.table.registry import format_of, readable_suffixes, table_formats
from align.types import Row, one_line

if TYPE_CHECKING:
    import pandas as pd


def read_records(path: Path) -> Records:
    """The records of a table, by its name's suffix: JSON Lines, Parquet, else TSV.

    TSV and JSON Lines may be packed by gzip (.gz). Raises InputError for a file that can't be read
    or is empty, or for a format that can only be written.
    """
    table_format = format_of(Path(path.stem) if path.suffix == ".gz" else path)
    if table_format.read is None:
        if not path.exists():
            raise InputError(f"{path}: no such file; check the name")
        known = ", ".join(one.name for one in table_formats() if one.read)
        raise InputError(f"{path}: {table_format.name} can't be read as a table; give {known}")
    return table_format.read(path)


def corpus_file_pattern() -> re.Pattern[str]:
    """What the files of a corpus are called: `pairs-00000.tsv`, `rest-00012.parquet`."""
    suffixes = "|".join(map(re.escape, readable_suffixes()))
    return re.compile(rf"(?P<kind>pairs|rest)-\d{{5,}}(?:{suffixes})")


def rows_of(table: str | Path | pd.DataFrame, *, rest: bool = False) -> Iterator[Row]:
    """The rows of a table as `export_table` takes it, in order.

    With `rest`, a corpus gives all its beads.
    """
    if isinstance(table, str | Path):
        for path in _files(Path(table), ("pairs", "rest") if rest else ("pairs",)):
            for number, record in read_records(path):
                if isinstance(record, str):
                    raise InputError(f"{path}: line {number} {record}; correct it")
                yield _row(record, f"{path}: line {number}")
    else:
        for number, fields_of_row in enumerate(table.to_dict("records"), 1):
            fields = {str(key): value for key, value in fields_of_row.items()}
            yield _row(fields, f"the frame: row {number}")


def _files(path: Path, kinds: Sequence[str]) -> list[Path]:
    """The file itself, or those of these kinds in a folder of `align corpus`, or of its shards."""
    if not path.is_dir():
        return [path]
    pattern = corpus_file_pattern()
    files = [
        file
        for folder in ("", "*-of-*/")
        for kind in kinds
        for file in sorted(path.glob(f"{folder}{kind}-*"))
        if pattern.fullmatch(file.name)
    ]
    if not files:
        raise InputError(f"{path}: holds no pairs-00000.tsv or the like; give a folder of a corpus")
    return files


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
