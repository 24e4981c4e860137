"""The bead model: how well each candidate bead, and each sentence alone, fits a tiling.

A segmental (semi-Markov) conditional random field: the probability of a tiling is proportional
to exp of the sum of its parts' potentials. Two small networks give the potentials, one from the
features of a bead, one from those of a sentence; both also see the document as a whole, so that
they can tell a complete translation from a page of which half is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.scoring.constraints import allowed
from align.scoring.features.bead import (
    BEAD_FEATURES,
    BEAD_TOKEN_FEATURES,
    Candidates,
    bead_features,
    candidates,
    end_distance_from_anchor_path,
    over_both,
    start_distance_from_anchor_path,
)
from align.scoring.features.document import (
    DOCUMENT_FEATURES,
    DOCUMENT_TOKEN_FEATURES,
    document_features,
)
from align.scoring.features.feature import names
from align.scoring.features.sentence import (
    SENTENCE_FEATURES,
    SENTENCE_TOKEN_FEATURES,
    sentence_features,
)
from align.scoring.networks import (
    UNBENT,
    Curve,
    Network,
    mean_of,
    read_curve,
    read_fits,
    read_model,
    read_network,
)
from align.scoring.pair import Pair
from align.scoring.potentials import IMPOSSIBLE, SHAPES, Potentials, Shape
from align.scoring.spans import Floats
from align.types import Language, Sides

# Candidates whose cosine is this far below that of a rival are not scored, nor those far from the
# anchor path that are half as far below the rivals of both sides. One in two hundred of the gold
# beads of the documents that the model is fitted on is; most of these are errors there.
PRUNED_BELOW = -0.6
FAR = 2.0  # hundreds of characters from the anchor path, of the bead's start as well as its end


@dataclass(frozen=True, slots=True)
class BeadModel:
    """Several fits of two networks, which differ by chance: their potentials are averaged."""

    beads: tuple[Network, ...]
    sentences: tuple[Network, ...]
    curve: Curve = UNBENT

    def bead(self, inputs: Floats) -> Floats:
        """Inputs (rows, f) → potentials of beads (rows,)."""
        return mean_of(self.beads, inputs)

    def sentence(self, inputs: Floats) -> Floats:
        """Inputs (rows, f) → potentials of sentences left alone (rows,)."""
        return mean_of(self.sentences, inputs)


def bead_inputs(features: Floats, shape: Shape, document: Floats) -> Floats:
    """What the bead network sees of candidates (rows, f): features, shape and document."""
    own = np.zeros(len(SHAPES), np.float32)
    own[SHAPES.index(shape)] = 1
    return _with(features, np.concatenate([own, document]))


def sentence_inputs(features: Floats, side: Language, document: Floats) -> Floats:
    """What the sentence network sees of sentences (rows, s) of a side."""
    kazakh = np.array([side == "kk"], np.float32)
    return _with(features, np.concatenate([kazakh, document]))


def _with(features: Floats, same: Floats) -> Floats:
    return np.hstack([features, np.broadcast_to(same, (len(features), len(same)))])


def bead_input_names(*, tokens: bool) -> tuple[str, ...]:
    """Names of what the bead network sees, of pairs with or without tokens."""
    more = names(BEAD_TOKEN_FEATURES) if tokens else ()
    shapes = (f"{a}-{b}" for a, b in SHAPES)
    return (*names(BEAD_FEATURES), *more, *shapes, *_document_names(tokens))


def sentence_input_names(*, tokens: bool) -> tuple[str, ...]:
    """Names of what the sentence network sees, of pairs with or without tokens."""
    more = names(SENTENCE_TOKEN_FEATURES) if tokens else ()
    return (*names(SENTENCE_FEATURES), *more, "kazakh", *_document_names(tokens))


def _document_names(tokens: bool) -> tuple[str, ...]:
    more = names(DOCUMENT_TOKEN_FEATURES) if tokens else ()
    return (*names(DOCUMENT_FEATURES), *more)


def candidate_inputs(
    pair: Pair, shape: Shape, document: Floats
) -> tuple[NDArray[np.bool_], Floats]:
    """(Which candidates of a shape are scored, what the bead network sees of these)."""
    seen = candidates(pair, shape)
    kept = allowed(pair, shape) & ~prunable(seen)
    return kept, bead_inputs(bead_features(seen, kept), shape, document)


def unpaired_inputs(pair: Pair, document: Floats) -> Sides[Floats]:
    """What the sentence network sees of the sentences of each side."""
    features = sentence_features(pair)
    return Sides.each(lambda side: sentence_inputs(features[side], side, document))


def prunable(seen: Candidates) -> NDArray[np.bool_]:
    """Which candidates are too far below their rivals to be scored: bool (n-a+1, m-b+1)."""
    start, end = start_distance_from_anchor_path(seen), end_distance_from_anchor_path(seen)
    far = np.minimum(start, end) > FAR
    below: NDArray[np.bool_] = over_both(seen) < PRUNED_BELOW
    return below | far & (seen.over_rival.ru + seen.over_rival.kk < PRUNED_BELOW)


def potentials(pair: Pair, shapes: Sequence[Shape], model: BeadModel) -> Potentials:
    """The potential of every candidate bead of these shapes, and of every sentence alone.

    Neither side may be empty. What cannot be a bead has the potential IMPOSSIBLE.
    """
    document = document_features(pair)
    pairs = {}
    for shape in shapes:
        kept, inputs = candidate_inputs(pair, shape, document)
        pairs[shape] = np.full(kept.shape, IMPOSSIBLE, np.float32)
        pairs[shape][kept] = model.bead(inputs)
    return Potentials(pairs, unpaired_inputs(pair, document).map(model.sentence))


def load_bead_model(path: Path, *, tokens: bool) -> BeadModel:
    """The model of a JSON file for pairs with tokens, or for pairs without.

    Raises ModelError when the file is missing or of another kind.
    """
    return read_model(path, "bead model", tokens, lambda data: bead_model(data, tokens=tokens))


def bead_model(data: dict[str, Any], *, tokens: bool) -> BeadModel:
    """The model that a JSON file holds; raises OtherFeaturesError, or what a wrong shape raises."""
    fits = read_fits(data["fits"])
    bead, sentence = bead_input_names(tokens=tokens), sentence_input_names(tokens=tokens)
    return BeadModel(
        tuple(read_network(fit["bead"], bead) for fit in fits),
        tuple(read_network(fit["sentence"], sentence) for fit in fits),
        read_curve(data["curve"]),
    )
