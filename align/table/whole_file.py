"""A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from align.errors import OutputError
from align.table.system_errors import writing

PREFIX, SUFFIX = ".align-", ".part"  # of what is being written


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A file to write, which takes its place at `path` only when the block ends without error.

    A device or a pipe is written to directly: /dev/null must not become a file. Raises OutputError
    when the folder is missing or not writable, or `path` is a folder. Errors of the block itself
    pass as they are.
    """
    with writing(path):
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; give the name of a file to write")
        if not path.parent.is_dir():
            raise OutputError(f"{path}: the folder {path.parent} does not exist; make it first")
        if path.exists() and not path.is_file():
            place, part = path, None
            file = path.open("w", encoding="utf-8", newline="\n")
        else:
            place = path.resolve()  # a link stays a link
            handle, part = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=place.parent)
            file = os.fdopen(handle, "w", encoding="utf-8", newline="\n")
    try:
        yield file
        with writing(path):
            if part:
                file.flush()
                os.fsync(file.fileno())  # else a name without content may outlive a power cut
            file.close()
            if part:
                os.chmod(part, _mode(place))  # mkstemp's files only their owner can read
                os.replace(part, place)
                _keep_name(place.parent)
    finally:
        with suppress(OSError):  # after a failure: what could not be written can't be flushed
            file.close()
        if part:
            Path(part).unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """Makes a new name in the folder outlive a power cut, where the system can do that."""
    with suppress(OSError):  # not on Windows, nor on some network drives
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or of any new file."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
