"""Tables into files of any format: which appear whole, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from align.errors import OutputError
from align.table.documents import DocumentRows, TableRows, head_of
from align.table.registry import TableFormat, format_of
from align.table.system_errors import writing
from align.table.whole_file import whole_file
from align.table.written import Written
from align.types import Alignment

FileWriter = Callable[[TextIO], object]


def write_table(table: TableRows, path: Path, table_format: TableFormat) -> Written:
    """Writes a table to a file, or to each file that the format has.

    Raises OutputError if it can't be written, InputError if a library is missing.
    """
    table_format.check_installed(str(path))
    with ExitStack() as stack:
        files = [stack.enter_context(whole_file(file)) for file in table_format.files(path)]
        with writing(path):
            return table_format.write(*files, table, str(path))


@contextmanager
def outputs(pairs: Path | None, rest: Path | None) -> Iterator[Callable[[Alignment], None]]:
    """A function that writes an alignment's usable pairs (to stdout without a path) and its rest.

    All else is as of `two_outputs`.
    """
    with two_outputs(pairs, rest) as write_both:

        def write(alignment: Alignment) -> None:
            head = head_of(alignment.rows())
            write_both(
                TableRows([DocumentRows(head, alignment.rows(alignment.pairs))]),
                TableRows([DocumentRows(head, alignment.rows(alignment.rest))]),
            )

        yield write


@contextmanager
def two_outputs(
    pairs: Path | None, rest: Path | None
) -> Iterator[Callable[[TableRows, TableRows], None]]:
    """A function that writes rows of pairs (to stdout without a path), and of the rest.

    The files' suffixes say in which format; all else is as of `two_files`. Raises InputError if a
    format needs a library that is missing, OutputError if that of the rest has no place for it.
    """
    formats = [format_of(path) for path in (pairs, rest)]
    for path, table_format in zip((pairs, rest), formats, strict=True):
        table_format.check_installed(str(path))
    if rest and not formats[1].holds_unpaired:
        raise OutputError(f"{rest}: this format has no place for unpaired sentences; give a .tsv")
    with two_files(pairs, rest) as write_both:

        def writer(path: Path | None, table_format: TableFormat, table: TableRows) -> FileWriter:
            return lambda file: table_format.write(file, table, str(path))

        def write(*tables: TableRows) -> None:
            write_both(*map(writer, (pairs, rest), formats, tables))

        yield write


@contextmanager
def two_files(
    pairs: Path | None, rest: Path | None
) -> Iterator[Callable[[FileWriter, FileWriter], None]]:
    """A function that calls a writer with the file of pairs, and one with the file of the rest.

    Pairs go to stdout without a path; the rest's writer is not called without one. Both places are
    tried before the block runs, so that hours of work don't end in a typing error; both files
    appear at its end, or neither does. Raises OutputError.
    """
    with ExitStack() as stack:
        out = stack.enter_context(whole_file(pairs)) if pairs else sys.stdout
        files = out, stack.enter_context(whole_file(rest)) if rest else None

        def write(*writers: FileWriter) -> None:
            for path, file, write_one in zip((pairs, rest), files, writers, strict=True):
                if file:
                    with writing(path):
                        write_one(file)
                        file.flush()

        yield write
