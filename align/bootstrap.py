"""How far a score, or the difference of two, is chance: documents are drawn again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.evaluate import BeadsOf, Rate, Scores, evaluate_each

DRAWS = 2000  # samples of as many documents as there are
SEED = 1

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """The middle 95% of a figure over the samples; not a number where there is one document."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of two predictions by one measure, 0 to 1, and how far `a` − `b` may be chance.

    `p`: how often the difference of a sample is as far from their mean as the real one is from 0.
    """

    measure: str
    a: float
    b: float
    interval: Interval
    p: float


def f1_interval(scores: Sequence[Scores], measure: str) -> Interval:
    """The 95% interval of an F1 over documents, of which `scores` has one each.

    `measure` is the name of a field of Scores. Percentile bootstrap (Efron and Tibshirani 1993),
    DRAWS samples, the same for the same documents.
    """
    if len(scores) < 2:
        return Interval(np.nan, np.nan)
    return _middle(_f1(_samples(len(scores)) @ _counts([getattr(one, measure) for one in scores])))


def compare(
    gold: Sequence[BeadsOf], a: Sequence[BeadsOf], b: Sequence[BeadsOf]
) -> list[Difference]:
    """How two predictions of the same documents differ in F1, measure by measure.

    Each argument has the beads of one document after another. Paired bootstrap over documents
    (Koehn 2004), `p` as Riezler and Maxwell (2005) shift the samples; sacrebleu compares
    translations so. With one document, interval and `p` are not a number. Empty lists give F1 of 0.
    Raises ValueError when the numbers of documents differ.

    >>> from align.types import Bead
    >>> gold = [[Bead(range(0, 1), range(0, 1))], [Bead(range(0, 1), range(0, 2))]]
    >>> bead = compare(gold, gold, [gold[0], gold[0]])[0]
    >>> bead.measure, bead.a, bead.b
    ('bead', 1.0, 0.5)
    """
    found = [evaluate_each(gold, predicted) for predicted in (a, b)]
    samples = _samples(len(gold)) if len(gold) > 1 else None
    differences = []
    for at, (measure, _) in enumerate(Scores().rates()):
        counts = [_counts([one.rates()[at][1] for one in scores]) for scores in found]
        real = [float(_f1(every.sum(axis=0))) for every in counts]
        interval, p = Interval(np.nan, np.nan), np.nan
        if samples is not None:
            drawn = _f1(samples @ counts[0]) - _f1(samples @ counts[1])
            interval, p = _middle(drawn), _p(drawn, real[0] - real[1])
        differences.append(Difference(measure, real[0], real[1], interval, p))
    return differences


def _samples(documents: int) -> Floats:
    """How often each document is in each sample, (DRAWS, documents)."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(documents, np.full(documents, 1 / documents), DRAWS).astype(np.float64)


def _counts(rates: Sequence[Rate]) -> Floats:
    """right, right of gold, predicted, gold of each document, (documents, 4)."""
    rows = [(one.right, one.right_of_gold, one.predicted, one.gold) for one in rates]
    return np.array(rows, np.float64).reshape(-1, 4)


def _f1(counts: Floats) -> Floats:
    """Counts (…, 4) → F1 (…); 0 where nothing is right."""
    right, found, predicted, gold = np.moveaxis(counts, -1, 0)
    precision, recall = right / np.maximum(predicted, 1), found / np.maximum(gold, 1)
    total = precision + recall
    return np.asarray(2 * precision * recall / np.where(total > 0, total, 1))


def _middle(drawn: Floats) -> Interval:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(low), float(high))


def _p(drawn: Floats, real: float) -> float:
    as_far = np.abs(drawn - drawn.mean()) >= abs(real) - 1e-12
    return float((as_far.sum() + 1) / (len(drawn) + 1))
