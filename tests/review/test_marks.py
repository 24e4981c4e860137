import pytest

from align.review.marks import marks


def said(texts, found):
    return [[(text[a:b], kind) for a, b, kind in of] for text, of in zip(texts, found, strict=True)]


def test_numbers_and_names_of_both_sides_are_the_same_and_numbers_of_one_are_its_own():
    ru = ["Из Каражара вывезли 3 900 человек."]
    kk = ["Қаражардан 3900 адам, 214 бала көшірілді."]
    ((ru_marks, kk_marks),) = marks([(ru, kk)])
    assert [one for one in said(ru, ru_marks)[0] if one[1] != "open"] == [
        ("Каражара", "same"), ("3 900", "same"),
    ]  # fmt: skip
    assert [one for one in said(kk, kk_marks)[0] if one[1] != "open"] == [
        ("Қаражардан", "same"), ("3900", "same"), ("214", "only"),
    ]  # fmt: skip


def test_words_of_a_sentence_that_does_not_belong_there_stand_open():
    ru = ["Сегодня выпал снег.", "Премьера оперы прошла с аншлагом."]
    ((ru_marks, _),) = marks([(ru, ["Бүгін қар жауды."])])
    right, wrong = (sum(kind == "open" for _, kind in of) for of in said(ru, ru_marks))
    assert right == 0
    assert wrong >= 2


@pytest.mark.parametrize("pair", [([], []), (["Снег."], []), (["", " "], ["."])])
def test_where_a_side_says_nothing_nothing_is_marked(pair):
    ((ru, kk),) = marks([pair])
    assert (ru, kk) == ([[] for _ in pair[0]], [[] for _ in pair[1]])


def test_marks_do_not_depend_on_the_company():
    pairs = [(["Снег 5."], ["Қар 5."]), ([], ["Жел."]), (["Ветер стих, дождь."], ["Жел басылды."])]
    assert marks(pairs) == [marks([pair])[0] for pair in pairs]
    assert marks([]) == []


def test_no_two_marks_of_a_text_overlap():
    ru = ["Астана 13.08.2025, 5-й этаж, Астана-Арена"]
    ((found, _),) = marks([(ru, ["Астана-Аренада 13.08.2025 күні"])])
    ends = [end for mark in found[0] for end in mark[:2]]
    assert ends == sorted(ends)
