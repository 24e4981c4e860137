"""Ways in which texts are found damaged: functions of a sentence and a source of chance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

Damage = Callable[[str, Random], str]

_TWINS = dict(zip("АВСЕНКМОРТХІӘасеорхуіһә", "ABCEHKMOPTXIƏaceopxyihə", strict=True))
_BACK = dict(zip("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху", strict=True))
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def lookalikes(text: str, chance: Random) -> str:
    """Three in ten letters with a Latin twin are that, and the same in Latin words."""
    cyrillic = "".join(
        _TWINS[char] if char in _TWINS and chance.random() < 0.3 else char for char in text
    )
    return _LATIN_WORD.sub(
        lambda word: (
            "".join(
                _BACK[char] if char in _BACK and chance.random() < 0.3 else char for char in word[0]
            )
            if word[0] in text
            else word[0]
        ),
        cyrillic,
    )


def all_lookalikes(text: str, chance: Random) -> str:
    """Every letter that has a Latin twin is that."""
    return "".join(_TWINS.get(char, char) for char in text)


def read_as(written: str, read: str) -> Damage:
    """Written in one code page and read in another, what is in neither as it was."""

    def damaged(text: str, chance: Random) -> str:
        return "".join(_misread(char, written, read) for char in text)

    return damaged


def _misread(char: str, written: str, read: str) -> str:
    shown = ""
    try:
        for byte in char.encode(written):
            try:
                shown += bytes([byte]).decode(read)
            except UnicodeDecodeError:  # as browsers show what a code page leaves open
                shown += chr(byte)
    except UnicodeEncodeError:
        return char
    return shown


_FONT = str.maketrans("ҚқҰұҢңҮүӘәҒғӨөҺһ", "ЌќЂђЊњЏџЅѕЃѓЉљЋћ")


def font(text: str, chance: Random) -> str:
    """Kazakh letters in the places of a font of the nineties."""
    return text.translate(_FONT)


def unseen(text: str, chance: Random) -> str:
    """After one letter in ten a sign that is not seen."""
    return "".join(
        char + (chance.choice("\xad\u200b\u200d\ufeff\x02") if chance.random() < 0.1 else "")
        for char in text
    )


def pieces(text: str, chance: Random) -> str:
    """Letters with their marks apart (NFD)."""
    return unicodedata.normalize("NFD", text)


_QUOTES = {"«": "<<", "»": ">>", "“": "``", "”": "''", "„": ",,", "–": "--", "—": "---", "-": "‐"}


def makeshift(text: str, chance: Random) -> str:
    """Quotes and dashes put together of other signs."""
    return "".join(_QUOTES.get(char, char) for char in text)


_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f", "ц": "ts",
    "э": "e", "ъ": "", "ь": "", "щ": "shsh",
}  # fmt: skip
ALPHABETS: dict[str, dict[str, str]] = {
    "2018": {
        "ә": "á", "ғ": "ǵ", "ж": "j", "и": "ı", "й": "ı", "қ": "q", "ң": "ń", "ө": "ó", "у": "ý",
        "ұ": "u", "ү": "ú", "х": "h", "һ": "h", "ч": "ch", "ш": "sh", "ы": "y", "і": "i",
        "ё": "ıo", "ю": "ıý", "я": "ıa",
    },
    "2021": {
        "ә": "ä", "ғ": "ğ", "ж": "j", "и": "i", "й": "i", "қ": "q", "ң": "ñ", "ө": "ö", "у": "u",
        "ұ": "ū", "ү": "ü", "х": "h", "һ": "h", "ч": "ch", "ш": "ş", "ы": "y", "і": "ı",
        "ё": "io", "ю": "iu", "я": "ia",
    },
    "informal": {
        "ә": "a", "ғ": "g", "ж": "zh", "и": "i", "й": "i", "қ": "k", "ң": "n", "ө": "o", "у": "u",
        "ұ": "u", "ү": "u", "х": "h", "һ": "h", "ч": "ch", "ш": "sh", "ы": "y", "і": "i",
        "ё": "yo", "ю": "yu", "я": "ya",
    },
}  # fmt: skip


def latin(alphabet: str) -> Damage:
    """Kazakh in a Latin alphabet."""
    table = _COMMON | ALPHABETS[alphabet]

    def written(text: str, chance: Random) -> str:
        found = []
        for char in text:
            new = table.get(char.lower(), char)
            # 2021: the capital of і is I, of и is İ
            if alphabet == "2021" and char == "И":
                new = "İ"
            found.append(new.capitalize() if char.isupper() and new.islower() else new)
        return "".join(found)

    return written


_TOTE = {
    "а": "ا", "ә": "ا", "б": "ب", "в": "ۆ", "г": "گ", "ғ": "ع", "д": "د", "е": "ە", "ё": "يو",
    "ж": "ج", "з": "ز", "и": "ي", "й": "ي", "к": "ك", "қ": "ق", "л": "ل", "м": "م", "н": "ن",
    "ң": "ڭ", "о": "و", "ө": "و", "п": "پ", "р": "ر", "с": "س", "т": "ت", "у": "ۋ", "ұ": "ۇ",
    "ү": "ۇ", "ф": "ف", "х": "ح", "һ": "ھ", "ц": "تس", "ч": "چ", "ш": "ش", "щ": "شش", "ъ": "",
    "ы": "ى", "і": "ى", "ь": "", "э": "ە", "ю": "يۋ", "я": "يا", ",": "،", ";": "؛", "?": "؟",
}  # fmt: skip
_KAZAKH_WORD = re.compile("[а-яёәғқңөұүһі]+", re.IGNORECASE)


def tote(text: str, chance: Random) -> str:
    """Kazakh in Arabic script: a hamza marks a soft word that no letter of it shows to be soft."""

    def written(word: re.Match[str]) -> str:
        lower = word[0].lower()
        soft = re.search("[әөүі]", lower) and not re.search("[егкэ]", lower)
        return ("ٴ" if soft else "") + "".join(_TOTE[char] for char in lower)

    marked = _KAZAKH_WORD.sub(written, text)
    return "".join(_TOTE.get(char, char) for char in marked)


# What is done, on which sides, and how many points of bead F1 repair may leave lost.
DAMAGES: dict[str, tuple[dict[str, Damage], float]] = {
    "look-alikes, three in ten": ({"ru": lookalikes, "kk": lookalikes}, 1),
    "look-alikes, all": ({"ru": all_lookalikes, "kk": all_lookalikes}, 1),
    "KZ-1048 read as cp1251": ({"kk": read_as("kz1048", "cp1251")}, 1),
    "PTCP154 read as cp1251": ({"kk": read_as("ptcp154", "cp1251")}, 1),
    "Kazakh font": ({"kk": font}, 1),
    "UTF-8 read as cp1251": (dict.fromkeys(("ru", "kk"), read_as("utf-8", "cp1251")), 1),
    "UTF-8 read as cp1252": (dict.fromkeys(("ru", "kk"), read_as("utf-8", "cp1252")), 1),
    "cp1251, KZ-1048 read as cp1252": (
        {"ru": read_as("cp1251", "cp1252"), "kk": read_as("kz1048", "cp1252")},
        1,
    ),
    "unseen signs": ({"ru": unseen, "kk": unseen}, 1),
    "letters in pieces": ({"ru": pieces, "kk": pieces}, 1),
    "makeshift quotes and dashes": ({"ru": makeshift, "kk": makeshift}, 1),
    "Latin of 2018": ({"kk": latin("2018")}, 3),
    "Latin of 2021": ({"kk": latin("2021")}, 3),
    "Latin as people type it": ({"kk": latin("informal")}, 3),
    "Arabic script": ({"kk": tote}, 3),
}
