"""The `align` command: parse, call one function, print. Data to stdout, all else to stderr."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from align import __version__
from align.errors import AlignError, InputError, OutputError
from align.types import Alignment, Bead, Options

app = typer.Typer(
    name="align",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Lang(StrEnum):
    """The languages that a text can be in."""

    ru = "ru"
    kk = "kk"


DEFAULTS = Options()
ENCODING_HELP = "Encoding of the {} file, for example cp1251; detected unless given."


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


@app.command()
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
    presplit: Annotated[
        bool, typer.Option("--presplit", help="Each line is one sentence already.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(help="A sentence-transformers model or folder, instead of the embedded one."),
    ] = None,
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Pairs less probable than this are not kept.")
    ] = DEFAULTS.min_score,
    max_span: Annotated[
        int, typer.Option(min=1, max=4, help="Most sentences of a bead on one side.")
    ] = DEFAULTS.max_span,
    ru_encoding: Annotated[str | None, typer.Option(help=ENCODING_HELP.format("Russian"))] = None,
    kk_encoding: Annotated[str | None, typer.Option(help=ENCODING_HELP.format("Kazakh"))] = None,
) -> None:
    """Align a Russian and a Kazakh file, and write the pairs as TSV.

    The columns: ru_doc kk_doc ru_first ru_count kk_first kk_count kind score note ru kk.
    OUT and REST together hold every sentence of both files exactly once.

    Example:  align files a.ru.txt a.kk.txt -o pairs.tsv --rest rest.tsv
    """
    from align.encode.embedded import load_encoder
    from align.pipeline import align_files
    from align.table.write import outputs

    _refuse_overwriting([ru, kk], [path for path in (output, rest) if path])
    with outputs(output, rest) as write:
        alignment = align_files(
            ru,
            kk,
            encoder=load_encoder(model) if model else None,
            options=Options(min_score=min_score, max_span=max_span),
            presplit=presplit,
            ru_encoding=ru_encoding,
            kk_encoding=kk_encoding,
        )
        write(alignment)
    print(summary(alignment), file=sys.stderr)


@app.command()
def split(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text.")],
    lang: Annotated[Lang, typer.Option(help="Its language.")],
    encoding: Annotated[str | None, typer.Option(help=ENCODING_HELP.format("text"))] = None,
) -> None:
    """Print a text one sentence a line.

    Example:  align split report.kk.txt --lang kk > sentences.txt
    """
    from align.text.read import read_document
    from align.text.split import split as split_document
    from align.types import one_line

    for sentence in split_document(read_document(file, lang.value, encoding=encoding)):
        print(one_line(sentence.text))


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Hand alignments.")],
    predicted: Annotated[
        list[Path],
        typer.Argument(metavar="PRED...", help="What is scored; several files count as one."),
    ],
) -> None:
    """Score alignments against hand alignments.

    Both are TSV files as `align files` writes them, or `[0, 1]:[2]` lines. Sentences that PRED
    does not mention count as unpaired, so OUT.tsv can be scored without REST.tsv;
    with REST.tsv its pairs of low score count too.

    Example:  align score gold.tsv pairs.tsv rest.tsv
    """
    from align.evaluate import evaluate
    from align.table.read import read_beads

    want = read_beads(gold)
    if not want:
        raise InputError(f"{gold}: holds no beads; give hand alignments")
    have: dict[tuple[str, str], list[Bead]] = {}
    for path in predicted:
        for documents, beads in read_beads(path).items():
            earlier = have.setdefault(documents, [])
            held = {index for bead in earlier for index in bead.ru}
            if any(index in held for bead in beads for index in bead.ru):
                raise InputError(f"{path}: holds sentences of an earlier file; give each bead once")
            earlier.extend(beads)
    if len(want) == len(have) == 1:
        have = dict(zip(want, have.values(), strict=True))  # names may differ, there is no choice
    for side, names, others in (("gold", want, have), ("prediction", have, want)):
        only = [" + ".join(pair) for pair in names if pair not in others]
        if only:
            counted = "its beads count as missed" if side == "gold" else "not counted"
            print(f"align: only in the {side} ({counted}): {', '.join(only)}", file=sys.stderr)
    if not want.keys() & have.keys():
        raise InputError(f"{gold}: shares no document with {predicted[0]}; compare the doc columns")
    scores = evaluate(list(want.values()), [have.get(name, []) for name in want])
    print(f"{'measure':<16}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'predicted':>11}{'gold':>7}")
    for name, rate in scores.rates():
        rates = "".join(f"{100 * value:7.1f}" for value in (rate.precision, rate.recall, rate.f1))
        print(f"{name:<16}{rates}{rate.right:>8}{rate.predicted:>11}{rate.gold:>7}")


def summary(alignment: Alignment) -> str:
    """One line on what became of the sentences."""
    pairs, rest = alignment.pairs, alignment.rest
    low = sum(bead.paired for bead in rest)
    ru = sum(len(bead.ru) for bead in rest if not bead.paired)
    kk = sum(len(bead.kk) for bead in rest if not bead.paired)
    return (
        f"{len(alignment.ru)} Russian and {len(alignment.kk)} Kazakh sentences: "
        f"{len(pairs)} pairs, {low} of low score, {ru} Russian and {kk} Kazakh sentences unpaired"
    )


def _refuse_overwriting(inputs: list[Path], outputs: list[Path]) -> None:
    taken = {path.resolve(): f"is an input, {path}" for path in inputs}
    for path in outputs:
        place = path.resolve()
        if place in taken:
            raise OutputError(f"{path}: {taken[place]}; give another name to write to")
        taken[place] = "is the other output too"


def main() -> None:
    """The entry point: an AlignError is one line on stderr, and exit status 1."""
    try:
        app()
    except AlignError as error:
        print(f"align: {error}", file=sys.stderr)
        sys.exit(1)
