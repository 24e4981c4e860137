"""What two sentences share on their face: numbers, and names and words spelled nearly alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.languages.kk import AS_RUSSIAN, KAZAKH
from align.scoring.spans import Floats, window_sums
from align.types import Sides

# «3 900», «3900» and «3 900» are one number, «1,4» and «1.4» too; «13.08.2025» is one as a whole.
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*")
_NAME = re.compile(rf"\b[^\W\d_a-z{KAZAKH.letters}]\w{{2,}}")

_FOLD = str.maketrans(AS_RUSSIAN | {"ё": "е"})
# Letters that names keep in both languages, before Russian endings and Kazakh suffixes.
_STEM = 4
_WORD = re.compile(r"\b[^\W\d_]{5,}")
_LONG_STEM = 5  # of words that are no names: fewer letters are shared by too many


def numbers(text: str) -> set[str]:
    """The numbers of a text, written alike.

    >>> sorted(numbers("2025 жылы 3 900 тонна, 1,4 метр"))
    ['1.4', '2025', '3900']
    """
    return {number for _, _, number in number_spans(text)}


def number_spans(text: str) -> list[tuple[int, int, str]]:
    """The numbers of a text: where each starts and stops, and how it is written alike.

    >>> number_spans("шамамен 3 900 тонна")
    [(8, 13, '3900')]
    """
    return [
        (*found.span(), re.sub(r"\s", "", found[0]).replace(",", "."))
        for found in _NUMBER.finditer(text)
    ]


def names(text: str) -> set[str]:
    """The beginnings of capitalised words, folded to the letters that both languages share.

    >>> names("Қасенова келді") == names("Касенову ждали")
    True
    """
    return {name for _, _, name in name_spans(text)}


def name_spans(text: str) -> list[tuple[int, int, str]]:
    """The capitalised words of a text: where each starts and stops, and its folded beginning."""
    return [
        (*found.span(), found[0].lower().translate(_FOLD)[:_STEM]) for found in _NAME.finditer(text)
    ]


def stems(text: str) -> set[str]:
    """The beginnings of words that the two languages may share: «президент», «департаменті».

    >>> sorted(stems("Департаменттің президенті") & stems("президент департамента"))
    ['депар', 'прези']
    """
    return {word.lower().translate(_FOLD)[:_LONG_STEM] for word in _WORD.findall(text)}


@dataclass(frozen=True, slots=True)
class LexicalOverlap:
    """How many items (numbers, names or stems) runs of the two sides share, for every run length.

    `held[side][k-1]`: float32 (n-k+1, v), 1 if the run of k sentences holds the item, for the v
    items that both sides have. `total[side][k-1]` (n-k+1,) counts all items of a run, also those
    that the other side has nowhere. `rarity` (v,) is 1 for an item that one sentence per side
    holds, and falls to 0 with their number.
    """

    held: Sides[tuple[Floats, ...]]
    total: Sides[tuple[Floats, ...]]
    rarity: Floats

    def rare(self, a: int, b: int) -> Floats:
        """Items in both runs, each weighted by its rarity: (n-a+1, m-b+1)."""
        weighted: Floats = self.held.ru[a - 1] * self.rarity
        sums: Floats = weighted @ self.held.kk[b - 1].T
        return sums

    def shared(self, a: int, b: int) -> Floats:
        """Items in both runs: (n-a+1, m-b+1)."""
        counts: Floats = self.held.ru[a - 1] @ self.held.kk[b - 1].T
        return counts

    def unshared(self, a: int, b: int) -> Floats:
        """Items in only one of the two runs: (n-a+1, m-b+1)."""
        total = self.total.ru[a - 1][:, None] + self.total.kk[b - 1][None, :]
        difference: Floats = total - 2 * self.shared(a, b)
        return np.maximum(difference, 0)


def make_overlap(
    texts: Sides[Sequence[str]], find: Callable[[str], set[str]], max_span: int
) -> LexicalOverlap:
    """The items that `find` gives for each sentence, for runs of 1 to `max_span` sentences."""
    items = texts.map(lambda side: [find(text) for text in side])
    common = set().union(*items.ru) & set().union(*items.kk)
    column = {item: index for index, item in enumerate(sorted(common))}
    ru, kk = (_runs(side, column, max_span) for side in items)
    spread = ru[0][0].sum(axis=0) * kk[0][0].sum(axis=0)  # at least 1: both sides have the items
    rarity: Floats = 1 / np.sqrt(spread)
    return LexicalOverlap(Sides(ru[0], kk[0]), Sides(ru[1], kk[1]), rarity)


def _runs(
    items: Sequence[Iterable[str]], column: dict[str, int], max_span: int
) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """(`held`, `total`) of one side."""
    table = np.zeros((len(items), len(column)), np.float32)
    elsewhere = np.zeros(len(items), np.float32)  # items that the other side has nowhere
    for row, of_sentence in enumerate(items):
        for item in of_sentence:
            if item in column:
                table[row, column[item]] = 1
            else:
                elsewhere[row] += 1
    held, totals = [], []
    for k in range(1, max_span + 1):
        run: NDArray[np.float32] = np.minimum(window_sums(table, k), 1)
        held.append(run)
        totals.append(run.sum(axis=1) + window_sums(elsewhere, k))
    return tuple(held), tuple(totals)
