"""The model of moved passages: how probable a bead is of sentences that the tiling leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.scoring.features.crossing import crossing_input_names
from align.scoring.features.crossing_context import Runs, second_input_names, second_inputs
from align.scoring.networks import (
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
from align.scoring.spans import Floats


@dataclass(frozen=True, slots=True)
class CrossingModel:
    """Scores each candidate, and each again with what the first scoring made of the others.

    Both have several fits, which differ by chance: their log odds are averaged.
    """

    first: tuple[Network, ...]
    second: tuple[Network, ...]
    curve: Curve = UNBENT

    def chances(self, inputs: Floats, runs: Runs) -> Floats:
        """Inputs (c, f) and runs of all candidates of a document → probabilities (c,), 0 to 1."""
        seen = second_inputs(inputs, runs, mean_of(self.first, inputs))
        odds = self.curve.slope * mean_of(self.second, seen) + np.float32(self.curve.offset)
        return probability(odds)


def load_crossing_model(path: Path, *, tokens: bool) -> CrossingModel:
    """The model of a JSON file for pairs with tokens, or for pairs without.

    Raises ModelError when the file is missing or of another kind.
    """
    what = "model of moved passages"
    return read_model(path, what, tokens, lambda data: crossing_model(data, tokens=tokens))


def crossing_model(data: dict[str, Any], *, tokens: bool) -> CrossingModel:
    """The model that a JSON file holds; raises OtherFeaturesError, or what a wrong shape raises."""
    scorings = []
    for scoring, inputs in (("first", crossing_input_names), ("second", second_input_names)):
        names = inputs(tokens=tokens)
        scorings.append(tuple(read_network(fit, names) for fit in read_fits(data[scoring])))
    return CrossingModel(scorings[0], scorings[1], read_curve(data["curve"]))
