"""Step 6: the model of moved passages, on what the bead model leaves alone in made documents.

Every bead of sentences that the tiling of such a document leaves alone is an example: a small
network learns which are right. Few documents have moved passages, as in life; more that have are
added to fit on. A second network sees what the first made of the others as well, the first
being fitted on other documents then. Several fits, from other first weights, are averaged. A curve
that turns their probabilities into scores is fitted on documents left out, as usual ones.

    python -m models.build.fit_crossing --data DATA --out models/moved.json
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import torch

from align.calibrate import fitted_curve
from align.encode.load import load_encoder
from align.evaluate import Scores, evaluate
from align.pipeline import block_beads
from align.scoring.crossing_model import CrossingModel, crossing_model
from align.scoring.features.crossing import (
    crossing_candidates,
    crossing_features,
    crossing_input_names,
)
from align.scoring.features.crossing_context import Runs, runs_of, second_input_names, second_inputs
from align.scoring.model import BeadModel, load_bead_model
from align.scoring.networks import mean_of, read_network
from align.scoring.potentials import SHAPES
from align.search.crossing import LEAST, with_crossing
from align.types import Options
from models.build.calibrate import expected_error
from models.build.corpus import add_data_argument
from models.build.documents import Made, sources
from models.build.doubt import believed
from models.build.examples import pair_of
from models.build.fit_beads import as_json, divided, layers, made_documents, standard, written
from models.build.likeness import translations
from models.build.vectors import Vectors

BEADS = Path(__file__).parents[1] / "beads.json"
SEED = 23
FIT = 6000  # documents
JUMBLED = 4000  # more of them, in which more moved
HELD_OUT = 1600
FITS = 4  # that are averaged, of either look
FOLDS, FOLD_FITS = 3, 2  # of the first look that the second learns from
EPOCHS = 30
BATCH = 64  # candidates a step
RATE = 3e-3  # peak; falls to zero by a cosine
DECAY = 1e-2
HIDDEN = (32,)
# Probabilities that may be the least; what is below `Options.min_score` is no pair in any case.
TRIED = (0.4, 0.45, 0.5, 0.55, 0.6, 0.7)

Found = TypeVar("Found")


class Candidates(NamedTuple):
    """What the tiling of a document leaves alone: inputs (c, f), runs, and which are right (c,).

    Of some it is not known (c,).
    """

    inputs: np.ndarray
    runs: Runs
    right: np.ndarray
    known: np.ndarray


def right_beads(made: Made) -> tuple[set[tuple[range, range]], set[int]]:
    """(Beads that are right, Russian sentences of which the bead is not known).

    The tiling may hold the moved block, and leave alone what it was moved past.
    """
    unknown = {index for at in made.coarse for index in made.gold[at].ru}
    unknown |= {index for ru, _, exact in made.moved.values() if not exact for index in ru}
    right = {(bead.ru, bead.kk) for bead in made.pairs() if unknown.isdisjoint(bead.ru)}
    return right, unknown


def candidates(made: Made, vectors: Vectors, beads: BeadModel, *, tokens: bool) -> Candidates:
    """The candidates of one document."""
    pair = pair_of(made, vectors, tokens=tokens)
    gold, unknown = right_beads(made)
    seen = crossing_candidates(pair, block_beads(pair, beads, Options()), SHAPES)
    nothing = np.zeros((0, len(crossing_input_names(tokens=tokens))), np.float32)
    runs = runs_of(seen)
    both = [runs.sentences(at) for at in range(len(runs))]
    return Candidates(
        crossing_features(seen) if seen else nothing,
        runs,
        np.array([one in gold for one in both], np.bool_),
        np.array([unknown.isdisjoint(ru) for ru, _ in both], np.bool_),
    )


class Given(NamedTuple):
    """What the processes that look through documents inherit; `moved` once it is fitted."""

    made: Sequence[Made]
    vectors: Vectors
    beads: BeadModel
    tokens: bool
    moved: CrossingModel | None = None


_given: list[Given] = []


def _candidates_at(at: int) -> Candidates:
    made, vectors, beads, tokens, _ = _given[0]
    return candidates(made[at], vectors, beads, tokens=tokens)


def of_each(given: Given, seen_at: Callable[[int], Found]) -> list[Found]:
    """What is seen of each document; one process a processor."""
    _given[:] = [given]
    with get_context("fork").Pool() as pool:
        return pool.map(seen_at, range(len(given.made)), chunksize=20)


class Job(NamedTuple):
    """A fit to make: inputs (c, f), whether each is right (c,), the names of the inputs."""

    inputs: np.ndarray
    right: np.ndarray
    names: tuple[str, ...]
    seed: int


def fit(job: Job) -> dict:
    """A fitted network, as the JSON file holds it."""
    torch.manual_seed(job.seed)
    inputs, right = torch.from_numpy(job.inputs), torch.from_numpy(job.right).float()
    how = standard([inputs])
    scaled = (inputs - how[0]) * how[1]
    net = layers(len(job.names), HIDDEN)
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
    return as_json(net, how, job.names)


def jobs(seen: Sequence[Candidates], names: tuple[str, ...], count: int) -> list[Job]:
    """`count` fits on what is known of these candidates."""
    known = np.concatenate([one.known for one in seen])
    right = np.concatenate([one.right for one in seen])[known]
    inputs = np.concatenate([one.inputs for one in seen])[known]
    return [Job(inputs, right, names, SEED + at) for at in range(count)]


def looks(seen: Sequence[Candidates], *, tokens: bool) -> dict:
    """The fits of both looks at these documents' candidates, as the JSON file holds them.

    The second must not learn from what the first says of documents that it was fitted on.
    """
    names = crossing_input_names(tokens=tokens)
    work = jobs(seen, names, FITS)
    for fold in range(FOLDS):
        others = [one for at, one in enumerate(seen) if at % FOLDS != fold]
        work += jobs(others, names, FOLD_FITS)
    with get_context("fork").Pool() as pool:
        fits = pool.map(fit, work, chunksize=1)
        strangers = [read_network(one, names) for one in fits[FITS:]]
        again = []
        for at, one in enumerate(seen):
            first = at % FOLDS * FOLD_FITS
            odds = mean_of(strangers[first : first + FOLD_FITS], one.inputs)
            again.append(one._replace(inputs=second_inputs(one.inputs, one.runs, odds)))
        second = pool.map(fit, jobs(again, second_input_names(tokens=tokens), FITS), chunksize=1)
    return {"first": fits[:FITS], "second": second}


def model_of(made: Given, left_out: Given) -> dict:
    """The model for pairs with tokens, or without, as the JSON file holds it."""
    seen = of_each(made, _candidates_at)
    count = sum(int((one.right & one.known).sum()) for one in seen)
    print(f"{sum(len(one.right) for one in seen)} candidates to fit on, {count} right", flush=True)
    model = {"curve": [1.0, 0.0], **looks(seen, tokens=made.tokens)}
    held = of_each(left_out, _candidates_at)
    right = np.concatenate([one.right[one.known] for one in held])
    model["curve"] = fitted_curve(chances(crossing_model(model, tokens=made.tokens), held), right)
    moved = crossing_model(model, tokens=made.tokens)
    scores = chances(moved, held)
    taken = scores >= LEAST
    error = expected_error(scores[taken], right[taken])
    print(f"left out: {len(right)} candidates, expected calibration error {error:.4f}")
    print(report(left_out._replace(moved=moved)), flush=True)
    return model


def chances(moved: CrossingModel, seen: Sequence[Candidates]) -> np.ndarray:
    """How probable the candidates are of which it is known, one document after another."""
    return np.concatenate([moved.chances(one.inputs, one.runs)[one.known] for one in seen])


def report(given: Given) -> str:
    """Scores by the least probability that is taken; of documents of which all beads are known."""
    known = [
        one
        for one in given.made
        if not one.coarse and all(exact for _, _, exact in one.moved.values())
    ]
    every = of_each(given._replace(made=known), _scores_at)
    lines = ["least | bead F1, null F1 where something moved | wrong pairs where nothing did"]
    for least, scores in zip(("none taken", *TRIED), zip(*every, strict=True), strict=True):
        both = [*zip(known, scores, strict=True)]
        moved = sum((one for made, one in both if made.moved), Scores())
        still = sum((one for made, one in both if not made.moved), Scores())
        wrong = still.bead.predicted - still.bead.right
        figures = f"{100 * moved.bead.f1:.2f}, {100 * moved.null.f1:.2f}"
        lines.append(
            f"{least} | {figures} of {moved.documents} | {wrong} in {still.documents} documents"
        )
    return "\n".join(lines)


def _scores_at(at: int) -> list[Scores]:
    """Scores of a document's tiling, and with what moved, for each of TRIED."""
    made, vectors, beads, tokens, model = _given[0]
    assert model is not None
    pair = pair_of(made[at], vectors, tokens=tokens)
    tiling = block_beads(pair, beads, Options())
    every = [tiling, *(with_crossing(pair, tiling, model, Options(), least) for least in TRIED)]
    return [evaluate(made[at].pairs(), [bead for bead in beads if bead.usable]) for beads in every]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_argument(parser, "train", "benchmark")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=FIT)
    parser.add_argument("--jumbled", type=int, default=JUMBLED)
    parser.add_argument("--model", type=Path, help="another encoder's folder; it must give tokens")
    args = parser.parse_args()
    torch.set_num_threads(1)  # the processes that are forked later could not use the threads
    vectors = Vectors(load_encoder(args.model))
    found = translations(sources(args.data), vectors)
    to_fit, held = divided(believed(found, load_bead_model(BEADS, tokens=True), vectors))
    made = made_documents(to_fit, vectors, args.documents, SEED)
    made += made_documents(to_fit, vectors, args.jumbled, SEED + 2, jumbled=True)
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
