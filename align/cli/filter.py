"""`align filter`: the good rows of a corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.groups import Filtering, expanded
from align.cli.options import Table, documented, refuse_overwriting
from align.cli.summary import of_filters
from align.filters.registry import all_filters

if TYPE_CHECKING:
    import pandas as pd

    from align.table.documents import TableRows


FILTERS = "\n\n    ".join(f"{one.usage}: {one.help}." for one in all_filters())


@documented(filters=FILTERS)
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

    All filters are used, unless some are named. Each keeps, with its value by default:

    {filters}

    A filter that is named with --clean gets that value, the others keep theirs. The suffixes of OUT
    and REST may ask for other formats: see `align export`.

    Example:  align filter corpus -o clean.tsv --rest dropped.tsv

    Example:  align filter pairs.tsv -o good.tsv --filter score=0.8 --filter numbers
    """
    from pandas import DataFrame
    from tqdm import tqdm

    from align.filters.apply import apply_filters
    from align.table.load import rows_of
    from align.table.write import two_outputs
    from align.types import COLUMNS

    refuse_overwriting([table], [path for path in (output, rest) if path])
    chosen = filtering.chosen(clean=not filtering.filters)
    with two_outputs(output, rest) as write:
        rows = tqdm(rows_of(table), "reading", unit=" rows", disable=None, delay=2)
        frame = DataFrame(rows, columns=list(COLUMNS))
        found = apply_filters(frame, chosen)
        write(_table(found.kept), _table(found.dropped))
    share = f" ({100 * len(found.kept) / len(frame):.1f}%)" if len(frame) else ""
    print(f"{len(frame)} rows, {len(found.kept)} kept{share}", file=sys.stderr)
    print(of_filters(found.counts), file=sys.stderr)


def _table(frame: pd.DataFrame) -> TableRows:
    from align.table.documents import TableRows, by_document
    from align.types import Row

    return TableRows(by_document(Row(*values) for values in frame.itertuples(index=False)))
