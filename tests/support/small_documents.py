"""Small pairs of documents for the tests of corpora."""

import numpy as np

from align.corpus.sources import Source
from support.meanings import KK, KK_BOTH, KK_ONLY, RU, RU_BOTH, RU_ONLY


def documents(count, seed=0):
    """Pairs of sentence lists, with left-out, merged and strange sentences, empty sides too."""
    rng = np.random.default_rng(seed)
    for at in range(count):
        ru, kk = list(RU), list(KK)
        if at % 3 == 1:
            ru[1:3], kk[2:2] = [RU_BOTH], [KK_ONLY]
        if at % 3 == 2:
            kk[3:5], ru[0:0] = [KK_BOTH], [RU_ONLY]
        first = int(rng.integers(0, 3))
        yield Source(ru[first:], [] if at % 11 == 5 else kk[first:], f"r{at}", f"k{at}")
