"""Writes the tables of the pages that are made from registrations.

    python docs/_site/tables.py

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; the tests hold the pages to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from align.filters.registry import all_filters
from align.table.registry import table_formats
from align.text.formats.registry import input_formats

PROJECT = Path(__file__).parents[2]
PAGES = ("docs/filters.md", "docs/formats.md")
TABLE = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(?=<!-- end -->)", re.DOTALL)


def rows(*lines: Iterable[str]) -> str:
    """A Markdown table; the first line is its head."""
    head, *others = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|---" * head.count(" |") + "|", *others]) + "\n"


def filters() -> str:
    """Every filter, in the order in which they run."""
    return rows(
        ("filter", "keeps", "value by default", "while a corpus is built"),
        *(
            (
                f"`{one.name}`",
                one.help,
                "" if one.default is None else f"{one.default:g}",
                "" if one.looks_at_corpus else "yes",
            )
            for one in all_filters()
        ),
    )


def texts() -> str:
    """Every format that is read."""
    return rows(
        ("format", "what is read", "by"),
        ("plain text", "all of it; encoding detected", ""),
        *((one.name, one.help, one.by) for one in input_formats()),
    )


def tables() -> str:
    """Every format that is written."""
    return rows(
        ("`--to`", "what it is", "suffix of OUT", "rows", "files of a corpus"),
        *(
            (
                f"`{one.name}`",
                one.help,
                ", ".join(f"`{suffix}`" for suffix in one.suffixes),
                "all" if one.holds_unpaired else "usable pairs",
                "yes" if one.for_corpora else "",
            )
            for one in table_formats()
        ),
    )


MADE = {"filters": filters, "texts": texts, "tables": tables}


def filled(page: str) -> str:
    """A page's text with its tables as they are now."""
    return TABLE.sub(lambda found: found[1] + MADE[found["name"]](), page)


def main() -> None:
    """Fills the tables of all pages."""
    for name in PAGES:
        path = PROJECT / name
        path.write_text(filled(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
