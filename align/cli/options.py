"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

Presplit = Annotated[bool, typer.Option("--presplit", help="Each line is one sentence already.")]
Model = Annotated[
    str | None,
    typer.Option(help="A sentence-transformers model or folder, instead of the embedded one."),
]

ENCODING_HELP = "Encoding of the {} file, for example cp1251; detected unless given."
