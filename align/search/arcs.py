"""The possible beads as arcs of a grid, in the order in which the search goes through them.

The grid has the points (i, j), with i Russian and j Kazakh sentences behind; a bead is an arc from
the point before it to the point after it. Few candidates are possible, most of them near the
diagonal: the search looks at these and passes by the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.scoring.potentials import IMPOSSIBLE, SHAPES, Shape

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


class Arcs(NamedTuple):
    """The possible beads, as SHAPES has them and each shape's from the first to the last.

    `places`: of each shape the (rows, columns) of its beads in the table of gains. `number` (k,):
    the shape's place in SHAPES; `begin` and `end` (k,): the points' numbers in a grid of n+1 rows
    and m+1 columns; `gain` (k,): what the bead brings.
    """

    places: dict[Shape, tuple[Ints, ...]]
    number: NDArray[np.int8]
    begin: Ints
    end: Ints
    gain: Doubles


def possible_arcs(gains: Mapping[Shape, NDArray[np.float32]], m: int) -> Arcs:
    """The arcs of what brings more than IMPOSSIBLE, of `m` Kazakh sentences.

    `gains[a, b]` has shape (n-a+1, m-b+1).
    """
    places: dict[Shape, tuple[Ints, ...]] = {}
    numbers, begins, ends, brought = [], [], [], []
    for number, (a, b) in enumerate(SHAPES):
        if (a, b) in gains:
            table = gains[a, b]
            rows, columns = places[a, b] = (table > IMPOSSIBLE).nonzero()
            begin = rows * (m + 1) + columns
            numbers.append(np.full(len(begin), number, np.int8))
            begins.append(begin)
            ends.append(begin + a * (m + 1) + b)
            brought.append(table[rows, columns].astype(np.float64))
    if not places:
        none = np.zeros(0, np.int64)
        return Arcs(places, none.astype(np.int8), none, none, none.astype(np.float64))
    return Arcs(places, *(np.concatenate(part) for part in (numbers, begins, ends, brought)))


class Row(NamedTuple):
    """The arcs that begin, or end, in one row of the grid, gathered by their point there.

    `columns` (g,): the points' columns, in rising order; `starts` (g,): where each one's arcs
    begin; `point` (k,): which of these points each arc has; `other` (k,): the points' numbers at
    the arcs' other ends; `gain` and `number` (k,) as in `Arcs`. Arcs of one point stand as SHAPES
    has them.
    """

    columns: Ints
    starts: Ints
    point: Ints
    other: Ints
    gain: Doubles
    number: NDArray[np.int8]


def rows_of(arcs: Arcs, n: int, m: int, *, ending: bool) -> list[Row | None]:
    """Of each of the n+1 rows the arcs that end, or else begin, in it; None where there is none."""
    here, other = (arcs.end, arcs.begin) if ending else (arcs.begin, arcs.end)
    order = np.argsort(here, kind="stable")
    here, other, gain, number = here[order], other[order], arcs.gain[order], arcs.number[order]
    new = np.diff(here, prepend=-1) > 0
    starts, point = np.flatnonzero(new), np.cumsum(new) - 1
    columns = here[starts] % (m + 1)
    edges = np.arange(n + 2) * (m + 1)
    arc_edges = np.searchsorted(here, edges).tolist()
    point_edges = np.searchsorted(here[starts], edges).tolist()
    rows: list[Row | None] = [None] * (n + 1)
    for i, (k, stop) in enumerate(pairwise(arc_edges)):
        if stop > k:
            at, points = slice(k, stop), slice(point_edges[i], point_edges[i + 1])
            rows[i] = Row(
                columns[points],
                starts[points] - k,
                point[at] - points.start,
                other[at],
                gain[at],
                number[at],
            )
    return rows


def best_sums(row: Row, values: Doubles) -> tuple[Doubles, NDArray[np.int8]]:
    """Per point of the row: the highest sum of an arc's gain and the value at its other end.

    With it the number of the shape that reaches it, the first of those that do. `values` (of all
    points) is flat.
    """
    sums = values[row.other] + row.gain
    best = np.maximum.reduceat(sums, row.starts)
    reaching = np.where(sums == best[row.point], row.number, np.int8(len(SHAPES)))
    return best, np.minimum.reduceat(reaching, row.starts)


def log_sums(row: Row, values: Doubles) -> Doubles:
    """Per point of the row: log of the sum of exp of what `best_sums` takes the highest of."""
    sums = values[row.other] + row.gain
    best = np.maximum.reduceat(sums, row.starts)
    return best + np.log(np.add.reduceat(np.exp(sums - best[row.point]), row.starts))
