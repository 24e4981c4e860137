"""`align review`: a person corrects an alignment in the browser."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.groups import Reading, expanded
from align.cli.options import refuse_overwriting
from align.errors import InputError

if TYPE_CHECKING:
    from align.review.document import ReviewDocument
    from align.types import ReadOptions


@expanded
def review(  # noqa: PLR0913 (a command's options)
    tables: Annotated[
        list[Path],
        typer.Argument(
            metavar="TABLE...",
            help="What `align files` wrote, OUT.tsv and REST.tsv; or a folder of `align corpus`. "
            "With --new: a Russian and a Kazakh text.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT.tsv",
            help="Where all beads go as they are then.",
            show_default="TABLE.reviewed.tsv",
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the documents are. Their sentences are then known one by one; without it "
            "they are found by splitting the rows' texts.",
        ),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Align RU and KK first, and review that.")
    ] = False,
    blank: Annotated[
        bool, typer.Option("--blank", help="With --new: propose no beads, all is done by hand.")
    ] = False,
    *,
    reading: Reading,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget the earlier edits of this review.")
    ] = False,
    host: Annotated[
        str,
        typer.Option(help="The address to listen on; others than this machine's can be reached."),
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="The port.", show_default="8377, or a free one"),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Check and correct alignments on a page in the browser.

    Each edit is saved at once. OUT.tsv gets all beads, those of other tables too; OUT.gold.tsv the
    documents of which every bead was looked at, as hand alignments; OUT.history.jsonl every edit,
    so that the same command goes on where you stopped. Ctrl-C ends it.

    The page works without the internet, and only who has its address, with the part after #, can
    use it.

    Example:  align review pairs.tsv rest.tsv

    Example:  align review --new report.ru.txt report.kk.txt -o mine.tsv

    Then:     align score gold.tsv pairs.reviewed.tsv
    """
    from align.review.serve import check_installed, serve
    from align.review.session import Review, files_at

    check_installed(str(tables[0]))
    files = files_at(output or _output(tables[0], new))
    refuse_overwriting(tables, [*files])
    options = reading.options
    documents = _new(tables, blank, options) if new else _old(tables, texts, options, blank)
    session = Review(documents, files, fresh=fresh)
    try:
        if session.revision:
            print(f"align: goes on after {session.revision} edits", file=sys.stderr)
        session.write()  # fails before there is work to lose
        serve(session, _say, host=host, port=port, browser=browser)
    finally:
        session.close()
    print(
        f"align: {files.table} has all beads; {files.gold} has {session.finished_documents} "
        f"of {len(documents)} documents",
        file=sys.stderr,
    )


def _output(first: Path, new: bool) -> Path:
    """Where a review goes: beside the table, or for new texts into this folder."""
    place = first if first.name else first.resolve()
    if not place.name:
        raise InputError(f"{first}: is no corpus; give a table, or a folder of `align corpus`")
    name = f"{place.name if place.is_dir() else place.stem}.reviewed.tsv"
    return Path(name) if new else place.with_name(name)


def _new(texts: list[Path], blank: bool, reading: ReadOptions) -> list[ReviewDocument]:
    from align.pipeline import align_files
    from align.review.load import load_alignment

    if len(texts) != 2:
        raise typer.BadParameter("--new takes two texts, RU and KK")
    return [load_alignment(align_files(*texts, reading=reading), blank=blank)]


def _old(
    tables: list[Path], texts: Path | None, reading: ReadOptions, blank: bool
) -> list[ReviewDocument]:
    from align.review.load import load_tables

    if blank:
        raise typer.BadParameter("--blank goes with --new")
    if texts is None and any(asdict(reading).values()):
        raise InputError(
            f"{tables[0]}: --presplit and encodings say how --texts are read; give --texts DIR"
        )
    return load_tables(tables, texts, reading)


def _say(url: str) -> None:
    print(f"{url}\nOpen this address in your browser. Ctrl-C ends the review.", file=sys.stderr)
