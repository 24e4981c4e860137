"""Tables as TSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from align.table.whole_file import whole_file, writing


@contextmanager
def two_files(pairs: Path | None, rest: Path | None) -> Iterator[tuple[TextIO, TextIO | None]]:
    """Where pairs go, stdout without a path, and where the rest goes, if anywhere.

    Both places are tried before the block runs, so that hours of work don't end in a typing error;
    both files appear at its end, or neither does. Raises OutputError.
    """
    with ExitStack() as stack:
        out = stack.enter_context(whole_file(pairs)) if pairs else sys.stdout
        yield out, stack.enter_context(whole_file(rest)) if rest else None


@contextmanager
def two_tables(
    pairs: Path | None, rest: Path | None
) -> Iterator[Callable[[Iterable[str], Iterable[str]], None]]:
    """A function that writes lines of pairs, and of the rest, to the places of `two_files`."""
    with two_files(pairs, rest) as (out, others):

        def write(pair_lines: Iterable[str], rest_lines: Iterable[str]) -> None:
            with writing(pairs):
                out.writelines(pair_lines)
                out.flush()
            if others:
                with writing(rest):
                    others.writelines(rest_lines)
                    others.flush()

        yield write


def table_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A header line and the rows' lines, with their ends; fields must hold no tab or line end."""
    yield header_line(columns)
    yield from map(row_line, rows)


def header_line(columns: Sequence[str]) -> str:
    """The header's line with its end."""
    return "\t".join(columns) + "\n"


def row_line(row: Sequence[object]) -> str:
    """The row's line with its end, a score with four decimals."""
    fields = (f"{value:.4f}" if isinstance(value, float) else str(value) for value in row)
    return "\t".join(fields) + "\n"
