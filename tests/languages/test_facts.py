"""The facts of the two languages are whole, of one shape, and stand in one place."""

import re
from pathlib import Path

import pytest

import align
from align.languages import LANGUAGES
from align.languages.kk import SPECIFIC_LETTERS

PACKAGE = Path(align.__file__).parent
# A string of small Cyrillic letters: a word, or several.
WORD = re.compile(r"\"[а-яёәғқңөұүһі][а-яёәғқңөұүһі |]{3,}\"")


@pytest.mark.parametrize("language", [*LANGUAGES], ids=lambda one: one.code)
def test_each_language_is_complete(language):
    assert LANGUAGES[language.code] is language
    assert len(set(language.letters)) == len(language.letters)
    assert set(language.letters_by_frequency) <= set(language.letters)
    assert len(language.months) == 12
    for month in language.months:
        assert re.match(month.stem, month.in_date)
    for page in language.code_pages:
        "".encode(page)  # LookupError for a name that Python does not know
    assert all(re.compile(label) for label in (*language.credit_labels, *language.page_furniture))


def test_the_kazakh_alphabet_holds_the_russian_one():
    ru, kk = (set(language.letters) for language in LANGUAGES)
    assert kk - ru == set(SPECIFIC_LETTERS)
    assert ru < kk
    assert set(LANGUAGES.ru.vowels) < set(LANGUAGES.kk.vowels) < kk


def test_no_word_is_frequent_in_both_languages():
    assert not LANGUAGES.ru.function_words & LANGUAGES.kk.function_words


@pytest.mark.parametrize("room", ["corpus", "filters", "match", "scoring", "text"])
def test_rules_hold_no_words_of_a_language(room):
    """Words are facts: rules take them from `align.languages`. Docstrings and comments may."""
    for path in sorted((PACKAGE / room).rglob("*.py")):
        code = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)
        code = re.sub(r"#.*", "", code)
        assert not WORD.findall(code), path
