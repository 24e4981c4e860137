"""What became of the sentences, in one line."""

from __future__ import annotations

from collections.abc import Mapping

from align.corpus.counts import CorpusCounts


def of_sentences(counts: CorpusCounts) -> str:
    """How many sentences there are, in how many pairs, and how many are left."""
    moved = f" ({counts.moved} moved)" if counts.moved else ""
    filtered = f"{counts.filtered} dropped by filters, " if counts.filtered else ""
    return (
        f"{counts.ru_sentences} Russian and {counts.kk_sentences} Kazakh sentences: "
        f"{counts.pairs} pairs{moved}, {counts.low_score} of low score, {filtered}"
        f"{counts.ru_unpaired} Russian and {counts.kk_unpaired} Kazakh sentences unpaired"
    )


def of_filters(counts: Mapping[str, int]) -> str:
    """How many pairs each filter dropped."""
    return "dropped: " + ", ".join(f"{name} {count}" for name, count in counts.items())
