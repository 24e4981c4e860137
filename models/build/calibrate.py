"""From the probabilities of beads to scores that come true."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.pipeline import block_beads
from align.scoring.model import BeadModel
from align.types import Bead, Options
from models.build.documents import Made
from models.build.examples import pair_of
from models.build.vectors import Vectors

BINS = 10


def found_in(
    made: Sequence[Made], model: BeadModel, vectors: Vectors, *, tokens: bool
) -> list[list[Bead]]:
    """The beads of each document, by the default options."""
    return [block_beads(pair_of(one, vectors, tokens=tokens), model, Options()) for one in made]


def outcomes(
    made: Sequence[Made], found: Sequence[Sequence[Bead]]
) -> tuple[np.ndarray, np.ndarray]:
    """(Scores of the pairs found, whether each is a gold bead), but for those in coarse beads."""
    scores, right = [], []
    for one, beads in zip(made, found, strict=True):
        gold = {(bead.ru, bead.kk) for bead in one.gold}
        coarse = {index for at in one.coarse for index in one.gold[at].ru}
        for bead in beads:
            if bead.paired and not coarse & set(bead.ru):
                scores.append(bead.score)
                right.append((bead.ru, bead.kk) in gold)
    return np.array(scores), np.array(right)


def expected_error(scores: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error: |share right - mean score|, of ten equal bins, by their size."""
    place = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [abs((right[place == at] - scores[place == at]).sum()) for at in range(BINS)]
    return float(sum(gaps) / max(len(scores), 1))
