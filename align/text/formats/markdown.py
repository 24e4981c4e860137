"""Markdown → its blocks, without code."""

from __future__ import annotations

import re

from align.extras import extra_module
from align.text.formats.block import Block, metadata_blocks
from align.text.formats.markup import blocks_of, parsed
from align.text.formats.registry import InputFormat, register

_FRONT_MATTER = re.compile(r"---\n(.*?)\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|author):\s*(.+?)\s*$", re.MULTILINE | re.IGNORECASE)


def markdown_blocks(text: str, name: str) -> list[Block]:
    """The blocks of a Markdown text; of a head of `title:`, `date:` and `author:` lines these."""
    markdown = extra_module("markdown_it", name, "Markdown", "formats")
    head: list[Block] = []
    front = _FRONT_MATTER.match(text)
    if front:
        told = {key.lower(): value.strip("\"'") for key, value in _FIELD.findall(front[1])}
        head = metadata_blocks(told.get("title"), told.get("date"), told.get("author"))
        text = text[front.end() :]
    page = parsed(markdown.MarkdownIt("commonmark").enable("table").render(text), name)
    for code in page.xpath("//pre"):
        code.drop_tree()
    return head + blocks_of(page)


register(
    InputFormat(
        "Markdown",
        "text, headings, lists and tables, no code; `title`, `date` and `author` of a head",
        "markdown-it-py",
        markdown_blocks,
        suffixes=(".md", ".markdown"),
    )
)
