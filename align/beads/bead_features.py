"""What can be seen of a candidate bead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.beads.coverage import Coverage
from align.beads.feature import table
from align.beads.pair import Pair, rival
from align.beads.potentials import Shape
from align.beads.spans import KK_LENGTH, LENGTH_FLOOR, Floats, window_sums


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every bead of a shape (a, b); arrays are (n-a+1, m-b+1), by where its two runs start."""

    pair: Pair
    shape: Shape
    cosine: Floats  # of the two runs
    over_ru: Floats  # cosine less the best that the Russian run has outside the bead
    over_kk: Floats
    weakest: Floats  # cosine to its nearest inside the bead, of the sentence least like any there
    strayed: Floats  # how much better that sentence does outside the bead, 0 if it does not
    anchors_in: Floats  # anchors with both sentences in the bead
    anchors_cut: Floats  # anchors with one

    @property
    def coverage(self) -> Coverage:
        """What BEAD_TOKEN_FEATURES see: asked for only where there are tokens."""
        assert self.pair.coverage is not None
        return self.pair.coverage

    def mean_of(self, name: str) -> tuple[Floats, Floats]:
        """A field of Stretches, averaged over the Russian runs (n-a+1,) and the Kazakh ones."""
        sides = ((self.pair.anchors.ru, self.shape[0]), (self.pair.anchors.kk, self.shape[1]))
        ru, kk = (window_sums(getattr(side, name), k) / np.float32(k) for side, k in sides)
        return ru, kk

    def lean(self, name: str) -> Floats:
        """The excess (n-a+1, m-b+1) of the side on which the bead has more sentences."""
        ru, kk = self.mean_of(name)
        (a, b) = self.shape
        excess: Floats = np.float32(np.sign(a - b) / 2) * (ru[:, None] - kk[None, :])
        return excess


def cosine(beads: Candidates) -> Floats:
    """Of the two runs."""
    return beads.cosine


def over_ru_rival(beads: Candidates) -> Floats:
    """Cosine less the best that the Russian run has outside the bead."""
    return beads.over_ru


def over_kk_rival(beads: Candidates) -> Floats:
    """Cosine less the best that the Kazakh run has outside the bead."""
    return beads.over_kk


def over_both(beads: Candidates) -> Floats:
    """The smaller of the two."""
    return np.minimum(beads.over_ru, beads.over_kk)


def length(beads: Candidates) -> Floats:
    """|log ratio| of the lengths, against what is usual."""
    ru_length, kk_length = _lengths(beads)
    ratio = (kk_length + LENGTH_FLOOR) / (KK_LENGTH * ru_length + LENGTH_FLOOR)
    distance: Floats = np.abs(np.log(ratio))
    return distance


def weakest(beads: Candidates) -> Floats:
    """Of the bead's sentences, how near the one comes that is least like anything inside."""
    return beads.weakest


def strayed(beads: Candidates) -> Floats:
    """How much better that sentence does outside the bead, 0 if it does not."""
    return beads.strayed


def over_parts(beads: Candidates) -> Floats:
    """Cosine less the best of the bead without one of its outer sentences; 0 for 1-1."""
    return _over_parts(beads.pair.cosine, *beads.shape)


def over_grown(beads: Candidates) -> Floats:
    """Cosine less the best of the bead with one more neighbour, up to 1."""
    return np.minimum(_over_grown(beads.pair.cosine, *beads.shape), 1)


def numbers_shared(beads: Candidates) -> Floats:
    """Numbers in both runs, up to 3."""
    return np.minimum(beads.pair.numbers.shared(*beads.shape), 3)


def numbers_apart(beads: Candidates) -> Floats:
    """Numbers in one run only, up to 4."""
    return np.minimum(beads.pair.numbers.unshared(*beads.shape), 4)


def names_shared(beads: Candidates) -> Floats:
    """Names in both runs, up to 4."""
    return np.minimum(beads.pair.names.shared(*beads.shape), 4)


def names_apart(beads: Candidates) -> Floats:
    """Names in one run only, up to 6."""
    return np.minimum(beads.pair.names.unshared(*beads.shape), 6)


def before(beads: Candidates) -> Floats:
    """Cosine of the sentences just before the bead, 0 at an end."""
    return _shifted(beads.pair.cosine[1, 1], -1, -1, beads.cosine.shape)


def after(beads: Candidates) -> Floats:
    """Cosine of the sentences just after the bead, 0 at an end."""
    return _shifted(beads.pair.cosine[1, 1], *beads.shape, beads.cosine.shape)


def off_diagonal(beads: Candidates) -> Floats:
    """How far the bead's middle is from the diagonal, as a share of the document, 0 to 1."""
    whole = beads.pair.cosine[1, 1].shape
    (a, b), (rows, columns) = beads.shape, beads.cosine.shape
    ru_middle = (np.arange(rows, dtype=np.float32) + a / 2) / whole[0]
    kk_middle = (np.arange(columns, dtype=np.float32) + b / 2) / whole[1]
    distance: Floats = np.abs(ru_middle[:, None] - kk_middle[None, :])
    return distance


def log_length(beads: Candidates) -> Floats:
    """Log of the characters of both runs."""
    ru_length, kk_length = _lengths(beads)
    logs: Floats = np.log(ru_length + kk_length + LENGTH_FLOOR)
    return logs


def said_alike(beads: Candidates) -> Floats:
    """Numbers, names and word stems in both runs, up to 6; the rarer, the more."""
    return np.minimum(beads.pair.said_alike[beads.shape], 6)


def said_by_all(beads: Candidates) -> Floats:
    """What the runs share less what they share without the least useful outer sentence, up to 4."""
    return np.clip(_over_parts(beads.pair.said_alike, *beads.shape), 0, 4)


def said_beyond(beads: Candidates) -> Floats:
    """How much more the runs would share with one more neighbour, up to 4."""
    return np.clip(-_over_grown(beads.pair.said_alike, *beads.shape), 0, 4)


def starts_off_map(beads: Candidates) -> Floats:
    """Distance of the bead's beginning from the map through the anchors, hundreds of characters."""
    return beads.pair.anchors.off_map[: beads.cosine.shape[0], : beads.cosine.shape[1]]


def ends_off_map(beads: Candidates) -> Floats:
    """Distance of the bead's end from the map."""
    a, b = beads.shape
    return beads.pair.anchors.off_map[a:, b:]


def anchors_in(beads: Candidates) -> Floats:
    """Anchors with both sentences in the bead."""
    return beads.anchors_in


def anchors_cut(beads: Candidates) -> Floats:
    """Anchors with one sentence in the bead and the other outside."""
    return beads.anchors_cut


def imbalance(beads: Candidates) -> Floats:
    """How unlike in length the stretches are that the bead's sentences are in, on average."""
    ru, kk = beads.mean_of("excess")
    mean: Floats = np.float32(0.5) * (np.abs(ru)[:, None] + np.abs(kk)[None, :])
    return mean


def lean(beads: Candidates) -> Floats:
    """How much more text there is where the bead has more sentences; 0 if it has as many."""
    return beads.lean("excess")


def wide_lean(beads: Candidates) -> Floats:
    """The same with the anchors around."""
    return beads.lean("wide")


BEAD_FEATURES = (
    cosine, over_ru_rival, over_kk_rival, over_both, length, weakest, strayed, over_parts,
    over_grown, numbers_shared, numbers_apart, names_shared, names_apart, before, after,
    off_diagonal, log_length, said_alike, said_by_all, said_beyond, starts_off_map, ends_off_map,
    anchors_in, anchors_cut, imbalance, lean, wide_lean,
)  # fmt: skip


def covered_ru(beads: Candidates) -> Floats:
    """How well the Kazakh run covers the Russian one's tokens."""
    return beads.coverage.ru[beads.shape]


def covered_kk(beads: Candidates) -> Floats:
    """How well the Russian run covers the Kazakh one's tokens."""
    return beads.coverage.kk[beads.shape]


def covered_less(beads: Candidates) -> Floats:
    """The smaller of the two."""
    return np.minimum(covered_ru(beads), covered_kk(beads))


def open_ru(beads: Candidates) -> Floats:
    """The share of the Russian run that has no partner in the Kazakh one."""
    return beads.coverage.ru_open[beads.shape]


def open_kk(beads: Candidates) -> Floats:
    """The share of the Kazakh run that has no partner in the Russian one."""
    return beads.coverage.kk_open[beads.shape]


def better_near_ru(beads: Candidates) -> Floats:
    """How much better all that is near covers the Russian run."""
    return beads.coverage.ru_best[beads.shape[0] - 1][:, None] - covered_ru(beads)


def better_near_kk(beads: Candidates) -> Floats:
    """How much better all that is near covers the Kazakh run."""
    return beads.coverage.kk_best[beads.shape[1] - 1][None, :] - covered_kk(beads)


def cover_gain(beads: Candidates) -> Floats:
    """How much better its least useful outer sentence lets it cover the other run; ½ for 1-1."""
    gain = np.full(beads.cosine.shape, 0.5, np.float32)
    if beads.shape[0] > 1:
        less = _best_without_ru(beads.coverage.kk, *beads.shape)
        gain = np.minimum(gain, covered_kk(beads) - less)
    if beads.shape[1] > 1:
        less = _best_without_kk(beads.coverage.ru, *beads.shape)
        gain = np.minimum(gain, covered_ru(beads) - less)
    return gain


def cover_more(beads: Candidates) -> Floats:
    """How much better the other run would be covered with one more neighbour, at least 0."""
    with_ru = _best_with_ru(beads.coverage.kk, *beads.shape) - covered_kk(beads)
    with_kk = _best_with_kk(beads.coverage.ru, *beads.shape) - covered_ru(beads)
    more: Floats = np.maximum(np.maximum(with_ru, with_kk), 0)
    return more


BEAD_TOKEN_FEATURES = (
    covered_ru, covered_kk, covered_less, open_ru, open_kk, better_near_ru, better_near_kk,
    cover_gain, cover_more,
)  # fmt: skip


def candidates(pair: Pair, shape: Shape) -> Candidates:
    """What the features of every candidate of a shape (a, b) are made of."""
    a, b = shape
    own = pair.cosine[shape]
    if own.size == 0:
        return Candidates(pair, shape, *[own] * 7)
    return Candidates(
        pair,
        shape,
        own,
        own - rival(pair.ru_top[a - 1], b, len(pair.kk.texts)),
        own - rival(pair.kk_top[b - 1], a, len(pair.ru.texts)).T,
        *_weakest(pair, a, b),
        *_anchors(pair, a, b),
    )


def bead_features(seen: Candidates, kept: NDArray[np.bool_] | None = None) -> Floats:
    """BEAD_FEATURES of candidates, and BEAD_TOKEN_FEATURES if there are tokens.

    (n-a+1, m-b+1, f), or with `kept` (rows, f), of these only. Ask for one shape at a time: the
    features of all take ten times the memory of anything else.
    """
    features = [*BEAD_FEATURES]
    if seen.pair.coverage is not None:
        features += BEAD_TOKEN_FEATURES
    return table(features, seen, kept)


def _anchors(pair: Pair, a: int, b: int) -> tuple[Floats, Floats]:
    """(anchors_in, anchors_cut) of every bead of a shape, both (n-a+1, m-b+1)."""
    inside = np.zeros((len(pair.ru.texts), len(pair.kk.texts)), np.float32)
    for i, j in pair.anchors.points:
        inside[i, j] = 1
    both = window_sums(window_sums(inside, a).T, b).T
    ru, kk = window_sums(pair.anchors.ru.anchored, a), window_sums(pair.anchors.kk.anchored, b)
    return both, ru[:, None] + kk[None, :] - 2 * both


def _lengths(beads: Candidates) -> tuple[Floats, Floats]:
    """Characters of the Russian runs, (n-a+1, 1), and of the Kazakh ones, (1, m-b+1)."""
    (a, b), pair = beads.shape, beads.pair
    return pair.ru.spans.lengths[a - 1][:, None], pair.kk.spans.lengths[b - 1][None, :]


def _weakest(pair: Pair, a: int, b: int) -> tuple[Floats, Floats]:
    """(weakest, strayed) of every bead of a shape, both (n-a+1, m-b+1)."""
    ru, kk = pair.ru_inside[b - 1], pair.kk_inside[a - 1]
    rows, columns = len(ru.best) - a + 1, len(kk.best) - b + 1
    sentences = [(ru.best[at : at + rows], ru.missed[at : at + rows]) for at in range(a)]
    sentences += [(kk.best[at : at + columns].T, kk.missed[at : at + columns].T) for at in range(b)]
    weakest, strayed = (values.copy() for values in sentences[0])
    for here, stray in sentences[1:]:
        np.copyto(strayed, stray, where=here < weakest)
        np.minimum(weakest, here, out=weakest)
    return weakest, strayed


def _over_parts(values: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """A bead's value less the best of those without the first or last sentence; 0 for 1-1."""
    own = values[a, b]
    best = np.full_like(own, -np.inf)
    if a > 1:
        best = np.maximum(best, _best_without_ru(values, a, b))
    if b > 1:
        best = np.maximum(best, _best_without_kk(values, a, b))
    gain: Floats = own - best if (a, b) != (1, 1) else np.zeros_like(own)
    return gain


def _over_grown(values: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """A bead's value less the best of those with one more sentence at an end, or less -1."""
    best = np.maximum(_best_with_ru(values, a, b), _best_with_kk(values, a, b))
    loss: Floats = values[a, b] - np.maximum(best, np.float32(-1))
    return loss


def _best_without_ru(values: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """The best value of the two beads that lack an outer Russian sentence; a is 2 or more."""
    smaller = values[a - 1, b]
    return np.maximum(smaller[:-1], smaller[1:])


def _best_without_kk(values: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """The same, Kazakh; b is 2 or more."""
    smaller = values[a, b - 1]
    return np.maximum(smaller[:, :-1], smaller[:, 1:])


def _best_with_ru(values: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """The best value of the beads with one more Russian sentence, -inf where there is none."""
    best = np.full_like(values[a, b], -np.inf)
    if (a + 1, b) in values:
        grown = values[a + 1, b]
        best[:-1] = grown
        best[1:] = np.maximum(best[1:], grown)
    return best


def _best_with_kk(values: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """The same, Kazakh."""
    best = np.full_like(values[a, b], -np.inf)
    if (a, b + 1) in values:
        grown = values[a, b + 1]
        best[:, :-1] = grown
        best[:, 1:] = np.maximum(best[:, 1:], grown)
    return best


def _shifted(single: Floats, down: int, right: int, shape: tuple[int, ...]) -> Floats:
    """The cosine of the sentences that far from each candidate's first ones; 0 outside."""
    around = np.pad(single, 1)
    top, left = down + 1, right + 1
    return around[top : top + shape[0], left : left + shape[1]]
