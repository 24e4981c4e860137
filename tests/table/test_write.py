import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import InputError, OutputError
from align.table.formats.tsv import table_lines
from align.table.read import read_beads
from align.table.system_errors import writing
from align.table.whole_file import whole_file
from align.table.write import outputs
from align.types import COLUMNS, Alignment, Bead, Row, Sentence, one_line

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


def save(path, rows):
    with whole_file(path) as file, writing(path):
        file.writelines(table_lines(COLUMNS, rows))


def small():
    sentences = tuple(Sentence(text) for text in ("Бір.", "Екі.", "Үш."))
    beads = (
        Bead(range(1), range(1), 0.98765, ""),
        Bead(range(1, 3), range(1, 2), 0.25, "low-score"),
        Bead(range(3, 3), range(2, 3), 1.0, "unpaired"),
    )
    return Alignment(sentences, sentences, beads, "a.ru.txt", "a.kk.txt")


def test_a_table_is_written_as_the_contract_says(tmp_path):
    path = tmp_path / "out.tsv"
    save(path, small().rows())
    assert path.read_bytes().decode("utf-8") == (
        "ru_doc\tkk_doc\tru_first\tru_count\tkk_first\tkk_count\tkind\tscore\tnote\tru\tkk\n"
        "a.ru.txt\ta.kk.txt\t0\t1\t0\t1\t1-1\t0.9877\t\tБір.\tБір.\n"
        "a.ru.txt\ta.kk.txt\t1\t2\t1\t1\t2-1\t0.2500\tlow-score\tЕкі. Үш.\tЕкі.\n"
        "a.ru.txt\ta.kk.txt\t3\t0\t2\t1\t0-1\t1.0000\tunpaired\t\tҮш.\n"
    )
    assert os.listdir(tmp_path) == ["out.tsv"]


@given(alignments())
def test_pandas_reads_a_table_back_unchanged(tmp_path_factory, alignment):
    path = tmp_path_factory.mktemp("table") / "out.tsv"
    save(path, alignment.rows())
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
def test_beads_are_read_back(tmp_path_factory, alignment):
    path = tmp_path_factory.mktemp("table") / "out.tsv"
    save(path, alignment.rows())
    ((documents, beads),) = read_beads(path).items()
    assert documents == (alignment.ru_doc, alignment.kk_doc)
    assert [(bead.ru, bead.kk, bead.note) for bead in beads] == [
        (bead.ru, bead.kk, bead.note) for bead in alignment
    ]
    assert all(
        bead.score == pytest.approx(other.score, abs=5.1e-5)
        for bead, other in zip(beads, alignment, strict=True)
    )


def test_a_table_without_rows_holds_no_beads(tmp_path):
    save(tmp_path / "none.tsv", [])
    assert read_beads(tmp_path / "none.tsv") == {}


@given(alignments())
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


def test_a_frame_has_the_columns_and_rows_of_the_table(tmp_path):
    path = tmp_path / "out.tsv"
    save(path, small().rows())
    frame = small().to_frame()
    read = pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False)
    pd.testing.assert_frame_equal(frame.round({"score": 4}), read, check_dtype=False, atol=1e-4)
    assert small().to_frame().equals(frame)
    nothing = Alignment((), (), ()).to_frame()
    assert tuple(nothing.columns) == COLUMNS
    assert len(nothing) == 0


def test_a_file_name_in_an_old_encoding_is_written_out(tmp_path):
    alignment = Alignment((), (), (), os.fsdecode("Су.txt".encode("cp1251")), "a.kk.txt")
    (row,) = alignment.rows([Bead(range(0), range(0))])
    assert row.ru_doc == "\\udcd1\\udcf3.txt"
    save(tmp_path / "out.tsv", [row])
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
    assert os.listdir(tmp_path) == ["pairs.tsv"]


def full_disk():
    """Rows of which the first fits."""
    yield Row("a", "b", 0, 1, 0, 1, "1-1", 1.0, "", "Бір.", "Один.")
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_an_output_error_and_keeps_the_old_file(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old", "utf-8")
    with pytest.raises(OutputError, match="No space left"):
        save(path, full_disk())
    assert path.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["out.tsv"]


def test_neither_file_is_written_when_the_second_can_not_be(tmp_path):
    (tmp_path / "pairs.tsv").write_text("old", "utf-8")
    begun = []
    with (
        pytest.raises(OutputError, match="does not exist"),
        outputs(tmp_path / "pairs.tsv", tmp_path / "missing" / "rest.tsv") as write,
    ):
        begun.append(write)
    assert begun == []
    assert os.listdir(tmp_path) == ["pairs.tsv"]
    assert (tmp_path / "pairs.tsv").read_text("utf-8") == "old"


def test_neither_file_is_written_when_the_work_fails(tmp_path):
    def work():
        with outputs(tmp_path / "pairs.tsv", tmp_path / "rest.tsv") as write:
            write(small())
            raise InputError("a.ru.txt: is empty; give a text")

    with pytest.raises(InputError):
        work()
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_device_that_takes_nothing_is_an_output_error():
    with pytest.raises(OutputError, match="/dev/full: can't be written"):
        save(Path("/dev/full"), small().rows())


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
