"""Passages that changed their place: what a tiling leaves alone on both sides, matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from align.beads.moved_context import Runs, runs_of
from align.beads.moved_features import moved_features, remaining
from align.beads.moved_model import MovedModel
from align.beads.pair import Pair
from align.beads.potentials import shapes_up_to
from align.beads.spans import Floats
from align.types import Bead, Options

# Probability. Of those tried the one with the highest sum of bead and null F1 on made documents
# left out of the fit, if something moved there: the table that `models/build/fit_moved.py` prints.
LEAST = 0.4


def with_moved(
    pair: Pair, beads: Sequence[Bead], model: MovedModel, options: Options, least: float = LEAST
) -> list[Bead]:
    """The beads of a tiling of the pair, and what moved instead of what it leaves alone.

    A new bead stands where its first Russian sentence stood. Its note is `low-score` where its
    probability is below `min_score`, else `moved` if it crosses a pair of the tiling; few lie in
    order. All other beads stay as they are, and all do where nothing crosses.
    """
    seen = remaining(pair, beads, shapes_up_to(options.max_span))
    runs = runs_of(seen)
    if not runs.crosses.any():
        return list(beads)
    chances = model.chances(moved_features(seen), runs)
    found: dict[int, Bead] = {}  # by first Russian sentence
    for at in chosen(runs, chances, least):
        (ru, kk), chance = runs.sentences(at), float(chances[at])
        note = "moved" if runs.crosses[at] else ""
        found[ru.start] = Bead(ru, kk, chance, note if chance >= options.min_score else "low-score")
    return list(_placed(beads, found))


def chosen(runs: Runs, chances: Floats, least: float) -> list[int]:
    """The candidates with at least this probability; of two that share a sentence the likelier one.

    None where none of them crosses a pair of the tiling: it had no passage to be misled by, so what
    it left alone in order stays alone.
    """
    found: list[int] = []
    ru_taken, kk_taken = set[int](), set[int]()
    for at in np.argsort(-chances, kind="stable").tolist():
        if chances[at] < least:
            break
        ru, kk = runs.sentences(at)
        if ru_taken.isdisjoint(ru) and kk_taken.isdisjoint(kk):
            found.append(at)
            ru_taken.update(ru)
            kk_taken.update(kk)
    return found if runs.crosses[found].any() else []


def _placed(beads: Iterable[Bead], found: dict[int, Bead]) -> Iterator[Bead]:
    ru_gone = {index for bead in found.values() for index in bead.ru}
    kk_gone = {index for bead in found.values() for index in bead.kk}
    for bead in beads:
        if bead.paired or not (ru_gone.issuperset(bead.ru) and kk_gone.issuperset(bead.kk)):
            yield bead
        elif bead.ru.start in found and bead.ru:
            yield found[bead.ru.start]
