"""`align files`: one pair of documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from align.cli.groups import Encoding, Filtering, ReadingAndRepair, Search, expanded
from align.cli.options import documented, refuse_overwriting
from align.cli.summary import of_filters, of_sentences
from align.table.registry import table_formats
from align.text.formats.registry import format_list


@documented(formats=format_list())
@expanded
def files(  # noqa: PLR0913, PLR0917 (a command's options)
    ru: Annotated[
        Path | None, typer.Argument(metavar="RU", help="The Russian text, - for standard input.")
    ] = None,
    kk: Annotated[
        Path | None, typer.Argument(metavar="KK", help="The Kazakh text, - for standard input.")
    ] = None,
    ru_files: Annotated[
        list[Path] | None,
        typer.Option("--ru", metavar="FILE", help="A Russian file; several, in their order."),
    ] = None,
    kk_files: Annotated[
        list[Path] | None,
        typer.Option("--kk", metavar="FILE", help="A Kazakh file; several, in their order."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT.tsv",
            help="Where the pairs go; else stdout. A suffix asks for a format: "
            f"{', '.join(suffix for one in table_formats() for suffix in one.suffixes)}.",
        ),
    ] = None,
    rest: Annotated[
        Path | None,
        typer.Option(metavar="REST.tsv", help="Where every other bead goes, with its reason."),
    ] = None,
    *,
    reading: ReadingAndRepair,
    filtering: Filtering,
    encoding: Encoding,
    search: Search,
) -> None:
    """Align a Russian and a Kazakh file, and write the pairs as TSV.

    The columns: ru_doc kk_doc ru_first ru_count kk_first kk_count kind score note ru kk.
    OUT and REST together hold every sentence of both files exactly once.

    The texts may be {formats}, also packed by gzip.

    Example:  align files a.ru.txt a.kk.txt -o pairs.tsv --rest rest.tsv

    Example:  align files --ru 1.ru.docx --ru 2.ru.docx --kk book.kk.epub -o pairs.tsv
    """
    from align.corpus.counts import counted
    from align.filters.apply import filter_alignment
    from align.pipeline import align_files
    from align.table.write import outputs

    chosen = filtering.chosen()
    options = search.options
    sides = _sides(ru, kk, ru_files or [], kk_files or [])
    refuse_overwriting(sides[0] + sides[1], [path for path in (output, rest) if path])
    with outputs(output, rest) as write:
        alignment = align_files(
            *sides,
            encoder=encoding.encoder,
            options=options,
            reading=reading.options,
        )
        if chosen:
            alignment, dropped = filter_alignment(alignment, chosen)
        write(alignment)
    print(of_sentences(counted(alignment)), file=sys.stderr)
    if chosen:
        print(of_filters(dropped), file=sys.stderr)


def _sides(
    ru: Path | None, kk: Path | None, ru_files: list[Path], kk_files: list[Path]
) -> tuple[list[Path], list[Path]]:
    """The files of each side, which are given as two arguments or as options."""
    if ru and kk and not (ru_files or kk_files):
        return [ru], [kk]
    if ru or kk or not (ru_files and kk_files):
        raise typer.BadParameter("give RU and KK, or else both --ru FILE and --kk FILE")
    return ru_files, kk_files
