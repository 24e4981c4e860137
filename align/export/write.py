"""Alignments and tables into files of any format, by the file's ending or by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO, get_args

from align.errors import OutputError
from align.export.documents import DocumentRows, head_of
from align.export.ladder import write_hunalign, write_ladder
from align.export.moses import write_moses
from align.export.tables import write_jsonl, write_parquet, write_tsv, write_xlsx
from align.export.tmx import write_tmx
from align.export.written import Written
from align.extras import extra_module
from align.table.parquet import pyarrow_parquet
from align.table.whole_file import whole_file, writing
from align.table.write import two_files
from align.types import Alignment

Format = Literal["tsv", "tmx", "moses", "jsonl", "parquet", "xlsx", "ladder", "hunalign"]
FORMATS: tuple[Format, ...] = get_args(Format)

_Rows = Iterable[DocumentRows]
_Writer = Callable[[TextIO, _Rows, str], Written]
_WRITERS: dict[str, _Writer] = {
    "tsv": write_tsv, "tmx": write_tmx, "jsonl": write_jsonl, "parquet": write_parquet,
    "xlsx": write_xlsx, "ladder": write_ladder, "hunalign": write_hunalign,
}  # fmt: skip
_PAIRS_ONLY = ("tmx", "hunalign")  # have no place for what is unpaired


def format_of(path: Path | None) -> Format:
    """The format that a file's ending asks for; TSV for any other ending, and without a file."""
    ending = path.suffix.lower().removeprefix(".") if path else ""
    return next((how for how in FORMATS if how == ending and how != "moses"), "tsv")


def export_rows(documents: Iterable[DocumentRows], path: Path, how: Format) -> Written:
    """Writes rows to a file, which appears whole or not at all; of Moses `path`.ru and `path`.kk.

    Raises OutputError where it can't be written, InputError where an extra is missing.
    """
    name = str(path)
    if how != "moses":
        writer = _writer(how, name)
        with whole_file(path) as file, writing(path):
            return writer(file, documents, name)
    ru, kk = (path.with_name(f"{path.name}.{language}") for language in ("ru", "kk"))
    with whole_file(ru) as left, whole_file(kk) as right, writing(path):
        return write_moses(left, right, documents)


@contextmanager
def outputs(pairs: Path | None, rest: Path | None) -> Iterator[Callable[[Alignment], None]]:
    """A function that writes an alignment's usable pairs (to stdout without a path) and its rest.

    All else is as of `two_outputs`.
    """
    with two_outputs(pairs, rest) as write_both:

        def write(alignment: Alignment) -> None:
            head = head_of(alignment.rows())
            write_both(
                [DocumentRows(head, alignment.rows(alignment.pairs))],
                [DocumentRows(head, alignment.rows(alignment.rest))],
            )

        yield write


@contextmanager
def two_outputs(pairs: Path | None, rest: Path | None) -> Iterator[Callable[[_Rows, _Rows], None]]:
    """A function that writes rows of pairs (to stdout without a path), and of the rest.

    The files' endings say in which format; all else is as of `two_files`. Raises InputError where
    a format needs an extra that is missing, OutputError where that of the rest has no place for it.
    """
    writers = [_writer(format_of(path), str(path)) for path in (pairs, rest)]
    if rest and format_of(rest) in _PAIRS_ONLY:
        raise OutputError(f"{rest}: this format has no place for unpaired sentences; give a .tsv")
    with two_files(pairs, rest) as (out, others):

        def write(pair_rows: _Rows, rest_rows: _Rows) -> None:
            with writing(pairs):
                writers[0](out, pair_rows, str(pairs))
                out.flush()
            if others:
                with writing(rest):
                    writers[1](others, rest_rows, str(rest))
                    others.flush()

        yield write


def _writer(how: Format, name: str) -> _Writer:
    """The format's writer; raises InputError where what it needs is not installed."""
    if how == "parquet":
        pyarrow_parquet(name)
    if how == "xlsx":
        extra_module("xlsxwriter", name, "XLSX", "formats")
    return _WRITERS[how]
