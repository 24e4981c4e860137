"""Many pairs of documents → a folder of corpus files; a run that was broken off goes on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path

from align.corpus.counts import CorpusCounts
from align.corpus.manifest import MANIFEST
from align.corpus.sources import Fault, Listed, Source, Sources, chosen
from align.corpus.store import Format, opened
from align.corpus.stream import aligned
from align.encode.load import load_encoder
from align.encode.vectors import fingerprint
from align.errors import InputError, OutputError
from align.filters.apply import OF_PAIRS, filter_alignment, parsed
from align.scoring.resources import scoring_fingerprint
from align.table.parquet import pyarrow_parquet
from align.text.load import as_files
from align.types import Alignment, DocumentInput, Encoder, Options, ReadOptions
from align.version import __version__

PER_FILE = 1000  # pairs of documents whose rows make one file


def build_corpus(  # noqa: PLR0913 (all but the first two have good defaults)
    sources: Iterable[Source | Fault | tuple[DocumentInput, DocumentInput]],
    folder: str | Path,
    *,
    encoder: Encoder | None = None,
    options: Options | None = None,
    reading: ReadOptions | None = None,
    file_format: Format = "tsv",
    per_file: int = PER_FILE,
    limit: int | None = None,
    shard: tuple[int, int] | None = None,
    fresh: bool = False,
    filters: Sequence[str] = (),
) -> CorpusCounts:
    """Aligns all sources and writes them to a folder; what it holds then, in numbers.

    The folder gets `pairs-00000.tsv`, `rest-00000.tsv` and so on, each of `per_file` pairs of
    documents, `errors.tsv` with the pairs that can't be aligned, and `manifest.json` with what
    the corpus was made of. `sources` are gone through several times: give a list, of what
    `align_corpus` takes, or what `align.corpus.sources` gives. `limit` takes the first ones alone;
    `shard` (i, n) each n-th of them from the i-th on, into a folder `i-of-n` of their own.

    `filters`, "NAME" or "NAME=VALUE", drop pairs into the rest files, with the filter's name as
    note; only such as look at a pair alone. `align.filters` has those that look at a whole corpus.

    A run that was killed goes on where it was, and ends with the same files to the last byte.
    Raises OutputError where the folder can't be written, is being written, or holds a corpus of
    other sources, settings or models; with `fresh` that one is deleted. Raises InputError for
    sources that can be gone through only once, ModelError for an encoder without fingerprint.
    """
    from tqdm import tqdm

    if file_format == "parquet":
        pyarrow_parquet(str(folder))  # tried now rather than after hours
    _check_filters(filters)
    encoder = encoder or load_encoder()
    options, reading = options or Options(), reading or ReadOptions()
    folder = Path(folder)
    if shard:
        _refuse_mixing(folder, shard)
        folder /= f"{shard[0]}-of-{shard[1]}"
    if iter(sources) is sources:
        raise InputError("the sources can be gone through only once; give a list of them")
    every = chosen(sources, limit, shard)
    count, digest = _digest(every)
    identity = {
        "version": __version__,
        "source": {"documents": count, "sha256": digest},
        "model": {"encoder": fingerprint(encoder), "beads": scoring_fingerprint()},
        "settings": {
            **_settings(options, reading),
            "filters": list(filters),
            "format": file_format,
            "documents_per_file": per_file,
            "limit": limit,
            "shard": f"{shard[0]}/{shard[1]}" if shard else None,
        },
    }
    with opened(folder, identity, per_file=per_file, how=file_format, fresh=fresh) as store:
        if isinstance(store, CorpusCounts):
            return store
        done = store.done
        left = Listed(lambda: islice(iter(every), done, None))
        with tqdm(
            total=count, initial=done, desc="aligning", unit=" documents", disable=None, delay=2
        ) as bar:
            began, sentences = time.monotonic(), 0
            for batch in aligned(left, encoder, options, reading):
                added = store.add([_filtered(one, filters) for one in batch])
                sentences += added.ru_sentences + added.kk_sentences
                rate = sentences / (time.monotonic() - began)
                bar.set_postfix_str(f"{rate:.0f} sentences/s", refresh=False)
                bar.update(len(batch))
        if _digest(every) != (count, digest):
            raise OutputError(
                f"{folder}: its sources were changed while they were aligned; give --fresh to "
                "begin anew"
            )
        return store.finish(identity)


def _check_filters(filters: Sequence[str]) -> None:
    """Raises InputError for a filter that there is not, or that looks at a whole corpus."""
    for text in filters:
        name, _, _ = parsed(text)
        if name not in OF_PAIRS:
            raise InputError(
                f"{text}: this filter looks at a whole corpus; run `align filter` on it afterwards"
            )


def _filtered(one: Alignment | Fault, filters: Sequence[str]) -> Alignment | Fault:
    return filter_alignment(one, filters)[0] if filters and isinstance(one, Alignment) else one


def _digest(sources: Sources) -> tuple[int, str]:
    """How many pairs of documents there are, and a digest of their names and texts."""
    from tqdm import tqdm

    digest, count = hashlib.sha256(), 0
    for source in tqdm(sources, "reading", unit=" documents", disable=None, delay=2):
        parts = source if isinstance(source, Fault) else (*source.names, *map(_content, source[:2]))
        digest.update(hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest())
        count += 1
    return count, digest.hexdigest()[:32]


def _content(text: DocumentInput) -> str:
    """A digest of a document's text; of a file that can't be read, only that it can't."""
    files = as_files(text)
    try:
        if files:
            return " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    except (OSError, ValueError):  # ValueError: a null byte in the name
        return "unreadable"
    if isinstance(text, Path | str):
        whole = str(text)
    else:
        whole = "\0".join(("sentences", *map(str, text)))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _settings(options: Options, reading: ReadOptions) -> dict[str, object]:
    """Every field of the options, so that none can be forgotten; of a calibration a digest."""
    own = options.calibration
    digest = hashlib.sha256(own.as_json().encode("utf-8")).hexdigest()[:32] if own else None
    known = {"min_score": options.threshold, "calibration": digest}
    parts = (options, reading)
    settings = {one.name: getattr(part, one.name) for part in parts for one in fields(part)}
    return settings | known


def _refuse_mixing(folder: Path, shard: tuple[int, int]) -> None:
    """Raises OutputError where a folder of shards holds something else: documents twice over."""
    if (folder / MANIFEST).exists():
        raise OutputError(f"{folder}: holds a whole corpus; give another folder for its shards")
    for other in folder.glob("*-of-*"):
        if not other.name.endswith(f"-of-{shard[1]}"):
            raise OutputError(
                f"{folder}: holds {other.name}, another division; give {shard[1]} as there, or "
                "another folder"
            )
