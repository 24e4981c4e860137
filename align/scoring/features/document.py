"""What can be seen of a pair of documents as a whole: how complete a translation each side is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from align.scoring.coverage import Coverage
from align.scoring.features.feature import both_sides, table
from align.scoring.pair import Pair
from align.scoring.spans import LENGTH_FLOOR, Floats
from align.types import Language, Sides


@dataclass(frozen=True, slots=True)
class DocumentStats:
    """A pair of documents of n Russian and m Kazakh sentences; arrays of a side are (n,) or (m,).

    `best`: each sentence's cosine to its nearest on the other side. `excess`: of each sentence's
    anchor gap with its anchors (AnchorGaps.wide). `share`: of each sentence in its side's
    characters.
    """

    cosine: Floats  # of single sentences, (n, m)
    best: Sides[Floats]
    length: Sides[np.float32]  # characters
    excess: Sides[Floats]
    share: Sides[Floats]
    anchors: int


def mean_best(document: DocumentStats, side: Language) -> float:
    """The average cosine of a sentence of the side to its nearest."""
    return float(document.best[side].mean())


def low_best(document: DocumentStats, side: Language) -> float:
    """The lower quartile of the same."""
    return float(np.quantile(document.best[side], 0.25))


def mutual_share(document: DocumentStats) -> float:
    """The share of sentences that are the nearest of their nearest."""
    ru, kk = document.best
    mutual = document.cosine >= np.maximum(ru[:, None], kk[None, :])
    both = mutual.any(axis=1).sum() + mutual.any(axis=0).sum()
    return float(both / sum(document.cosine.shape))


def count_ratio(document: DocumentStats) -> float:
    """Log of Russian to Kazakh sentences."""
    n, m = document.cosine.shape
    return math.log(n / m)


def length_ratio(document: DocumentStats) -> float:
    """Log of Russian to Kazakh characters."""
    ru, kk = document.length
    return float(np.log((ru + LENGTH_FLOOR) / (kk + LENGTH_FLOOR)))


def size(document: DocumentStats) -> float:
    """Log of the sentences of both sides."""
    return math.log(sum(document.cosine.shape))


def anchor_share(document: DocumentStats) -> float:
    """The share of sentences that are anchors."""
    return 2 * document.anchors / sum(document.cosine.shape)


def left_over(document: DocumentStats, side: Language) -> float:
    """How much more the side has where it has more: the mean excess, in its text."""
    return float(np.maximum(document.excess[side], 0) @ document.share[side])


DOCUMENT_FEATURES = (
    *both_sides(mean_best), *both_sides(low_best), mutual_share, count_ratio, length_ratio, size,
    anchor_share, *both_sides(left_over),
)  # fmt: skip


def mean_covered(coverage: Coverage, side: Language) -> float:
    """How well the sentences of the side are covered, on average."""
    return float(coverage.best[side][0].mean())


DOCUMENT_TOKEN_FEATURES = (*both_sides(mean_covered),)


def document_features(pair: Pair) -> Floats:
    """DOCUMENT_FEATURES of a pair of documents, and DOCUMENT_TOKEN_FEATURES if it has tokens, (d,).

    Neither side may be empty.
    """
    single = pair.cosine[1, 1]
    lengths = pair.sides.map(lambda side: side.spans.lengths[0])
    document = DocumentStats(
        single,
        Sides(single.max(axis=1), single.max(axis=0)),
        lengths.map(lambda side: side.sum()),
        pair.anchors.gaps.map(lambda gaps: gaps.wide),
        lengths.map(lambda side: side / max(side.sum(), 1)),
        len(pair.anchors.points),
    )
    features = table(DOCUMENT_FEATURES, document)
    if pair.coverage is None:
        return features
    return np.concatenate([features, table(DOCUMENT_TOKEN_FEATURES, pair.coverage)])
