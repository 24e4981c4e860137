"""Text that was read in a wrong code page."""

from __future__ import annotations

import re
from functools import lru_cache

from align.languages.kk import OLD_FONT, OWN_CODE_PAGES, SPECIFIC_LETTERS
from align.text.decode import plausibility
from align.types import Language

# UTF-8 read a byte at a time in cp1252 or Latin-1 («Ð\x9c»), or in cp1251 («Рњ»): a first byte and
# one that can't be a letter there.
_UTF8_BYTEWISE = re.compile(
    "[ÐÑÒÓ][\x80-\xbfŒœŠšŸŽžƒ€‚„…†‡ˆ‰‹•™›‘’“”–—˜]"
    "|[РСТУ][\x80-\x9f\xa0°±¤§©«¬®µ¶·»ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐІіґЄєЇїјЅѕё№€‚„…†‡‰‹•™›‘’“”–—]"
)
_LEAST_BYTEWISE = 3  # in a line: an exotic name has one or two

# Code page 1251 or a Kazakh one read as Western: «Àëìàòû».
_WESTERN = re.compile("[À-ÖØ-öø-ÿ]")
_LEAST_WESTERN = 0.5  # of the letters of a line

# Kazakh letters that stand for nothing else: Ukrainian has і too, and һ is typed as h.
_CERTAIN = "".join(letter for letter in SPECIFIC_LETTERS if letter not in "һі")
_OWN = re.compile(f"[{_CERTAIN}{_CERTAIN.upper()}]")
_MIN_GAIN = 0.02  # of plausibility, for any of this to be believed


def mended_bytewise(line: str) -> str:
    """The line with UTF-8 that was read byte by byte put together again (ftfy)."""
    if len(_UTF8_BYTEWISE.findall(line)) < _LEAST_BYTEWISE:
        return line
    import ftfy

    return ftfy.fix_encoding(line)


def mended_western(line: str, language: Language) -> str:
    """The line with cp1251, KZ-1048 or PTCP154 that was read as cp1252 read rightly.

    >>> mended_western("Àëìàòû êåøå", "ru")
    'Алматы кеше'
    """
    western = len(_WESTERN.findall(line))
    if not western or western < _LEAST_WESTERN * sum(map(str.isalpha, line)):
        return line
    raw = b"".join(_byte(char) for char in line)
    choices = [raw.decode(page, "replace") for page in ("cp1251", *OWN_CODE_PAGES)]
    choices = [choice for choice in choices if len(choice) == len(line)]
    return max([line, *choices], key=lambda choice: plausibility(choice, language))


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:  # Latin-1 has what cp1252 leaves open
        return char.encode("latin-1", "replace")


def foreign_letters(text: str) -> dict[int, str] | None:
    """Which Kazakh letters stand behind strange ones of the whole text; None if they are right.

    Kazakh code pages read as cp1251 turn Қазақстанның into «Ќазаќстанныѕ», each in its own way:
    that is taken which makes the best Kazakh of the text.
    """
    strange = len(_STRANGE.findall(text))
    if strange < 2 or strange <= len(_OWN.findall(text)):
        return None
    worth = [plausibility(text.translate(table), "kk") for table in _tables()]
    gain = max(worth) - plausibility(text, "kk")
    return _tables()[worth.index(max(worth))] if gain > _MIN_GAIN else None


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], ...]:
    """What cp1251 shows for the letters of Kazakh code pages, and those."""
    tables = []
    for page in OWN_CODE_PAGES:
        table = {}
        for byte in range(0x80, 0x100):
            shown = bytes([byte]).decode("cp1251", "ignore")
            meant = bytes([byte]).decode(page, "ignore")
            if shown and meant and shown != meant and meant.isalpha():
                table[ord(shown)] = meant
        tables.append(table)
    return (*tables, {ord(shown): meant for shown, meant in OLD_FONT.items()})


_STRANGE = re.compile(f"[{''.join({chr(c) for table in _tables() for c in table})}]")
