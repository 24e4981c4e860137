"""TMX 1.4: what translation programs read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TextIO

from align.table.documents import Head, TableRows
from align.table.registry import TableFormat, register
from align.table.written import Written
from align.types import Row, for_xml
from align.version import __version__

_BEGINNING = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="ru-kk-align" creationtoolversion="{__version__}" segtype="sentence" \
o-tmf="TSV" adminlang="en" srclang="ru" datatype="plaintext"/>
<body>
"""
_END = "</body>\n</tmx>\n"


def write_tmx(file: TextIO, table: TableRows, name: str) -> Written:
    """A unit for each usable pair, its document names, score, dates and titles as properties.

    Rows without partner or of low score are left out. Characters that XML can't hold become U+FFFD.
    """
    written = Written()
    file.write(_BEGINNING)
    for document in table:
        for row in document.rows:
            written = written.add(row.usable)
            if row.usable:
                file.writelines(_unit(row, document.head, written.rows))
    file.write(_END)
    return written


def _unit(row: Row, head: Head, number: int) -> Iterator[str]:
    kind = ' segtype="block"' if max(row.ru_count, row.kk_count) > 1 else ""
    yield f'<tu tuid="{number}"{kind}>'
    facts = {
        "ru_doc": row.ru_doc, "kk_doc": row.kk_doc, "kind": row.kind,
        "score": f"{row.score:.4f}", "note": row.note, **head._asdict(),
    }  # fmt: skip
    for key, value in facts.items():
        if value:
            yield f'<prop type="x-{key}">{_escaped(value)}</prop>'
    for language, text in (("ru", row.ru), ("kk", row.kk)):
        yield f'<tuv xml:lang="{language}"><seg>{_escaped(text)}</seg></tuv>'
    yield "</tu>\n"


def _escaped(text: str) -> str:
    return escape(for_xml(text), quote=False)


register(
    TableFormat("tmx", "a translation memory, TMX 1.4", write_tmx, (".tmx",), holds_unpaired=False)
)
