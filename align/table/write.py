"""Alignments as TSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from align.table.whole_file import whole_file, writing
from align.types import COLUMNS, Alignment, Row

HEADER = "\t".join(COLUMNS) + "\n"


@contextmanager
def outputs(pairs: Path | None, rest: Path | None) -> Iterator[Callable[[Alignment], None]]:
    """A function that writes an alignment's usable pairs (to stdout without a path) and its rest.

    Both places are tried before the block runs, so that hours of work don't end in a typing error;
    both files appear at its end, or neither does. Raises OutputError.
    """
    with ExitStack() as stack:
        out = stack.enter_context(whole_file(pairs)) if pairs else sys.stdout
        others = stack.enter_context(whole_file(rest)) if rest else None

        def write(alignment: Alignment) -> None:
            with writing(pairs):
                write_rows(out, alignment.rows(alignment.pairs))
                out.flush()
            if others:
                with writing(rest):
                    write_rows(others, alignment.rows(alignment.rest))
                    others.flush()

        yield write


def write_rows(file: IO[str], table: Iterable[Row]) -> None:
    """Writes a header line and the rows, scores with four decimals, to an open file."""
    file.write(HEADER)
    file.writelines(map(row_line, table))


def row_line(row: Row) -> str:
    """The row's line with its end, the score with four decimals."""
    fields = (f"{value:.4f}" if isinstance(value, float) else str(value) for value in row)
    return "\t".join(fields) + "\n"
