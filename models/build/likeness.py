"""How alike the two sides of units are: which are translations at all, and which are free ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.scoring.spans import Floats, unit
from models.build.documents import Sources, Unit
from models.build.vectors import Vectors

# A unit of which one side has a much better partner near by is shifted, or no translation. Free
# translations have none: of the proverbs among them hardly one is lost.
NEAR = 15  # units before and after
LEAST_LEAD = -0.2  # centred cosine over the best of these
LEAST = 0.1  # centred cosine
LEAST_LOOSE = 60  # units of a source whose less similar half makes documents of its own


def sides(source: Sequence[Unit], vectors: Vectors) -> tuple[Floats, Floats]:
    """Both sides of every unit, (u, d): mean of its sentences by their length, centred."""
    found = []
    for side in (0, 1):
        sums = [
            vectors.of(part[side]).T @ np.array([len(text) for text in part[side]], np.float32)
            for part in source
        ]
        units = unit(np.stack(sums))
        found.append(unit(units - units.mean(axis=0)))
    return found[0], found[1]


def translations(found: Sources, vectors: Vectors) -> dict[str, list[Unit]]:
    """The units of each source that are translations at all; all their texts have vectors then."""
    vectors.learn(text for source in found.values() for one in source for text in one.ru + one.kk)
    kept = {}
    for name, source in found.items():
        ru, kk = sides(source, vectors)
        cosine = (ru * kk).sum(axis=1)
        good = []
        for at, own in enumerate(cosine):
            near = [
                to for to in range(at - NEAR, at + NEAR + 1) if 0 <= to < len(source) and to != at
            ]
            rival = max([0.0, *(ru[near] @ kk[at]), *(kk[near] @ ru[at])])
            if own >= LEAST and own - rival >= LEAST_LEAD:
                good.append(source[at])
        kept[name] = good
    return kept


def loose_half(found: Sources, vectors: Vectors) -> dict[str, list[Unit]]:
    """The half of each source, in its order, whose two sides are less alike."""
    halves = {}
    for name, source in found.items():
        if len(source) >= LEAST_LOOSE:
            ru, kk = sides(source, vectors)
            cosine = (ru * kk).sum(axis=1)
            less = cosine < np.median(cosine)
            halves[name] = [one for one, loose in zip(source, less, strict=True) if loose]
    return halves
