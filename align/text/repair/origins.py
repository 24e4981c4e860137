"""Where the characters of a repaired line stand in the damaged one."""

from __future__ import annotations

import re
from itertools import accumulate

_WORD = re.compile(r"\S+")


def origins(damaged: str, repaired: str) -> list[int]:
    """For each character of a repaired line, and for its end, where it begins in the damaged one.

    Exact where no character was added or lost, where each was a run of bytes before, and else at
    the words' beginnings, if these are equally many; a character within a word that was changed in
    length comes from the same part of it. Never falls; [0] to [length] for an empty line.
    """
    if len(damaged) == len(repaired):
        return list(range(len(damaged) + 1))
    bytewise = list(accumulate((len(char.encode("utf-8")) for char in repaired), initial=0))
    if bytewise[-1] == len(damaged):
        return bytewise
    old, new = (list(_WORD.finditer(line)) for line in (damaged, repaired))
    if len(old) != len(new):
        share = len(damaged) / max(len(repaired), 1)
        return [int(at * share) for at in range(len(repaired))] + [len(damaged)]
    places: list[int] = []
    gap = 0
    for before, after in zip(old, new, strict=True):
        places += [gap] * (after.start() - len(places))
        gap = before.end()
        share = len(before[0]) / len(after[0])
        places += [before.start() + int(at * share) for at in range(len(after[0]))]
    return places + [gap] * (len(repaired) - len(places)) + [len(damaged)]
