"""Step 5: the bead model, a segmental CRF fitted end to end on made documents.

The loss of a document is the log sum over all tilings less the log sum over the tilings that its
gold allows. Its gradient for each potential is the part's marginal among all of them less its
marginal among the allowed ones; only the two small networks need automatic differentiation.

A rough fit comes first, which finds units that are no translations: they are left out then.
Several fits, from other first weights and in another order, are averaged. A curve that turns
probabilities into scores is fitted on documents left out.

    python -m models.build.fit_beads --data DATA --out models/beads.json
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from align.calibrate import fitted_curve
from align.encode.load import load_encoder
from align.scoring.model import bead_input_names, bead_model, sentence_input_names
from align.scoring.networks import Curve
from models.build.calibrate import expected_error, found_in, outcomes
from models.build.corpus import add_data_argument
from models.build.documents import SIZES, Made, Sources, documents, sources
from models.build.doubt import believed
from models.build.examples import Example, example, loss
from models.build.likeness import loose_half, translations
from models.build.vectors import Vectors

SEED = 11
FIT = 4000  # documents
FITS = 4  # that are averaged
EPOCHS = 8
BATCH = 4  # documents a step
RATE = 3e-3  # peak; falls to zero by a cosine
DECAY = 1e-4
BEAD_HIDDEN, SENTENCE_HIDDEN = (32, 32), (16,)
ROUGH_FITS, ROUGH_EPOCHS = 2, 4  # of the fit that finds what is no translation, on half as many
HELD_OUT = 600  # documents, made of the last units of each source
HELD_SHARE = 0.1  # of each source


def divided(found: Sources) -> tuple[Sources, Sources]:
    """(The units to fit on, those to calibrate on), of each source the beginning and the end."""
    cut = {name: round(len(source) * (1 - HELD_SHARE)) for name, source in found.items()}
    held = {name: source[cut[name] :] for name, source in found.items()}
    return (
        {name: source[: cut[name]] for name, source in found.items()},
        {name: source for name, source in held.items() if len(source) >= SIZES[0]},
    )


def made_documents(
    found: Sources, vectors: Vectors, count: int, seed: int, *, jumbled: bool = False
) -> list[Made]:
    """Documents of sources whose texts have vectors; all of the documents' texts have then."""
    made = documents(found, loose_half(found, vectors), count, seed, jumbled=jumbled)
    vectors.learn(text for one in made for text in one.ru + one.kk)
    return made


def prepared(found: Sources, vectors: Vectors, count: int) -> tuple[list[Made], list[Made]]:
    """(`count` documents to fit on, those to calibrate on), made of these sources."""
    found = translations(found, vectors)
    made = made_documents(found, vectors, count // 2, SEED)
    rough = fitted(made, vectors, ROUGH_FITS, ROUGH_EPOCHS, tokens=True)
    to_fit, held = divided(believed(found, bead_model(rough, tokens=True), vectors))
    return (
        made_documents(to_fit, vectors, count, SEED),
        made_documents(held, vectors, HELD_OUT, SEED + 1),
    )


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
    centre, scale = (one.numpy() for one in how)
    steps = [step for step in net if isinstance(step, torch.nn.Linear)]
    parts = [(step.weight.T.detach().numpy(), step.bias.detach().numpy()) for step in steps]
    return network_data(names, centre, scale, parts)


def network_data(
    names: tuple[str, ...],
    centre: np.ndarray,
    scale: np.ndarray,
    layers: Sequence[tuple[np.ndarray, np.ndarray]],
) -> dict:
    """What `align.scoring.networks.read_network` reads; layers are (weights (in, out), bias)."""

    def rounded(values: np.ndarray) -> list:
        return np.round(values.astype(float), 4).tolist()

    return {
        "inputs": list(names),
        "centre": rounded(centre),
        "scale": rounded(scale),
        "layers": [{"weights": rounded(one), "bias": rounded(bias)} for one, bias in layers],
    }


def train(examples: Sequence[Example], seed: int, epochs: int, *, tokens: bool) -> dict:
    """A fitted pair of networks, as the JSON file holds it."""
    torch.manual_seed(seed)
    order, rng = list(examples), random.Random(seed)
    bead_names, sentence_names = (
        bead_input_names(tokens=tokens),
        sentence_input_names(tokens=tokens),
    )
    bead_how = standard([one.beads[:: max(len(one.beads) // 500, 1)] for one in examples])
    sentence_how = standard([one.sentences for one in examples])
    bead_net = layers(len(bead_names), BEAD_HIDDEN)
    sentence_net = layers(len(sentence_names), SENTENCE_HIDDEN)
    parameters = [*bead_net.parameters(), *sentence_net.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    began = time.monotonic()
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for first in range(0, len(order), BATCH):
            optimiser.zero_grad()
            for one in order[first : first + BATCH]:
                beads = bead_net((one.beads - bead_how[0]) * bead_how[1])[:, 0]
                lone = sentence_net((one.sentences - sentence_how[0]) * sentence_how[1])[:, 0]
                values = torch.cat([beads, lone])
                lost, gradient = loss(one, values.detach().numpy())
                size = sum(one.counts)
                total += lost / size
                values.backward(torch.from_numpy(gradient / size))
            optimiser.step()
            schedule.step()
        minutes = (time.monotonic() - began) / 60
        print(
            f"seed {seed} epoch {epoch + 1}: {total / len(order):.4f}  {minutes:.1f} min",
            flush=True,
        )
    return {
        "bead": as_json(bead_net, bead_how, bead_names),
        "sentence": as_json(sentence_net, sentence_how, sentence_names),
    }


_examples: list[Example] = []  # what the processes of `fits` inherit


def _one_fit(seed: int, epochs: int, tokens: bool) -> dict:
    torch.set_num_threads(1)
    return train(_examples, seed, epochs, tokens=tokens)


def fits(examples: list[Example], count: int, epochs: int, *, tokens: bool) -> list[dict]:
    """`count` fits side by side, one processor each."""
    global _examples  # noqa: PLW0603 (forked processes see it without a copy)
    _examples = examples
    seeds = range(SEED, SEED + count)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        return list(pool.map(_one_fit, seeds, [epochs] * count, [tokens] * count))


def fitted(
    made: Sequence[Made], vectors: Vectors, count: int, epochs: int, *, tokens: bool
) -> dict:
    """`count` fits on these documents, as the JSON file holds them, not calibrated yet."""
    examples = [one for one in (example(one, vectors, tokens=tokens) for one in made) if one]
    print(f"{len(examples)} of {len(made)} documents can be learned from", flush=True)
    return {"curve": [1.0, 0.0], "fits": fits(examples, count, epochs, tokens=tokens)}


def written(model: dict) -> str:
    text = json.dumps(model, ensure_ascii=False)
    return text.replace("], ", "],\n").replace("}, ", "},\n") + "\n"


def arguments(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    add_data_argument(parser, "train", "benchmark")
    parser.add_argument("--documents", type=int, default=FIT)
    parser.add_argument("--fits", type=int, default=FITS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    return parser


def main() -> None:
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="another encoder's folder; it must give tokens")
    args = parser.parse_args()
    torch.set_num_threads(1)  # the processes that are forked later could not use the threads
    vectors = Vectors(load_encoder(args.model))
    made, left_out = prepared(sources(args.data), vectors, args.documents)
    model = {
        name: fit(made, left_out, vectors, args, tokens=tokens)
        for name, tokens in (("tokens", True), ("vectors", False))
    }
    args.out.write_text(written(model), "utf-8")


def fit(
    made: list[Made],
    left_out: list[Made],
    vectors: Vectors,
    args: argparse.Namespace,
    *,
    tokens: bool,
) -> dict:
    """The model for pairs with tokens, or without, as the JSON file holds it."""
    model = fitted(made, vectors, args.fits, args.epochs, tokens=tokens)
    found = found_in(left_out, bead_model(model, tokens=tokens), vectors, tokens=tokens)
    chances, right = outcomes(left_out, found)
    curve = fitted_curve(chances, right)
    scores = np.array([Curve(*curve)(chance) for chance in chances])
    print(f"{len(scores)} pairs of documents left out, {100 * right.mean():.2f}% right")
    print(f"expected calibration error {expected_error(scores, right):.4f}", flush=True)
    return model | {"curve": curve}


if __name__ == "__main__":
    main()
