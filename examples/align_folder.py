"""Aligns all pairs of two folders and looks at the corpus in pandas.

    python examples/align_folder.py RU_DIR KK_DIR CORPUS

Files of a pair have the same name, apart from a mark of the language: report.ru.txt,
report.kk.txt.
"""

import sys
from pathlib import Path

import pandas as pd

import align
from align.corpus.sources import sources_from_folders


def main(ru: str, kk: str, corpus: str) -> None:
    counts = align.build_corpus(sources_from_folders(Path(ru), Path(kk)), corpus)
    print(f"{counts.pairs} pairs out of {counts.documents} pairs of documents")

    # No quoting: a quotation mark in a sentence is nothing special.
    files = sorted(Path(corpus).glob("pairs-*.tsv"))
    read = [pd.read_csv(file, sep="\t", quoting=3, keep_default_na=False) for file in files]
    frame = pd.concat(read, ignore_index=True)

    print("\nTypes of pairs:")
    print(frame["kind"].value_counts().to_string())
    ratio = frame["kk"].str.len() / frame["ru"].str.len()
    print(f"\nKazakh characters for each Russian one, median: {ratio.median():.2f}")
    print("\nThe least sure pairs:")
    print(frame.nsmallest(3, "score")[["score", "ru", "kk"]].to_string(index=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
