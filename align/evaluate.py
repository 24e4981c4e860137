"""Scores against hand alignments: bead, link and null, and vecalign's strict and lax."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from align.types import Alignment, Bead

# A bead for counting: (first, stop) of each side; an unpaired one holds a single sentence.
Side = tuple[int, int]
Cut = tuple[Side, Side]
EMPTY: Side = (0, 0)

BeadsOf = Alignment | Sequence[Bead]


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of one measure: `right` of `predicted` and of `gold`; rates are 0 to 1.

    vecalign counts what is right among the predicted and among the gold separately; where the
    two differ `found` holds the second count.
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0
    found: int = -1

    @property
    def right_of_gold(self) -> int:
        """How many of the gold are right: what recall counts."""
        return self.right if self.found < 0 else self.found

    @property
    def precision(self) -> float:
        """right / predicted; 0 when nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """right (vecalign: found) / gold; 0 when the gold has none."""
        return self.right_of_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Rate) -> Rate:
        found = -1
        if self.found >= 0 or other.found >= 0:
            found = self.right_of_gold + other.right_of_gold
        return Rate(
            self.right + other.right,
            self.predicted + other.predicted,
            self.gold + other.gold,
            found,
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures over `documents` documents, counted together (micro average)."""

    bead: Rate = field(default_factory=Rate)
    link: Rate = field(default_factory=Rate)
    null: Rate = field(default_factory=Rate)
    vecalign_strict: Rate = field(default_factory=Rate)
    vecalign_lax: Rate = field(default_factory=Rate)
    documents: int = 0

    def __add__(self, other: Scores) -> Scores:
        names = [f.name for f in fields(self)]
        return Scores(*(getattr(self, name) + getattr(other, name) for name in names))

    def rates(self) -> list[tuple[str, Rate]]:
        """The measures with their names, as printed."""
        return [
            ("bead", self.bead),
            ("link", self.link),
            ("null", self.null),
            ("vecalign strict", self.vecalign_strict),
            ("vecalign lax", self.vecalign_lax),
        ]


def evaluate(gold: BeadsOf | Sequence[BeadsOf], predicted: BeadsOf | Sequence[BeadsOf]) -> Scores:
    """Scores of the prediction: both are beads of one document, or a list of such, one a document.

    - bead: beads with both sides non-empty that are identical in both;
    - link: (ru sentence, kk sentence) pairs inside beads;
    - null: sentences left unpaired;
    - vecalign strict and lax: as vecalign's scorer counts. Lax gives a giant bead full marks.

    Unpaired beads count as single sentences, however they are grouped. A sentence that one of
    the two does not mention is unpaired there (a file of usable pairs alone can be scored).
    Empty lists give counts of 0. Raises ValueError when the numbers of documents differ.

    >>> gold = [Bead(range(0, 1), range(0, 1)), Bead(range(1, 2), range(1, 1))]
    >>> evaluate(gold, [Bead(range(0, 2), range(0, 1))]).link.precision
    0.5
    """
    return sum(evaluate_each(gold, predicted), Scores())


def evaluate_each(
    gold: BeadsOf | Sequence[BeadsOf], predicted: BeadsOf | Sequence[BeadsOf]
) -> list[Scores]:
    """The same of each document alone, in order."""
    golds, predictions = _documents(gold), _documents(predicted)
    if _is_one(gold) or _is_one(predicted):  # then [] is a document without beads
        golds, predictions = golds or [[]], predictions or [[]]
    if len(golds) != len(predictions):
        raise ValueError(f"{len(golds)} gold documents, but {len(predictions)} predicted ones")
    return [score_document(one, other) for one, other in zip(golds, predictions, strict=True)]


def _documents(beads: BeadsOf | Sequence[BeadsOf]) -> list[list[Bead]]:
    """One list of beads a document, also where one document's beads were given alone."""
    if _is_one(beads):
        return [[item for item in beads if isinstance(item, Bead)]]
    return [[*document] for document in beads if not isinstance(document, Bead)]


def _is_one(beads: BeadsOf | Sequence[BeadsOf]) -> bool:
    return isinstance(beads, Alignment) or any(isinstance(item, Bead) for item in beads)


def score_document(gold: Sequence[Bead], predicted: Sequence[Bead]) -> Scores:
    """The scores of one document."""
    want, have = cut_alike(gold, predicted)
    strict, lax = vecalign_rates(want, have)
    return Scores(
        bead=_overlap(_paired(want), _paired(have)),
        link=_overlap(_links(want), _links(have)),
        null=_overlap(_nulls(want), _nulls(have)),
        vecalign_strict=strict,
        vecalign_lax=lax,
        documents=1,
    )


def cut_alike(gold: Sequence[Bead], predicted: Sequence[Bead]) -> tuple[list[Cut], list[Cut]]:
    """Both as `cut` makes them, over all sentences that either mentions."""
    both = (*gold, *predicted)
    n = max((bead.ru.stop for bead in both if bead.ru), default=0)
    m = max((bead.kk.stop for bead in both if bead.kk), default=0)
    return cut(gold, n, m), cut(predicted, n, m)


def cut(beads: Iterable[Bead], n: int, m: int) -> list[Cut]:
    """The beads with unpaired ones broken up into single sentences, unmentioned ones added."""
    pieces: list[Cut] = []
    left_ru, left_kk = set(range(n)), set(range(m))
    for bead in beads:
        if bead.paired:
            pieces.append(((bead.ru.start, bead.ru.stop), (bead.kk.start, bead.kk.stop)))
            left_ru.difference_update(bead.ru)
            left_kk.difference_update(bead.kk)
    pieces += [((i, i + 1), EMPTY) for i in sorted(left_ru)]
    pieces += [(EMPTY, (j, j + 1)) for j in sorted(left_kk)]
    return pieces


def _overlap(gold: Counter[object], predicted: Counter[object]) -> Rate:
    return Rate((gold & predicted).total(), predicted.total(), gold.total())


def _paired(pieces: Iterable[Cut]) -> Counter[object]:
    return Counter(piece for piece in pieces if EMPTY not in piece)


def _nulls(pieces: Iterable[Cut]) -> Counter[object]:
    return Counter(piece for piece in pieces if EMPTY in piece)


def _links(pieces: Iterable[Cut]) -> Counter[object]:
    return Counter((i, j) for ru, kk in pieces for i in range(*ru) for j in range(*kk))


def vecalign_rates(gold: Sequence[Cut], predicted: Sequence[Cut]) -> tuple[Rate, Rate]:
    """(strict, lax) as score.py of vecalign (Thompson and Koehn 2019) counts them.

    Precision is over all predicted beads, unpaired ones included; recall over the paired gold
    beads, with the roles exchanged. Lax takes a bead as right when it shares a source and a
    target sentence with gold links.
    """
    strict, lax = _vecalign_hits(gold, predicted)
    paired_gold = [piece for piece in gold if EMPTY not in piece]
    paired = [piece for piece in predicted if EMPTY not in piece]
    strict_found, lax_found = _vecalign_hits(paired, paired_gold)
    of = (len(set(predicted)), len(set(paired_gold)))
    return Rate(strict, *of, strict_found), Rate(lax, *of, lax_found)


def _vecalign_hits(reference: Sequence[Cut], tested: Sequence[Cut]) -> tuple[int, int]:
    """How many tested beads are right strictly, and laxly, by the reference."""
    partners: dict[int, set[int]] = {}
    for ru, kk in reference:
        for i in range(*ru):
            partners.setdefault(i, set()).update(range(*kk))
    exact = set(reference)
    strict = lax = 0
    for ru, kk in set(tested):
        if (ru, kk) in exact:
            strict += 1
            lax += 1
        elif any(partners.get(i, set()).intersection(range(*kk)) for i in range(*ru)):
            lax += 1
    return strict, lax
