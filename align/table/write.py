"""Alignments as TSV and back. A file appears whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import IO, NamedTuple

from align.errors import InputError, OutputError
from align.types import Alignment, Bead

COLUMNS = (
    "ru_doc", "kk_doc", "ru_first", "ru_count", "kk_first", "kk_count",
    "kind", "score", "note", "ru", "kk",
)  # fmt: skip
MOST_SENTENCES = 100_000_000  # of a document; a larger index is a slip
REQUIRED = ("ru_first", "ru_count", "kk_first", "kk_count")

# Tabs and everything that some reader takes for a line break would break the table.
BREAKS = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

# A pair of documents: their names, empty where a file names none.
DocumentPair = tuple[str, str]


class Row(NamedTuple):
    """One line of the TSV, its columns in order."""

    ru_doc: str
    kk_doc: str
    ru_first: int
    ru_count: int
    kk_first: int
    kk_count: int
    kind: str
    score: float
    note: str
    ru: str
    kk: str


def one_line(text: str) -> str:
    """The text with each run of tabs and line breaks as one space.

    Bytes of a file name that are no UTF-8 are written out, `\\udccf`.

    >>> one_line("Астана\\tҚазақстан")
    'Астана Қазақстан'
    """
    return BREAKS.sub(" ", text).encode("utf-8", "backslashreplace").decode("utf-8")


def rows(alignment: Alignment, beads: Iterable[Bead] | None = None) -> list[Row]:
    """The rows of the beads (all of the alignment's, if none are given), in order.

    Sentences of a bead are joined with one space.
    """
    return [
        Row(
            one_line(alignment.ru_doc),
            one_line(alignment.kk_doc),
            bead.ru.start,
            len(bead.ru),
            bead.kk.start,
            len(bead.kk),
            bead.kind,
            bead.score,
            bead.note,
            one_line(" ".join(alignment.ru[i].text for i in bead.ru)),
            one_line(" ".join(alignment.kk[j].text for j in bead.kk)),
        )
        for bead in (alignment.beads if beads is None else beads)
    ]


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A file to write, which takes its place at `path` only when the block ends without error.

    A device or a pipe is written to directly: /dev/null must not become a file. Raises OutputError
    when the folder is missing or not writable, or `path` is a folder. Errors of the block itself
    pass as they are.
    """
    with _told(path):
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; give the name of a file to write")
        if not path.parent.is_dir():
            raise OutputError(f"{path}: the folder {path.parent} does not exist; make it first")
        if path.exists() and not path.is_file():
            place, part = path, None
            file = path.open("w", encoding="utf-8", newline="\n")
        else:
            place = path.resolve()  # a link stays a link
            handle, part = tempfile.mkstemp(prefix=".align-", suffix=".part", dir=place.parent)
            file = open(handle, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 (closed below)
    try:
        yield file
        with _told(path):
            file.close()
            if part:
                os.chmod(part, _mode(place))  # mkstemp's files only their owner can read
                os.replace(part, place)
    finally:
        with suppress(OSError):  # after a failure: what could not be written can't be flushed
            file.close()
        if part:
            Path(part).unlink(missing_ok=True)


@contextmanager
def _told(path: Path | None) -> Iterator[None]:
    """Errors of the system in writing `path`, said as OutputErrors; those of stdout pass."""
    try:
        yield
    except OSError as error:
        if path is None:
            raise
        raise OutputError(
            f"{path}: can't be written ({error.strerror or error}); choose another place"
        ) from None


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or of any new file."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def outputs(pairs: Path | None, rest: Path | None) -> Iterator[Callable[[Alignment], None]]:
    """A function that writes an alignment's usable pairs (to stdout without a path) and its rest.

    Both places are tried before the block runs, so that hours of work don't end in a typing error;
    both files appear at its end, or neither does. Raises OutputError.
    """
    with ExitStack() as stack:
        out = stack.enter_context(whole_file(pairs)) if pairs else sys.stdout
        others = stack.enter_context(whole_file(rest)) if rest else None

        def write(alignment: Alignment) -> None:
            with _told(pairs):
                _write(out, rows(alignment, alignment.pairs))
                out.flush()
            if others:
                with _told(rest):
                    _write(others, rows(alignment, alignment.rest))
                    others.flush()

        yield write


def write_tsv(path: Path, table: Iterable[Row]) -> None:
    """Writes the rows, with a header, to `path`; raises OutputError, and then writes nothing."""
    with whole_file(path) as file, _told(path):
        _write(file, table)


def _write(file: IO[str], table: Iterable[Row]) -> None:
    file.write("\t".join(COLUMNS) + "\n")
    for row in table:
        fields = (f"{value:.4f}" if isinstance(value, float) else str(value) for value in row)
        file.write("\t".join(fields) + "\n")


def read_beads(path: Path) -> dict[DocumentPair, list[Bead]]:
    """The beads of a TSV as `align` writes it, or of `[0, 1]:[2]` lines, per pair of documents.

    A TSV needs the columns ru_first, ru_count, kk_first and kk_count; without ru_doc and kk_doc,
    and in a file of lines, everything is one pair of documents named ('', ''). Raises InputError
    with the line of the fault, also where a sentence is in two beads. A TSV with a header alone
    gives {}.
    """
    lines = _lines(path)
    if not lines:
        raise InputError(f"{path}: is empty; give a TSV with a header, or [0, 1]:[2] lines")
    if lines[0].startswith("["):
        beads = [(at, _ladder_bead(path, at, line)) for at, line in enumerate(lines, 1) if line]
        return {("", ""): _once_each(path, beads)}
    header = lines[0].split("\t")
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise InputError(
            f"{path}: line 1 has no column {', '.join(missing)}; give a TSV as `align files` "
            "writes it, or [0, 1]:[2] lines"
        )
    documents: dict[DocumentPair, list[tuple[int, Bead]]] = {}
    for at, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(header):
            raise InputError(
                f"{path}: line {at} has {len(fields)} fields, the header {len(header)}; "
                "separate the fields with single tabs"
            )
        row = dict(zip(header, fields, strict=True))
        bead = _bead(path, at, row)
        documents.setdefault((row.get("ru_doc", ""), row.get("kk_doc", "")), []).append((at, bead))
    return {names: _once_each(path, beads) for names, beads in documents.items()}


def _once_each(path: Path, numbered: Sequence[tuple[int, Bead]]) -> list[Bead]:
    """The beads of one document without their lines; InputError if two hold the same sentence."""
    sides = {
        "Russian": [(bead.ru, at) for at, bead in numbered if bead.ru],
        "Kazakh": [(bead.kk, at) for at, bead in numbered if bead.kk],
    }
    for language, runs in sides.items():
        in_order = sorted(runs, key=lambda run: (run[0].start, run[1]))
        for (before, one), (after, other) in pairwise(in_order):
            if after.start < before.stop:
                raise InputError(
                    f"{path}: line {max(one, other)}: {language} sentence {after.start} is in line "
                    f"{min(one, other)} already; give each sentence in one line only"
                )
    return [bead for _, bead in numbered]


def _lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file without their ends, the last empty one left out."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror}); give a file") from None
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _bead(path: Path, at: int, row: dict[str, str]) -> Bead:
    try:
        ru_first, ru_count, kk_first, kk_count = (int(row[name]) for name in REQUIRED)
        score = float(row.get("score") or 1.0)
    except ValueError as error:
        raise InputError(f"{path}: line {at}: {error}; give a number") from None
    if max(ru_first, ru_count, kk_first, kk_count) > MOST_SENTENCES:
        raise InputError(f"{path}: line {at} counts beyond {MOST_SENTENCES:,}; correct the number")
    if min(ru_first, ru_count, kk_first, kk_count) < 0 or ru_count + kk_count == 0:
        raise InputError(f"{path}: line {at} holds no sentences; counts are 0 or more, not both 0")
    ru = range(ru_first, ru_first + ru_count)
    return Bead(ru, range(kk_first, kk_first + kk_count), score, row.get("note", ""))


LADDER = re.compile(r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::.*)?")


def _ladder_bead(path: Path, at: int, line: str) -> Bead:
    """A bead from `[0, 1]:[2]`, or `[0, 1]:[2]:0.5` with a cost, which is passed over."""
    found = LADDER.fullmatch(line)
    if not found:
        raise InputError(f"{path}: line {at} is no bead; write it as [0, 1]:[2]")
    sides = []
    for side in found.groups():
        numbers = [int(number) for number in side.replace(",", " ").split()]
        run = range(numbers[0], numbers[0] + len(numbers)) if numbers else range(0)
        if numbers != list(run):
            raise InputError(f"{path}: line {at}: {numbers} is no run of neighbouring sentences")
        sides.append(run)
    if not sides[0] and not sides[1]:
        raise InputError(f"{path}: line {at} holds no sentences; leave such lines out")
    return Bead(sides[0], sides[1])
