"""JSON Lines: one object per row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from align.table.documents import TableRows
from align.table.records import Numbered, Records, first_line, text_lines
from align.table.registry import TableFormat, register
from align.table.written import Written


def write_jsonl(file: TextIO, table: TableRows, name: str) -> Written:
    """An object for each row, with the table's columns, dates and titles; UTF-8 as it is."""
    count = 0
    for values in table.values():
        fields = dict(zip(table.columns, values, strict=True))
        file.write(json.dumps(fields, ensure_ascii=False) + "\n")
        count += 1
    return Written(count)


def read_jsonl(path: Path) -> Records:
    """The records of a file; a line that is not a JSON object comes as what is wrong with it."""
    row = _object(first_line(path))
    columns = frozenset() if isinstance(row, str) else frozenset(row)

    def each() -> Iterator[Numbered]:
        for number, line in text_lines(path):
            yield number, _object(line)

    return Records(columns, each)


def _object(line: str) -> dict[str, object] | str:
    try:
        row = json.loads(line)
    except ValueError as error:
        return f"is no JSON ({error})"
    return row if isinstance(row, dict) else "is no JSON object"


register(
    TableFormat("jsonl", "one JSON object per row", write_jsonl, (".jsonl", ".ndjson"), read_jsonl)
)
