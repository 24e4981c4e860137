"""What can be seen of a sentence: whether it has a partner on the other side at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from align.scoring.anchors import AnchorGaps, top_two_margin
from align.scoring.constraints import APART
from align.scoring.coverage import Coverage
from align.scoring.features.feature import table
from align.scoring.pair import Pair, PairSide
from align.scoring.potentials import facing
from align.scoring.spans import LENGTH_FLOOR, Floats
from align.types import Language, Sides


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences of one side; arrays are (n,)."""

    side: PairSide
    best: Floats  # cosine to the nearest sentence of the other side
    second: Floats  # to the second nearest, at least 0
    rival: Floats  # how much nearer its nearest is to another sentence, 0 or less if to none
    numbers: Floats  # how many it holds
    overlap: Floats  # the most numbers, names and word stems that it shares with a sentence
    gaps: AnchorGaps


def best(seen: Sentences) -> Floats:
    """Cosine to the nearest sentence of the other side."""
    return seen.best


def over_second(seen: Sentences) -> Floats:
    """Best minus the cosine to the second nearest."""
    return seen.best - seen.second


def over_document(seen: Sentences) -> Floats:
    """Best minus the side's average."""
    over: Floats = seen.best - seen.best.mean()
    return over


def mutual(seen: Sentences) -> Floats:
    """1 if it is the nearest of its nearest."""
    return (seen.rival <= 0).astype(np.float32)


def rival(seen: Sentences) -> Floats:
    """How much nearer its nearest is to another sentence, 0 if mutual."""
    return seen.rival


def best_before(seen: Sentences) -> Floats:
    """The best of the sentence before; of the first, its own."""
    return np.concatenate([seen.best[:1], seen.best[:-1]])


def best_after(seen: Sentences) -> Floats:
    """The best of the sentence after; of the last, its own."""
    return np.concatenate([seen.best[1:], seen.best[-1:]])


def log_length(seen: Sentences) -> Floats:
    """Log of its characters."""
    logs: Floats = np.log(seen.side.spans.lengths[0] + LENGTH_FLOOR)
    return logs


def numbers(seen: Sentences) -> Floats:
    """How many numbers it holds, up to 3."""
    return np.minimum(seen.numbers, 3)


def apart(seen: Sentences) -> Floats:
    """1 for a date head or a credit."""
    return np.array([kind in APART for kind in seen.side.kinds], np.float32)


def lexical_overlap(seen: Sentences) -> Floats:
    """Numbers, names and word stems that it shares with one of the other side, up to 6."""
    return np.minimum(seen.overlap, 6)


def anchored(seen: Sentences) -> Floats:
    """1 for an anchor."""
    return seen.gaps.anchored


def excess(seen: Sentences) -> Floats:
    """How much more text its own side has in its anchor gap."""
    return seen.gaps.excess


def wide_excess(seen: Sentences) -> Floats:
    """The same, with the anchors around the gap."""
    return seen.gaps.wide


def gap_size(seen: Sentences) -> Floats:
    """How much text the gap has on the side that has less."""
    return seen.gaps.size


def at_edge(seen: Sentences) -> Floats:
    """1 if the gap is the document's first or last."""
    return seen.gaps.at_edge


SENTENCE_FEATURES = (
    best, over_second, over_document, mutual, rival, best_before, best_after, log_length, numbers,
    apart, lexical_overlap, anchored, excess, wide_excess, gap_size, at_edge,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoveredSentences:
    """All sentences of one side, and how well the other side covers their tokens."""

    one: Floats  # (n, m), one sentence of the other side
    near: Floats  # (n,), all that is near


def covered_by_one(seen: CoveredSentences) -> Floats:
    """How well the best sentence of the other side covers it."""
    most: Floats = seen.one.max(axis=1)
    return most


def covered_over_second(seen: CoveredSentences) -> Floats:
    """The same minus the second best."""
    return top_two_margin(seen.one)


def covered_near(seen: CoveredSentences) -> Floats:
    """How well all that is near on the other side covers it."""
    return seen.near


SENTENCE_TOKEN_FEATURES = (covered_by_one, covered_over_second, covered_near)


def token_features(coverage: Coverage) -> Sides[Floats]:
    """SENTENCE_TOKEN_FEATURES of the sentences of the two sides, (n, s) and (m, s)."""

    def of_side(side: Language) -> Floats:
        one = facing(coverage.covered[side][1, 1], side)
        return table(SENTENCE_TOKEN_FEATURES, CoveredSentences(one, coverage.best[side][0]))

    return Sides.each(of_side)


def sentence_features(pair: Pair) -> Sides[Floats]:
    """SENTENCE_FEATURES of the sentences of the two sides, (n, s) and (m, s): neither is empty.

    And SENTENCE_TOKEN_FEATURES if there are tokens.
    """
    features = Sides.each(lambda side: table(SENTENCE_FEATURES, _sentences(pair, side)))
    if pair.coverage is None:
        return features
    tokens = token_features(pair.coverage)
    return Sides.each(lambda side: np.hstack([features[side], tokens[side]]))


def _sentences(pair: Pair, side: Language) -> Sentences:
    cosine, overlap = (facing(values[1, 1], side) for values in (pair.cosine, pair.overlap))
    rows = np.arange(len(cosine))
    nearest = cosine.argmax(axis=1)
    best = cosine[rows, nearest]
    without = cosine.copy()
    without[rows, nearest] = -1
    return Sentences(
        pair.sides[side],
        best,
        np.maximum(without.max(axis=1), 0),
        cosine.max(axis=0)[nearest] - best,
        pair.numbers.total[side][0],
        overlap.max(axis=1),
        pair.anchors.gaps[side],
    )
