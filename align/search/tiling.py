"""The dynamic-programming core: of all tilings of two sides by beads, the one of highest gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.beads.potentials import IMPOSSIBLE, SHAPES, Potentials, Shape

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
    2·n·m bytes beyond `gains`.
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
    steps = [
        (number, make_step(shape, gains[shape]))
        for number, shape in enumerate(SHAPES)
        if shape in gains
    ]
    deepest = max((step.a for _, step in steps), default=1)
    back = np.full((n + 1, m + 1), NOTHING, np.int8)
    after_kk = np.zeros((n + 1, m + 1), np.bool_)
    kk_total = np.concatenate([[0.0], np.cumsum(kk_gain, dtype=np.float64)])
    recent: list[NDArray[np.float64]] = []  # best(i-1), best(i-2), … of the last `deepest` rows
    closed_above = np.empty(0)
    for i in range(n + 1):
        closed = np.full(m + 1, -np.inf)
        if i == 0:
            closed[0] = 0.0
        for number, (a, b, gain, _, reach) in steps:
            if i >= a and (at := reach[i - a]) is not None:
                total = recent[a - 1][at] + gain[i - a, at]
                end = slice(at.start + b, at.stop + b)
                better = total > closed[end]
                closed[end][better] = total[better]
                back[i, end][better] = number
        if i > 0:
            total = closed_above + float(ru_gain[i - 1])
            better = total > closed
            closed[better] = total[better]
            back[i][better] = RU_ONLY
        level = closed - kk_total
        run = np.maximum.accumulate(level)
        after_kk[i] = run > level
        recent.insert(0, np.where(after_kk[i], run + kk_total, closed))
        del recent[deepest:]
        closed_above = closed
    return back, after_kk


class Step(NamedTuple):
    """A shape (a, b) and what its beads bring.

    `places`: (rows, columns) of those that are possible; `reach`: of each row the columns from the
    first to the last of them, None where there is none.
    """

    a: int
    b: int
    gain: NDArray[np.float32]
    places: tuple[NDArray[np.int64], ...]
    reach: list[slice | None]


def make_step(shape: Shape, gain: NDArray[np.float32]) -> Step:
    """The step of a shape whose beads bring `gain`; up to IMPOSSIBLE they are none.

    Few candidates are possible, most of them near the diagonal; the search passes by the rest.
    """
    places = (gain > IMPOSSIBLE).nonzero()
    rows, columns = places
    firsts = columns[np.diff(rows, prepend=-1) != 0].tolist()
    lasts = columns[np.diff(rows, append=-1) != 0].tolist()
    reach: list[slice | None] = [None] * len(gain)
    for row, first, last in zip(np.unique(rows).tolist(), firsts, lasts, strict=True):
        reach[row] = slice(first, last + 1)
    return Step(*shape, gain, places, reach)


def marginals(potentials: Potentials) -> tuple[float, Potentials]:
    """(log of the sum over all tilings, the probability of every part), by forward–backward.

    Tilings that differ only in the order of unpaired sentences between two pairs count once:
    the Russian ones come first. Time O(n·m) for each shape, memory 32·n·m bytes, and 8 for each
    candidate.
    """
    n, m = len(potentials.ru), len(potentials.kk)
    ru = potentials.ru.astype(np.float64)
    kk_total = np.concatenate([[0.0], np.cumsum(potentials.kk, dtype=np.float64)])
    steps = [make_step(shape, gain) for shape, gain in potentials.pairs.items()]
    closed, ahead = _forward(steps, ru, kk_total)
    whole = float(ahead[n, m])
    after, after_kk = _backward(steps, ru, kk_total)
    pairs: dict[Shape, NDArray[Any]] = {}
    for a, b, gain, (i, j), _ in steps:
        log = ahead[i, j] + gain[i, j] + after[i + a, j + b] - whole
        pairs[a, b] = np.zeros(gain.shape)
        pairs[a, b][i, j] = np.exp(np.minimum(log, 0))
    ru_alone = np.exp(np.minimum(closed[:-1] + ru[:, None] + after[1:] - whole, 0)).sum(axis=1)
    kk_step = np.diff(kk_total)[None, :]
    kk_alone = np.exp(np.minimum(ahead[:, :-1] + kk_step + after_kk[:, 1:] - whole, 0)).sum(axis=0)
    return whole, Potentials(pairs, ru_alone, kk_alone)


NEVER = -1e30  # log of 0 that sums and differences leave finite


def _forward(
    steps: Sequence[Step], ru: NDArray[np.float64], kk_total: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(closed, all): log sums over the beginnings that end at (i, j), (n+1, m+1) each.

    `closed` ones do not end in an unpaired Kazakh sentence.
    """
    n, m = len(ru), len(kk_total) - 1
    closed, ahead = np.full((n + 1, m + 1), NEVER), np.full((n + 1, m + 1), NEVER)
    for i in range(n + 1):
        row = np.full(m + 1, NEVER)
        row[0] = 0.0 if i == 0 else NEVER
        for a, b, gain, _, reach in steps:
            if i >= a and (at := reach[i - a]) is not None:
                end = slice(at.start + b, at.stop + b)
                row[end] = np.logaddexp(row[end], ahead[i - a, at] + gain[i - a, at])
        if i > 0:
            row = np.logaddexp(row, closed[i - 1] + ru[i - 1])
        run = np.logaddexp.accumulate(row - kk_total)
        closed[i] = ahead[i] = row
        ahead[i, 1:] = np.logaddexp(row[1:], run[:-1] + kk_total[1:])
    return closed, ahead


def _backward(
    steps: Sequence[Step], ru: NDArray[np.float64], kk_total: NDArray[np.float64]
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
        for a, b, gain, _, reach in steps:
            if i + a <= n and (at := reach[i]) is not None:
                end = slice(at.start + b, at.stop + b)
                row[at] = np.logaddexp(row[at], gain[i, at] + after[i + a, end])
        after_kk[i] = np.logaddexp.accumulate((row + kk_total)[::-1])[::-1] - kk_total
        if i < n:
            row = np.logaddexp(row, ru[i] + after[i + 1])
        row[:-1] = np.logaddexp(row[:-1], kk + after_kk[i, 1:])
        after[i] = row
    return after, after_kk
