"""Documents with known beads for fitting the bead model: training pairs with seeded noise.

A document is a stretch of neighbouring pairs of one source. Its rates of merging, recasting,
leaving out and inserting are drawn for it, zero often among them, so that the model meets both
literal translations and pages of which half is missing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from align.text.split import split_text
from align.types import Bead
from corpus import PROSE, is_shifted, is_usable, read_rows

Unit = tuple[list[str], list[str]]  # the sentences of one bead

# The encoder was tuned on the other texts and finds them easier than what users have: half of the
# documents are made of this one, which it has not seen.
UNSEEN = "benchmark/flores-devtest.tsv"

SIZES = (4, 80)  # units of a document, drawn evenly on a logarithmic scale
RATES = {"merge": 0.25, "recast": 0.05, "leave_out": 0.6, "insert": 0.3, "trim": 0.4}  # highest
UNTOUCHED = 0.3  # share of documents in which a kind of noise does not occur
COMPLETE = 0.35  # share of documents in which nothing is left out or inserted


@dataclass(frozen=True, slots=True)
class Made:
    """A made document: its sentences and gold beads."""

    ru: list[str]
    kk: list[str]
    gold: list[Bead]


def units(data: Path) -> dict[str, list[Unit]]:
    """The usable pairs of each source in document order, split into sentences.

    Pairs of which both sides hold several sentences are left out: their beads are not known.
    """
    found: dict[str, list[Unit]] = {}
    for path in (*(data / "train" / f"{name}.tsv" for name in PROSE), data / UNSEEN):
        name = path.stem
        places: dict[str, int] = {}
        for row in read_rows(path):
            places[row["doc"]] = places.get(row["doc"], 0) + 1
            if name == "apertium_texts" and is_shifted(row, places[row["doc"]]):
                continue
            if not is_usable(row["ru"].strip(), row["kk"].strip()):
                continue
            ru = [sentence.text for sentence in split_text(row["ru"], "ru")]
            kk = [sentence.text for sentence in split_text(row["kk"], "kk")]
            if min(len(ru), len(kk)) == 1 and max(len(ru), len(kk)) <= 4:
                found.setdefault(name, []).append((ru, kk))
    return found


def documents(sources: dict[str, list[Unit]], count: int, seed: int) -> list[Made]:
    """`count` documents made of the units of each source, the same for the same seed."""
    rng = random.Random(seed)
    weights = {name: len(source) for name, source in sources.items()}
    weights[Path(UNSEEN).stem] = sum(weights.values()) - weights[Path(UNSEEN).stem]
    names = list(sources)
    picked = rng.choices(names, [weights[name] for name in names], k=count)
    return [make(sources[name], rng) for name in picked]


def make(source: list[Unit], rng: random.Random) -> Made:
    low, high = SIZES
    size = min(round(low * (high / low) ** rng.random()), len(source))
    start = rng.randrange(len(source) - size + 1)
    rate = {
        kind: 0.0 if rng.random() < UNTOUCHED else rng.uniform(0, most)
        for kind, most in RATES.items()
    }
    if rng.random() < COMPLETE:
        rate |= {"leave_out": 0.0, "insert": 0.0}
    made = Made([], [], [])
    for ru, kk in noisy(source[start : start + size], source, rate, rng):
        ru_first, kk_first = len(made.ru), len(made.kk)
        made.ru.extend(ru)
        made.kk.extend(kk)
        made.gold.append(Bead(range(ru_first, len(made.ru)), range(kk_first, len(made.kk))))
    return made


def noisy(
    stretch: list[Unit], source: list[Unit], rate: dict[str, float], rng: random.Random
) -> Iterator[Unit]:
    """The units of the stretch, with noise; one-sided units are what is unpaired."""
    queue = list(stretch)
    while queue:
        if rng.random() < rate["insert"]:
            yield one_sided(rng.choice(source), rng)
        unit = queue.pop(0)
        if rng.random() < rate["leave_out"]:
            yield one_sided(unit, rng)
            continue
        if queue and rng.random() < rate["merge"]:
            count = 1 if rng.random() < 0.8 else 2
            parts = [unit, *(queue.pop(0) for _ in range(min(count, len(queue))))]
            unit = merged(parts, rng)
        elif queue and can_recast(unit, queue[0]) and rng.random() < rate["recast"]:
            unit = recast(unit, queue.pop(0), rng)
        if rng.random() < rate["trim"]:
            unit = trimmed(unit, rng)
        if max(map(len, unit)) <= 4:
            yield unit


def one_sided(unit: Unit, rng: random.Random) -> Unit:
    return (unit[0], []) if rng.random() < 0.5 else ([], unit[1])


def merged(parts: list[Unit], rng: random.Random) -> Unit:
    """Neighbours as one bead: one sentence on one side, as they were on the other."""
    side = rng.randrange(2)
    one = joined([text for part in parts for text in part[side]], rng)
    other = [text for part in parts for text in part[1 - side]]
    return ([one], other) if side == 0 else (other, [one])


def joined(texts: list[str], rng: random.Random) -> str:
    """Sentences run together, half of the time as one writes it: «…, ал …»."""
    if rng.random() < 0.5:
        return " ".join(texts)
    rest = [text[:1].lower() + text[1:] for text in texts[1:]]
    return ", ".join(text.rstrip(".") for text in [texts[0], *rest]) + "."


def trimmed(unit: Unit, rng: random.Random) -> Unit:
    """The unit with a stretch of words gone from one sentence: newsrooms tell more, or less."""
    sides = [list(side) for side in unit]
    side = rng.choice(sides)
    at = rng.randrange(len(side))
    words = side[at].split()
    count = round(len(words) * rng.uniform(0.1, 0.45))
    if len(words) >= 6:
        start = rng.randrange(len(words) - count + 1)
        side[at] = " ".join([*words[:start], *words[start + count :]])
    return sides[0], sides[1]


def can_recast(one: Unit, two: Unit) -> bool:
    """Whether both are 1-1, and the first long enough to lose a part."""
    single = all(len(side) == 1 for unit in (one, two) for side in unit)
    return single and all(len(side[0].split()) >= 8 for side in one)


def recast(one: Unit, two: Unit, rng: random.Random) -> Unit:
    """A 2-2 bead: on one side the end of the first sentence has gone over to the second."""
    side = rng.randrange(2)
    words = one[side][0].split()
    at = rng.randint(len(words) // 3, 2 * len(words) // 3)
    changed = [
        " ".join(words[:at]).rstrip(",;:–—- ") + ".",
        " ".join(words[at:]).rstrip(".") + ", " + two[side][0],
    ]
    kept = [*one[1 - side], *two[1 - side]]
    return (changed, kept) if side == 0 else (kept, changed)
