"""PDF → the paragraphs of its text, lines joined (pdfminer.six)."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from align.errors import InputError
from align.extras import extra_module
from align.text.alphabet import LOWER
from align.text.formats.block import Block
from align.text.formats.registry import InputFormat, register
from align.text.wrapping import joined

_NUMBER = re.compile(r"\d+")
_UNMAPPED = re.compile(r"\(cid:\d+\)")  # what pdfminer writes for a sign that it can't tell
_MOST_UNMAPPED = 0.02
_UNFINISHED = re.compile(rf"[{LOWER},–—-]\s*\Z")
_GOES_ON = re.compile(rf"\s*[{LOWER}]")
# A line that stands on so many pages, but for its numbers, is their head or foot.
_LEAST_PAGES, _LEAST_SHARE = 3, 0.5


def pdf_blocks(raw: bytes, name: str) -> list[Block]:
    """The paragraphs of all pages, those that go on over a page's end as one.

    Page numbers, and lines that at least half of the pages share, are left out. Raises InputError
    for a file that is locked, damaged, without text, or whose letters can't be told.
    """
    layout = extra_module("pdfminer.layout", name, "PDF", "formats")
    high_level = extra_module("pdfminer.high_level", name, "PDF", "formats")
    try:
        pages = [
            [_lines(box) for box in page if isinstance(box, layout.LTTextBox)]
            for page in high_level.extract_pages(BytesIO(raw), laparams=layout.LAParams())
        ]
    except _faults(name) as error:
        fact = str(error).partition(" - ")[0].rstrip("!") or type(error).__name__
        raise InputError(f"{name}: can't be read as PDF ({fact}); save it as plain text") from None
    text = "".join(line for page in pages for box in page for line in box)
    if not text.strip():
        raise InputError(f"{name}: holds no text, perhaps a scan; give it to a text recognition")
    if len(_UNMAPPED.findall(text)) > _MOST_UNMAPPED * len(text):
        raise InputError(
            f"{name}: its fonts don't tell which letters they hold; give it to a text recognition"
        )
    return [Block(paragraph) for paragraph in _paragraphs(_without_heads(pages))]


def _faults(name: str) -> tuple[type[Exception], ...]:
    psexceptions = extra_module("pdfminer.psexceptions", name, "PDF", "formats")
    pdfexceptions = extra_module("pdfminer.pdfexceptions", name, "PDF", "formats")
    # damaged files also make pdfminer stumble over what is not there
    own = psexceptions.PSException, pdfexceptions.PDFException
    return (
        *own, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError,
        RecursionError, struct.error, zlib.error,
    )  # fmt: skip


def _lines(box: object) -> list[str]:
    text: str = box.get_text()  # type: ignore[attr-defined]
    return [line for line in text.split("\n") if line.strip()]


def _without_heads(pages: Sequence[Sequence[list[str]]]) -> list[list[list[str]]]:
    """The boxes of each page without page numbers and lines that many pages share."""
    seen = Counter(
        line for page in pages for line in {_masked(line) for box in page for line in box}
    )
    often = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    kept = [
        [
            [line for line in box if _masked(line) != "#" and seen[_masked(line)] < often]
            for box in page
        ]
        for page in pages
    ]
    return [[box for box in page if box] for page in kept]


def _masked(line: str) -> str:
    return _NUMBER.sub("#", line.strip(" \t-–—"))


def _paragraphs(pages: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    found: list[list[str]] = []
    for page in pages:
        for at, box in enumerate(page):
            goes_on = at == 0 and found and _UNFINISHED.search(found[-1][-1])
            if goes_on and _GOES_ON.match(box[0]):
                found[-1] += box
            else:
                found.append(list(box))
    return [joined(lines) for lines in found]


register(
    InputFormat(
        "PDF",
        "paragraphs, joined over lines and pages; no page numbers, no lines that half of the pages "
        "share",
        "pdfminer.six",
        pdf_blocks,
        magic=b"%PDF-",
    )
)
