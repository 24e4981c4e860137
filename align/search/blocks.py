"""A long pair of documents cut into blocks that the exact search can hold.

The exact search weighs every run of one side against every run of the other, so its time and
memory grow with the product of the lengths. Beyond LIMIT the pair is cut where the two sides
surely meet: at pairs of sentences that are each other's nearest by a margin, that stand in one
order, and whose neighbours in the chain are close by.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.scoring.anchors import Anchor, longest_increasing_chain, top_two_margin
from align.scoring.spans import Floats, centred, unit

LIMIT = 250_000  # candidates 1-1 in one block: about two kilobytes each while it is scored
MARGIN = 0.1  # centred cosine that an anchor has more than the next best in its row and column
NEARBY = 6  # sentences: the next anchors of the chain must follow this close, on both sides
ROWS = 1024  # similarities computed at once: bounds the memory at ROWS × m

Block = tuple[range, range]


def cut_into_blocks(ru: Floats, kk: Floats, limit: int = LIMIT) -> list[Block]:
    """Ranges (Russian, Kazakh) that tile both sides in order; one block up to `limit` candidates.

    `ru` (n, d) and `kk` (m, d) are the sentence vectors. Where no anchor is found (the texts have
    nothing in common there), a block that is too large is cut in proportion.
    """
    n, m = len(ru), len(kk)
    if n * m <= limit:
        return [(range(n), range(m))]
    anchors = _steady(longest_increasing_chain(_anchors(centred(unit(ru)), centred(unit(kk)))))
    blocks: list[Block] = []
    start, passed = (0, 0), list[Anchor]()
    for here in [*anchors, (n, m)]:
        while passed and (here[0] - start[0]) * (here[1] - start[1]) > limit:
            cut = _surest(passed)
            blocks += _proportional(start, cut, limit)
            start, passed = cut, [anchor for anchor in passed if anchor > cut]
        passed.append(here)
    return blocks + _proportional(start, (n, m), limit)


def _anchors(ru: Floats, kk: Floats) -> list[Anchor]:
    """Pairs that are nearest to each other by MARGIN, in the order of the Russian side."""
    best = np.zeros(len(ru), np.int64)
    ru_margin = np.zeros(len(ru), np.float32)
    kk_best = np.zeros(len(kk), np.int64)
    kk_top = np.full((2, len(kk)), -np.inf, np.float32)  # the two largest of each column so far
    for first in range(0, len(ru), ROWS):
        cosine = ru[first : first + ROWS] @ kk.T
        rows = np.arange(len(cosine))
        best[first : first + ROWS] = cosine.argmax(axis=1)
        if len(kk) > 1:
            ru_margin[first : first + ROWS] = top_two_margin(cosine)
        top = cosine.argmax(axis=0)
        values = cosine[top, np.arange(len(kk))]
        cosine[top, np.arange(len(kk))] = -np.inf
        second = cosine.max(axis=0) if len(rows) > 1 else np.full(len(kk), -np.inf, np.float32)
        kk_best = np.where(values > kk_top[0], top + first, kk_best)
        kk_top = np.sort(np.vstack([kk_top, values, second]), axis=0)[:-3:-1]
    kk_margin = kk_top[0] - kk_top[1]
    return [
        (i, int(j))
        for i, j in enumerate(best)
        if kk_best[j] == i and ru_margin[i] >= MARGIN and kk_margin[j] >= MARGIN
    ]


def _steady(chain: list[Anchor]) -> list[Anchor]:
    """The anchors whose neighbours in the chain are close on both sides: no stray look-alikes."""
    points: NDArray[np.int64] = np.array(chain, np.int64).reshape(-1, 2)
    close = np.all(np.diff(points, axis=0) <= NEARBY, axis=1).tolist()
    return [chain[at] for at in range(1, len(chain) - 1) if close[at - 1] and close[at]]


def _surest(anchors: list[Anchor]) -> Anchor:
    """The last anchor that stands right after another one, else the last.

    Before any other, the cut may fall inside a bead of two sentences and one, where the second of
    the two makes most of the bead.
    """
    for (i, j), later in zip(anchors[-2::-1], anchors[:0:-1], strict=True):
        if later == (i + 1, j + 1):
            return later
    return anchors[-1]


def _proportional(start: Anchor, stop: Anchor, limit: int) -> list[Block]:
    """The stretch between two points in as few equal blocks as hold at most `limit` candidates."""
    rows, columns = stop[0] - start[0], stop[1] - start[1]
    if rows == 0 and columns == 0:
        return []
    parts = 1
    while -(-rows // parts) * -(-columns // parts) > limit:
        parts += 1
    cuts = [
        (start[0] + rows * part // parts, start[1] + columns * part // parts)
        for part in range(parts + 1)
    ]
    return [(range(a[0], b[0]), range(a[1], b[1])) for a, b in pairwise(cuts)]
