"""The folder of a corpus: what is done of it, and who may write to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from align.corpus.counts import CorpusCounts, counted
from align.corpus.manifest import (
    MANIFEST,
    Identity,
    counts_of,
    read_manifest,
    refuse_other,
    write_manifest,
)
from align.corpus.sources import Fault
from align.errors import OutputError
from align.table.documents import TableRows, by_document
from align.table.formats.tsv import row_line, row_of_line
from align.table.load import corpus_file_pattern
from align.table.registry import TableFormat
from align.table.system_errors import writing
from align.table.whole_file import PREFIX, SUFFIX, whole_file
from align.table.write import write_table
from align.types import Alignment, Bead, one_line

ERRORS, PROGRESS, LOCK = "errors.tsv", ".progress.sqlite", ".lock"

_TABLES = """
create table if not exists documents (
    at integer primary key, pairs text, rest text, counts text not null,
    document text, file text, reason text
);
create index if not exists faults on documents (at) where reason is not null;
create table if not exists files (shard integer primary key, pairs integer, rest integer);
"""


class Store:
    """A corpus that is being written; `opened` gives one.

    Documents are added in order. Their rows wait in a database, in which a batch is there as a
    whole or not at all, until those of a file are complete; then the file appears as a whole.
    """

    def __init__(
        self,
        folder: Path,
        database: sqlite3.Connection,
        per_file: int,
        table_format: TableFormat,
    ) -> None:
        self._folder, self._database = folder, database
        self._per_file, self._format = per_file, table_format
        database.executescript(_TABLES)
        self._write_files(self.done // per_file)  # those a run was killed before

    @property
    def done(self) -> int:
        """How many documents are in it."""
        (last,) = self._database.execute("select max(at) from documents").fetchone()
        return 0 if last is None else int(last) + 1

    def add(self, batch: Iterable[Alignment | Fault]) -> CorpusCounts:
        """Adds the next documents, all of them or none; their counts."""
        total = CorpusCounts()
        with _writing(self._folder):
            before = self.done
            with self._database:  # one transaction
                for at, one in enumerate(batch, before):
                    counts = counted(one)
                    self._insert(at, one, counts)
                    total += counts
            self._write_files(self.done // self._per_file)
        return total

    def _insert(self, at: int, one: Alignment | Fault, counts: CorpusCounts) -> None:
        import json

        if isinstance(one, Fault):
            texts: tuple[str, str] = "", ""
            fault: tuple[str | None, ...] = tuple(map(one_line, one))
        else:
            texts = _lines(one, one.pairs), _lines(one, one.rest)
            fault = None, None, None
        self._database.execute(
            "insert into documents values (?, ?, ?, ?, ?, ?, ?)",
            (at, *texts, json.dumps(list(asdict(counts).values())), *fault),
        )

    def finish(self, identity: Identity) -> CorpusCounts:
        """Writes what is left, the faults and the manifest; the counts of the whole corpus."""
        with _writing(self._folder):
            self._write_files(-(-self.done // self._per_file))
            self._write_errors()
            total = sum((CorpusCounts(*each) for each in self._counts()), CorpusCounts())
            rows = self._database.execute("select shard, pairs, rest from files order by shard")
            files = {
                self._name(kind, shard): count
                for shard, *both in rows
                for kind, count in zip(("pairs", "rest"), both, strict=True)
            }
            write_manifest(self._folder, identity, {"counts": asdict(total), "files": files})
        return total

    def _counts(self) -> Iterator[list[int]]:
        import json

        for (counts,) in self._database.execute("select counts from documents"):
            yield json.loads(counts)

    def _name(self, kind: str, shard: int) -> str:
        return f"{kind}-{shard:05}{self._format.suffixes[0]}"

    def _write_files(self, until: int) -> None:
        """Writes the files of the shards before `until` that are not there yet."""
        (first,) = self._database.execute("select count(*) from files").fetchone()
        for shard in range(first, until):
            start = shard * self._per_file
            part = start, start + self._per_file
            rows = [self._write_file(kind, shard, part) for kind in ("pairs", "rest")]
            self._write_errors()
            with self._database:  # their rows need not be kept any longer
                self._database.execute("insert into files values (?, ?, ?)", (shard, *rows))
                self._database.execute(
                    "update documents set pairs = null, rest = null where at >= ? and at < ?", part
                )

    def _write_file(self, kind: str, shard: int, part: tuple[int, int]) -> int:
        """Writes one file; how many rows it has."""
        found = self._database.execute(
            f"select {kind} from documents where at >= ? and at < ? order by at", part
        )
        rows = (row_of_line(line) for (text,) in found for line in text.split("\n")[:-1])
        table = TableRows(by_document(rows, heads=False), heads=False)
        return write_table(table, self._folder / self._name(kind, shard), self._format).rows

    def _write_errors(self) -> None:
        found = self._database.execute(
            "select document, file, reason from documents where reason is not null order by at"
        )
        with whole_file(self._folder / ERRORS) as file:
            file.write("document\tfile\treason\n")
            file.writelines("\t".join(fault) + "\n" for fault in found)


def _lines(alignment: Alignment, beads: Iterable[Bead]) -> str:
    return "".join(map(row_line, alignment.rows(beads)))


@contextmanager
def opened(
    folder: Path, identity: Identity, *, per_file: int, table_format: TableFormat, fresh: bool
) -> Iterator[Store | CorpusCounts]:
    """The corpus in a folder, to add what is missing; its counts, where nothing is.

    With `fresh` what the folder holds of a corpus is deleted first. Raises OutputError where
    the folder can't be written, another process writes to it, or it holds something else: a
    corpus of another identity, or files of a corpus without their manifest.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not fresh and not (folder / MANIFEST).exists():
            _refuse_foreign(folder)
    with _locked(folder):
        with _writing(folder):
            for part in folder.glob(f"{PREFIX}*{SUFFIX}"):  # of a run that was killed
                part.unlink()
            if fresh:
                _clear(folder)
            held = read_manifest(folder)
            if held is None:
                write_manifest(folder, identity)
            else:
                refuse_other(folder, held, identity)
        if held and held["complete"]:
            _remove_progress(folder)  # a run may have been killed before it did
            yield counts_of(folder, held)
            return
        with _writing(folder):
            database = sqlite3.connect(folder / PROGRESS)
        with closing(database):
            with _writing(folder):
                store = Store(folder, database, per_file, table_format)
            yield store
        manifest = read_manifest(folder)
        if manifest and manifest["complete"]:
            _remove_progress(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    with _writing(folder):
        try:
            lock.acquire(timeout=0)
        except Timeout:  # an OSError, but none of the system
            raise OutputError(
                f"{folder}: another run is writing there; wait until it ends, or give another "
                "folder"
            ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Errors of the system and of the database, said as OutputErrors."""
    try:
        with writing(folder):
            yield
    except sqlite3.OperationalError as error:
        raise OutputError(
            f"{folder}: can't be written ({error}); make room there and run again, "
            "what is done is kept"
        ) from None
    except sqlite3.DatabaseError as error:
        raise OutputError(
            f"{folder / PROGRESS}: is damaged ({error}); give --fresh to begin anew"
        ) from None


def _clear(folder: Path) -> None:
    """Deletes a corpus, its manifest first: what is left of it is never taken for a whole one."""
    (folder / MANIFEST).unlink(missing_ok=True)
    _remove_progress(folder)
    for path in _files(folder):
        path.unlink()


def _remove_progress(folder: Path) -> None:
    for name in (f"{PROGRESS}-journal", PROGRESS):
        (folder / name).unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    """The files of a corpus, but its manifest."""
    pattern = corpus_file_pattern()
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name == ERRORS or pattern.fullmatch(path.name)
    ]


def _refuse_foreign(folder: Path) -> None:
    found = _files(folder)
    if found:
        raise OutputError(
            f"{folder}: holds {found[0].name}, but no {MANIFEST} that says of what; give another "
            "folder, or --fresh to overwrite it"
        )
