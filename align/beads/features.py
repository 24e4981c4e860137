"""What can be seen of a candidate bead, of a sentence, and of the document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from align.beads.clues import make_clues, names, numbers
from align.beads.spans import Floats, Spans, window_sums
from align.search.tiling import Shape
from align.text.alphabet import LETTER
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
    "before",  # cosine of the sentences just before the bead, 0 at an end
    "after",
    "off_diagonal",  # distance from the diagonal, as a share of the document
    "log_length",  # of both runs
)

SENTENCE_FEATURES = (
    "best",  # cosine to the nearest sentence of the other side
    "over_second",
    "over_document",  # less the side's average of best
    "mutual",  # 1 if it is the nearest of its nearest
    "rival",  # how much nearer its nearest is to another sentence, 0 if mutual
    "best_before",  # the neighbours' best
    "best_after",
    "log_length",
    "numbers",  # up to 3
    "apart",  # 1 for a date head or a credit
)

DOCUMENT_FEATURES = (
    "ru_best",  # average cosine of a sentence to its nearest on the other side
    "kk_best",
    "ru_low",  # the lower quartile of the same
    "kk_low",
    "mutual_share",  # of sentences that are the nearest of their nearest
    "count_ratio",  # log of Russian to Kazakh sentences
    "length_ratio",  # log of Russian to Kazakh characters
    "size",  # log of the sentences of both sides
)

KK_LENGTH = 0.953  # Kazakh characters per Russian one, FLORES-200 devtest
LENGTH_FLOOR = 10.0  # characters added to both sides: short sentences vary more
# Latin letters beside Cyrillic ones are typing errors for those: «IIМ» is no Latin word.
_ALIKE = re.compile(rf"\d+|(?<![{LETTER}])[a-z]{{3,}}(?![{LETTER}])")
RIVALS = 5  # best partners kept per run: one more than a bead can hold of them

# Kinds that pair only with their own, one to one: a photo credit is no news, nor is a date head.
APART: tuple[SentenceKind, ...] = ("date", "credit")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair of documents, as the bead features need it."""

    texts: Sequence[str]
    kinds: Sequence[SentenceKind]
    spans: Spans


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
        ru_length, kk_length = ru.spans.lengths[a - 1][:, None], kk.spans.lengths[b - 1][None, :]
        ratio = (kk_length + LENGTH_FLOOR) / (KK_LENGTH * ru_length + LENGTH_FLOOR)
        lengths = ru_length + kk_length
        columns = (
            own, over_ru, over_kk, np.minimum(over_ru, over_kk), np.abs(np.log(ratio)),
            weakest, strayed, _over_parts(cosine, a, b), _over_grown(cosine, a, b),
            np.minimum(number_clues.shared(a, b), 3), np.minimum(number_clues.unshared(a, b), 4),
            np.minimum(name_clues.shared(a, b), 4), np.minimum(name_clues.unshared(a, b), 6),
            _shifted(single, -1, -1, own.shape), _shifted(single, a, b, own.shape),
            _off_diagonal(own.shape, (a, b), single.shape), np.log(lengths + LENGTH_FLOOR),
        )  # fmt: skip
        yield (a, b), np.stack(columns, axis=-1).astype(np.float32, copy=False)


def sentence_features(ru: Side, kk: Side) -> tuple[Floats, Floats]:
    """The features of each sentence of the two sides: (n, s) and (m, s), s SENTENCE_FEATURES."""
    cosine = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    return _of_sentences(ru, cosine), _of_sentences(kk, cosine.T)


def _of_sentences(side: Side, cosine: Floats) -> Floats:
    n = len(cosine)
    rows = np.arange(n)
    nearest = cosine.argmax(axis=1)
    best = cosine[rows, nearest]
    without = cosine.copy()
    without[rows, nearest] = -1
    second = np.maximum(without.max(axis=1), 0)
    rival = cosine.max(axis=0)[nearest] - best
    columns = (
        best, best - second, best - best.mean(), rival <= 0, rival,
        np.concatenate([best[:1], best[:-1]]), np.concatenate([best[1:], best[-1:]]),
        np.log(side.spans.lengths[0] + LENGTH_FLOOR),
        [min(len(numbers(text)), 3) for text in side.texts],
        [kind in APART for kind in side.kinds],
    )  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def document_features(ru: Side, kk: Side) -> Floats:
    """DOCUMENT_FEATURES of a pair of documents, (d,): neither side may be empty."""
    cosine = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    ru_best, kk_best = cosine.max(axis=1), cosine.max(axis=0)
    mutual = cosine >= np.maximum(ru_best[:, None], kk_best[None, :])
    ru_length, kk_length = (side.spans.lengths[0].sum() + LENGTH_FLOOR for side in (ru, kk))
    return np.array(
        [
            ru_best.mean(), kk_best.mean(), np.quantile(ru_best, 0.25), np.quantile(kk_best, 0.25),
            (mutual.any(axis=1).sum() + mutual.any(axis=0).sum()) / sum(cosine.shape),
            np.log(cosine.shape[0] / cosine.shape[1]),
            np.log(ru_length / kk_length), np.log(sum(cosine.shape)),
        ],
        np.float32,
    )  # fmt: skip


def allowed(ru: Side, kk: Side, shape: Shape) -> NDArray[np.bool_]:
    """Which candidates (n-a+1, m-b+1) can be beads at all.

    Heads and credits pair only with their own kind, and only when what both languages write alike,
    dates and Latin words, is the same. A blank sentence pairs with nothing.
    """
    a, b = shape
    can = np.ones((max(len(ru.texts) - a + 1, 0), max(len(kk.texts) - b + 1, 0)), np.bool_)
    for kind in APART:
        in_ru, in_kk = (
            _in_run([other == kind for other in side.kinds], k) for side, k in ((ru, a), (kk, b))
        )
        if shape == (1, 1):
            can &= in_ru[:, None] == in_kk[None, :]
            for i, j in product(np.flatnonzero(in_ru).tolist(), np.flatnonzero(in_kk).tolist()):
                can[i, j] &= _written_alike(ru.texts[i]) == _written_alike(kk.texts[j])
        else:
            can &= ~(in_ru[:, None] | in_kk[None, :])
    for side, k, axis in ((ru, a, 1), (kk, b, 0)):
        can &= ~np.expand_dims(_in_run([not text.strip() for text in side.texts], k), axis)
    return can


def _written_alike(text: str) -> frozenset[str]:
    """Numbers and Latin words: a date, the address of a site, the name of an agency."""
    return frozenset(_ALIKE.findall(text.lower()))


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


def _shifted(single: Floats, down: int, right: int, shape: tuple[int, ...]) -> Floats:
    """The cosine of the sentences that far from each candidate's first ones; 0 outside."""
    n, m = single.shape
    found = np.zeros(shape, np.float32)
    rows, columns = np.arange(shape[0]) + down, np.arange(shape[1]) + right
    rows_in, columns_in = (rows >= 0) & (rows < n), (columns >= 0) & (columns < m)
    found[np.ix_(rows_in, columns_in)] = single[np.ix_(rows[rows_in], columns[columns_in])]
    return found


def _off_diagonal(shape: tuple[int, ...], size: Shape, whole: tuple[int, ...]) -> Floats:
    """How far the middle of each candidate is from the diagonal, 0 to 1."""
    rows = (np.arange(shape[0], dtype=np.float32) + size[0] / 2) / whole[0]
    columns = (np.arange(shape[1], dtype=np.float32) + size[1] / 2) / whole[1]
    distance: Floats = np.abs(rows[:, None] - columns[None, :])
    return distance
