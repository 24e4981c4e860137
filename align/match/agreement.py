"""What the aligner makes of two documents: how much of either side it pairs, and how surely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from align.match.collection import Collection
from align.pipeline import encoded_beads
from align.types import Options

# Longer runs and passages out of order make hardly a difference here, and most of the work.
OPTIONS = Options(min_score=0, max_span=2, moved=False)


class Agreement(NamedTuple):
    """How far two documents say the same.

    `ru`, `kk`: share of the side's characters in pairs, each as much as it is probable, 0 to 1.
    `pairs`: how many pairs are expected to be right.
    """

    ru: float
    kk: float
    pairs: float


def agreement(ru: Collection, i: int, kk: Collection, j: int) -> Agreement:
    """The agreement of Russian document i and Kazakh document j, neither empty."""
    vectors = np.concatenate([ru.vectors[i], kk.vectors[j]]).astype(np.float32)
    beads = encoded_beads(ru.sentences[i], kk.sentences[j], (vectors, None), OPTIONS)
    ru_lengths, kk_lengths = ru.lengths(i), kk.lengths(j)
    paired = [bead for bead in beads if bead.paired]
    in_ru = sum(bead.score * float(ru_lengths[list(bead.ru)].sum()) for bead in paired)
    in_kk = sum(bead.score * float(kk_lengths[list(bead.kk)].sum()) for bead in paired)
    return Agreement(
        in_ru / max(float(ru_lengths.sum()), 1),
        in_kk / max(float(kk_lengths.sum()), 1),
        sum(bead.score for bead in paired),
    )
