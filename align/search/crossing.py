"""Passages that changed their place: what a tiling leaves alone on both sides, matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from align.scoring.crossing_model import CrossingModel
from align.scoring.features.crossing import crossing_candidates, crossing_features
from align.scoring.features.crossing_context import Runs, runs_of
from align.scoring.pair import Pair
from align.scoring.potentials import shapes_up_to
from align.scoring.spans import Floats
from align.types import Bead, Options

# Probability. Of those tried the one with the highest sum of bead and null F1 on made documents
# left out of the fit, if something moved there: the table that `models/build/fit_crossing.py`
# prints.
LEAST = 0.4


def with_crossing(
    pair: Pair,
    beads: Sequence[Bead],
    model: CrossingModel,
    options: Options,
    least: float = LEAST,
) -> list[Bead]:
    """The beads of a tiling of the pair, and what moved instead of what it leaves alone.

    A new bead stands where its first Russian sentence stood. Its note is `low-score` if its
    probability is below the threshold of the options, else `moved` if it crosses a pair of the
    tiling; few lie in order. All other beads stay as they are, and all do if nothing crosses.
    """
    seen = crossing_candidates(pair, beads, shapes_up_to(options.max_span))
    runs = runs_of(seen)
    if not runs.crosses.any():
        return list(beads)
    chances = model.chances(crossing_features(seen), runs)
    new: dict[int, Bead] = {}  # by first Russian sentence
    for index in chosen(runs, chances, least):
        (ru, kk), chance = runs.sentences(index), float(chances[index])
        note = "moved" if runs.crosses[index] else ""
        new[ru.start] = Bead(ru, kk, chance, note if chance >= options.threshold else "low-score")
    return list(_placed(beads, new))


def chosen(runs: Runs, chances: Floats, least: float) -> list[int]:
    """The candidates with at least this probability; of two that share a sentence the likelier one.

    None if none of them crosses a pair of the tiling: it had no passage to be misled by, so what it
    left alone in order stays alone.
    """
    taken: list[int] = []
    ru_taken, kk_taken = set[int](), set[int]()
    for index in np.argsort(-chances, kind="stable").tolist():
        if chances[index] < least:
            break
        ru, kk = runs.sentences(index)
        if ru_taken.isdisjoint(ru) and kk_taken.isdisjoint(kk):
            taken.append(index)
            ru_taken.update(ru)
            kk_taken.update(kk)
    return taken if runs.crosses[taken].any() else []


def _placed(beads: Iterable[Bead], new: dict[int, Bead]) -> Iterator[Bead]:
    ru_gone = {index for bead in new.values() for index in bead.ru}
    kk_gone = {index for bead in new.values() for index in bead.kk}
    for bead in beads:
        if bead.paired or not (ru_gone.issuperset(bead.ru) and kk_gone.issuperset(bead.kk)):
            yield bead
        elif bead.ru.start in new and bead.ru:
            yield new[bead.ru.start]
