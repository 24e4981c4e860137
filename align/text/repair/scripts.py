"""Kazakh in Latin or Arabic letters → Cyrillic, which the models know.

Each letter may stand for several; which, is said by the letters around it (`letters.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from align.languages.kk.transliteration import (
    ARABIC,
    ARABIC_PUNCTUATION,
    HARD_OR_SOFT,
    LATIN,
    LATIN_BEFORE_APOSTROPHE,
    LATIN_MARKS,
    LATIN_WITHOUT_MARKS,
    NOT_LETTERS,
    SOFT_LETTERS,
    SOFT_SIGNS,
    UNUSUAL,
)
from align.text.alphabet import KK_LOWER
from align.text.alphabet import LATIN as LATIN_LETTERS
from align.text.repair.letters import EDGE, ORDER, bundled_letter_model

_BEAM = 12

_MARKS_OF = {
    **{name: re.compile(f"[{marks}]") for name, marks in LATIN_MARKS.items()},
    **{name: re.compile(f"[{marks}]'") for name, marks in LATIN_BEFORE_APOSTROPHE.items()},
}
_LEAST_SIGNS = 0.02  # of the letters, for an alphabet with marks to be taken for granted

_SOFT_SIGN = re.compile(f"[{SOFT_SIGNS}]")
_SOFT = re.compile(f"[{SOFT_LETTERS}]")
_NO_LETTER = re.compile(f"[{NOT_LETTERS}]")

_LATIN_WORD = re.compile(f"[{LATIN_LETTERS}][{LATIN_LETTERS}']*")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u0670-\u06d3\u06d5ٴ]+")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_START = re.compile(rf"(?:\A|[.!?…]\s)[\s«»\"“”(–—-]*[{KK_LOWER}]")

# Of a line's letters so many must be of the script.
_LEAST_SHARE = 0.7
# Mean logarithm a letter that is Kazakh: of a text, or of a line in another text; of a line in a
# text that is. Lines of NTREX have -1.8 (1 in 100 below -2.7), English ones -3.8 (1 in 100 above
# -2.9).
_LIKELY, _LIKELY_LINE = -2.6, -3.3
_UNREAD = -8.0  # stands for a word that can't be read


def in_cyrillic(lines: Sequence[str]) -> list[str]:
    """The lines of a Kazakh text, those in Latin or Arabic letters in Cyrillic ones.

    A Latin line is changed if it is Kazakh by the letters that follow one another, for which less
    is asked where all Latin lines together are; words with letters that no Kazakh alphabet has
    stay. Latin alphabets are told by their marks in the whole text.

    >>> in_cyrillic(["Memleket basshysy aımaqqa bardy.", "قازاقستان"])
    ['Мемлекет басшысы аймаққа барды.', 'Қазақстан']
    """
    latin = [at for at, line in enumerate(lines) if _share(_LATIN_WORD, line) > _LEAST_SHARE]
    arabic = [at for at, line in enumerate(lines) if _share(_ARABIC_WORD, line) > _LEAST_SHARE]
    found = list(lines)
    if latin:
        text = "\n".join(lines[at] for at in latin)
        alphabet = _alphabet(text)
        least = _LIKELY if _likely(text, alphabet) < _LIKELY else _LIKELY_LINE
        for at in latin:
            if _likely(lines[at], alphabet) >= least:
                found[at] = _from_latin(lines[at], alphabet)
    for at in arabic:
        found[at] = _from_arabic(lines[at])
    return found


def _share(word: re.Pattern[str], line: str) -> float:
    own = len(_LETTER.findall(" ".join(word.findall(line))))
    return own / len(_LETTER.findall(line)) if own else 0.0


def _alphabet(text: str) -> str:
    """Which Latin alphabet a text is in, by its marks."""
    plain = _unified(text)
    letters = max(1, len(_LETTER.findall(plain)))
    counts = {name: len(signs.findall(plain)) for name, signs in _MARKS_OF.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= _LEAST_SIGNS * letters else "informal"


def _unified(text: str) -> str:
    """In small letters, with one sign for all apostrophes; I with a dot above is i."""
    for sign in "’ʼ`´ʹ‘":
        text = text.replace(sign, "'")
    return text.replace("İ", "i").lower()


def _likely(text: str, alphabet: str) -> float:
    """How much the Latin words of a text are Kazakh: the mean logarithm a letter."""
    words = _LATIN_WORD.findall(text)
    total = sum(_likely_word(_read_latin(word, alphabet)) * len(word) for word in words)
    return total / max(1, sum(map(len, words)))


def _from_latin(line: str, alphabet: str) -> str:
    def cyrillic(match: re.Match[str]) -> str:
        read = _read_latin(match[0], alphabet)
        return _in_case(match[0], read) if read else match[0]

    return _LATIN_WORD.sub(cyrillic, line)


def _likely_word(word: str) -> float:
    """The mean logarithm a letter of a word that was read; `_UNREAD` for one that was not."""
    return bundled_letter_model().of_word(word) if word else _UNREAD


def _read_latin(word: str, alphabet: str) -> str:
    plain = _unified(word)
    return _read(plain if alphabet == "2017" else plain.rstrip("'"), alphabet)


def _in_case(word: str, text: str) -> str:
    if word.isupper() and len(word) > 1:
        return text.upper()
    return text[0].upper() + text[1:] if word[0].isupper() else text


def _from_arabic(line: str) -> str:
    line = _NO_LETTER.sub("", line).translate(ARABIC_PUNCTUATION)
    line = _ARABIC_WORD.sub(lambda match: _read_arabic(match[0]) or match[0], line)
    return _SENTENCE_START.sub(lambda start: start[0][:-1] + start[0][-1].upper(), line)


@lru_cache(maxsize=1 << 16)
def _read(word: str, alphabet: str) -> str:
    """A Latin word in small letters → the likeliest Cyrillic one; "" where a letter is strange."""
    return _likeliest(word, _table(alphabet))


@lru_cache(maxsize=8)
def _table(alphabet: str) -> dict[str, dict[str, float]]:
    return LATIN | LATIN_WITHOUT_MARKS[alphabet]


@lru_cache(maxsize=1 << 16)
def _read_arabic(word: str) -> str:
    soft, marked = _SOFT.search(word) is not None, _SOFT_SIGN.search(word) is not None
    return _likeliest(_SOFT_SIGN.sub("", word), _arabic_table(soft, marked))


@lru_cache(maxsize=4)
def _arabic_table(soft: bool, marked: bool) -> dict[str, dict[str, float]]:
    """What the letters stand for in a word that has soft letters, or is marked as soft."""
    vowels = {
        letter: {
            hard_one: UNUSUAL if soft else 0,
            soft_one: 0 if soft else UNUSUAL,
        }
        for letter, (hard_one, soft_one) in HARD_OR_SOFT.items()
    }
    # in words that other letters show to be soft it may be either
    a = {"а": 1.0 if marked else 0, "ә": 0 if marked else 1 if soft else UNUSUAL}
    return {**ARABIC, **vowels, "ا": a}


def _likeliest(word: str, table: Mapping[str, Mapping[str, float]]) -> str:
    """The reading of a word that is likeliest by its letters, less what the readings cost."""
    model = bundled_letter_model()
    longest = max(map(len, table))
    start = EDGE * (ORDER - 1)
    beams: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    beams[0][start] = 0.0
    for at in range(len(word)):
        best = sorted(beams[at].items(), key=lambda item: -item[1])[:_BEAM]
        for size in range(1, min(longest, len(word) - at) + 1):
            for reading, cost in table.get(word[at : at + size], {}).items():
                for before, weight in best:
                    text, total = before, weight - cost
                    for letter in reading:
                        total += model.after(text, letter)
                        text += letter
                    if total > beams[at + size].get(text, float("-inf")):
                        beams[at + size][text] = total
    ends = {text: weight + model.after(text, EDGE) for text, weight in beams[-1].items()}
    return max(ends, key=lambda text: ends[text])[len(start) :] if ends else ""
