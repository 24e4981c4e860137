"""Tables on disk, for tests that read them."""

from align.table.formats.tsv import table_lines
from align.types import COLUMNS


def write_table(path, rows):
    """The rows as a TSV; its path."""
    path.write_text("".join(table_lines(COLUMNS, rows)), "utf-8")
    return path
