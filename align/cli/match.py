"""`align match`: which files of two folders are versions of each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.groups import Encoding, Reading, expanded
from align.cli.options import SOME_FAULTS, refuse_overwriting
from align.match.documents import MIN_SCORE

if TYPE_CHECKING:
    from align.corpus.sources import Fault


@expanded
def match(  # noqa: PLR0913 (a command's options)
    ru: Annotated[Path, typer.Argument(metavar="RU_DIR", help="The Russian files.")],
    kk: Annotated[
        Path,
        typer.Argument(
            metavar="KK_DIR", help="The Kazakh files; the same folder where it holds both."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PAIRS.tsv", help="Where pairs go; else stdout."),
    ] = None,
    rest: Annotated[
        Path | None,
        typer.Option(metavar="REST.tsv", help="Where files without partner go, with the reason."),
    ] = None,
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Pairs less probable than this are not made.")
    ] = MIN_SCORE,
    *,
    reading: Reading,
    encoding: Encoding,
) -> None:
    """Find out which files of two folders belong together.

    Names and order don't matter: the texts decide. PAIRS has the columns ru_doc kk_doc score, the
    most probable partner of each file, if it has one; `align corpus --pairs PAIRS.tsv` aligns
    them, with the same --cache without embedding them again.

    A file that can't be read is named and left out; the exit status is 3 then.

    Example:  align match news/ru news/kk -o pairs.tsv --rest rest.tsv --cache vectors
    """
    from align.match.documents import Match, match_documents
    from align.table.formats.tsv import table_lines
    from align.table.write import two_files

    refuse_overwriting([ru, kk], [path for path in (output, rest) if path])
    faults: list[Fault] = []
    with two_files(output, rest) as write:
        found = match_documents(
            ru,
            kk,
            encoder=encoding.encoder,
            min_score=min_score,
            reading=reading.options,
            on_error=faults.append,
        )
        columns = Match._fields
        write(
            lambda file: file.writelines(
                table_lines(columns[:3], (one[:3] for one in found.pairs))
            ),
            lambda file: file.writelines(table_lines(columns, found.rest)),
        )
    for fault in faults:
        print(f"align: {fault.file}: {fault.reason}; left out", file=sys.stderr)
    left_out = f", {len(faults)} left out" if faults else ""
    print(
        f"{len(found.pairs)} pairs of documents, {len(found.ru_rest)} Russian and "
        f"{len(found.kk_rest)} Kazakh ones without partner{left_out}",
        file=sys.stderr,
    )
    if faults:
        raise typer.Exit(SOME_FAULTS)
