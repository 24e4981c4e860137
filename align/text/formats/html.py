"""A web page → its date, title, author, and the blocks of its main text (trafilatura)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import InputError
from align.extras import extra_module
from align.text.formats.block import Block, metadata_blocks
from align.text.formats.markup import blocks_of, parsed
from align.text.formats.registry import InputFormat, register
from align.text.split import DATE_HEAD

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura leaves figures out with their captions, so these go as paragraphs with a sign that
# no text has, and are told by it afterwards.
_SIGN = "\ue0f1"
_CAPTIONS = "//figcaption | //*[contains(@class, 'caption') and not(ancestor::figcaption)]"

# trafilatura's names of elements, and HTML's.
_HTML_NAMES = {
    "head": "h2", "lb": "br", "item": "li", "quote": "blockquote", "cell": "td", "row": "tr"
}  # fmt: skip


def html_blocks(text: str, name: str) -> list[Block]:
    """The blocks of a page: its date, title and author first, where it tells them.

    Menus, adverts, comments and lists of other pages are left out. Raises InputError for a page
    without main text.
    """
    trafilatura = extra_module("trafilatura", name, "HTML", "formats")
    page = parsed(text, name)
    _keep_captions(page)
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        # else any year in a footer becomes the page's date
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    body = [] if found is None else _main(found.body)
    if not body:
        raise InputError(f"{name}: no main text is found in this page; save its text as plain text")
    title = found.title
    if title and _same(body[0].text) == _same(title):
        del body[0]
    elif title and _same(title) in {_same(block.text) for block in body[1:3]}:
        title = None  # it stands in the text, below a rubric for instance
    # a downloaded report may tell its date in the same way already
    date = None if body and DATE_HEAD.match(body[0].text) else found.date
    return metadata_blocks(title, date, found.author) + body


def _keep_captions(page: HtmlElement) -> None:
    """Puts a paragraph with a sign for each figure that has a caption."""
    for caption in page.xpath(_CAPTIONS):
        text = " ".join(caption.text_content().split())
        figure = next(caption.iterancestors("figure"), caption)
        if not text or figure.getparent() is None:
            continue
        paragraph = page.makeelement("p")
        paragraph.text, paragraph.tail = _SIGN + text, figure.tail
        figure.getparent().replace(figure, paragraph)


def _main(body: HtmlElement) -> list[Block]:
    for element in list(body.iter(*_HTML_NAMES)):
        element.tag = _HTML_NAMES[element.tag]
    return [
        Block(block.text.replace(_SIGN, ""), "caption") if _SIGN in block.text else block
        for block in blocks_of(body)
    ]


def _same(text: str) -> str:
    """What two spellings of a title share."""
    return "".join(char for char in text.casefold() if char.isalnum())


# How a page begins, whatever its name.
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)

register(
    InputFormat(
        "HTML",
        "the main text of the page (no menus, adverts, comments), with its date, title and author "
        "first, and the captions of its pictures in their place",
        "trafilatura",
        html_blocks,
        begins=_BEGINS,
        suffixes=(".html", ".htm", ".xhtml"),
    )
)
