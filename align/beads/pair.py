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
class Pair:
    """Both sides, and what is seen only when they stand beside each other.

    `cosine[a, b]`: float32 (n-a+1, m-b+1), of every run of a Russian with every run of b Kazakh
    sentences, for runs as long as both sides' spans reach. `numbers`, `names`: clues of these runs.
    `said_alike[a, b]`: all clues that two runs share; names and word stems as much as they are
    rare. `ru_top`, `kk_top`: of runs of 1, 2, … `coverage` is None where a side has no tokens.
    """

    ru: Side
    kk: Side
    cosine: Mapping[Shape, Floats]
    ru_top: Sequence[Top]
    kk_top: Sequence[Top]
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
    texts = [sentence.text for sentence in sentences]
    return Side(
        texts,
        [sentence.kind for sentence in sentences],
        make_spans(vectors, texts, reach),
        side_tokens(tokens) if tokens else None,
    )


def make_pair(ru: Side, kk: Side) -> Pair:
    """The pair of two sides, either of which may be empty; their spans reach equally far.

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
        coverage = make_coverage(ru.tokens, kk.tokens, anchors.off_map, runs[-1])
    return Pair(
        ru,
        kk,
        cosine,
        [best_partners(cosine[a, 1]) for a in runs],
        [best_partners(cosine[1, b].T) for b in runs],
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
