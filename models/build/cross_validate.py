"""The bead model on kinds of text that it was not fitted on: each kind left out in turn.

    python models/build/cross_validate.py --data DATA --cache FILE.npz

One fit a kind, so figures vary by about half a point; what ships is an average of several fits.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch

from align.beads.model import load_bead_model
from align.encode.load import load_encoder
from align.evaluate import evaluate
from align.pipeline import block_beads
from align.types import Bead, Options
from calibrate import expected_error, outcomes
from documents import Made, sources
from examples import pair_of
from fit_beads import SEEDS, arguments, fit, made_documents
from likeness import translations
from vectors import Vectors

KINDS = {
    "government and news": ("apertium_corpus",),
    "encyclopaedia": ("flores",),
    "indicators": ("sdg",),
    "single sentences": ("tatoeba",),
    "dialogue, contracts, tales": ("apertium_texts",),
    "law": ("udhr",),
    "prose": ("prose",),
}
DOCUMENTS = 300  # of a kind that was left out
SEED = 5


def row(kind: str, made: list[Made], found: list[list[Bead]], error: float) -> str:
    """Exact scores of documents without coarse gold, and of complete ones what is left unpaired."""
    exact = [at for at, one in enumerate(made) if not one.coarse]
    scores = evaluate([made[at].gold for at in exact], [found[at] for at in exact])
    complete = [at for at, one in enumerate(made) if all(bead.paired for bead in one.gold)]
    alone = sum(not bead.usable for at in complete for bead in found[at])
    every = sum(len(made[at].ru) + len(made[at].kk) for at in complete)
    cells = [kind, str(len(made)), *(f"{100 * rate.f1:.1f}" for rate in (scores.bead, scores.null))]
    return "| " + " | ".join([*cells, f"{100 * alone / every:.1f}%", f"{error:.3f}"]) + " |"


def main() -> None:
    parser = arguments(__doc__.splitlines()[0])
    args = parser.parse_args()
    torch.set_num_threads(1)
    vectors = Vectors(load_encoder(), args.cache)
    every = sources(args.data, SEEDS)
    print("| kind left out | documents | bead F1 | null F1 | alone in complete ones | ECE |")
    print("|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        args.out = Path(folder) / "beads.json"
        for kind, names in KINDS.items():
            fit({name: s for name, s in every.items() if not name.startswith(names)}, vectors, args)
            left = {name: s for name, s in every.items() if name.startswith(names)}
            made = made_documents(translations(left, vectors), vectors, DOCUMENTS, SEED)
            model = load_bead_model(args.out)
            found = [block_beads(pair_of(one, vectors), model, Options()) for one in made]
            error = expected_error(*outcomes(model, made, vectors))
            print(row(kind, made, found, error), flush=True)


if __name__ == "__main__":
    main()
