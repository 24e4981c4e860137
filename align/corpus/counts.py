"""What a corpus holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, fields

from align.corpus.sources import Fault
from align.types import Alignment


@dataclass(frozen=True, slots=True)
class CorpusCounts:
    """What a corpus holds: documents, sentences, and beads by what became of them."""

    documents: int = 0
    faults: int = 0
    ru_sentences: int = 0
    kk_sentences: int = 0
    pairs: int = 0
    moved: int = 0
    low_score: int = 0
    ru_unpaired: int = 0
    kk_unpaired: int = 0
    filtered: int = 0

    def __add__(self, other: CorpusCounts) -> CorpusCounts:
        return CorpusCounts(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(CorpusCounts))
        )


def counted(one: Alignment | Fault) -> CorpusCounts:
    """The counts of one pair of documents."""
    if isinstance(one, Fault):
        return CorpusCounts(documents=1, faults=1)
    pairs, rest = one.pairs, one.rest
    return CorpusCounts(
        documents=1,
        ru_sentences=len(one.ru),
        kk_sentences=len(one.kk),
        pairs=len(pairs),
        moved=sum(bead.note == "moved" for bead in pairs),
        low_score=sum(bead.note == "low-score" for bead in rest),
        filtered=sum(bead.paired and bead.note != "low-score" for bead in rest),
        ru_unpaired=sum(len(bead.ru) for bead in rest if not bead.paired),
        kk_unpaired=sum(len(bead.kk) for bead in rest if not bead.paired),
    )
