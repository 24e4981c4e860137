"""How probable it is that two documents belong together: features and their weights."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from align.match.agreement import Agreement
from align.match.candidates import Candidates, Indexes
from align.match.collection import Collection
from align.resources import bundled_models_folder
from align.scoring.networks import Network, probability, read_network, read_whole_model
from align.scoring.spans import KK_LENGTH, Floats

FEATURES = (
    "likeness",
    "ru_lead",
    "kk_lead",
    "least_lead",
    "least_share",  # of the two sides' shares in pairs
    "most_share",
    "pairs",  # log of 1 + the expected pairs
    "nearest",  # cosine of a sentence to the nearest of the other side
    "ru_share_lead",  # mean share over that of the best other candidate of the Russian document
    "kk_share_lead",
    "uneven",  # log of the longer side's characters over the shorter's
    "size",  # log of the sentences of the side that has fewer
)


def features(
    found: Candidates, agreements: Sequence[Agreement], ru: Collection, kk: Collection
) -> Floats:
    """What is seen of each candidate, float32 (c, FEATURES)."""
    shares = np.array([tuple(one.share) for one in agreements], np.float32).reshape(-1, 2)
    mean = shares.mean(axis=1) if len(shares) else shares[:, 0]
    lengths = [
        np.array([max(side.lengths(at).sum(), 1) for at in places], np.float32)
        for side, places in zip((ru, kk), found.index, strict=True)
    ]
    sizes = [
        np.minimum(len(ru.sentences[i]), len(kk.sentences[j]))
        for i, j in zip(*found.index, strict=True)
    ]
    columns = (
        found.likeness,
        found.lead.ru,
        found.lead.kk,
        np.minimum(found.lead.ru, found.lead.kk),
        shares.min(axis=1),
        shares.max(axis=1),
        np.log1p([one.pairs for one in agreements]),
        np.array([one.nearest for one in agreements]),
        mean - _rivals(found.index.ru, found.page.kk, mean),
        mean - _rivals(found.index.kk, found.page.ru, mean),
        np.abs(np.log(lengths[0] * np.float32(KK_LENGTH) / lengths[1])),
        np.log(np.maximum(sizes, 1)),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _rivals(places: Indexes, pages: Indexes, values: Floats) -> Floats:
    """The highest value of a candidate of the same document with another page, or 0: (c,)."""
    best: dict[int, dict[int, float]] = {}
    rows = list(zip(places.tolist(), pages.tolist(), values.tolist(), strict=True))
    for place, page, value in rows:
        own = best.setdefault(place, {})
        own[page] = max(own.get(page, 0.0), value)
    others = [
        max((value for other, value in best[place].items() if other != page), default=0.0)
        for place, page, _ in rows
    ]
    return np.array(others, np.float32)


def probabilities(seen: Floats) -> Floats:
    """Features (c, FEATURES) → how probable it is that each pair belongs together, (c,)."""
    return probability(bundled_match_model()(seen))


@lru_cache(maxsize=1)
def bundled_match_model() -> Network:
    """The bundled model."""
    return load_match_model(bundled_models_folder() / "match.json")


def load_match_model(path: Path) -> Network:
    """The model of a file; raises ModelError when it is missing or of another kind."""
    return read_whole_model(path, "match model", lambda data: read_network(data, FEATURES))
