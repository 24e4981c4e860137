"""What format a file is in, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Literal

from align.errors import InputError
from align.text.formats.block import Block
from align.text.formats.docx import docx_blocks
from align.text.formats.epub import epub_blocks
from align.text.formats.html import html_blocks
from align.text.formats.markdown import markdown_blocks
from align.text.formats.odt import odt_blocks
from align.text.formats.package import Package, PackageFormat
from align.text.formats.pdf import pdf_blocks
from align.text.formats.subtitles import subtitle_blocks

TextFormat = Literal["html", "markdown", "srt", "vtt"]

# By the ending of the name.
_ENDINGS: dict[str, TextFormat] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
    ".srt": "srt", ".vtt": "vtt",
}  # fmt: skip

# By how the text begins, whatever its name.
_BEGINNINGS: tuple[tuple[re.Pattern[str], TextFormat], ...] = (
    (re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S),
     "html"),
    (re.compile(r"\s*WEBVTT\b"), "vtt"),
    (re.compile(r"\s*\d+\n\d+:\d\d:\d\d[,.]\d{3} --> \d+:\d\d:\d\d[,.]\d{3}"), "srt"),
)  # fmt: skip

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

_PACKAGES: dict[PackageFormat, Callable[[Package], list[Block]]] = {
    "docx": docx_blocks, "odt": odt_blocks, "epub": epub_blocks
}  # fmt: skip
FORMATS = "plain text, HTML, DOCX, ODT, EPUB, PDF, Markdown, SRT or VTT"


# Reads what was recognised. It is a function, since some only ask whether a file is plain text.
Reader = Callable[[], list[Block]]


def binary_reader(raw: bytes, name: str) -> Reader | None:
    """What reads a file that is no text; None if it may be text.

    Raises InputError for a format that we don't read.
    """
    if raw.startswith(b"%PDF-"):
        return partial(pdf_blocks, raw, name)
    if raw.startswith(b"PK\x03\x04"):
        package = Package(raw, name)
        if package.format is None:
            raise InputError(f"{name}: looks like a ZIP archive or an XLSX file; give {FORMATS}")
        return partial(_PACKAGES[package.format], package)
    for magic, kind in _REFUSED:
        if raw.startswith(magic):
            raise InputError(f"{name}: looks like {kind}; save it as {FORMATS}")
    return None


def text_reader(text: str, name: str, ending: str) -> Reader | None:
    """What reads a text that is a web page, Markdown or subtitles; None for plain text.

    `ending` is that of the file's name, ".html" for example.
    """
    kind = _ENDINGS.get(ending.lower())
    if kind is None:
        kind = next((found for begins, found in _BEGINNINGS if begins.match(text)), None)
    if kind is None:
        return None
    if kind == "html":
        return partial(html_blocks, text, name)
    if kind == "markdown":
        return partial(markdown_blocks, text, name)
    return partial(subtitle_blocks, text, name, kind)
