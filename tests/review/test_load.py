from pathlib import Path

import pytest

from align.errors import InputError
from align.pipeline import align_files
from align.review.load import load_alignment, load_tables
from align.table.read import read_beads
from support.made_tables import write_table

SEEDS = Path(__file__).parents[2] / "seeds"


def row(ru=(0, 1, "Снег."), kk=(0, 1, "Қар."), score=0.9, note=""):
    kind = f"{ru[1]}-{kk[1]}"
    return ("a", "b", ru[0], ru[1], kk[0], kk[1], kind, score, note, ru[2], kk[2])


@pytest.mark.parametrize("texts", [None, SEEDS])
def test_the_gold_of_the_seeds_is_read_bead_for_bead(texts):
    for one in load_tables([SEEDS / "gold.tsv"], texts):
        gold = read_beads(SEEDS / "gold.tsv")[one.ru_doc, one.kk_doc]
        assert {(bead.ru, bead.kk, bead.note) for bead in one.beads if bead.paired} == {
            (bead.ru, bead.kk, bead.note) for bead in gold if bead.paired
        }
        assert len(one.beads) == len(gold)


@pytest.fixture(scope="module")
def made():
    return align_files(SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt")


@pytest.fixture(scope="module")
def tables(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    pairs = write_table(folder / "pairs.tsv", made.rows(made.pairs))
    return pairs, write_table(folder / "rest.tsv", made.rows(made.rest))


def test_pairs_and_rest_are_one_document(tables):
    pairs, rest = tables
    (one,) = load_tables([pairs, rest])
    assert (len(one.ru), len(one.kk)) == (21, 23)
    (alone,) = load_tables([pairs], SEEDS)  # what the table leaves out is in the texts
    assert (len(alone.ru), len(alone.kk)) == (21, 23)
    assert len(alone.beads) == len(one.beads)


def test_an_alignment_and_its_table_are_the_same_review(tables, made):
    pairs, rest = tables
    assert load_tables([pairs, rest]) == [load_alignment(made)]


def test_blank_has_every_sentence_alone(made):
    one = load_alignment(made, blank=True)
    assert len(one.beads) == 21 + 23
    assert not any(bead.paired for bead in one.beads)


def test_sentences_that_cannot_be_told_apart_stay_together(tmp_path):
    path = write_table(
        tmp_path / "t.tsv", [row(ru=(0, 2, "Итоги дня Снег выпал."), kk=(0, 1, "Қар."))]
    )
    (one,) = load_tables([path])
    assert [(unit.first, unit.count) for unit in one.ru] == [(0, 2)]
    assert len(one.beads) == 1


def test_a_sentence_in_two_rows_is_refused(tmp_path):
    path = write_table(tmp_path / "t.tsv", [row(), row(kk=(1, 1, "Жел."))])
    with pytest.raises(InputError, match=r"t.tsv: a \+ b: sentence 0 \(ru\) is in two rows"):
        load_tables([path])


def test_texts_that_are_others_are_refused(tmp_path):
    for name, text in (("a", "Дождь идёт весь день."), ("b", "Күні бойы жаңбыр жауып тұр.")):
        (tmp_path / name).write_text(text, "utf-8")
    path = write_table(tmp_path / "t.tsv", [row()])
    with pytest.raises(InputError, match="is «Дождь идёт весь день"):
        load_tables([path], tmp_path)


def test_a_table_without_beads_is_refused(tmp_path):
    path = write_table(tmp_path / "t.tsv", [])
    with pytest.raises(InputError, match="holds no beads"):
        load_tables([path])


def test_a_corpus_folder_has_its_rest_too(tmp_path):
    write_table(tmp_path / "pairs-00000.tsv", [row()])
    write_table(
        tmp_path / "rest-00000.tsv", [row(ru=(1, 1, "Ветер."), kk=(1, 0, ""), note="unpaired")]
    )
    (one,) = load_tables([tmp_path])
    assert [unit.text for unit in one.ru] == ["Снег.", "Ветер."]
