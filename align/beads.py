"""Features of every candidate bead, and the probability that it is a gold bead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.clues import make_clues, names, numbers
from align.errors import ModelError
from align.search import SHAPES, Shape
from align.spans import Floats, Spans, window_sums
from align.types import SentenceKind

FEATURES = (
    "cosine",  # of the two runs
    "over_ru_rival",  # cosine less the best that the Russian run has outside the bead
    "over_kk_rival",
    "over_both",  # the smaller of the two
    "length",  # |log ratio| of the lengths, against what is usual
    "weakest",  # of the bead's sentences, the one least like anything inside the other run
    "strayed",  # how much better that sentence does outside the bead, 0 if it does not
    "over_parts",  # cosine less the best of the bead without one of its outer sentences
    "over_grown",  # cosine less the best of the bead with one more neighbour
    "numbers_shared",
    "numbers_apart",
    "names_shared",
    "names_apart",
    "sentences",  # in the bead, both sides together
)

KK_LENGTH = 0.947  # Kazakh characters per Russian one, average over NTREX and news
LENGTH_FLOOR = 10.0  # characters added to both sides: short sentences vary more
RIVALS = 5  # best partners kept per run: one more than a bead can hold of them

# Kinds that pair only with their own, one to one: a photo credit is no news, nor is a date head.
APART: tuple[SentenceKind, ...] = ("date", "credit")


@dataclass(frozen=True, slots=True)
class BeadModel:
    """A logistic regression per group of shapes: weights (len(FEATURES),) and a bias each.

    `null` weighs what leaving sentences unpaired brings against pairing them.
    """

    weights: Mapping[str, NDArray[np.float32]]
    bias: Mapping[str, float]
    null: float

    @staticmethod
    def group(shape: Shape) -> str:
        """The name of the weights that the shape shares: '1-1', '1-2', '1-n' or 'n-n'."""
        short, long = sorted(shape)
        if short > 1:
            return "n-n"
        return f"1-{long}" if long < 3 else "1-n"

    def probability(self, shape: Shape, features: Floats) -> Floats:
        """Features (…, f) → probabilities (…)."""
        name = self.group(shape)
        logit = features @ self.weights[name] + np.float32(self.bias[name])
        probability: Floats = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
        return probability


def load_bead_model(path: Path) -> BeadModel:
    """The model of a JSON file; raises ModelError when it is missing or of another kind."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if tuple(data["features"]) != FEATURES:
            raise ModelError(f"{path}: made for other features; rebuild it with models/build")
        known = sorted({BeadModel.group(shape) for shape in SHAPES})
        groups = {name: data["groups"][name] for name in known}
        weights = {name: np.array(group["weights"], np.float32) for name, group in groups.items()}
        odd = [name for name, row in weights.items() if row.shape != (len(FEATURES),)]
        if odd:
            raise ModelError(f"{path}: {odd[0]} lacks a weight per feature; restore the file")
        bias = {name: float(group["bias"]) for name, group in groups.items()}
        return BeadModel(weights, bias, float(data["null"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no usable bead model ({error}); restore the file") from None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair of documents, as the bead features need it."""

    texts: Sequence[str]
    kinds: Sequence[SentenceKind]
    spans: Spans


def probabilities(
    ru: Side, kk: Side, shapes: Sequence[Shape], model: BeadModel
) -> dict[Shape, Floats]:
    """For each shape (a, b) the probability of every candidate, (n-a+1, m-b+1), 0 to 1.

    A side without sentences, or shorter than a shape, gives arrays without entries.
    """
    found = {}
    for shape, features in bead_features(ru, kk, shapes):
        found[shape] = model.probability(shape, features)
        found[shape][~allowed(ru, kk, shape)] = 0
    return found


def bead_features(ru: Side, kk: Side, shapes: Sequence[Shape]) -> Iterator[tuple[Shape, Floats]]:
    """Each shape (a, b) with the features of its candidates, (n-a+1, m-b+1, len(FEATURES)).

    The sides' spans must reach one sentence further than the shapes, but for the longest shapes
    of all, or `over_grown` is not what the model was fitted on. One shape at a time, since the
    features of all take ten times the memory of anything else.
    """
    longest = len(ru.spans.vectors)
    number_clues = make_clues(ru.texts, kk.texts, numbers, longest)
    name_clues = make_clues(ru.texts, kk.texts, names, longest)
    cosine = {
        (a, b): ru.spans.vectors[a - 1] @ kk.spans.vectors[b - 1].T
        for a in range(1, longest + 1)
        for b in range(1, longest + 1)
    }
    single = cosine[1, 1]
    for a, b in shapes:
        own = cosine[a, b]
        if own.size == 0:
            yield (a, b), np.zeros((*own.shape, len(FEATURES)), np.float32)
            continue
        over_ru = own - _rival(cosine[a, 1], b)
        over_kk = own - _rival(cosine[1, b].T, a).T
        weakest, strayed = _weakest(single, a, b)
        ratio = (kk.spans.lengths[b - 1][None, :] + LENGTH_FLOOR) / (
            KK_LENGTH * ru.spans.lengths[a - 1][:, None] + LENGTH_FLOOR
        )
        columns = (
            own, over_ru, over_kk, np.minimum(over_ru, over_kk), np.abs(np.log(ratio)),
            weakest, strayed, _over_parts(cosine, a, b), _over_grown(cosine, a, b),
            np.minimum(number_clues.shared(a, b), 3), np.minimum(number_clues.unshared(a, b), 4),
            np.minimum(name_clues.shared(a, b), 4), np.minimum(name_clues.unshared(a, b), 6),
            np.full_like(own, a + b),
        )  # fmt: skip
        yield (a, b), np.stack(columns, axis=-1).astype(np.float32, copy=False)


def allowed(ru: Side, kk: Side, shape: Shape) -> NDArray[np.bool_]:
    """Which candidates (n-a+1, m-b+1) can be beads at all.

    Heads and credits keep to themselves, and a blank sentence pairs with nothing.
    """
    a, b = shape
    can = np.ones((max(len(ru.texts) - a + 1, 0), max(len(kk.texts) - b + 1, 0)), np.bool_)
    for kind in APART:
        in_ru, in_kk = (
            _in_run([other == kind for other in side.kinds], k) for side, k in ((ru, a), (kk, b))
        )
        if shape == (1, 1):
            can &= in_ru[:, None] == in_kk[None, :]
        else:
            can &= ~(in_ru[:, None] | in_kk[None, :])
    for side, k, axis in ((ru, a, 1), (kk, b, 0)):
        can &= ~np.expand_dims(_in_run([not text.strip() for text in side.texts], k), axis)
    return can


def _in_run(flags: Sequence[bool], k: int) -> NDArray[np.bool_]:
    """Whether any sentence of each run of k is flagged: (n-k+1,)."""
    return window_sums(np.array(flags, np.float32), k) > 0


def _rival(cosine: Floats, b: int) -> Floats:
    """Per run and start j of the bead's other side: the best cosine to a sentence outside it.

    `cosine` is runs × sentences (n, m); the result (n, m-b+1), 0 where there is none outside.
    """
    n, m = cosine.shape
    starts = np.arange(m - b + 1)
    top = np.argsort(-cosine, axis=1, kind="stable")[:, :RIVALS]
    rival = np.zeros((n, len(starts)), np.float32)
    for rank in range(top.shape[1] - 1, -1, -1):
        column = top[:, rank : rank + 1]
        outside = (column < starts) | (column >= starts + b)
        value = np.take_along_axis(cosine, column, axis=1)
        rival = np.where(outside, np.maximum(value, 0), rival)
    return rival


def _weakest(single: Floats, a: int, b: int) -> tuple[Floats, Floats]:
    """(weakest, strayed), both (n-a+1, m-b+1): see FEATURES."""
    shape = (single.shape[0] - a + 1, single.shape[1] - b + 1)
    weakest = np.full(shape, np.inf, np.float32)
    strayed = np.zeros(shape, np.float32)
    for cosine, own, other in ((single, a, b), (single.T, b, a)):
        rows, columns = cosine.shape[0] - own + 1, cosine.shape[1] - other + 1
        inside = cosine[:, :columns].copy()  # best partner of each sentence within the other run
        for offset in range(1, other):
            np.maximum(inside, cosine[:, offset : offset + columns], out=inside)
        missed = np.maximum(_rival(cosine, other) - inside, 0)
        for offset in range(own):
            here, stray = inside[offset : offset + rows], missed[offset : offset + rows]
            if cosine is not single:
                here, stray = here.T, stray.T
            weaker = here < weakest
            strayed = np.where(weaker, stray, strayed)
            weakest = np.where(weaker, here, weakest)
    return weakest, strayed


def _over_parts(cosine: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """Cosine less the best of the beads without the first or last sentence; 0 for 1-1."""
    own = cosine[a, b]
    n, m = own.shape
    best = np.full_like(own, -np.inf)
    if a > 1:
        smaller = cosine[a - 1, b]
        best = np.maximum(best, np.maximum(smaller[:n], smaller[1 : n + 1]))
    if b > 1:
        smaller = cosine[a, b - 1]
        best = np.maximum(best, np.maximum(smaller[:, :m], smaller[:, 1 : m + 1]))
    gain: Floats = own - best if (a, b) != (1, 1) else np.zeros_like(own)
    return gain


def _over_grown(cosine: Mapping[Shape, Floats], a: int, b: int) -> Floats:
    """Cosine less the best of the beads with one more sentence at an end of a side."""
    own = cosine[a, b]
    best = np.full_like(own, -1)
    if (a + 1, b) in cosine:
        grown = cosine[a + 1, b]
        best[:-1] = np.maximum(best[:-1], grown)
        best[1:] = np.maximum(best[1:], grown)
    if (a, b + 1) in cosine:
        grown = cosine[a, b + 1]
        best[:, :-1] = np.maximum(best[:, :-1], grown)
        best[:, 1:] = np.maximum(best[:, 1:], grown)
    loss: Floats = np.minimum(own - best, 1)
    return loss
