"""Filters one after another."""

import pandas as pd
import pytest

from align import align_sentences
from align.errors import InputError
from align.filters import all_filters, apply_filters, filter_alignment, filter_names, register
from align.types import Alignment, Bead, Sentence

TABLE = pd.DataFrame(
    {
        "ru": ["Снег выпал.", "Дом 5.", "Снег выпал.", "Да.", "", "Нет дома."],
        "kk": ["Қар жауды.", "12-үй.", "Қар жауды", "Иә.", "Жоқ.", "Үйде жоқ."],
        "note": ["", "moved", "", "", "unpaired", "low-score"],
        "score": [0.9, 0.9, 0.9, 0.2, 0.9, 0.3],
    },
    index=[7, 7, 3, 2, 1, 0],  # of any kind
)


def test_each_row_is_dropped_by_the_first_filter_that_it_fails():
    found = apply_filters(TABLE, ["score=0.5", "numbers", "length", "duplicate"])
    assert list(found.kept["ru"]) == ["Снег выпал."]
    assert list(found.dropped["note"]) == [
        "numbers", "duplicate", "score", "unpaired", "low-score"
    ]  # fmt: skip
    assert found.counts == {"score": 1, "numbers": 1, "length": 0, "duplicate": 1}
    assert list(found.dropped.index) == [7, 3, 2, 1, 0]
    assert list(TABLE["note"]) == ["", "moved", "", "", "unpaired", "low-score"]


def test_no_duplicate_is_left_out_for_one_that_was_dropped():
    table = pd.DataFrame({"ru": ["Снег."] * 2, "kk": ["Қар."] * 2, "score": [0.1, 0.9]})
    found = apply_filters(table, ["score", "duplicate"])
    assert list(found.kept["score"]) == [0.9]


def test_no_filters_keep_all_usable_rows():
    assert len(apply_filters(TABLE, []).kept) == 4
    assert len(apply_filters(TABLE[["ru", "kk"]], []).kept) == 5


def test_all_filters_on_no_rows():
    found = apply_filters(TABLE[:0])
    assert (len(found.kept), len(found.dropped)) == (0, 0)
    assert found.counts == dict.fromkeys(filter_names(), 0)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("lenght", "lenght: no such filter; give one of score, boilerplate, "),
        ("score=", "score=: '' is no number; give score=0.5"),
        ("score=high", "'high' is no number"),
        ("duplicate=1", "this filter takes no value; give duplicate"),
    ],
)
def test_filters_that_make_no_sense(text, fact):
    with pytest.raises(InputError) as caught:
        apply_filters(TABLE, [text])
    assert fact in str(caught.value)


def test_a_filtered_alignment_still_holds_every_sentence():
    ru = tuple(map(Sentence, ["Снег выпал.", "Дом 55.", "Лишнее."]))
    kk = tuple(map(Sentence, ["Қар жауды.", "12-үй."]))
    beads = (
        Bead(range(1), range(1), 0.9),
        Bead(range(1, 2), range(1, 2), 0.9, "moved"),
        Bead(range(2, 3), range(2, 2), 0.9, "unpaired"),
    )
    found, counts = filter_alignment(Alignment(ru, kk, beads), ["numbers"])
    assert [bead.note for bead in found] == ["", "numbers", "unpaired"]
    assert counts == {"numbers": 1}
    assert [len(found.pairs), len(found.rest)] == [1, 2]


def test_an_alignment_without_beads():
    assert filter_alignment(align_sentences([], []), filter_names())[0].beads == ()


def test_every_filter_says_what_it_keeps():
    for one in all_filters():
        assert one.help.strip()
        assert (one.function.__doc__ or "").strip()


def test_filters_of_pairs_come_before_those_that_keep_one_of_several():
    assert filter_names() == (
        "score", "boilerplate", "length", "ratio", "language", "copy", "numbers", "duplicate",
        "near-duplicate",
    )  # fmt: skip
    of_pairs = filter_names(of_pairs=True)
    assert of_pairs == ("score", "length", "ratio", "language", "copy", "numbers")


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="numbers: there is such a filter already"):

        @register("the same again")
        def numbers(frame):
            return frame["ru"] == frame["kk"]
