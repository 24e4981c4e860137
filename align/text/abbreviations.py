"""The abbreviations and other words of sentence ends, of both languages together.

Both languages are split by one table, so that the same passage is cut alike on both sides; what one
language alone reads otherwise stays apart.
"""

from __future__ import annotations

from align.languages import LANGUAGES
from align.languages.base import Examples
from align.languages.latin_abbreviations import ABBREVIATIONS as LATIN
from align.languages.latin_abbreviations import DIGRAPH_INITIALS as LATIN_DIGRAPH_INITIALS

_TABLES = (*(language.abbreviations for language in LANGUAGES), LATIN)


def _together(name: str) -> Examples:
    return {key: phrase for of in _TABLES for key, phrase in getattr(of, name).items()}


BEFORE_NAME = _together("before_name")
BEFORE_NUMBER = _together("before_number")
AFTER_NUMBER = _together("after_number")
YEARS = _together("years")
YEARS_INSIDE = _together("years_inside")
ERAS = _together("eras")
CLOSING = _together("closing")

# Every abbreviation: before a dash each of them goes on, «в 2008 г. – СШ № 2».
ALL: frozenset[str] = frozenset().union(
    BEFORE_NAME, BEFORE_NUMBER, AFTER_NUMBER, YEARS, YEARS_INSIDE, ERAS, CLOSING
)

DIGRAPH_INITIALS = (
    LANGUAGES.ru.digraph_initials | LANGUAGES.kk.digraph_initials | LATIN_DIGRAPH_INITIALS
)

BEFORE_LETTER = LANGUAGES.ru.before_letter | LANGUAGES.kk.before_letter
CURRENCIES = LANGUAGES.ru.currencies | LANGUAGES.kk.currencies
MONTHS = frozenset(month.in_date for language in LANGUAGES for month in language.months)
WORDS = LANGUAGES.map(lambda language: language.not_abbreviations)
STARTERS = LANGUAGES.ru.sentence_starters | LANGUAGES.kk.sentence_starters
NUMBERED_HEADINGS = LANGUAGES.ru.numbered_headings | LANGUAGES.kk.numbered_headings
