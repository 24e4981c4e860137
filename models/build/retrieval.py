"""P@1: how often a sentence's nearest neighbour in the other language is its translation."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from align.types import Encoder

SETS = ("ntrex-dev", "flores-devtest")  # in DATA/benchmark; the encoder is never trained on them
NEIGHBOURS = 4


def read_pairs(data: Path, name: str) -> tuple[list[str], list[str]]:
    """The Russian and the Kazakh sentences of a benchmark set, line by line."""
    with (data / "benchmark" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["ru"] for row in rows], [row["kk"] for row in rows]


def retrieval(encoder: Encoder, ru: list[str], kk: list[str]) -> dict[str, tuple[float, float]]:
    """P@1 of (ru→kk, kk→ru), by `plain` cosine and by `margin`.

    Margin is the cosine over the mean cosine of the two sentences' nearest neighbours, so that
    sentences near to everything are no favourites (Artetxe and Schwenk 2019, ratio, k = 4).
    """
    cosine = _unit(encoder.encode(ru)) @ _unit(encoder.encode(kk)).T
    return {"plain": _hits(cosine), "margin": _hits(_margin(cosine))}


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _margin(cosine: np.ndarray) -> np.ndarray:
    rows = np.sort(cosine, axis=1)[:, -NEIGHBOURS:].mean(axis=1, keepdims=True)
    columns = np.sort(cosine, axis=0)[-NEIGHBOURS:].mean(axis=0, keepdims=True)
    return cosine / ((rows + columns) / 2)


def _hits(scores: np.ndarray) -> tuple[float, float]:
    own = np.arange(len(scores))
    return float((scores.argmax(1) == own).mean()), float((scores.argmax(0) == own).mean())
