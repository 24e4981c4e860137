"""Kazakh in Latin or Arabic letters → Cyrillic, which the models know.

Each letter may stand for several; which, is said by the letters around it (`letters.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from align.text.alphabet import KK_LOWER, LATIN
from align.text.repair.letters import EDGE, ORDER, bundled_letter_model

_BEAM = 12
_ODD = 3.0  # what a reading costs that its alphabet does not know, but people write

# What a Latin letter or two can stand for in every alphabet, and what an unusual reading costs.
_LATIN: dict[str, dict[str, float]] = {
    "a": {"а": 0}, "b": {"б": 0}, "c": {"с": 0, "ц": 1, "к": 1}, "d": {"д": 0, "дь": 2},
    "e": {"е": 0, "э": 0}, "f": {"ф": 0}, "g": {"г": 0}, "h": {"х": 0, "һ": 0}, "j": {"ж": 0},
    "k": {"к": 0}, "l": {"л": 0, "ль": 1}, "m": {"м": 0}, "n": {"н": 0, "нь": 2}, "o": {"о": 0},
    "p": {"п": 0}, "q": {"қ": 0}, "r": {"р": 0, "рь": 2}, "s": {"с": 0, "сь": 2},
    "t": {"т": 0, "ть": 2}, "v": {"в": 0}, "w": {"у": 0, "в": 0}, "x": {"х": 0, "кс": 0},
    "y": {"ы": 0, "й": 1}, "z": {"з": 0}, "i": {"і": 0, "и": 0, "й": 0},
    "sh": {"ш": 0}, "ch": {"ч": 0}, "zh": {"ж": 0}, "kh": {"х": 0}, "gh": {"ғ": 0}, "ng": {"ң": 1},
    "ts": {"ц": 0}, "shsh": {"щ": 0}, "shch": {"щ": 0}, "ya": {"я": 0}, "yu": {"ю": 0},
    "yo": {"ё": 0}, "ia": {"я": 0}, "io": {"ё": 0}, "iu": {"ю": 0}, "ö": {"ө": 0}, "ü": {"ү": 0},
    "ğ": {"ғ": 0}, "ş": {"ш": 0}, "ñ": {"ң": 0}, "ä": {"ә": 0}, "ū": {"ұ": 0}, "ç": {"ч": 0},
    "á": {"ә": 0}, "ǵ": {"ғ": 0}, "ń": {"ң": 0}, "ó": {"ө": 0}, "ú": {"ү": 0}, "ý": {"у": 0},
    "ı": {"і": 0, "ы": 0, "и": 0, "й": 0}, "ıa": {"я": 0}, "ıý": {"ю": 0}, "ıo": {"ё": 0},
    "ï": {"и": 0}, "ŋ": {"ң": 0}, "ə": {"ә": 0}, "ɵ": {"ө": 0}, "ģ": {"ғ": 0},
    "ġ": {"ғ": 0}, "ņ": {"ң": 0}, "ž": {"ж": 0}, "š": {"ш": 0}, "č": {"ч": 0},
    "a'": {"ә": 0}, "g'": {"ғ": 0}, "n'": {"ң": 0}, "o'": {"ө": 0}, "u'": {"ү": 0}, "s'": {"ш": 0},
    "c'": {"ч": 0}, "y'": {"у": 0}, "i'": {"и": 0, "й": 0},
}  # fmt: skip
# What the letters without marks stand for where the alphabet has marks: the one of 2018 (á ǵ ń ó
# ú ý), of 2021 (ä ğ ñ ö ü ū ş), of 2017 (a' g' n'), and where people leave them out.
_PLAIN: dict[str, dict[str, dict[str, float]]] = {
    "2018": {"u": {"ұ": 0, "у": _ODD, "ү": _ODD}, "ı": {"и": 0, "й": 0, "і": _ODD, "ы": _ODD}},
    "2021": {"u": {"у": 0, "ұ": _ODD, "ү": _ODD}, "ı": {"і": 0, "ы": 1}, "y": {"ы": 0, "й": _ODD}},
    "2017": {"u": {"ұ": 0, "у": _ODD, "ү": _ODD}},
    "informal": {
        "a": {"а": 0, "ә": 0}, "o": {"о": 0, "ө": 0}, "u": {"у": 0, "ұ": 0, "ү": 0},
        "g": {"г": 0, "ғ": 0}, "k": {"к": 0, "қ": 0}, "n": {"н": 0, "ң": 0, "нь": 2},
        "i": {"і": 0, "и": 0, "й": 0, "ы": 1}, "y": {"ы": 0, "й": 0, "у": 1},
    },
}  # fmt: skip
_SIGNS_OF = {
    "2018": re.compile("[áǵńóúý]"),
    "2021": re.compile("[äğñöüūş]"),
    "2017": re.compile("[agnouscy]'"),
}  # fmt: skip
_LEAST_SIGNS = 0.02  # of the letters, for an alphabet with marks to be taken for granted

_ARABIC: dict[str, dict[str, float]] = {
    "ب": {"б": 0}, "پ": {"п": 0}, "ت": {"т": 0, "ть": 2}, "ج": {"ж": 0},
    "چ": {"ч": 0}, "ح": {"х": 0}, "خ": {"х": 0}, "د": {"д": 0, "дь": 2}, "ر": {"р": 0, "рь": 2},
    "ز": {"з": 0}, "س": {"с": 0, "сь": 2}, "ش": {"ш": 0}, "ع": {"ғ": 0}, "غ": {"ғ": 0},
    "ف": {"ф": 0}, "ق": {"қ": 0}, "ك": {"к": 0}, "ک": {"к": 0}, "گ": {"г": 0}, "ڭ": {"ң": 0},
    "ل": {"л": 0, "ль": 1}, "م": {"м": 0}, "ن": {"н": 0, "нь": 2}, "ھ": {"һ": 0, "х": 1},
    "ه": {"һ": 0, "х": 1, "е": 1}, "ە": {"е": 0, "э": 0}, "ۆ": {"в": 0}, "ۋ": {"у": 0},
    "ي": {"и": 0, "й": 0}, "ی": {"и": 0, "й": 0}, "يا": {"я": 0}, "يۋ": {"ю": 0}, "يو": {"ё": 0},
    "تس": {"ц": 1}, "شش": {"щ": 0},
}  # fmt: skip
# Vowels that have one letter for a hard and a soft sound.
_HARD_OR_SOFT = {"و": ("о", "ө"), "ۇ": ("ұ", "ү"), "ى": ("ы", "і")}
_SOFT_SIGN = re.compile("[ٴء]")
_SOFT = re.compile("[ٴءەكکگ]")
_ARABIC_POINTS = str.maketrans("،؛؟٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;?01234567890123456789")
_NO_LETTER = re.compile("[\u0640\u064b-\u0652\u0670]")  # stretchers and vowel points

_LATIN_WORD = re.compile(f"[{LATIN}][{LATIN}']*")
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
    counts = {name: len(signs.findall(plain)) for name, signs in _SIGNS_OF.items()}
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
    line = _NO_LETTER.sub("", line).translate(_ARABIC_POINTS)
    line = _ARABIC_WORD.sub(lambda match: _read_arabic(match[0]) or match[0], line)
    return _SENTENCE_START.sub(lambda start: start[0][:-1] + start[0][-1].upper(), line)


@lru_cache(maxsize=1 << 16)
def _read(word: str, alphabet: str) -> str:
    """A Latin word in small letters → the likeliest Cyrillic one; "" where a letter is strange."""
    return _likeliest(word, _table(alphabet))


@lru_cache(maxsize=8)
def _table(alphabet: str) -> dict[str, dict[str, float]]:
    return _LATIN | _PLAIN[alphabet]


@lru_cache(maxsize=1 << 16)
def _read_arabic(word: str) -> str:
    soft, marked = _SOFT.search(word) is not None, _SOFT_SIGN.search(word) is not None
    return _likeliest(_SOFT_SIGN.sub("", word), _arabic_table(soft, marked))


@lru_cache(maxsize=4)
def _arabic_table(soft: bool, marked: bool) -> dict[str, dict[str, float]]:
    """What the letters stand for in a word that has soft letters, or is marked as soft."""
    vowels = {
        letter: {hard_one: _ODD if soft else 0, soft_one: 0 if soft else _ODD}
        for letter, (hard_one, soft_one) in _HARD_OR_SOFT.items()
    }
    # in words that other letters show to be soft it may be either
    a = {"а": 1.0 if marked else 0, "ә": 0 if marked else 1 if soft else _ODD}
    return {**_ARABIC, **vowels, "ا": a}


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
