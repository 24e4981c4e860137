"""Anchors: pairs of sentences that belong together almost surely, and the gaps between them.

Where both sides have as much text between two anchors, all of it is most likely translated, however
freely; where one side has more, something there is without partner.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.scoring.spans import KK_LENGTH, Floats
from align.types import Sides

MARGIN = 0.12  # centred cosine that an anchor has more than the next best in its row and column
FLOOR = 40.0  # characters added to both sides of a gap: half a sentence more says little
FURTHEST = 8.0  # hundreds of characters from the map; what is further is as far

Anchor = tuple[int, int]  # a Russian sentence and a Kazakh one


@dataclass(frozen=True, slots=True)
class AnchorGaps:
    """The gap between anchors that contains each of a side's n sentences; all arrays (n,).

    A gap is the text between two anchors; an anchor is a gap of its own. Lengths are in characters
    of Russian.
    """

    anchored: Floats  # 1 for an anchor
    excess: Floats  # log of the side's length in the gap to the other side's
    wide: Floats  # the same, and the anchors on both ends; of an anchor, the gaps beside it
    size: Floats  # log of 1 + the shorter side's length in the gap over FLOOR
    at_edge: Floats  # 1 if the gap has an anchor on one end at most


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a pair of documents (n and m sentences), rising on both sides."""

    points: Sequence[Anchor]
    gaps: Sides[AnchorGaps]
    # Hundreds of characters, up to FURTHEST, between the two sentence borders and the map, the
    # straight lines that join the anchors: float32 (n+1, m+1).
    off_map: Floats


def make_anchors(cosine: Floats, ru_lengths: Floats, kk_lengths: Floats) -> Anchors:
    """The anchors of cosines (n, m) of single sentences with these lengths in characters.

    Either side may be empty; there are no anchors then.
    """
    points = longest_increasing_chain(mutual_nearest(cosine))
    at = np.array(points, np.int64).reshape(-1, 2)
    ru = np.concatenate([[0.0], np.cumsum(ru_lengths, dtype=np.float64)])
    kk = np.concatenate([[0.0], np.cumsum(kk_lengths, dtype=np.float64)]) / KK_LENGTH
    gaps = Sides(_gaps(at, ru, kk), _gaps(at[:, ::-1], kk, ru))
    return Anchors(points, gaps, _off_map(at, ru, kk))


def mutual_nearest(cosine: Floats, margin: float = MARGIN) -> list[Anchor]:
    """Pairs nearest to each other by `margin` in row and column, in the order of the rows."""
    n, m = cosine.shape
    if not n or not m:
        return []
    best = cosine.argmax(axis=1)
    sure = (cosine.argmax(axis=0)[best] == np.arange(n)) & (top_two_margin(cosine) >= margin)
    sure &= top_two_margin(cosine.T)[best] >= margin
    return [(int(i), int(best[i])) for i in np.flatnonzero(sure)]


def top_two_margin(cosine: Floats) -> Floats:
    """How much more the best of each row is than its next best; its own worth where it is alone."""
    if cosine.shape[1] == 1:
        return cosine[:, 0]
    two = np.partition(cosine, -2, axis=1)[:, -2:]
    more: Floats = two[:, 1] - two[:, 0]
    return more


def longest_increasing_chain(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The longest run of anchors that rises on both sides (patience sorting)."""
    tails: list[int] = []  # Kazakh index that ends the best chain of each length
    ends: list[int] = []  # … and which anchor that is
    before: list[int] = []
    for at, (_, j) in enumerate(anchors):
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [at]
        before.append(ends[place - 1] if place else -1)
    chain: list[Anchor] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(anchors[at])
        at = before[at]
    return chain[::-1]


def _gaps(
    at: NDArray[np.int64], own: NDArray[np.float64], other: NDArray[np.float64]
) -> AnchorGaps:
    """`at` (anchors, 2), own side first; `own` (n+1,), `other` (m+1,): where sentences begin."""
    n, m = len(own) - 1, len(other) - 1
    anchored = np.zeros(n, np.bool_)
    anchored[at[:, 0]] = True
    # Gap k lies before anchor k; borders as sentence indexes.
    gap = np.searchsorted(at[:, 0], np.arange(n))
    own_from, other_from = (np.append(0, at[:, side] + 1) for side in (0, 1))
    own_to, other_to = (np.append(at[:, side], last) for side, last in ((0, n), (1, m)))
    wide_own = own[np.append(at[:, 0] + 1, n)] - own[np.append(0, at[:, 0])]
    wide_other = other[np.append(at[:, 1] + 1, m)] - other[np.append(0, at[:, 1])]
    between = own[own_to] - own[own_from], other[other_to] - other[other_from]
    excess, size = _excess(*between)[gap], _size(*between)[gap]
    wide = _excess(wide_own, wide_other)[gap]
    single = own[at[:, 0] + 1] - own[at[:, 0]], other[at[:, 1] + 1] - other[at[:, 1]]
    excess[anchored], size[anchored] = _excess(*single), _size(*single)
    wide[anchored] = _excess(
        own[own_to[1:]] - own[own_from[:-1]], other[other_to[1:]] - other[other_from[:-1]]
    )
    edge = (gap == 0) | (gap == len(at))
    parts = (anchored, excess, wide, size, edge & ~anchored)
    return AnchorGaps(*(part.astype(np.float32) for part in parts))


def _excess(own: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    excess: NDArray[np.float64] = np.log((own + FLOOR) / (other + FLOOR))
    return excess


def _size(own: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    size: NDArray[np.float64] = np.log1p(np.minimum(own, other) / FLOOR)
    return size


def _off_map(at: NDArray[np.int64], ru: NDArray[np.float64], kk: NDArray[np.float64]) -> Floats:
    """Distance of every pair of borders from the map, on the side where it is smaller.

    Where only one side has text between two anchors the map jumps; seen from the other side it
    stands still.
    """
    through_ru = np.concatenate([ru[:1], *((ru[i], ru[i + 1]) for i in at[:, 0]), ru[-1:]])
    through_kk = np.concatenate([kk[:1], *((kk[j], kk[j + 1]) for j in at[:, 1]), kk[-1:]])
    down = np.abs(np.interp(ru, through_ru, through_kk)[:, None] - kk[None, :])
    right = np.abs(ru[:, None] - np.interp(kk, through_kk, through_ru)[None, :])
    off: Floats = np.minimum(np.minimum(down, right) / 100, FURTHEST).astype(np.float32)
    return off
