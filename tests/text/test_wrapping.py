import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.text.split import split_text
from align.text.wrapping import joined, unwrapped

PARAGRAPHS = [
    "Новый мост через реку открыли в пятницу – на две недели раньше срока. «Мы работали в три "
    "смены», – рассказал инженер. Ёмкость, шланг и подъёмник уже увезли.",
    "Теперь дорога до районного центра № 2 занимает двадцать минут, хотя ещё весной жители "
    "ближайших сёл тратили на неё больше часа, потому что ехали в объезд по разбитой дороге.",
    "Кто-то из жителей предложил назвать мост именем первого учителя, и районный совет "
    "обещал рассмотреть это предложение на ближайшем заседании, которое пройдёт осенью.",
]


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
@pytest.mark.parametrize(
    ("between", "indent"), [("\n\n", ""), ("\n", "    ")], ids=["blank lines", "indents"]
)
def test_paragraphs_of_any_width_come_back(width, between, indent):
    wrapped = between.join(
        textwrap.fill(one, width, initial_indent=indent, break_on_hyphens=False)
        for one in PARAGRAPHS
    )
    found = [line.strip() for line in unwrapped(wrapped).split("\n") if line.strip()]
    assert found == PARAGRAPHS


def test_without_anything_between_paragraphs_the_sentences_come_back():
    wrapped = "\n".join(textwrap.fill(one, 60, break_on_hyphens=False) for one in PARAGRAPHS)
    whole = [s.text for one in PARAGRAPHS for s in split_text(one, "ru")]
    assert [sentence.text for sentence in split_text(unwrapped(wrapped), "ru")] == whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "\n".join(PARAGRAPHS),
        "Одно слово\nи ещё одно,\nа потом третье\nи четвёртое",
        # menus and lists: lines of one width, but each begins anew
        "Парақтарды жылжыту мен көшіру\nБағанның оптималды ені бар\n"
        "Жолдың оптималды биіктігі бар\nБелгілеу деңгейін таңдау\nҚұрама кестені өшіру бар\n"
        "Құрама кестені түзету бар\nҚұрама кестені жасау бар",
        # verse
        "Мороз и солнце в нашем доме,\nи кот мурлычет на полу.\nВ окне берёза на соломе,\n"
        "и чай остыл на столу.",
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert unwrapped(text) == text


def test_a_heading_and_a_list_stay_apart():
    body = textwrap.fill(" ".join(PARAGRAPHS), 60, break_on_hyphens=False)
    text = f"Главное за день\n\n{body}\n- первый пункт списка\n- второй пункт\n{body}"
    lines = unwrapped(text).split("\n")
    whole = " ".join(PARAGRAPHS)
    assert lines == [
        "Главное за день",
        "",
        whole,
        "- первый пункт списка",
        "- второй пункт",
        whole,
    ]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Сообщило прави-", "тельство области"], "Сообщило правительство области"),
        (["Сообщило прави\xad", "тельство"], "Сообщило правительство"),
        (["Бұл туралы үкі-", "мет хабарлады"], "Бұл туралы үкімет хабарлады"),
        (["Пришёл кто-", "то ещё"], "Пришёл кто-то ещё"),
        (["Говорит по-", "русски и по-", "новому"], "Говорит по-русски и по-новому"),
        (["Новая по-", "зиция"], "Новая позиция"),
        (["Поезд Алматы-", "Астана"], "Поезд Алматы- Астана"),  # a capital: nobody knows
        (["Он пришёл –", "и ушёл"], "Он пришёл – и ушёл"),
        (["Дом 5-", "этажный"], "Дом 5- этажный"),
        ([" одна "], " одна"),
        ([], ""),
    ],
)
def test_words_that_a_line_end_divides(lines, whole):
    assert joined(lines) == whole


def test_a_word_with_a_hyphen_of_its_own_is_known_from_the_text():
    wrapped = textwrap.fill(PARAGRAPHS[2], 50) + "\nС тех пор в этом районе дует только северо-\n"
    assert "дует только северовосточный" in unwrapped(wrapped + "восточный ветер.")
    again = "восточный ветер. Но северо-восточный ветер лучше."
    assert "дует только северо-восточный ветер. Но" in unwrapped(wrapped + again)


@given(st.text(alphabet="аб я-.\n", max_size=400))
def test_no_letter_is_lost(text):
    def letters(one):
        return [char for char in one if char.isalpha() or char == "."]

    assert letters(unwrapped(text)) == letters(text)
