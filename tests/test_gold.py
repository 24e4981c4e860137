from pathlib import Path

import pytest

import align
from align.errors import InputError
from align.gold import read_gold

SEEDS = Path(__file__).parents[1] / "seeds"
HEADER = "ru_doc\tkk_doc\tru_first\tru_count\tkk_first\tkk_count"
RU = ["Снег шёл всю ночь.", "Дороги закрыли. Школы тоже.", "Утром стало тихо."]
KK = ["Түні бойы қар жауды.", "Жолдар жабылды. Мектептер де.", "Таңертең тынышталды."]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.ru.txt").write_text("\n".join(RU), "utf-8")
    (tmp_path / "a.kk.txt").write_text("\n".join(KK), "utf-8")
    return tmp_path


def gold(folder, *rows, header=HEADER):
    path = folder / "gold.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def test_the_seeds_are_read_with_their_texts():
    found = read_gold(SEEDS / "gold.tsv")
    assert [one.ru_doc for one in found] == [
        "01-flood.ru.txt", "02-library.ru.txt", "03-harvest.ru.txt",
    ]  # fmt: skip
    for one in found:
        text = (SEEDS / one.kk_doc).read_text("utf-8")
        assert [s.text for s in one.kk] == [s.text for s in align.split_text(text, "kk")]
        assert {index for bead in one.beads for index in bead.kk} == {*range(len(one.kk))}


def test_texts_may_lie_elsewhere_and_need_not_be_said(folder, tmp_path_factory):
    path = gold(tmp_path_factory.mktemp("gold"), "a.ru.txt\ta.kk.txt\t0\t1\t0\t1")
    (one,) = read_gold(path, folder)
    assert (len(one.ru), len(one.kk), len(one.beads)) == (4, 4, 1)
    with pytest.raises(InputError, match=r"a\.ru\.txt: no such file"):
        read_gold(path)


def test_presplit_texts_are_a_sentence_a_line(folder):
    row = "a.ru.txt\ta.kk.txt\t1\t1\t1\t1\t{}\t{}"
    path = gold(folder, row.format(RU[1], KK[1]), header=HEADER + "\tru\tkk")
    (one,) = read_gold(path, reading=align.ReadOptions(presplit=True))
    assert [s.text for s in one.ru] == RU
    with pytest.raises(InputError, match=r"line 2: «Дороги .* split now; .* --presplit"):
        read_gold(path)


def test_a_sentence_that_is_not_there_is_named(folder):
    path = gold(folder, "a.ru.txt\ta.kk.txt\t0\t1\t0\t1", "a.ru.txt\ta.kk.txt\t1\t1\t3\t2")
    with pytest.raises(InputError, match=r"line 3: sentence 4 of a\.kk\.txt, .* into 4, from 0"):
        read_gold(path)


def test_swapped_documents_are_refused(folder):
    with pytest.raises(align.LanguageError):
        read_gold(gold(folder, "a.kk.txt\ta.ru.txt\t0\t1\t0\t1"))


def test_gold_without_beads_or_names_is_refused(folder):
    with pytest.raises(InputError, match="holds no beads"):
        read_gold(gold(folder))
    with pytest.raises(InputError, match="names no documents"):
        read_gold(gold(folder, "0\t1\t0\t1", header=HEADER.split("\t", 2)[2]))
    (folder / "ladder.txt").write_text("[0]:[0]\n", "utf-8")
    with pytest.raises(InputError, match="names no documents"):
        read_gold(folder / "ladder.txt")
