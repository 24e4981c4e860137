"""Many pairs of documents → a folder of corpus files; a run that was broken off goes on."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

from align.corpus.counts import CorpusCounts
from align.corpus.executor import AlignmentTask, Executor, run_here
from align.corpus.manifest import MANIFEST, Identity
from align.corpus.sources import Fault, Source, Sources, chosen
from align.corpus.store import Store, opened
from align.encode.load import load_encoder
from align.encode.vectors import fingerprint
from align.errors import InputError, OutputError
from align.filters.registry import check_of_pairs
from align.resources import DIGEST
from align.scoring.resources import scoring_fingerprint
from align.table.registry import format_named
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
    file_format: str = "tsv",
    per_file: int = PER_FILE,
    limit: int | None = None,
    shard: tuple[int, int] | None = None,
    fresh: bool = False,
    filters: Sequence[str] = (),
    executor: Executor = run_here,
) -> CorpusCounts:
    """Aligns all sources and writes them to a folder; what it holds then, in numbers.

    The folder gets `pairs-00000.tsv`, `rest-00000.tsv` and so on, each of `per_file` pairs of
    documents, `errors.tsv` with the pairs that can't be aligned, and `manifest.json` with what
    the corpus was made of. `sources` are gone through several times: give a list, of what
    `align_corpus` takes, or what `sources_from_folders`, `sources_from_pairs` or
    `sources_from_table` gives. `file_format` is one that holds all rows and is read back: tsv,
    jsonl or parquet. `limit` takes the first sources alone; `shard` (i, n) each n-th of them from
    the i-th on, into a folder `i-of-n` of their own.

    `filters`, "NAME" or "NAME=VALUE", drop pairs into the rest files, with the filter's name as
    note; only such as look at a pair alone. `align.filters` has those that look at a whole corpus.
    `executor` runs the alignments, by default in this process.

    A run that was killed goes on where it was, and ends with the same files to the last byte.
    Raises OutputError if the folder can't be written, is being written, or holds a corpus of other
    sources, settings or models; with `fresh` that one is deleted. Raises InputError for sources
    that can be gone through only once, for a format or filter that can't be used here, ModelError
    for an encoder without fingerprint.
    """
    table_format = format_named(file_format, for_corpora=True)
    table_format.check_installed(str(folder))  # now rather than after hours
    check_of_pairs(filters)
    if iter(sources) is sources:
        raise InputError("the sources can be gone through only once; give a list of them")
    task = AlignmentTask(
        encoder or load_encoder(), options or Options(), reading or ReadOptions(), tuple(filters)
    )
    settings = {
        "format": file_format,
        "documents_per_file": per_file,
        "limit": limit,
        "shard": f"{shard[0]}/{shard[1]}" if shard else None,
    }
    if shard:
        _refuse_mixing(Path(folder), shard)
    place = Path(folder) / f"{shard[0]}-of-{shard[1]}" if shard else Path(folder)
    plan = _planned(chosen(sources, limit, shard), place, task, settings)
    with opened(
        plan.folder, plan.identity, per_file=per_file, table_format=table_format, fresh=fresh
    ) as store:
        if isinstance(store, CorpusCounts):
            return store
        _run(plan, store, executor)
        return _finished(plan, store)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A run: its sources, how many they are and their digest, and what makes two runs the same."""

    sources: Sources
    folder: Path
    task: AlignmentTask
    count: int
    digest: str
    identity: Identity


def _planned(
    sources: Sources, folder: Path, task: AlignmentTask, settings: dict[str, object]
) -> _Plan:
    count, digest = _digest(sources)
    models = {"encoder": fingerprint(task.encoder), "beads": scoring_fingerprint()}
    identity = {
        "version": __version__,
        "source": {"documents": count, "sha256": digest},
        "model": models,
        "settings": {
            **_settings(task.options, task.reading),
            "filters": list(task.filters),
            **settings,
        },
    }
    return _Plan(sources, folder, task, count, digest, identity)


def _run(plan: _Plan, store: Store, executor: Executor) -> None:
    """Adds the results of all sources that the store does not have yet."""
    from tqdm import tqdm

    done = store.done
    due: deque[Source | Fault] = deque()  # sources that were handed out and have no result yet

    def handed_out() -> Iterator[Source | Fault]:
        for source in islice(iter(plan.sources), done, None):
            due.append(source)
            yield source

    with tqdm(
        total=plan.count, initial=done, desc="aligning", unit=" documents", disable=None, delay=2
    ) as bar:
        began, sentences = time.monotonic(), 0
        for results in executor(handed_out(), plan.task):
            for result in results:
                _check_due(plan.folder, result, due.popleft() if due else None)
            added = store.add(results)
            sentences += added.ru_sentences + added.kk_sentences
            rate = sentences / (time.monotonic() - began)
            bar.set_postfix_str(f"{rate:.0f} sentences/s", refresh=False)
            bar.update(len(results))


def _check_due(folder: Path, result: Alignment | Fault, source: Source | Fault | None) -> None:
    """Raises OutputError for a result that is not of the source whose turn it is."""
    same = source is not None and (
        isinstance(result, Fault)
        or (isinstance(source, Source) and (result.ru_doc, result.kk_doc) == source.names)
    )
    if not same:
        raise OutputError(
            f"{folder}: the executor gave a result that is not of the next source; it must give "
            "one for each, in their order"
        )


def _finished(plan: _Plan, store: Store) -> CorpusCounts:
    """The counts of the corpus, which is complete then.

    Raises OutputError if an executor gave other results than one per source, or if the sources
    were changed meanwhile.
    """
    if _digest(plan.sources) != (plan.count, plan.digest):
        raise OutputError(
            f"{plan.folder}: its sources were changed while they were aligned; give --fresh to "
            "begin anew"
        )
    if store.done != plan.count:
        raise OutputError(
            f"{plan.folder}: {store.done} results for {plan.count} sources; the executor must give "
            "one for each; run again to go on from here"
        )
    return store.finish(plan.identity)


def _digest(sources: Sources) -> tuple[int, str]:
    """How many pairs of documents there are, and a digest of their names and texts."""
    from tqdm import tqdm

    digest, count = hashlib.sha256(), 0
    for source in tqdm(sources, "reading", unit=" documents", disable=None, delay=2):
        parts = source if isinstance(source, Fault) else (*source.names, *map(_content, source[:2]))
        digest.update(hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest())
        count += 1
    return count, digest.hexdigest()[:DIGEST]


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
    digest = hashlib.sha256(own.as_json().encode("utf-8")).hexdigest()[:DIGEST] if own else None
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
