"""Step 5: the bead model, a segmental CRF fitted end to end on made documents.

The loss of a document is the log sum over all tilings less the gold tiling's potential. Its
gradient for each potential is the part's marginal, less 1 if it is in the gold tiling; only
the two small networks need automatic differentiation.

    python models/build/fit_beads.py --data DATA --out models/beads.json
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from align.beads.document_features import document_features
from align.beads.model import (
    BEAD_INPUTS,
    SENTENCE_INPUTS,
    alone,
    load_bead_model,
    weighed,
)
from align.beads.pair import Pair, make_pair, make_side
from align.beads.potentials import IMPOSSIBLE, SHAPES, Potentials, Shape
from align.encode.load import load_encoder
from align.evaluate import evaluate
from align.pipeline import block_beads
from align.search.tiling import marginals
from align.text.split import as_sentences
from align.types import Encoder, Options
from documents import Made, Unit, documents, units

SEED = 11
FIT, HELD_OUT = 4000, 200  # documents
LEAST_COSINE = 0.7  # of a pair's two sides; below, half of the pairs are no translations
EPOCHS = 10
BATCH = 4  # documents a step
RATE = 3e-3  # peak; falls to zero by a cosine
DECAY = 1e-4
BEAD_HIDDEN, SENTENCE_HIDDEN = (32, 32), (16,)


def plausible(found: list[Unit], encoder: Encoder) -> list[Unit]:
    """The units whose two sides are near enough to be translations."""
    ru, kk = (encoder.encode([" ".join(unit[side]) for unit in found]) for side in (0, 1))
    cosine = (ru * kk).sum(axis=1)
    return [unit for unit, value in zip(found, cosine, strict=True) if value >= LEAST_COSINE]


def pair_of(made: Made, vectors: dict[str, np.ndarray]) -> Pair:
    return make_pair(
        *(
            make_side(as_sentences(texts), np.stack([vectors[text] for text in texts]), 4)
            for texts in (made.ru, made.kk)
        )
    )


@dataclass
class Example:
    """A document ready to learn from."""

    shapes: list[tuple[Shape, np.ndarray]]  # which candidates are weighed
    beads: torch.Tensor  # inputs of these candidates, shape after shape
    sentences: torch.Tensor  # inputs of the Russian, then of the Kazakh sentences
    gold: torch.Tensor  # 1 for candidates and sentences that are in the gold tiling
    counts: tuple[int, int]


def example(made: Made, vectors: dict[str, np.ndarray]) -> Example | None:
    """None for a document whose gold has a bead that no shape fits or that is ruled out."""
    pair = pair_of(made, vectors)
    document = document_features(pair)
    n, m = len(made.ru), len(made.kk)
    left = sum(bead.paired for bead in made.gold)
    shapes, inputs, gold = [], [], []
    for shape in SHAPES:
        kept, seen = weighed(pair, shape, document)
        own = np.zeros(kept.shape, np.float32)
        for bead in made.gold:
            if (len(bead.ru), len(bead.kk)) == shape:
                own[bead.ru.start, bead.kk.start] = 1
        left -= int(own[kept].sum())
        shapes.append((shape, kept))
        inputs.append(seen)
        gold.append(own[kept])
    if left:
        return None
    paired = [
        {index for bead in made.gold if bead.paired for index in getattr(bead, side)}
        for side in ("ru", "kk")
    ]
    gold.append(np.array([i not in paired[0] for i in range(n)], np.float32))
    gold.append(np.array([j not in paired[1] for j in range(m)], np.float32))
    tensors = (np.concatenate(part) for part in (inputs, alone(pair, document), gold))
    return Example(shapes, *(torch.from_numpy(part) for part in tensors), (n, m))


def scatter(one: Example, values: np.ndarray) -> Potentials:
    """Potentials of an example's parts, from the networks' outputs one after another."""
    pairs, at = {}, 0
    for shape, kept in one.shapes:
        count = int(kept.sum())
        pairs[shape] = np.full(kept.shape, IMPOSSIBLE, np.float32)
        pairs[shape][kept] = values[at : at + count]
        at += count
    n, _ = one.counts
    return Potentials(pairs, values[at : at + n], values[at + n :])


def gather(one: Example, parts: Potentials) -> np.ndarray:
    """The reverse of `scatter`."""
    pairs = [parts.pairs[shape][kept] for shape, kept in one.shapes]
    return np.concatenate([*pairs, parts.ru, parts.kk]).astype(np.float32)


def layers(inputs: int, hidden: tuple[int, ...]) -> torch.nn.Sequential:
    steps: list[torch.nn.Module] = []
    for size in hidden:
        steps += [torch.nn.Linear(inputs, size), torch.nn.ReLU()]
        inputs = size
    return torch.nn.Sequential(*steps, torch.nn.Linear(inputs, 1))


def standard(rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """(centre, scale) of the inputs; what never varies is left as it is."""
    every = torch.cat(rows)
    spread = every.std(dim=0)
    return every.mean(dim=0), torch.where(spread > 1e-6, 1 / spread.clamp(min=1e-6), 0.0)


def as_json(
    net: torch.nn.Sequential, how: tuple[torch.Tensor, torch.Tensor], names: tuple[str, ...]
) -> dict:
    def rounded(values: torch.Tensor) -> list:
        return np.round(values.detach().numpy().astype(float), 4).tolist()

    return {
        "inputs": list(names),
        "centre": rounded(how[0]),
        "scale": rounded(how[1]),
        "layers": [
            {"weights": rounded(step.weight.T), "bias": rounded(step.bias)}
            for step in net
            if isinstance(step, torch.nn.Linear)
        ],
    }


def train(examples: list[Example]) -> dict:
    """The fitted model, as the JSON file holds it."""
    torch.manual_seed(SEED)
    order = random.Random(SEED)
    bead_how = standard([one.beads[:: max(len(one.beads) // 2000, 1)] for one in examples])
    sentence_how = standard([one.sentences for one in examples])
    bead_net = layers(len(BEAD_INPUTS), BEAD_HIDDEN)
    sentence_net = layers(len(SENTENCE_INPUTS), SENTENCE_HIDDEN)
    parameters = [*bead_net.parameters(), *sentence_net.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    began = time.monotonic()
    for epoch in range(EPOCHS):
        order.shuffle(examples)
        total = 0.0
        for first in range(0, len(examples), BATCH):
            optimiser.zero_grad()
            for one in examples[first : first + BATCH]:
                beads = bead_net((one.beads - bead_how[0]) * bead_how[1])[:, 0]
                alone = sentence_net((one.sentences - sentence_how[0]) * sentence_how[1])[:, 0]
                values = torch.cat([beads, alone])
                whole, sure = marginals(scatter(one, values.detach().numpy()))
                size = sum(one.counts)
                total += (whole - float(values.detach() @ one.gold)) / size
                values.backward((torch.from_numpy(gather(one, sure)) - one.gold) / size)
            optimiser.step()
            schedule.step()
        minutes = (time.monotonic() - began) / 60
        print(f"epoch {epoch + 1}: {total / len(examples):.4f}  {minutes:.1f} min", flush=True)
    return {
        "bead": as_json(bead_net, bead_how, BEAD_INPUTS),
        "sentence": as_json(sentence_net, sentence_how, SENTENCE_INPUTS),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="holds train/ and benchmark/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="an encoder's folder, instead of the embedded")
    args = parser.parse_args()
    encoder = load_encoder(args.model)
    sources = {name: plausible(found, encoder) for name, found in units(args.data).items()}
    made = [one for one in documents(sources, FIT + HELD_OUT, SEED) if one.ru and one.kk]
    texts = sorted({text for one in made for text in (*one.ru, *one.kk)})
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    examples = [one for one in (example(one, vectors) for one in made[:FIT]) if one]
    print(f"{len(examples)} of {FIT} documents can be learned from")
    text = json.dumps(train(examples), ensure_ascii=False)
    args.out.write_text(text.replace("], ", "],\n").replace("}, ", "},\n") + "\n", "utf-8")
    model = load_bead_model(args.out)
    found = [block_beads(pair_of(one, vectors), model, Options(min_score=0)) for one in made[FIT:]]
    scores = evaluate([one.gold for one in made[FIT:]], found)
    print("other documents made of the same texts:")
    for name, rate in scores.rates():
        print(f"{name}: P {rate.precision:.4f} R {rate.recall:.4f} F1 {rate.f1:.4f}")


if __name__ == "__main__":
    main()
