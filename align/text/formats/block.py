"""What every format is read into: blocks of text, some of them known to be titles and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from align.types import Document, Language, SentenceKind

_SPACES = re.compile(r"[ \t\r\f\v]+")


class Block(NamedTuple):
    r"""A paragraph, heading, cell or the like; `\n` in it is a line break that the author set.

    `kind` is what the format says that it is; None where that is to be seen from the text.
    """

    text: str
    kind: SentenceKind | None = None


def as_document(name: str, language: Language, blocks: Iterable[Block]) -> Document:
    """The blocks' lines one under another, without blank ones; "" for no blocks."""
    lines: list[str] = []
    kinds: list[tuple[int, SentenceKind]] = []
    at = 0
    for block in blocks:
        for part in block.text.split("\n"):
            line = _SPACES.sub(" ", part).strip()
            if not line:
                continue
            if block.kind:
                kinds.append((at, block.kind))
            lines.append(line)
            at += len(line) + 1
    return Document(name, language, "\n".join(lines), tuple(kinds))


def metadata_blocks(title: str | None, date: str | None, author: str | None) -> list[Block]:
    """What a page says of itself: `date 2025-08-13`, as downloaded reports begin, title, author."""
    found: list[Block] = []
    if date and re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        found.append(Block(f"date {date}", "date"))
    if title:
        found.append(Block(_flat(title), "title"))
    if author:
        found.append(Block(_flat(author), "credit"))
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())
