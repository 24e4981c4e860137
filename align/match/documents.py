"""Two heaps of documents, start to end: which of them belong together, and how surely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Unpack

from align.corpus.sources import Fault, refuse
from align.encode.load import load_encoder
from align.encode.vectors import quiet
from align.match.agreement import Agreement, agreement
from align.match.assignment import assigned
from align.match.candidates import Candidates, candidates
from align.match.collection import Collection, Documents, encoded, read_collections
from align.match.model import features, probabilities
from align.scoring.spans import Floats
from align.text.load import OldReadKeywords, read_options
from align.types import Encoder, ReadOptions

if TYPE_CHECKING:
    import pandas as pd

# Where a wrong pair counts twice as much as a missed one (F0.5), all from 0.75 to 0.85 serve best
# on made documents left out of the fit: 0.969.
MIN_SCORE = 0.8


class Match(NamedTuple):
    """Two documents that belong together, or one without partner and what it is most like.

    `score` is the probability, 0 to 1, that the two belong together. `note` is empty for a pair;
    else why there is none for the document: `low-score`, the likeliest partner is too unlikely;
    `taken`, the likeliest partner belongs to another document; `unpaired`, what it is most like
    is far more like others, and the other name is empty.
    """

    ru_doc: str
    kk_doc: str
    score: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """Which documents belong together, and a row for each document that has no partner.

    Each document that could be read is in exactly one row of its side, in the order given.
    """

    pairs: tuple[Match, ...]
    ru_rest: tuple[Match, ...]
    kk_rest: tuple[Match, ...]

    @property
    def rest(self) -> tuple[Match, ...]:
        """The rows of the documents without partner, Russian ones first."""
        return self.ru_rest + self.kk_rest

    def to_frame(self) -> pd.DataFrame:
        """A DataFrame of pairs and rest, columns ru_doc kk_doc score note."""
        import pandas as pd

        return pd.DataFrame([*self.pairs, *self.rest], columns=list(Match._fields))


def match_documents(  # noqa: PLR0913 (all but the two sides have good defaults)
    ru: Documents,
    kk: Documents,
    *,
    encoder: Encoder | None = None,
    min_score: float = MIN_SCORE,
    reading: ReadOptions | None = None,
    on_error: Callable[[Fault], object] | None = None,
    **deprecated: Unpack[OldReadKeywords],
) -> Matches:
    """Which Russian and Kazakh documents are versions of each other; one has one partner or none.

    Each side is a folder, of which all files are read, also below subfolders, or a mapping from
    names to documents: `Path`s, texts (str) or lists of sentences. Give the same folder twice where
    it holds both languages: the text says which it is. `min_score`, 0 to 1: pairs less probable
    are not made. With a `cached_encoder` the vectors are at hand when the pairs are aligned.
    `reading` says how files and texts are read; the keywords presplit, ru_encoding and kk_encoding
    are deprecated.

    `on_error` is called with each document that can't be read or is in the wrong language, as a
    `Fault`, and the document left out; without it that raises InputError. Raises InputError where
    a folder is missing, LanguageError where the sides are swapped, ModelError when there is no
    usable encoder. No documents, no pairs.

    >>> ru = {"a": "Сегодня в Астане выпал первый снег. Дороги расчистили к утру.",
    ...       "b": "Министр встретился с учителями."}
    >>> kk = {"x": "Бүгін Астанада алғашқы қар жауды. Жолдар таңға дейін тазартылды."}
    >>> [(pair.ru_doc, pair.kk_doc) for pair in match_documents(ru, kk).pairs]
    [('a', 'x')]
    """
    if not 0 <= min_score <= 1:
        raise ValueError(f"min_score is {min_score}; it is a probability, 0 to 1")
    sides = read_collections(ru, kk, read_options(reading, deprecated), on_error or refuse)
    ru_side, kk_side = encoded(sides, quiet(encoder or load_encoder()))
    found = candidates(ru_side, kk_side)
    seen = features(found, _agreements(found, ru_side, kk_side), ru_side, kk_side)
    return _matches(found, probabilities(seen), ru_side, kk_side, min_score)


def _agreements(found: Candidates, ru: Collection, kk: Collection) -> list[Agreement]:
    from tqdm import tqdm

    pairs = zip(*(side.tolist() for side in found.index), strict=True)
    shown = tqdm(pairs, "aligning", total=len(found), unit=" candidates", disable=None, delay=2)
    return [agreement(ru, i, kk, j) for i, j in shown]


def _matches(
    found: Candidates, scores: Floats, ru: Collection, kk: Collection, min_score: float
) -> Matches:
    """The pairs that are made of the candidates, and the documents that are left."""
    every = [
        Match(ru.names[i], kk.names[j], score)
        for i, j, score in zip(*found.index, scores.tolist(), strict=True)
    ]
    pairs = [every[at] for at in assigned(found.index.ru, found.index.kk, scores, min_score)]
    ru_left, kk_left = dict.fromkeys(ru.names), dict.fromkeys(kk.names)
    for one in pairs:
        del ru_left[one.ru_doc], kk_left[one.kk_doc]
    ru_best, kk_best = {}, {}
    for one in sorted(every, key=lambda one: one.score):  # the best comes last, and stays
        left = one._replace(note="taken" if one.score >= min_score else "low-score")
        ru_best[one.ru_doc] = kk_best[one.kk_doc] = left
    return Matches(
        tuple(pairs),
        tuple(ru_best.get(name, Match(name, "", 0.0, "unpaired")) for name in ru_left),
        tuple(kk_best.get(name, Match("", name, 0.0, "unpaired")) for name in kk_left),
    )
