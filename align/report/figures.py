"""What a corpus holds in numbers, and the rows that a reader should see: one pass over its rows."""

from __future__ import annotations

import heapq
import math
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from align.types import Row

BINS = 20  # of scores, 0 to 1
BANDS = (0.0, 0.4, 0.6, 0.8, 0.9, 0.97)  # where a band of scores begins
DOUBTFUL = 20  # rows shown
SAMPLES = 6  # rows of each band
# Kazakh characters for each Russian one, where a bin of length ratios begins: from a quarter to
# four times, in steps of a factor of 2 ** 0.25.
RATIOS = tuple(2 ** (step / 4) for step in range(-8, 9))
WORST = 10  # documents shown
FEWEST = 5  # sentences of a document that is called bad


@dataclass(slots=True)
class Side:
    """Sentences and characters of one side, and those of them in usable pairs."""

    sentences: int = 0
    paired: int = 0
    characters: int = 0
    paired_characters: int = 0

    def add(self, count: int, text: str, usable: bool) -> None:
        """Counts one row's side."""
        self.sentences += count
        self.characters += len(text)
        self.paired += count * usable
        self.paired_characters += len(text) * usable


@dataclass(slots=True)
class OfDocument:
    """One pair of documents: sentences of both sides, those in usable pairs, scores of its rows."""

    sentences: int = 0
    paired: int = 0
    rows: int = 0
    scores: float = 0.0

    @property
    def coverage(self) -> float:
        """Share of the sentences that are in usable pairs."""
        return self.paired / max(self.sentences, 1)

    @property
    def score(self) -> float:
        """Mean score of its rows."""
        return self.scores / max(self.rows, 1)


@dataclass(slots=True)
class Figures:
    """The numbers of a corpus; `kinds`, `notes` and the histograms count rows.

    `kinds`: of usable pairs. `notes`: of every row, "" for a plain pair. `scores`: of all pairs,
    rejected ones too, BINS bins. `ratios`: of usable pairs, a bin below each of RATIOS, and one
    above. `doubtful`: the usable pairs of the lowest scores. `samples`: by band, drawn by chance.
    """

    rows: int = 0
    pairs: int = 0
    ru: Side = field(default_factory=Side)
    kk: Side = field(default_factory=Side)
    kinds: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    scores: list[int] = field(default_factory=lambda: [0] * BINS)
    ratios: list[int] = field(default_factory=lambda: [0] * (len(RATIOS) + 1))
    documents: dict[tuple[str, str], OfDocument] = field(default_factory=dict)
    doubtful: list[Row] = field(default_factory=list)
    samples: list[list[Row]] = field(default_factory=lambda: [[] for _ in BANDS])

    def worst(self) -> list[tuple[tuple[str, str], OfDocument]]:
        """The documents of which least is paired, those of FEWEST sentences and more."""
        known = [(names, one) for names, one in self.documents.items() if one.sentences >= FEWEST]
        return heapq.nsmallest(WORST, known, key=lambda item: (item[1].coverage, item[0]))

    def least_sure(self, most_rows: int) -> tuple[str, str] | None:
        """The document whose rows have the lowest mean score, of those with up to `most_rows`."""
        known = [
            (one.score, names)
            for names, one in self.documents.items()
            if FEWEST <= one.rows <= most_rows
        ]
        return min(known)[1] if known else next(iter(self.documents), None)


def figures_of(rows: Iterable[Row]) -> Figures:
    """The figures of a corpus, row by row: memory grows with the documents alone."""
    found = Figures()
    draw = random.Random(0)  # the same samples each time
    seen = [0] * len(BANDS)
    doubtful: list[tuple[float, int, Row]] = []
    for row in rows:
        found.rows += 1
        usable = row.usable
        found.ru.add(row.ru_count, row.ru, usable)
        found.kk.add(row.kk_count, row.kk, usable)
        found.notes[row.note] += 1
        one = found.documents.setdefault(row[:2], OfDocument())
        one.sentences += row.ru_count + row.kk_count
        one.paired += usable * (row.ru_count + row.kk_count)
        one.rows += 1
        one.scores += row.score
        if not (row.ru_count and row.kk_count):
            continue
        found.scores[min(int(row.score * BINS), BINS - 1)] += 1
        if not usable:
            continue
        found.pairs += 1
        found.kinds[row.kind] += 1
        ratio = max(len(row.kk), 1) / max(len(row.ru), 1)
        found.ratios[bisect_right(RATIOS, ratio)] += 1
        entry = (-row.score, -found.rows, row)
        if len(doubtful) < DOUBTFUL:
            heapq.heappush(doubtful, entry)
        else:
            heapq.heappushpop(doubtful, entry)
        band = bisect_right(BANDS, row.score) - 1
        seen[band] += 1
        if len(found.samples[band]) < SAMPLES:
            found.samples[band].append(row)
        elif (place := draw.randrange(seen[band])) < SAMPLES:  # reservoir sampling
            found.samples[band][place] = row
    found.doubtful = [row for _, _, row in sorted(doubtful, reverse=True)]
    return found


def median_ratio(ratios: list[int]) -> float:
    """The middle of the bin that the median of the length ratios is in; nan for none."""
    half, total = sum(ratios) / 2, 0
    for at, count in enumerate(ratios):
        total += count
        if count and total >= half:
            low = RATIOS[at - 1] if at else RATIOS[0] / 2
            high = RATIOS[at] if at < len(RATIOS) else RATIOS[-1] * 2
            return math.sqrt(low * high)
    return math.nan
