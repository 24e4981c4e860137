"""What can be seen of a candidate bead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.scoring.coverage import Coverage
from align.scoring.features.feature import both_sides, table
from align.scoring.pair import Pair, rival
from align.scoring.potentials import Shape, facing, shape_of
from align.scoring.spans import KK_LENGTH, LENGTH_FLOOR, Floats, window_sums
from align.types import SIDES, Language, Sides


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every bead of a shape (a, b); arrays are (n-a+1, m-b+1), by where its two runs start."""

    pair: Pair
    shape: Shape
    cosine: Floats  # of the two runs
    over_rival: Sides[Floats]  # cosine minus the best that the side's run has outside the bead
    weakest: Floats  # cosine to its nearest inside the bead, of the sentence least like any there
    weakest_better_outside: Floats  # how much better that sentence does outside, 0 if it does not
    anchors_in: Floats  # anchors with both sentences in the bead
    anchors_cut: Floats  # anchors with one

    @property
    def coverage(self) -> Coverage:
        """What BEAD_TOKEN_FEATURES are computed from: asked for only if there are tokens."""
        assert self.pair.coverage is not None
        return self.pair.coverage

    def mean_of(self, name: str) -> Sides[Floats]:
        """A field of AnchorGaps, averaged over the runs of each side: (n-a+1,) and (m-b+1,)."""
        a, b = self.shape
        lengths = Sides(a, b)
        return Sides.each(
            lambda side: (
                window_sums(getattr(self.pair.anchors.gaps[side], name), lengths[side])
                / np.float32(lengths[side])
            )
        )

    def excess_on_longer_side(self, name: str) -> Floats:
        """The excess (n-a+1, m-b+1) of the side on which the bead has more sentences."""
        ru, kk = self.mean_of(name)
        a, b = self.shape
        excess: Floats = np.float32(np.sign(a - b) / 2) * (ru[:, None] - kk[None, :])
        return excess


def cosine(beads: Candidates) -> Floats:
    """Of the two runs."""
    return beads.cosine


def over_rival(beads: Candidates, side: Language) -> Floats:
    """Cosine minus the best that the side's run has outside the bead."""
    return beads.over_rival[side]


def over_both(beads: Candidates) -> Floats:
    """The smaller `over_rival` of the two sides."""
    ru, kk = beads.over_rival
    return np.minimum(ru, kk)


def length(beads: Candidates) -> Floats:
    """|log ratio| of the lengths, against what is usual."""
    ru_length, kk_length = _lengths(beads)
    ratio = (kk_length + LENGTH_FLOOR) / (KK_LENGTH * ru_length + LENGTH_FLOOR)
    distance: Floats = np.abs(np.log(ratio))
    return distance


def weakest(beads: Candidates) -> Floats:
    """Lowest cosine of any of the bead's sentences to its nearest inside the bead."""
    return beads.weakest


def weakest_better_outside(beads: Candidates) -> Floats:
    """How much better that sentence does outside the bead, 0 if it does not."""
    return beads.weakest_better_outside


def gain_over_parts(beads: Candidates) -> Floats:
    """Cosine minus the best of the bead without one of its outer sentences; 0 for 1-1."""
    return _gain_over_parts(beads.pair.cosine, beads.shape)


def loss_if_grown(beads: Candidates) -> Floats:
    """Cosine minus the best of the bead with one more neighbour, up to 1."""
    return np.minimum(_loss_if_grown(beads.pair.cosine, beads.shape), 1)


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
    n, m = beads.pair.cosine[1, 1].shape
    (a, b), (rows, columns) = beads.shape, beads.cosine.shape
    ru_middle = (np.arange(rows, dtype=np.float32) + a / 2) / n
    kk_middle = (np.arange(columns, dtype=np.float32) + b / 2) / m
    distance: Floats = np.abs(ru_middle[:, None] - kk_middle[None, :])
    return distance


def log_length(beads: Candidates) -> Floats:
    """Log of the characters of both runs."""
    ru_length, kk_length = _lengths(beads)
    logs: Floats = np.log(ru_length + kk_length + LENGTH_FLOOR)
    return logs


def lexical_overlap(beads: Candidates) -> Floats:
    """Numbers, names and word stems in both runs, up to 6; the rarer, the more."""
    return np.minimum(beads.pair.overlap[beads.shape], 6)


def overlap_gain_over_parts(beads: Candidates) -> Floats:
    """`lexical_overlap` minus that without the least useful outer sentence, 0 to 4."""
    return np.clip(_gain_over_parts(beads.pair.overlap, beads.shape), 0, 4)


def overlap_gain_if_grown(beads: Candidates) -> Floats:
    """How much larger `lexical_overlap` would be with one more neighbour, up to 4."""
    return np.clip(-_loss_if_grown(beads.pair.overlap, beads.shape), 0, 4)


def start_distance_from_anchor_path(beads: Candidates) -> Floats:
    """Distance of the bead's start from the anchor path, in hundreds of characters."""
    return beads.pair.anchors.off_map[: beads.cosine.shape[0], : beads.cosine.shape[1]]


def end_distance_from_anchor_path(beads: Candidates) -> Floats:
    """Distance of the bead's end from the anchor path, in hundreds of characters."""
    a, b = beads.shape
    return beads.pair.anchors.off_map[a:, b:]


def anchors_in(beads: Candidates) -> Floats:
    """Anchors with both sentences in the bead."""
    return beads.anchors_in


def anchors_cut(beads: Candidates) -> Floats:
    """Anchors with one sentence in the bead and the other outside."""
    return beads.anchors_cut


def imbalance(beads: Candidates) -> Floats:
    """Mean length imbalance of the anchor gaps that contain the bead's sentences."""
    ru, kk = beads.mean_of("excess")
    mean: Floats = np.float32(0.5) * (np.abs(ru)[:, None] + np.abs(kk)[None, :])
    return mean


def excess_on_longer_side(beads: Candidates) -> Floats:
    """How much more text there is on the side with more sentences; 0 if both have as many."""
    return beads.excess_on_longer_side("excess")


def wide_excess_on_longer_side(beads: Candidates) -> Floats:
    """The same, with the anchors around the gap."""
    return beads.excess_on_longer_side("wide")


BEAD_FEATURES = (
    cosine, *both_sides(over_rival), over_both, length, weakest, weakest_better_outside,
    gain_over_parts, loss_if_grown, numbers_shared, numbers_apart, names_shared, names_apart,
    before, after, off_diagonal, log_length, lexical_overlap, overlap_gain_over_parts,
    overlap_gain_if_grown, start_distance_from_anchor_path, end_distance_from_anchor_path,
    anchors_in, anchors_cut, imbalance, excess_on_longer_side, wide_excess_on_longer_side,
)  # fmt: skip


def covered(beads: Candidates, side: Language) -> Floats:
    """How well the other run covers the tokens of this side's run."""
    return beads.coverage.covered[side][beads.shape]


def covered_less(beads: Candidates) -> Floats:
    """The smaller `covered` of the two sides."""
    return np.minimum(covered(beads, "ru"), covered(beads, "kk"))


def open_share(beads: Candidates, side: Language) -> Floats:
    """The share of this side's run that has no partner in the other run."""
    return beads.coverage.open[side][beads.shape]


def better_near(beads: Candidates, side: Language) -> Floats:
    """How much better everything near covers this side's run."""
    best = beads.coverage.best[side][Sides(*beads.shape)[side] - 1]
    better: Floats = facing(best[:, None], side) - covered(beads, side)
    return better


def cover_gain(beads: Candidates) -> Floats:
    """How much better its least useful outer sentence lets it cover the other run; ½ for 1-1."""
    gain = np.full(beads.cosine.shape, 0.5, np.float32)
    for side, count in Sides(*beads.shape).items():
        if count > 1:
            of_other = beads.coverage.covered.swapped()[side]
            less = _best_without(of_other, beads.shape, side)
            gain = np.minimum(gain, of_other[beads.shape] - less)
    return gain


def cover_more(beads: Candidates) -> Floats:
    """How much better the other run would be covered with one more neighbour, at least 0."""
    gains = [
        _best_with(of_other, beads.shape, side) - of_other[beads.shape]
        for side, of_other in beads.coverage.covered.swapped().items()
    ]
    more: Floats = np.maximum(np.maximum(*gains), 0)
    return more


BEAD_TOKEN_FEATURES = (
    *both_sides(covered), covered_less, *both_sides(open_share), *both_sides(better_near),
    cover_gain, cover_more,
)  # fmt: skip


def candidates(pair: Pair, shape: Shape) -> Candidates:
    """What the features of every candidate of a shape (a, b) are made of."""
    of_shape = pair.cosine[shape]
    if of_shape.size == 0:
        return Candidates(pair, shape, of_shape, Sides(of_shape, of_shape), *[of_shape] * 4)
    lengths, sizes = Sides(*shape), pair.sizes

    def over_rival_of(side: Language) -> Floats:
        partners = pair.best_partners[side][lengths[side] - 1]
        best = rival(partners, lengths.swapped()[side], sizes.swapped()[side])
        over: Floats = of_shape - facing(best, side)
        return over

    return Candidates(
        pair, shape, of_shape, Sides.each(over_rival_of), *_weakest(pair, shape),
        *_anchors(pair, shape),
    )  # fmt: skip


def bead_features(seen: Candidates, kept: NDArray[np.bool_] | None = None) -> Floats:
    """BEAD_FEATURES of candidates, and BEAD_TOKEN_FEATURES if there are tokens.

    (n-a+1, m-b+1, f), or with `kept` (rows, f), of these only. Ask for one shape at a time: the
    features of all take ten times the memory of anything else.
    """
    features = [*BEAD_FEATURES]
    if seen.pair.coverage is not None:
        features += BEAD_TOKEN_FEATURES
    return table(features, seen, kept)


def _anchors(pair: Pair, shape: Shape) -> tuple[Floats, Floats]:
    """(anchors_in, anchors_cut) of every bead of a shape, both (n-a+1, m-b+1)."""
    a, b = shape
    inside = np.zeros(tuple(pair.sizes), np.float32)
    for i, j in pair.anchors.points:
        inside[i, j] = 1
    both = window_sums(window_sums(inside, a).T, b).T
    gaps = pair.anchors.gaps
    ru, kk = window_sums(gaps.ru.anchored, a), window_sums(gaps.kk.anchored, b)
    return both, ru[:, None] + kk[None, :] - 2 * both


def _lengths(beads: Candidates) -> tuple[Floats, Floats]:
    """Characters of the Russian runs, (n-a+1, 1), and of the Kazakh ones, (1, m-b+1)."""
    (a, b), (ru, kk) = beads.shape, beads.pair.sides
    return ru.spans.lengths[a - 1][:, None], kk.spans.lengths[b - 1][None, :]


def _weakest(pair: Pair, shape: Shape) -> tuple[Floats, Floats]:
    """(weakest, weakest_better_outside) of every bead of a shape, both (n-a+1, m-b+1)."""
    sentences = []
    lengths = Sides(*shape)
    for side in SIDES:
        own, inside = lengths[side], pair.inside[side][lengths.swapped()[side] - 1]
        starts = len(inside.best) - own + 1
        sentences += [
            [facing(part[at : at + starts], side) for part in (inside.best, inside.missed)]
            for at in range(own)
        ]
    lowest, better = (values.copy() for values in sentences[0])
    for here, missed in sentences[1:]:
        np.copyto(better, missed, where=here < lowest)
        np.minimum(lowest, here, out=lowest)
    return lowest, better


def _gain_over_parts(values: Mapping[Shape, Floats], shape: Shape) -> Floats:
    """A bead's value minus the best of those without the first or last sentence; 0 for 1-1."""
    own = values[shape]
    best = np.full_like(own, -np.inf)
    for side, count in Sides(*shape).items():
        if count > 1:
            best = np.maximum(best, _best_without(values, shape, side))
    gain: Floats = own - best if shape != (1, 1) else np.zeros_like(own)
    return gain


def _loss_if_grown(values: Mapping[Shape, Floats], shape: Shape) -> Floats:
    """A bead's value minus the best of those with one more sentence at an end.

    -1 counts as the best if there is none.
    """
    best = np.maximum(*(_best_with(values, shape, side) for side in SIDES))
    loss: Floats = values[shape] - np.maximum(best, np.float32(-1))
    return loss


def _resized(shape: Shape, side: Language, by: int) -> Shape:
    """The shape with more sentences on one side, or less where `by` is negative."""
    lengths = Sides(*shape)
    return shape_of(lengths[side] + by, lengths.swapped()[side], side)


def _best_without(values: Mapping[Shape, Floats], shape: Shape, side: Language) -> Floats:
    """The best value of the two beads that lack an outer sentence of a side that has several."""
    smaller = facing(values[_resized(shape, side, -1)], side)
    best: Floats = facing(np.maximum(smaller[:-1], smaller[1:]), side)
    return best


def _best_with(values: Mapping[Shape, Floats], shape: Shape, side: Language) -> Floats:
    """The best value of the beads with one more sentence on a side, -inf if there is none."""
    best = np.full_like(facing(values[shape], side), -np.inf)
    if (taller := _resized(shape, side, 1)) in values:
        grown = facing(values[taller], side)
        best[:-1] = grown
        best[1:] = np.maximum(best[1:], grown)
    turned: Floats = facing(best, side)
    return turned


def _shifted(single: Floats, down: int, right: int, shape: tuple[int, ...]) -> Floats:
    """The cosine of the sentences that far from each candidate's first ones; 0 outside."""
    around = np.pad(single, 1)
    top, left = down + 1, right + 1
    return around[top : top + shape[0], left : left + shape[1]]
