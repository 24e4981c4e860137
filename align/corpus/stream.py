"""Pairs of documents → their alignments, in order: sentences of many documents encoded together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from align.corpus.sources import Fault, Source, Sources, as_source, in_frame, refuse
from align.encode.load import load_encoder
from align.encode.vectors import Encoded, encode, quiet
from align.errors import InputError
from align.pipeline import encoded_beads, read_sides, source_name, with_language_notes
from align.types import COLUMNS, Alignment, Encoder, Options, Reading, Sentence, Text

if TYPE_CHECKING:
    import pandas as pd

# Sentences encoded together: enough that those of a like length fill the encoder's batches, and
# few enough that their tokens, some 25 KB a sentence, stay small. The next ones are not encoded
# meanwhile: the encoder has all cores busy as it is, and a thread of its own made both slower.
BATCH = 1000


class _Read(NamedTuple):
    """A pair of documents that has been read."""

    source: Source
    ru: tuple[Sentence, ...]
    kk: tuple[Sentence, ...]


def align_corpus(  # noqa: PLR0913 (all but the pairs have good defaults)
    pairs: Iterable[Source | tuple[Text, Text]],
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    presplit: bool = False,
    repair: bool = False,
    ru_encoding: str | None = None,
    kk_encoding: str | None = None,
    on_error: Callable[[Fault], object] | None = None,
) -> Iterator[Alignment]:
    """The alignments of many pairs of documents, in order, one after another.

    Each side of a pair is a `Path`, a text (str), or a list of sentences, which stay as they are;
    a `Source` has names too. Sentences of many documents are encoded together: some 1,000 are in
    memory, however many pairs there are.
    The alignments are those that `align_files` gives for each pair alone, to the last bit.

    `on_error` is called with each pair that can't be read or is not in the two languages, as a
    `Fault`, and the pair left out: `on_error=faults.append` collects them. Without it such a pair
    raises InputError. Raises ModelError when there is no usable encoder. No pairs, no alignments.

    >>> pairs = [("Сегодня выпал снег.", "Бүгін қар жауды."), ("Заседание прошло.", "Отырыс өтті.")]
    >>> [len(alignment.pairs) for alignment in align_corpus(pairs)]
    [1, 1]
    """
    reading = Reading(presplit, ru_encoding, kk_encoding, repair)
    yield from _sound(
        aligned(map(as_source, pairs), encoder, options or Options(), reading), on_error
    )


def align_frame(
    frame: pd.DataFrame,
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    on_error: Callable[[Fault], object] | None = None,
) -> pd.DataFrame:
    """A DataFrame of beads, with the TSV's columns, for one of documents, a row each.

    `frame` has the columns ru and kk, texts, or ru_path and kk_path, files; ru_doc and kk_doc may
    name the documents, else texts are named by the number of their row, from 1 on. All else is as
    in `align_corpus`. No documents give no rows.
    """
    import pandas as pd

    found = aligned(in_frame(frame), encoder, options or Options(), Reading())
    rows = [row for alignment in _sound(found, on_error) for row in alignment.rows()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _sound(
    batches: Iterable[list[Alignment | Fault]], on_error: Callable[[Fault], object] | None
) -> Iterator[Alignment]:
    """The alignments alone; raises InputError for a fault that no one wants to be told of."""
    for batch in batches:
        for one in batch:
            if isinstance(one, Alignment):
                yield one
            else:
                (on_error or refuse)(one)


def aligned(
    sources: Sources, encoder: Encoder | None, options: Options, reading: Reading
) -> Iterator[list[Alignment | Fault]]:
    """The alignments of the sources in order, as many at once as were encoded together."""
    encoder = quiet(encoder or load_encoder())
    for batch in _batches(_read(source, reading) for source in sources):
        yield _aligned(batch, _encoded(batch, encoder), options)


def _read(source: Source | Fault, reading: Reading) -> _Read | Fault:
    if isinstance(source, Fault):
        return source
    try:
        ru, kk = read_sides(source.ru, source.kk, reading)
    except InputError as error:
        return _fault(source, str(error))
    return _Read(source, ru, kk)


def _fault(source: Source, message: str) -> Fault:
    """An error's message, which begins with the side at fault, in its parts."""
    document = " + ".join(dict.fromkeys(filter(None, source.names)))
    names = source_name(source.ru, "ru"), source_name(source.kk, "kk")
    for name in sorted(names, key=len, reverse=True):  # one may begin like the other
        if message.startswith(f"{name}: "):
            return Fault(document, name, message.removeprefix(f"{name}: "))
    return Fault(document, "", message)


def _batches(documents: Iterable[_Read | Fault]) -> Iterator[list[_Read | Fault]]:
    """Documents of some BATCH sentences together; a longer one is alone."""
    batch: list[_Read | Fault] = []
    sentences = 0
    for one in documents:
        more = 0 if isinstance(one, Fault) else len(one.ru) + len(one.kk)
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
        for sentence in (*one.ru, *one.kk)
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
        source, ru, kk = one
        stop = start + len(ru) + len(kk)
        own = vectors[start:stop], tokens[start:stop] if tokens is not None else None
        beads = with_language_notes(encoded_beads(ru, kk, own, options), ru, kk)
        found.append(Alignment(ru, kk, beads, *source.names))
        start = stop
    return found
