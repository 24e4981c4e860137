"""Made documents as the fit sees them: features of parts, and which tilings the gold allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from align.scoring.features.document import document_features
from align.scoring.model import candidate_inputs, unpaired_inputs
from align.scoring.pair import Pair, make_pair, make_side
from align.scoring.potentials import IMPOSSIBLE, SHAPES, Potentials, Shape, places_inside
from align.search.tiling import marginals
from align.text.split import as_sentences
from align.types import Sides
from models.build.documents import Made
from models.build.vectors import Vectors


def pair_of(made: Made, vectors: Vectors, *, tokens: bool) -> Pair:
    ru, kk = (
        make_side(
            as_sentences(texts), vectors.of(texts), 4, vectors.tokens(texts) if tokens else None
        )
        for texts in (made.ru, made.kk)
    )
    return make_pair(ru, kk)


@dataclass
class Example:
    """A document ready to learn from."""

    shapes: list[tuple[Shape, np.ndarray]]  # which candidates are scored
    beads: torch.Tensor  # inputs of these candidates, shape after shape
    sentences: torch.Tensor  # inputs of the Russian, then of the Kazakh sentences
    gold: np.ndarray  # whether a candidate, then a sentence alone, is in an allowed tiling
    single: bool  # one tiling is allowed
    counts: tuple[int, int]


def example(made: Made, vectors: Vectors, *, tokens: bool) -> Example | None:
    """None for a document whose gold has a bead that no shape fits or that is ruled out."""
    pair = pair_of(made, vectors, tokens=tokens)
    document = document_features(pair)
    n, m = len(made.ru), len(made.kk)
    left = sum(bead.paired for at, bead in enumerate(made.gold) if at not in made.coarse)
    shapes, inputs, gold = [], [], []
    for shape in SHAPES:
        kept, seen = candidate_inputs(pair, shape, document)
        own = np.zeros(kept.shape, np.bool_)
        for at, bead in enumerate(made.gold):
            if at in made.coarse:
                own[places_inside(bead.ru, bead.kk, shape)] = True
            elif (len(bead.ru), len(bead.kk)) == shape:
                own[bead.ru.start, bead.kk.start] = True
                left -= int(kept[bead.ru.start, bead.kk.start])
        shapes.append((shape, kept))
        inputs.append(seen)
        gold.append(own[kept])
    if left:
        return None
    paired = [
        {index for bead in made.gold if bead.paired for index in getattr(bead, side)}
        for side in ("ru", "kk")
    ]
    gold.append(np.array([i not in paired[0] for i in range(n)]))
    gold.append(np.array([j not in paired[1] for j in range(m)]))
    found = Example(
        shapes,
        torch.from_numpy(np.concatenate(inputs)),
        torch.from_numpy(np.concatenate([*unpaired_inputs(pair, document)])),
        np.concatenate(gold),
        not made.coarse,
        (n, m),
    )
    # Of a coarse bead, every way through may be ruled out.
    whole, _ = marginals(scatter(found, np.where(found.gold, 0, IMPOSSIBLE)))
    return found if whole > -1e6 else None


def scatter(one: Example, values: np.ndarray) -> Potentials:
    """Potentials of an example's parts, from the networks' outputs one after another."""
    pairs, at = {}, 0
    for shape, kept in one.shapes:
        count = int(kept.sum())
        pairs[shape] = np.full(kept.shape, IMPOSSIBLE, np.float32)
        pairs[shape][kept] = values[at : at + count]
        at += count
    n, _ = one.counts
    return Potentials(pairs, Sides(values[at : at + n], values[at + n :]))


def gather(one: Example, parts: Potentials) -> np.ndarray:
    """The reverse of `scatter`."""
    pairs = [parts.pairs[shape][kept] for shape, kept in one.shapes]
    return np.concatenate([*pairs, *parts.unpaired]).astype(np.float32)


def loss(one: Example, values: np.ndarray) -> tuple[float, np.ndarray]:
    """(The loss, its gradient for each potential)."""
    whole, sure = marginals(scatter(one, values))
    if one.single:
        gold = one.gold.astype(np.float32)
        return whole - float(values @ gold), gather(one, sure) - gold
    allowed, in_gold = marginals(scatter(one, np.where(one.gold, values, IMPOSSIBLE)))
    return whole - allowed, gather(one, sure) - gather(one, in_gold)
