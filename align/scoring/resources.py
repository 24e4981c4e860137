"""The bundled models that beads are scored by: loaded once, and told apart from other versions."""

from __future__ import annotations

from functools import lru_cache

from align.resources import bundled_models_fingerprint, bundled_models_folder
from align.scoring.crossing_model import CrossingModel, load_crossing_model
from align.scoring.model import BeadModel, load_bead_model

BEAD_MODEL, CROSSING_MODEL = "beads.json", "moved.json"


@lru_cache(maxsize=2)
def bundled_bead_model(tokens: bool) -> BeadModel:
    """The bundled bead model, for pairs with tokens or without."""
    return load_bead_model(bundled_models_folder() / BEAD_MODEL, tokens=tokens)


@lru_cache(maxsize=2)
def bundled_crossing_model(tokens: bool) -> CrossingModel:
    """The bundled model of moved passages, for pairs with tokens or without."""
    return load_crossing_model(bundled_models_folder() / CROSSING_MODEL, tokens=tokens)


def bead_model_fingerprint(tokens: bool) -> str:
    """What a calibration belongs to: a digest of the bead model, and which half of it."""
    kind = "tokens" if tokens else "vectors"
    return f"{bundled_models_fingerprint(BEAD_MODEL)[:16]} {kind}"


def scoring_fingerprint() -> str:
    """A digest of all models that beads are found by, except the encoder."""
    return bundled_models_fingerprint(BEAD_MODEL, CROSSING_MODEL)
