"""The formats that texts are read from: one registration each.

A module in `align.text.formats` calls `register`, and the format is there for every command that
reads texts, with its line in help and pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from align.discovery import Registry
from align.text.formats.block import Block
from align.text.formats.package import Package


@dataclass(frozen=True, slots=True)
class InputFormat:
    """A format of texts.

    `name`: what messages call it. `help`: what is read of a file, one line. `by`: the library that
    reads it. `read`: (content, file name for errors) → blocks; the content is a `Package` for a
    format with `in_package`, bytes for one with `magic`, else text.

    How a file is known: `magic`, its first bytes; `in_package`, whether an open ZIP archive is of
    the format; `begins`, how its text begins; `suffixes` of its name, which come before `begins`.
    """

    name: str
    help: str
    by: str
    read: Callable[[Any, str], list[Block]]
    magic: bytes = b""
    in_package: Callable[[Package], bool] | None = None
    begins: re.Pattern[str] | None = None
    suffixes: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether its files are texts, in some encoding."""
        return not self.magic and self.in_package is None


_FORMATS = Registry[InputFormat]("align.text.formats", "the format {} is there already")


def register(input_format: InputFormat) -> InputFormat:
    """Adds a format; raises ValueError if there is one of the same name or suffix."""
    _FORMATS.add(input_format, input_format.read, input_format.suffixes)
    return input_format


def input_formats() -> list[InputFormat]:
    """All formats except plain text, by name."""
    return sorted(_FORMATS, key=lambda one: one.name)


def format_list() -> str:
    """The names of all formats, as a sentence has them."""
    *names, last = ("plain text", *(one.name for one in input_formats()))
    return f"{', '.join(names)} or {last}"
