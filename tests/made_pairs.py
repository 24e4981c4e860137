"""Sides and pairs of made-up sentences with any vectors, for the tests of the bead stage."""

import numpy as np
from hypothesis import strategies as st

from align.beads.pair import Side, make_pair
from align.beads.spans import make_spans

WORDS = ["Астана", "Астанада", "снег", "қар", "5", "6,5", "Алматы", "и", ""]
SIDES = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=6)
FULL_SIDES = SIDES.filter(bool)
SEEDS = st.integers(0, 2**32 - 1)


def side(*texts, kinds=None, seed=0, reach=4):
    rng = np.random.default_rng([seed, *(ord(char) for text in texts for char in text)])
    vectors = rng.normal(size=(len(texts), 8)).astype(np.float32)
    return Side(texts, kinds or ["body"] * len(texts), make_spans(vectors, texts, reach))


def pair(ru_texts, kk_texts, seed=0, reach=4):
    return make_pair(
        side(*ru_texts, seed=seed, reach=reach), side(*kk_texts, seed=seed + 1, reach=reach)
    )
