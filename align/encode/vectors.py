"""Sentences → vectors that the stages after this one can rely on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.encode.load import load_encoder
from align.errors import ModelError
from align.types import Encoder, TokenEncoder, Tokens

# The vectors of n sentences, float32 (n, d), and their tokens, if the encoder has any to give.
Encoded = tuple[NDArray[np.float32], Sequence[Tokens] | None]


def encode(sentences: Sequence[str], encoder: Encoder | None = None) -> Encoded:
    """The sentences' vectors, float32 (n, d), by the embedded encoder unless another is given.

    And their tokens, None where the encoder has none to give. Raises ModelError when there is no
    usable encoder, or its vectors are not.
    """
    encoder = encoder or load_encoder()
    if isinstance(encoder, TokenEncoder):
        vectors, tokens = encoder.encode_tokens(sentences)
        if len(tokens) != len(sentences):
            raise ModelError(
                f"encoder: gave the tokens of {len(tokens)} sentences for {len(sentences)}; "
                "it must give those of each"
            )
        return checked(vectors, sentences), tokens
    return checked(encoder.encode(sentences), sentences), None


def checked(vectors: NDArray[np.float32], sentences: Sequence[str]) -> NDArray[np.float32]:
    """The vectors, if they are usable; raises ModelError for a wrong shape, NaN or infinity."""
    vectors = np.asarray(vectors, np.float32)
    if vectors.ndim != 2 or len(vectors) != len(sentences):
        raise ModelError(
            f"encoder: gave an array of shape {vectors.shape} for {len(sentences)} sentences; "
            "it must give one row a sentence"
        )
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        raise ModelError(
            f"encoder: the vector of sentence {bad[0]} is not finite "
            f"({sentences[bad[0]][:40]!r}); use another model"
        )
    return vectors


def quiet(encoder: Encoder) -> Encoder:
    """The encoder without a progress bar of its own, where it can do that."""
    same = getattr(encoder, "quiet", None)
    silent: Encoder = same() if callable(same) else encoder
    return silent


def fingerprint(encoder: Encoder) -> str:
    """What tells the encoder's model from every other one.

    Raises ModelError for an encoder that has no attribute `fingerprint`: nothing that is kept
    could be trusted to be of the same model later.
    """
    found = getattr(encoder, "fingerprint", None)
    if not isinstance(found, str) or not found:
        raise ModelError(
            f"encoder: {type(encoder).__name__} has no fingerprint; give it an attribute "
            "`fingerprint`, a text that changes whenever its vectors do"
        )
    return found
