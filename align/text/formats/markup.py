"""A tree of HTML → its blocks: all text that a reader sees, nothing left out as unimportant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.extras import extra_module
from align.text.formats.block import Block
from align.types import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_HIDDEN = re.compile("head|script|style|nav|template|noscript|svg|math|iframe|object|rt|rp")
_KINDS: dict[str, SentenceKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "title"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|header|hr|html|legend|li|main|ol|p|pre|section|summary|"
    "table|tbody|td|tfoot|th|thead|tr|ul"
)
_SPACE = re.compile(r"[ \t\n\r\f]+")  # what HTML takes for one space; not the no-break space


def parsed(text: str, name: str) -> HtmlElement:
    """The tree of an HTML page or fragment; `name` is the file's, for errors."""
    html = extra_module("lxml.html", name, "HTML", "formats")
    etree = extra_module("lxml.etree", name, "HTML", "formats")
    # a declaration of the encoding is no longer true, and lxml refuses it in a text
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        return html.document_fromstring(text)
    except etree.ParserError:  # an empty page
        return html.Element("html")


def blocks_of(root: HtmlElement) -> list[Block]:
    """The blocks of a tree in order; a `<br>` is a line break."""
    found: list[Block] = []
    line: list[str] = []

    def close(kind: SentenceKind | None) -> None:
        text = "".join(line)
        line.clear()
        if text.strip():
            found.append(Block(text, kind))

    for text, kind in _pieces(root, None):
        if text is None:
            close(kind)
        else:
            line.append(text)
    close(None)
    return found


def _pieces(
    element: HtmlElement, kind: SentenceKind | None
) -> Iterator[tuple[str | None, SentenceKind | None]]:
    """Texts, and None with the kind of what is before where a block begins or ends."""
    tag = element.tag
    if not isinstance(tag, str) or _HIDDEN.fullmatch(tag):  # comments and the like have no name
        return
    if tag == "br":
        yield "\n", kind
        return
    inside = _KINDS.get(tag, kind)
    block = _BLOCKS.fullmatch(tag)
    if block:
        yield None, kind
    if element.text:
        yield _SPACE.sub(" ", element.text), inside
    for child in element:
        yield from _pieces(child, inside)
        if child.tail:
            yield _SPACE.sub(" ", child.tail), inside
    if block:
        yield None, inside
