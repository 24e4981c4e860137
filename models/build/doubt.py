"""Units that a first bead model finds wrong: what is fitted on them is taught errors.

Sources that a program aligned have shifted lines, and sentences that were left out beside others
that were put in. Such a unit may be as alike as a free translation is; but all around it, in the
order of its source, the model sees what else its sides could belong to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.scoring.model import BeadModel, potentials
from align.scoring.potentials import SHAPES
from align.search.tiling import marginals
from models.build.documents import Made, Sources, Unit
from models.build.examples import pair_of
from models.build.vectors import Vectors

ALIGNED_BY_PROGRAM = ("apertium_corpus_filtered", "sdg")
STRETCH = 40  # units that are looked at together
LEAST = 0.15  # probability; of 12 units below it that were read 6 were wrong, 2 half wrong


def believed(found: Sources, model: BeadModel, vectors: Vectors) -> dict[str, list[Unit]]:
    """The sources, those aligned by program without what the model hardly believes.

    Their texts have vectors. Of coarse units no one bead is known, so they are kept.
    """
    return {
        name: list(_believed(source, model, vectors)) if name in ALIGNED_BY_PROGRAM else [*source]
        for name, source in found.items()
    }


def _believed(source: Sequence[Unit], model: BeadModel, vectors: Vectors) -> Iterator[Unit]:
    for first in range(0, len(source), STRETCH):
        stretch, made = source[first : first + STRETCH], Made()
        for unit in stretch:
            made.add(unit)
        pair = pair_of(made, vectors, tokens=True)
        _, sure = marginals(potentials(pair, SHAPES, model))
        for unit, bead in zip(stretch, made.gold, strict=True):
            if not unit.exact or sure.of_pair(bead.ru, bead.kk) >= LEAST:
                yield unit
