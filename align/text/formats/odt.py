"""ODT → its blocks, read from its XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.text.formats.block import Block
from align.text.formats.package import Package
from align.text.formats.registry import InputFormat, register
from align.types import SentenceKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_LEFT_OUT = frozenset(
    (f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}ruby-text")
)
_KINDS: dict[str, SentenceKind] = {
    "Title": "title", "Subtitle": "title", "Caption": "caption", "Illustration": "caption",
    "Figure": "caption", "Table": "caption",
}  # fmt: skip


def odt_blocks(package: Package) -> list[Block]:
    """The paragraphs and headings of the text and its tables in order, without notes."""
    root = package.xml("content.xml")
    text = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if text is None:
        return []
    parents = {  # a paragraph that was formatted by hand has a style of its own, made from another
        style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name", "")
        for style in root.iter(f"{_STYLE}style")
    }
    found = []
    for paragraph in text.iter(*_PARAGRAPHS):
        if any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            continue
        style = paragraph.get(f"{_TEXT}style-name", "")
        heading = paragraph.tag == f"{_TEXT}h"
        kind = "title" if heading else _KINDS.get(style) or _KINDS.get(parents.get(style, ""))
        found.append(Block("".join(_text(paragraph)), kind))
    return found


def _text(element: Element) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            found.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}tab":
            found.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            found.append("\n")
        elif child.tag not in _LEFT_OUT and not (set(_PARAGRAPHS) & {e.tag for e in child.iter()}):
            found += _text(child)
        found.append(child.tail or "")
    return found


register(
    InputFormat(
        "ODT",
        "paragraphs and tables, no notes",
        "its XML",
        lambda package, name: odt_blocks(package),
        in_package=lambda package: package.mimetype == "application/vnd.oasis.opendocument.text",
    )
)
