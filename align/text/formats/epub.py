"""EPUB → the blocks of its chapters in reading order."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from align.text.formats.block import Block
from align.text.formats.markup import blocks_of, parsed
from align.text.formats.package import Package
from align.text.formats.registry import InputFormat, register

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"


def epub_blocks(package: Package) -> list[Block]:
    """All text of the chapters; tables of contents and what is out of the order are left out."""
    rootfile = package.xml("META-INF/container.xml").find(f".//{_CONTAINER}rootfile")
    opf = "" if rootfile is None else rootfile.get("full-path", "")
    book = package.xml(opf)
    items = {item.get("id"): item for item in book.iter(f"{_OPF}item")}
    found: list[Block] = []
    for place in book.iter(f"{_OPF}itemref"):
        item = items.get(place.get("idref"))
        if item is None or place.get("linear") == "no" or "nav" in item.get("properties", ""):
            continue
        part = posixpath.normpath(
            posixpath.join(posixpath.dirname(opf), unquote(item.get("href", "")))
        )
        found += blocks_of(parsed(package.text(part), package.name))
    return found


register(
    InputFormat(
        "EPUB",
        "all chapters in reading order, without tables of contents",
        "its XML",
        lambda package, name: epub_blocks(package),
        in_package=lambda package: package.mimetype == "application/epub+zip",
    )
)
