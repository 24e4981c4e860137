"""`align filter`: the good rows of a corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.groups import Filtering, expanded
from align.cli.options import Table, refuse_overwriting
from align.cli.summary import of_filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from align.export.documents import DocumentRows


@expanded
def filter_(
    table: Table,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.tsv", help="Where good rows go.")
    ],
    rest: Annotated[
        Path | None,
        typer.Option(metavar="REST.tsv", help="Where dropped rows go, with the filter's name."),
    ] = None,
    *,
    filtering: Filtering,
) -> None:
    """Drop the rows of a corpus that are no good translations.

    All filters are used, unless some are named:
    score=0.6: the least score. boilerplate=10: most documents that a short text is in. length=2:
    words that each side must have. ratio=2: most that one side is longer than the other leads to
    expect. language=0.3: wrong language, or fewer Cyrillic letters. copy=0.7: most words that are
    the same. numbers=0.5: least part of the numbers that both have. duplicate. near-duplicate=0.8:
    most that two rows share.

    A filter that is named with --clean gets that value, the others keep theirs. The endings of OUT
    and REST may ask for other formats: see `align export`.

    Example:  align filter corpus -o clean.tsv --rest dropped.tsv

    Example:  align filter pairs.tsv -o good.tsv --filter score=0.8 --filter numbers
    """
    from pandas import DataFrame
    from tqdm import tqdm

    from align.export.table import rows_of
    from align.export.write import two_outputs
    from align.filters.apply import apply_filters
    from align.types import COLUMNS

    refuse_overwriting([table], [path for path in (output, rest) if path])
    chosen = filtering.chosen(clean=not filtering.filters)
    with two_outputs(output, rest) as write:
        rows = tqdm(rows_of(table), "reading", unit=" rows", disable=None, delay=2)
        frame = DataFrame(rows, columns=list(COLUMNS))
        found = apply_filters(frame, chosen)
        write(_documents(found.kept), _documents(found.dropped))
    share = f" ({100 * len(found.kept) / len(frame):.1f}%)" if len(frame) else ""
    print(f"{len(frame)} rows, {len(found.kept)} kept{share}", file=sys.stderr)
    print(of_filters(found.counts), file=sys.stderr)


def _documents(frame: pd.DataFrame) -> Iterator[DocumentRows]:
    from align.export.documents import by_document
    from align.types import Row

    return by_document(Row(*values) for values in frame.itertuples(index=False))
