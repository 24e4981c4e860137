"""What can be seen of a pair of documents as a whole: how complete a translation each side is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from align.beads.coverage import Coverage
from align.beads.feature import table
from align.beads.pair import Pair
from align.beads.spans import LENGTH_FLOOR, Floats


@dataclass(frozen=True, slots=True)
class Whole:
    """A pair of documents; `best` is a sentence's cosine to its nearest on the other side."""

    cosine: Floats  # of single sentences, (n, m)
    ru_best: Floats  # (n,)
    kk_best: Floats  # (m,)
    ru_length: np.float32  # characters
    kk_length: np.float32
    ru_excess: Floats  # (n,), of each sentence's stretch with its anchors: Stretches.wide
    kk_excess: Floats
    ru_share: Floats  # (n,), of each sentence in its side's characters
    kk_share: Floats
    anchors: int


def ru_best(whole: Whole) -> float:
    """The average cosine of a Russian sentence to its nearest."""
    return float(whole.ru_best.mean())


def kk_best(whole: Whole) -> float:
    """The average cosine of a Kazakh sentence to its nearest."""
    return float(whole.kk_best.mean())


def ru_low(whole: Whole) -> float:
    """The lower quartile of the same, Russian."""
    return float(np.quantile(whole.ru_best, 0.25))


def kk_low(whole: Whole) -> float:
    """The lower quartile of the same, Kazakh."""
    return float(np.quantile(whole.kk_best, 0.25))


def mutual_share(whole: Whole) -> float:
    """The share of sentences that are the nearest of their nearest."""
    mutual = whole.cosine >= np.maximum(whole.ru_best[:, None], whole.kk_best[None, :])
    both = mutual.any(axis=1).sum() + mutual.any(axis=0).sum()
    return float(both / sum(whole.cosine.shape))


def count_ratio(whole: Whole) -> float:
    """Log of Russian to Kazakh sentences."""
    n, m = whole.cosine.shape
    return math.log(n / m)


def length_ratio(whole: Whole) -> float:
    """Log of Russian to Kazakh characters."""
    return float(np.log((whole.ru_length + LENGTH_FLOOR) / (whole.kk_length + LENGTH_FLOOR)))


def size(whole: Whole) -> float:
    """Log of the sentences of both sides."""
    return math.log(sum(whole.cosine.shape))


def anchor_share(whole: Whole) -> float:
    """The share of sentences that are anchors."""
    return 2 * whole.anchors / sum(whole.cosine.shape)


def ru_left_over(whole: Whole) -> float:
    """How much more the Russian side has where it has more: the mean excess, in its text."""
    return float(np.maximum(whole.ru_excess, 0) @ whole.ru_share)


def kk_left_over(whole: Whole) -> float:
    """The same, Kazakh."""
    return float(np.maximum(whole.kk_excess, 0) @ whole.kk_share)


DOCUMENT_FEATURES = (
    ru_best, kk_best, ru_low, kk_low, mutual_share, count_ratio, length_ratio, size, anchor_share,
    ru_left_over, kk_left_over,
)  # fmt: skip


def ru_covered(coverage: Coverage) -> float:
    """How well the Russian sentences are covered, on average."""
    return float(coverage.ru_best[0].mean())


def kk_covered(coverage: Coverage) -> float:
    """How well the Kazakh sentences are covered, on average."""
    return float(coverage.kk_best[0].mean())


DOCUMENT_TOKEN_FEATURES = (ru_covered, kk_covered)


def document_features(pair: Pair) -> Floats:
    """DOCUMENT_FEATURES of a pair of documents, and DOCUMENT_TOKEN_FEATURES if it has tokens, (d,).

    Neither side may be empty.
    """
    single = pair.cosine[1, 1]
    ru, kk = (side.spans.lengths[0] for side in (pair.ru, pair.kk))
    whole = Whole(
        single,
        single.max(axis=1),
        single.max(axis=0),
        ru.sum(),
        kk.sum(),
        pair.anchors.ru.wide,
        pair.anchors.kk.wide,
        ru / max(ru.sum(), 1),
        kk / max(kk.sum(), 1),
        len(pair.anchors.points),
    )
    seen = table(DOCUMENT_FEATURES, whole)
    if pair.coverage is None:
        return seen
    return np.concatenate([seen, table(DOCUMENT_TOKEN_FEATURES, pair.coverage)])
