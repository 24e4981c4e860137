"""What the search is given: how well each candidate bead and each lone sentence fits a tiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.types import Language, Sides

Shape = tuple[int, int]  # sentences on the Russian side, on the Kazakh side

# Shapes of paired beads, small ones first: of equal gains the earlier shape is taken.
SHAPES: tuple[Shape, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (3, 3), (2, 4),
    (4, 2), (3, 4), (4, 3), (4, 4),
)  # fmt: skip
IMPOSSIBLE = np.float32(-1e9)  # the potential of what can be no bead


@dataclass(frozen=True, slots=True)
class Potentials:
    """The parts of tilings: `pairs[a, b]` (n-a+1, m-b+1), `unpaired` sentences (n,) and (m,).

    As potentials a tiling's probability is proportional to exp of the sum of its parts'; as
    marginals each is the probability that the part is in the tiling.
    """

    pairs: Mapping[Shape, NDArray[np.float32]]
    unpaired: Sides[NDArray[np.float32]]

    def of_pair(self, ru: range, kk: range) -> float:
        """What belongs to the pair of these two runs."""
        return float(self.pairs[len(ru), len(kk)][ru.start, kk.start])


def facing(table: NDArray[Any], side: Language) -> NDArray[Any]:
    """A table with a row per Russian run, turned so that it has a row per run of `side`.

    The same call turns it back.
    """
    return table if side == "ru" else table.T


def shape_of(own: int, other: int, side: Language) -> Shape:
    """The shape with `own` sentences on this side and `other` on the other side."""
    return (own, other) if side == "ru" else (other, own)


def places_inside(ru: range, kk: range, shape: Shape) -> tuple[slice, slice]:
    """Where in a shape's table (n-a+1, m-b+1) the beads are that lie within these two runs."""
    a, b = shape
    return (
        slice(ru.start, max(ru.stop - a + 1, ru.start)),
        slice(kk.start, max(kk.stop - b + 1, kk.start)),
    )


def shapes_up_to(max_span: int) -> tuple[Shape, ...]:
    """The bead shapes with at most `max_span` sentences a side, in their order."""
    return tuple(shape for shape in SHAPES if max(shape) <= max_span)
