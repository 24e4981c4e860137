from pathlib import Path

import pytest

import align
from align.errors import InputError
from align.table.read import read_beads
from align.types import Bead


def saved(folder, content, name="gold.tsv"):
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def test_ladder_lines_are_read(tmp_path):
    path = saved(tmp_path, "[0, 1]:[2]\n[]:[3]\n\n[2]:[]\n[3]:[4]:0.35\n[4,5] : [5, 6 ,7]:-1e-3\n")
    assert read_beads(path) == {
        ("", ""): [
            Bead(range(0, 2), range(2, 3)),
            Bead(range(0), range(3, 4)),
            Bead(range(2, 3), range(0)),
            Bead(range(3, 4), range(4, 5)),
            Bead(range(4, 6), range(5, 8)),
        ]
    }


HEAD = "ru_first\tru_count\tkk_first\tkk_count\n"


def test_a_table_of_the_four_columns_alone_is_one_document(tmp_path):
    path = saved(tmp_path, HEAD + "0\t1\t0\t2\n1\t0\t2\t1\n")
    assert read_beads(path) == {
        ("", ""): [Bead(range(0, 1), range(0, 2)), Bead(range(1, 1), range(2, 3))]
    }


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path):
    path = saved(
        tmp_path,
        "kk_count\tX\tkk_first\tru_count\tru_first\tnote\tscore\n1\t?\t5\t2\t7\tmoved\t0.5\n",
    )
    assert read_beads(path) == {("", ""): [Bead(range(7, 9), range(5, 6), 0.5, "moved")]}


def test_documents_are_kept_apart_in_the_order_of_the_file(tmp_path):
    head = "ru_doc\tkk_doc\t" + HEAD
    path = saved(tmp_path, head + "b\tB\t0\t1\t0\t1\na\tA\t0\t1\t0\t1\nb\tB\t1\t1\t1\t1\n")
    read = read_beads(path)
    assert list(read) == [("b", "B"), ("a", "A")]
    assert [len(beads) for beads in read.values()] == [2, 1]


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path, start):
    path = tmp_path / "gold.tsv"
    path.write_bytes((start + HEAD + "0\t1\t0\t1\n").replace("\n", "\r\n").encode("utf-8"))
    assert read_beads(path) == {("", ""): [Bead(range(0, 1), range(0, 1))]}


def test_a_header_alone_holds_no_beads(tmp_path):
    assert read_beads(saved(tmp_path, HEAD)) == {}


def input_fault(path):
    with pytest.raises(InputError) as caught:
        read_beads(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    "line",
    [
        "1\t1\t1",
        "1\t1\t1\t1\t1",
        "",
        "1 1 1 1",
        "a\t1\t1\t1",
        "1\t1.5\t1\t1",
        "1\t\t1\t1",
        "-1\t1\t1\t1",
        "1\t-1\t1\t1",
        "1\t1\t1\t-1",
        "1\t0\t1\t0",
    ],
)
def test_a_bad_line_of_a_table_is_named(tmp_path, line):
    path = saved(tmp_path, f"{HEAD}0\t1\t0\t1\n{line}\n2\t1\t2\t1\n")
    assert input_fault(path).startswith("line 3")


def test_a_score_that_is_no_number_is_named(tmp_path):
    path = saved(tmp_path, f"score\t{HEAD}high\t0\t1\t0\t1\n")
    assert input_fault(path).startswith("line 2")


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        "1:1",
        "[1]:[1",
        "[a]:[1]",
        "[]:[]",
        "[1, 3]:[1]",
        "[2, 1]:[1]",
        "[1]:[1, 1]",
        "[-1]:[1]",
        "[1]:[1]x",
        "[1]:[1] 0.5",
        " ",
        "[1, 9999999999999]:[1]",
    ],
)
def test_a_bad_line_of_a_ladder_is_named(tmp_path, line):
    path = saved(tmp_path, f"[0]:[0]\n{line}\n[5]:[5]\n")
    assert input_fault(path).startswith("line 2")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (HEAD + "0\t2\t0\t1\n1\t1\t1\t1\n", "line 3: Russian sentence 1 is in line 2"),
        (HEAD + "1\t1\t2\t1\n0\t1\t0\t3\n", "line 3: Kazakh sentence 2 is in line 2"),
        (HEAD + "0\t1\t0\t1\n5\t1\t5\t1\n0\t1\t0\t0\n", "line 4: Russian sentence 0 is in line 2"),
        (HEAD + "0\t9\t0\t1\n3\t1\t1\t1\n", "line 3: Russian sentence 3 is in line 2"),
        ("[0]:[0]\n\n[1]:[0, 1]\n", "line 3: Kazakh sentence 0 is in line 1"),
    ],
)
def test_a_sentence_in_two_beads_is_named(tmp_path, content, fault):
    assert input_fault(saved(tmp_path, content)).startswith(fault)


def test_the_same_sentence_of_two_documents_is_in_two_beads_by_right(tmp_path):
    path = saved(tmp_path, "ru_doc\t" + HEAD + "a\t0\t1\t0\t1\nb\t0\t1\t0\t1\n")
    assert len(read_beads(path)) == 2


def test_a_sentence_out_of_order_is_no_fault(tmp_path):
    path = saved(tmp_path, HEAD + "5\t2\t0\t1\n0\t5\t7\t1\n9\t0\t1\t6\n")
    assert len(read_beads(path)["", ""]) == 3


def test_a_table_that_lacks_columns_is_refused_with_their_names(tmp_path):
    fault = input_fault(saved(tmp_path, "ru_first\tru_count\tru\n0\t1\tБір\n"))
    assert fault.startswith("line 1 has no column kk_first, kk_count;")


def test_what_is_no_table_is_refused(tmp_path):
    assert "empty" in input_fault(saved(tmp_path, ""))
    assert "empty" in input_fault(saved(tmp_path, "\n\n"))
    assert "no such file" in input_fault(tmp_path / "missing.tsv")
    assert "can't be read" in input_fault(tmp_path)
    binary = tmp_path / "gold.xls"
    binary.write_bytes(b"\xd0\xcf\x11\xe0")
    assert "UTF-8" in input_fault(binary)


def test_json_lines_and_parquet_hold_beads_too(tmp_path):
    seeds = Path(__file__).parents[2] / "seeds" / "gold.tsv"
    for suffix in ("jsonl", "parquet"):
        align.export_table(seeds, tmp_path / f"g.{suffix}")
        assert read_beads(tmp_path / f"g.{suffix}") == read_beads(seeds)
    (tmp_path / "t.jsonl").write_text('{"ru": "Снег.", "kk": "Қар."}\n', "utf-8")
    with pytest.raises(InputError, match="line 1 has no ru_first"):
        read_beads(tmp_path / "t.jsonl")
