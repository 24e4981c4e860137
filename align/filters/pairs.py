"""Filters that look at each pair alone.

Each takes a frame with the columns `ru` and `kk` (`score` too for `score`) and returns a boolean
Series with its index: True for the rows to keep. An empty frame gives an empty Series.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from align.errors import InputError
from align.filters.registry import FIRST, register
from align.scoring import lexical_overlap
from align.scoring.spans import KK_LENGTH
from align.text.alphabet import UPPER
from align.text.language import guess_language
from align.text.repair.lines import repaired_lines
from align.types import Language

if TYPE_CHECKING:
    import pandas as pd

_WORD = re.compile(r"\w*[^\W\d_]\w*")
_NUMBERING = re.compile(r"\W*\d+(?:\.\d+)*[.)]\s")  # of a list or a paragraph
# Numbers that are often words on the other side: «жүзден аса», «более 100».
_OFTEN_WORDS = {"10", "100", "1000", *map(str, range(10))}
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MOST_WORDS = 150
# What may be in the other language: what is quoted, and words with a capital but the first.
_NAMES = re.compile(rf"«[^»]*»|“[^”]*”|\"[^\"]*\"|(?<=\w\W)\b(?=[^\W\d_])[{UPPER}]\w*")
_SMALL = 15.0  # characters added to both sides: in short texts lengths say little


@register(
    "pairs whose score is at least the value",
    rank=FIRST,
)
def score(frame: pd.DataFrame, least: float = 0.6) -> pd.Series[bool]:
    """Pairs that are at least so probable; raises InputError for a frame without scores."""
    if "score" not in frame:
        raise InputError("the table has no column score, which the filter score looks at")
    return frame["score"] >= least


@register("pairs with at least that many words on each side, and at most 150")
def length(frame: pd.DataFrame, least: float = 2) -> pd.Series[bool]:
    """Pairs of which both sides have at least so many words (no numbers) and at most 150."""

    def fits(text: str) -> bool:
        return least <= len(_WORD.findall(text)) <= _MOST_WORDS

    return _mask(frame, lambda ru, kk: fits(ru) and fits(kk))


@register(
    "pairs of which neither side is more than that many times longer than the other side leads to "
    "expect; in short texts more is allowed"
)
def ratio(frame: pd.DataFrame, most: float = 2.0) -> pd.Series[bool]:
    """Pairs of which no side is more than so many times as long as the other leads to expect."""

    def fits(ru: str, kk: str) -> bool:
        a, b = len(ru) * KK_LENGTH + _SMALL, len(kk) + _SMALL
        return max(a, b) <= most * min(a, b)

    return _mask(frame, fits)


@register(
    "pairs of a Russian and a Kazakh side, names and quotations aside, with at least that part of "
    "their letters Cyrillic; Kazakh in other scripts counts as Kazakh"
)
def language(frame: pd.DataFrame, least: float = 0.3) -> pd.Series[bool]:
    """Pairs of which the Russian side can be Russian and the Kazakh one Kazakh.

    A side is wrong that is in the other language, names and what stands in quotation marks left
    aside, or of which less than `least` of the letters are Cyrillic. Texts are looked at repaired,
    so that Kazakh in Latin letters is Kazakh.
    """
    import pandas as pd

    def is_wrong(text: str, other: Language) -> bool:
        letters = len(_LETTER.findall(text))
        strange = letters > 0 and len(_CYRILLIC.findall(text)) < least * letters
        return strange or guess_language(_NAMES.sub(" ", text)) == other

    sides = zip(_seen(frame, "ru"), _seen(frame, "kk"), strict=True)
    keep = [not (is_wrong(ru, "kk") or is_wrong(kk, "ru")) for ru, kk in sides]
    return pd.Series(keep, index=frame.index, dtype=bool)


@register("pairs that share at most that part of their words")
def copy(frame: pd.DataFrame, most: float = 0.7) -> pd.Series[bool]:
    """Pairs that share at most so much of their words: the rest is not translated.

    Words are compared in small letters; numbers don't count. A pair without words is a copy.
    """

    def fits(ru: str, kk: str) -> bool:
        left, right = _words(ru), _words(kk)
        both = max(left.total(), right.total())
        return (left & right).total() <= most * both if both else False

    return _mask(frame, fits)


@register("pairs that share at least that part of their numbers")
def numbers(frame: pd.DataFrame, least: float = 0.5) -> pd.Series[bool]:
    """Pairs of which the two sides share at least so much of the numbers that they have.

    «3 900» is 3900, «1,4» is 1.4; the number of a list item or a paragraph does not count. Digits,
    10, 100 and 1000 are often words on the other side, and don't count where it has no other of
    this kind. A pair without numbers is kept.
    """

    def fits(ru: str, kk: str) -> bool:
        left, right = (lexical_overlap.numbers(_without_numbering(text)) for text in (ru, kk))
        shared = left & right
        words = [(side - shared) & _OFTEN_WORDS for side in (left, right)]
        every = left | right
        if not all(words):
            every -= words[0] | words[1]
        return len(shared) >= least * len(every)

    return _mask(frame, fits)


def _without_numbering(text: str) -> str:
    begins = _NUMBERING.match(text)
    return text[begins.end() :] if begins else text


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _mask(frame: pd.DataFrame, fits: Callable[[str, str], bool]) -> pd.Series[bool]:
    import pandas as pd

    keep = [fits(ru, kk) for ru, kk in zip(frame["ru"], frame["kk"], strict=True)]
    return pd.Series(keep, index=frame.index, dtype=bool)


def _seen(frame: pd.DataFrame, side: Language) -> Sequence[str]:
    """One side's texts as they are compared: repaired, document by document."""
    column = f"{side}_doc"
    if column not in frame:
        return repaired_lines(list(frame[side]), side)
    places: dict[str, list[int]] = {}
    for at, document in enumerate(frame[column]):
        places.setdefault(document, []).append(at)
    texts = list(frame[side])
    for part in places.values():
        for at, text in zip(part, repaired_lines([texts[at] for at in part], side), strict=True):
            texts[at] = text
    return texts
