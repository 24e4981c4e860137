"""`align score`: alignments against hand alignments."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from align.errors import InputError
from align.types import Bead


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
