"""`align score --report`: where a prediction differs from hand alignments, as a page."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from align.evaluate import EMPTY, Cut, Scores, cut_alike
from align.report.markup import page, section, shares, table, tag
from align.table.read import DocumentPair, pair_name, read_texts
from align.text.split import split_into
from align.types import SIDES, Bead

MOST = 500  # errors on one page

Texts = Mapping[int, str]  # by sentence


@dataclass(frozen=True, slots=True)
class Error:
    """Sentences that gold and prediction group differently, and what each makes of them.

    `gold` and `predicted` cover the same sentences, in the order of the text. `before` and `after`
    are the gold beads around.
    """

    gold: Sequence[Cut]
    predicted: Sequence[Cut]
    before: Cut | None = None
    after: Cut | None = None

    @property
    def kind(self) -> str:
        """What has gone wrong, in a few words."""
        gold, predicted = (sum(map(_paired, one)) for one in (self.gold, self.predicted))
        alone, left = (
            len(one) - pairs for one, pairs in ((self.gold, gold), (self.predicted, predicted))
        )
        kinds = [
            (not gold, "paired, though without partner"),
            (not predicted, "left unpaired"),
            (gold == predicted and left > alone, "a sentence left out of a bead"),
            (gold == predicted and left < alone, "a sentence too many in a bead"),
            (gold > predicted, "beads merged"),
            (gold < predicted, "a bead split"),
        ]
        return next((kind for true, kind in kinds if true), "other partners")


def errors_of(gold: Sequence[Bead], predicted: Sequence[Bead]) -> list[Error]:
    """The errors of one document, in the order of the text; [] where all pairs are the same.

    >>> pair = [Bead(range(0, 1), range(0, 1))]
    >>> [error.kind for error in errors_of(pair, [])]
    ['left unpaired']
    """
    want, have = map(_in_order, cut_alike(gold, predicted))
    group = _Groups()
    differ = {*filter(_paired, want)} ^ {*filter(_paired, have)}
    for piece in differ:
        first, *others = _sentences(piece)
        for other in others:
            group.join(first, other)
    touched = {sentence for piece in differ for sentence in _sentences(piece)}
    parts: dict[tuple[int, int], tuple[list[Cut], list[Cut]]] = {}
    for at, pieces in enumerate((want, have)):
        for piece in pieces:
            sentence = next(_sentences(piece))
            if sentence in touched:
                parts.setdefault(group.of(sentence), ([], []))[at].append(piece)
    place = {piece: at for at, piece in enumerate(want)}
    return [
        Error(
            ours,
            theirs,
            want[place[ours[0]] - 1] if place[ours[0]] else None,
            want[place[ours[-1]] + 1] if place[ours[-1]] + 1 < len(want) else None,
        )
        for ours, theirs in sorted(parts.values(), key=lambda part: place[part[0][0]])
    ]


class _Groups:
    """Sentences that belong together, directly or by others (union–find)."""

    def __init__(self) -> None:
        self._above: dict[tuple[int, int], tuple[int, int]] = {}

    def of(self, one: tuple[int, int]) -> tuple[int, int]:
        while (above := self._above.get(one, one)) != one:
            one = above
        return one

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        a, b = sorted((self.of(one), self.of(other)))
        self._above[b] = a


def _sentences(piece: Cut) -> Iterator[tuple[int, int]]:
    """(Side, sentence) of all that a piece holds."""
    return ((side, at) for side, run in enumerate(piece) for at in range(*run))


def _paired(piece: Cut) -> bool:
    return EMPTY not in piece


def _in_order(pieces: Iterable[Cut]) -> list[Cut]:
    """By the Russian place; Kazakh ones alone after the pair that holds what is before them."""
    every = [*pieces]
    starts = sorted((kk[0], ru[0]) for ru, kk in every if EMPTY not in (ru, kk))

    def key(piece: Cut) -> tuple[int, int, int]:
        ru, kk = piece
        if ru != EMPTY:
            return ru[0], 0, 0
        before = bisect_left(starts, kk) - 1
        return starts[before][1] if before >= 0 else -1, 1, kk[0]

    return sorted(every, key=key)


def errors_page(
    title: str,
    golds: Mapping[DocumentPair, Sequence[Bead]],
    predictions: Sequence[Sequence[Bead]],
    scores: Scores,
    files: Iterable[Path],
) -> str:
    """The page, HTML that needs nothing else: figures, kinds of errors, each error with context.

    `predictions` and `scores` are those of the gold's documents. The sentences' texts are taken
    from `files`, as far as these have any.
    """
    texts = _texts(files)
    found = [
        (names, error)
        for (names, gold), predicted in zip(golds.items(), predictions, strict=True)
        for error in errors_of(gold, predicted)
    ]
    kinds = Counter(error.kind for _, error in found)
    figures = [
        [name, *(f"{100 * value:.1f}" for value in (rate.precision, rate.recall, rate.f1)),
         str(rate.right), str(rate.predicted), str(rate.gold)]
        for name, rate in scores.rates()
    ]  # fmt: skip
    shown = [_error(names, error, texts.get(names, ({}, {}))) for names, error in found[:MOST]]
    more = [tag("p", f"The first {MOST} of {len(found):,}.")] if len(found) > MOST else []
    return page(
        title,
        section(
            "Figures", table(["measure", "P", "R", "F1", "right", "predicted", "gold"], figures)
        ),
        section("Kinds of errors", shares(kinds.most_common(), len(found))),
        section("Errors", *more, *shown) if found else section("Errors", "None."),
    )


def _error(names: DocumentPair, error: Error, texts: tuple[Texts, Texts]) -> Element:
    sides = [
        tag("div", tag("b", name), _beads(pieces, error, texts))
        for name, pieces in (("Gold", error.gold), ("Predicted", error.predicted))
    ]
    title = f"{error.kind} · {pair_name(names)}"
    return tag("div", tag("h3", title), tag("div", *sides, class_="sides"), class_="error")


def _beads(pieces: Sequence[Cut], error: Error, texts: tuple[Texts, Texts]) -> Element:
    own = ((piece, "" if _paired(piece) else "alone") for piece in pieces)
    rows = [
        tag("tr", *map(_cell, piece, texts, SIDES), class_=class_)
        for piece, class_ in ((error.before, "context"), *own, (error.after, "context"))
        if piece is not None
    ]
    return tag("table", tag("tbody", *rows))


def _cell(run: tuple[int, int], texts: Texts, language: str) -> Element:
    parts = [
        tag("p", tag("small", f"{at} "), texts.get(at, "…"), lang=language) for at in range(*run)
    ]
    return tag("td", *parts) if parts else tag("td", "–")


def _texts(files: Iterable[Path]) -> dict[DocumentPair, tuple[dict[int, str], dict[int, str]]]:
    """The texts of sentences, Russian and Kazakh, as far as the files tell them."""
    found: dict[DocumentPair, tuple[dict[int, str], dict[int, str]]] = {}
    for path in files:
        for names, rows in read_texts(path).items():
            known = found.setdefault(names, ({}, {}))
            for _, bead, *texts in rows:
                runs = bead.ru, bead.kk
                for side, run, text, language in zip(known, runs, texts, SIDES, strict=True):
                    parts = split_into(text, len(run), language)
                    if parts is not None:
                        side.update(zip(run, parts, strict=True))
                    elif text:  # not to be told apart: the first has all
                        side.setdefault(run.start, text)
    return found
