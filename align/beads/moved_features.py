"""What can be seen of a bead of sentences that a tiling leaves alone: most cross it, having moved.

What the tiling leaves alone on both sides makes a small pair of its own, in which the bead features
are seen again, but for those that know the diagonal. Others need the whole pair and the tiling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from align.beads import bead_features as bead
from align.beads.allowed import allowed
from align.beads.bead_features import BEAD_FEATURES, BEAD_TOKEN_FEATURES, Candidates, candidates
from align.beads.feature import names, table
from align.beads.pair import Pair, Side, Top, make_pair
from align.beads.potentials import Shape
from align.beads.spans import Floats, Spans, window_sums
from align.types import Bead

# Cosine below which a bead is not weighed, and how far below a rival's it may be: of the moved
# beads of made documents one in a hundred is.
LEAST = 0.2
LEAST_LEAD = -0.15

_KNOW_THE_DIAGONAL = (
    bead.before, bead.after, bead.off_diagonal, bead.starts_off_map, bead.ends_off_map,
    bead.anchors_in, bead.anchors_cut, bead.imbalance, bead.lean, bead.wide_lean,
)  # fmt: skip
SEEN_AGAIN = tuple(one for one in BEAD_FEATURES if one not in _KNOW_THE_DIAGONAL)


@dataclass(frozen=True, slots=True)
class Left:
    """What a tiling makes of the n sentences of one side; arrays (n,).

    `alone`: has no partner; `score`: how sure that is, 0 if it has one. `place`: how many pairs
    stand before it.
    """

    alone: NDArray[np.bool_]
    score: Floats
    place: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Remaining:
    """The c candidates of one shape whose sentences the tiling leaves alone.

    `rows`, `columns` (c,): where their runs begin in the pair.
    """

    pair: Pair
    ru: Left
    kk: Left
    shape: Shape
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    usual: float  # mean cosine of the tiling's pairs


def left(beads: Iterable[Bead], n: int, m: int) -> tuple[Left, Left]:
    """What the beads of a tiling leave of n Russian and m Kazakh sentences."""
    sides = [
        Left(np.zeros(count, np.bool_), np.zeros(count, np.float32), np.zeros(count, np.int64))
        for count in (n, m)
    ]
    pairs = 0
    for one in beads:
        for side, run in zip(sides, (one.ru, one.kk), strict=True):
            here = slice(run.start, run.stop)
            side.place[here] = pairs
            if not one.paired:
                side.alone[here] = True
                side.score[here] = one.score
        pairs += one.paired
    return sides[0], sides[1]


def over_ru_anywhere(seen: Remaining) -> Floats:
    """Cosine less the best that the Russian run has outside the bead, in the whole document."""
    return _cosine(seen) - _rival(seen.pair.ru_top, seen.rows, seen.columns, seen.shape)


def over_kk_anywhere(seen: Remaining) -> Floats:
    """Cosine less the best that the Kazakh run has outside the bead, in the whole document."""
    return _cosine(seen) - _rival(seen.pair.kk_top, seen.columns, seen.rows, seen.shape[::-1])


def over_usual(seen: Remaining) -> Floats:
    """Cosine less that of the tiling's pairs, on average."""
    return _cosine(seen) - np.float32(seen.usual)


def said_alike_anywhere(seen: Remaining) -> Floats:
    """Numbers, names and word stems in both runs, up to 6; rare ones of the whole count more."""
    return np.minimum(seen.pair.said_alike[seen.shape][seen.rows, seen.columns], 6)


def follows(seen: Remaining) -> Floats:
    """Cosine of the sentences just before the bead, where both are alone; else 0."""
    return _neighbours(seen, seen.rows - 1, seen.columns - 1)


def goes_on(seen: Remaining) -> Floats:
    """Cosine of the sentences just after the bead, where both are alone; else 0."""
    return _neighbours(seen, seen.rows + seen.shape[0], seen.columns + seen.shape[1])


def crossed(seen: Remaining) -> Floats:
    """Log of 1 + the pairs that it crosses."""
    return _log1p(np.abs(seen.ru.place[seen.rows] - seen.kk.place[seen.columns]))


def fills_ru(seen: Remaining) -> Floats:
    """The share of the Russian sentences alone in its place that the bead holds."""
    return np.float32(seen.shape[0]) / _alone_at(seen.ru, seen.ru.place[seen.rows])


def fills_kk(seen: Remaining) -> Floats:
    """The share of the Kazakh sentences alone in its place that the bead holds."""
    return np.float32(seen.shape[1]) / _alone_at(seen.kk, seen.kk.place[seen.columns])


def beside_ru(seen: Remaining) -> Floats:
    """Log of 1 + the Kazakh sentences alone where the Russian run stands: its partner if not."""
    return _log1p(_alone_at(seen.kk, seen.ru.place[seen.rows]))


def beside_kk(seen: Remaining) -> Floats:
    """Log of 1 + the Russian sentences alone where the Kazakh run stands."""
    return _log1p(_alone_at(seen.ru, seen.kk.place[seen.columns]))


def sure_ru(seen: Remaining) -> Floats:
    """How sure the tiling leaves the Russian sentences alone, on average."""
    return _mean(seen.ru.score, seen.shape[0])[seen.rows]


def sure_kk(seen: Remaining) -> Floats:
    """How sure the tiling leaves the Kazakh sentences alone, on average."""
    return _mean(seen.kk.score, seen.shape[1])[seen.columns]


def ru_count(seen: Remaining) -> Floats:
    """Russian sentences in the bead."""
    return np.full(len(seen.rows), seen.shape[0], np.float32)


def kk_count(seen: Remaining) -> Floats:
    """Kazakh sentences in the bead."""
    return np.full(len(seen.rows), seen.shape[1], np.float32)


def ru_left(seen: Remaining) -> Floats:
    """The share of the document's Russian sentences that are alone."""
    return np.full(len(seen.rows), seen.ru.alone.mean(), np.float32)


def kk_left(seen: Remaining) -> Floats:
    """The share of the document's Kazakh sentences that are alone."""
    return np.full(len(seen.rows), seen.kk.alone.mean(), np.float32)


def usual(seen: Remaining) -> Floats:
    """Mean cosine of the tiling's pairs: how freely the document is translated."""
    return np.full(len(seen.rows), seen.usual, np.float32)


MOVED_FEATURES = (
    over_ru_anywhere, over_kk_anywhere, over_usual, said_alike_anywhere, follows, goes_on, crossed,
    fills_ru, fills_kk, beside_ru, beside_kk, sure_ru, sure_kk, ru_count, kk_count, ru_left,
    kk_left, usual,
)  # fmt: skip


def moved_input_names(*, tokens: bool) -> tuple[str, ...]:
    """Names of what the network of moved beads sees, of pairs with or without tokens."""
    return (*names(_seen_again(tokens)), *names(MOVED_FEATURES))


def _seen_again(tokens: bool) -> tuple[Callable[[Candidates], Floats], ...]:
    return (*SEEN_AGAIN, *BEAD_TOKEN_FEATURES) if tokens else SEEN_AGAIN


def moved_features(seen: Sequence[Remaining]) -> Floats:
    """What the network sees of all candidates (c, f) of a document, shape after shape.

    There must be one at least.
    """
    pair = seen[0].pair
    rows = _sentences((one.rows, one.shape[0]) for one in seen)
    columns = _sentences((one.columns, one.shape[1]) for one in seen)
    small = make_pair(_part(pair.ru, rows), _part(pair.kk, columns), everywhere=True)
    again = _seen_again(small.coverage is not None)
    found = []
    for one in seen:
        every = candidates(small, one.shape)
        kept = np.zeros(every.cosine.shape, np.bool_)  # in order of rows, as the candidates are
        kept[np.searchsorted(rows, one.rows), np.searchsorted(columns, one.columns)] = True
        found.append(np.hstack([table(again, every, kept), table(MOVED_FEATURES, one)]))
    return np.concatenate(found)


def remaining(pair: Pair, beads: Sequence[Bead], shapes: Iterable[Shape]) -> list[Remaining]:
    """The candidates of these shapes that are worth a look, shape by shape.

    Their sentences are alone in the tiling of the pair. Most cross pairs of it; some lie in order,
    and the tiling doubted them, which did not know what had moved around them.
    """
    ru, kk = left(beads, len(pair.ru.texts), len(pair.kk.texts))
    if not ru.alone.any() or not kk.alone.any():
        return []
    paired = [
        pair.cosine[len(one.ru), len(one.kk)][one.ru.start, one.kk.start]
        for one in beads
        if one.paired
    ]
    usual = float(np.mean(paired)) if paired else 0.0
    found = ((shape, *_possible(pair, ru, kk, shape)) for shape in shapes)
    return [Remaining(pair, ru, kk, shape, i, j, usual) for shape, i, j in found if len(i)]


def _possible(
    pair: Pair, ru: Left, kk: Left, shape: Shape
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the runs begin of the candidates of a shape that are worth a look, row by row."""
    a, b = shape
    rows = np.flatnonzero(window_sums(ru.alone.astype(np.float32), a) == a)
    columns = np.flatnonzero(window_sums(kk.alone.astype(np.float32), b) == b)
    at = np.ix_(rows, columns)
    good = (pair.cosine[shape][at] >= LEAST) & allowed(pair, shape)[at]
    i, j = good.nonzero()
    i, j = rows[i], columns[j]
    own = pair.cosine[shape][i, j]
    led = np.maximum(_rival(pair.ru_top, i, j, shape), _rival(pair.kk_top, j, i, shape[::-1]))
    near = own - led >= LEAST_LEAD
    return i[near], j[near]


def _sentences(runs: Iterable[tuple[NDArray[np.int64], int]]) -> NDArray[np.int64]:
    """The sentences of these runs, (where they begin, how long they are) each, in order."""
    return np.unique(
        [start + at for starts, count in runs for start in starts.tolist() for at in range(count)]
    ).astype(np.int64)


def _part(side: Side, kept: NDArray[np.int64]) -> Side:
    """The side of these sentences alone; a run over what is gone between them is like nothing."""
    vectors, lengths = [], []
    spans = zip(side.spans.vectors, side.spans.lengths, strict=True)
    for k, (every, length) in enumerate(spans, start=1):
        starts = kept[: max(len(kept) - k + 1, 0)]
        whole = kept[k - 1 :][: len(starts)] - starts == k - 1
        vectors.append(np.zeros((len(starts), every.shape[1]), np.float32))
        lengths.append(np.zeros(len(starts), np.float32))
        vectors[-1][whole], lengths[-1][whole] = every[starts[whole]], length[starts[whole]]
    return Side(
        [side.texts[at] for at in kept],
        [side.kinds[at] for at in kept],
        Spans(tuple(vectors), tuple(lengths)),
        side.tokens.part(kept.tolist()) if side.tokens else None,
    )


def _cosine(seen: Remaining) -> Floats:
    return seen.pair.cosine[seen.shape][seen.rows, seen.columns]


def _rival(
    top: Sequence[Top], own: NDArray[np.int64], other: NDArray[np.int64], shape: Shape
) -> Floats:
    """The best cosine (c,) of one side's runs to a sentence outside the bead, at least 0."""
    partners = top[shape[0] - 1]
    columns = partners.columns[own]
    outside = (columns < other[:, None]) | (columns >= other[:, None] + shape[1])
    best: Floats = np.where(outside, partners.values[own], 0).max(axis=1, initial=0)
    return best


def _neighbours(seen: Remaining, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
    """The cosine (c,) of sentences, where both are alone; else 0."""
    single = seen.pair.cosine[1, 1]
    inside = (rows >= 0) & (rows < single.shape[0]) & (columns >= 0) & (columns < single.shape[1])
    i, j = np.where(inside, rows, 0), np.where(inside, columns, 0)
    return np.where(inside & seen.ru.alone[i] & seen.kk.alone[j], single[i, j], np.float32(0))


def _alone_at(side: Left, place: NDArray[np.int64]) -> Floats:
    """How many of a side's sentences are alone in each place (c,)."""
    counts = np.bincount(side.place[side.alone], minlength=int(place.max(initial=0)) + 1)
    return counts[place].astype(np.float32)


def _mean(values: Floats, k: int) -> Floats:
    return window_sums(values, k) / np.float32(k)


def _log1p(values: ArrayLike) -> Floats:
    return np.log1p(np.asarray(values, np.float32))
