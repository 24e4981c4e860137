"""Step 7: which documents belong together, learnt from heaps of made documents.

The texts that the bead model is fitted on are cut into documents, with noise as there. Of each
heap half of the documents have a version on either side, a quarter are Russian only and a quarter
Kazakh only; neighbours in a source are on one topic. Heaps of all sizes, since among few documents
each has few rivals. What is fitted is a small network on the features of the candidates. How its
probabilities come true, and which least score serves best where a wrong pair counts twice as much
as a missed one, is reported on heaps left out; a logistic regression has 5% more log loss there.

    python -m models.build.fit_match --data DATA --out models/match.json
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.neural_network import MLPClassifier
from tqdm import tqdm

from align.encode.load import load_encoder
from align.match.agreement import Agreement, agreement
from align.match.assignment import assigned
from align.match.candidates import candidates
from align.match.collection import Collection
from align.match.model import FEATURES, features
from align.scoring.networks import probability, read_network
from align.text.split import as_sentences
from models.build.calibrate import expected_error
from models.build.corpus import add_data_argument
from models.build.documents import Made, Noise, Unit, moved, sources
from models.build.fit_beads import network_data, written
from models.build.vectors import Vectors

SEED = 31
HEAPS = 10
LEFT_OUT = 2  # heaps that are reported on together, by a model that was fitted on the others
SIZES = (1, 40)  # units of a document, drawn evenly on a logarithmic scale
COMPLETE = 0.35  # share of documents that are whole translations
BRIEF = 0.15  # share of documents that one side tells a part of …
PART = (0.2, 0.6)  # … so much of its sentences
PARTS = (1, 2, 4, 16, 64)  # into which a heap is divided: heaps of some 10 to 1,000 documents
HIDDEN = (32,)
DECAY = 0.1  # of the weights' squares
STEPS = 200
THRESHOLDS = (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


class Heap(NamedTuple):
    """Made documents by the side that they are on, None where they are not."""

    ru: list[list[str] | None]
    kk: list[list[str] | None]


def heap(found: dict[str, list[Unit]], seed: int) -> Heap:
    rng = random.Random(seed)
    made: list[tuple[list[str] | None, list[str] | None]] = []
    low, high = SIZES
    for source in found.values():
        at = 0
        while at < len(source):
            size = round(low * (high / low) ** rng.random())
            one = document(source, at, size, rng)
            at += size
            chance = rng.random()
            if one.ru and one.kk:
                made.append(
                    (
                        one.ru if chance < 0.75 else None,
                        one.kk if not 0.5 <= chance < 0.75 else None,
                    )
                )
    return Heap([ru for ru, _ in made], [kk for _, kk in made])


def document(source: Sequence[Unit], at: int, size: int, rng: random.Random) -> Made:
    elsewhere = [*source[:at], *source[at + size :]]
    noise = Noise(elsewhere, at, rng, complete=rng.random() < COMPLETE)
    made = Made()
    for unit in moved(list(noise.units(source[at : at + size])), noise.rate["move"], rng):
        made.add(unit)
    if rng.random() < BRIEF:
        texts = rng.choice((made.ru, made.kk))
        count = max(1, round(len(texts) * rng.uniform(*PART)))
        start = rng.randint(0, max(len(texts) - count, 0))
        texts[:] = texts[start : start + count]
    return made


def collection(
    texts: Sequence[list[str] | None], places: Sequence[int], vectors: Vectors
) -> Collection:
    own = [(at, texts[at]) for at in places]
    kept = [(at, found) for at, found in own if found is not None]
    return Collection(
        tuple(str(at) for at, _ in kept),
        tuple(as_sentences(found) for _, found in kept),
        tuple(vectors.of(found).astype(np.float16) for _, found in kept),
    )


class Seen(NamedTuple):
    """The candidates of a heap or a part of one, and how many pairs there are to find."""

    inputs: np.ndarray
    right: np.ndarray
    ru: np.ndarray
    kk: np.ndarray
    gold: int


def seen(
    made: Heap, places: Sequence[int], vectors: Vectors, known: dict[tuple[str, str], Agreement]
) -> Seen:
    ru, kk = (collection(texts, places, vectors) for texts in made)
    found = candidates(ru, kk)
    agreements, right = [], []
    for i, j in zip(*found.index, strict=True):
        key = ru.names[i], kk.names[j]
        if key not in known:
            known[key] = agreement(ru, i, kk, j)
        agreements.append(known[key])
        right.append(key[0] == key[1])
    gold = len(set(ru.names) & set(kk.names))
    return Seen(features(found, agreements, ru, kk), np.array(right, np.bool_), *found.index, gold)


def all_sizes(made: Heap, vectors: Vectors, rng: random.Random) -> list[Seen]:
    """The heap whole, and in parts; of a part only neighbours, which are alike, or any."""
    known: dict[tuple[str, str], Agreement] = {}
    found = []
    places = list(range(len(made.ru)))
    for parts in PARTS:
        order = places if rng.random() < 0.5 else rng.sample(places, len(places))
        size = -(-len(order) // parts)
        for start in range(0, len(order), size):
            found.append(seen(made, sorted(order[start : start + size]), vectors, known))
    return found


def fitted(every: Sequence[Seen]) -> dict:
    """The network, as `align.match.model` reads it."""
    inputs = np.concatenate([one.inputs for one in every]).astype(np.float64)
    centre, scale = inputs.mean(axis=0), 1 / np.maximum(inputs.std(axis=0), 1e-6)
    right = np.concatenate([one.right for one in every])
    network = MLPClassifier(HIDDEN, alpha=DECAY, max_iter=STEPS, random_state=SEED)
    network.fit((inputs - centre) * scale, right)
    layers = list(zip(network.coefs_, network.intercepts_, strict=True))
    return network_data(FEATURES, centre, scale, layers)


def chances(model: dict, inputs: np.ndarray) -> np.ndarray:
    return probability(read_network(model, FEATURES)(inputs))


def left_out(heaps: Sequence[list[Seen]]) -> list[list[np.ndarray]]:
    """The probabilities of each heap's candidates by a model that was fitted on other heaps."""
    found: list[list[np.ndarray]] = []
    for start in range(0, len(heaps), LEFT_OUT):
        out = range(start, min(start + LEFT_OUT, len(heaps)))
        model = fitted([one for at, sizes in enumerate(heaps) if at not in out for one in sizes])
        found += [[chances(model, one.inputs) for one in heaps[at]] for at in out]
    return found


def report(name: str, every: Sequence[Seen], scores: Sequence[np.ndarray]) -> None:
    gold = sum(one.gold for one in every)
    error = expected_error(np.concatenate(scores), np.concatenate([one.right for one in every]))
    missed = gold - sum(int(one.right.sum()) for one in every)
    print(f"{name}: {gold} pairs, {missed} no candidates, calibration error {error:.4f}")
    for least in THRESHOLDS:
        taken = [assigned(one.ru, one.kk, p, least) for one, p in zip(every, scores, strict=True)]
        made = sum(map(len, taken))
        right = sum(int(one.right[at].sum()) for one, at in zip(every, taken, strict=True))
        precision, recall = right / made, right / gold
        f_half = 1.25 * precision * recall / (0.25 * precision + recall)
        print(f"  from {least}: precision {precision:.4f}, recall {recall:.4f}, F0.5 {f_half:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_argument(parser, "train", "benchmark")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    found = sources(args.data)
    vectors = Vectors(load_encoder())
    rng = random.Random(SEED)
    made = [heap(found, SEED + at) for at in range(HEAPS)]
    vectors.learn(text for one in made for side in one for own in side if own for text in own)
    fit([all_sizes(one, vectors, rng) for one in tqdm(made, "heaps")], args.out)


def fit(heaps: Sequence[list[Seen]], out: Path) -> None:
    """Reports on heaps left out, and writes the model that is fitted on all."""
    scores = left_out(heaps)
    every = [one for sizes in heaps for one in sizes]
    report("left out", every, [one for sizes in scores for one in sizes])
    for at, parts in enumerate(PARTS):
        own = slice(sum(PARTS[:at]), sum(PARTS[: at + 1]))
        size = [one for sizes in heaps for one in sizes[own]]
        report(f"heaps in {parts} parts", size, [one for sizes in scores for one in sizes[own]])
    out.write_text(written(fitted(every)), "utf-8")


if __name__ == "__main__":
    main()
