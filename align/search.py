"""The dynamic-programming core: of all tilings of two sides by beads, the one of highest gain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, int]  # sentences on the Russian side, on the Kazakh side
Path = list[tuple[range, range]]

# Shapes of paired beads, small ones first: of equal gains the earlier shape is taken.
SHAPES: tuple[Shape, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (3, 3),
)  # fmt: skip
RU_ONLY = len(SHAPES)  # backpointer of a Russian sentence without partner
NOTHING = -1  # backpointer of the start


def shapes_up_to(max_span: int) -> tuple[Shape, ...]:
    """The bead shapes with at most `max_span` sentences a side, in their order."""
    return tuple(shape for shape in SHAPES if max(shape) <= max_span)


def best_path(
    gains: Mapping[Shape, NDArray[np.float32]],
    ru_gain: NDArray[np.float32],
    kk_gain: NDArray[np.float32],
) -> Path:
    """The tiling of highest total gain, as (Russian range, Kazakh range) in order.

    `gains[a, b]` has shape (n-a+1, m-b+1): entry (i, j) is what the bead of Russian sentences
    i to i+a-1 and Kazakh sentences j to j+b-1 brings; `ru_gain` (n,) and `kk_gain` (m,) what a
    sentence left unpaired brings. Exact: every tiling is weighed. Between two pairs the Russian
    unpaired sentences come before the Kazakh ones (their order never changes the total). Of
    equal totals, looking from the end, a pair wins over an unpaired sentence, and the shape that
    stands first in SHAPES over the later. Time O(n·m), memory n·m bytes beyond `gains`.
    Two empty sides give an empty path.
    """
    n, m = len(ru_gain), len(kk_gain)
    back, after_kk = _fill(gains, ru_gain, kk_gain)
    path: Path = []
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
    steps = [(number, shape) for number, shape in enumerate(SHAPES) if shape in gains]
    deepest = max((a for _, (a, _) in steps), default=1)
    back = np.full((n + 1, m + 1), NOTHING, np.int8)
    after_kk = np.zeros((n + 1, m + 1), np.bool_)
    kk_total = np.concatenate([[0.0], np.cumsum(kk_gain, dtype=np.float64)])
    recent: list[NDArray[np.float64]] = []  # best(i-1), best(i-2), … of the last `deepest` rows
    closed_above = np.empty(0)
    for i in range(n + 1):
        closed = np.full(m + 1, -np.inf)
        if i == 0:
            closed[0] = 0.0
        for number, (a, b) in steps:
            if a <= i and b <= m:
                total = recent[a - 1][: m + 1 - b] + gains[a, b][i - a]
                better = total > closed[b:]
                closed[b:][better] = total[better]
                back[i, b:][better] = number
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
