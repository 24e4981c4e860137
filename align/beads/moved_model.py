"""The model of moved passages: how probable a bead is of sentences that the tiling leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.beads.moved_context import Runs, second_input_names, second_inputs
from align.beads.moved_features import moved_input_names
from align.beads.network import (
    UNBENT,
    Curve,
    Network,
    mean_of,
    probability,
    read_curve,
    read_fits,
    read_model,
    read_network,
)
from align.beads.spans import Floats


@dataclass(frozen=True, slots=True)
class MovedModel:
    """Two looks: at each candidate, and at each again with what the first made of the others.

    Of either there are several fits, which differ by chance: their log odds are averaged.
    """

    first: tuple[Network, ...]
    second: tuple[Network, ...]
    curve: Curve = UNBENT

    def chances(self, inputs: Floats, runs: Runs) -> Floats:
        """Inputs (c, f) and runs of all candidates of a document → probabilities (c,), 0 to 1."""
        seen = second_inputs(inputs, runs, mean_of(self.first, inputs))
        odds = self.curve.slope * mean_of(self.second, seen) + np.float32(self.curve.offset)
        return probability(odds)


def load_moved_model(path: Path, *, tokens: bool) -> MovedModel:
    """The model of a JSON file for pairs with tokens, or for pairs without.

    Raises ModelError when the file is missing or of another kind.
    """
    what = "model of moved passages"
    return read_model(path, what, tokens, lambda data: moved_model(data, tokens=tokens))


def moved_model(data: dict[str, Any], *, tokens: bool) -> MovedModel:
    """The model that a JSON file holds; raises OtherFeaturesError, or what a wrong shape raises."""
    looks = []
    for look, inputs in (("first", moved_input_names), ("second", second_input_names)):
        names = inputs(tokens=tokens)
        looks.append(tuple(read_network(fit, names) for fit in read_fits(data[look])))
    return MovedModel(looks[0], looks[1], read_curve(data["curve"]))
