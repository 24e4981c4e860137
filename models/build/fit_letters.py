"""Step 8: how letters follow one another in Kazakh words, for Kazakh in other scripts.

    python -m models.build.fit_letters --data DATA --out models/letters.json.gz

Counts of letter sequences of up to ORDER letters in the Kazakh side of the fitting texts, rare long
ones left out. What a letter of another alphabet stands for is in `align/text/repair/scripts.py`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from align.text.alphabet import KK_LOWER
from align.text.repair.letters import EDGE, FORMAT, ORDER
from align.text.repair.lines import repaired_lines
from models.build.corpus import add_data_argument, read_rows

TEXTS = (
    "train/apertium_corpus_raw", "train/sdg", "train/tatoeba", "train/apertium_texts",
    "benchmark/flores-devtest", "benchmark/udhr",
)  # fmt: skip
WORD = re.compile(f"[{KK_LOWER}]+")
LEAST = {3: 2, 4: 3, 5: 4}  # times that a sequence of so many letters must be seen


def words_of(data: Path) -> Counter[str]:
    words: Counter[str] = Counter()
    for name in TEXTS:
        lines = repaired_lines([row["kk"] for row in read_rows(data / f"{name}.tsv")], "kk")
        # repeated lines are page furniture
        for line in dict.fromkeys(lines):
            words.update(WORD.findall(line.lower()))
    return words


def counts_of(words: Counter[str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for word, times in words.items():
        edged = EDGE * (ORDER - 1) + word + EDGE
        for stop in range(ORDER, len(edged) + 1):
            for size in range(1, ORDER + 1):
                counts[edged[stop - size : stop]] += times
    return {key: n for key, n in sorted(counts.items()) if n >= LEAST.get(len(key), 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data_argument(parser, "train", "benchmark")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    words = words_of(given.data)
    counts = counts_of(words)
    content = json.dumps({"format": FORMAT, "counts": counts}, ensure_ascii=False)
    given.out.write_bytes(gzip.compress(content.encode("utf-8"), mtime=0))
    print(
        f"{sum(words.values()):,} words, {len(words):,} kinds, {len(counts):,} sequences, "
        f"{given.out.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
