"""The shape of the facts of a language; the facts themselves are in `ru` and `kk`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from align.types import Language

Examples = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations by how they behave before a capital or a digit.

    Each table maps an abbreviation, in small letters, without white space and without its last
    stop, to a phrase in which no sentence ends at it; the tests split each phrase and expect one
    sentence.
    """

    # A name, a number or another word always follows, so a sentence cannot end here.
    before_name: Examples = field(default_factory=dict)
    # A number follows (or № or a Roman one): with it the abbreviation goes on, without it the same
    # letters may be a whole word, as in «рис» (rice) or «кв» (square).
    before_number: Examples = field(default_factory=dict)
    # Units: they follow a number, and a sentence may end with them before a capital. Another digit,
    # a bracket or a currency's name means that it goes on.
    after_number: Examples = field(default_factory=dict)
    # Years and centuries after a number; a month, a digit, a Roman number or a bracket goes on.
    years: Examples = field(default_factory=dict)
    # The same where a sentence hardly ever ends with them: Kazakh verbs stand last, and a name
    # often follows, as in «2015 ж. Астанада өтті».
    years_inside: Examples = field(default_factory=dict)
    # Eras and «of this year»: a sentence may end with them before a capital; a number goes on.
    eras: Examples = field(default_factory=dict)
    # These close a list or a phrase, and a sentence may end with them before a capital or a digit;
    # only a bracket goes on.
    closing: Examples = field(default_factory=dict)


class Month(NamedTuple):
    """A month: as it stands in a date, and what every form of its name begins with."""

    in_date: str
    stem: str  # a regular expression


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """The facts of one language; texts are in small letters unless they say otherwise.

    `letters`: the alphabet in its own order. `letters_by_frequency`: from frequent to rare,
    counted in NTREX, FLORES and the Apertium news texts. `vowels`: letters of vowels.
    `code_pages`: those of 8 bits that hold the language, the likeliest first: an earlier one
    wins if two read a file alike. `lookalikes`: Latin letters and the Cyrillic ones that they
    are mistaken for, capitals too.

    `function_words` are frequent in the language and (nearly) never seen in the other one: at
    least forty times as frequent in NTREX, FLORES and the Apertium news texts. `suffixes` are
    common in the language and rare in the other; the stem before has two letters or more.

    Of sentence ends: `abbreviations`; `not_abbreviations`, words that look like an abbreviation
    of the other language; `sentence_starters`, words that begin a new sentence if they stand
    capitalised after a stop, none of them a surname; `numbered_headings`, words whose number
    has a stop before a heading's text; `before_letter`, words after which a single capital is
    the name of a letter and not an initial; `currencies`, names that follow a sum with an
    abbreviated unit; `digraph_initials`, first parts of names that are shortened to two
    letters; `large_numbers`, words that stand between a number and its unit.

    Of pages: `months`; `credit_labels`, how photo credits and sources begin, `credit_objects`,
    what may follow before a colon, and `credit_links`, what follows without one, as regular
    expressions; `page_furniture`, how short lines begin that are no part of the text, as
    regular expressions. `file_marks`: what tells the language in a file's name.
    """

    code: Language
    name: str  # in English
    letters: str
    vowels: str
    letters_by_frequency: str
    code_pages: tuple[str, ...]
    lookalikes: Mapping[str, str]
    function_words: frozenset[str]
    suffixes: tuple[str, ...]
    abbreviations: Abbreviations
    not_abbreviations: frozenset[str]
    sentence_starters: frozenset[str]
    numbered_headings: frozenset[str]
    before_letter: frozenset[str]
    currencies: frozenset[str]
    digraph_initials: frozenset[str]
    large_numbers: tuple[str, ...]
    months: tuple[Month, ...]
    credit_labels: tuple[str, ...]
    credit_objects: tuple[str, ...]
    credit_links: tuple[str, ...]
    page_furniture: tuple[str, ...]
    file_marks: tuple[str, ...]


def words(text: str) -> frozenset[str]:
    """The words of a text that holds nothing else."""
    return frozenset(text.split())
