from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.text import abbreviations
from align.text.alphabet import KK_LOWER, KK_UPPER
from align.text.split import sentence_kind, split, split_text
from align.types import Document

CASES = Path(__file__).parent / "cases"


def cases(*files):
    return list(read_cases(*files))


def read_cases(*files):
    for name in files:
        for number, line in enumerate((CASES / name).read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield pytest.param(name[:2], line, id=f"{name}:{number}")


def marked(text, language):
    return " | ".join(sentence.text for sentence in split_text(text, language))


@pytest.mark.parametrize(("language", "case"), cases("ru/splitting.txt", "kk/splitting.txt"))
def test_sentences_end_where_the_cases_say(language, case):
    assert marked(case.replace(" | ", " "), language) == case


@pytest.mark.xfail(strict=True, reason="known failure; docs/splitting.md says why")
@pytest.mark.parametrize(
    ("language", "case"), cases("ru/known_failures.txt", "kk/known_failures.txt")
)
def test_known_failures(language, case):
    assert marked(case.replace(" | ", " "), language) == case


def parallel_passages():
    lines = (CASES / "parallel.txt").read_text("utf-8").splitlines()
    ru = [line.removeprefix("ru: ") for line in lines if line.startswith("ru: ")]
    kk = [line.removeprefix("kk: ") for line in lines if line.startswith("kk: ")]
    return list(zip(ru, kk, strict=True))


@pytest.mark.parametrize(("ru", "kk"), parallel_passages())
def test_a_passage_is_cut_alike_in_both_languages(ru, kk):
    assert marked(ru.replace(" | ", " "), "ru") == ru
    assert marked(kk.replace(" | ", " "), "kk") == kk
    assert ru.count(" | ") == kk.count(" | ")


TABLES = (
    "BEFORE_NAME",
    "BEFORE_NUMBER",
    "AFTER_NUMBER",
    "YEARS",
    "YEARS_INSIDE",
    "ERAS",
    "CLOSING",
)
EXAMPLES = [
    pytest.param(key, example, id=f"{table}:{key}")
    for table in TABLES
    for key, example in getattr(abbreviations, table).items()
]


@pytest.mark.parametrize(("key", "example"), EXAMPLES)
def test_no_sentence_ends_at_an_abbreviation_in_its_example(key, example):
    language = "kk" if set(example.lower()) & set("әғқңөұүһі") else "ru"
    assert f"{key}." in example.lower().replace(". ", ".")
    assert len(split_text(example, language)) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n", "\u2028"])
def test_a_text_without_words_has_no_sentences(text):
    assert split_text(text, "ru") == ()


def test_every_line_end_ends_a_sentence():
    text = "Первая строка\nвторая строка\r\nтретья строка\u2028четвёртая"
    assert [s.text for s in split_text(text, "ru")] == [
        "Первая строка",
        "вторая строка",
        "третья строка",
        "четвёртая",
    ]


def test_offsets_point_into_the_document():
    document = Document("a.kk.txt", "kk", "  Жиын өтті.\t Шешім шықты. \n\n Сурет: polisia.kz\n")
    sentences = split(document)
    assert [s.text for s in sentences] == ["Жиын өтті.", "Шешім шықты.", "Сурет: polisia.kz"]
    assert [document.text[s.start : s.stop] for s in sentences] == [s.text for s in sentences]


@pytest.mark.parametrize("rest", ["В Астане прошла встреча.", "Итоги встречи", "\nИтоги встречи"])
def test_date_at_the_head_is_a_sentence_of_its_own(rest):
    first, second = split_text(f" date 2025-08-13 {rest}", "ru")
    assert (first.text, first.start, first.kind) == ("date 2025-08-13", 1, "date")
    assert second.text == rest.strip()


@pytest.mark.parametrize(
    "text", ["Встреча date 2025-08-13", "date 2025-08-131 Итоги", "date Итоги"]
)
def test_other_dates_are_left_in_their_sentence(text):
    assert [s.kind for s in split_text(text, "ru")] != ["date"]
    assert len(split_text(text, "ru")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Фото: пресс-служба акимата",
        "Фото - Айбек Нурланов",
        "Фото автора",
        "Фото из открытых источников",
        "ФОТО",
        "(Фото: Айбек Нурланов)",
        "Источник: Казинформ",
        "Видео: Tengri TV",
        "Скриншот: youtube.com",
        "Инфографика: Бюро статистики.",
        "Автор: Ерлан Омаров",
        "Автор фото: А. К. Омаров",
        "© Казинформ",
        "Сурет: polisia.kz",
        "Суреттер: облыс әкімдігі",
        "Дереккөз: ҚазАқпарат",
        "Ақпарат көзі: Ұлттық статистика бюросы",
        "Суретті түсірген: Айбек Нұрланов",
        "Бейне: Хабар 24",
    ],
)
def test_credits_of_photos_and_sources(line):
    assert sentence_kind(line) == "credit"
    assert {s.kind for s in split_text(line, "kk")} == {"credit"}


@pytest.mark.parametrize(
    "line",
    [
        "Фото с места событий разлетелось по сети за один вечер.",
        "Видео — главный инструмент блогера.",
        "Автор книги приехал в Алматы.",
        "Источник воды нашли только на третий день.",
        "Сурет салу – оның сүйікті ісі.",
        "Дереккөз көрсетілмеген хабарға сенуге болмайды.",
        "Источник: по словам жителей, воду отключили ещё в мае, а акимат обещал ответить к "
        "осени, однако ответа так и нет.",
    ],
)
def test_lines_about_photos_and_sources_are_body(line):
    assert sentence_kind(line) == "body"


@pytest.mark.parametrize(
    "line",
    [
        "В Астане открыли новый мост",
        "Астанада жаңа көпір ашылды",
        "«Тулпар» стал чемпионом страны",
        "10 жаңа мектеп салынады",
        "Опыт соседей (обзор)",
        "Ричмонд",
    ],
)
def test_a_line_without_a_stop_is_a_title(line):
    assert [s.kind for s in split_text(line, "kk")] == ["title"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Мост открыли.",
        "Кто построит мост?",
        "Нужны документы:",
        "паспорт и справка",
        "- паспорт",
        "• Төлқұжат",
        "1) Паспорт",
        "2. Анықтама",
        "а) Өтініш",
        "Заявление на имя директора;",
        "***",
        "Слово " * 60,
    ],
)
def test_lists_and_finished_lines_are_no_titles(line):
    assert sentence_kind(line) == "body"


@pytest.mark.slow
def test_a_very_long_line_is_cut_whole():
    line = "Жиын өтті. Оған 5 млн. теңге бөлінді! " * 30_000
    assert len(split_text(line, "kk")) == 60_000


@pytest.mark.slow
@pytest.mark.parametrize("piece", [".", "!»", " ", ". ", ".»", "(", "а", "т. ", "1. ", "А. ", "…"])
def test_a_long_monotonous_line_is_cut_in_linear_time(piece):
    text = piece * 50_000  # a rule that looked at the whole line for each stop would not end
    held = "".join(s.text for s in split_text(text, "ru"))
    assert held.replace(" ", "") == text.replace(" ", "")


SIGNS = '0123456789AZaz.!?…,:;-–—«»"“”„()[]№°/ \n\t\xa0\u2028\x1f'
PHRASES = [
    ". ", "! ", "...", "...» ", " г. ", " млн. ", " т.б. ", " А. С. ", "» – ", "date 2025-08-13",
]  # fmt: skip
PIECES = st.sampled_from([*KK_LOWER, *KK_UPPER, *SIGNS, *PHRASES])
TEXTS = st.lists(PIECES, max_size=120).map("".join)
LANGUAGES = st.sampled_from(["ru", "kk"])


@settings(max_examples=300)
@given(TEXTS, LANGUAGES)
def test_sentences_hold_all_that_is_not_white_space(text, language):
    sentences = split_text(text, language)
    position = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.stop] == sentence.text == sentence.text.strip()
        assert sentence.text
        assert not text[position : sentence.start].strip()
        position = sentence.stop
    assert not text[position:].strip()


@settings(max_examples=300)
@given(TEXTS, LANGUAGES)
def test_splitting_one_sentence_a_line_again_changes_nothing(text, language):
    once = [s.text for s in split_text(text, language)]
    assert [s.text for s in split_text("\n".join(once), language)] == once


@pytest.mark.parametrize(
    "text", ["Дәптер т.б. ...» – Иә.", "5 млн. … 7 күн.", "Дәптер т.б. … (Сөмкеде)."]
)
def test_no_rule_looks_beyond_the_next_place_where_a_sentence_may_end(text):
    once = [s.text for s in split_text(text, "kk")]
    assert [s.text for s in split_text("\n".join(once), "kk")] == once
