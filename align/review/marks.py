"""What a reader's eye should fall on in a pair: what both sides have, and what only one has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Literal, NamedTuple

import numpy as np

from align.encode.embedded import OnnxEncoder
from align.encode.load import load_encoder
from align.encode.vectors import quiet
from align.scoring.coverage import SideTokens, side_tokens
from align.scoring.lexical_overlap import name_spans, number_spans
from align.scoring.spans import Floats

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
# Mean cosine of a word's tokens to their best partners, each as much as it weighs. On NTREX (dev)
# 5% of the words of a translated sentence are below, 44% of those of another one that is added.
OPEN = 0.45

Pair = tuple[Sequence[str], Sequence[str]]  # the texts of the two sides
Kind = Literal["same", "only", "open"]


class Mark(NamedTuple):
    """A part of a text, in characters.

    `same`: a number or name that the other side has too. `only`: a number that it has not.
    `open`: a word that is like none of the other side.
    """

    start: int
    stop: int
    kind: Kind


def marks(pairs: Sequence[Pair]) -> list[tuple[list[list[Mark]], list[list[Mark]]]]:
    """The marks of each text of the two sides of each pair, in order; no two of a text overlap.

    Nothing is marked where a side is empty.
    """
    full = [pair for pair in pairs if pair[0] and pair[1]]
    words = iter(_open_words(full))
    return [_marks(pair, next(words)) if pair[0] and pair[1] else _none(pair) for pair in pairs]


def _none(pair: Pair) -> tuple[list[list[Mark]], list[list[Mark]]]:
    return [[] for _ in pair[0]], [[] for _ in pair[1]]


def _marks(pair: Pair, found: _Found) -> tuple[list[list[Mark]], list[list[Mark]]]:
    for find, alone in ((number_spans, True), (name_spans, False)):
        _add_clues(found, pair, find, alone)
    ordered = [[sorted(of_text.values()) for of_text in side] for side in found]
    return ordered[0], ordered[1]


_Spans = Callable[[str], list[tuple[int, int, str]]]
_Found = tuple[list[dict[int, Mark]], list[dict[int, Mark]]]  # marks by where they start, per text


def _add_clues(found: _Found, pair: Pair, find: _Spans, alone: bool) -> None:
    spans = [[find(text) for text in side] for side in pair]
    values = [{value for of_text in side for _, _, value in of_text} for side in spans]
    for of_side, side, other in zip(found, spans, values[::-1], strict=True):
        for marks_of_text, of_text in zip(of_side, side, strict=True):
            for start, stop, value in of_text:
                if value not in other and not alone:
                    continue
                for at, mark in list(marks_of_text.items()):
                    if mark.start < stop and start < mark.stop:
                        del marks_of_text[at]
                kind: Kind = "same" if value in other else "only"
                marks_of_text[start] = Mark(start, stop, kind)


def _open_words(pairs: Sequence[Pair]) -> list[_Found]:
    """The words that are like none of the other side, of pairs with both sides."""
    encoder = quiet(load_encoder())
    assert isinstance(encoder, OnnxEncoder)  # the embedded one, which tells where tokens stand
    texts = [text for pair in pairs for side in pair for text in side]
    tokens = iter(encoder.encode_tokens(texts)[1])
    spans = iter(encoder.token_spans(texts))
    found = []
    for ru, kk in pairs:
        one, other = (side_tokens([*islice(tokens, len(side))]) for side in (ru, kk))
        cosines = one.vectors @ other.vectors.T
        found.append(
            (
                _open_words_of(ru, [*islice(spans, len(ru))], one, cosines.max(axis=1)),
                _open_words_of(kk, [*islice(spans, len(kk))], other, cosines.max(axis=0)),
            )
        )
    return found


def _open_words_of(
    texts: Sequence[str], spans: Sequence[list[tuple[int, int]]], side: SideTokens, best: Floats
) -> list[dict[int, Mark]]:
    """The open words of one side's texts; `best` (t,): each token's cosine to its best partner."""
    found = []
    for text, of_text, here in zip(texts, spans, side.slices(), strict=True):
        of_words: dict[int, Mark] = {}
        for word in _WORD.finditer(text):
            inside = [
                here.start + token
                for token, (start, stop) in enumerate(of_text)
                if start < word.end() and word.start() < stop
            ]
            if inside and np.average(best[inside], weights=side.weights[inside]) < OPEN:
                of_words[word.start()] = Mark(*word.span(), "open")
        found.append(of_words)
    return found
