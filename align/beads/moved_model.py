"""The model of moved passages: how probable it is that a bead across the tiling is right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.beads.moved_features import moved_input_names
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
from align.beads.spans import Floats


@dataclass(frozen=True, slots=True)
class MovedModel:
    """Several fits of a network, which differ by chance: their log odds are averaged."""

    fits: tuple[Network, ...]
    curve: Curve = UNBENT

    def chances(self, inputs: Floats) -> Floats:
        """Inputs (rows, f) → probabilities (rows,), 0 to 1."""
        odds = self.curve.slope * mean_of(self.fits, inputs) + np.float32(self.curve.offset)
        return ((1 + np.tanh(odds / 2)) / 2).astype(np.float32)


def load_moved_model(path: Path, *, tokens: bool) -> MovedModel:
    """The model of a JSON file for pairs with tokens, or for pairs without.

    Raises ModelError when the file is missing or of another kind.
    """
    what = "model of moved passages"
    return read_model(path, what, tokens, lambda data: moved_model(data, tokens=tokens))


def moved_model(data: dict[str, Any], *, tokens: bool) -> MovedModel:
    """The model that a JSON file holds; raises OtherFeaturesError, or what a wrong shape raises."""
    inputs = moved_input_names(tokens=tokens)
    fits = tuple(read_network(fit, inputs) for fit in read_fits(data["fits"]))
    return MovedModel(fits, read_curve(data["curve"]))
