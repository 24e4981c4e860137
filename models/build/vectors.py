"""Vectors of the texts that documents are made of, kept in a file so that a second run is quick."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from align.types import Encoder


class Vectors:
    """Text → vector, of what has been encoded so far."""

    def __init__(self, encoder: Encoder, cache: Path | None = None) -> None:
        """`cache` is read if it is there; it must have been made by the same encoder."""
        self.encoder, self.cache = encoder, cache
        self.known: dict[str, np.ndarray] = {}
        if cache and cache.is_file():
            with np.load(cache) as file:
                texts = json.loads(file["texts"].tobytes())
                self.known = dict(zip(texts, file["vectors"], strict=True))

    def learn(self, texts: Iterable[str]) -> None:
        """Encodes the texts that are not known yet."""
        new = sorted(set(texts) - self.known.keys())
        if not new:
            return
        self.known |= zip(new, self.encoder.encode(new), strict=True)
        if self.cache:
            texts = json.dumps([*self.known], ensure_ascii=False).encode("utf-8")
            vectors = np.stack([*self.known.values()])
            np.savez(self.cache, texts=np.frombuffer(texts, np.uint8), vectors=vectors)

    def of(self, texts: Iterable[str]) -> np.ndarray:
        """(n, d), of known texts."""
        return np.stack([self.known[text] for text in texts])
