"""What format a file is in, and what reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from align.errors import InputError
from align.text.formats.block import Block
from align.text.formats.package import Package
from align.text.formats.registry import format_list, input_formats

# First bytes of what we don't read, and what to say they are.
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)

# Reads what was detected. It is a function, since some only ask whether a file is plain text.
Reader = Callable[[], list[Block]]


def binary_reader(raw: bytes, name: str) -> Reader | None:
    """What reads a file that is no text; None if it may be text.

    Raises InputError for a format that we don't read.
    """
    for one in input_formats():
        if one.magic and raw.startswith(one.magic):
            return partial(one.read, raw, name)
    if raw.startswith(b"PK\x03\x04"):
        package = Package(raw, name)
        for one in input_formats():
            if one.in_package and one.in_package(package):
                return partial(one.read, package, name)
        raise InputError(f"{name}: looks like a ZIP archive or an XLSX file; give {format_list()}")
    for magic, kind in _REFUSED:
        if raw.startswith(magic):
            raise InputError(f"{name}: looks like {kind}; save it as {format_list()}")
    return None


def text_reader(text: str, name: str, suffix: str) -> Reader | None:
    """What reads a text that is a web page, Markdown or subtitles; None for plain text.

    `suffix` is that of the file's name, ".html" for example.
    """
    formats = [one for one in input_formats() if one.is_text]
    by_name = (one for one in formats if suffix.lower() in one.suffixes)
    by_text = (one for one in formats if one.begins and one.begins.match(text))
    found = next(by_name, None) or next(by_text, None)
    return partial(found.read, text, name) if found else None
