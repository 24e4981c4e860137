"""`align score`: alignments against hand alignments."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.cli.options import refuse_overwriting
from align.errors import InputError
from align.types import Bead

if TYPE_CHECKING:
    from align.evaluate import Scores

Names = tuple[str, str]  # of a Russian and a Kazakh document
Documents = Mapping[Names, Sequence[Bead]]


class By(StrEnum):
    """What one set of figures is for."""

    DOCUMENT = "document"


def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Hand alignments.")],
    predicted: Annotated[
        list[Path],
        typer.Argument(metavar="PRED...", help="What is scored; several files count as one."),
    ],
    by: Annotated[
        By | None, typer.Option(help="Figures of each document, before the total.")
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="OTHER",
            help="Another prediction: by how much is PRED better, and how far is that chance? "
            "Given several times, the files count as one.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="ERRORS.html", help="A page of the errors, with their sentences, side by side."
        ),
    ] = None,
) -> None:
    """Score alignments against hand alignments.

    All are TSV files as `align files` writes them, or `[0, 1]:[2]` lines. Sentences that PRED
    does not mention count as unpaired, so OUT.tsv can be scored without REST.tsv;
    with REST.tsv its pairs of low score count too.

    Example:  align score gold.tsv pairs.tsv rest.tsv

    Example:  align score gold.tsv pairs.tsv rest.tsv --report errors.html

    Example:  align score gold.tsv new.tsv --against old.tsv

    The last one draws documents again and again, the same ones for both predictions (paired
    bootstrap): the interval holds 95% of the differences, and p is how often chance alone would
    make one so large.
    """
    from align.evaluate import Scores, evaluate_each
    from align.table.read import read_beads

    want = read_beads(gold)
    if not want:
        raise InputError(f"{gold}: holds no beads; give hand alignments")
    golds = list(want.values())
    beads = _prediction(gold, want, predicted)
    scores = evaluate_each(golds, beads)
    total = sum(scores, Scores())
    if report:
        from align.report.errors import errors_page
        from align.table.whole_file import whole_file

        refuse_overwriting([gold, *predicted], [report])
        title = f"{' + '.join(one.name for one in predicted)} against {gold.name}"
        with whole_file(report) as file:
            file.write(errors_page(title, want, beads, total, [gold, *predicted]))
    if against:
        other = _prediction(gold, want, against)
        if by is By.DOCUMENT:
            _print_both(want, scores, evaluate_each(golds, other))
        _print_differences(golds, beads, other)
        return
    if by is By.DOCUMENT:
        _print_documents(want, scores)
    print(f"{'measure':<16}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'predicted':>11}{'gold':>7}")
    for name, rate in total.rates():
        rates = "".join(f"{100 * value:7.1f}" for value in (rate.precision, rate.recall, rate.f1))
        print(f"{name:<16}{rates}{rate.right:>8}{rate.predicted:>11}{rate.gold:>7}")


def _prediction(gold: Path, want: Documents, files: Sequence[Path]) -> list[Sequence[Bead]]:
    """The beads that the files hold of each gold document."""
    have = _read(files)
    if len(want) == len(have) == 1:
        have = dict(zip(want, have.values(), strict=True))  # names may differ, there is no choice
    for side, names, others in (("gold", want, have), ("prediction", have, want)):
        only = [" + ".join(pair) for pair in names if pair not in others]
        if only:
            counted = "its beads count as missed" if side == "gold" else "not counted"
            print(f"align: only in the {side} ({counted}): {', '.join(only)}", file=sys.stderr)
    if not want.keys() & have.keys():
        raise InputError(f"{gold}: shares no document with {files[0]}; compare the doc columns")
    return [have.get(name, []) for name in want]


def _read(files: Sequence[Path]) -> dict[Names, list[Bead]]:
    from align.table.read import read_beads

    have: dict[Names, list[Bead]] = {}
    for path in files:
        for documents, beads in read_beads(path).items():
            earlier = have.setdefault(documents, [])
            held = {index for bead in earlier for index in bead.ru}
            if any(index in held for bead in beads for index in bead.ru):
                raise InputError(f"{path}: holds sentences of an earlier file; give each bead once")
            earlier.extend(beads)
    return have


def _print_documents(want: Iterable[Names], scores: Sequence[Scores]) -> None:
    names = _column(want)
    measures = ("bead P", "bead R", "bead F1", "link F1", "null F1")
    print(next(names) + "".join(f"{title:>9}" for title in measures), end="")
    print(f"{'right':>8}{'predicted':>11}{'gold':>7}")
    for name, one in zip(names, scores, strict=True):
        bead = one.bead
        figures = (bead.precision, bead.recall, bead.f1, one.link.f1, one.null.f1)
        cells = "".join(f"{100 * value:9.1f}" for value in figures)
        print(f"{name}{cells}{bead.right:>8}{bead.predicted:>11}{bead.gold:>7}")
    print()


def _print_both(want: Iterable[Names], scores: Sequence[Scores], others: Sequence[Scores]) -> None:
    names = _column(want)
    print(f"{next(names)}{'bead F1':>9}{'OTHER':>9}{'difference':>12}")
    for name, one, other in zip(names, scores, others, strict=True):
        f1 = 100 * one.bead.f1, 100 * other.bead.f1
        print(f"{name}{f1[0]:9.1f}{f1[1]:9.1f}{f1[0] - f1[1]:+12.1f}")
    print()


def _column(want: Iterable[Names]) -> Iterator[str]:
    """A title and the documents' names, all of one width."""
    names = ["document", *(" + ".join(filter(None, pair)) or "–" for pair in want)]
    width = max(map(len, names))
    return (name.ljust(width) for name in names)


def _print_differences(
    gold: Sequence[Sequence[Bead]], a: Sequence[Sequence[Bead]], b: Sequence[Sequence[Bead]]
) -> None:
    from align.bootstrap import compare

    if len(gold) == 1:
        print("align: one document alone has no interval; give gold of several", file=sys.stderr)
    print(f"{'F1':<16}{'PRED':>7}{'OTHER':>7}{'difference':>12}{'95% interval':>18}{'p':>8}")
    for one in compare(gold, a, b):
        low, high = one.interval
        between, p = (
            f"{100 * low:+.1f} to {100 * high:+.1f}",
            f"{one.p:.3f}" if one.p >= 0.001 else "<0.001",
        )
        if len(gold) == 1:
            between = p = "–"
        difference = f"{100 * (one.a - one.b):+12.1f}{between:>18}{p:>8}"
        print(f"{one.measure:<16}{100 * one.a:7.1f}{100 * one.b:7.1f}{difference}")
