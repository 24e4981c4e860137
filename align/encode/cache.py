"""Vectors kept on disk between runs: an encoder that encodes no sentence twice.

Kept in SQLite: of 24 KB a sentence it writes 0.12 ms and reads 0.02, where encoding takes 3 to 6.
diskcache took 0.3 and 0.03, lmdb 0.09 and 0.005, too little to be worth another package.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.encode.vectors import encode, fingerprint, quiet
from align.errors import OutputError
from align.types import Encoder, TokenEncoder, Tokens

if TYPE_CHECKING:
    import sqlite3

FILE = "embeddings-1.sqlite"  # the number changes with what an entry looks like
GIGABYTE = 10**9
LIMIT = 10 * GIGABYTE  # bytes
KEPT = 0.9  # of the limit, when the oldest entries make room
ASKED = 500  # keys in one query
WAIT = 60.0  # seconds for another process that writes

_TABLE = """
create table if not exists entries (
    id integer primary key, key blob unique not null, sum integer not null,
    vector blob not null, weights blob, tokens blob, width integer
)
"""


def cached_encoder(encoder: Encoder, folder: str | Path, *, limit: int = LIMIT) -> Encoder:
    """An encoder that gives what `encoder` gives, and keeps it in a folder for the next time.

    An entry belongs to the model's content (its `fingerprint`) and the sentence, so another model
    never gets it. Processes may share a folder on a local disk. Beyond `limit` bytes the oldest
    entries go. A sentence takes some 25 KB with its tokens, 1.6 without. Raises ModelError for an
    encoder that has no fingerprint, OutputError for a folder that can't be written.
    """
    kind = CachedTokenEncoder if isinstance(encoder, TokenEncoder) else CachedEncoder
    return kind(encoder, Path(folder), limit)


# A sentence's vector (d,), and its tokens, if the encoder has any to give.
Entry = tuple[NDArray[np.float32], Tokens | None]


class CachedEncoder:
    """What `cached_encoder` makes of an encoder without tokens."""

    _tokens = False

    def __init__(self, encoder: Encoder, folder: Path, limit: int) -> None:
        self._encoder, self._folder, self._limit = encoder, folder, limit
        self.fingerprint = fingerprint(encoder)
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True)
        with self._database():
            pass  # what is wrong with the folder is said now, not after hours

    def quiet(self) -> CachedEncoder:
        """The same encoder without a progress bar."""
        return type(self)(quiet(self._encoder), self._folder, self._limit)

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """The encoder's vectors, float32 (n, d), those that are kept from where they are."""
        return self._encoded(sentences)[0]

    def _encoded(self, sentences: Sequence[str]) -> tuple[NDArray[np.float32], list[Tokens]]:
        if not sentences:
            return encode(sentences, self._encoder)[0], []
        different = list(dict.fromkeys(sentences))
        keys = {text: self._key(text) for text in different}
        with self._database() as database:
            found = self._kept(database, list(keys.values()))
        missing = [text for text in different if keys[text] not in found]
        if missing:
            vectors, tokens = encode(missing, self._encoder)
            fresh: dict[bytes, Entry] = {
                keys[text]: (vectors[at], tokens[at] if tokens is not None else None)
                for at, text in enumerate(missing)
            }
            found |= fresh
            with self._database() as database:
                self._keep(database, fresh)
        entries = [found[keys[text]] for text in sentences]
        return np.array([vector for vector, _ in entries]), [one for _, one in entries if one]

    def _kept(self, database: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Entry]:
        """The entries that there are."""
        kept: dict[bytes, Entry] = {}
        columns = "key, sum, width, vector, weights, tokens"
        for start in range(0, len(keys), ASKED):
            part = keys[start : start + ASKED]
            marks = ", ".join("?" * len(part))
            query = f"select {columns} from entries where key in ({marks})"
            for key, checksum, width, *blobs in database.execute(query, part):
                if _checksum(*blobs) != checksum:
                    raise self._damaged("an entry has another checksum")
                kept[key] = _entry(width, *blobs)
        return kept

    def _keep(self, database: sqlite3.Connection, entries: Mapping[bytes, Entry]) -> None:
        """Adds entries, and deletes the oldest where there is no room for all."""
        rows = []
        for key, entry in entries.items():
            blobs, tokens = _blobs(entry), entry[1]
            width = tokens.vectors.shape[1] if tokens else None
            rows.append((key, _checksum(*blobs), width, *blobs))
        with database:
            database.execute("begin immediate")
            database.executemany(
                "insert or ignore into entries (key, sum, width, vector, weights, tokens) "
                "values (?, ?, ?, ?, ?, ?)",
                rows,
            )
            while (held := _bytes_held(database)) > self._limit:
                (count,) = database.execute("select count(*) from entries").fetchone()
                if not count:
                    break
                surplus = 1 - KEPT * self._limit / held
                database.execute(
                    "delete from entries where id in (select id from entries order by id limit ?)",
                    (max(1, round(surplus * count)),),
                )

    def _key(self, sentence: str) -> bytes:
        """Of the sentence as this model sees it."""
        kind = "tokens" if self._tokens else "vectors"
        whole = "\0".join((self.fingerprint, kind, sentence))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()[:20]

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """A connection of this call's own: encoders are used from other threads too."""
        import sqlite3

        with (
            self._writing(),
            closing(sqlite3.connect(self._folder / FILE, timeout=WAIT)) as database,
        ):
            database.execute(_TABLE)
            yield database

    @contextmanager
    def _writing(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(
                f"{self._folder}: the cache can't be written ({reason}); make room there, or give "
                "another folder"
            ) from None
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from None

    def _damaged(self, fact: str) -> OutputError:
        return OutputError(
            f"{self._folder / FILE}: is damaged ({fact}); delete it, it will be made anew"
        )


class CachedTokenEncoder(CachedEncoder):
    """What `cached_encoder` makes of an encoder with tokens."""

    _tokens = True

    def encode_tokens(
        self, sentences: Sequence[str]
    ) -> tuple[NDArray[np.float32], Sequence[Tokens]]:
        """What the encoder gives, those that are kept from where they are."""
        return self._encoded(sentences)


def _blobs(entry: Entry) -> tuple[bytes, bytes | None, bytes | None]:
    vector, tokens = entry
    if tokens is None:
        return vector.tobytes(), None, None
    return vector.tobytes(), tokens.weights.tobytes(), tokens.vectors.tobytes()


def _entry(width: int, vector: bytes, weights: bytes | None, tokens: bytes | None) -> Entry:
    row = np.frombuffer(vector, np.float32)
    if weights is None or tokens is None:
        return row, None
    states = np.frombuffer(tokens, np.float16).reshape(-1, width)
    return row, Tokens(states, np.frombuffer(weights, np.float32))


def _checksum(vector: bytes, weights: bytes | None, tokens: bytes | None) -> int:
    return zlib.crc32(tokens or b"", zlib.crc32(weights or b"", zlib.crc32(vector)))


def _bytes_held(database: sqlite3.Connection) -> int:
    pages, free, size = (
        database.execute(f"pragma {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
