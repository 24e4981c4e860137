"""Sides and pairs of made-up sentences with any vectors, for the tests of the bead stage."""

import numpy as np
from hypothesis import strategies as st

from align.scoring.coverage import side_tokens
from align.scoring.pair import PairSide, make_pair
from align.scoring.potentials import IMPOSSIBLE, SHAPES, Potentials
from align.scoring.spans import make_spans
from align.types import Sides, Tokens

WORDS = ["Астана", "Астанада", "снег", "қар", "5", "6,5", "Алматы", "и", ""]
SIDES = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=6)
FULL_SIDES = SIDES.filter(bool)
SEEDS = st.integers(0, 2**32 - 1)


def side(*texts, kinds=None, seed=0, reach=4, tokens=False):
    rng = np.random.default_rng([seed, *(ord(char) for text in texts for char in text)])
    vectors = rng.normal(size=(len(texts), 8)).astype(np.float32)
    return PairSide(
        texts,
        kinds or ["body"] * len(texts),
        make_spans(vectors, texts, reach),
        side_tokens([drawn_tokens(rng, text) for text in texts]) if tokens else None,
    )


def drawn_tokens(rng, text):
    """A token a word, of any meaning and weight."""
    count = len(text.split())
    vectors = rng.normal(size=(count, 5)).astype(np.float16)
    return Tokens(vectors, rng.uniform(0.3, 9, count).astype(np.float32))


def drawn_potentials(n, m, seed):
    """Potentials of a document, a fifth of its candidates impossible."""
    rng = np.random.default_rng(seed)
    pairs = {}
    for a, b in SHAPES:
        table = rng.normal(size=(max(n - a + 1, 0), max(m - b + 1, 0))).astype(np.float32)
        pairs[a, b] = np.where(rng.random(table.shape) < 0.2, IMPOSSIBLE, table)
    ru, kk = (rng.normal(size=count).astype(np.float32) for count in (n, m))
    return Potentials(pairs, Sides(ru, kk))


def pair(ru_texts, kk_texts, seed=0, reach=4, tokens=False):
    return make_pair(
        side(*ru_texts, seed=seed, reach=reach, tokens=tokens),
        side(*kk_texts, seed=seed + 1, reach=reach, tokens=tokens),
    )
