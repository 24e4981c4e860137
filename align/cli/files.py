"""`align files`: one pair of documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from align.cli.options import ENCODING_HELP, Model, Presplit
from align.errors import OutputError
from align.types import Alignment, Options

DEFAULTS = Options()


def files(  # noqa: PLR0913, PLR0917 (a command's options)
    ru: Annotated[Path, typer.Argument(metavar="RU", help="The Russian text.")],
    kk: Annotated[Path, typer.Argument(metavar="KK", help="The Kazakh text.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT.tsv", help="Where the pairs go; else stdout."),
    ] = None,
    rest: Annotated[
        Path | None,
        typer.Option(metavar="REST.tsv", help="Where every other bead goes, with its reason."),
    ] = None,
    presplit: Presplit = False,
    model: Model = None,
    min_score: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Pairs less probable than this are not kept.",
            show_default=f"{DEFAULTS.min_score}, or what --calibration says",
        ),
    ] = None,
    max_span: Annotated[
        int, typer.Option(min=1, max=4, help="Most sentences of a bead on one side.")
    ] = DEFAULTS.max_span,
    moved: Annotated[
        bool, typer.Option(help="Look elsewhere on the page for what has no partner in its place.")
    ] = DEFAULTS.moved,
    calibration: Annotated[
        Path | None,
        typer.Option(metavar="MY.json", help="What `align calibrate` made of hand alignments."),
    ] = None,
    ru_encoding: Annotated[str | None, typer.Option(help=ENCODING_HELP.format("Russian"))] = None,
    kk_encoding: Annotated[str | None, typer.Option(help=ENCODING_HELP.format("Kazakh"))] = None,
) -> None:
    """Align a Russian and a Kazakh file, and write the pairs as TSV.

    The columns: ru_doc kk_doc ru_first ru_count kk_first kk_count kind score note ru kk.
    OUT and REST together hold every sentence of both files exactly once.

    Example:  align files a.ru.txt a.kk.txt -o pairs.tsv --rest rest.tsv
    """
    from align.beads.calibration import Calibration, read_calibration
    from align.encode.load import load_encoder
    from align.pipeline import align_files
    from align.table.write import outputs

    own = read_calibration(calibration) if calibration else Calibration()
    _refuse_overwriting([ru, kk], [path for path in (output, rest) if path])
    with outputs(output, rest) as write:
        alignment = align_files(
            ru,
            kk,
            encoder=load_encoder(model) if model else None,
            options=Options(
                min_score=own.min_score if min_score is None else min_score,
                max_span=max_span,
                moved=moved,
                calibration=own if calibration else None,
            ),
            presplit=presplit,
            ru_encoding=ru_encoding,
            kk_encoding=kk_encoding,
        )
        write(alignment)
    print(summary(alignment), file=sys.stderr)


def summary(alignment: Alignment) -> str:
    """One line on what became of the sentences."""
    pairs, rest = alignment.pairs, alignment.rest
    low = sum(bead.paired for bead in rest)
    moved = sum(bead.note == "moved" for bead in pairs)
    some_moved = f" ({moved} moved)" if moved else ""
    ru = sum(len(bead.ru) for bead in rest if not bead.paired)
    kk = sum(len(bead.kk) for bead in rest if not bead.paired)
    return (
        f"{len(alignment.ru)} Russian and {len(alignment.kk)} Kazakh sentences: "
        f"{len(pairs)} pairs{some_moved}, {low} of low score, "
        f"{ru} Russian and {kk} Kazakh sentences unpaired"
    )


def _refuse_overwriting(inputs: list[Path], outputs: list[Path]) -> None:
    taken = {path.resolve(): f"is an input, {path}" for path in inputs}
    for path in outputs:
        place = path.resolve()
        if place in taken:
            raise OutputError(f"{path}: {taken[place]}; give another name to write to")
        taken[place] = "is the other output too"
