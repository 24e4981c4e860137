"""`align corpus`: many pairs of documents, into a folder; a run that was broken off goes on."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.groups import Encoding, Filtering, ReadingAndRepair, Search, expanded
from align.cli.options import (
    SOME_FAULTS,
    checked_format,
    complete_corpus_format,
    documented,
    table_format_names,
)
from align.cli.summary import of_sentences
from align.corpus.build import PER_FILE
from align.filters.registry import all_filters
from align.table.registry import DEFAULT

if TYPE_CHECKING:
    from align.corpus.sources import Sources

INTERRUPTED = 130  # exit status


@documented(corpus_filters=", ".join(one.name for one in all_filters() if one.looks_at_corpus))
@expanded
def corpus(  # noqa: PLR0913, PLR0917 (a command's options)
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT_DIR", help="The folder it goes to.")
    ],
    table: Annotated[
        Path | None,
        typer.Argument(
            metavar="[TABLE]",
            help="A .tsv, .jsonl or .parquet with the columns ru and kk (texts), or ru_path and "
            "kk_path (files); ru_doc and kk_doc may name the documents.",
        ),
    ] = None,
    ru: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Russian files, instead of TABLE.")
    ] = None,
    kk: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Kazakh files of the same names.")
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(
            metavar="PAIRS.tsv",
            help="Which files belong together (ru_doc, kk_doc), where their names don't say it.",
        ),
    ] = None,
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"What files to write: {', '.join(table_format_names(for_corpora=True))}.",
            autocompletion=complete_corpus_format,
            callback=checked_format(for_corpora=True),
        ),
    ] = DEFAULT,
    per_file: Annotated[
        int, typer.Option(min=1, help="Pairs of documents in one file.")
    ] = PER_FILE,
    limit: Annotated[
        int | None, typer.Option(min=0, help="Take only the first pairs of documents.")
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Take the I-th of N parts, into OUT_DIR/I-of-N."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete the corpus in OUT_DIR and begin anew.")
    ] = False,
    *,
    reading: ReadingAndRepair,
    filtering: Filtering,
    encoding: Encoding,
    search: Search,
) -> None:
    """Align many pairs of documents.

    OUT_DIR gets pairs-00000.tsv, rest-00000.tsv and so on, with the columns that `align files`
    writes; errors.tsv with the documents that could not be aligned, and why; and manifest.json.

    A run that was broken off goes on when it is started again in the same way. The exit status is
    0 when all documents are aligned, 3 when some are in errors.tsv.

    Filters that look at a whole corpus ({corpus_filters}) come afterwards:
    align filter OUT_DIR. --clean means the others here.

    Example:  align corpus --ru news/ru --kk news/kk -o corpus

    Example:  align corpus --ru ru --kk kk --pairs pairs.tsv -o corpus

    Example:  align corpus pages.jsonl -o corpus --shard 2/8
    """
    from align.corpus.build import build_corpus

    try:
        counts = build_corpus(
            _sources(table, ru, kk, pairs),
            output,
            encoder=encoding.encoder,
            options=search.options,
            reading=reading.options,
            file_format=file_format,
            per_file=per_file,
            limit=limit,
            shard=_shard(shard) if shard else None,
            fresh=fresh,
            filters=filtering.chosen(of_pairs=True),
        )
    except KeyboardInterrupt:
        print("align: stopped; the same command goes on from here", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    faults = f", {counts.faults} not (see errors.tsv)" if counts.faults else ""
    aligned = f"{counts.documents - counts.faults} pairs of documents aligned{faults}"
    print(f"{aligned}: {of_sentences(counts)}", file=sys.stderr)
    if counts.faults:
        raise typer.Exit(SOME_FAULTS)


def _sources(table: Path | None, ru: Path | None, kk: Path | None, pairs: Path | None) -> Sources:
    from align.corpus.sources import sources_from_folders, sources_from_pairs, sources_from_table

    if table and not (ru or kk or pairs):
        return sources_from_table(table)
    if table or not (ru and kk):
        raise typer.BadParameter("give either TABLE, or both --ru DIR and --kk DIR")
    return sources_from_pairs(pairs, ru, kk) if pairs else sources_from_folders(ru, kk)


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise typer.BadParameter(f"--shard {text}: give I/N, I from 1 to N, for example 2/8")
    return int(found[1]), int(found[2])
