"""Aligners side by side on documents with known beads. One run, one table, the same vectors.

    python benchmarks/alignment.py --data DATA [--set NAME]… [--system NAME]…

A set is a file of lines {"id", "ru": [sentences], "kk": [sentences], "gold": [[[…], […]], …]}.
Every sentence is encoded once before anything is timed, and each system gets these vectors.
A system is a function from a document to beads: add one to SYSTEMS.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import align
from align import Bead, Scores

SETS = ("ntrex-dev-clean", "ntrex-dev-news", "ntrex-dev-noisy", "ntrex-dev-reordered")
DRAWS = 1000  # bootstrap samples of documents for a 95% interval
SEED = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A document of a set."""

    name: str
    ru: list[str]
    kk: list[str]
    gold: list[Bead]


class Remembered:
    """An encoder that has all the vectors already."""

    def __init__(self, sentences: Sequence[str], model: str | None) -> None:
        unique = sorted(set(sentences))
        began = time.perf_counter()
        vectors = align.load_encoder(model).encode(unique)
        self.seconds = time.perf_counter() - began
        self.vectors = dict(zip(unique, vectors, strict=True))

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return np.stack([self.vectors[sentence] for sentence in sentences])


System = Callable[[Case, Remembered], Sequence[Bead]]


def ours(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """align.align_sentences with its default options."""
    return align.align_sentences(case.ru, case.kk, encoder=encoder).beads


def in_order(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """The first sentence with the first, the second with the second: what reading is worth."""
    return [Bead(range(i, i + 1), range(i, i + 1)) for i in range(min(len(case.ru), len(case.kk)))]


SYSTEMS: dict[str, System] = {"ru-kk-align": ours, "in order": in_order}


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


def interval(scores: Sequence[Scores], measure: str) -> tuple[float, float]:
    """95% bootstrap interval of an F1 over documents."""
    rng = random.Random(SEED)
    drawn = []
    for _ in range(DRAWS):
        sample = sum(rng.choices(scores, k=len(scores)), Scores())
        drawn.append(getattr(sample, measure).f1)
    cuts = statistics.quantiles(drawn, n=40)
    return cuts[0], cuts[-1]


def report(name: str, system: str, cases: Sequence[Case], encoder: Remembered) -> str:
    began = time.perf_counter()
    found = [SYSTEMS[system](case, encoder) for case in cases]
    seconds = time.perf_counter() - began
    scores = [align.evaluate(case.gold, beads) for case, beads in zip(cases, found, strict=True)]
    total = sum(scores, Scores())
    cells = [name, system]
    for measure in ("bead", "null"):
        rate = getattr(total, measure)
        low, high = interval(scores, measure)
        cells.append(f"{100 * rate.precision:.1f} / {100 * rate.recall:.1f}")
        cells.append(f"**{100 * rate.f1:.1f}** ({100 * low:.1f}–{100 * high:.1f})")
        cells.append(f"{rate.right} / {rate.predicted} / {rate.gold}")
    cells.append(f"{100 * total.link.f1:.1f}")
    cells.append(f"{100 * total.vecalign_strict.f1:.1f} / {100 * total.vecalign_lax.f1:.1f}")
    cells.append(f"{seconds:.2f}")
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds benchmark/")
    parser.add_argument("--set", action="append", help="a set's name; all if left out")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="all if left out")
    parser.add_argument("--model", help="an encoder instead of the embedded one")
    args = parser.parse_args()
    sets = {
        name: read_cases(args.data / "benchmark" / f"{name}.jsonl") for name in args.set or SETS
    }
    sentences = [text for cases in sets.values() for case in cases for text in (*case.ru, *case.kk)]
    encoder = Remembered(sentences, args.model)
    print(f"{len(set(sentences))} different sentences embedded in {encoder.seconds:.1f} s\n")
    titles = (
        "set", "system", "bead P / R", "bead F1 (95%)", "right / found / gold",
        "null P / R", "null F1 (95%)", "right / found / gold", "link F1",
        "vecalign strict / lax F1", "s without embedding",
    )  # fmt: skip
    print("| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
    for name, cases in sets.items():
        for system in args.system or SYSTEMS:
            print(report(name, system, cases, encoder), flush=True)


if __name__ == "__main__":
    main()
