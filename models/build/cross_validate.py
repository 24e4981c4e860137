"""The bead model on kinds of text that it was not fitted on: each kind left out in turn.

    python -m models.build.cross_validate --data DATA --fits 2 --documents 800 --epochs 4

Single fits vary by about half a point; what ships is an average of several.
"""

from __future__ import annotations

import torch

from align.encode.load import load_encoder
from align.evaluate import evaluate
from align.scoring.model import bead_model
from align.types import Bead
from models.build.calibrate import expected_error, found_in, outcomes
from models.build.documents import Made, sources
from models.build.fit_beads import arguments, fit, made_documents, prepared
from models.build.likeness import translations
from models.build.vectors import Vectors

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


def row(kind: str, made: list[Made], found: list[list[Bead]]) -> str:
    """Exact scores of documents without coarse gold, and of complete ones what is left unpaired."""
    exact = [at for at, one in enumerate(made) if not one.coarse]
    scores = evaluate([made[at].gold for at in exact], [found[at] for at in exact])
    complete = [at for at, one in enumerate(made) if all(bead.paired for bead in one.gold)]
    alone = sum(not bead.usable for at in complete for bead in found[at])
    every = sum(len(made[at].ru) + len(made[at].kk) for at in complete)
    error = expected_error(*outcomes(made, found))
    cells = [kind, str(len(made)), *(f"{100 * rate.f1:.1f}" for rate in (scores.bead, scores.null))]
    return "| " + " | ".join([*cells, f"{100 * alone / every:.1f}%", f"{error:.3f}"]) + " |"


def main() -> None:
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument(
        "--kind", action="append", choices=KINDS, help="left out; each if not given"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    vectors = Vectors(load_encoder())
    every = sources(args.data)
    rows = []
    for kind in args.kind or KINDS:
        names = KINDS[kind]
        left = {name: source for name, source in every.items() if name.startswith(names)}
        other = {name: source for name, source in every.items() if name not in left}
        fitted = fit(*prepared(other, vectors, args.documents), vectors, args, tokens=True)
        model = bead_model(fitted, tokens=True)
        made = made_documents(translations(left, vectors), vectors, DOCUMENTS, SEED)
        found = found_in(made, model, vectors, tokens=True)
        rows.append(row(kind, made, found))
        print(rows[-1], flush=True)
    print("\n| kind left out | documents | bead F1 | null F1 | alone in complete ones | ECE |")
    print("\n".join(["|---|---|---|---|---|---|", *rows]))


if __name__ == "__main__":
    main()
