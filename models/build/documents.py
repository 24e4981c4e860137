"""Documents with known beads for fitting the bead model: translated texts with seeded noise.

A document is a stretch of neighbouring units of one source. What happens to it is drawn for it, so
that the model meets literal translations, free ones that are complete, paragraphs whose sentences
are cut otherwise on the other side, and pages of which half is missing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from align.text.split import split_text
from align.types import Bead
from models.build.corpus import PROSE, is_shifted, is_usable, read_rows


class Unit(NamedTuple):
    """Sentences that translate each other; of one side only, they are without partner."""

    ru: list[str]
    kk: list[str]
    exact: bool = True  # one bead; else any number of beads may be inside
    moved: int | None = None  # for one side's sentence of a moved unit: which of the document's


Sources = Mapping[str, Sequence[Unit]]

BENCHMARKS = ("flores-devtest", "udhr")  # not the texts that we report on
# The encoder was not tuned on these and finds them harder, like what users have: they count twice.
UNSEEN = ("flores-devtest", "udhr", "prose")
PROSE_SEEDS = Path(__file__).parents[2] / "seeds" / "prose" / "fit"
TEXTS = "apertium_texts"  # a tale, a fable, dialogues, contracts: each is a source of its own

MOST = 4  # sentences on a side of an exact unit
MOST_COARSE = 6  # … of another one
SIZES = (4, 80)  # units of a document, drawn evenly on a logarithmic scale
# Highest rates of what happens to a unit.
RATES = {"merge": 0.35, "recast": 0.03, "leave_out": 0.6, "insert": 0.3, "trim": 0.4, "move": 0.1}
UNTOUCHED = 0.25  # share of documents in which a kind of noise does not occur
COMPLETE = 0.35  # share of documents in which nothing is left out, inserted or moved
LOOSE = 0.3  # share of documents made of the less similar units of a source, nearly all complete
LOOSE_COMPLETE = 0.8
RECAST = 0.08  # share of documents in which many paragraphs are cut anew
PASSAGES = 0.25  # share of documents in which what is left out or inserted goes on …
GOES_ON = 0.6  # … from one unit to the next, so often
LOPSIDED = 0.33  # share of documents in which mostly one side has less
NEAR = 30  # units between a document and strangers on its topic
JUMBLED = RATES | {"move": 0.3}  # of jumbled documents; none of these is complete
MOVED = (4, 8)  # most units in a moved block, most units that it is moved by


@dataclass(frozen=True, slots=True)
class Made:
    """A made document: its sentences and gold beads.

    Of `coarse` ones only the borders are known: they may hold any number of beads. In `gold` the
    sentences of moved units are without partner; `moved` has (Russian indexes, Kazakh ones, exact)
    of each.
    """

    ru: list[str] = field(default_factory=list)
    kk: list[str] = field(default_factory=list)
    gold: list[Bead] = field(default_factory=list)
    coarse: set[int] = field(default_factory=set)
    moved: dict[int, tuple[list[int], list[int], bool]] = field(default_factory=dict)

    def add(self, unit: Unit) -> None:
        ru_first, kk_first = len(self.ru), len(self.kk)
        if unit.moved is not None:
            ru, kk, _ = self.moved.setdefault(unit.moved, ([], [], unit.exact))
            ru.extend(ru_first + at for at in range(len(unit.ru)))
            kk.extend(kk_first + at for at in range(len(unit.kk)))
        elif not unit.exact:
            self.coarse.add(len(self.gold))
        self.ru.extend(unit.ru)
        self.kk.extend(unit.kk)
        self.gold.append(Bead(range(ru_first, len(self.ru)), range(kk_first, len(self.kk))))

    def pairs(self) -> list[Bead]:
        """The gold beads with partner, those of moved units too."""
        moved = [
            Bead(range(ru[0], ru[-1] + 1), range(kk[0], kk[-1] + 1))
            for ru, kk, _ in self.moved.values()
        ]
        return [bead for bead in self.gold if bead.paired] + moved


def sources(data: Path) -> dict[str, list[Unit]]:
    """The usable units of each source in document order, split into sentences.

    `data` holds train/ and benchmark/.
    """
    found: dict[str, list[Unit]] = {}
    for row in read_rows(PROSE_SEEDS / "gold.tsv"):
        found.setdefault(f"prose {row['ru_doc']}", []).append(Unit(*sentences(row)))
    for path in (
        *(data / "train" / f"{name}.tsv" for name in PROSE),
        *(data / "benchmark" / f"{name}.tsv" for name in BENCHMARKS),
    ):
        places: dict[str, int] = {}
        for row in read_rows(path):
            places[row["doc"]] = places.get(row["doc"], 0) + 1
            if path.stem == TEXTS and is_shifted(row, places[row["doc"]]):
                continue
            if not is_usable(row["ru"].strip(), row["kk"].strip()):
                continue
            ru, kk = sentences(row)
            exact = min(len(ru), len(kk)) == 1
            if max(len(ru), len(kk)) <= (MOST if exact else MOST_COARSE):
                name = f"{TEXTS} {row['doc']}" if path.stem == TEXTS else path.stem
                found.setdefault(name, []).append(Unit(ru, kk, exact))
    return found


def sentences(row: Mapping[str, str]) -> tuple[list[str], list[str]]:
    ru, kk = ([sentence.text for sentence in split_text(row[side], side)] for side in ("ru", "kk"))
    return ru, kk


def documents(
    every: Sources, loose: Sources, count: int, seed: int, *, jumbled: bool = False
) -> list[Made]:
    """`count` documents, the same for the same seed; sources weigh by the root of their size.

    `loose` holds the less similar units of those sources that are large enough. Of `jumbled`
    documents three in ten have moved passages, of others one.
    """
    rng = random.Random(seed)
    made: list[Made] = []
    while len(made) < count:
        is_loose = rng.random() < LOOSE and bool(loose)
        source = picked(loose if is_loose else every, rng)
        one = make(source, rng, loose=is_loose, jumbled=jumbled)
        if one.ru and one.kk:
            made.append(one)
    return made


def picked(found: Sources, rng: random.Random) -> Sequence[Unit]:
    weights = [
        math.sqrt(len(source)) * (2 if name.split()[0] in UNSEEN else 1)
        for name, source in found.items()
    ]
    return rng.choices(list(found.values()), weights)[0]


def make(
    source: Sequence[Unit], rng: random.Random, *, loose: bool = False, jumbled: bool = False
) -> Made:
    low, high = SIZES
    size = min(round(low * (high / low) ** rng.random()), len(source))
    start = rng.randrange(len(source) - size + 1)
    elsewhere = [*source[:start], *source[start + size :]]
    complete = rng.random() < (LOOSE_COMPLETE if loose else COMPLETE) and not jumbled
    noise = Noise(elsewhere, start, rng, complete=complete, jumbled=jumbled)
    made = Made()
    for unit in moved(list(noise.units(source[start : start + size])), noise.rate["move"], rng):
        made.add(unit)
    return made


class Noise:
    """What happens to a document, drawn for it."""

    def __init__(
        self,
        elsewhere: Sequence[Unit],
        start: int,
        rng: random.Random,
        *,
        complete: bool,
        jumbled: bool = False,
    ) -> None:
        """`elsewhere`: the source without the document, which begins at `start` in it."""
        self.elsewhere, self.start, self.rng = elsewhere, start, rng
        self.rate = {
            kind: 0.0 if rng.random() < UNTOUCHED else most * rng.random()
            for kind, most in (JUMBLED if jumbled else RATES).items()
        }
        if rng.random() < RECAST:
            self.rate["recast"] = rng.uniform(0.2, 1)
        if complete:
            self.rate |= {"leave_out": 0.0, "insert": 0.0, "move": 0.0}
        self.goes_on = GOES_ON if rng.random() < PASSAGES else 0.0
        self.ru_share = rng.choice((0.1, 0.9)) if rng.random() < LOPSIDED else 0.5
        self.near = rng.random() < 0.5

    def happens(self, kind: str) -> bool:
        return self.rng.random() < self.rate[kind]

    def units(self, stretch: Sequence[Unit]) -> Iterator[Unit]:
        """The units of the stretch, with noise; one-sided units are what is unpaired."""
        queue = list(stretch)
        while queue:
            if self.elsewhere and self.happens("insert"):
                yield from self.alone([self.stranger()])
            if self.happens("leave_out"):
                yield from self.alone(queue)
                continue
            unit = self.united(queue)
            yield trimmed(unit, self.rng) if self.happens("trim") else unit

    def alone(self, queue: list[Unit]) -> Iterator[Unit]:
        """The first of the queue on one side only, and maybe the following as well."""
        is_ru = self.rng.random() < self.ru_share
        while queue:
            unit = queue.pop(0)
            for text in unit.ru if is_ru else unit.kk:
                yield Unit([text], []) if is_ru else Unit([], [text])
            if self.rng.random() >= self.goes_on:
                return

    def stranger(self) -> Unit:
        """A unit from elsewhere, from near by in half of the documents: of the same topic."""
        if not self.near:
            return self.rng.choice(self.elsewhere)
        at = self.start + self.rng.randint(-NEAR, NEAR)
        return self.elsewhere[min(max(at, 0), len(self.elsewhere) - 1)]

    def united(self, queue: list[Unit]) -> Unit:
        """The first of the queue, or the first ones made one."""
        count = 2 if self.rng.random() < 0.75 else 3
        parts = queue[:count]
        if len(parts) > 1 and self.happens("recast"):
            unit = recast(parts, self.rng)
            if unit is not None:
                del queue[: len(parts)]
                return unit
        if len(parts) > 1 and self.happens("merge"):
            unit = merged(parts, self.rng)
            if max(len(unit.ru), len(unit.kk)) <= MOST:
                del queue[: len(parts)]
                return unit
        return queue.pop(0)


def turned(ru_side: bool, own: list[str], other: list[str]) -> Unit:
    """A unit whose own side is the Russian one, or the Kazakh one."""
    return Unit(own, other) if ru_side else Unit(other, own)


def merged(parts: Sequence[Unit], rng: random.Random) -> Unit:
    """Neighbours as one bead: one sentence on one side, as they were on the other."""
    side = rng.randrange(2)
    one = joined([text for part in parts for text in part[side]], rng)
    return turned(side == 0, [one], [text for part in parts for text in part[1 - side]])


def joined(texts: Sequence[str], rng: random.Random) -> str:
    """Sentences run together, half of the time as one writes it: «…, ал …»."""
    if rng.random() < 0.5:
        return " ".join(texts)
    return (
        ", ".join([texts[0].rstrip("."), *(lowered(text).rstrip(".") for text in texts[1:])]) + "."
    )


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def trimmed(unit: Unit, rng: random.Random) -> Unit:
    """The unit with a stretch of words gone from one sentence: newsrooms tell more, or less.

    Not from one that has several opposite: all that one of these says could be what is gone.
    """
    sides = [list(unit.ru), list(unit.kk)]
    side = rng.randrange(2)
    if len(sides[1 - side]) > 1:
        return unit
    at = rng.randrange(len(sides[side]))
    words = sides[side][at].split()
    count = round(len(words) * rng.uniform(0.1, 0.45))
    if len(words) >= 6:
        start = rng.randrange(len(words) - count + 1)
        sides[side][at] = " ".join([*words[:start], *words[start + count :]])
    return Unit(sides[0], sides[1], unit.exact)


def recast(parts: Sequence[Unit], rng: random.Random) -> Unit | None:
    """A bead of several sentences on both sides: those of one side are cut anew, elsewhere.

    None where the parts are too short, or too many for one bead.
    """
    side = rng.randrange(2)
    kept = [text for part in parts for text in part[1 - side]]
    words: list[str] = []
    borders = [0]
    for part in parts:
        text = joined(part[side], rng)
        if words:
            words[-1] = words[-1].rstrip(".") + ","
            text = lowered(text)
        words += text.split()
        borders.append(len(words))
    places = [
        at for at in range(3, len(words) - 2) if min(abs(at - border) for border in borders) > 2
    ]
    count = rng.randint(1, 3)
    if len(kept) > MOST or len(places) < 4 * count:
        return None
    # Where there is a comma one rather cuts.
    places.sort(key=lambda at: rng.random() * (0.2 if words[at - 1].endswith((",", ";")) else 1))
    cuts: list[int] = []
    for at in places:
        if len(cuts) < count and all(abs(at - cut) > 3 for cut in cuts):
            cuts.append(at)
    starts = [0, *sorted(cuts)]
    texts = [
        " ".join(words[start:stop]).rstrip(",;:–—- .") + "."
        for start, stop in zip(starts, [*starts[1:], len(words)], strict=True)
    ]
    return turned(side == 0, [text[:1].upper() + text[1:] for text in texts], kept)


def moved(found: list[Unit], rate: float, rng: random.Random) -> list[Unit]:
    """The units with blocks of one side gone elsewhere; they are without partner on both sides.

    A block is moved by more units than it holds, so that it is the block that is out of order.
    """
    most, furthest = MOVED
    units, at, count = list(found), 0, 0
    while at < len(units):
        if rng.random() >= rate:
            at += 1
            continue
        size = rng.randint(1, most)
        block = units[at : at + size]
        to = at + size + rng.randint(size + 1, furthest)
        passed = sum(bool(unit.ru and unit.kk) for unit in units[at + size : to])
        if passed <= size or not all(unit.ru and unit.kk for unit in block):
            at += 1
            continue
        side = rng.randrange(2)
        stays, goes = (
            [
                turned(own == 0, [text], [])._replace(exact=unit.exact, moved=count + place)
                for place, unit in enumerate(block)
                for text in (unit.ru, unit.kk)[own]
            ]
            for own in (side, 1 - side)
        )
        count += len(block)
        # As often as not the block comes earlier on the other side.
        first, last = (stays, goes) if rng.random() < 0.5 else (goes, stays)
        units[at:to] = [*first, *units[at + size : to], *last]
        at = to - len(block) + len(first) + len(last)
    return units
