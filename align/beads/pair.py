"""The two sides of a pair of documents, and what features ask of them, each computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.beads.anchors import Anchors, make_anchors
from align.beads.clues import Clues, make_clues, names, numbers, stems
from align.beads.coverage import Coverage, SideTokens, make_coverage, side_tokens
from align.beads.potentials import Shape
from align.beads.spans import Floats, Spans, make_spans
from align.types import Sentence, SentenceKind, Tokens


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair of documents, n sentences."""

    texts: Sequence[str]
    kinds: Sequence[SentenceKind]
    spans: Spans
    tokens: SideTokens | None = None


RIVALS = 5  # best partners kept per run: one more than a bead can hold of them


@dataclass(frozen=True, slots=True)
class Top:
    """The best partners of n runs among single sentences, best first: both (n, up to RIVALS)."""

    columns: NDArray[np.int64]
    values: Floats


@dataclass(frozen=True, slots=True)
class Inside:
    """Of n sentences and every run of b of the m on the other side: both (n, m-b+1).

    `best`: cosine to the nearest inside the run; `missed`: how much better the sentence does
    outside, 0 if it does not.
    """

    best: Floats
    missed: Floats


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, and what is seen only when they stand beside each other.

    `cosine[a, b]`: float32 (n-a+1, m-b+1), of every run of a Russian with every run of b Kazakh
    sentences, for runs as long as both sides' spans reach. `numbers`, `names`: clues of these runs.
    `said_alike[a, b]`: all clues that two runs share; names and word stems as much as they are
    rare. `ru_top`, `kk_top`: of runs of 1, 2, … `ru_inside`: of Russian sentences and Kazakh runs
    of 1, 2, …; `kk_inside`: the other way round. `coverage` is None where a side has no tokens.
    """

    ru: Side
    kk: Side
    cosine: Mapping[Shape, Floats]
    ru_top: Sequence[Top]
    kk_top: Sequence[Top]
    ru_inside: Sequence[Inside]
    kk_inside: Sequence[Inside]
    numbers: Clues
    names: Clues
    said_alike: Mapping[Shape, Floats]
    anchors: Anchors
    coverage: Coverage | None = None


def make_side(
    sentences: Sequence[Sentence],
    vectors: Floats,
    reach: int,
    tokens: Sequence[Tokens] | None = None,
) -> Side:
    """The side of these sentences; `vectors` is (n, d), runs are of 1 to `reach` sentences."""
    texts = [sentence.seen for sentence in sentences]
    return Side(
        texts,
        [sentence.kind for sentence in sentences],
        make_spans(vectors, texts, reach),
        side_tokens(tokens) if tokens else None,
    )


def make_pair(ru: Side, kk: Side, *, everywhere: bool = False) -> Pair:
    """The pair of two sides, either of which may be empty; their spans reach equally far.

    `everywhere`: the tokens of all sentences are compared, not only of those near the map.

    They must reach one sentence further than the beads that are weighed, but for the longest beads
    of all, or `over_grown` is not what the model was fitted on.
    """
    runs = range(1, len(ru.spans.vectors) + 1)
    shapes = [(a, b) for a in runs for b in runs]
    cosine = {(a, b): ru.spans.vectors[a - 1] @ kk.spans.vectors[b - 1].T for a, b in shapes}
    number, name, stem = (
        make_clues(ru.texts, kk.texts, find, runs[-1]) for find in (numbers, names, stems)
    )
    anchors = make_anchors(cosine[1, 1], ru.spans.lengths[0], kk.spans.lengths[0])
    coverage = None
    if ru.tokens and kk.tokens:
        off_map = np.zeros_like(anchors.off_map) if everywhere else anchors.off_map
        coverage = make_coverage(ru.tokens, kk.tokens, off_map, runs[-1])
    ru_top = [best_partners(cosine[a, 1]) for a in runs]
    kk_top = [best_partners(cosine[1, b].T) for b in runs]
    return Pair(
        ru,
        kk,
        cosine,
        ru_top,
        kk_top,
        insides(cosine[1, 1], ru_top[0], runs[-1]),
        insides(cosine[1, 1].T, kk_top[0], runs[-1]),
        number,
        name,
        {at: number.shared(*at) + name.rare(*at) + stem.rare(*at) for at in shapes},
        anchors,
        coverage,
    )


def best_partners(cosine: Floats) -> Top:
    """The best partners of each row (n, m); of equal ones the first."""
    count = min(RIVALS, cosine.shape[1])
    columns = (
        np.sort(np.argpartition(-cosine, count - 1, axis=1)[:, :count])
        if count
        else (np.zeros((len(cosine), 0), np.int64))
    )
    values = np.take_along_axis(cosine, columns, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return Top(
        np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)
    )


def rival(top: Top, b: int, width: int) -> Floats:
    """Per run and start j of the bead's other side: the best cosine to a sentence outside it.

    `top` are the best of n runs among `width` sentences; the result (n, width-b+1), 0 where there
    is none outside.
    """
    n, starts = len(top.columns), width - b + 1
    if starts <= 0:
        return np.zeros((n, 0), np.float32)
    found = np.repeat(np.maximum(top.values[:, :1], 0), starts, axis=1)
    rows = np.arange(n)
    for offset in range(b):  # beads that hold the best sentence itself: the next one outside
        first = top.columns[:, 0] - offset
        value = np.zeros(n, np.float32)
        for rank in range(top.columns.shape[1] - 1, 0, -1):
            column = top.columns[:, rank]
            outside = (column < first) | (column >= first + b)
            value = np.where(outside, np.maximum(top.values[:, rank], 0), value)
        real = (first >= 0) & (first < starts)
        found[rows[real], first[real]] = value[real]
    return found


def insides(cosine: Floats, top: Top, reach: int) -> list[Inside]:
    """Of sentences with these cosines (n, m) and partners, and runs of 1 to `reach`."""
    found, best = [], cosine
    for b in range(1, reach + 1):
        if b > 1:
            best = np.maximum(best[:, :-1], cosine[:, b - 1 :])
        found.append(Inside(best, np.maximum(rival(top, b, cosine.shape[1]) - best, 0)))
    return found
