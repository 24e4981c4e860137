"""The history of a review: every edit a line of a file that only grows.

A line is on disk, not only in the system's memory, before anyone is told that the edit is saved.
A line that a crash cut short was never said to be saved, and is cut off; so is a cut first line.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from align.errors import InputError, OutputError
from align.table.system_errors import reading, writing

FORMAT = "align review 1"

Entry = Mapping[str, Any]


class History:
    """The file of a review's edits, held for this process alone until it is closed."""

    def __init__(self, path: Path, source: str, *, fresh: bool = False) -> None:
        """Opens or begins the history of the review of `source`, a digest of what is reviewed.

        `fresh` begins anew. Raises InputError for a history of something else or a damaged one,
        OutputError where it can't be written or another process has it.
        """
        from filelock import FileLock, Timeout

        if not path.parent.is_dir():
            raise OutputError(f"{path}: the folder {path.parent} does not exist; make it first")
        self.path = path
        self._lock = FileLock(f"{path}.lock")
        with writing(path):
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise OutputError(
                    f"{path}: another review has it open; use that one, or another -o"
                ) from None
        try:
            head = {"format": FORMAT, "source": source}
            if fresh or not path.exists() or _line(head).startswith(path.read_bytes()):
                self.entries: Sequence[Entry] = []
                with writing(path):
                    self._file = path.open("wb", buffering=0)
                self.add(head)
            else:
                self.entries, end = _read(path, source)
                with writing(path):
                    self._file = path.open("r+b", buffering=0)
                    self._file.truncate(end)
                    self._file.seek(end)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Lets others have the file."""
        self._file.close()
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def add(self, entry: Entry) -> None:
        """Adds an entry; it is on disk when this returns. Raises OutputError where it can't be."""
        place = self._file.tell()
        line = _line(entry)
        with writing(self.path):
            try:
                if self._file.write(line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(self._file.fileno())
            except OSError:  # a disk that is full: half a line must not stay before the next
                self._file.seek(place)
                self._file.truncate()
                raise


def _line(entry: Entry) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def _read(path: Path, source: str) -> tuple[list[Entry], int]:
    """The entries after the head, and where the last whole line ends."""
    with reading(path):
        content = path.read_bytes()
    end = content.rfind(b"\n") + 1
    entries: list[Entry] = []
    for at, line in enumerate(content[:end].split(b"\n")[:-1], 1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise InputError(f"{path}: line {at} is damaged; mend it, or begin anew with --fresh")
        entries.append(entry)
    head = entries[0] if entries else {}
    if head.get("format") != FORMAT:
        raise InputError(f"{path}: is no history of a review; give another -o")
    if head.get("source") != source:
        raise InputError(
            f"{path}: is the history of another table or an earlier state of it; give another -o, "
            "or begin anew with --fresh"
        )
    return entries[1:], end
