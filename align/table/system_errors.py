"""Errors of the system in reading and writing, as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from align.errors import InputError, OutputError


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Errors of the system in reading `path` become InputErrors."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror}); give a file") from None


@contextmanager
def writing(path: Path | None) -> Iterator[None]:
    """Errors of the system in writing `path` become OutputErrors; those of stdout pass."""
    try:
        yield
    except OSError as error:
        if path is None:
            raise
        raise OutputError(
            f"{path}: can't be written ({error.strerror or error}); choose another place"
        ) from None
