"""Step 6: the model of moved passages, on what the bead model leaves alone in made documents.

Every bead that lies across the tiling of such a document is an example: a small network learns
which are right. Several fits, from other first weights, are averaged. A curve that turns their
probabilities into scores is fitted on documents left out.

    python models/build/fit_moved.py --data DATA --out models/moved.json
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from align.beads.model import BeadModel, load_bead_model
from align.beads.moved_features import across, moved_features, moved_input_names
from align.beads.moved_model import moved_model
from align.beads.potentials import SHAPES
from align.calibrate import fitted_curve
from align.encode.load import load_encoder
from align.pipeline import block_beads
from align.search.moved import LEAST, with_moved
from align.types import Options
from calibrate import expected_error
from documents import Made, sources
from doubt import believed
from examples import pair_of
from fit_beads import as_json, divided, layers, made_documents, standard, written
from likeness import translations
from vectors import Vectors

BEADS = Path(__file__).parents[1] / "beads.json"
SEED = 23
FIT = 6000  # documents
HELD_OUT = 1600
FITS = 4  # that are averaged
EPOCHS = 30
BATCH = 64  # candidates a step
RATE = 3e-3  # peak; falls to zero by a cosine
DECAY = 1e-2
HIDDEN = (16,)


class Candidates(NamedTuple):
    """What lies across the tilings of documents: inputs (c, f), and whether each is right (c,)."""

    inputs: np.ndarray
    right: np.ndarray


def right_across(made: Made) -> tuple[set[tuple[range, range]], set[int]]:
    """(Beads that are right, Russian sentences of which the bead is not known).

    The tiling may hold the moved block, and leave alone what it was moved past.
    """
    right = {(bead.ru, bead.kk) for at, bead in enumerate(made.gold) if at not in made.coarse}
    unknown = {index for at in made.coarse for index in made.gold[at].ru}
    for ru, kk, exact in made.moved.values():
        if exact:
            right.add((range(ru[0], ru[-1] + 1), range(kk[0], kk[-1] + 1)))
        else:
            unknown.update(ru)
    return right, unknown


def candidates(made: Made, vectors: Vectors, beads: BeadModel, *, tokens: bool) -> Candidates:
    """The candidates of one document, but for those of which nothing is known."""
    pair = pair_of(made, vectors, tokens=tokens)
    gold, unknown = right_across(made)
    inputs, right = [], []
    for seen in across(pair, block_beads(pair, beads, Options()), SHAPES):
        a, b = seen.shape
        for row, i, j in zip(
            moved_features(seen), seen.rows.tolist(), seen.columns.tolist(), strict=True
        ):
            if unknown.isdisjoint(range(i, i + a)):
                inputs.append(row)
                right.append((range(i, i + a), range(j, j + b)) in gold)
    width = len(moved_input_names(tokens=tokens))
    return Candidates(np.array(inputs, np.float32).reshape(-1, width), np.array(right, np.bool_))


class Given(NamedTuple):
    """What the processes that look for candidates inherit."""

    made: Sequence[Made]
    vectors: Vectors
    beads: BeadModel
    tokens: bool


_given: list[Given] = []


def _candidates_at(at: int) -> Candidates:
    made, vectors, beads, tokens = _given[0]
    return candidates(made[at], vectors, beads, tokens=tokens)


def every_candidate(given: Given) -> Candidates:
    """The candidates of all documents, one after another; one process a processor."""
    _given[:] = [given]
    with get_context("fork").Pool() as pool:
        found = pool.map(_candidates_at, range(len(given.made)), chunksize=20)
    return Candidates(*(np.concatenate(part) for part in zip(*found, strict=True)))


def fit(seen: Candidates, seed: int, names: tuple[str, ...]) -> dict:
    """A fitted network, as the JSON file holds it."""
    torch.manual_seed(seed)
    inputs, right = torch.from_numpy(seen.inputs), torch.from_numpy(seen.right).float()
    how = standard([inputs])
    scaled = (inputs - how[0]) * how[1]
    net = layers(len(names), HIDDEN)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(right) // BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(right)).split(BATCH):
            optimiser.zero_grad()
            odds = net(scaled[batch])[:, 0]
            lost = torch.nn.functional.binary_cross_entropy_with_logits(odds, right[batch])
            lost.backward()
            optimiser.step()
            schedule.step()
    return as_json(net, how, names)


def model_of(made: Given, left_out: Given) -> dict:
    """The model for pairs with tokens, or without, as the JSON file holds it."""
    names = moved_input_names(tokens=made.tokens)
    seen = every_candidate(made)
    print(f"{len(seen.right)} candidates to fit on, {seen.right.sum()} right", flush=True)
    model = {"curve": [1.0, 0.0], "fits": [fit(seen, SEED + at, names) for at in range(FITS)]}
    held = every_candidate(left_out)
    chances = moved_model(model, tokens=made.tokens).chances(held.inputs)
    model["curve"] = fitted_curve(chances, held.right)
    scores = moved_model(model, tokens=made.tokens).chances(held.inputs)
    taken = scores >= LEAST
    error = expected_error(scores[taken], held.right[taken])
    print(f"left out: {len(held.right)} candidates, expected calibration error {error:.4f}")
    print(report(left_out, model), flush=True)
    return model


def report(given: Given, model: dict) -> str:
    """How many beads are found across, and how many of them are wrong in documents without."""
    moved = moved_model(model, tokens=given.tokens)
    found = right = wrong_without = without = possible = 0
    for made in given.made:
        pair = pair_of(made, given.vectors, tokens=given.tokens)
        beads = block_beads(pair, given.beads, Options())
        gold, unknown = right_across(made)
        here = [
            (bead.ru, bead.kk)
            for bead in with_moved(pair, beads, moved, Options())
            if bead.note == "moved" and unknown.isdisjoint(bead.ru)
        ]
        good = sum(one in gold for one in here)
        found, right = found + len(here), right + good
        possible += sum(exact for _, _, exact in made.moved.values())
        if not made.moved:
            without, wrong_without = without + 1, wrong_without + len(here) - good
    return (
        f"{right} of {found} found are right, {possible} were moved; "
        f"{wrong_without} wrong in {without} documents without moves"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="holds train/ and benchmark/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=FIT)
    parser.add_argument("--model", type=Path, help="another encoder's folder; it must give tokens")
    args = parser.parse_args()
    vectors = Vectors(load_encoder(args.model))
    found = translations(sources(args.data), vectors)
    to_fit, held = divided(believed(found, load_bead_model(BEADS, tokens=True), vectors))
    made = made_documents(to_fit, vectors, args.documents, SEED)
    left_out = made_documents(held, vectors, HELD_OUT, SEED + 1)
    model = {}
    for name, tokens in (("tokens", True), ("vectors", False)):
        beads = load_bead_model(BEADS, tokens=tokens)
        model[name] = model_of(
            Given(made, vectors, beads, tokens), Given(left_out, vectors, beads, tokens)
        )
    args.out.write_text(written(model), "utf-8")


if __name__ == "__main__":
    main()
