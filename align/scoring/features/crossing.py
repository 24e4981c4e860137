"""What can be seen of a bead of sentences that a tiling leaves alone: most cross it, having moved.

What the tiling leaves alone on both sides makes a small pair of its own, for which bead features
are computed again. Other features need the whole pair and the tiling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from align.scoring.constraints import allowed
from align.scoring.features import bead
from align.scoring.features.bead import BEAD_TOKEN_FEATURES, Candidates, candidates
from align.scoring.features.feature import both_sides, names, table
from align.scoring.pair import BestPartners, Pair, PairSide, make_pair
from align.scoring.potentials import Shape
from align.scoring.spans import Floats, Spans, window_sums
from align.types import SIDES, Bead, Language, Sides

# Cosine below which a bead is not scored, and how far below a rival's it may be: one in a hundred
# of the moved beads of made documents is.
LEAST = 0.2
LEAST_LEAD = -0.15

# The bead features that are computed again for the small pair. Those that need the diagonal or the
# anchors say nothing there.
AGAIN = (
    bead.cosine, *both_sides(bead.over_rival), bead.over_both, bead.length, bead.weakest,
    bead.weakest_better_outside, bead.gain_over_parts, bead.loss_if_grown, bead.numbers_shared,
    bead.numbers_apart, bead.names_shared, bead.names_apart, bead.log_length, bead.lexical_overlap,
    bead.overlap_gain_over_parts, bead.overlap_gain_if_grown,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnpairedSide:
    """What a tiling leaves unpaired of the n sentences of one side; arrays (n,).

    `alone`: has no partner; `score`: how sure that is, 0 if it has one. `place`: how many pairs
    stand before it.
    """

    alone: NDArray[np.bool_]
    score: Floats
    place: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CrossingCandidates:
    """The c candidates of one shape whose sentences the tiling leaves alone.

    `starts`: where their runs begin on each side of the pair, (c,) each.
    """

    pair: Pair
    unpaired: Sides[UnpairedSide]
    shape: Shape
    starts: Sides[NDArray[np.int64]]
    usual: float  # mean cosine of the tiling's pairs

    def __len__(self) -> int:
        return len(self.starts.ru)

    @property
    def places(self) -> Sides[NDArray[np.int64]]:
        """How many pairs of the tiling stand before each candidate's runs, (c,) each."""
        return Sides.each(lambda side: self.unpaired[side].place[self.starts[side]])

    def constant(self, value: ArrayLike) -> Floats:
        """The same value for every candidate, (c,)."""
        return np.full(len(self), value, np.float32)


def unpaired_sides(beads: Iterable[Bead], sizes: Sides[int]) -> Sides[UnpairedSide]:
    """What the beads of a tiling leave unpaired of sides of these sizes."""
    sides = sizes.map(
        lambda n: UnpairedSide(
            np.zeros(n, np.bool_), np.zeros(n, np.float32), np.zeros(n, np.int64)
        )
    )
    pairs = 0
    for one in beads:
        for side, run in zip(sides, (one.ru, one.kk), strict=True):
            here = slice(run.start, run.stop)
            side.place[here] = pairs
            if not one.paired:
                side.alone[here] = True
                side.score[here] = one.score
        pairs += one.paired
    return sides


def over_anywhere(seen: CrossingCandidates, side: Language) -> Floats:
    """Cosine minus the best that the side's run has outside the bead, in the whole document."""
    return _cosine(seen) - _rival(seen.pair, seen.starts, seen.shape, side)


def over_usual(seen: CrossingCandidates) -> Floats:
    """Cosine minus the average cosine of the tiling's pairs."""
    return _cosine(seen) - np.float32(seen.usual)


def lexical_overlap_anywhere(seen: CrossingCandidates) -> Floats:
    """Numbers, names and word stems in both runs, up to 6; rare ones of the document count more."""
    return np.minimum(seen.pair.overlap[seen.shape][tuple(seen.starts)], 6)


def follows(seen: CrossingCandidates) -> Floats:
    """Cosine of the sentences just before the bead if both are alone, else 0."""
    return _neighbours(seen, seen.starts.map(lambda starts: starts - 1))


def goes_on(seen: CrossingCandidates) -> Floats:
    """Cosine of the sentences just after the bead if both are alone, else 0."""
    lengths = Sides(*seen.shape)
    return _neighbours(seen, Sides.each(lambda side: seen.starts[side] + lengths[side]))


def crossed(seen: CrossingCandidates) -> Floats:
    """Log of 1 + the number of pairs that it crosses."""
    ru, kk = seen.places
    return _log1p(np.abs(ru - kk))


def fills(seen: CrossingCandidates, side: Language) -> Floats:
    """The share of the side's sentences alone in its place that the bead holds."""
    count = np.float32(Sides(*seen.shape)[side])
    share: Floats = count / _alone_at(seen.unpaired[side], seen.places[side])
    return share


def beside(seen: CrossingCandidates, side: Language) -> Floats:
    """Log of 1 + the other side's sentences alone where this side's run stands: rival partners."""
    return _log1p(_alone_at(seen.unpaired.swapped()[side], seen.places[side]))


def unpaired_score(seen: CrossingCandidates, side: Language) -> Floats:
    """How sure the tiling leaves the side's sentences alone, on average."""
    count = Sides(*seen.shape)[side]
    means: Floats = window_sums(seen.unpaired[side].score, count) / np.float32(count)
    return means[seen.starts[side]]


def count(seen: CrossingCandidates, side: Language) -> Floats:
    """The number of the side's sentences in the bead."""
    return seen.constant(Sides(*seen.shape)[side])


def unpaired_share(seen: CrossingCandidates, side: Language) -> Floats:
    """The share of the document's sentences on the side that are alone."""
    return seen.constant(seen.unpaired[side].alone.mean())


def usual(seen: CrossingCandidates) -> Floats:
    """Mean cosine of the tiling's pairs: how freely the document is translated."""
    return seen.constant(seen.usual)


CROSSING_FEATURES = (
    *both_sides(over_anywhere), over_usual, lexical_overlap_anywhere, follows, goes_on, crossed,
    *both_sides(fills), *both_sides(beside), *both_sides(unpaired_score), *both_sides(count),
    *both_sides(unpaired_share), usual,
)  # fmt: skip


def crossing_input_names(*, tokens: bool) -> tuple[str, ...]:
    """Names of what the network of crossing beads sees, of pairs with or without tokens."""
    return (*names(_again(tokens)), *names(CROSSING_FEATURES))


def _again(tokens: bool) -> Sequence[Callable[[Candidates], ArrayLike]]:
    return (*AGAIN, *BEAD_TOKEN_FEATURES) if tokens else AGAIN


def crossing_features(seen: Sequence[CrossingCandidates]) -> Floats:
    """What the network sees of all candidates (c, f) of a document, shape after shape.

    There must be one at least.
    """
    pair = seen[0].pair
    held = Sides.each(
        lambda side: _sentences((one.starts[side], Sides(*one.shape)[side]) for one in seen)
    )
    parts = Sides.each(lambda side: _part(pair.sides[side], held[side]))
    small = make_pair(*parts, everywhere=True)
    again = _again(small.coverage is not None)
    rows = []
    for one in seen:
        all_of_shape = candidates(small, one.shape)
        kept = np.zeros(all_of_shape.cosine.shape, np.bool_)  # in order of rows, as candidates are
        rows_and_columns = (np.searchsorted(held[side], one.starts[side]) for side in SIDES)
        kept[tuple(rows_and_columns)] = True
        rows.append(np.hstack([table(again, all_of_shape, kept), table(CROSSING_FEATURES, one)]))
    return np.concatenate(rows)


def crossing_candidates(
    pair: Pair, beads: Sequence[Bead], shapes: Iterable[Shape]
) -> list[CrossingCandidates]:
    """The candidates of these shapes that are worth scoring, shape by shape.

    Their sentences are alone in the tiling of the pair. Most cross pairs of it; some lie in order,
    and the tiling, which did not know what had moved around them, doubted them.
    """
    unpaired = unpaired_sides(beads, pair.sizes)
    if not all(side.alone.any() for side in unpaired):
        return []
    paired = [
        pair.cosine[len(one.ru), len(one.kk)][one.ru.start, one.kk.start]
        for one in beads
        if one.paired
    ]
    mean = float(np.mean(paired)) if paired else 0.0
    starts = ((shape, _possible(pair, unpaired, shape)) for shape in shapes)
    return [
        CrossingCandidates(pair, unpaired, shape, both, mean)
        for shape, both in starts
        if len(both.ru)
    ]


def _possible(pair: Pair, unpaired: Sides[UnpairedSide], shape: Shape) -> Sides[NDArray[np.int64]]:
    """Where the runs begin of the candidates of a shape that are worth scoring, row by row."""
    lengths = Sides(*shape)
    rows, columns = (
        np.flatnonzero(window_sums(side.alone.astype(np.float32), k) == k)
        for side, k in zip(unpaired, lengths, strict=True)
    )
    at = np.ix_(rows, columns)
    good = (pair.cosine[shape][at] >= LEAST) & allowed(pair, shape)[at]
    i, j = good.nonzero()
    starts = Sides(rows[i], columns[j])
    rivals = np.maximum(*(_rival(pair, starts, shape, side) for side in SIDES))
    near = pair.cosine[shape][tuple(starts)] - rivals >= LEAST_LEAD
    return starts.map(lambda side: side[near])


def _sentences(runs: Iterable[tuple[NDArray[np.int64], int]]) -> NDArray[np.int64]:
    """The sentences of these runs, (where they begin, how long they are) each, in order."""
    return np.unique(
        [start + at for starts, count in runs for start in starts.tolist() for at in range(count)]
    ).astype(np.int64)


def _part(side: PairSide, kept: NDArray[np.int64]) -> PairSide:
    """The side of these sentences alone; a run over what is gone between them is like nothing."""
    vectors, lengths = [], []
    spans = zip(side.spans.vectors, side.spans.lengths, strict=True)
    for k, (of_runs, length) in enumerate(spans, start=1):
        starts = kept[: max(len(kept) - k + 1, 0)]
        unbroken = kept[k - 1 :][: len(starts)] - starts == k - 1
        vectors.append(np.zeros((len(starts), of_runs.shape[1]), np.float32))
        lengths.append(np.zeros(len(starts), np.float32))
        vectors[-1][unbroken] = of_runs[starts[unbroken]]
        lengths[-1][unbroken] = length[starts[unbroken]]
    return PairSide(
        [side.texts[index] for index in kept],
        [side.kinds[index] for index in kept],
        Spans(tuple(vectors), tuple(lengths)),
        side.tokens.part(kept.tolist()) if side.tokens else None,
    )


def _cosine(seen: CrossingCandidates) -> Floats:
    return seen.pair.cosine[seen.shape][tuple(seen.starts)]


def _rival(pair: Pair, starts: Sides[NDArray[np.int64]], shape: Shape, side: Language) -> Floats:
    """The best cosine (c,) of the side's runs to a sentence outside the bead, at least 0."""
    lengths = Sides(*shape)
    partners: BestPartners = pair.best_partners[side][lengths[side] - 1]
    other, width = starts.swapped()[side], lengths.swapped()[side]
    columns = partners.columns[starts[side]]
    outside = (columns < other[:, None]) | (columns >= other[:, None] + width)
    values = partners.values[starts[side]]
    best: Floats = np.where(outside, values, 0).max(axis=1, initial=0)
    return best


def _neighbours(seen: CrossingCandidates, sentences: Sides[NDArray[np.int64]]) -> Floats:
    """The cosine (c,) of sentences if both are alone, else 0."""
    single, (rows, columns) = seen.pair.cosine[1, 1], sentences
    inside = (rows >= 0) & (rows < single.shape[0]) & (columns >= 0) & (columns < single.shape[1])
    i, j = np.where(inside, rows, 0), np.where(inside, columns, 0)
    ru, kk = seen.unpaired
    return np.where(inside & ru.alone[i] & kk.alone[j], single[i, j], np.float32(0))


def _alone_at(side: UnpairedSide, place: NDArray[np.int64]) -> Floats:
    """How many of a side's sentences are alone in each place (c,)."""
    counts = np.bincount(side.place[side.alone], minlength=int(place.max(initial=0)) + 1)
    return counts[place].astype(np.float32)


def _log1p(values: ArrayLike) -> Floats:
    return np.log1p(np.asarray(values, np.float32))
