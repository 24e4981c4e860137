"""Small networks in numpy, the curve that makes scores of what they say, both out of files."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from align.errors import ModelError
from align.scoring.spans import Floats

Model = TypeVar("Model")


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


UNBENT = Curve()


def probability(odds: Floats) -> Floats:
    """Log odds → probabilities, 0 to 1."""
    return ((1 + np.tanh(odds / 2)) / 2).astype(np.float32)


def mean_of(networks: Sequence[Network], inputs: Floats) -> Floats:
    """Of inputs (rows, f), what the networks say (rows,), averaged."""
    total: Floats = sum((network(inputs) for network in networks[1:]), networks[0](inputs))
    return total / np.float32(len(networks))


class OtherFeaturesError(Exception):
    """The networks were fitted on other features than there are now."""


def read_model(
    path: Path, what: str, tokens: bool, made: Callable[[dict[str, Any]], Model]
) -> Model:
    """What `made` makes of a JSON file's half for pairs with tokens, or of that for pairs without.

    Raises ModelError as `read_whole_model` does.
    """
    return read_whole_model(path, what, lambda data: made(data["tokens" if tokens else "vectors"]))


def read_whole_model(path: Path, what: str, made: Callable[[dict[str, Any]], Model]) -> Model:
    """What `made` makes of a JSON file.

    Raises ModelError when the file is missing or of another kind; `what` it should be.
    """
    import json

    try:
        return made(json.loads(path.read_text("utf-8")))
    except OtherFeaturesError:
        raise ModelError(f"{path}: made for other features; rebuild it with models/build") from None
    except (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        raise ModelError(f"{path}: no usable {what} ({error}); restore the file") from None


def read_fits(fits: object) -> list[Any]:
    """The fits of a file, at least one."""
    if not isinstance(fits, list) or not fits:
        raise ValueError("no fits")
    return fits


def read_curve(data: Sequence[float]) -> Curve:
    """The curve of a file."""
    slope, offset = map(float, data)
    if not (slope > 0 and math.isfinite(slope) and math.isfinite(offset)):
        raise ValueError(f"curve {data}")
    return Curve(slope, offset)


def read_network(data: dict[str, list[object]], inputs: Sequence[str]) -> Network:
    """The network of a file; raises OtherFeaturesError when it sees other inputs."""
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
