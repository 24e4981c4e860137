"""What two documents share on their face: numbers, names, words spelled alike, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from align.languages import LANGUAGES
from align.match.collection import Collection
from align.scoring.lexical_overlap import names, numbers, stems

# A clue that more documents of a side hold than this, and than this share of them, tells little
# and costs much.
MOST, MOST_SHARE = 10, 0.05

_STEMS = LANGUAGES.map(lambda language: [month.stem for month in language.months])
_MONTHS = [re.compile(f"(?:{ru}|{kk})", re.IGNORECASE) for ru, kk in zip(*_STEMS, strict=True)]
_IN_WORDS = re.compile(
    rf"\b(\d{{1,2}})(?:-\w{{1,3}})?\s({'|'.join(stem for stems in _STEMS for stem in stems)})",
    re.IGNORECASE,
)
_IN_FIGURES = re.compile(r"\b(?:(\d{1,2})\.(\d{2})\.\d{4}|\d{4}-(\d{2})-(\d{2}))\b")


def dates(text: str) -> set[str]:
    """The days of a text as day and month, in whichever way it writes them.

    >>> dates("8 сәуірге қараған түні") == dates("в ночь на 8 апреля") == dates("08.04.2025")
    True
    """
    found = {f"{int(day)}.{_month(month)}" for day, month in _IN_WORDS.findall(text)}
    for day, month, iso_month, iso_day in _IN_FIGURES.findall(text):
        found.add(f"{int(day or iso_day)}.{int(month or iso_month)}")
    return found


def _month(word: str) -> int:
    return next(at for at, month in enumerate(_MONTHS, 1) if month.match(word))


_KINDS = (numbers, names, stems, dates)


def document_clues(ru: Collection, kk: Collection) -> tuple[Any, Any]:
    """The clues of every document that some document of the other side has, scipy CSR matrices.

    float32 (documents, clues); the product of two rows is the share of clues that they have in
    common, each as much as it is rare, 0 to 1: the cosine of tf-idf without the tf.
    """
    from scipy import sparse

    sides = [[_clues(side, at) for at in range(len(side))] for side in (ru, kk)]
    counts = [Counter(clue for found in side for clue in found) for side in sides]
    most = [max(MOST, MOST_SHARE * len(side)) for side in sides]
    common = sorted(
        clue
        for clue in counts[0].keys() & counts[1].keys()
        if counts[0][clue] <= most[0] and counts[1][clue] <= most[1]
    )
    column = {clue: at for at, clue in enumerate(common)}
    total = len(ru) + len(kk)
    rarity = np.log([(total + 1) / (counts[0][clue] + counts[1][clue]) for clue in common])
    made = []
    for side in sides:
        rows = _rows(side, column)
        places = np.concatenate([*rows, np.zeros(0, np.int64)]).astype(np.int64)
        starts = np.cumsum([0, *map(len, rows)])
        weights = rarity[places] if common else np.zeros(0)
        matrix = sparse.csr_matrix((weights, places, starts), (len(side), len(common)))
        norms = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
        scaled = sparse.diags(1 / np.maximum(norms, 1e-9)) @ matrix
        made.append(scaled.astype(np.float32).tocsr())
    return made[0], made[1]


def _clues(side: Collection, at: int) -> set[tuple[int, str]]:
    """The clues of one document, each with its kind."""
    text = "\n".join(sentence.seen for sentence in side.sentences[at])
    return {(kind, clue) for kind, find in enumerate(_KINDS) for clue in find(text)}


def _rows(
    side: Sequence[set[tuple[int, str]]], column: dict[tuple[int, str], int]
) -> list[np.ndarray]:
    return [
        np.array(sorted(column[clue] for clue in found if clue in column), np.int64)
        for found in side
    ]
