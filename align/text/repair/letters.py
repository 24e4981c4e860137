"""How letters follow one another in Kazakh words: a model of letter sequences."""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from align.errors import ModelError
from align.resources import bundled_models_folder

ORDER = 5  # letters of the longest sequences
EDGE = "_"  # before and after a word
FORMAT = "ru-kk-align letters 1"
_BACK = 0.4  # of the weight goes on to a shorter sequence: "stupid backoff", Brants et al. 2007
_UNSEEN = math.log(1e-7)


class LetterModel:
    """How probable a letter is after others, by counts of sequences of up to ORDER letters."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._before: dict[str, int] = {}
        for sequence, times in counts.items():
            before = sequence[:-1]
            self._before[before] = self._before.get(before, 0) + times
        self._known: dict[tuple[str, str], float] = {}

    def after(self, before: str, letter: str) -> float:
        """The logarithm of a letter's weight after `before`, of which the last letters count."""
        before = before[-(ORDER - 1) :]
        key = before, letter
        if key not in self._known:
            self._known[key] = self._weight(before, letter)
        return self._known[key]

    def _weight(self, before: str, letter: str) -> float:
        weight = 0.0
        for start in range(len(before) + 1):
            context = before[start:]
            times = self._counts.get(context + letter, 0)
            if times:
                return weight + math.log(times / self._before[context])
            weight += math.log(_BACK)
        return _UNSEEN

    def of_word(self, word: str) -> float:
        """The mean logarithm a letter of a word in small letters, its end counted; 0 for ""."""
        edged = EDGE * (ORDER - 1) + word + EDGE
        steps = range(ORDER - 1, len(edged))
        return sum(self.after(edged[:at], edged[at]) for at in steps) / len(steps) if word else 0.0


def load_letter_model(path: Path) -> LetterModel:
    """The model of a file that `fit_letters.py` wrote; raises ModelError where it is none."""
    import json

    try:
        held = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise ModelError(f"{path}: can't be read ({error}); restore it") from None
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise ModelError(f"{path}: is no letter model of this version; restore it")
    return LetterModel(held["counts"])


@lru_cache(maxsize=1)
def bundled_letter_model() -> LetterModel:
    """The model that comes along, fitted on government texts, news and others."""
    return load_letter_model(bundled_models_folder() / "letters.json.gz")
