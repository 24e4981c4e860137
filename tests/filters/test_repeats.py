"""Filters that look at a whole corpus."""

import random

import pandas as pd
import pytest

from align import filters
from align.filters.repeats import _shared, _shingles


def frame(pairs, documents=None):
    ru, kk = zip(*pairs, strict=True)
    table = pd.DataFrame({"ru": ru, "kk": kk})
    if documents is not None:
        table["ru_doc"] = table["kk_doc"] = documents
    return table


def test_texts_of_many_documents_are_boilerplate():
    pairs = [("Подробнее на сайте 5.", "Толығырақ сайтта."), ("Снег выпал.", "Қар жауды.")] * 4
    documents = ["a", "a", "b", "b", "c", "c", "d", "a"]
    # four documents have the first text, three the second
    assert list(filters.boilerplate(frame(pairs, documents), 3)) == [False, True] * 4
    assert all(filters.boilerplate(frame(pairs, documents), 4))
    assert all(filters.boilerplate(frame(pairs), 3))


def test_long_texts_of_many_documents_are_no_boilerplate():
    assert all(filters.boilerplate(frame([(LONG_RU, LONG_KK)] * 9, list("abcdefghi")), 3))


def test_a_text_that_one_document_repeats_is_none():
    assert all(filters.boilerplate(frame([("Снег выпал.", "Қар жауды.")] * 9, ["a"] * 9)))


@pytest.mark.parametrize(
    ("ru", "kk", "keep"),
    [
        ("Поделиться:", "Бөлісу:", False),
        ("Читайте также: Снег выпал", "Сондай-ақ оқыңыз: қар жауды", False),
        ("Фото: акимат", "Сурет: әкімдік", False),
        ("date 2025-08-13", "date 2025-08-13", False),
        ("Снег выпал", "date 2025-08-13 Қар жауды", True),
        ("Фотография снега украсила зал.", "Қардың суреті залды безендірді.", True),
        ("Главная задача – снег убрать.", "Басты бет ашылмады.", True),
        ("Источники воды иссякли.", "Су көздері таусылды.", True),
    ],
)
def test_furniture(ru, kk, keep):
    assert list(filters.boilerplate(frame([(ru, kk)]))) == [keep]


def test_the_first_of_duplicates_is_kept():
    pairs = [
        ("Снег  выпал!", "Қар жауды"),
        ("снег выпал", "ҚАР жауды."),
        ("Снег выпал", "Қар еріді"),
    ]
    assert list(filters.duplicate(frame(pairs))) == [True, False, True]


LONG_RU = "Комиссия рассмотрела заявление и решила выдать разрешение на срок до 5 лет в районе"
LONG_KK = (
    "Комиссия өтінішті қарап, ауданда 5 жылға дейінгі мерзімге рұқсат беру туралы шешім қабылдады"
)


def test_the_first_of_near_duplicates_is_kept():
    pairs = [
        (LONG_RU, LONG_KK),
        (LONG_RU.replace("5", "7"), LONG_KK.replace("5", "7")),
        (f"{LONG_RU} Абай", LONG_KK),
        (LONG_RU, "Мүлде басқа сөйлем, бұл аудармада ешқандай ортақ сөз жоқ десе де болады"),
        ("Снег 5", "Қар 5"),
        ("Снег 6", "Қар 6"),
    ]
    expected = [True, False, False, True, True, False]
    assert list(filters.near_duplicate(frame(pairs))) == expected
    assert list(filters.near_duplicate(frame(pairs), 1.0)) == [True, True, True, True, True, False]


def test_near_duplicates_are_those_that_all_comparisons_find():
    chance = random.Random(1)
    words = [first + second for first in "абвгд" for second in "әғқңөұүі"]
    pairs = []
    for _ in range(200):
        if pairs and chance.random() < 0.5:  # an earlier one with a word or more changed
            ru = chance.choice(pairs)[0].split()
            for _ in range(chance.randint(0, 3)):
                ru[chance.randrange(len(ru))] = chance.choice(words)
        else:
            ru = [chance.choice(words) for _ in range(25)]
        pairs.append((" ".join(ru), "аудармасы осындай"))
    kept, expected = [], []
    for ru, kk in pairs:
        parts = _shingles(f"{ru} \t {kk}")
        expected.append(all(_shared(parts, other) <= 0.8 for other in kept))
        if expected[-1]:
            kept.append(parts)
    assert 0 < sum(expected) < len(pairs)
    assert list(filters.near_duplicate(frame(pairs))) == expected
