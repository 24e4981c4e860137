"""One pair of documents, start to end: the only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from align.beads.features import Side
from align.beads.model import IMPOSSIBLE, BeadModel, load_bead_model, potentials
from align.beads.spans import Floats, make_spans
from align.encode.models import models_folder
from align.encode.vectors import encode
from align.search.blocks import cut_into_blocks
from align.search.tiling import Path as BeadPath
from align.search.tiling import best_path, marginals, shapes_up_to
from align.text.language import check_languages
from align.text.read import read_document, read_lines
from align.text.split import sentence_kind, split
from align.types import Alignment, Bead, Document, Encoder, Options, Sentence


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
        ru_side, kk_side = _as_sentences(ru_lines), _as_sentences(kk_lines)
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
    ru_side, kk_side = _as_sentences(ru), _as_sentences(kk)
    return Alignment(ru_side, kk_side, _beads(ru_side, kk_side, encoder, options))


def _as_sentences(texts: Sequence[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(text, 0, len(text), sentence_kind(text)) for text in texts)


def _beads(
    ru: Sequence[Sentence],
    kk: Sequence[Sentence],
    encoder: Encoder | None,
    options: Options | None,
) -> tuple[Bead, ...]:
    options = options or Options()
    if not ru or not kk:
        return _alone(len(ru), len(kk))
    texts = [sentence.text for sentence in (*ru, *kk)]
    vectors = encode(texts, encoder)
    model = _bead_model()
    beads: list[Bead] = []
    for ru_part, kk_part in cut_into_blocks(vectors[: len(ru)], vectors[len(ru) :]):
        ru_side = _side(ru, vectors[: len(ru)], ru_part, options)
        kk_side = _side(kk, vectors[len(ru) :], kk_part, options)
        for bead in block_beads(ru_side, kk_side, model, options):
            a, b = bead.ru, bead.kk
            a = range(a.start + ru_part.start, a.stop + ru_part.start)
            b = range(b.start + kk_part.start, b.stop + kk_part.start)
            beads.append(Bead(a, b, bead.score, bead.note))
    return tuple(beads)


def _alone(n: int, m: int) -> tuple[Bead, ...]:
    """Every sentence unpaired, the Russian ones first: what an empty other side leaves."""
    unpaired = [(range(i, i + 1), range(0)) for i in range(n)]
    unpaired += [(range(0), range(j, j + 1)) for j in range(m)]
    return tuple(Bead(a, b, 1.0, "unpaired") for a, b in unpaired)


def _side(sentences: Sequence[Sentence], vectors: Floats, part: range, options: Options) -> Side:
    here = sentences[part.start : part.stop]
    texts = [sentence.text for sentence in here]
    reach = min(options.max_span + 1, Options().max_span)  # a bead is weighed against longer ones
    spans = make_spans(vectors[part.start : part.stop], texts, reach)
    return Side(texts, [sentence.kind for sentence in here], spans)


def block_beads(ru: Side, kk: Side, model: BeadModel, options: Options) -> list[Bead]:
    """The beads of one block, indexes counted within it."""
    if not ru.texts or not kk.texts:
        return [*_alone(len(ru.texts), len(kk.texts))]
    found = potentials(ru, kk, shapes_up_to(options.max_span), model)
    _, sure = marginals(found)
    gains = {  # of the sentences that a bead holds, how many it is expected to treat rightly
        (a, b): np.where(found.pairs[a, b] > IMPOSSIBLE, score * (a + b), -np.inf)
        for (a, b), score in sure.pairs.items()
    }
    path: BeadPath = best_path(gains, sure.ru, sure.kk)
    beads = []
    for a, b in path:
        if a and b:
            score = float(sure.pairs[len(a), len(b)][a.start, b.start])
            note = "" if score >= options.min_score else "low-score"
        else:
            score = min(float(sure.ru[a.start] if a else sure.kk[b.start]), 1.0)
            note = "unpaired"
        beads.append(Bead(a, b, score, note))
    return beads


@lru_cache(maxsize=1)
def _bead_model() -> BeadModel:
    return load_bead_model(models_folder() / "beads.json")
