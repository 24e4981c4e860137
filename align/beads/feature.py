"""A feature is a small named function that sees one thing.

Its name in a model file is the function's, so that neither can be changed without the other. What
a model is fitted on is an ordered tuple of such functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from align.beads.spans import Floats

Seen = TypeVar("Seen")


def names(features: Sequence[Callable[[Seen], ArrayLike]]) -> tuple[str, ...]:
    """The features' names in their order."""
    return tuple(feature.__name__ for feature in features)


def table(
    features: Sequence[Callable[[Seen], ArrayLike]],
    seen: Seen,
    kept: NDArray[np.bool_] | None = None,
) -> Floats:
    """The features of what is seen, float32, the last axis in the order of `features`.

    With `kept`, only of these places, one row each.
    """
    if kept is None:
        return np.stack([feature(seen) for feature in features], axis=-1, dtype=np.float32)
    places = kept.nonzero()
    found = np.empty((len(places[0]), len(features)), np.float32)
    for at, feature in enumerate(features):
        found[:, at] = np.asarray(feature(seen))[places]
    return found
