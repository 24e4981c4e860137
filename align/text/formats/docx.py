"""DOCX → its blocks.

Read from its XML: python-docx passes over insertions that are still marked as such, and a document
under discussion has many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.text.formats.block import Block
from align.text.formats.package import Package
from align.text.formats.registry import InputFormat, register
from align.types import SentenceKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deleted text; and the second of two forms of a text box, for old programs.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", _FALLBACK))
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_TITLE, _CAPTION = re.compile(r"title|subtitle|heading \d", re.IGNORECASE), "caption"


def docx_blocks(package: Package) -> list[Block]:
    """The paragraphs of the text and its tables in order, without notes, heads and feet."""
    body = package.xml("word/document.xml").find(f"{_W}body")
    styles = _styles(package)
    if body is None:
        return []
    return [
        Block("".join(_text(paragraph)), styles.get(_style(paragraph)))
        for paragraph in body.iter(f"{_W}p")
        if not any(above.tag == _FALLBACK for above in paragraph.iterancestors())
    ]


def _text(element: Element) -> list[str]:
    found: list[str] = []
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == f"{_W}p":
            continue  # the paragraphs of a text box come by themselves
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag in _SIGNS:
            found.append(_SIGNS[child.tag])
        else:
            found += _text(child)
    return found


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _styles(package: Package) -> dict[str, SentenceKind]:
    """What the paragraphs of a style are, by its id; Word names its own styles in English."""
    if not package.has("word/styles.xml"):
        return {}
    kinds: dict[str, SentenceKind] = {}
    for style in package.xml("word/styles.xml").iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        called = "" if name is None else name.get(f"{_W}val", "")
        if _TITLE.fullmatch(called):
            kinds[style.get(f"{_W}styleId", "")] = "title"
        elif called.lower() == _CAPTION:
            kinds[style.get(f"{_W}styleId", "")] = "caption"
    return kinds


register(
    InputFormat(
        "DOCX",
        "paragraphs and tables; changes that are still marked are read as accepted; no notes, "
        "heads and feet",
        "its XML",
        lambda package, name: docx_blocks(package),
        in_package=lambda package: package.has("word/document.xml"),
    )
)
