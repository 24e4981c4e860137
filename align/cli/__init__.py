"""The `align` command: parse, call one function, print. Data to stdout, all else to stderr.

One module a command; each is a function that is added to the command line below.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from align import __version__
from align.cli import calibrate, corpus, export, files, filter, match, report, review, score, split
from align.errors import AlignError

app = typer.Typer(
    name="align",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"align {__version__}")
        raise typer.Exit


@app.callback()
def _align(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Align Russian and Kazakh texts sentence by sentence.

    A first try:  align files report.ru.txt report.kk.txt -o pairs.tsv --rest rest.tsv
    """


for command in (
    files.files,
    match.match,
    corpus.corpus,
    filter.filter_,
    export.export,
    report.report,
    review.review,
    split.split,
    score.score,
    calibrate.calibrate,
):
    app.command(command.__name__.rstrip("_"))(command)


def main() -> None:
    """The entry point: an AlignError is one line on stderr, and exit status 1."""
    try:
        app()
    except AlignError as error:
        print(f"align: {error}", file=sys.stderr)
        sys.exit(1)
