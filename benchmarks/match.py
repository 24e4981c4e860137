"""Which documents belong together: beside simpler ways, and on many documents.

    python benchmarks/match.py --data DATA [--many 20000]

Quality: the NTREX documents of each kind of noise. A third of them is on both sides, a third only
Russian, a third only Kazakh, so that half of either side has no partner; each document takes each
part once. The same again with the first two sentences of each document, and with the first four of
the Kazakh ones. The simpler ways are given the threshold that suits them best on the very set that
is measured, `align match` has its default.

Many documents (`--many`): as many on each side, half of them without partner, each made of a dozen
translated sentences drawn from one source; documents share some by chance. Their vectors are known
before: what is measured is all else.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import random
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

import align
from align.scoring.lexical_overlap import numbers
from align.text.sentences import given_sentences
from align.types import Language
from sets import FILES, Case, add_data_argument, documents, read_cases

Heap = Mapping[str, Sequence[str]]

DOZEN = (8, 16)  # sentences of one of many documents
SEED = 5
MB = 1024


def heaps(cases: Sequence[Case], turn: int) -> tuple[Heap, Heap, set[str]]:
    """(Russian documents, Kazakh ones, names of those that are on both sides)."""
    part = {case.name: (at + turn) % 3 for at, case in enumerate(cases)}
    ru = {case.name: case.ru for case in cases if part[case.name] != 2}
    kk = {case.name: case.kk for case in cases if part[case.name] != 1}
    return ru, kk, ru.keys() & kk.keys()


def by_mean_vector(ru: Heap, kk: Heap, encoder: align.Encoder) -> np.ndarray:
    """Cosines of the mean sentence vectors, (Russian documents, Kazakh ones)."""
    sides = [
        np.stack([encoder.encode(list(texts)).mean(axis=0) for texts in side.values()])
        for side in (ru, kk)
    ]
    ru_units, kk_units = (side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides)
    return ru_units @ kk_units.T


def by_length_and_numbers(ru: Heap, kk: Heap, _: align.Encoder) -> np.ndarray:
    """Shared numbers, each as much as it is rare, and how far the lengths differ."""
    found = [[numbers(" ".join(texts)) for texts in side.values()] for side in (ru, kk)]
    every = [one for side in found for one in side]
    rarity = {
        number: np.log((1 + len(every)) / sum(number in one for one in every))
        for number in set().union(*every)
    }
    lengths = [[sum(map(len, texts)) for texts in side.values()] for side in (ru, kk)]
    table = np.zeros((len(ru), len(kk)))
    for i, j in np.ndindex(table.shape):
        both, either = found[0][i] & found[1][j], found[0][i] | found[1][j]
        alike = math.fsum(map(rarity.get, both)) / max(math.fsum(map(rarity.get, either)), 1e-9)
        table[i, j] = alike - abs(np.log(lengths[0][i] / lengths[1][j]))
    return table


SIMPLE = {
    "mean vector, cosine": by_mean_vector,
    "lengths and numbers": by_length_and_numbers,
}


def best_pairs(table: np.ndarray, right: np.ndarray) -> tuple[int, int]:
    """(Right, made) of the one-to-one pairs, from the score on that gives the highest F1."""
    rows, columns = linear_sum_assignment(table, maximize=True)
    order = np.argsort(-table[rows, columns], kind="stable")
    hits = np.cumsum(right[rows[order], columns[order]])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + right.sum())
    at = int(f1.argmax())
    return int(hits[at]), at + 1


# How many sentences of a Russian and of a Kazakh document there are at most.
CUTS = {"": (None, None), ", first two sentences": (2, 2), ", Kazakh first four": (None, 4)}


def cut(cases: Sequence[Case], most: tuple[int | None, int | None]) -> list[Case]:
    return [Case(one.name, one.ru[: most[0]], one.kk[: most[1]], []) for one in cases]


def quality(cases: Sequence[Case], encoder: align.Encoder) -> dict[str, list[int]]:
    """[Right, made, to find] of each way, in all three turns together."""
    counts = {name: [0, 0, 0] for name in ("`align match`", *SIMPLE)}
    for turn in range(3):
        ru, kk, both = heaps(cases, turn)
        pairs = align.match_documents(ru, kk, encoder=encoder).pairs
        found = {"`align match`": (sum(one.ru_doc == one.kk_doc for one in pairs), len(pairs))}
        right = np.array([[one == other for other in kk] for one in ru])
        for name, way in SIMPLE.items():
            found[name] = best_pairs(way(ru, kk, encoder), right)
        for name, (hits, made) in found.items():
            counts[name] = [
                a + b for a, b in zip(counts[name], (hits, made, len(both)), strict=True)
            ]
    return counts


class Known:
    """An encoder that has seen all sentences before."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.rows = {text: at for at, text in enumerate(texts)}
        self.vectors = align.load_encoder().encode(texts).astype(np.float16)

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return self.vectors[[self.rows[text] for text in sentences]].astype(np.float32)


def many_heaps(data: Path, count: int) -> tuple[Heap, Heap, set[str]]:
    """As `heaps`, `count` documents on either side."""
    rng = random.Random(SEED)
    units = {name: found for name, found in documents.sources(data).items() if len(found) > 500}
    weights = [len(found) for found in units.values()]
    ru, kk = {}, {}
    for at in range(count + count // 2):
        (source,) = rng.choices(list(units.values()), weights)
        drawn = rng.sample(source, rng.randint(*DOZEN))
        if at < count:
            ru[str(at)] = [text for unit in drawn for text in unit.ru]
        if at < count // 2 or at >= count:
            kk[str(at)] = [text for unit in drawn for text in unit.kk]
    return ru, kk, ru.keys() & kk.keys()


def seen(side: Heap, language: Language) -> set[str]:
    """What is embedded of documents: their sentences, repaired."""
    return {one.seen for texts in side.values() for one in given_sentences(texts, language)}


def many(data: Path, count: int) -> None:
    ru, kk, both = many_heaps(data, count)
    encoder = Known(sorted(seen(ru, "ru") | seen(kk, "kk")))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    began = time.perf_counter()
    pairs = align.match_documents(ru, kk, encoder=encoder).pairs
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    right = sum(one.ru_doc == one.kk_doc for one in pairs)
    sentences = sum(len(texts) for side in (ru, kk) for texts in side.values())
    print(f"\n{len(ru)} × {len(kk)} documents, {sentences} sentences, {len(both)} pairs to find")
    print(f"{took / 60:.1f} minutes; peak memory {peak:.0f} MB, {before:.0f} of them before")
    print(f"precision {100 * right / len(pairs):.2f}, recall {100 * right / len(both):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_argument(parser, "benchmark", "train")
    parser.add_argument("--many", type=int, metavar="N", help="measure N documents a side instead")
    args = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores")
    if args.many:
        many(args.data, args.many)
        return
    print("\n| set | way | precision | recall | right / made / to find |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        encoder = align.cached_encoder(align.load_encoder(), folder)
        for title, most in CUTS.items():
            for name in FILES:
                cases = cut(read_cases(args.data / "benchmark" / f"{name}.jsonl"), most)
                for way, (right, made, gold) in quality(cases, encoder).items():
                    rates = f"{100 * right / made:.1f} | {100 * right / gold:.1f}"
                    row = f"{name}{title} | {way} | {rates} | {right} / {made} / {gold}"
                    print(f"| {row} |", flush=True)


if __name__ == "__main__":
    main()
