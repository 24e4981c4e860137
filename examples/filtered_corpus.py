"""Out of texts a clean corpus for translation, as a translation memory.

    python examples/filtered_corpus.py RU_DIR KK_DIR CLEAN.tmx

Which files belong together is found out by what they say; then they are aligned, and what is no
good translation is dropped.
"""

import sys

import pandas as pd

import align
from align import filters


def main(ru: str, kk: str, output: str) -> None:
    found = align.match_documents(ru, kk)
    print(f"{len(found.pairs)} pairs of documents, {len(found.rest)} files without partner")

    sources = [(f"{ru}/{one.ru_doc}", f"{kk}/{one.kk_doc}") for one in found.pairs]
    frames = [align.align_files(*files).to_frame() for files in sources]
    corpus = pd.concat(frames, ignore_index=True)

    result = filters.apply_filters(corpus)
    print(f"{len(corpus)} rows, {len(result.kept)} kept; dropped by each filter:")
    for name, count in result.counts.items():
        print(f"  {name:<16}{count}")

    written = align.export_table(result.kept, output)
    print(f"{written.rows} translation units in {output}")


if __name__ == "__main__":
    main(*sys.argv[1:])
