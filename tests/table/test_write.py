import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import InputError, OutputError
from align.table.write import (
    COLUMNS,
    Row,
    one_line,
    outputs,
    read_beads,
    rows,
    whole_file,
    write_tsv,
)
from align.types import Alignment, Bead, Sentence

NASTY = [
    "", " ", "NA", "null", "nan", "  с пробелами  ", '"', '"кавычка', "'", "а\tб", "а\nб", "а\r\nб",
    "а\rб", "а\u2028б", "а\u2029б", "а\x85б", "а\x0bб\x0cв\x1cг", "5", "-", "#", "\\t", "\\",
    "a,b;c", "\ufeffА", "А\u00a0Б", "😀", "=1+1", "True", "а\x00б", "\x00",
]  # fmt: skip
WORD = "Сөз"  # keeps pandas from taking a column for numbers


@st.composite
def alignments(draw):
    """Alignments of nasty sentences; their beads tile both sides."""
    text = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=9))
    beads, ru, kk = [], [Sentence(WORD)], [Sentence(WORD)]
    beads.append(Bead(range(1), range(1), 1.0, ""))
    for a, b in draw(
        st.lists(st.sampled_from([(1, 1), (1, 2), (3, 1), (1, 0), (0, 1)]), max_size=6)
    ):
        note = draw(st.sampled_from(["", "moved", "low-score"])) if a and b else "unpaired"
        score = draw(st.floats(0, 1))
        beads.append(Bead(range(len(ru), len(ru) + a), range(len(kk), len(kk) + b), score, note))
        ru += [Sentence(draw(text)) for _ in range(a)]
        kk += [Sentence(draw(text)) for _ in range(b)]
    return Alignment(tuple(ru), tuple(kk), tuple(beads), "а б.ru.txt", "a.kk.txt")


def small():
    sentences = tuple(Sentence(text) for text in ("Бір.", "Екі.", "Үш."))
    beads = (
        Bead(range(1), range(1), 0.98765, ""),
        Bead(range(1, 3), range(1, 2), 0.25, "low-score"),
        Bead(range(3, 3), range(2, 3), 1.0, "unpaired"),
    )
    return Alignment(sentences, sentences, beads, "a.ru.txt", "a.kk.txt")


def leftovers(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_table_is_written_as_the_contract_says(tmp_path):
    path = tmp_path / "out.tsv"
    write_tsv(path, rows(small()))
    assert path.read_bytes().decode("utf-8") == (
        "ru_doc\tkk_doc\tru_first\tru_count\tkk_first\tkk_count\tkind\tscore\tnote\tru\tkk\n"
        "a.ru.txt\ta.kk.txt\t0\t1\t0\t1\t1-1\t0.9877\t\tБір.\tБір.\n"
        "a.ru.txt\ta.kk.txt\t1\t2\t1\t1\t2-1\t0.2500\tlow-score\tЕкі. Үш.\tЕкі.\n"
        "a.ru.txt\ta.kk.txt\t3\t0\t2\t1\t0-1\t1.0000\tunpaired\t\tҮш.\n"
    )
    assert leftovers(tmp_path) == ["out.tsv"]


@given(alignments())
@settings(deadline=None)
def test_pandas_reads_a_table_back_unchanged(tmp_path_factory, alignment):
    path = tmp_path_factory.mktemp("table") / "out.tsv"
    write_tsv(path, rows(alignment))
    frame = pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False)
    assert tuple(frame.columns) == COLUMNS
    for name in ("ru", "kk"):
        sides = [getattr(bead, name) for bead in alignment]
        texts = [
            one_line(" ".join(getattr(alignment, name)[at].text for at in side)) for side in sides
        ]
        assert frame[name].tolist() == texts
        assert frame[f"{name}_first"].tolist() == [side.start for side in sides]
        assert frame[f"{name}_count"].tolist() == [len(side) for side in sides]
    assert frame["kind"].tolist() == [bead.kind for bead in alignment]
    assert frame["note"].tolist() == [bead.note for bead in alignment]
    assert frame["score"].tolist() == pytest.approx([bead.score for bead in alignment], abs=5.1e-5)


@given(alignments())
@settings(deadline=None)
def test_beads_are_read_back(tmp_path_factory, alignment):
    path = tmp_path_factory.mktemp("table") / "out.tsv"
    write_tsv(path, rows(alignment))
    ((documents, beads),) = read_beads(path).items()
    assert documents == (alignment.ru_doc, alignment.kk_doc)
    assert [(bead.ru, bead.kk, bead.note) for bead in beads] == [
        (bead.ru, bead.kk, bead.note) for bead in alignment
    ]
    assert all(
        bead.score == pytest.approx(other.score, abs=5.1e-5)
        for bead, other in zip(beads, alignment, strict=True)
    )


@given(alignments())
@settings(deadline=None)
def test_pairs_and_rest_are_together_all_of_the_input(tmp_path_factory, alignment):
    folder = tmp_path_factory.mktemp("tables")
    with outputs(folder / "pairs.tsv", folder / "rest.tsv") as write:
        write(alignment)
    (pairs,) = read_beads(folder / "pairs.tsv").values()
    rest = [bead for beads in read_beads(folder / "rest.tsv").values() for bead in beads]
    assert all(bead.usable for bead in pairs)
    assert not any(bead.usable for bead in rest)
    for name in ("ru", "kk"):
        indexes = [at for bead in (*pairs, *rest) for at in getattr(bead, name)]
        assert sorted(indexes) == list(range(len(getattr(alignment, name))))


@pytest.mark.parametrize("between", [*"\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\r\n", "\n\n\t"])
def test_breaks_become_one_space(between):
    assert one_line(f"Бір{between}екі") == "Бір екі"


def test_a_frame_has_the_columns_and_rows_of_the_table(tmp_path):
    path = tmp_path / "out.tsv"
    write_tsv(path, rows(small()))
    frame = small().to_frame()
    read = pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False)
    pd.testing.assert_frame_equal(frame.round({"score": 4}), read, check_dtype=False, atol=1e-4)
    assert small().to_frame().equals(frame)
    nothing = Alignment((), (), ()).to_frame()
    assert tuple(nothing.columns) == COLUMNS
    assert len(nothing) == 0


@given(st.text())
def test_one_line_holds_no_break_and_nothing_else_changes(text):
    line = one_line(text)
    assert "\t" not in line
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert line.split() == text.split()
    if "\t" not in text and len(text.splitlines()) <= 1 and text.splitlines() == [text]:
        assert line == text


def test_a_file_name_in_an_old_encoding_is_written_out(tmp_path):
    alignment = Alignment((), (), (), os.fsdecode("Су.txt".encode("cp1251")), "a.kk.txt")
    (row,) = rows(alignment, [Bead(range(0), range(0))])
    assert row.ru_doc == "\\udcd1\\udcf3.txt"
    write_tsv(tmp_path / "out.tsv", [row])
    assert "\\udcd1\\udcf3.txt\ta.kk.txt" in (tmp_path / "out.tsv").read_text("utf-8")


def test_pairs_go_to_stdout_without_a_path(tmp_path, capsys):
    with outputs(None, tmp_path / "rest.tsv") as write:
        write(small())
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "\t".join(COLUMNS)
    assert len(printed) == 2
    assert len((tmp_path / "rest.tsv").read_text("utf-8").splitlines()) == 3


def test_without_a_rest_path_only_the_pairs_are_written(tmp_path):
    with outputs(tmp_path / "pairs.tsv", None) as write:
        write(small())
    assert leftovers(tmp_path) == ["pairs.tsv"]


def full_disk():
    """Rows of which the first fits."""
    yield Row("a", "b", 0, 1, 0, 1, "1-1", 1.0, "", "Бір.", "Один.")
    raise OSError(28, "No space left on device")


def write_half(path, error):
    with whole_file(path) as file:
        file.write("half")
        file.flush()
        raise error


def test_an_error_in_the_block_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyError):
        write_half(tmp_path / "out.tsv", KeyError())
    assert leftovers(tmp_path) == []


def test_an_error_in_the_block_keeps_the_old_file(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_half(path, KeyboardInterrupt())
    assert path.read_text("utf-8") == "old"
    assert leftovers(tmp_path) == ["out.tsv"]


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old", "utf-8")
    with whole_file(path) as file:
        file.write("new\n")
        file.flush()
        assert path.read_text("utf-8") == "old"
        assert len(leftovers(tmp_path)) == 2  # beside it: a rename between disks is no rename
    assert path.read_bytes() == b"new\n"
    assert leftovers(tmp_path) == ["out.tsv"]


def test_a_new_file_can_be_read_by_others_as_far_as_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        with whole_file(tmp_path / "out.tsv") as file:
            file.write("x")
        assert stat.S_IMODE((tmp_path / "out.tsv").stat().st_mode) == 0o640
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


def test_a_name_may_be_as_long_as_the_file_system_lets(tmp_path):
    path = tmp_path / ("и" * 125 + ".tsv")  # 254 bytes
    with whole_file(path) as file:
        file.write("x")
    assert leftovers(tmp_path) == [path.name]


def test_a_link_stays_a_link_to_the_file_written(tmp_path):
    (tmp_path / "far").mkdir()
    path = tmp_path / "out.tsv"
    path.symlink_to(tmp_path / "far" / "real.tsv")
    for text in ("first", "second"):
        with whole_file(path) as file:
            file.write(text)
        assert path.is_symlink()
        assert (tmp_path / "far" / "real.tsv").read_text("utf-8") == text
    assert leftovers(tmp_path) == ["far", "out.tsv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_text("utf-8")), daemon=True)
    reader.start()
    with whole_file(path) as file:
        file.write("Сәлем")
    reader.join(10)
    assert read == ["Сәлем"]
    assert path.is_fifo()
    assert leftovers(tmp_path) == ["pipe"]


def output_fault(path, reason):
    with pytest.raises(OutputError) as caught, whole_file(path):
        pytest.fail("the block must not begin")
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "; " in message
    assert "\n" not in message


def test_places_that_can_not_be_written_are_refused_before_any_work(tmp_path):
    (tmp_path / "file").write_text("x")
    output_fault(tmp_path, "is a folder")
    output_fault(tmp_path / "missing" / "out.tsv", "does not exist")
    output_fault(tmp_path / "file" / "out.tsv", "does not exist")
    output_fault(tmp_path / ("и" * 200 + ".tsv"), "can't be written")
    assert leftovers(tmp_path) == ["file"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_permission_is_refused(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    output_fault(closed / "out.tsv", "can't be written")


def test_a_full_disk_is_an_output_error_and_keeps_the_old_file(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old", "utf-8")
    with pytest.raises(OutputError, match="No space left"):
        write_tsv(path, full_disk())
    assert path.read_text("utf-8") == "old"
    assert leftovers(tmp_path) == ["out.tsv"]


def test_neither_file_is_written_when_the_second_can_not_be(tmp_path):
    (tmp_path / "pairs.tsv").write_text("old", "utf-8")
    begun = []
    with (
        pytest.raises(OutputError, match="does not exist"),
        outputs(tmp_path / "pairs.tsv", tmp_path / "missing" / "rest.tsv") as write,
    ):
        begun.append(write)
    assert begun == []
    assert leftovers(tmp_path) == ["pairs.tsv"]
    assert (tmp_path / "pairs.tsv").read_text("utf-8") == "old"


def test_neither_file_is_written_when_the_work_fails(tmp_path):
    def work():
        with outputs(tmp_path / "pairs.tsv", tmp_path / "rest.tsv") as write:
            write(small())
            raise InputError("a.ru.txt: is empty; give a text")

    with pytest.raises(InputError):
        work()
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_device_that_takes_nothing_is_an_output_error():
    with pytest.raises(OutputError, match="/dev/full: can't be written"):
        write_tsv(Path("/dev/full"), rows(small()))


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
    write_tsv(tmp_path / "none.tsv", [])
    assert read_beads(tmp_path / "none.tsv") == {}


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


def test_output_has_line_feeds_on_stdout_too(tmp_path):
    program = (
        "from align.types import *; from align.table.write import outputs\n"
        "s = (Sentence('Қар'),)\n"
        "with outputs(None, None) as write:\n"
        "    write(Alignment(s, s, (Bead(range(1), range(1)),), 'а', 'ә'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.decode("utf-8").endswith("\nа\tә\t0\t1\t0\t1\t1-1\t1.0000\t\tҚар\tҚар\n")
