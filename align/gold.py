"""Hand alignments with the texts that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from align.errors import InputError
from align.table.read import read_beads, read_texts
from align.text.load import OldReadKeywords, load_sides, read_options
from align.types import Alignment, ReadOptions, Sentence, Sides, one_line


def read_gold(
    path: str | Path,
    texts: str | Path | None = None,
    *,
    reading: ReadOptions | None = None,
    **deprecated: Unpack[OldReadKeywords],
) -> list[Alignment]:
    """The hand alignments of a TSV, each with the sentences of its two documents.

    The columns ru_doc and kk_doc name files in the folder `texts`, or beside the TSV; they are read
    and split as `align_files` does it, with `reading`; the keyword presplit is deprecated.
    Raises InputError if a file is missing, or if its sentences are not those that the TSV speaks
    of.
    """
    path, how = Path(path), read_options(reading, deprecated)
    folder = Path(texts) if texts is not None else path.parent
    documents = read_beads(path)
    if not documents:
        raise InputError(f"{path}: holds no beads; give hand alignments")
    if not all(ru_doc and kk_doc for ru_doc, kk_doc in documents):
        raise InputError(f"{path}: names no documents; give the columns ru_doc and kk_doc")
    said, found = read_texts(path), []
    for (ru_doc, kk_doc), beads in documents.items():
        ru, kk = load_sides(Sides(folder / ru_doc, folder / kk_doc), how)
        for at, bead, ru_text, kk_text in said[ru_doc, kk_doc]:
            check_sentences(f"{path}: line {at}", ru_doc, ru, bead.ru, ru_text)
            check_sentences(f"{path}: line {at}", kk_doc, kk, bead.kk, kk_text)
        found.append(Alignment(ru, kk, tuple(beads), ru_doc, kk_doc))
    return found


def check_sentences(place: str, name: str, side: Sequence[Sentence], run: range, text: str) -> None:
    """Raises InputError where the sentences of a run are not there, or not this text.

    `place` and `name`: where the table speaks of them, and what their document is called.
    """
    if run.stop > len(side):
        raise InputError(
            f"{place}: sentence {run.stop - 1} of {name}, which is split into {len(side)}, from 0; "
            "align it anew, or give it one sentence a line with --presplit"
        )
    here = one_line(" ".join(side[at].text for at in run))
    if text and text != here:
        raise InputError(
            f"{place}: «{text[:40]}» is «{here[:40]}» in {name} as it is split now; align it "
            "anew, or give it one sentence a line with --presplit"
        )
