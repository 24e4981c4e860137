"""`align split`: a text one sentence a line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The languages that a text can be in."""

    ru = "ru"
    kk = "kk"


def split(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text.")],
    lang: Annotated[Lang, typer.Option(help="Its language.")],
    repair: Annotated[bool, typer.Option("--repair", help="Print damaged text repaired.")] = False,
    encoding: Annotated[
        str | None,
        typer.Option(help="Encoding of the text, for example cp1251; detected if missing."),
    ] = None,
) -> None:
    """Print a text one sentence a line.

    Example:  align split report.kk.txt --lang kk > sentences.txt
    """
    from align.text.read import read_document
    from align.text.sentences import sentences_of
    from align.types import one_line

    document = read_document(file, lang.value, encoding=encoding)
    for sentence in sentences_of(document, repair=repair):
        print(one_line(sentence.text))
