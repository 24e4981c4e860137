"""Filters that look at a whole corpus: what is told again and again.

They take and return what those in `pairs` do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from align.filters.registry import FIRST, LAST, register
from align.languages import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"\d+")
_NO_WORD = re.compile(r"[\W_]+")

# Furniture of news pages, at the beginning of a short line.
_FURNITURE = re.compile(
    rf"\W*(?:{'|'.join(begins for one in LANGUAGES for begins in one.page_furniture)}"
    r"|date \d{4}-\d\d-\d\d\W*\Z)",
    re.IGNORECASE,
)
_MOST_FURNITURE = 120  # characters
_SHORT = 4  # words

# Near duplicates: as many signatures, in bands of which one must be the same. Two texts that share
# eight in ten word pairs meet in some band 9,998 times of 10,000, with three in ten once in eight.
_HASHES, _BANDS = 64, 16
_PRIME = np.uint64((1 << 31) - 1)


@register(
    "pairs that are not page furniture («Поделиться», «Сондай-ақ оқыңыз», photo credits, date "
    "heads), and of which no side is short and in more documents than that",
    looks_at_corpus=True,
    rank=FIRST,
)
def boilerplate(frame: pd.DataFrame, most: float = 10) -> pd.Series[bool]:
    """Pairs of which neither side is page furniture, or short and in more than so many documents.

    Short is up to four words: a longer sentence that many documents have, such as a formula of
    the law, is a translation as good as others, and `duplicate` leaves one of it. Texts are
    compared in small letters, without signs, all numbers alike. Furniture, in whatever number:
    short lines such as «Поделиться:», «Сондай-ақ оқыңыз», photo credits, date heads. Without the
    columns `ru_doc` and `kk_doc` only furniture is seen.
    """
    import pandas as pd

    keep = np.ones(len(frame), bool)
    for side in ("ru", "kk"):
        texts = list(frame[side])
        furniture = [len(t) <= _MOST_FURNITURE and bool(_FURNITURE.match(t)) for t in texts]
        keep &= ~np.array(furniture, bool)
        if f"{side}_doc" in frame:
            keys = [_key(text) for text in texts]
            seen = Counter(key for key, _ in set(zip(keys, frame[f"{side}_doc"], strict=True)))
            often = [seen[key] > most and key.count(" ") < _SHORT for key in keys]
            keep &= ~np.array(often, bool)
    return pd.Series(keep, index=frame.index, dtype=bool)


@register(
    "the first of pairs that are the same except for case, spaces and punctuation",
    looks_at_corpus=True,
    rank=LAST,
)
def duplicate(frame: pd.DataFrame) -> pd.Series[bool]:
    """The first of pairs that are the same but for case, spaces and signs."""
    import pandas as pd

    keys = pd.Series(
        [f"{_plain(ru)}\t{_plain(kk)}" for ru, kk in zip(frame["ru"], frame["kk"], strict=True)],
        index=frame.index,
        dtype=object,
    )
    return ~keys.duplicated()


@register(
    "pairs that share at most that part of their neighbouring words with an earlier pair, all "
    "numbers alike",
    looks_at_corpus=True,
    rank=LAST,
)
def near_duplicate(frame: pd.DataFrame, most: float = 0.8) -> pd.Series[bool]:
    """The first of pairs that are alike: at most so much of their neighbouring words is shared.

    Numbers are all alike, so that of lists and forms one line is left. Found by signatures
    (MinHash, Broder 1997) in bands, and then compared exactly: Jaccard index of word pairs of both
    languages. Pairs of fewer than eight words are only compared as a whole.
    """
    import pandas as pd

    keep = np.ones(len(frame), bool)
    known: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    parts: list[frozenset[int]] = []
    whole: set[str] = set()
    for at, (ru, kk) in enumerate(zip(frame["ru"], frame["kk"], strict=True)):
        key = f"{_key(ru)} \t {_key(kk)}"
        shingles = _shingles(key)
        parts.append(shingles)
        if len(shingles) < 8:
            keep[at] = key not in whole
            whole.add(key)
            continue
        bands = _bands(shingles)
        close = {other for band in bands for other in known[band]}
        keep[at] = all(_shared(shingles, parts[other]) <= most for other in close)
        if keep[at]:
            for band in bands:
                known[band].append(at)
    return pd.Series(keep, index=frame.index, dtype=bool)


def _plain(text: str) -> str:
    return _NO_WORD.sub(" ", text.casefold()).strip()


def _key(text: str) -> str:
    return _NUMBER.sub("0", _plain(text))


def _shingles(text: str) -> frozenset[int]:
    return frozenset(crc32(f"{a} {b}".encode()) for a, b in pairwise(text.split()))


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _bands(shingles: frozenset[int]) -> Sequence[tuple[int, bytes]]:
    values = np.fromiter(shingles, np.uint64, len(shingles)) % _PRIME
    least = ((_factors()[:, None] * values + _offsets()[:, None]) % _PRIME).min(axis=1)
    return [(at, part.tobytes()) for at, part in enumerate(least.reshape(_BANDS, -1))]


@lru_cache(maxsize=1)
def _factors() -> NDArray[np.uint64]:
    return np.random.default_rng(2026).integers(1, int(_PRIME), _HASHES, dtype=np.uint64)


@lru_cache(maxsize=1)
def _offsets() -> NDArray[np.uint64]:
    return np.random.default_rng(2027).integers(0, int(_PRIME), _HASHES, dtype=np.uint64)
