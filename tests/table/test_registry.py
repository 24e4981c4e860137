"""Formats of tables: one registration serves every command."""

import subprocess
import sys
from pathlib import Path

import pytest

import align
from align.errors import InputError
from align.table.load import read_records
from align.table.registry import (
    TableFormat,
    format_named,
    format_of,
    register,
    table_formats,
)
from support.meanings import KK, RU, Meanings


def test_a_suffix_asks_for_a_format_in_any_case():
    assert format_of(Path("a.TMX")).name == "tmx"
    assert format_of(Path("a.ndjson")).name == "jsonl"
    assert format_of(Path("a.doc")).name == format_of(None).name == "tsv"


def test_corpora_can_have_the_formats_that_hold_all_and_are_read_back():
    assert [one.name for one in table_formats() if one.for_corpora] == ["jsonl", "parquet", "tsv"]
    with pytest.raises(InputError, match="tmx: no such format; give one of jsonl, parquet, tsv"):
        format_named("tmx", for_corpora=True)


def test_a_name_or_suffix_is_registered_once():
    tsv = format_named("tsv")
    with pytest.raises(ValueError, match="the format tsv is there already"):
        register(tsv)
    with pytest.raises(ValueError, match="the format tsv is there already"):
        register(TableFormat("table", "the same suffix", tsv.write, (".tsv",)))


def test_a_format_that_is_only_written_is_not_read_as_if_it_were_a_table(tmp_path):
    (tmp_path / "a.tmx").write_text("<tmx/>", "utf-8")
    with pytest.raises(InputError, match=r"a\.tmx: tmx can't be read as a table; give jsonl"):
        read_records(tmp_path / "a.tmx")


@pytest.mark.parametrize("file_format", ["jsonl", "parquet", "tsv"])
def test_a_corpus_in_each_format_is_read_back_alike(tmp_path, file_format):
    pairs = [(RU, KK), (RU[:3], KK[1:])]
    counts = align.build_corpus(
        pairs, tmp_path / "c", encoder=Meanings(), file_format=file_format, per_file=1
    )
    assert (tmp_path / "c" / f"pairs-00001.{file_format}").is_file()
    written = align.export_table(tmp_path / "c", tmp_path / "all.tsv")
    assert written.rows == counts.pairs
    again = align.build_corpus(
        pairs, tmp_path / "c", encoder=Meanings(), file_format=file_format, per_file=1
    )
    assert again == counts


def test_a_suffix_cannot_ask_for_a_format_of_several_files():
    moses = format_named("moses")
    with pytest.raises(ValueError, match="a format of several files can have no suffix"):
        register(TableFormat("two", "two files", moses.write, (".two",), parts=(".a", ".b")))


def test_a_format_of_a_bundled_name_is_refused_where_it_is_registered():
    code = (
        "from align.table.registry import TableFormat, register\n"
        "register(TableFormat('xlsx', 'mine', lambda file, table, name: None))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ValueError: xlsx: the format xlsx is there already" in done.stderr
