"""Vectors and lengths of every run of 1 to k sentences, from one vector per sentence.

Other aligners embed every run again, three to eight times the work. The mean of the sentence
vectors, weighted by length, serves the alignment as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.languages.kk import LENGTH_PER_RUSSIAN

Floats = NDArray[np.float32]

# Sentences of an average document that the document's own mean is weighed against: with n
# sentences the centre is n/(n+CENTRE_PRIOR) of their mean. A lone sentence is not its own centre.
CENTRE_PRIOR = 4.0

KK_LENGTH = LENGTH_PER_RUSSIAN
LENGTH_FLOOR = 10.0  # characters added to both sides: short sentences vary more


@dataclass(frozen=True, slots=True)
class Spans:
    """Runs of one side; index k-1 holds the runs of k sentences, row i the run that starts at i.

    `vectors[k-1]`: float32, shape (max(n-k+1, 0), d), centred, each row of length 1 (or 0 where
    nothing is left after centring). `lengths[k-1]`: float32, shape (max(n-k+1, 0),), characters.
    """

    vectors: tuple[Floats, ...]
    lengths: tuple[Floats, ...]


def window_sums(values: Floats, k: int) -> Floats:
    """Sums over each run of k rows: (n, …) → (max(n-k+1, 0), …)."""
    total = values[: max(len(values) - k + 1, 0)].copy()
    for offset in range(1, k):
        total += values[offset : offset + len(total)]
    return total


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; a row of zeros stays as it is."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = vectors / np.maximum(norms, np.float32(1e-9))
    return scaled


def centred(vectors: Floats) -> Floats:
    """Rows less their common part, of length 1.

    What all sentences of a language share (the cosine of unrelated pairs averages 0.77 in
    multilingual-e5-small) says nothing about which belong together.
    """
    if len(vectors) == 0:
        return vectors
    return unit(vectors - vectors.sum(axis=0) / np.float32(len(vectors) + CENTRE_PRIOR))


def make_spans(vectors: Floats, texts: Sequence[str], max_span: int) -> Spans:
    """The runs of 1 to `max_span` sentences; `vectors` is (n, d), `texts` the n sentences."""
    lengths = np.array([len(text) for text in texts], np.float32)
    weighted = unit(np.asarray(vectors, np.float32)) * np.maximum(lengths, 1)[:, None]
    ks = range(1, max_span + 1)
    return Spans(
        tuple(centred(unit(window_sums(weighted, k))) for k in ks),
        tuple(window_sums(lengths, k) for k in ks),
    )
