"""The two sides of a pair of documents, and what features ask of them, each computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.scoring.anchors import Anchors, make_anchors
from align.scoring.coverage import Coverage, SideTokens, make_coverage, side_tokens
from align.scoring.lexical_overlap import LexicalOverlap, make_overlap, names, numbers, stems
from align.scoring.potentials import Shape, facing, shape_of
from align.scoring.spans import Floats, Spans, make_spans
from align.types import Sentence, SentenceKind, Sides, Tokens


@dataclass(frozen=True, slots=True)
class PairSide:
    """One side of a pair of documents, n sentences."""

    texts: Sequence[str]
    kinds: Sequence[SentenceKind]
    spans: Spans
    tokens: SideTokens | None = None


RIVALS = 5  # best partners kept per run: one more than a bead can hold of them


@dataclass(frozen=True, slots=True)
class BestPartners:
    """The best partners of n runs among single sentences, best first: both (n, up to RIVALS)."""

    columns: NDArray[np.int64]
    values: Floats


@dataclass(frozen=True, slots=True)
class InsideOutside:
    """Each of n sentences against every run of b of the m on the other side: both (n, m-b+1).

    `best`: cosine to the nearest inside the run; `missed`: how much better the sentence does
    outside, 0 if it does not.
    """

    best: Floats
    missed: Floats


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, and what can only be computed from both.

    `cosine[a, b]`: float32 (n-a+1, m-b+1), of every run of a Russian with every run of b Kazakh
    sentences, for runs as long as both sides' spans reach. `numbers`, `names`: what these runs
    share of either. `overlap[a, b]`: numbers, names and word stems that two runs share; names and
    stems weighted by their rarity. `best_partners`: of a side's runs of 1, 2, … among the other
    side's sentences. `inside`: of a side's sentences and the other side's runs of 1, 2, …
    `coverage` is None if a side has no tokens.
    """

    sides: Sides[PairSide]
    cosine: Mapping[Shape, Floats]
    best_partners: Sides[Sequence[BestPartners]]
    inside: Sides[Sequence[InsideOutside]]
    numbers: LexicalOverlap
    names: LexicalOverlap
    overlap: Mapping[Shape, Floats]
    anchors: Anchors
    coverage: Coverage | None = None

    @property
    def sizes(self) -> Sides[int]:
        """The number of sentences of each side."""
        return self.sides.map(lambda side: len(side.texts))


def make_side(
    sentences: Sequence[Sentence],
    vectors: Floats,
    reach: int,
    tokens: Sequence[Tokens] | None = None,
) -> PairSide:
    """The side of these sentences; `vectors` is (n, d), runs are of 1 to `reach` sentences."""
    texts = [sentence.seen for sentence in sentences]
    return PairSide(
        texts,
        [sentence.kind for sentence in sentences],
        make_spans(vectors, texts, reach),
        side_tokens(tokens) if tokens else None,
    )


def make_pair(ru: PairSide, kk: PairSide, *, everywhere: bool = False) -> Pair:
    """The pair of two sides, either of which may be empty; their spans reach equally far.

    `everywhere`: the tokens of all sentences are compared, not only of those near the anchor path.

    The spans must reach one sentence further than the beads that are scored, except for the longest
    beads of all, or `loss_if_grown` is not what the model was fitted on.
    """
    sides = Sides(ru, kk)
    lengths = range(1, len(ru.spans.vectors) + 1)
    shapes = [(a, b) for a in lengths for b in lengths]
    cosine = {(a, b): ru.spans.vectors[a - 1] @ kk.spans.vectors[b - 1].T for a, b in shapes}
    texts = sides.map(lambda side: side.texts)
    number, name, stem = (
        make_overlap(texts, find, lengths[-1]) for find in (numbers, names, stems)
    )
    anchors = make_anchors(cosine[1, 1], *(side.spans.lengths[0] for side in sides))
    coverage = None
    if ru.tokens and kk.tokens:
        off_map = np.zeros_like(anchors.off_map) if everywhere else anchors.off_map
        coverage = make_coverage(Sides(ru.tokens, kk.tokens), off_map, lengths[-1])
    partners = Sides.each(
        lambda side: [best_partners(facing(cosine[shape_of(k, 1, side)], side)) for k in lengths]
    )
    return Pair(
        sides,
        cosine,
        partners,
        Sides.each(
            lambda side: inside_outside(facing(cosine[1, 1], side), partners[side][0], lengths[-1])
        ),
        number,
        name,
        {shape: number.shared(*shape) + name.rare(*shape) + stem.rare(*shape) for shape in shapes},
        anchors,
        coverage,
    )


def best_partners(cosine: Floats) -> BestPartners:
    """The best partners of each row (n, m); if some are equal, the first of them."""
    count = min(RIVALS, cosine.shape[1])
    columns = (
        np.sort(np.argpartition(-cosine, count - 1, axis=1)[:, :count])
        if count
        else (np.zeros((len(cosine), 0), np.int64))
    )
    values = np.take_along_axis(cosine, columns, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return BestPartners(
        np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)
    )


def rival(partners: BestPartners, b: int, width: int) -> Floats:
    """Per run and start j of the bead's other side: the best cosine to a sentence outside it.

    `partners` are the best of n runs among `width` sentences; the result is (n, width-b+1), 0 if
    there is none outside.
    """
    n, starts = len(partners.columns), width - b + 1
    if starts <= 0:
        return np.zeros((n, 0), np.float32)
    rivals = np.repeat(np.maximum(partners.values[:, :1], 0), starts, axis=1)
    rows = np.arange(n)
    for offset in range(b):  # beads that hold the best sentence itself: the next one outside
        first = partners.columns[:, 0] - offset
        value = np.zeros(n, np.float32)
        for rank in range(partners.columns.shape[1] - 1, 0, -1):
            column = partners.columns[:, rank]
            outside = (column < first) | (column >= first + b)
            value = np.where(outside, np.maximum(partners.values[:, rank], 0), value)
        real = (first >= 0) & (first < starts)
        rivals[rows[real], first[real]] = value[real]
    return rivals


def inside_outside(cosine: Floats, partners: BestPartners, reach: int) -> list[InsideOutside]:
    """Sentences with these cosines (n, m) and partners against runs of 1 to `reach`."""
    by_length, best = [], cosine
    for b in range(1, reach + 1):
        if b > 1:
            best = np.maximum(best[:, :-1], cosine[:, b - 1 :])
        missed = np.maximum(rival(partners, b, cosine.shape[1]) - best, 0)
        by_length.append(InsideOutside(best, missed))
    return by_length
