"""Documents with known beads: out of files, our own prose, or made of fitting texts."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import align
from align import Bead

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models.build import documents  # noqa: E402 (they lie with the build scripts)
from models.build.corpus import add_data_argument  # noqa: E402, F401 (for the benchmarks)

FILES = ("ntrex-dev-clean", "ntrex-dev-news", "ntrex-dev-noisy", "ntrex-dev-reordered")
PROSE_FILE = "prose-dev"
OWN_PROSE = ROOT / "seeds" / "prose" / "report"  # the model has seen the rest
# Sources that documents are made of, by the name of the set. The models are fitted on these texts,
# in other documents: of the sets that they make only the peers' figures tell of new texts.
MADE = {
    "made of FLORES": "flores-devtest",
    "made of the Declaration": "udhr",
    "made of government and news": "apertium_corpus_filtered",
    "made of development goals": "sdg",
    "made of mixed texts": "apertium_texts text-2",
}
DOCUMENTS = 20  # of each
SEED = 2026  # no fit has it


@dataclass(frozen=True, slots=True)
class Case:
    """A document of a set."""

    name: str
    ru: list[str]
    kk: list[str]
    gold: list[Bead]


def read_cases(path: Path) -> list[Case]:
    cases = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            gold = [Bead(as_range(ru), as_range(kk)) for ru, kk in item["gold"]]
            cases.append(Case(item["id"], item["ru"], item["kk"], gold))
    return cases


def as_range(indexes: Sequence[int]) -> range:
    return range(indexes[0], indexes[-1] + 1) if indexes else range(0)


def own_prose() -> list[Case]:
    """The documents of OWN_PROSE, split into sentences."""
    return [
        Case(names[0], *(sentences(names[side], side) for side in (0, 1)), gold)
        for names, gold in align.read_beads(OWN_PROSE / "gold.tsv").items()
    ]


def sentences(name: str, side: int) -> list[str]:
    text = (OWN_PROSE / name).read_text("utf-8")
    return [sentence.text for sentence in align.split_text(text, ("ru", "kk")[side])]


def made_sets(data: Path) -> dict[str, list[Case]]:
    """DOCUMENTS of each of MADE, with noise as `models/build/documents.py` draws it."""
    every = documents.sources(data)
    return {name: made_cases(every[source]) for name, source in MADE.items()}


def made_cases(source: Sequence[documents.Unit]) -> list[Case]:
    rng = random.Random(SEED)
    exact = [unit for unit in source if unit.exact]
    cases: list[Case] = []
    while len(cases) < DOCUMENTS:
        made = documents.make(exact, rng)
        if made.ru and made.kk:
            cases.append(Case(str(len(cases)), made.ru, made.kk, made.pairs()))
    return cases
