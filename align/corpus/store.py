"""The folder of a corpus: its files, what is done of it, and who may write to it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_type_hints

from align.corpus.rows import pyarrow_parquet
from align.corpus.sources import Fault
from align.errors import OutputError
from align.table.whole_file import PREFIX, SUFFIX, whole_file, writing
from align.table.write import HEADER, row_line
from align.types import COLUMNS, Alignment, Bead, Row, one_line

Format = Literal["tsv", "parquet"]
Identity = Mapping[str, object]  # what a corpus is made of: the same for all runs on one folder

FORMAT = "ru-kk-align corpus 1"
ROW_GROUP = 10_000  # rows
MANIFEST, ERRORS, PROGRESS, LOCK = "manifest.json", "errors.tsv", ".progress.sqlite", ".lock"
SHARD_FILE = re.compile(r"(pairs|rest)-\d{5,}\.(tsv|parquet)")

_TABLES = """
create table if not exists documents (
    at integer primary key, pairs text, rest text, counts text not null,
    document text, file text, reason text
);
create index if not exists faults on documents (at) where reason is not null;
create table if not exists files (shard integer primary key, pairs integer, rest integer);
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a corpus holds: documents, sentences, and beads by what became of them."""

    documents: int = 0
    faults: int = 0
    ru_sentences: int = 0
    kk_sentences: int = 0
    pairs: int = 0
    moved: int = 0
    low_score: int = 0
    ru_unpaired: int = 0
    kk_unpaired: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts))
        )


def counted(one: Alignment | Fault) -> Counts:
    """The counts of one pair of documents."""
    if isinstance(one, Fault):
        return Counts(documents=1, faults=1)
    pairs, rest = one.pairs, one.rest
    return Counts(
        documents=1,
        ru_sentences=len(one.ru),
        kk_sentences=len(one.kk),
        pairs=len(pairs),
        moved=sum(bead.note == "moved" for bead in pairs),
        low_score=sum(bead.paired for bead in rest),
        ru_unpaired=sum(len(bead.ru) for bead in rest if not bead.paired),
        kk_unpaired=sum(len(bead.kk) for bead in rest if not bead.paired),
    )


class Store:
    """A corpus that is being written; `opened` gives one.

    Documents are added in order. Their rows wait in a database, in which a batch is there as a
    whole or not at all, until those of a file are complete; then the file appears as a whole.
    """

    def __init__(
        self, folder: Path, database: sqlite3.Connection, per_file: int, how: Format
    ) -> None:
        self._folder, self._database, self._per_file, self._how = folder, database, per_file, how
        database.executescript(_TABLES)
        self._write_files(self.done // per_file)  # those a run was killed before

    @property
    def done(self) -> int:
        """How many documents are in it."""
        (last,) = self._database.execute("select max(at) from documents").fetchone()
        return 0 if last is None else int(last) + 1

    def add(self, batch: Iterable[Alignment | Fault]) -> None:
        """Adds the next documents, all of them or none."""
        with _writing(self._folder):
            before = self.done
            with self._database:  # one transaction
                for at, one in enumerate(batch, before):
                    self._insert(at, one)
            self._write_files(self.done // self._per_file)

    def _insert(self, at: int, one: Alignment | Fault) -> None:
        import json

        counts = json.dumps([getattr(counted(one), field.name) for field in fields(Counts)])
        if isinstance(one, Fault):
            texts: tuple[str, str] = "", ""
            fault: tuple[str | None, ...] = tuple(map(one_line, one))
        else:
            texts = _lines(one, one.pairs), _lines(one, one.rest)
            fault = None, None, None
        self._database.execute(
            "insert into documents values (?, ?, ?, ?, ?, ?, ?)", (at, *texts, counts, *fault)
        )

    def finish(self, identity: Identity) -> Counts:
        """Writes what is left, the faults and the manifest; the counts of the whole corpus."""
        with _writing(self._folder):
            self._write_files(-(-self.done // self._per_file))
            self._write_errors()
            total = sum((Counts(*each) for each in self._counts()), Counts())
            rows = self._database.execute("select shard, pairs, rest from files order by shard")
            files = {
                self._name(kind, shard): count
                for shard, *both in rows
                for kind, count in zip(("pairs", "rest"), both, strict=True)
            }
            _write_manifest(self._folder, identity, {"counts": asdict(total), "files": files})
        return total

    def _counts(self) -> Iterator[list[int]]:
        import json

        for (counts,) in self._database.execute("select counts from documents"):
            yield json.loads(counts)

    def _name(self, kind: str, shard: int) -> str:
        return f"{kind}-{shard:05}.{self._how}"

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
        texts = (text for (text,) in found)
        path = self._folder / self._name(kind, shard)
        return (_write_tsv if self._how == "tsv" else _write_parquet)(path, texts)

    def _write_errors(self) -> None:
        found = self._database.execute(
            "select document, file, reason from documents where reason is not null order by at"
        )
        with whole_file(self._folder / ERRORS) as file:
            file.write("document\tfile\treason\n")
            file.writelines("\t".join(fault) + "\n" for fault in found)


def _lines(alignment: Alignment, beads: Iterable[Bead]) -> str:
    return "".join(map(row_line, alignment.rows(beads)))


def _write_tsv(path: Path, texts: Iterable[str]) -> int:
    count = 0
    with whole_file(path) as file:
        file.write(HEADER)
        for text in texts:
            file.write(text)
            count += text.count("\n")
    return count


def _write_parquet(path: Path, texts: Iterable[str]) -> int:
    """The same columns and rows as in a TSV, ROW_GROUP lines or some more in a row group."""
    parquet = pyarrow_parquet(str(path))
    import pyarrow

    makes = list(get_type_hints(Row).values())
    types = {int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
    schema = pyarrow.schema(
        [(name, types[make]) for name, make in zip(COLUMNS, makes, strict=True)]
    )
    count = 0
    with whole_file(path) as file, parquet.ParquetWriter(file.buffer, schema) as writer:
        for lines in _groups(texts):
            rows = [line.split("\t") for line in lines]
            columns = [[make(row[at]) for row in rows] for at, make in enumerate(makes)]
            writer.write_table(pyarrow.table(columns, schema=schema))
            count += len(rows)
    return count


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for text in texts:
        group += text.split("\n")[:-1]
        if len(group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


@contextmanager
def opened(
    folder: Path, identity: Identity, *, per_file: int, how: Format, fresh: bool
) -> Iterator[Store | Counts]:
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
            held = _read_manifest(folder)
            if held is None:
                _write_manifest(folder, identity)
            else:
                _refuse_other(folder, held, identity)
        if held and held["complete"]:
            _remove_progress(folder)  # a run may have been killed before it did
            yield _complete(folder, held)
            return
        with _writing(folder):
            database = sqlite3.connect(folder / PROGRESS)
        with closing(database):
            with _writing(folder):
                store = Store(folder, database, per_file, how)
            yield store
        manifest = _read_manifest(folder)
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
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name == ERRORS or SHARD_FILE.fullmatch(path.name)
    ]


def _refuse_foreign(folder: Path) -> None:
    found = _files(folder)
    if found:
        raise OutputError(
            f"{folder}: holds {found[0].name}, but no {MANIFEST} that says of what; give another "
            "folder, or --fresh to overwrite it"
        )


def _refuse_other(folder: Path, held: Mapping[str, Any], identity: Identity) -> None:
    for name, now in identity.items():
        before = held.get(name)
        if before == now:
            continue
        fact = f"another {name}"
        if isinstance(before, Mapping) and isinstance(now, Mapping):
            changed = [key for key in now if before.get(key) != now[key]]
            fact = (
                f"{name} {changed[0]} {_said(before.get(changed[0]))}, now {_said(now[changed[0]])}"
            )
        elif isinstance(now, str):
            fact = f"{name} {before}, now {now}"
        raise OutputError(
            f"{folder}: was begun with {fact}; give another folder, or --fresh to begin anew"
        )


def _said(value: object) -> str:
    return str(value)[:12]


def _complete(folder: Path, held: Mapping[str, Any]) -> Counts:
    """The counts of a corpus that is complete; raises OutputError where a file of it is gone."""
    gone = [name for name in held["files"] if not (folder / name).is_file()]
    if gone:
        raise OutputError(
            f"{folder}: {gone[0]} is gone; bring it back, or give --fresh to begin anew"
        )
    return Counts(**held["counts"])


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    import json

    path = folder / MANIFEST
    try:
        held = json.loads(path.read_text("utf-8"))
        if held["format"] != FORMAT:
            raise ValueError(f"format {held['format']}")
        if held["complete"]:
            Counts(**held["counts"])
            list(held["files"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{path}: is no manifest of a corpus ({error}); give another folder, or --fresh"
        ) from None
    return dict(held)


def _write_manifest(
    folder: Path, identity: Identity, found: Mapping[str, object] | None = None
) -> None:
    """Writes what the corpus is made of; with what was found it is complete."""
    import json

    manifest = {"format": FORMAT, "complete": found is not None, **identity, **(found or {})}
    with whole_file(folder / MANIFEST) as file:
        file.write(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
