"""Tells which of two encoders aligns better, and whether that is chance.

    python examples/compare_encoders.py seeds/gold.tsv sentence-transformers/LaBSE

The gold's documents are aligned with the embedded encoder and with the other one, a name or folder
of a sentence-transformers model, and both are scored against the hand alignments.
"""

import sys

import align


def aligned(gold: list[align.Alignment], encoder: align.Encoder) -> list[align.Alignment]:
    """The gold's documents as the encoder aligns them."""
    return [
        align.align_sentences(
            [sentence.text for sentence in one.ru],
            [sentence.text for sentence in one.kk],
            encoder=encoder,
        )
        for one in gold
    ]


def main(gold_file: str, other: str) -> None:
    gold = align.read_gold(gold_file)
    embedded = aligned(gold, align.load_encoder())
    others = aligned(gold, align.load_encoder(other))

    print(f"{'F1':<16}{'embedded':>9}{'other':>9}   95% of the difference, by chance")
    for one in align.compare(gold, embedded, others):
        low, high = one.interval
        print(
            f"{one.measure:<16}{100 * one.a:9.1f}{100 * one.b:9.1f}   "
            f"{100 * low:+.1f} to {100 * high:+.1f}, p = {one.p:.3f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
