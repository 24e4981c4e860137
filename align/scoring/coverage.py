"""How well the words of each side are said on the other: of every token, its best partner there.

A sentence merged into its neighbour leaves tokens of the long side open when it is not in the bead,
and closes them when it is; a stranger closes none. The mean of a sentence's tokens, its vector, has
forgotten which is which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.scoring.potentials import Shape, facing, shape_of
from align.scoring.spans import Floats, window_sums
from align.types import Language, Sides, Tokens

OPEN = 0.35  # cosine to its best partner below which a token has none
NEAR = 5.0  # hundreds of characters from the map: what is further is not looked at
CENTRE_PRIOR = 50.0  # tokens that a side's mean is weighed against


@dataclass(frozen=True, slots=True)
class SideTokens:
    """The tokens of a side's n sentences, one after another.

    `vectors` (t, d): unit length, centred; `weights` (t,), above 0; `starts` (n,): where each
    sentence's tokens begin. A sentence without tokens has one that is like nothing.
    """

    vectors: Floats
    weights: Floats
    starts: NDArray[np.int64]

    def slices(self) -> list[slice]:
        """Where the tokens of each sentence are."""
        borders = [*self.starts.tolist(), len(self.weights)]
        return [slice(start, stop) for start, stop in pairwise(borders)]

    def part(self, kept: Sequence[int]) -> SideTokens:
        """The tokens of these sentences alone, at least one."""
        slices = self.slices()
        chosen = [slices[index] for index in kept]
        return SideTokens(
            np.concatenate([self.vectors[at] for at in chosen]),
            np.concatenate([self.weights[at] for at in chosen]),
            np.cumsum([0, *(at.stop - at.start for at in chosen[:-1])]),
        )


@dataclass(frozen=True, slots=True)
class TokenMatches:
    """The t tokens of a sentence, and the s sentences of the other side that it is compared with.

    `first`: the first of these. `best` (t, s): cosine to the token's best partner in each.
    """

    first: int
    best: Floats


@dataclass(frozen=True, slots=True)
class SideCoverage:
    """One side's n sentences against the other's m, each against 1 to k of these in a row.

    `by[b-1]`, `open[b-1]`: float32 (n, m-b+1), the sums over a sentence's tokens of weight × cosine
    to the best partner in the run, and of the weight that has no partner there; 0 where the two are
    far from each other. `best` (n,): the mean cosine to the best partner near by. `weights` (n,).
    """

    by: Sequence[Floats]
    open: Sequence[Floats]
    best: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of every run of a Russian by every run of b Kazakh sentences, and the other way.

    Tables by shape are (n-a+1, m-b+1). `covered`: how well the tokens of a side's run are covered
    by the other run, the weighted mean cosine to the best partner there. `open`: the share of the
    weight without a partner. `best`: per run length, (n-a+1,) for the Russian side, how well its
    runs are covered by everything near.
    """

    covered: Sides[Mapping[Shape, Floats]]
    open: Sides[Mapping[Shape, Floats]]
    best: Sides[Sequence[Floats]]


def side_tokens(found: Sequence[Tokens]) -> SideTokens:
    """The tokens of at least one sentence, less what all of them have in common."""
    width = found[0].vectors.shape[1]
    nothing = Tokens(np.zeros((1, width), np.float16), np.ones(1, np.float32))
    full = [tokens if len(tokens.weights) else nothing for tokens in found]
    vectors = np.concatenate([tokens.vectors for tokens in full], dtype=np.float32)
    _to_unit(vectors)
    real = vectors.any(axis=1)
    vectors -= vectors.sum(axis=0) / np.float32(real.sum() + CENTRE_PRIOR)
    vectors[~real] = 0
    _to_unit(vectors)
    starts = np.cumsum([0, *(len(tokens.weights) for tokens in full[:-1])])
    return SideTokens(vectors, np.concatenate([tokens.weights for tokens in full]), starts)


def _to_unit(vectors: Floats) -> None:
    """Scales rows to length 1, in place: there are thousands; a row of zeros stays as it is."""
    norms = np.sqrt(np.einsum("td,td->t", vectors, vectors))
    vectors /= np.maximum(norms, np.float32(1e-9))[:, None]


def make_coverage(tokens: Sides[SideTokens], off_map: Floats, reach: int) -> Coverage:
    """Coverage of runs of 1 to `reach` sentences; `off_map` (n+1, m+1) as Anchors has it."""
    off = np.minimum(off_map[:-1, :-1], off_map[1:, 1:])
    # However long a sentence is, something is nearest to it.
    near = (off <= NEAR) | (off <= off.min(axis=1, keepdims=True))
    near |= off <= off.min(axis=0, keepdims=True)
    matches = match_tokens(tokens, near)
    sizes = tokens.map(lambda side: len(side.starts))
    sides = Sides.each(
        lambda side: side_coverage(tokens[side], matches[side], sizes.swapped()[side], reach)
    )
    lengths = range(1, reach + 1)

    def by_shape(side: Language, sums: Sequence[Floats]) -> Mapping[Shape, Floats]:
        weights = sides[side].weights
        return {
            shape_of(own, other, side): facing(_mean(sums[other - 1], weights, own), side)
            for own in lengths
            for other in lengths
        }

    return Coverage(
        Sides.each(lambda side: by_shape(side, sides[side].by)),
        Sides.each(lambda side: by_shape(side, sides[side].open)),
        sides.map(lambda side: [_mean(side.best * side.weights, side.weights, k) for k in lengths]),
    )


def _mean(sums: Floats, weights: Floats, k: int) -> Floats:
    """Sums of single sentences (n, …) and their weights (n,) → means of runs of k (n-k+1, …)."""
    weight = window_sums(weights, k)
    mean: Floats = window_sums(sums, k) / weight.reshape(-1, *[1] * (sums.ndim - 1))
    return mean


def match_tokens(tokens: Sides[SideTokens], near: NDArray[np.bool_]) -> Sides[list[TokenMatches]]:
    """The tokens of both sides against each other; of the sentences that are `near` (n, m).

    Each row and column of it has one. All is looked at from the first to the last that is near.
    """
    ru, kk = tokens
    (ru_from, ru_to), (kk_from, kk_to) = _reach(near), _reach(near.T)
    kk_tokens = kk.slices()
    of_ru: list[TokenMatches] = []
    of_kk = [
        TokenMatches(
            int(kk_from[j]), np.zeros((at.stop - at.start, kk_to[j] - kk_from[j]), np.float32)
        )
        for j, at in enumerate(kk_tokens)
    ]
    for i, here in enumerate(ru.slices()):
        # One product serves both sides, though one may look further than the other.
        by_kk = np.flatnonzero((kk_from <= i) & (i < kk_to))
        start, stop = min(ru_from[i], by_kk[0]), max(ru_to[i], by_kk[-1] + 1)
        window = slice(kk_tokens[start].start, kk_tokens[stop - 1].stop)
        cosine = ru.vectors[here] @ kk.vectors[window].T
        best = np.maximum.reduceat(cosine, kk.starts[start:stop] - window.start, axis=1)
        of_ru.append(TokenMatches(int(ru_from[i]), best[:, ru_from[i] - start : ru_to[i] - start]))
        of_token = np.zeros(len(kk.weights), np.float32)
        of_token[window] = cosine.max(axis=0)
        for j in by_kk:
            of_kk[j].best[:, i - kk_from[j]] = of_token[kk_tokens[j]]
    return Sides(of_ru, of_kk)


def _reach(near: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(The first column that is near, the one after the last), of each row."""
    return near.argmax(axis=1), near.shape[1] - near[:, ::-1].argmax(axis=1)


def side_coverage(
    own: SideTokens, others: Sequence[TokenMatches], m: int, reach: int
) -> SideCoverage:
    """How well the n sentences of `own` are covered by the m of the other side."""
    n = len(others)
    by = [np.zeros((n, max(m - b + 1, 0)), np.float32) for b in range(1, reach + 1)]
    open_ = [np.zeros_like(table) for table in by]
    best, weights = np.zeros(n, np.float32), np.add.reduceat(own.weights, own.starts)
    for i, (tokens, other) in enumerate(zip(own.slices(), others, strict=True)):
        start, stop = other.first, other.first + other.best.shape[1]
        # Beyond both ends stands what is not looked at, as like nothing, for runs that reach there.
        left, right = max(start - reach + 1, 0), min(stop + reach - 1, m)
        single = np.zeros((len(other.best), right - left), np.float32)
        single[:, start - left : stop - left] = other.best
        weight = own.weights[tokens]
        best[i] = weight @ single.max(axis=1) / weights[i]
        run = single
        for b in range(1, min(reach, right - left) + 1):
            if b > 1:
                run = np.maximum(run[:, :-1], single[:, b - 1 :])
            at = slice(left, right - b + 1)
            by[b - 1][i, at] = weight @ run
            open_[b - 1][i, at] = weight @ (run < OPEN)
    return SideCoverage(by, open_, best, weights)
