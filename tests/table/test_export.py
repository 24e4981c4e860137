"""Each format read back by a reader that is not ours."""

import json
from itertools import islice

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile

from align import Written, export_table, read_beads
from align.errors import InputError, OutputError
from align.table.documents import Head, TableRows, by_document
from align.table.registry import format_named, format_of
from align.table.write import write_table
from align.types import COLUMNS, Bead, Row

# The elements and attributes of TMX 1.4 that we write, as its specification states them.
TMX_14 = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note|prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED
  creationdate CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT note (#PCDATA)>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED xml:lang CDATA #IMPLIED>
<!ELEMENT tu ((note|prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED segtype (block|paragraph|sentence|phrase) #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""

ROWS = [
    Row("a.ru", "a.kk", 0, 1, 0, 1, "1-1", 1.0, "", "date 2025-08-13", "date 2025-08-13"),
    Row("a.ru", "a.kk", 1, 1, 1, 1, "1-1", 0.9, "", "Итоги <года> & месяца", "Жыл «қорытындысы»"),
    Row("a.ru", "a.kk", 2, 2, 3, 1, "2-1", 0.75, "", "Один. Два.", "Бір, екі."),
    Row("a.ru", "a.kk", 4, 0, 4, 1, "0-1", 0.8, "unpaired", "", "Үш."),
    Row("a.ru", "a.kk", 4, 1, 5, 1, "1-1", 0.3, "low-score", "Четыре.", "Бес."),
    Row("a.ru", "a.kk", 5, 1, 2, 1, "1-1", 0.6, "moved", "=1+1", "Алты\x02."),
    Row("b.ru", "b.kk", 0, 1, 0, 1, "1-1", 0.5, "", "Новый документ.", "Жаңа құжат."),
]
HEAD = Head("2025-08-13", "2025-08-13", "Итоги <года> & месяца", "Жыл «қорытындысы»")
USABLE = [row for row in ROWS if row.note in ("", "moved") and row.ru]


def saved(path, rows=ROWS, how=None):
    table_format = format_named(how) if how else format_of(path)
    return write_table(TableRows(by_document(rows)), path, table_format)


def test_tmx_is_valid_and_read_by_translate_toolkit(tmp_path):
    path = tmp_path / "o.tmx"
    assert saved(path) == Written(5, 2)
    tree = etree.parse(path)
    assert tree.docinfo.doctype == '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    from io import StringIO

    dtd = etree.DTD(StringIO(TMX_14))
    assert dtd.validate(tree), dtd.error_log
    with path.open("rb") as file:
        units = tmxfile(file, "ru", "kk").units
    assert [(unit.source, unit.target) for unit in units] == [
        (row.ru, row.kk.replace("\x02", "\ufffd")) for row in USABLE
    ]
    first, last = tree.findall(".//tu")[1], tree.findall(".//tu")[-1]
    assert {prop.get("type"): prop.text for prop in first.findall("prop")} == {
        "x-ru_doc": "a.ru",
        "x-kk_doc": "a.kk",
        "x-kind": "1-1",
        "x-score": "0.9000",
        **{f"x-{key}": value for key, value in HEAD._asdict().items()},
    }
    assert [prop.get("type") for prop in last.findall("prop")] == [
        "x-ru_doc", "x-kk_doc", "x-kind", "x-score"
    ]  # fmt: skip
    assert [tu.get("segtype") for tu in tree.findall(".//tu")] == [None, None, "block", None, None]


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_makes_sound_tmx(text):
    from align.table.formats.tmx import _escaped

    assert etree.fromstring(f"<seg>{_escaped(text)}</seg>") is not None


def test_moses_has_the_pairs_line_by_line(tmp_path):
    assert saved(tmp_path / "o", how="moses") == Written(5, 2)
    ru, kk = ((tmp_path / f"o.{end}").read_bytes().decode().split("\n") for end in ("ru", "kk"))
    assert list(zip(ru, kk, strict=True)) == [(row.ru, row.kk) for row in USABLE] + [("", "")]


ALL = list(COLUMNS + Head._fields)


def told(rows=ROWS):
    return [(*row, *(HEAD if row.ru_doc == "a.ru" else Head())) for row in rows]


def test_json_lines_hold_all_rows(tmp_path):
    assert saved(tmp_path / "o.jsonl") == Written(7)
    lines = (tmp_path / "o.jsonl").read_text("utf-8").split("\n")[:-1]
    assert [tuple(json.loads(line).values()) for line in lines] == told()
    assert list(json.loads(lines[0])) == ALL
    frame = pd.read_json(tmp_path / "o.jsonl", lines=True, dtype=False)
    assert list(frame["ru"]) == [row.ru for row in ROWS]


def test_parquet_holds_all_rows_typed(tmp_path, monkeypatch):
    monkeypatch.setattr("align.table.formats.parquet.GROUP", 3)
    assert saved(tmp_path / "o.parquet") == Written(7)
    table = pyarrow.parquet.read_table(tmp_path / "o.parquet")
    assert [tuple(row.values()) for row in table.to_pylist()] == told()
    assert {str(table.schema.field(name).type) for name in ("ru_first", "kk_count")} == {"int64"}


def test_xlsx_is_read_by_openpyxl_and_holds_no_formulas(tmp_path):
    assert saved(tmp_path / "o.xlsx") == Written(7)
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    for row, values in zip(told(), rows, strict=True):
        expected = {
            key: value if value != "" else None for key, value in zip(ALL, row, strict=True)
        }
        expected["kk"] = expected["kk"].replace("\x02", "_x0002_")  # as Excel writes it
        assert dict(zip(head, values, strict=True)) == expected
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.freeze_panes == "A2"


def test_what_a_sheet_cannot_hold(tmp_path, monkeypatch):
    long = [ROWS[0]._replace(ru="а" * 40_000)]
    with pytest.raises(OutputError, match=r"row 1 has a text of 40,000 characters, a cell holds"):
        saved(tmp_path / "o.xlsx", long)
    monkeypatch.setattr("align.table.formats.xlsx._MOST_ROWS", 5)
    with pytest.raises(OutputError, match="a sheet holds 5 rows; write parquet or jsonl"):
        saved(tmp_path / "o.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_ladder_is_read_by_the_scorer(tmp_path):
    assert saved(tmp_path / "o.ladder", ROWS[:6]) == Written(6)
    (beads,) = read_beads(tmp_path / "o.ladder").values()
    assert [(list(bead.ru), list(bead.kk)) for bead in beads[:4]] == [
        ([0], [0]), ([1], [1]), ([2, 3], [3]), ([], [4])
    ]  # fmt: skip
    assert (tmp_path / "o.ladder").read_text("utf-8").split("\n")[2] == "[2, 3]:[3]:0.2500"


def test_hunalign_rungs_are_where_beads_begin(tmp_path):
    assert saved(tmp_path / "o.hunalign", ROWS[:6]) == Written(3, 3)
    assert (tmp_path / "o.hunalign").read_text("utf-8").split("\n") == [
        "0\t0\t1.0000", "1\t1\t0.9000", "2\t2\t0.0000", "2\t3\t0.7500", "4\t4\t0.0000", ""
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["ladder", "hunalign"])
def test_a_ladder_holds_one_pair_of_documents(tmp_path, how):
    with pytest.raises(OutputError, match="room for one pair of documents"):
        saved(tmp_path / "o", how=how)


@pytest.mark.parametrize("how", ["tsv", "tmx", "moses", "jsonl", "parquet", "xlsx", "ladder"])
def test_no_rows_make_a_sound_file(tmp_path, how):
    assert saved(tmp_path / f"o.{how}", [], how) == Written(0)
    if how == "tmx":
        assert etree.parse(tmp_path / "o.tmx").findall(".//tu") == []


@pytest.mark.parametrize("how", ["tsv", "jsonl", "parquet"])
def test_tables_are_converted_and_come_back(tmp_path, how):
    saved(tmp_path / "a.tsv")
    export_table(tmp_path / "a.tsv", tmp_path / f"b.{how}")
    export_table(tmp_path / f"b.{how}", tmp_path / "c.tsv")
    assert (tmp_path / "c.tsv").read_bytes() == (tmp_path / "a.tsv").read_bytes()


def test_a_frame_needs_texts_only(tmp_path):
    frame = pd.DataFrame({"ru": ["Снег.", ""], "kk": ["Қар.", "Жаңбыр."]})
    assert export_table(frame, tmp_path / "o.tmx") == Written(1, 1)


def test_a_folder_of_a_corpus_is_taken_in_order(tmp_path):
    folder = tmp_path / "corpus" / "1-of-2"
    folder.mkdir(parents=True)
    for at, row in enumerate(islice(ROWS, 3)):
        saved(folder / f"pairs-{at:05}.tsv", [row])
    saved(folder / "rest-00000.tsv", ROWS[3:4])
    assert export_table(tmp_path / "corpus", tmp_path / "o", "moses") == Written(3)
    assert (tmp_path / "o.ru").read_text("utf-8").split("\n")[:3] == [row.ru for row in ROWS[:3]]


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        ("ru\nСнег.\n", "a.tsv: line 2 has no text in the column kk; "),
        ("ru\tkk\nСнег.\n", "a.tsv: line 2 has 1 fields, the header 2; correct it"),
        ("ru\tkk\tscore\nСнег.\tҚар.\tжоқ\n", "a.tsv: line 2: could not convert string to float"),
        ("ru\tkk\tru_count\nСнег.\tҚар.\t1.5\n", "a.tsv: line 2: invalid literal for int()"),
        ("", "a.tsv: is empty; "),
    ],
)
def test_tables_that_make_no_sense_leave_no_file(tmp_path, content, fact):
    (tmp_path / "a.tsv").write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        export_table(tmp_path / "a.tsv", tmp_path / "o.tmx")
    assert fact in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.tsv"]


def test_a_folder_without_pairs_and_a_format_that_is_none(tmp_path):
    with pytest.raises(InputError, match=r"holds no pairs-00000\.tsv"):
        export_table(tmp_path, tmp_path / "o.tmx")
    with pytest.raises(InputError, match="doc: no such format; give one of hunalign, jsonl"):
        export_table(tmp_path, tmp_path / "o", "doc")


def test_a_score_read_back_is_a_bead_of_the_table():
    row = ROWS[2]
    bead = Bead(range(2, 4), range(3, 4), row.score, row.note)
    assert (bead.kind, bead.usable) == (row.kind, row.usable)
