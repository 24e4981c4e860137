"""The records of a table on disk, one after another, in any format that can be read back."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from align.errors import InputError
from align.table.system_errors import reading

# A record's number in its file, counted as editors count lines, and its fields, or what is wrong
# with it.
Numbered = tuple[int, Mapping[str, object] | str]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a table, which is read again each time they are looped over."""

    columns: frozenset[str]
    each: Callable[[], Iterator[Numbered]]

    def __iter__(self) -> Iterator[Numbered]:
        return self.each()


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    r"""The lines of a UTF-8 file, numbered from 1, blank ones left out; only `\n` ends a line.

    A file whose name ends in .gz is unpacked. Raises InputError for a file that can't be read.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with reading(path), opener(path, "rt", encoding="utf-8-sig", newline="\n") as file:
        try:
            for number, line in enumerate(file, 1):
                if line.strip("\r\n"):
                    yield number, line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: is not UTF-8 ({error.reason}); save it as UTF-8") from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError(f"{path}: can't be unpacked ({error}); pack it anew") from None


def first_line(path: Path) -> str:
    """The first line of a text file that is not blank; raises InputError for an empty file."""
    line = next(text_lines(path), None)
    if line is None:
        raise InputError(f"{path}: is empty; give a table with texts or paths")
    return line[1]
