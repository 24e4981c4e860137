"""Step 5: the bead model, a logistic regression per group of shapes, fitted on made documents.

python models/build/fit_beads.py --data DATA --out models/beads.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from align.beads import FEATURES, BeadModel, Side, allowed, bead_features
from align.embed import load_encoder
from align.evaluate import evaluate
from align.pipeline import block_beads
from align.search import SHAPES
from align.spans import make_spans
from align.split import sentence_kind
from align.types import Encoder, Options
from documents import Made, Unit, documents, units

SEED = 11
FIT, HELD_OUT = 400, 120  # documents
EASY_SHARE = 0.05  # of the candidates that no path would take; each counts 1/EASY_SHARE times
EASY_BELOW = 0.0  # "over_both": candidates this far behind their rivals are easy
NULLS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
LEAST_COSINE = 0.7  # of a pair's two sides; below, half of the pairs are no translations


def plausible(found: list[Unit], encoder: Encoder) -> list[Unit]:
    """The units whose two sides are near enough to be translations."""
    ru, kk = (encoder.encode([" ".join(unit[side]) for unit in found]) for side in (0, 1))
    cosine = (ru * kk).sum(axis=1)
    return [unit for unit, value in zip(found, cosine, strict=True) if value >= LEAST_COSINE]


def sides(made: Made, vectors: dict[str, np.ndarray]) -> tuple[Side, Side]:
    return tuple(
        Side(
            texts,
            [sentence_kind(text) for text in texts],
            make_spans(np.stack([vectors[text] for text in texts]), texts, 4),
        )
        for texts in (made.ru, made.kk)
    )


def candidates(
    ru: Side, kk: Side, made: Made, rng: np.random.Generator
) -> dict[str, list[tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """Per group of shapes: (features, whether gold, weight) of the candidates kept."""
    gold = {(bead.ru.start, bead.kk.start, bead.kind) for bead in made.gold if bead.paired}
    found: dict[str, list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = {}
    for (a, b), features in bead_features(ru, kk, SHAPES):
        n, m, _ = features.shape
        is_gold = np.zeros((n, m), bool)
        for i, j, kind in gold:
            if kind == f"{a}-{b}":
                is_gold[i, j] = True
        easy = (features[..., FEATURES.index("over_both")] < EASY_BELOW) & ~is_gold
        kept = (~easy | (rng.random((n, m)) < EASY_SHARE)) & allowed(ru, kk, (a, b))
        weight = np.where(easy, 1 / EASY_SHARE, 1.0)
        rows = (features[kept], is_gold[kept], weight[kept])
        found.setdefault(BeadModel.group((a, b)), []).append(rows)
    return found


def fit(rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> tuple[np.ndarray, float]:
    x, y, weight = (np.concatenate(part) for part in zip(*rows, strict=True))
    spread = x.std(axis=0)
    spread[spread == 0] = 1
    centre = x.mean(axis=0)
    model = LogisticRegression(C=10.0, max_iter=2000)
    model.fit((x - centre) / spread, y, sample_weight=weight)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ centre)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/*.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="an encoder's folder, instead of the embedded")
    args = parser.parse_args()
    encoder = load_encoder(args.model)
    sources = {name: plausible(found, encoder) for name, found in units(args.data).items()}
    made = documents(sources, FIT + HELD_OUT, SEED)
    made = [one for one in made if one.ru and one.kk]
    texts = sorted({text for one in made for text in (*one.ru, *one.kk)})
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    rng = np.random.default_rng(SEED)
    groups: dict[str, list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = {}
    for one in made[:FIT]:
        for name, rows in candidates(*sides(one, vectors), one, rng).items():
            groups.setdefault(name, []).extend(rows)
    fitted = {name: fit(rows) for name, rows in groups.items()}
    weights = {name: weights.astype(np.float32) for name, (weights, _) in fitted.items()}
    bias = {name: bias for name, (_, bias) in fitted.items()}
    held_out = [(one, *sides(one, vectors)) for one in made[FIT:]]
    results = {}
    for null in NULLS:
        model = BeadModel(weights, bias, null)
        found = [block_beads(ru, kk, model, Options(min_score=0)) for _, ru, kk in held_out]
        scores = evaluate([one.gold for one, _, _ in held_out], found)
        results[null] = scores.bead.f1
        print(f"null {null}: bead F1 {scores.bead.f1:.4f}, null F1 {scores.null.f1:.4f}")
    best = max(results, key=results.__getitem__)
    table = {
        name: {
            "bias": round(bias[name], 4),
            "weights": [round(float(weight), 4) for weight in weights[name]],
        }
        for name in sorted(weights)
    }
    data = {"features": FEATURES, "null": best, "groups": table}
    args.out.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
