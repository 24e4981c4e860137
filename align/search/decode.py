"""Potentials → beads: the tiling that is expected to treat the most sentences rightly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from align.scoring.potentials import IMPOSSIBLE, Potentials
from align.search.tiling import best_path, marginals
from align.types import Bead


def best_beads(
    found: Potentials, min_score: float, curve: Callable[[float], float] = float
) -> list[Bead]:
    """The beads of the best tiling, scored by their probability in all tilings.

    `curve` makes scores of the probabilities of pairs. Pairs below `min_score` have the note
    `low-score`.
    """
    _, sure = marginals(found)
    gains = {  # of the sentences that a bead holds, how many it is expected to treat rightly
        (a, b): np.where(found.pairs[a, b] > IMPOSSIBLE, score * (a + b), -np.inf)
        for (a, b), score in sure.pairs.items()
    }
    beads = []
    for a, b in best_path(gains, *sure.unpaired):
        if a and b:
            score = curve(sure.of_pair(a, b))
            note = "" if score >= min_score else "low-score"
        else:
            alone = sure.unpaired.ru[a.start] if a else sure.unpaired.kk[b.start]
            score = min(float(alone), 1.0)
            note = "unpaired"
        beads.append(Bead(a, b, score, note))
    return beads


def unpaired(n: int, m: int) -> list[Bead]:
    """Every sentence alone, the Russian ones first: what an empty other side leaves."""
    alone = [(range(i, i + 1), range(0)) for i in range(n)]
    alone += [(range(0), range(j, j + 1)) for j in range(m)]
    return [Bead(a, b, 1.0, "unpaired") for a, b in alone]
