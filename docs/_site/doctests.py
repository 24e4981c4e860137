"""Examples in docstrings as blocks of code: an extension of griffe, which reads the docstrings."""

from __future__ import annotations

import re

from griffe import Extension, Object

_EXAMPLE = re.compile(r"(?:^>>> .*(?:\n(?!\s*$).*)*\n?)", re.M)


class Doctests(Extension):
    """Fences what begins with `>>>`, up to an empty line; Markdown takes it for quotations."""

    def on_object(self, *, obj: Object, **_: object) -> None:
        """Changes the object's docstring."""
        if obj.docstring and ">>> " in obj.docstring.value:
            obj.docstring.value = _EXAMPLE.sub(
                lambda found: f"```pycon\n{found[0].rstrip()}\n```\n", obj.docstring.value
            )
