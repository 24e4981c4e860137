"""A pair of documents under review: units, the beads that hold them, and the order of the beads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from align.scoring.anchors import longest_increasing_chain
from align.types import SIDES, USABLE_NOTES, Language

MOVED = "moved"
UNPAIRED = "unpaired"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or `count` of them in a row that a table holds as one text which can't be cut.

    `first` counts the sentences of the document from 0.
    """

    first: int
    count: int
    text: str

    def before(self, other: Unit) -> bool:
        """Whether the other follows with no sentence between."""
        return self.first + self.count == other.first


@dataclass(frozen=True, slots=True)
class ReviewBead:
    """Units of the two sides (ranges of their indexes) that belong together, or one alone.

    `score` and `note` as of `Bead`; `by_hand`: a person has made the bead or found it right.
    """

    ru: range
    kk: range
    score: float = 1.0
    note: str = ""
    by_hand: bool = False

    @property
    def paired(self) -> bool:
        """Whether both sides hold units."""
        return bool(self.ru) and bool(self.kk)

    @property
    def name(self) -> str:
        """What tells the bead from all others of its document, past and future ones too."""
        sides = f"{self.ru.start}-{self.ru.stop}:{self.kk.start}-{self.kk.stop}"
        return f"{sides}:{self.note}{'!' * self.by_hand}"

    def run(self, language: Language) -> range:
        """The units of one side."""
        return self.ru if language == "ru" else self.kk


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """A pair of documents; each unit is in exactly one bead. The beads are in `ordered` order."""

    ru_doc: str
    kk_doc: str
    ru: tuple[Unit, ...]
    kk: tuple[Unit, ...]
    beads: tuple[ReviewBead, ...]

    def units(self, language: Language) -> tuple[Unit, ...]:
        """The units of one side."""
        return self.ru if language == "ru" else self.kk

    @property
    def finished(self) -> bool:
        """Whether every bead was made or found right by a person."""
        return all(bead.by_hand for bead in self.beads)

    def with_beads(self, beads: Iterable[ReviewBead]) -> ReviewDocument:
        """The same with other beads: put in order, notes of moved ones set right."""
        return replace(self, beads=tuple(ordered(_settled([*beads]))))


def ordered(beads: Iterable[ReviewBead]) -> list[ReviewBead]:
    """The beads as they are shown and written.

    By their Russian place, moved ones too; unpaired Kazakh sentences come before the first pair in
    order that stands further down, so after the unpaired Russian ones of the same gap.
    """
    every = [*beads]
    alone = sorted((bead for bead in every if not bead.ru), key=lambda bead: bead.kk.start)
    found: list[ReviewBead] = []
    at = 0
    for bead in sorted((bead for bead in every if bead.ru), key=lambda bead: bead.ru.start):
        if bead.kk and bead.note != MOVED:
            while at < len(alone) and alone[at].kk.start < bead.kk.start:
                found.append(alone[at])
                at += 1
        found.append(bead)
    return found + alone[at:]


def _settled(beads: Sequence[ReviewBead]) -> list[ReviewBead]:
    """The beads, those pairs noted as moved that cross a pair that is not, and only those."""
    pairs = sorted((bead for bead in beads if bead.paired), key=lambda bead: bead.ru.start)
    usual = [(bead.ru.start, bead.kk.start) for bead in pairs if bead.note != MOVED]
    chain = longest_increasing_chain(usual)
    known = {*chain}
    for bead in pairs:
        place = bead.ru.start, bead.kk.start
        if place not in known and _fits(place, chain):
            chain.insert(bisect_left(chain, place), place)
            known.add(place)
    return [_noted(bead, known) if bead.paired else _alone(bead) for bead in beads]


def _fits(place: tuple[int, int], chain: Sequence[tuple[int, int]]) -> bool:
    """Whether the chain still rises on both sides with this place in it."""
    at = bisect_left(chain, place)
    return (at == 0 or chain[at - 1][1] < place[1]) and (
        at == len(chain) or place[1] < chain[at][1]
    )


def _noted(bead: ReviewBead, in_order: set[tuple[int, int]]) -> ReviewBead:
    moved = (bead.ru.start, bead.kk.start) not in in_order
    if moved == (bead.note == MOVED) or bead.note not in USABLE_NOTES:
        return bead
    return replace(bead, note=MOVED if moved else "")


def _alone(bead: ReviewBead) -> ReviewBead:
    return bead if bead.note == UNPAIRED else replace(bead, note=UNPAIRED)


def document_of(
    names: tuple[str, str], ru: Sequence[Unit], kk: Sequence[Unit], beads: Iterable[ReviewBead]
) -> ReviewDocument:
    """A document of beads that hold each unit at most once; what they leave out is unpaired."""
    cut = [part for bead in beads for part in ([bead] if bead.paired else singles(bead))]
    for language, units in zip(SIDES, (ru, kk), strict=True):
        left = set(range(len(units))).difference(*(bead.run(language) for bead in cut))
        cut += [single(language, at) for at in sorted(left)]
    return ReviewDocument(*names, tuple(ru), tuple(kk), ()).with_beads(cut)


def singles(bead: ReviewBead) -> list[ReviewBead]:
    """A bead's units, each alone, with the bead's score."""
    return [
        replace(single(language, at), score=bead.score, by_hand=bead.by_hand)
        for language in SIDES
        for at in bead.run(language)
    ]


def single(language: Language, at: int) -> ReviewBead:
    """One unit without partner."""
    run, none = range(at, at + 1), range(0)
    sides = (run, none) if language == "ru" else (none, run)
    return ReviewBead(*sides, score=0.0, note=UNPAIRED)
