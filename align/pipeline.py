"""One pair of documents, start to end: the only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.beads.model import BeadModel, load_bead_model, potentials
from align.beads.pair import Pair, Side, make_pair, make_side
from align.beads.potentials import shapes_up_to
from align.encode.models import models_folder
from align.encode.vectors import encode
from align.search.blocks import cut_into_blocks
from align.search.decode import best_beads, unpaired
from align.text.language import check_languages
from align.text.read import read_document, read_lines
from align.text.split import as_sentences, split
from align.types import Alignment, Bead, Document, Encoder, Options, Sentence, Tokens


def align_files(  # noqa: PLR0913 (all but the two files have good defaults)
    ru: str | Path,
    kk: str | Path,
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    presplit: bool = False,
    ru_encoding: str | None = None,
    kk_encoding: str | None = None,
) -> Alignment:
    """The alignment of a Russian and a Kazakh file; the documents are named after the files.

    With `presplit` each line is a sentence. Encodings are detected unless given. Raises
    InputError for a file that can't be read or has no text, LanguageError when the languages
    are not Russian and Kazakh in this order, ModelError when there is no usable encoder.
    """
    ru_path, kk_path = Path(ru), Path(kk)
    if presplit:
        ru_lines = read_lines(ru_path, "ru", encoding=ru_encoding)
        kk_lines = read_lines(kk_path, "kk", encoding=kk_encoding)
        check_languages(str(ru_path), "\n".join(ru_lines), str(kk_path), "\n".join(kk_lines))
        ru_side, kk_side = as_sentences(ru_lines), as_sentences(kk_lines)
    else:
        ru_document = read_document(ru_path, "ru", encoding=ru_encoding)
        kk_document = read_document(kk_path, "kk", encoding=kk_encoding)
        check_languages(str(ru_path), ru_document.text, str(kk_path), kk_document.text)
        ru_side, kk_side = split(ru_document), split(kk_document)
    beads = _beads(ru_side, kk_side, encoder, options)
    return Alignment(ru_side, kk_side, beads, ru_path.name, kk_path.name)


def align_texts(
    ru: str, kk: str, *, encoder: Encoder | None = None, options: Options | None = None
) -> Alignment:
    """The alignment of a Russian and a Kazakh text, which are split into sentences first.

    An empty text has no sentences: the other side's are then all unpaired. Raises LanguageError
    when the languages are not Russian and Kazakh in this order.

    >>> result = align_texts("Заседание прошло в Астане.", "Отырыс Астанада өтті.")
    >>> [bead.kind for bead in result]
    ['1-1']
    """
    check_languages("the Russian text", ru, "the Kazakh text", kk)
    ru_side, kk_side = split(Document("", "ru", ru)), split(Document("", "kk", kk))
    return Alignment(ru_side, kk_side, _beads(ru_side, kk_side, encoder, options))


def align_sentences(
    ru: Sequence[str],
    kk: Sequence[str],
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
) -> Alignment:
    """The alignment of the caller's sentences, which are never split, dropped or reordered.

    A blank sentence stays unpaired. Either list may be empty; two empty lists give no beads.
    """
    ru_side, kk_side = as_sentences(ru), as_sentences(kk)
    return Alignment(ru_side, kk_side, _beads(ru_side, kk_side, encoder, options))


def _beads(
    ru: Sequence[Sentence],
    kk: Sequence[Sentence],
    encoder: Encoder | None,
    options: Options | None,
) -> tuple[Bead, ...]:
    options = options or Options()
    if not ru or not kk:
        return tuple(unpaired(len(ru), len(kk)))
    vectors, tokens = encode([sentence.text for sentence in (*ru, *kk)], encoder)
    ru_vectors, kk_vectors = vectors[: len(ru)], vectors[len(ru) :]
    ru_tokens, kk_tokens = (tokens[: len(ru)], tokens[len(ru) :]) if tokens else (None, None)
    model = _bead_model(tokens is not None)
    reach = min(options.max_span + 1, Options().max_span)  # a bead is weighed against longer ones
    beads: list[Bead] = []
    for i, j in cut_into_blocks(ru_vectors, kk_vectors):
        block = make_pair(
            _side(ru, ru_vectors, ru_tokens, i, reach),
            _side(kk, kk_vectors, kk_tokens, j, reach),
        )
        for bead in block_beads(block, model, options):
            a = range(bead.ru.start + i.start, bead.ru.stop + i.start)
            b = range(bead.kk.start + j.start, bead.kk.stop + j.start)
            beads.append(Bead(a, b, bead.score, bead.note))
    return tuple(beads)


def _side(
    sentences: Sequence[Sentence],
    vectors: NDArray[np.float32],
    tokens: Sequence[Tokens] | None,
    part: range,
    reach: int,
) -> Side:
    here = slice(part.start, part.stop)
    return make_side(sentences[here], vectors[here], reach, tokens[here] if tokens else None)


def block_beads(block: Pair, model: BeadModel, options: Options) -> list[Bead]:
    """The beads of one block, indexes counted within it."""
    n, m = len(block.ru.texts), len(block.kk.texts)
    if not n or not m:
        return unpaired(n, m)
    found = potentials(block, shapes_up_to(options.max_span), model)
    return best_beads(found, options.min_score, model.curve)


@lru_cache(maxsize=2)
def _bead_model(tokens: bool) -> BeadModel:
    return load_bead_model(models_folder() / "beads.json", tokens=tokens)
