"""The aligners that are compared, each a function from a document to beads, and their settings.

To add one, write the function and a row of SYSTEMS. A peer is used as the package that its authors
publish (`pip install -r benchmarks/peers.txt`); one that is not installed is left out and named.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module, metadata

import numpy as np

import align
from align import Bead
from align.encode.vectors import encode
from align.types import Tokens
from sets import Case, as_range

BATCH = 256  # texts whose embedding is timed together
Settings = Mapping[str, float]


class Remembered:
    """An encoder that embeds each text once, and counts what a system asks for.

    `asked`: texts; `seconds`: what embedding these took, whenever that was; `spent`: the seconds of
    all embedding so far.
    """

    def __init__(self, model: str | None) -> None:
        self.live = align.load_encoder(model)
        self.vectors: dict[str, np.ndarray] = {}
        self.tokens: dict[str, Tokens] = {}
        self.cost: dict[str, float] = {}
        self.asked, self.seconds, self.spent = 0, 0.0, 0.0
        if isinstance(self.live, align.TokenEncoder):
            self.encode_tokens = self._encode_tokens  # an encoder without it has no tokens

    def learn(self, texts: Iterable[str], *, tokens: bool = False) -> None:
        """Embeds what is not known yet, short texts together, as every encoder does."""
        known = self.tokens if tokens and hasattr(self, "encode_tokens") else self.vectors
        new = sorted({*texts} - known.keys(), key=len)
        for first in range(0, len(new), BATCH):
            batch = new[first : first + BATCH]
            began = time.perf_counter()
            if tokens:
                vectors, found = encode(batch, self.live)
                self.tokens |= zip(batch, found or [], strict=bool(found))
            else:
                vectors = self.live.encode(batch)
            spent = time.perf_counter() - began
            self.spent += spent
            self.vectors |= zip(batch, vectors, strict=True)
            characters = max(sum(map(len, batch)), 1)
            self.cost |= ((text, spent * len(text) / characters) for text in batch)

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        self.learn(sentences)
        self.asked += len(sentences)
        self.seconds += sum(self.cost[sentence] for sentence in sentences)
        return np.stack([self.vectors[sentence] for sentence in sentences])

    def _encode_tokens(self, sentences: Sequence[str]) -> tuple[np.ndarray, list[Tokens]]:
        self.learn(sentences, tokens=True)  # what is seen of a damaged text is another text
        return self.encode(sentences), [self.tokens[sentence] for sentence in sentences]


@dataclass(frozen=True, slots=True)
class VectorsOnly:
    """The same encoder, which does not give its tokens."""

    encoder: Remembered

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return self.encoder.encode(sentences)


@dataclass(frozen=True, slots=True)
class Centred:
    """The same encoder; what all texts of a call have in common is taken away, as we do it."""

    encoder: Remembered

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        vectors = self.encoder.encode(sentences)
        return vectors - vectors.mean(axis=0)


def ours(case: Case, encoder: align.Encoder) -> Sequence[Bead]:
    """align.align_sentences with its default options."""
    return align.align_sentences(case.ru, case.kk, encoder=encoder).beads


def without_tokens(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """The same as `ours`, of an encoder that gives vectors alone, as most do."""
    return ours(case, VectorsOnly(encoder))


def pairs_alone(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """The same as `ours`, without beads of low score: what `align files` writes to the pairs."""
    return [bead for bead in ours(case, encoder) if bead.usable]


def in_order(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """The first sentence with the first, the second with the second: what reading is worth."""
    n, m = len(case.ru), len(case.kk)
    both = min(n, m)
    return [
        *(Bead(range(i, i + 1), range(i, i + 1)) for i in range(both)),
        *(Bead(range(i, i + 1), range(both, both)) for i in range(both, n)),
        *(Bead(range(both, both), range(j, j + 1)) for j in range(both, m)),
    ]


def sentweave(
    case: Case, encoder: Remembered, *, centred: bool = False, **settings: float
) -> Sequence[Bead]:
    """vecalign's search (Thompson and Koehn 2019), which embeds every run of sentences."""
    package = import_module("sentweave")
    result = package.align(
        case.ru, case.kk, encoder=Centred(encoder) if centred else encoder, **settings
    )
    return [Bead(as_range(one.src_indices), as_range(one.tgt_indices)) for one in result.alignments]


def galechurch(
    case: Case, encoder: Remembered, *, alone: float = 450, **settings: float
) -> Sequence[Bead]:
    """Lengths alone (Gale and Church 1993); `alone`: what a sentence without partner costs."""
    package = import_module("galechurch")
    costs = {(1, 0): alone, (0, 1): alone}
    return [
        Bead(range(one.source_start, one.source_end), range(one.target_start, one.target_end))
        for one in package.align(case.ru, case.kk, bead_costs=costs, **settings).beads
    ]


@dataclass(frozen=True, slots=True)
class System:
    """An aligner; `package` is what must be installed, `grid` the values of its settings.

    The first value of each is the default.
    """

    run: Callable[..., Sequence[Bead]]
    package: str = "ru-kk-align"
    grid: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def version(self) -> str | None:
        """The version installed, None if none is."""
        try:
            return metadata.version(self.package)
        except metadata.PackageNotFoundError:
            return None

    def settings(self) -> Iterator[Settings]:
        """Every combination of the grid, the defaults first."""
        for values in itertools.product(*self.grid.values()):
            yield dict(zip(self.grid, values, strict=True))


SYSTEMS: dict[str, System] = {
    "ru-kk-align": System(ours),
    "ru-kk-align, pairs file": System(pairs_alone),
    "ru-kk-align, no tokens": System(without_tokens),
    "sentweave": System(
        sentweave,
        "sentweave",
        {
            "alignment_max_size": (8, 6, 4),
            "del_percentile_frac": (0.2, 0.02, 0.05, 0.1, 0.3, 0.4),
            "centred": (False, True),
        },
    ),
    "galechurch": System(
        galechurch,
        "galechurch",
        {
            "mean_xy": (1.0, 0.953),  # the second: characters of FLORES-200 devtest
            "variance_xy": (6.8, 3.4, 13.6, 27.2),
            "alone": (450, 225, 900),
        },
    ),
    "in order": System(in_order),
}
# Aligners that no package registry has: there is nothing to install and run.
NOT_TO_BE_HAD = {
    "bertalign": "not in the package registry; it also asks a web service for the language",
    "hunalign": "neither a Python package nor one of Debian's",
    "SentAlign": "not in the package registry; `sentalign` there is an earlier sentweave",
}
