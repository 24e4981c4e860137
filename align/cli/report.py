"""`align report`: a corpus at a glance."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from align.cli.options import refuse_overwriting


def report(
    tables: Annotated[
        list[Path],
        typer.Argument(
            metavar="TABLE...",
            help="What `align files` wrote, OUT.tsv and REST.tsv; or a folder of `align corpus`.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="REPORT.html", help="The page to write.")
    ],
    document: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The document whose alignment is drawn.",
            show_default="that with the lowest scores",
        ),
    ] = None,
) -> None:
    """Make a page that shows what a corpus holds and where it is doubtful.

    Counts and coverage, types of pairs, scores, length ratios, what was kept out and why, the
    alignment of one document drawn over the likeness of its sentences, the most doubtful pairs, and
    samples of each band of scores. One file that needs nothing else, to look at or to print.

    Example:  align report pairs.tsv rest.tsv -o report.html

    Example:  align report corpus -o report.html --document 2024-03-01.ru.txt
    """
    from align.report.corpus import report as page_of
    from align.table.whole_file import whole_file

    refuse_overwriting(tables, [output])
    with whole_file(output) as file:
        file.write(page_of(tables, document))
    print(f"align: {output}: open it in a browser", file=sys.stderr)
