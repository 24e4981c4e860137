"""What the aligner makes of two documents: how much of either side it pairs, and how surely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from align.match.collection import Collection
from align.pipeline import encoded_beads
from align.scoring.spans import Floats, unit
from align.types import Language, Options, Sides

# 7 ms a candidate of 16 sentences a side, where runs of up to four take 16.
OPTIONS = Options(min_score=0, max_span=2, moved=False)
ROWS = 500  # Russian sentences compared at once: a book need not be compared with another in one


class Agreement(NamedTuple):
    """How far two documents say the same.

    `share`: of a side's characters in pairs, each as much as it is probable, 0 to 1.
    `pairs`: how many pairs are expected to be right. `nearest`: cosine of a sentence to the nearest
    of the other side, on average over both sides' characters, -1 to 1: whatever is paired, and
    however few sentences there are to compare.
    """

    share: Sides[float]
    pairs: float
    nearest: float


def agreement(ru: Collection, i: int, kk: Collection, j: int) -> Agreement:
    """The agreement of Russian document i and Kazakh document j, neither empty."""
    vectors = np.concatenate([ru.vectors[i], kk.vectors[j]]).astype(np.float32)
    sentences = Sides(ru.sentences[i], kk.sentences[j])
    beads = encoded_beads(sentences, (vectors, None), OPTIONS)
    lengths = Sides(ru.lengths(i), kk.lengths(j))
    paired = [bead for bead in beads if bead.paired]

    def share(side: Language) -> float:
        own = lengths[side]
        held = (float(own[list(getattr(bead, side))].sum()) * bead.score for bead in paired)
        return sum(held) / max(float(own.sum()), 1)

    n = len(lengths.ru)
    return Agreement(
        Sides.each(share),
        sum(bead.score for bead in paired),
        _nearest(vectors[:n], vectors[n:], *lengths),
    )


def _nearest(ru: Floats, kk: Floats, ru_lengths: Floats, kk_lengths: Floats) -> float:
    ru_units, kk_units = unit(ru), unit(kk)
    ru_best, kk_best = np.empty(len(ru), np.float32), np.full(len(kk), -1, np.float32)
    for start in range(0, len(ru), ROWS):
        cosine = ru_units[start : start + ROWS] @ kk_units.T
        ru_best[start : start + ROWS] = cosine.max(axis=1)
        kk_best = np.maximum(kk_best, cosine.max(axis=0))
    both = [
        np.average(best, weights=np.maximum(lengths, 1))
        for best, lengths in ((ru_best, ru_lengths), (kk_best, kk_lengths))
    ]
    return float(sum(both) / 2)
