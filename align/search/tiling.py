"""The dynamic-programming core: of all tilings of two sides by beads, the one of highest gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.scoring.potentials import SHAPES, Potentials, Shape
from align.search.arcs import Row, best_sums, log_sums, possible_arcs, rows_of
from align.types import Sides

Tiling = list[tuple[range, range]]  # (Russian, Kazakh) in order; one of the two may be empty

RU_ONLY = len(SHAPES)  # backpointer of a Russian sentence without partner
NOTHING = -1  # backpointer of the start


def best_path(
    gains: Mapping[Shape, NDArray[np.float32]],
    ru_gain: NDArray[np.float32],
    kk_gain: NDArray[np.float32],
) -> Tiling:
    """The tiling of highest total gain, as (Russian range, Kazakh range) in order.

    `gains[a, b]` has shape (n-a+1, m-b+1): entry (i, j) is what the bead of Russian sentences
    i to i+a-1 and Kazakh sentences j to j+b-1 brings; `ru_gain` (n,) and `kk_gain` (m,) what a
    sentence left unpaired brings. What brings IMPOSSIBLE or less is no bead. Exact: every tiling is
    weighed. Between two pairs the Russian unpaired sentences come before the Kazakh ones (their
    order never changes the total). Of equal totals, looking from the end, a pair wins over an
    unpaired sentence, and the shape that stands first in SHAPES over the later. Time O(n·m), memory
    10·n·m bytes beyond `gains`, and some 80 for each candidate that is possible.
    Two empty sides give an empty path.
    """
    n, m = len(ru_gain), len(kk_gain)
    back, after_kk = _fill(gains, ru_gain, kk_gain)
    path: Tiling = []
    i, j, may_be_kk = n, m, True
    while i or j:
        if may_be_kk and after_kk[i, j]:
            path.append((range(i, i), range(j - 1, j)))
            j -= 1
            continue
        choice = int(back[i, j])
        if choice == RU_ONLY:
            path.append((range(i - 1, i), range(j, j)))
            i, may_be_kk = i - 1, False
        else:
            a, b = SHAPES[choice]
            path.append((range(i - a, i), range(j - b, j)))
            i, j, may_be_kk = i - a, j - b, True
    return path[::-1]


def _fill(
    gains: Mapping[Shape, NDArray[np.float32]],
    ru_gain: NDArray[np.float32],
    kk_gain: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Backpointers of the best path to each (i, j), one row of Russian sentences at a time.

    Row i depends on earlier rows, but for runs of unpaired Kazakh sentences, and these are a
    running maximum: best(i, j) = max over j' ≤ j of closed(i, j') + kk_gain[j'] + … + kk_gain[j-1],
    where `closed` paths do not end in an unpaired Kazakh sentence.
    """
    n, m = len(ru_gain), len(kk_gain)
    arcs = possible_arcs(gains, m)
    best = np.empty((n + 1, m + 1))
    back = np.full((n + 1, m + 1), NOTHING, np.int8)
    after_kk = np.zeros((n + 1, m + 1), np.bool_)
    kk_total = np.concatenate([[0.0], np.cumsum(kk_gain, dtype=np.float64)])
    closed_above = np.empty(0)
    for i, row in enumerate(rows_of(arcs, n, m, ending=True)):
        closed = np.full(m + 1, -np.inf)
        if i == 0:
            closed[0] = 0.0
        if row is not None:
            closed[row.columns], back[i, row.columns] = best_sums(row, best.reshape(-1))
        if i > 0:
            total = closed_above + float(ru_gain[i - 1])
            better = total > closed
            closed[better] = total[better]
            back[i][better] = RU_ONLY
        level = closed - kk_total
        run = np.maximum.accumulate(level)
        after_kk[i] = run > level
        best[i] = np.where(after_kk[i], run + kk_total, closed)
        closed_above = closed
    return back, after_kk


def marginals(potentials: Potentials) -> tuple[float, Potentials]:
    """(log of the sum over all tilings, the probability of every part), by forward–backward.

    Tilings that differ only in the order of unpaired sentences between two pairs count once:
    the Russian ones come first. Time O(n·m), memory 32·n·m bytes, 8 for each candidate, and some
    100 for each that is possible.
    """
    n, m = map(len, potentials.unpaired)
    ru = potentials.unpaired.ru.astype(np.float64)
    kk_total = np.concatenate([[0.0], np.cumsum(potentials.unpaired.kk, dtype=np.float64)])
    arcs = possible_arcs(potentials.pairs, m)
    closed, ahead = _forward(rows_of(arcs, n, m, ending=True), ru, kk_total)
    whole = float(ahead[n, m])
    after, after_kk = _backward(rows_of(arcs, n, m, ending=False), ru, kk_total)
    log = ahead.reshape(-1)[arcs.begin] + arcs.gain + after.reshape(-1)[arcs.end] - whole
    chances = np.exp(np.minimum(log, 0))
    pairs: dict[Shape, NDArray[Any]] = {}
    for shape, places in arcs.places.items():
        pairs[shape] = np.zeros(potentials.pairs[shape].shape)
        pairs[shape][places] = chances[arcs.number == SHAPES.index(shape)]
    ru_alone = np.exp(np.minimum(closed[:-1] + ru[:, None] + after[1:] - whole, 0)).sum(axis=1)
    kk_step = np.diff(kk_total)[None, :]
    kk_alone = np.exp(np.minimum(ahead[:, :-1] + kk_step + after_kk[:, 1:] - whole, 0)).sum(axis=0)
    return whole, Potentials(pairs, Sides(ru_alone, kk_alone))


NEVER = -1e30  # log of 0 that sums and differences leave finite


def _forward(
    rows: Sequence[Row | None], ru: NDArray[np.float64], kk_total: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(closed, all): log sums over the beginnings that end at (i, j), (n+1, m+1) each.

    `closed` ones do not end in an unpaired Kazakh sentence.
    """
    n, m = len(ru), len(kk_total) - 1
    closed, ahead = np.full((n + 1, m + 1), NEVER), np.full((n + 1, m + 1), NEVER)
    for i, arcs in enumerate(rows):
        row = np.full(m + 1, NEVER)
        row[0] = 0.0 if i == 0 else NEVER
        if arcs is not None:
            row[arcs.columns] = log_sums(arcs, ahead.reshape(-1))
        if i > 0:
            row = np.logaddexp(row, closed[i - 1] + ru[i - 1])
        run = np.logaddexp.accumulate(row - kk_total)
        closed[i] = ahead[i] = row
        ahead[i, 1:] = np.logaddexp(row[1:], run[:-1] + kk_total[1:])
    return closed, ahead


def _backward(
    rows: Sequence[Row | None], ru: NDArray[np.float64], kk_total: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(after, after_kk): log sums over the endings that begin at (i, j), (n+1, m+1) each.

    `after_kk` ones follow an unpaired Kazakh sentence: no unpaired Russian one may come next.
    """
    n, m = len(ru), len(kk_total) - 1
    kk = np.diff(kk_total)
    after, after_kk = np.full((n + 1, m + 1), NEVER), np.full((n + 1, m + 1), NEVER)
    for i in range(n, -1, -1):
        row = np.full(m + 1, NEVER)
        row[m] = 0.0 if i == n else NEVER
        arcs = rows[i]
        if arcs is not None:
            row[arcs.columns] = log_sums(arcs, after.reshape(-1))
        after_kk[i] = np.logaddexp.accumulate((row + kk_total)[::-1])[::-1] - kk_total
        if i < n:
            row = np.logaddexp(row, ru[i] + after[i + 1])
        row[:-1] = np.logaddexp(row[:-1], kk + after_kk[i, 1:])
        after[i] = row
    return after, after_kk
