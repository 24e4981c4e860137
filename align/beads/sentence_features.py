"""What can be seen of a sentence: whether it has a partner on the other side at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from align.beads.allowed import APART
from align.beads.anchors import Stretches, lead
from align.beads.coverage import Coverage
from align.beads.feature import table
from align.beads.pair import Pair, Side
from align.beads.spans import LENGTH_FLOOR, Floats


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences of one side; arrays are (n,)."""

    side: Side
    best: Floats  # cosine to the nearest sentence of the other side
    second: Floats  # to the second nearest, at least 0
    rival: Floats  # how much nearer its nearest is to another sentence, 0 or less if to none
    numbers: Floats  # how many it holds
    said_alike: Floats  # the most numbers, names and word stems that it shares with a sentence
    around: Stretches


def best(seen: Sentences) -> Floats:
    """Cosine to the nearest sentence of the other side."""
    return seen.best


def over_second(seen: Sentences) -> Floats:
    """Best less the cosine to the second nearest."""
    return seen.best - seen.second


def over_document(seen: Sentences) -> Floats:
    """Best less the side's average."""
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


def said_alike(seen: Sentences) -> Floats:
    """Numbers, names and word stems that it shares with one of the other side, up to 6."""
    return np.minimum(seen.said_alike, 6)


def anchored(seen: Sentences) -> Floats:
    """1 for an anchor."""
    return seen.around.anchored


def excess(seen: Sentences) -> Floats:
    """How much more text its own side has in the stretch between the anchors around."""
    return seen.around.excess


def wide_excess(seen: Sentences) -> Floats:
    """The same with these anchors."""
    return seen.around.wide


def stretch_size(seen: Sentences) -> Floats:
    """How much text the other side, or its own, has in the stretch, the smaller of the two."""
    return seen.around.size


def at_edge(seen: Sentences) -> Floats:
    """1 where the stretch is the document's first or last."""
    return seen.around.at_edge


SENTENCE_FEATURES = (
    best, over_second, over_document, mutual, rival, best_before, best_after, log_length, numbers,
    apart, said_alike, anchored, excess, wide_excess, stretch_size, at_edge,
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
    """The same less the second best."""
    return lead(seen.one)


def covered_near(seen: CoveredSentences) -> Floats:
    """How well all that is near on the other side covers it."""
    return seen.near


SENTENCE_TOKEN_FEATURES = (covered_by_one, covered_over_second, covered_near)


def token_features(coverage: Coverage) -> tuple[Floats, Floats]:
    """SENTENCE_TOKEN_FEATURES of the sentences of the two sides, (n, s) and (m, s)."""
    ru = CoveredSentences(coverage.ru[1, 1], coverage.ru_best[0])
    kk = CoveredSentences(coverage.kk[1, 1].T, coverage.kk_best[0])
    return table(SENTENCE_TOKEN_FEATURES, ru), table(SENTENCE_TOKEN_FEATURES, kk)


def sentence_features(pair: Pair) -> tuple[Floats, Floats]:
    """SENTENCE_FEATURES of the sentences of the two sides, (n, s) and (m, s): neither is empty.

    And SENTENCE_TOKEN_FEATURES if there are tokens.
    """
    cosine, alike = pair.cosine[1, 1], pair.said_alike[1, 1]
    numbers = pair.numbers.ru_total[0], pair.numbers.kk_total[0]
    ru = table(SENTENCE_FEATURES, _seen(pair.ru, cosine, numbers[0], alike, pair.anchors.ru))
    kk = table(SENTENCE_FEATURES, _seen(pair.kk, cosine.T, numbers[1], alike.T, pair.anchors.kk))
    if pair.coverage is not None:
        ru_tokens, kk_tokens = token_features(pair.coverage)
        ru, kk = np.hstack([ru, ru_tokens]), np.hstack([kk, kk_tokens])
    return ru, kk


def _seen(side: Side, cosine: Floats, found: Floats, alike: Floats, around: Stretches) -> Sentences:
    rows = np.arange(len(cosine))
    nearest = cosine.argmax(axis=1)
    own = cosine[rows, nearest]
    without = cosine.copy()
    without[rows, nearest] = -1
    second = np.maximum(without.max(axis=1), 0)
    nearer = cosine.max(axis=0)[nearest] - own
    return Sentences(side, own, second, nearer, found, alike.max(axis=1), around)
