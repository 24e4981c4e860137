"""Vectors and tokens of the texts that documents are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from align.types import TokenEncoder, Tokens


class Vectors:
    """Text → vector and tokens, of what has been encoded so far."""

    def __init__(self, encoder: TokenEncoder) -> None:
        self.encoder = encoder
        self.known: dict[str, tuple[np.ndarray, Tokens]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Encodes the texts that are not known yet."""
        new = sorted(set(texts) - self.known.keys())
        if new:
            vectors, tokens = self.encoder.encode_tokens(new)
            self.known |= zip(new, zip(vectors, tokens, strict=True), strict=True)

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """(n, d), of known texts."""
        return np.stack([self.known[text][0] for text in texts])

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each, of known texts."""
        return [self.known[text][1] for text in texts]
