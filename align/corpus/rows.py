"""Rows of a table on disk, one after another: TSV, JSON Lines, Parquet."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from align.errors import InputError
from align.table.parquet import pyarrow_parquet
from align.table.read import reading

# A row's number in its file, counted as editors do, and its fields, or what is wrong with it.
Numbered = tuple[int, Mapping[str, object] | str]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, which is read anew each time they are gone through."""

    columns: frozenset[str]
    each: Callable[[], Iterator[Numbered]]

    def __iter__(self) -> Iterator[Numbered]:
        return self.each()


def read_table(path: Path) -> Rows:
    """The rows of a TSV (a header line, no quoting), JSON Lines or Parquet file.

    The name's ending says which it is: .jsonl or .ndjson, .parquet, else TSV; TSV and JSON Lines
    may be packed by gzip (.gz). A row of a TSV with
    too many fields, and a line that is no JSON object, come as what is wrong with them. Raises
    InputError for a file that can't be read or is empty.
    """
    if path.suffix == ".parquet":
        return _parquet(path)
    ending = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    numbered = _json_lines if ending in (".jsonl", ".ndjson") else _tsv
    first = next(_lines(path), None)
    if first is None:
        raise InputError(f"{path}: is empty; give a table with texts or paths")
    if numbered is _tsv:
        columns = frozenset(first[1].split("\t"))
    else:
        row = _object(first[1])
        columns = frozenset() if isinstance(row, str) else frozenset(row)
    return Rows(columns, lambda: numbered(path))


def _tsv(path: Path) -> Iterator[Numbered]:
    lines = _lines(path)
    header = next(lines)[1].split("\t")
    for at, line in lines:
        fields = line.split("\t")
        if len(fields) == len(header):
            yield at, dict(zip(header, fields, strict=True))
        else:
            yield at, f"has {len(fields)} fields, the header {len(header)}"


def _json_lines(path: Path) -> Iterator[Numbered]:
    for at, line in _lines(path):
        yield at, _object(line)


def _object(line: str) -> dict[str, object] | str:
    import json

    try:
        row = json.loads(line)
    except ValueError as error:
        return f"is no JSON ({error})"
    return row if isinstance(row, dict) else "is no JSON object"


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    r"""The lines of a UTF-8 file, numbered from 1, blank ones left out; only `\n` ends a line."""
    opener = gzip.open if path.suffix == ".gz" else open
    with reading(path), opener(path, "rt", encoding="utf-8-sig", newline="\n") as file:
        try:
            for at, line in enumerate(file, 1):
                if line.strip("\r\n"):
                    yield at, line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: is not UTF-8 ({error.reason}); save it as UTF-8") from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError(f"{path}: can't be unpacked ({error}); pack it anew") from None


def _parquet(path: Path) -> Rows:
    parquet = pyarrow_parquet(str(path))
    if not path.is_file():
        raise InputError(f"{path}: no such file; check the name")
    try:
        columns = frozenset(parquet.ParquetFile(path).schema_arrow.names)
    except (OSError, ValueError) as error:  # pyarrow's errors are kinds of these
        raise InputError(f"{path}: is no Parquet file ({str(error).splitlines()[0]})") from None

    def each() -> Iterator[Numbered]:
        at = 0
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1000):
                for row in batch.to_pylist():
                    at += 1
                    yield at, row

    return Rows(columns, each)
