"""Latin letters in Cyrillic words that look like the right ones, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from align.languages import LANGUAGES
from align.text.alphabet import CYRILLIC, LATIN
from align.types import Language

# Letters that look alike in every font, Latin and Cyrillic.
_PAIRS = "AА BВ CС EЕ HН KК MМ OО PР TТ XХ aа cс eе kк oо pр xх yу"
_COMMON = {pair[0]: pair[1] for pair in _PAIRS.split()}
TO_CYRILLIC = LANGUAGES.map(lambda language: _COMMON | dict(language.lookalikes))
TO_LATIN = {
    cyrillic: latin for of in TO_CYRILLIC for latin, cyrillic in of.items() if latin < "\x80"
}

_WORD = re.compile(r"[^\W\d_]+")
_IS_LATIN = re.compile(f"[{LATIN}]")
_IS_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_MIXED = re.compile(f"[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}]")

# Latin words that a typist of Cyrillic may have written, but that are words as well, are changed
# only where so many words of the text are mixed.
_LEAST_MIXED, _LEAST_SHARE = 2, 0.02


def many_mixed(text: str, language: Language) -> bool:
    """Whether so many words mix the scripts that words wholly of look-alikes are suspect too."""
    if not _MIXED.search(text):
        return False
    mixed = cyrillic = 0
    for word in _WORD.findall(text):
        if _IS_CYRILLIC.search(word):
            cyrillic += 1
            mixed += _mended(word, language) != word
    return mixed >= max(_LEAST_MIXED, _LEAST_SHARE * cyrillic)


def mended_scripts(line: str, language: Language, suspect: bool) -> str:
    """The line with each word in one script, character for character.

    A word becomes Cyrillic if all its Latin letters have a Cyrillic twin, else Latin if all its
    Cyrillic ones, at most half, have a Latin twin; else, as «Samsungтің», it stays. With `suspect`
    Latin words of twins alone become Cyrillic too, but for capitals («CO», «HTC») in a line that
    is not in them.

    >>> mended_scripts("Aлмaтыдa Gооgle", "kk", False) == "Алматыда Google"
    True
    """
    words = list(_WORD.finditer(line))
    if not suspect and not _MIXED.search(line):
        return line
    loud = _loud(match[0] for match in words)
    parts: list[str] = []
    at = 0
    for match in words:
        word = match[0]
        new = _mended(word, language)
        if suspect and new == word and _IS_LATIN.search(word) and not _IS_CYRILLIC.search(word):
            twin = _translated(word, TO_CYRILLIC[language])
            capitals = word.isupper() and len(word) > 1
            new = twin if twin and (loud or not capitals) else word
        parts += (line[at : match.start()], new)
        at = match.end()
    return "".join((*parts, line[at:]))


def _mended(word: str, language: Language) -> str:
    latin, cyrillic = len(_IS_LATIN.findall(word)), len(_IS_CYRILLIC.findall(word))
    if not (latin and cyrillic):
        return word
    found = _translated(word, TO_CYRILLIC[language], _IS_LATIN)
    if found is None and latin >= cyrillic:
        found = _translated(word, TO_LATIN, _IS_CYRILLIC)
    return found or word


def _translated(word: str, twins: Mapping[str, str], of: re.Pattern[str] = _IS_LATIN) -> str | None:
    """The word with all letters of a script as their twins; None if one has none."""
    if any(of.match(char) and char not in twins for char in word):
        return None
    return "".join(twins.get(char, char) for char in word)


def _loud(words: Iterable[str]) -> bool:
    """Whether a line is mostly in capitals."""
    letters = "".join(words)
    return sum(map(str.isupper, letters)) * 2 > len(letters)
