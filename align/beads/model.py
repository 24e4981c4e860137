"""The bead model: how well each candidate bead, and each sentence alone, fits a tiling.

A segmental (semi-Markov) conditional random field: the probability of a tiling is proportional
to exp of the sum of its parts' potentials. Two small networks give the potentials, one from the
features of a bead, one from those of a sentence; both also see the document as a whole, so that
they can tell a complete translation from a page of which half is missing.
"""

from __future__ import annotations

import math
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
from align.beads.pair import Pair
from align.beads.potentials import IMPOSSIBLE, SHAPES, Potentials, Shape
from align.beads.sentence_features import (
    SENTENCE_FEATURES,
    SENTENCE_TOKEN_FEATURES,
    sentence_features,
)
from align.beads.spans import Floats
from align.errors import ModelError

# Candidates whose cosine is this far below that of a rival are not weighed, nor those far from the
# map through the anchors that are half as far below the rivals of both sides. Of the gold beads of
# the documents that the model is fitted on, one in two hundred is; most of these are errors there.
HOPELESS = -0.6
FAR = 2.0  # hundreds of characters from the map, of the bead's beginning as well as of its end


@dataclass(frozen=True, slots=True)
class Network:
    """A network with one hidden layer after another, rectified, and one number at the end.

    `centre` and `scale` (f,): features are standardised first. `layers`: (weights (in, out),
    bias (out,)) each.
    """

    centre: Floats
    scale: Floats
    layers: tuple[tuple[Floats, Floats], ...]

    def __call__(self, features: Floats) -> Floats:
        """Features (rows, f) → potentials (rows,)."""
        values: Floats = (features - self.centre) * self.scale
        for weights, bias in self.layers[:-1]:
            values = np.maximum(values @ weights + bias, np.float32(0))
        weights, bias = self.layers[-1]
        potentials: Floats = (values @ weights + bias)[:, 0]
        return potentials


@dataclass(frozen=True, slots=True)
class Curve:
    """Log odds of a probability → log odds that come true: fitted on documents left out."""

    slope: float = 1.0  # above 0, so that the order stays
    offset: float = 0.0

    def __call__(self, probability: float) -> float:
        """The probability (0 to 1) as experience has it."""
        if not 0 < probability < 1:
            return probability
        odds = math.log(probability / (1 - probability))
        return (1 + math.tanh((self.slope * odds + self.offset) / 2)) / 2


@dataclass(frozen=True, slots=True)
class BeadModel:
    """Several fits of two networks, which differ by chance: their potentials are averaged."""

    beads: tuple[Network, ...]
    sentences: tuple[Network, ...]
    curve: Curve = Curve()

    def bead(self, inputs: Floats) -> Floats:
        """Inputs (rows, f) → potentials of beads (rows,)."""
        return _mean(self.beads, inputs)

    def sentence(self, inputs: Floats) -> Floats:
        """Inputs (rows, f) → potentials of sentences left alone (rows,)."""
        return _mean(self.sentences, inputs)


def _mean(networks: Sequence[Network], inputs: Floats) -> Floats:
    total: Floats = sum((network(inputs) for network in networks[1:]), networks[0](inputs))
    return total / np.float32(len(networks))


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
    import json

    try:
        data = json.loads(path.read_text("utf-8"))["tokens" if tokens else "vectors"]
        return bead_model(data, tokens=tokens)
    except OtherFeaturesError:
        raise ModelError(f"{path}: made for other features; rebuild it with models/build") from None
    except (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        raise ModelError(f"{path}: no usable bead model ({error}); restore the file") from None


class OtherFeaturesError(Exception):
    """The networks were fitted on other features than there are now."""


def bead_model(data: dict[str, Any], *, tokens: bool) -> BeadModel:
    """The model that a JSON file holds; raises OtherFeaturesError, or what a wrong shape raises."""
    fits, (slope, offset) = data["fits"], data["curve"]
    curve = Curve(float(slope), float(offset))
    if not isinstance(fits, list) or not fits:
        raise ValueError("no fits")
    if not (curve.slope > 0 and math.isfinite(curve.slope) and math.isfinite(curve.offset)):
        raise ValueError(f"curve {data['curve']}")
    bead, sentence = bead_input_names(tokens=tokens), sentence_input_names(tokens=tokens)
    return BeadModel(
        tuple(_network(fit["bead"], bead) for fit in fits),
        tuple(_network(fit["sentence"], sentence) for fit in fits),
        curve,
    )


def _network(data: dict[str, list[object]], inputs: Sequence[str]) -> Network:
    if tuple(data["inputs"]) != tuple(inputs):
        raise OtherFeaturesError
    layers = [
        (np.array(layer["weights"], np.float32), np.array(layer["bias"], np.float32))
        for layer in data["layers"]
        if isinstance(layer, dict)
    ]
    network = Network(
        np.array(data["centre"], np.float32), np.array(data["scale"], np.float32), tuple(layers)
    )
    _check(network, len(inputs))
    return network


def _check(network: Network, width: int) -> None:
    """Raises ValueError where sizes do not fit (numpy would stretch some), or a number is none."""
    sizes = [network.centre.shape, network.scale.shape]
    expected: list[tuple[int, ...]] = [(width,), (width,)]
    for weights, bias in network.layers:
        sizes += [weights.shape, bias.shape]
        out = bias.shape[0]
        expected += [(width, out), (out,)]
        width = out
    if sizes != expected or width != 1 or not network.layers:
        raise ValueError(f"sizes {sizes}")
    parts = (network.centre, network.scale, *(part for layer in network.layers for part in layer))
    if not all(np.isfinite(part).all() for part in parts):
        raise ValueError("a number is not finite")
