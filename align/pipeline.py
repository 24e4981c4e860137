"""One pair of documents, start to end: the only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Unpack

from align.encode.vectors import Encoded, encode
from align.errors import InputError, ModelError
from align.languages import LANGUAGES
from align.scoring.model import BeadModel, potentials
from align.scoring.pair import Pair, make_pair, make_side
from align.scoring.potentials import shapes_up_to
from align.scoring.resources import (
    bead_model_fingerprint,
    bundled_bead_model,
    bundled_crossing_model,
)
from align.search.blocks import cut_into_blocks
from align.search.crossing import with_crossing
from align.search.decode import best_beads, unpaired
from align.text.language import guess_language
from align.text.load import OldReadKeywords, file_names, load_sides, read_options
from align.text.sentences import given_sentences
from align.types import (
    Alignment,
    Bead,
    Encoder,
    Language,
    Options,
    ReadOptions,
    Sentence,
    Sides,
)


def align_files(
    ru: str | Path | Sequence[str | Path],
    kk: str | Path | Sequence[str | Path],
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    reading: ReadOptions | None = None,
    **deprecated: Unpack[OldReadKeywords],
) -> Alignment:
    """The alignment of a Russian and a Kazakh file; the documents are named after the files.

    `docs/formats.md` says which formats they may have. Several files of a side are one text, in the
    order given, and its name is theirs with `+` between them; `-` is standard input. `reading` says
    how they are read. Damaged text is repaired before it is split and compared; with
    `ReadOptions(repair=True)` it is also written so. The keywords presplit, repair, ru_encoding and
    kk_encoding are deprecated: give `reading`. Raises InputError for a file that can't be read or
    has no text, LanguageError when the languages are not Russian and Kazakh in this order,
    ModelError when there is no usable encoder.
    """
    files = Sides(_files(ru, "ru"), _files(kk, "kk"))
    sides = load_sides(files, read_options(reading, deprecated))
    beads, names = _beads(sides, encoder, options), files.map(file_names)
    return Alignment(sides.ru, sides.kk, beads, names.ru, names.kk)


def _files(files: str | Path | Sequence[str | Path], language: Language) -> Sequence[Path]:
    paths = [Path(files)] if isinstance(files, str | Path) else [Path(file) for file in files]
    if not paths:
        raise InputError(f"the {LANGUAGES[language].name} text: no files; give at least one")
    return paths


def align_texts(
    ru: str,
    kk: str,
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    reading: ReadOptions | None = None,
) -> Alignment:
    """The alignment of a Russian and a Kazakh text, which are split into sentences first.

    Hard-wrapped lines are joined before that, as of a file.
    An empty text has no sentences: the other side's are then all unpaired. Raises LanguageError
    when the languages are not Russian and Kazakh in this order.

    >>> result = align_texts("Заседание прошло в Астане.", "Отырыс Астанада өтті.")
    >>> [bead.kind for bead in result]
    ['1-1']
    """
    sides = load_sides(Sides(ru, kk), reading or ReadOptions())
    return Alignment(sides.ru, sides.kk, _beads(sides, encoder, options))


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
    sides = Sides(given_sentences(ru, "ru"), given_sentences(kk, "kk"))
    return Alignment(sides.ru, sides.kk, _beads(sides, encoder, options))


SentenceSides = Sides[tuple[Sentence, ...]]


def _beads(
    sides: SentenceSides, encoder: Encoder | None, options: Options | None
) -> tuple[Bead, ...]:
    if not all(sides):  # no encoder needed
        return tuple(unpaired(*sides.map(len)))
    return noted_beads(sides, encode_sides(sides, encoder), options or Options())


def encode_sides(sides: SentenceSides, encoder: Encoder | None) -> Encoded:
    """The vectors and tokens of two sides, the Russian one's first."""
    return encode([sentence.seen for side in sides for sentence in side], encoder)


def noted_beads(sides: SentenceSides, encoded: Encoded, options: Options) -> tuple[Bead, ...]:
    """The beads of `encoded_beads`, with the note `language` on pairs in the wrong language."""
    return tuple(_noted(bead, sides) for bead in encoded_beads(sides, encoded, options))


def _noted(bead: Bead, sides: SentenceSides) -> Bead:
    if bead.note or not bead.paired:
        return bead
    runs = Sides(bead.ru, bead.kk)
    texts = Sides.each(lambda side: " ".join(sides[side][index].seen for index in runs[side]))
    languages = texts.map(guess_language)
    swapped = languages.ru == "kk" or languages.kk == "ru"
    return replace(bead, note="language") if swapped else bead


def encoded_beads(sides: SentenceSides, encoded: Encoded, options: Options) -> tuple[Bead, ...]:
    """The beads of two sides whose vectors are known, as `encode_sides` gives them."""
    if not all(sides):
        return tuple(unpaired(*sides.map(len)))
    return tuple(_beads_of_blocks(blocks(sides, encoded, options), options))


def _beads_of_blocks(parts: Iterable[Block], options: Options) -> Iterator[Bead]:
    for block in parts:
        calibration = options.calibration
        if calibration and calibration.model != bead_model_fingerprint(block.tokens):
            raise ModelError("the calibration belongs to another bead model; calibrate again")
        beads = block_beads(block.pair, bundled_bead_model(block.tokens), options)
        if options.moved:
            model = bundled_crossing_model(block.tokens)
            beads = with_crossing(block.pair, beads, model, options)
        for bead in beads:
            ru, kk = (
                range(run.start + place.start, run.stop + place.start)
                for run, place in zip((bead.ru, bead.kk), block.places, strict=True)
            )
            yield Bead(ru, kk, bead.score, bead.note)


class Block(NamedTuple):
    """A part of two sides that is searched exactly.

    `places`: the sentences of each side that it holds. `tokens`: whether the pair has tokens.
    """

    places: Sides[range]
    pair: Pair
    tokens: bool


def blocks(sides: SentenceSides, encoded: Encoded, options: Options) -> Iterator[Block]:
    """The blocks of two sides, neither of them empty."""
    vectors, tokens = encoded
    starts = Sides(0, len(sides.ru))  # of a side's sentences among the vectors
    reach = min(options.max_span + 1, Options().max_span)  # a bead is compared with longer ones
    for ru, kk in cut_into_blocks(vectors[: len(sides.ru)], vectors[len(sides.ru) :]):
        places = Sides(ru, kk)
        parts = []
        for side, place in places.items():
            rows = slice(place.start + starts[side], place.stop + starts[side])
            sentences = sides[side][place.start : place.stop]
            of_side = tokens[rows] if tokens else None
            parts.append(make_side(sentences, vectors[rows], reach, of_side))
        yield Block(places, make_pair(*parts), tokens is not None)


def block_beads(pair: Pair, model: BeadModel, options: Options) -> list[Bead]:
    """The beads of one block that tile it in order, indexes counted within it."""
    if not all(pair.sizes):
        return unpaired(*pair.sizes)
    parts = potentials(pair, shapes_up_to(options.max_span), model)
    calibration = options.calibration
    if calibration is None:
        return best_beads(parts, options.threshold, model.curve)
    return best_beads(
        calibration(parts),
        options.threshold,
        lambda chance: calibration.curve(model.curve(chance)),
    )
