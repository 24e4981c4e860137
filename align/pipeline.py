"""One pair of documents, start to end: the only module that knows the order of the stages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.beads.model import BeadModel, load_bead_model, potentials
from align.beads.moved_model import MovedModel, load_moved_model
from align.beads.pair import Pair, Side, make_pair, make_side
from align.beads.potentials import shapes_up_to
from align.encode.vectors import Encoded, encode
from align.errors import InputError, ModelError
from align.search.blocks import cut_into_blocks
from align.search.decode import best_beads, unpaired
from align.search.moved import with_moved
from align.shipped import models_folder
from align.text.decode import plain_line_ends
from align.text.language import LANGUAGE_NAMES, check_languages, guess_language
from align.text.read import STDIN, document_name, lines_of, read_document, read_lines
from align.text.sentences import given_sentences, sentences_of
from align.text.wrapping import unwrapped
from align.types import (
    Alignment,
    Bead,
    Document,
    Encoder,
    Language,
    Options,
    Reading,
    Sentence,
    Text,
    Tokens,
)


def align_files(  # noqa: PLR0913 (all but the two files have good defaults)
    ru: str | Path | Sequence[str | Path],
    kk: str | Path | Sequence[str | Path],
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    presplit: bool = False,
    repair: bool = False,
    ru_encoding: str | None = None,
    kk_encoding: str | None = None,
) -> Alignment:
    """The alignment of a Russian and a Kazakh file; the documents are named after the files.

    `docs/formats.md` says which formats they may have. Several files of a side are one text, in the
    order given, and its name is theirs with `+` between them; `-` is standard input. With
    `presplit` each line is a sentence. Damaged text is repaired before it is split and compared;
    with `repair` it is also written so. Encodings are detected unless given. Raises
    InputError for a file that can't be read or has no text, LanguageError when the languages
    are not Russian and Kazakh in this order, ModelError when there is no usable encoder.
    """
    ru_files, kk_files = _files(ru, "ru"), _files(kk, "kk")
    if (*ru_files, *kk_files).count(STDIN) > 1:
        raise InputError("-: standard input can be read only once; give files for the others")
    reading = Reading(presplit, ru_encoding, kk_encoding, repair)
    ru_side, kk_side = read_sides(ru_files, kk_files, reading)
    beads = _beads(ru_side, kk_side, encoder, options)
    return Alignment(ru_side, kk_side, beads, file_names(ru_files), file_names(kk_files))


def _files(files: str | Path | Sequence[str | Path], language: Language) -> list[Path]:
    found = [Path(files)] if isinstance(files, str | Path) else [Path(file) for file in files]
    if not found:
        raise InputError(f"the {LANGUAGE_NAMES[language]} text: no files; give at least one")
    return found


def file_names(files: Path | Sequence[Path]) -> str:
    """What the document of one file or of several is called."""
    return "+".join(map(document_name, [files] if isinstance(files, Path) else files))


def read_sides(
    ru: Text, kk: Text, reading: Reading
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """The sentences of two documents, each files, a text, or sentences already.

    Raises InputError and LanguageError as `align_files` does.
    """
    ru_text, ru_side = read_side(ru, "ru", reading)
    kk_text, kk_side = read_side(kk, "kk", reading)
    check_languages(source_name(ru, "ru"), ru_text, source_name(kk, "kk"), kk_text)
    return ru_side, kk_side


def read_side(
    document: Text, language: Language, reading: Reading
) -> tuple[str, tuple[Sentence, ...]]:
    """The repaired text and the sentences of one document, whatever language they are in.

    Raises InputError as `align_files` does.
    """
    name = source_name(document, language)
    read = _read(document, language, name, reading)
    _check_unicode(name, read.text if isinstance(read, Document) else "\n".join(read))
    if isinstance(read, Document):
        sentences = sentences_of(read, repair=reading.repair)
    else:
        sentences = given_sentences(read, language, repair=reading.repair)
    return "\n".join(sentence.seen for sentence in sentences), sentences


def source_name(document: Text, language: Language) -> str:
    """What errors call a document: the path of its file or files, or `the Russian text`."""
    files = as_files(document)
    return "+".join(map(str, files)) if files else f"the {LANGUAGE_NAMES[language]} text"


def as_files(document: Text) -> list[Path]:
    """The files that a document is in; [] for a text or sentences."""
    parts = [document] if isinstance(document, Path | str) else document
    files = [part for part in parts if isinstance(part, Path)]
    return files if len(files) == len(parts) else []


def _read(
    document: Text, language: Language, name: str, reading: Reading
) -> Document | Sequence[str]:
    """The document's text, or its sentences; errors call it by its name."""
    files, encoding = as_files(document), reading.encoding(language)
    if files and reading.presplit:
        each = (read_lines(file, language, encoding=encoding) for file in files)
        return [line for lines in each for line in lines]
    if files:
        return _one([read_document(file, language, encoding=encoding) for file in files])
    if not isinstance(document, Path | str):
        return [str(sentence) for sentence in document]
    if reading.presplit:
        return lines_of(name, plain_line_ends(str(document)))
    return Document("", language, unwrapped(str(document)))


def _one(documents: Sequence[Document]) -> Document:
    """Documents that follow one another as one."""
    first, *others = documents
    text, kinds = first.text, list(first.kinds)
    for other in others:
        text += "\n"
        kinds += [(start + len(text), kind) for start, kind in other.kinds]
        text += other.text
    return replace(first, text=text, kinds=tuple(kinds))


def _check_unicode(name: str, text: str) -> None:
    """Raises InputError where an encoder could not take the text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{name}: character {error.start} is half of a surrogate pair; leave it out"
        ) from None


def align_texts(
    ru: str, kk: str, *, encoder: Encoder | None = None, options: Options | None = None
) -> Alignment:
    """The alignment of a Russian and a Kazakh text, which are split into sentences first.

    Hard-wrapped lines are joined before that, as of a file.
    An empty text has no sentences: the other side's are then all unpaired. Raises LanguageError
    when the languages are not Russian and Kazakh in this order.

    >>> result = align_texts("Заседание прошло в Астане.", "Отырыс Астанада өтті.")
    >>> [bead.kind for bead in result]
    ['1-1']
    """
    ru_side, kk_side = read_sides(ru, kk, Reading())
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
    ru_side, kk_side = given_sentences(ru, "ru"), given_sentences(kk, "kk")
    return Alignment(ru_side, kk_side, _beads(ru_side, kk_side, encoder, options))


def _beads(
    ru: Sequence[Sentence],
    kk: Sequence[Sentence],
    encoder: Encoder | None,
    options: Options | None,
) -> tuple[Bead, ...]:
    if not ru or not kk:  # no encoder needed
        return tuple(unpaired(len(ru), len(kk)))
    encoded = encode_sides(ru, kk, encoder)
    return with_language_notes(encoded_beads(ru, kk, encoded, options or Options()), ru, kk)


def encode_sides(
    ru: Sequence[Sentence], kk: Sequence[Sentence], encoder: Encoder | None
) -> Encoded:
    """The vectors and tokens of two sides, the Russian one's first."""
    return encode([sentence.seen for sentence in (*ru, *kk)], encoder)


def encoded_beads(
    ru: Sequence[Sentence], kk: Sequence[Sentence], encoded: Encoded, options: Options
) -> tuple[Bead, ...]:
    """The beads of two sides whose vectors are known, as `encode_sides` gives them."""
    if not ru or not kk:
        return tuple(unpaired(len(ru), len(kk)))
    how = options.calibration
    beads: list[Bead] = []
    for i, j, block, tokens in blocks(ru, kk, encoded, options.max_span):
        if how is not None and how.model != fingerprint(tokens):
            raise ModelError("the calibration belongs to another bead model; calibrate again")
        found = block_beads(block, shipped_bead_model(tokens), options)
        if options.moved:
            found = with_moved(block, found, shipped_moved_model(tokens), options)
        for bead in found:
            a = range(bead.ru.start + i.start, bead.ru.stop + i.start)
            b = range(bead.kk.start + j.start, bead.kk.stop + j.start)
            beads.append(Bead(a, b, bead.score, bead.note))
    return tuple(beads)


def with_language_notes(
    beads: Iterable[Bead], ru: Sequence[Sentence], kk: Sequence[Sentence]
) -> tuple[Bead, ...]:
    """The beads of two sides, with a note on pairs of which a side is in the other language."""
    return tuple(_noted(bead, ru, kk) for bead in beads)


def _noted(bead: Bead, ru: Sequence[Sentence], kk: Sequence[Sentence]) -> Bead:
    if bead.note or not bead.paired:
        return bead
    sides = (" ".join(side[at].seen for at in run) for side, run in ((ru, bead.ru), (kk, bead.kk)))
    languages = tuple(map(guess_language, sides))
    swapped = languages[0] == "kk" or languages[1] == "ru"
    return replace(bead, note="language") if swapped else bead


def blocks(
    ru: Sequence[Sentence], kk: Sequence[Sentence], encoded: Encoded, max_span: int
) -> Iterator[tuple[range, range, Pair, bool]]:
    """The blocks of two sides, neither empty: their sentences, the pair, whether it has tokens."""
    vectors, tokens = encoded
    ru_vectors, kk_vectors = vectors[: len(ru)], vectors[len(ru) :]
    ru_tokens, kk_tokens = (tokens[: len(ru)], tokens[len(ru) :]) if tokens else (None, None)
    reach = min(max_span + 1, Options().max_span)  # a bead is weighed against longer ones
    for i, j in cut_into_blocks(ru_vectors, kk_vectors):
        block = make_pair(
            _side(ru, ru_vectors, ru_tokens, i, reach), _side(kk, kk_vectors, kk_tokens, j, reach)
        )
        yield i, j, block, tokens is not None


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
    """The beads of one block that tile it in order, indexes counted within it."""
    n, m = len(block.ru.texts), len(block.kk.texts)
    if not n or not m:
        return unpaired(n, m)
    found = potentials(block, shapes_up_to(options.max_span), model)
    how = options.calibration
    if how is None:
        return best_beads(found, options.min_score, model.curve)
    return best_beads(how(found), options.min_score, lambda chance: how.curve(model.curve(chance)))


@lru_cache(maxsize=2)
def shipped_bead_model(tokens: bool) -> BeadModel:
    """The shipped bead model, for pairs with tokens or without."""
    return load_bead_model(models_folder() / "beads.json", tokens=tokens)


@lru_cache(maxsize=2)
def shipped_moved_model(tokens: bool) -> MovedModel:
    """The shipped model of moved passages, for pairs with tokens or without."""
    return load_moved_model(models_folder() / "moved.json", tokens=tokens)


@lru_cache(maxsize=2)
def fingerprint(tokens: bool) -> str:
    """What tells the shipped bead model from every other one."""
    content = (models_folder() / "beads.json").read_bytes()
    return f"{hashlib.sha256(content).hexdigest()[:16]} {'tokens' if tokens else 'vectors'}"


@lru_cache(maxsize=1)
def bead_models_fingerprint() -> str:
    """What tells all that the beads are found by, but the encoder, from other models."""
    digest = hashlib.sha256()
    for name in ("beads.json", "moved.json"):
        digest.update((models_folder() / name).read_bytes())
    return digest.hexdigest()[:32]
