"""Tables on disk, row by row."""

import gzip
import json

import pandas as pd
import pytest

import align
from align.table.load import read_records

ROWS = [{"ru": "Снег «выпал».", "kk": 'Қар "жауды".'}, {"ru": "", "kk": "Жаңбыр."}]


def written(folder, kind):
    path = folder / f"t.{kind}"
    if kind == "tsv":
        path.write_text("ru\tkk\n" + "".join(f"{r['ru']}\t{r['kk']}\n" for r in ROWS), "utf-8")
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    elif kind == "jsonl.gz":
        path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in ROWS).encode()))
    elif kind == "tsv.gz":
        path.write_bytes(gzip.compress(written(folder, "tsv").read_bytes()))
    else:
        pd.DataFrame(ROWS).to_parquet(path)
    return path


@pytest.mark.parametrize("kind", ["tsv", "jsonl", "parquet", "tsv.gz", "jsonl.gz"])
def test_each_kind_of_table_gives_the_same_rows_again_and_again(tmp_path, kind):
    rows = read_records(written(tmp_path, kind))
    assert rows.columns == {"ru", "kk"}
    for _ in range(2):
        assert [row for _, row in rows] == ROWS


def test_windows_line_ends_and_a_mark_are_no_part_of_the_rows(tmp_path):
    (tmp_path / "t.tsv").write_bytes("\ufeffru\tkk\r\nҚар\tСнег\r\n\r\n".encode())
    rows = read_records(tmp_path / "t.tsv")
    assert rows.columns == {"ru", "kk"}
    assert list(rows) == [(2, {"ru": "Қар", "kk": "Снег"})]


def test_a_bad_row_is_said_in_its_place(tmp_path):
    (tmp_path / "t.tsv").write_text("ru\tkk\nодин\nдва\tекі\n", "utf-8")
    assert list(read_records(tmp_path / "t.tsv")) == [
        (2, "has 1 fields, the header 2"),
        (3, {"ru": "два", "kk": "екі"}),
    ]
    (tmp_path / "t.jsonl").write_text('{"ru": "раз"}\n{oops\n[1]\n', "utf-8")
    (_, first), (_, second), (_, third) = read_records(tmp_path / "t.jsonl")
    assert first == {"ru": "раз"}
    assert second.startswith("is no JSON (")
    assert third == "is no JSON object"


@pytest.mark.parametrize(
    ("name", "content", "fact"),
    [
        ("no.tsv", None, "no such file"),
        ("no.parquet", None, "no such file"),
        ("empty.tsv", b"", "is empty"),
        ("blank.jsonl", b"\n\n", "is empty"),
        ("cp1251.tsv", b"ru\tkk\n" + "снег\tқар".encode("kz1048"), "is not UTF-8"),
        ("not.parquet", b"ru\tkk\n", "is no Parquet file"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line(tmp_path, name, content, fact):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(align.InputError, match=fact) as caught:
        list(read_records(tmp_path / name))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_damaged_packed_table(tmp_path):
    (tmp_path / "t.tsv.gz").write_bytes(gzip.compress(b"ru\tkk\n")[:-6])
    with pytest.raises(align.InputError, match=r"t\.tsv\.gz: can't be unpacked \("):
        list(read_records(tmp_path / "t.tsv.gz"))
