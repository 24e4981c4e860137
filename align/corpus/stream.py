"""Pairs of documents → their alignments, in order: sentences of many documents encoded together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np

from align.corpus.sources import Fault, Source, Sources, as_source, refuse, sources_from_frame
from align.encode.load import load_encoder
from align.encode.vectors import Encoded, encode, quiet
from align.errors import InputError
from align.pipeline import SentenceSides, noted_beads
from align.text.load import OldReadKeywords, input_name, load_sides, read_options
from align.types import COLUMNS, Alignment, DocumentInput, Encoder, Options, ReadOptions, Sides

if TYPE_CHECKING:
    import pandas as pd

# Sentences encoded together: enough that those of a like length fill the encoder's batches, and
# few enough that their tokens, some 25 KB a sentence, stay small. The next ones are not encoded
# meanwhile: the encoder has all cores busy as it is, and a thread of its own made both slower.
BATCH = 1000


class _Read(NamedTuple):
    """A pair of documents that has been read."""

    source: Source
    sides: SentenceSides

    @property
    def size(self) -> int:
        """Sentences of both sides."""
        return sum(self.sides.map(len))


def align_corpus(
    pairs: Iterable[Source | tuple[DocumentInput, DocumentInput]],
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    reading: ReadOptions | None = None,
    on_error: Callable[[Fault], object] | None = None,
    **deprecated: Unpack[OldReadKeywords],
) -> Iterator[Alignment]:
    """The alignments of many pairs of documents, in order, one after another.

    Each side of a pair is a `Path`, a text (str), or a list of sentences, which stay as they are;
    a `Source` has names too. Sentences of many documents are encoded together: some 1,000 are in
    memory, however many pairs there are.
    The alignments are those that `align_files` gives for each pair alone, to the last bit.
    `reading` says how files and texts are read; the keywords presplit, repair, ru_encoding and
    kk_encoding are deprecated.

    `on_error` is called with each pair that can't be read or is not in the two languages, as a
    `Fault`, and the pair left out: `on_error=faults.append` collects them. Without it such a pair
    raises InputError. Raises ModelError when there is no usable encoder. No pairs, no alignments.

    >>> pairs = [("Сегодня выпал снег.", "Бүгін қар жауды."), ("Заседание прошло.", "Отырыс өтті.")]
    >>> [len(alignment.pairs) for alignment in align_corpus(pairs)]
    [1, 1]
    """
    how = read_options(reading, deprecated)
    batches = aligned(map(as_source, pairs), encoder, options or Options(), how)
    return _sound(batches, on_error)


def align_frame(
    frame: pd.DataFrame,
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    reading: ReadOptions | None = None,
    on_error: Callable[[Fault], object] | None = None,
) -> pd.DataFrame:
    """A DataFrame of beads, with the TSV's columns, for one of documents, a row each.

    `frame` has the columns ru and kk, texts, or ru_path and kk_path, files; ru_doc and kk_doc may
    name the documents, else texts are named by the number of their row, from 1 on. All else is as
    in `align_corpus`. No documents give no rows.
    """
    import pandas as pd

    found = aligned(
        sources_from_frame(frame), encoder, options or Options(), reading or ReadOptions()
    )
    rows = [row for alignment in _sound(found, on_error) for row in alignment.rows()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _sound(
    batches: Iterable[list[Alignment | Fault]], on_error: Callable[[Fault], object] | None
) -> Iterator[Alignment]:
    """The alignments alone; raises InputError for a fault if there is no `on_error`."""
    for batch in batches:
        for one in batch:
            if isinstance(one, Alignment):
                yield one
            else:
                (on_error or refuse)(one)


def aligned(
    sources: Sources, encoder: Encoder | None, options: Options, reading: ReadOptions
) -> Iterator[list[Alignment | Fault]]:
    """The alignments of the sources in order, as many at once as were encoded together."""
    encoder = quiet(encoder or load_encoder())
    for batch in _batches(_read(source, reading) for source in sources):
        yield _aligned(batch, _encoded(batch, encoder), options)


def _read(source: Source | Fault, reading: ReadOptions) -> _Read | Fault:
    if isinstance(source, Fault):
        return source
    try:
        return _Read(source, load_sides(Sides(source.ru, source.kk), reading))
    except InputError as error:
        return _fault(source, str(error))


def _fault(source: Source, message: str) -> Fault:
    """An error's message, which begins with the side at fault, in its parts."""
    document = " + ".join(dict.fromkeys(filter(None, source.names)))
    names = input_name(source.ru, "ru"), input_name(source.kk, "kk")
    for name in sorted(names, key=len, reverse=True):  # one may begin like the other
        if message.startswith(f"{name}: "):
            return Fault(document, name, message.removeprefix(f"{name}: "))
    return Fault(document, "", message)


def _batches(documents: Iterable[_Read | Fault]) -> Iterator[list[_Read | Fault]]:
    """Documents of some BATCH sentences together; a longer one is alone."""
    batch: list[_Read | Fault] = []
    sentences = 0
    for one in documents:
        more = 0 if isinstance(one, Fault) else one.size
        if batch and (sentences + more > BATCH or len(batch) == BATCH):
            yield batch
            batch, sentences = [], 0
        batch.append(one)
        sentences += more
    if batch:
        yield batch


def _encoded(batch: Sequence[_Read | Fault], encoder: Encoder) -> Encoded:
    """The vectors and tokens of all sentences of a batch, in order."""
    texts = [
        sentence.seen
        for one in batch
        if not isinstance(one, Fault)
        for side in one.sides
        for sentence in side
    ]
    return encode(texts, encoder) if texts else (np.empty((0, 0), np.float32), None)


def _aligned(
    batch: Sequence[_Read | Fault], encoded: Encoded, options: Options
) -> list[Alignment | Fault]:
    vectors, tokens = encoded
    found: list[Alignment | Fault] = []
    start = 0
    for one in batch:
        if isinstance(one, Fault):
            found.append(one)
            continue
        stop = start + one.size
        own = vectors[start:stop], tokens[start:stop] if tokens is not None else None
        beads = noted_beads(one.sides, own, options)
        ru_doc, kk_doc = one.source.names
        found.append(Alignment(one.sides.ru, one.sides.kk, beads, ru_doc, kk_doc))
        start = stop
    return found
