"""What became of the sentences, in one line."""

from __future__ import annotations

from align.corpus.counts import Counts


def of_sentences(counts: Counts) -> str:
    """How many sentences there are, in how many pairs, and how many are left."""
    moved = f" ({counts.moved} moved)" if counts.moved else ""
    return (
        f"{counts.ru_sentences} Russian and {counts.kk_sentences} Kazakh sentences: "
        f"{counts.pairs} pairs{moved}, {counts.low_score} of low score, "
        f"{counts.ru_unpaired} Russian and {counts.kk_unpaired} Kazakh sentences unpaired"
    )
