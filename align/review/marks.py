"""What a reader's eye should fall on in a pair: what both sides have, and what only one has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from align.beads.clues import name_spans, number_spans
from align.beads.coverage import SideTokens, side_tokens
from align.beads.spans import Floats
from align.encode.embedded import OnnxEncoder
from align.encode.load import load_encoder
from align.encode.vectors import quiet

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
# Mean cosine of a word's tokens to their best partners, each as much as it weighs. On NTREX (dev)
# 5% of the words of a translated sentence are below, 44% of those of another one that is added.
OPEN = 0.45

Kind = Literal["same", "only", "open"]


class Mark(NamedTuple):
    """A part of a text, in characters.

    `same`: a number or name that the other side has too. `only`: a number that it has not.
    `open`: a word that is like none of the other side.
    """

    start: int
    stop: int
    kind: Kind


def marks(ru: Sequence[str], kk: Sequence[str]) -> tuple[list[list[Mark]], list[list[Mark]]]:
    """The marks of each text of the two sides of a pair, in order; no two overlap.

    Nothing is marked where a side is empty.
    """
    if not ru or not kk:
        return [[] for _ in ru], [[] for _ in kk]
    found = _open_words(ru, kk)
    for find, alone in ((number_spans, True), (name_spans, False)):
        _add_clues(found, (ru, kk), find, alone)
    ordered = [[sorted(of_text.values()) for of_text in side] for side in found]
    return ordered[0], ordered[1]


_Spans = Callable[[str], list[tuple[int, int, str]]]
_Found = tuple[list[dict[int, Mark]], list[dict[int, Mark]]]  # marks by where they start, per text


def _add_clues(
    found: _Found, sides: tuple[Sequence[str], Sequence[str]], find: _Spans, alone: bool
) -> None:
    spans = [[find(text) for text in side] for side in sides]
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


def _open_words(ru: Sequence[str], kk: Sequence[str]) -> _Found:
    """The words that are like none of the other side."""
    encoder = quiet(load_encoder())
    assert isinstance(encoder, OnnxEncoder)  # the embedded one, which tells where tokens stand
    texts = [*ru, *kk]
    _, tokens = encoder.encode_tokens(texts)
    spans = encoder.token_spans(texts)
    one, other = side_tokens(tokens[: len(ru)]), side_tokens(tokens[len(ru) :])
    cosines = one.vectors @ other.vectors.T
    return (
        _open_words_of(ru, spans[: len(ru)], one, cosines.max(axis=1)),
        _open_words_of(kk, spans[len(ru) :], other, cosines.max(axis=0)),
    )


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
