"""A filter and a format, each registered once, are there for every command with their help."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
RU, KK = (PROJECT / "seeds" / f"01-flood.{language}.txt" for language in ("ru", "kk"))

# What a new module in `align/table/formats` and a new function in `align/filters/pairs.py` hold,
# registered before the command line is made.
REGISTERED = """
import csv, sys
from align.filters.registry import register as register_filter
from align.table.registry import TableFormat, register
from align.table.written import Written

def write_csv(file, table, name):
    writer, written = csv.writer(file), Written()
    for document in table:
        for row in document.rows:
            written = written.add(row.usable)
            if row.usable:
                writer.writerow((row.ru, row.kk))
    return written

register(TableFormat("csv", "two columns of texts", write_csv, (".csv",), holds_unpaired=False))

@register_filter("of which both sides are short")
def short(frame, most: float = 100):
    return (frame["ru"].str.len() <= most) & (frame["kk"].str.len() <= most)

from align.cli import main
main()
"""


@pytest.fixture
def extended(tmp_path):
    """The command with the filter and the format → what a process of its own gives."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-c", REGISTERED, *map(str, arguments)],
            capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120,
        )  # fmt: skip

    return run


def test_they_work_in_every_command(extended, aligned, tmp_path):
    (tmp_path / "ru").mkdir()
    (tmp_path / "kk").mkdir()
    (tmp_path / "ru" / "a.txt").write_bytes(RU.read_bytes())
    (tmp_path / "kk" / "a.txt").write_bytes(KK.read_bytes())
    for arguments in (
        ("export", aligned[0], "-o", "exported.csv"),
        ("files", RU, KK, "-o", "files.csv"),
        ("filter", aligned[0], "--filter", "short=100000", "-o", "filtered.csv"),
        ("corpus", "--ru", "ru", "--kk", "kk", "-o", "corpus", "--filter", "short"),
    ):
        done = extended(*arguments)
        assert done.returncode == 0, done.stderr
    texts = {path.read_text("utf-8") for path in tmp_path.glob("*.csv")}
    assert len(texts) == 1
    rest = (tmp_path / "corpus" / "rest-00000.tsv").read_text("utf-8")
    assert "\tshort\t" in rest


def test_they_are_in_the_help(extended):
    shown = {
        name: " ".join(extended(name, "--help").stdout.split()) for name in ("export", "filter")
    }
    assert "csv: two columns of texts; usable pairs only." in shown["export"]
    assert "short=100: of which both sides are short." in shown["filter"]
    assert "numbers, short, duplicate" in shown["filter"]
