"""Which documents may belong together: the most alike of each, out of all pairs, in blocks.

All pairs are compared, exactly: of 20,000 documents a side that takes a minute, and memory grows
with the documents, not with the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.match.collection import Collection
from align.match.document_clues import document_clues
from align.match.document_vectors import document_vectors
from align.scoring.spans import Floats
from align.types import Sides

BEST = 3  # partners that are kept of each document
CLUES = 0.5  # weight of the clues in common beside the vectors' product
# A pair whose document has a partner that is so much more alike is no candidate. Of 2,105 made
# pairs three are lost by that, and two thirds of the candidates need not be aligned.
FARTHEST = 0.4
ROWS = 500  # Russian documents compared at once
# Documents of one side that are so much alike, of 1.5, are the same page twice: neither is a rival
# of the other. 1.5 are the same sentences.
SAME = 1.35

Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of documents, c of them, by Russian and then Kazakh index; all arrays (c,).

    `index`: of the document among those of its side. `likeness` -2 to 2. `lead`: how much more than
    the next best of the same document, or than 0 if that is more; below 0 if another is more alike.
    `page`: which page the document is, the same number for one that is there twice.
    """

    index: Sides[Indexes]
    likeness: Floats
    lead: Sides[Floats]
    page: Sides[Indexes]

    def __len__(self) -> int:
        return len(self.likeness)


@dataclass(slots=True)
class Best:
    """The best partners of each document so far, best first: both (documents, BEST + 1)."""

    partners: Indexes
    values: Floats

    @classmethod
    def none(cls, count: int) -> Best:
        """Of as many documents, before any is compared; -1 stands for no partner."""
        return cls(
            np.full((count, BEST + 1), -1, np.int64),
            np.full((count, BEST + 1), -np.inf, np.float32),
        )

    def add(self, values: Floats, first: int, rows: slice) -> None:
        """Compares the documents of `rows` with others, (documents, others), from `first` on."""
        count = min(BEST + 1, values.shape[1])
        places = np.argpartition(-values, count - 1, axis=1)[:, :count]
        partners = np.concatenate([self.partners[rows], places + first], axis=1)
        own = np.concatenate([self.values[rows], np.take_along_axis(values, places, 1)], axis=1)
        order = np.argsort(-own, axis=1, kind="stable")[:, : BEST + 1]
        self.partners[rows] = np.take_along_axis(partners, order, axis=1)
        self.values[rows] = np.take_along_axis(own, order, axis=1)

    def kept(self) -> tuple[Indexes, Indexes, Floats]:
        """(Document, partner, likeness) of each one's BEST partners, as far as there are any."""
        own, place = np.nonzero(self.partners[:, :BEST] >= 0)
        return own, self.partners[own, place], self.values[own, place]

    def rival(self, own: Indexes, partner: Indexes, pages: Indexes) -> Floats:
        """The best of documents `own` that is another page than `partner`, at least 0: (c,)."""
        others = self.partners[own]
        other = (others >= 0) & (pages[others] != pages[partner][:, None])
        found: Floats = np.where(other, self.values[own], np.float32(0)).max(axis=1, initial=0)
        return found


def candidates(ru: Collection, kk: Collection) -> Candidates:
    """The pairs of documents that may belong together; those without sentences are in none."""
    vectors = document_vectors(ru, kk)
    of_ru, of_kk = _compared(vectors, document_clues(ru, kk))
    ru_pages, kk_pages = _pages(vectors[0], of_kk), _pages(vectors[1], of_ru)
    (ru_own, ru_partner, ru_values), (kk_own, kk_partner, kk_values) = of_ru.kept(), of_kk.kept()
    pairs = np.stack([np.append(ru_own, kk_partner), np.append(ru_partner, kk_own)])
    (i, j), firsts = np.unique(pairs, axis=1, return_index=True)
    likeness = np.append(ru_values, kk_values)[firsts]
    ru_lead = likeness - of_ru.rival(i, j, kk_pages)
    kk_lead = likeness - of_kk.rival(j, i, ru_pages)
    ru_sizes, kk_sizes = (np.array([*map(len, side.sentences)], np.int64) for side in (ru, kk))
    near = (np.minimum(ru_lead, kk_lead) >= -FARTHEST) & (ru_sizes[i] > 0) & (kk_sizes[j] > 0)
    return Candidates(
        Sides(i[near], j[near]),
        likeness[near],
        Sides(ru_lead[near], kk_lead[near]),
        Sides(ru_pages[i][near], kk_pages[j][near]),
    )


def _pages(vectors: Floats, of_others: Best) -> Indexes:
    """A number for each document of a side, the same for those that are the same page.

    Those are compared that are both most like some document of the other side.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = [
        of_others.partners[:, [a, b]]
        for a, b in combinations(range(of_others.partners.shape[1]), 2)
    ]
    i, j = np.unique(np.sort(np.concatenate(pairs), axis=1), axis=0).T
    i, j = i[i >= 0], j[i >= 0]
    same = np.zeros(len(i), np.bool_)
    for start in range(0, len(i), ROWS):
        part = slice(start, start + ROWS)
        same[part] = (vectors[i[part]] * vectors[j[part]]).sum(axis=1) >= SAME
    links = csr_matrix((same[same], (i[same], j[same])), (len(vectors), len(vectors)))
    pages: Indexes = connected_components(links, directed=False)[1].astype(np.int64)
    return pages


def _compared(vectors: tuple[Floats, Floats], clues: tuple[Any, Any]) -> tuple[Best, Best]:
    """The best partners of each Russian document, and of each Kazakh one."""
    from tqdm import tqdm

    n, m = len(vectors[0]), len(vectors[1])
    of_ru, of_kk = Best.none(n), Best.none(m)
    if not n or not m:
        return of_ru, of_kk
    columns = clues[1].T.tocsr()
    with tqdm(total=n, desc="comparing", unit=" documents", disable=None, delay=2) as bar:
        for start in range(0, n, ROWS):
            rows = slice(start, min(start + ROWS, n))
            values = vectors[0][rows] @ vectors[1].T
            values += np.float32(CLUES) * (clues[0][rows] @ columns).toarray()
            of_ru.add(values, 0, rows)
            of_kk.add(np.ascontiguousarray(values.T), start, slice(0, m))
            bar.update(rows.stop - rows.start)
    return of_ru, of_kk
