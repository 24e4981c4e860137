"""What two sentences share on their face: numbers, and names and words spelled nearly alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.beads.spans import Floats, window_sums

# «3 900», «3900» and «3 900» are one number, «1,4» and «1.4» too; «13.08.2025» is one as a whole.
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[^\W\d_a-zа-яёәғқңөұүһі]\w{2,}")

# Kazakh letters as Russian mostly spells the same names: Қасенова – Касенова, Көкшетау – Кокшетау.
_FOLD = str.maketrans("әғқңөұүһіё", "агкноуухие")
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
class Clues:
    """How many clues runs of the two sides share, and how many each has, for every run length.

    `ru[a-1]`: float32 (n-a+1, v), 1 where the run holds the clue; `kk` likewise. `ru_total[a-1]`
    (n-a+1,) counts all of a run's clues, also those that the other side has nowhere. `rarity` (v,)
    is 1 for a clue that one sentence a side holds, and falls to 0 with their number.
    """

    ru: tuple[Floats, ...]
    kk: tuple[Floats, ...]
    ru_total: tuple[Floats, ...]
    kk_total: tuple[Floats, ...]
    rarity: Floats

    def rare(self, a: int, b: int) -> Floats:
        """Clues in both runs, each as much as it is rare: (n-a+1, m-b+1)."""
        weighted: Floats = self.ru[a - 1] * self.rarity
        sums: Floats = weighted @ self.kk[b - 1].T
        return sums

    def shared(self, a: int, b: int) -> Floats:
        """Clues in both runs: (n-a+1, m-b+1)."""
        counts: Floats = self.ru[a - 1] @ self.kk[b - 1].T
        return counts

    def unshared(self, a: int, b: int) -> Floats:
        """Clues in one run of the two only: (n-a+1, m-b+1)."""
        total = self.ru_total[a - 1][:, None] + self.kk_total[b - 1][None, :]
        difference: Floats = total - 2 * self.shared(a, b)
        return np.maximum(difference, 0)


def make_clues(
    ru: Sequence[str], kk: Sequence[str], find: Callable[[str], set[str]], max_span: int
) -> Clues:
    """The clues that `find` sees in each sentence, for runs of 1 to `max_span` sentences."""
    ru_found, kk_found = [find(text) for text in ru], [find(text) for text in kk]
    common = set().union(*ru_found) & set().union(*kk_found)
    column = {clue: at for at, clue in enumerate(sorted(common))}
    ru_runs, ru_total = _runs(ru_found, column, max_span)
    kk_runs, kk_total = _runs(kk_found, column, max_span)
    spread = ru_runs[0].sum(axis=0) * kk_runs[0].sum(axis=0)  # at least 1: the clues are common
    rarity: Floats = 1 / np.sqrt(spread)
    return Clues(ru_runs, kk_runs, ru_total, kk_total, rarity)


def _runs(
    found: Sequence[Iterable[str]], column: dict[str, int], max_span: int
) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    table = np.zeros((len(found), len(column)), np.float32)
    elsewhere = np.zeros(len(found), np.float32)  # clues that the other side has nowhere
    for row, clues in enumerate(found):
        for clue in clues:
            if clue in column:
                table[row, column[clue]] = 1
            else:
                elsewhere[row] += 1
    runs, totals = [], []
    for k in range(1, max_span + 1):
        run: NDArray[np.float32] = np.minimum(window_sums(table, k), 1)
        runs.append(run)
        totals.append(run.sum(axis=1) + window_sums(elsewhere, k))
    return tuple(runs), tuple(totals)
