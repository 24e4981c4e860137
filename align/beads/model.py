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

from align.beads.allowed import allowed
from align.beads.bead_features import (
    BEAD_FEATURES,
    BEAD_TOKEN_FEATURES,
    Candidates,
    bead_features,
    candidates,
    ends_off_map,
    over_both,
    starts_off_map,
)
from align.beads.document_features import (
    DOCUMENT_FEATURES,
    DOCUMENT_TOKEN_FEATURES,
    document_features,
)
from align.beads.feature import names
from align.beads.network import (
    UNBENT,
    Curve,
    Network,
    mean_of,
    read_curve,
    read_fits,
    read_model,
    read_network,
)
from align.beads.pair import Pair
from align.beads.potentials import IMPOSSIBLE, SHAPES, Potentials, Shape
from align.beads.sentence_features import (
    SENTENCE_FEATURES,
    SENTENCE_TOKEN_FEATURES,
    sentence_features,
)
from align.beads.spans import Floats

# Candidates whose cosine is this far below that of a rival are not weighed, nor those far from the
# map through the anchors that are half as far below the rivals of both sides. Of the gold beads of
# the documents that the model is fitted on, one in two hundred is; most of these are errors there.
HOPELESS = -0.6
FAR = 2.0  # hundreds of characters from the map, of the bead's beginning as well as of its end


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


def sentence_inputs(features: Floats, side: int, document: Floats) -> Floats:
    """What the sentence network sees of sentences (rows, s); side 0 is Russian, 1 Kazakh."""
    return _with(features, np.concatenate([np.array([side], np.float32), document]))


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


def weighed(pair: Pair, shape: Shape, document: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """(Which candidates of a shape are weighed, what the bead network sees of these)."""
    seen = candidates(pair, shape)
    kept = allowed(pair, shape) & ~hopeless(seen)
    return kept, bead_inputs(bead_features(seen, kept), shape, document)


def alone(pair: Pair, document: Floats) -> tuple[Floats, Floats]:
    """What the sentence network sees of the Russian and of the Kazakh sentences."""
    ru, kk = sentence_features(pair)
    return sentence_inputs(ru, 0, document), sentence_inputs(kk, 1, document)


def hopeless(seen: Candidates) -> NDArray[np.bool_]:
    """Which candidates are too far below their rivals to be weighed: bool (n-a+1, m-b+1)."""
    far = np.minimum(starts_off_map(seen), ends_off_map(seen)) > FAR
    below: NDArray[np.bool_] = over_both(seen) < HOPELESS
    return below | far & (seen.over_ru + seen.over_kk < HOPELESS)


def potentials(pair: Pair, shapes: Sequence[Shape], model: BeadModel) -> Potentials:
    """The potential of every candidate bead of these shapes, and of every sentence alone.

    Neither side may be empty. What can be no bead has the potential IMPOSSIBLE.
    """
    document = document_features(pair)
    pairs = {}
    for shape in shapes:
        kept, inputs = weighed(pair, shape, document)
        pairs[shape] = np.full(kept.shape, IMPOSSIBLE, np.float32)
        pairs[shape][kept] = model.bead(inputs)
    ru, kk = alone(pair, document)
    return Potentials(pairs, model.sentence(ru), model.sentence(kk))


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
