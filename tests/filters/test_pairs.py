"""Filters that look at a pair alone."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align import filters
from align.errors import InputError


def frame(*pairs, **columns):
    ru, kk = zip(*pairs, strict=True) if pairs else ((), ())
    return pd.DataFrame({"ru": ru, "kk": kk, **columns})


@pytest.mark.parametrize(
    ("name", "ru", "kk", "keep"),
    [
        ("length", "Снег выпал.", "Қар жауды.", True),
        ("length", "Снег.", "Қар жауды.", False),
        ("length", "Снег выпал.", "– 5", False),
        ("length", "слово " * 151, "Қар жауды.", False),
        ("length", "30.05.2014, 20:07", "02.10.2014, 10:02", False),
        ("ratio", "Снег выпал.", "Қар жауды.", True),
        ("ratio", "Да.", "Иә, әрине.", True),  # short texts may differ
        ("ratio", "Сегодня в городе выпал первый снег, и дети рады.", "Қар.", False),
        ("ratio", "Снег.", "Бүгін қалада алғашқы қар жауып, балалар қуанды.", False),
        ("language", "Сегодня выпал снег.", "Бүгін қар жауды.", True),
        ("language", "Сегодня выпал снег.", "Сегодня в городе выпал первый снег.", False),
        ("language", "Бүгін қар жауды.", "Бүгін қар жауды.", False),
        ("language", "Today it snowed.", "Бүгін қар жауды.", False),
        ("language", "Сегодня выпал снег.", "Búgin qalada alǵashqy qar jaýdy.", True),
        ("language", "Ќазаќстан", "Ќазаќстан Республикасыныѕ заѕы", True),
        ("language", "15", "15", True),  # no letters, no language
        ("language", "Удалите папку C:\\Program Files\\Go", "C:\\Program Files\\Go жойыңыз", True),
        (
            "language",
            "Награждён орденом «Даңқ», медалью «Тәуелсіздікке 20 жыл»",
            "Марапатталды",
            True,
        ),
        ("language", "Музыка: Серік Дәулетов", "Әнін жазған Серік Дәулетов", True),
        ("language", "ҚР Президентінің Қазақстан халқына Жолдаулары", "Жолдаулары", False),
        ("copy", "Сегодня выпал снег.", "Бүгін қар жауды.", True),
        ("copy", "Samsung Galaxy", "Samsung Galaxy", False),
        ("copy", "Закон «О банках»", "Закон «О банках»", False),
        ("copy", "Президент Токаев в Астане", "Президент Тоқаев Астанада", True),
        ("copy", "2025", "2025", False),
        ("copy", "Маха Сири – принцесса", "Маха Сири – ханшайым", True),
        ("numbers", "Выделено 3 900 тонн и 1,4 млрд.", "3900 тонна және 1.4 млрд бөлінді.", True),
        ("numbers", "В 2024 году", "2025 жылы", False),
        ("numbers", "В 2024 году построено 15 домов", "2024 жылы 16 үй салынды", False),
        ("numbers", "Пришли двое", "2 адам келді", True),
        ("numbers", "Пришли двенадцать", "12 адам келді", False),
        ("numbers", "Без чисел", "Сансыз", True),
        ("numbers", "3.3. В случае нарушения", "Бұзылған жағдайда", True),
        ("numbers", "12) В случае нарушения", "13. Бұзылған жағдайда", True),
        ("numbers", "Более 100 мест", "Жүзден аса орын", True),
        ("numbers", "Более 100 мест", "10 орын", False),
    ],
)
def test_what_each_filter_keeps(name, ru, kk, keep):
    assert list(getattr(filters, name)(frame((ru, kk)))) == [keep]


def test_scores():
    table = frame(("а", "ә"), ("б", "ө"), score=[0.59, 0.6])
    assert list(filters.score(table)) == [False, True]
    assert list(filters.score(table, 0.5)) == [True, True]
    with pytest.raises(InputError, match="no column score"):
        filters.score(frame(("а", "ә")))


def test_languages_are_judged_document_by_document():
    misread = ["Ќазаќстан Республикасыныѕ заѕы", "Ўлттыќ Банкініѕ тїсімі"]
    sound = ["Бүгін қар жауды.", "Ертең күн ашық болады."]
    texts = [misread[0], sound[0], misread[1], sound[1]]
    table = frame(*[("Сегодня выпал снег.", text) for text in texts], kk_doc=["a", "b", "a", "b"])
    table["ru_doc"] = "r"
    assert all(filters.language(table))


@pytest.mark.parametrize("name", [name for name in filters.filter_names() if name != "score"])
def test_no_rows_and_any_index(name):
    one = getattr(filters, name.replace("-", "_"))
    assert len(one(frame())) == 0
    table = frame(("Снег выпал.", "Қар жауды."), ("Дождь пошёл.", "Жаңбыр жауды."))
    table.index = ["x", "y"]
    mask = one(table)
    assert mask.dtype == bool
    assert list(mask.index) == ["x", "y"]


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=6))
def test_every_filter_takes_any_text(pairs):
    table = frame(*pairs, score=[0.5] * len(pairs))
    for one in filters.all_filters():
        assert len(one.function(table)) == len(pairs)
