"""A feature is a small named function that sees one thing.

Its name in a model file is the function's, so that neither can be changed without the other. What
a model is fitted on is an ordered tuple of such functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from align.scoring.spans import Floats
from align.types import Language, Sides

Seen = TypeVar("Seen")
Feature = Callable[[Seen], ArrayLike]


def both_sides(feature: Callable[[Seen, Language], ArrayLike]) -> Sides[Feature[Seen]]:
    """A feature that one function computes for either side, as one feature for each side.

    The name of each has the language at its end: `over_rival.ru` and `over_rival.kk`.
    """

    def of_side(language: Language) -> Feature[Seen]:
        def one_side(seen: Seen) -> ArrayLike:
            return feature(seen, language)

        one_side.__name__ = f"{feature.__name__}.{language}"
        return one_side

    return Sides.each(of_side)


def names(features: Sequence[Feature[Seen]]) -> tuple[str, ...]:
    """The features' names in their order."""
    return tuple(feature.__name__ for feature in features)


def table(
    features: Sequence[Feature[Seen]],
    seen: Seen,
    kept: NDArray[np.bool_] | None = None,
) -> Floats:
    """The features of what is seen, float32, the last axis in the order of `features`.

    With `kept`, only of these places, one row each.
    """
    if kept is None:
        return np.stack([feature(seen) for feature in features], axis=-1, dtype=np.float32)
    places = kept.nonzero()
    rows = np.empty((len(places[0]), len(features)), np.float32)
    for column, feature in enumerate(features):
        rows[:, column] = np.asarray(feature(seen))[places]
    return rows
