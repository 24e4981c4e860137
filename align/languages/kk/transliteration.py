"""Kazakh in Latin and in Arabic letters: what each letter can stand for in Cyrillic.

A number is what the reading costs, in nats: 0 for the usual ones.
"""

from __future__ import annotations

Readings = dict[str, dict[str, float]]

UNUSUAL = 3.0  # what a reading costs that its alphabet does not have, but people write

# What a Latin letter or two can stand for in every alphabet, and what an unusual reading costs.
LATIN: Readings = {
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
LATIN_WITHOUT_MARKS: dict[str, Readings] = {
    "2018": {
        "u": {"ұ": 0, "у": UNUSUAL, "ү": UNUSUAL},
        "ı": {"и": 0, "й": 0, "і": UNUSUAL, "ы": UNUSUAL},
    },
    "2021": {
        "u": {"у": 0, "ұ": UNUSUAL, "ү": UNUSUAL}, "ı": {"і": 0, "ы": 1},
        "y": {"ы": 0, "й": UNUSUAL},
    },
    "2017": {"u": {"ұ": 0, "у": UNUSUAL, "ү": UNUSUAL}},
    "informal": {
        "a": {"а": 0, "ә": 0}, "o": {"о": 0, "ө": 0}, "u": {"у": 0, "ұ": 0, "ү": 0},
        "g": {"г": 0, "ғ": 0}, "k": {"к": 0, "қ": 0}, "n": {"н": 0, "ң": 0, "нь": 2},
        "i": {"і": 0, "и": 0, "й": 0, "ы": 1}, "y": {"ы": 0, "й": 0, "у": 1},
    },
}  # fmt: skip
# The letters with marks that tell an alphabet; of 2017 letters before an apostrophe.
LATIN_MARKS = {"2018": "áǵńóúý", "2021": "äğñöüūş"}
LATIN_BEFORE_APOSTROPHE = {"2017": "agnouscy"}

ARABIC: Readings = {
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
HARD_OR_SOFT = {"و": ("о", "ө"), "ۇ": ("ұ", "ү"), "ى": ("ы", "і")}
SOFT_SIGNS = "ٴء"  # of a word whose vowels are soft
SOFT_LETTERS = SOFT_SIGNS + "ەكکگ"
ARABIC_PUNCTUATION = str.maketrans("،؛؟٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;?01234567890123456789")
# Stretchers and vowel points, for use inside brackets of a regular expression.
NOT_LETTERS = "\u0640\u064b-\u0652\u0670"
