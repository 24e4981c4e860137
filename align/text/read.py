"""A file in any format and encoding → its text, a `Document`, or its lines."""

from __future__ import annotations

import codecs
import gzip
import sys
import zlib
from pathlib import Path

from align.errors import InputError
from align.text.decode import decoded
from align.text.formats.block import as_document
from align.text.formats.detect import Reader, binary_reader, text_reader
from align.text.wrapping import unwrapped
from align.types import Document, Language

STDIN = Path("-")


def read_document(path: str | Path, language: Language, *, encoding: str | None = None) -> Document:
    r"""The file's text as a `Document` named after the file.

    It may be plain text, HTML, DOCX, ODT, EPUB, PDF, Markdown, SRT or VTT, each also packed by
    gzip; what it is shows in its content, else in the ending of its name. `-` is standard input.
    Of plain text line ends become `\n`, the byte-order mark goes, and hard-wrapped lines are
    joined (`unwrapped`); all else stays as it is. Of the other formats each paragraph, heading and
    the like is a line.

    Without `encoding` it is detected: UTF-8, UTF-16 with or without byte-order mark, and the
    code pages cp1251, KZ-1048, PTCP154, KOI8-R and cp866, judged by how well the text reads in
    `language`.

    Raises `InputError` for a file that is missing, a folder, unreadable, empty, blank, of another
    format, without text, not in the encoding given or in any that we know, or of a format that
    needs an extra which is not installed.

    >>> read_document("report.ru.txt", "ru")
    Traceback (most recent call last):
    align.errors.InputError: report.ru.txt: no such file; check the path
    """
    path = Path(path)
    found = _opened(path, language, encoding)
    if isinstance(found, str):
        document = Document(document_name(path), language, unwrapped(found))
    else:
        document = as_document(document_name(path), language, found())
    _refuse_blank(path, document.text)
    return document


def read_lines(
    path: str | Path, language: Language, *, encoding: str | None = None
) -> tuple[str, ...]:
    r"""The lines of a plain text of one sentence a line, without their line ends, else unchanged.

    Line n of the file is element n - 1: nothing is dropped, so line numbers that the caller
    holds elsewhere stay true. Blank lines after the last sentence are ignored, since editors
    add them; a blank line before it raises `InputError`, for it is either a sentence that got
    lost or a paragraph break of a text that is not yet split. Only `\n`, `\r\n` and `\r` end
    a line. The file is read, and errors are raised, as by `read_document`; any format but plain
    text raises `InputError`.
    """
    path = Path(path)
    found = _opened(path, language, encoding)
    if not isinstance(found, str):
        raise InputError(
            f"{path}: is no plain text, so its lines are not sentences; leave --presplit out"
        )
    _refuse_blank(path, found)
    return lines_of(str(path), found)


def _opened(path: Path, language: Language, encoding: str | None) -> str | Reader:
    """A plain text, or what reads a file of another format."""
    raw, ending = _unpacked(path)
    reader = binary_reader(raw, str(path))
    if reader:
        return reader
    text = decoded(raw, str(path), language, encoding)
    return text_reader(text, str(path), ending) or text


def lines_of(name: str, text: str) -> tuple[str, ...]:
    r"""The lines of a text with `\n` line ends, one sentence a line; () for a blank text.

    Raises what `read_lines` raises for a blank line, with `name` for the file.
    """
    if not text.strip():
        return ()
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            raise InputError(
                f"{name}: line {number}: blank line in a text of one sentence a line; "
                "fill it, delete it on both sides, or give the text without --presplit"
            )
    return tuple(lines)


def document_name(path: Path) -> str:
    """What a file's document is called: its name, or `stdin` for standard input."""
    return "stdin" if path == STDIN else path.name


def _refuse_blank(path: Path, text: str) -> None:
    if not text.strip():
        raise InputError(f"{path}: the file has no text, only blank lines; give a file with text")


def _unpacked(path: Path) -> tuple[bytes, str]:
    """What the file holds, never empty, and its name's ending, without `.gz` if it was packed."""
    raw, ending = _bytes(path), path.suffix
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{path}: can't be unpacked ({error}); pack it anew") from None
        ending = Path(path.stem).suffix if ending == ".gz" else ending
    if not raw.removeprefix(codecs.BOM_UTF8):
        raise InputError(f"{path}: the file is empty; give a file with text")
    return raw, ending


def _bytes(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder; give a text file") from None
    except PermissionError:
        raise InputError(f"{path}: no permission to read it; change its access rights") from None
    except (OSError, ValueError) as error:  # a name too long, a null byte in it, a dead disk
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason}); check the path") from None
