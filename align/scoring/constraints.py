"""Which sentences can pair at all, whatever their likeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from align.scoring.pair import Pair
from align.scoring.potentials import Shape
from align.scoring.spans import window_sums
from align.text.alphabet import LETTER
from align.types import SentenceKind

# Kinds that pair only with their own, one to one: a photo credit is no news, nor is a date head.
APART: tuple[SentenceKind, ...] = ("date", "credit")

# Latin letters beside Cyrillic ones are typing errors for those: «IIМ» is no Latin word.
_ALIKE = re.compile(rf"\d+|(?<![{LETTER}])[a-z]{{3,}}(?![{LETTER}])")


def allowed(pair: Pair, shape: Shape) -> NDArray[np.bool_]:
    """Which candidates (n-a+1, m-b+1) can be beads at all.

    Heads and credits pair only with their own kind, and only when what both languages write alike,
    dates and Latin words, is the same. A blank sentence pairs with nothing.
    """
    ru, kk = pair.sides
    a, b = shape
    can = np.ones((max(len(ru.texts) - a + 1, 0), max(len(kk.texts) - b + 1, 0)), np.bool_)
    for kind in APART:
        in_ru, in_kk = (
            _in_run([other == kind for other in side.kinds], k) for side, k in ((ru, a), (kk, b))
        )
        if shape == (1, 1):
            can &= in_ru[:, None] == in_kk[None, :]
            for i, j in product(np.flatnonzero(in_ru).tolist(), np.flatnonzero(in_kk).tolist()):
                can[i, j] &= _written_alike(ru.texts[i]) == _written_alike(kk.texts[j])
        else:
            can &= ~(in_ru[:, None] | in_kk[None, :])
    for side, k, axis in ((ru, a, 1), (kk, b, 0)):
        can &= ~np.expand_dims(_in_run([not text.strip() for text in side.texts], k), axis)
    return can


def _written_alike(text: str) -> frozenset[str]:
    """Numbers and Latin words: a date, the address of a site, the name of an agency."""
    return frozenset(_ALIKE.findall(text.lower()))


def _in_run(flags: Sequence[bool], k: int) -> NDArray[np.bool_]:
    """Whether any sentence of each run of k is flagged: (n-k+1,)."""
    return window_sums(np.array(flags, np.float32), k) > 0
