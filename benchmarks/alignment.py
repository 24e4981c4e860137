"""Aligners side by side on documents with known beads. One run, one table, the same vectors.

    python benchmarks/alignment.py --data DATA [--set NAME]… [--system NAME]…

A set is a file of lines {"id", "ru": [sentences], "kk": [sentences], "gold": [[[…], […]], …]}. Of
free prose the gold is coarser than sentences, so a second table asks how many sentences are left
unpaired, though nothing is missing, and how many have links only inside their gold unit.
Every sentence is encoded once before anything is timed, and each system gets these vectors.
A third asks what share of the embedding time our scoring and search take.
A system is a function from a document to beads: add one to SYSTEMS.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import align
from align import Bead, Rate, Scores
from align.encode.vectors import encode
from align.types import Tokens

SETS = ("ntrex-dev-clean", "ntrex-dev-news", "ntrex-dev-noisy", "ntrex-dev-reordered")
PROSE = "prose-dev"
OWN_PROSE = Path(__file__).parents[1] / "seeds" / "prose" / "report"  # the model has seen the rest
SIZES = (20, 50, 100, 200)  # sentences a side of the documents that are timed
TIMED = 9  # documents of each size


@dataclass(frozen=True, slots=True)
class Case:
    """A document of a set."""

    name: str
    ru: list[str]
    kk: list[str]
    gold: list[Bead]


class Remembered:
    """An encoder that has all the vectors already."""

    def __init__(self, sentences: Iterable[str], model: str | None) -> None:
        self.live = align.load_encoder(model)  # for timing
        unique = sorted(set(sentences))
        began = time.perf_counter()
        vectors, tokens = encode(unique, self.live)
        self.seconds = time.perf_counter() - began
        self.vectors = dict(zip(unique, vectors, strict=True))
        if tokens is not None:
            self.tokens = dict(zip(unique, tokens, strict=True))
            self.encode_tokens = self._encode_tokens  # an encoder without it has no tokens

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return np.stack([self.vectors[sentence] for sentence in sentences])

    def _encode_tokens(self, sentences: Sequence[str]) -> tuple[np.ndarray, list[Tokens]]:
        return self.encode(sentences), [self.tokens[sentence] for sentence in sentences]


System = Callable[[Case, Remembered], Sequence[Bead]]


def ours(case: Case, encoder: align.Encoder) -> Sequence[Bead]:
    """align.align_sentences with its default options."""
    return align.align_sentences(case.ru, case.kk, encoder=encoder).beads


@dataclass(frozen=True, slots=True)
class VectorsOnly:
    """The same encoder, which does not give its tokens."""

    encoder: Remembered

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return self.encoder.encode(sentences)


def without_tokens(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """The same, of an encoder that gives vectors alone, as sentence-transformers models do."""
    return ours(case, VectorsOnly(encoder))


def in_order(case: Case, encoder: Remembered) -> Sequence[Bead]:
    """The first sentence with the first, the second with the second: what reading is worth."""
    return [Bead(range(i, i + 1), range(i, i + 1)) for i in range(min(len(case.ru), len(case.kk)))]


SYSTEMS: dict[str, System] = {
    "ru-kk-align": ours,
    "without tokens": without_tokens,
    "in order": in_order,
}


def read_cases(path: Path) -> list[Case]:
    cases = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            gold = [Bead(as_range(ru), as_range(kk)) for ru, kk in item["gold"]]
            cases.append(Case(item["id"], item["ru"], item["kk"], gold))
    return cases


def own_prose() -> list[Case]:
    """The documents of OWN_PROSE, split into sentences."""
    return [
        Case(names[0], *(sentences(names[side], side) for side in (0, 1)), gold)
        for names, gold in align.read_beads(OWN_PROSE / "gold.tsv").items()
    ]


def sentences(name: str, side: int) -> list[str]:
    text = (OWN_PROSE / name).read_text("utf-8")
    return [sentence.text for sentence in align.split_text(text, ("ru", "kk")[side])]


def as_range(indexes: Sequence[int]) -> range:
    return range(indexes[0], indexes[-1] + 1) if indexes else range(0)


def report(name: str, system: str, cases: Sequence[Case], encoder: Remembered) -> str:
    began = time.perf_counter()
    found = [SYSTEMS[system](case, encoder) for case in cases]
    seconds = time.perf_counter() - began
    scores = [align.evaluate(case.gold, beads) for case, beads in zip(cases, found, strict=True)]
    total = sum(scores, Scores())
    cells = [name, system]
    for measure in ("bead", "null"):
        rate = getattr(total, measure)
        low, high = align.f1_interval(scores, measure)
        cells.append(f"{100 * rate.precision:.1f} / {100 * rate.recall:.1f}")
        cells.append(f"**{100 * rate.f1:.1f}** ({100 * low:.1f}–{100 * high:.1f})")
        cells.append(f"{rate.right} / {rate.predicted} / {rate.gold}")
    cells.append(f"{100 * total.link.f1:.1f}")
    cells.append(f"{100 * total.vecalign_strict.f1:.1f} / {100 * total.vecalign_lax.f1:.1f}")
    cells.append(f"{seconds:.2f}")
    return "| " + " | ".join(cells) + " |"


def within(case: Case, beads: Sequence[Bead]) -> Rate:
    """Of the sentences with links, those whose links all stay inside their gold unit."""
    unit = [
        {index: at for at, bead in enumerate(case.gold) for index in getattr(bead, side)}
        for side in ("ru", "kk")
    ]
    right = linked = 0
    for bead in beads:
        if bead.usable:
            units = {unit[0][i] for i in bead.ru} | {unit[1][j] for j in bead.kk}
            linked += len(bead.ru) + len(bead.kk)
            right += (len(bead.ru) + len(bead.kk)) * (len(units) == 1)
    return Rate(right, linked, len(case.ru) + len(case.kk))


def report_prose(name: str, system: str, cases: Sequence[Case], encoder: Remembered) -> str:
    found = [SYSTEMS[system](case, encoder) for case in cases]
    rate = sum((within(*both) for both in zip(cases, found, strict=True)), Rate())
    alone = rate.gold - rate.predicted
    return (
        f"| {name} | {system} | {alone} of {rate.gold}, **{100 * alone / rate.gold:.1f}%** "
        f"| {100 * rate.precision:.1f} / {100 * rate.recall:.1f} | **{100 * rate.f1:.1f}** |"
    )


def joined(cases: Sequence[Case], size: int) -> list[Case]:
    """TIMED documents of `size` sentences a side, neighbours run together; their gold is lost."""
    ru, kk = (
        [text for case in cases for text in case.ru],
        [text for case in cases for text in case.kk],
    )
    last = min(len(ru), len(kk)) - size
    starts = [round(at * last / (TIMED - 1)) for at in range(TIMED)]
    return [Case("", ru[at : at + size], kk[at : at + size], []) for at in starts]


def report_speed(cases: Sequence[Case], encoder: Remembered) -> str:
    """The row of documents of one size; `encoder` has them."""
    embedding, rest = [], []
    for case in cases:
        began = time.perf_counter()
        encode([*case.ru, *case.kk], encoder.live)
        between = time.perf_counter()
        ours(case, encoder)
        embedding.append(between - began)
        rest.append(time.perf_counter() - between)
    share = statistics.median(b / a for a, b in zip(embedding, rest, strict=True))
    cells = [str(len(cases[0].ru)), str(len(cases))]
    cells += [f"{1000 * statistics.median(times):.0f}" for times in (embedding, rest)]
    return "| " + " | ".join([*cells, f"**{100 * share:.0f}%**"]) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds benchmark/")
    parser.add_argument("--set", action="append", help="a set's name; all if left out, and prose")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="all if left out")
    parser.add_argument("--model", help="an encoder instead of the embedded one")
    args = parser.parse_args()
    sets = {
        name: read_cases(args.data / "benchmark" / f"{name}.jsonl") for name in args.set or SETS
    }
    prose = {}
    if not args.set:
        prose = {
            PROSE: read_cases(args.data / "benchmark" / f"{PROSE}.jsonl"),
            "seeds/prose/report": own_prose(),
        }
    every = [case for cases in (sets | prose).values() for case in cases]
    texts = {text for case in every for text in (*case.ru, *case.kk)}
    encoder = Remembered(texts, args.model)
    print(f"{len(texts)} different sentences embedded in {encoder.seconds:.1f} s\n")
    titles = (
        "set", "system", "bead P / R", "bead F1 (95%)", "right / found / gold",
        "null P / R", "null F1 (95%)", "right / found / gold", "link F1",
        "vecalign strict / lax F1", "s without embedding",
    )  # fmt: skip
    print("| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
    for name, cases in sets.items():
        for system in args.system or SYSTEMS:
            print(report(name, system, cases, encoder), flush=True)
    if prose:
        titles = ("free prose", "system", "left unpaired", "within their unit P / R", "F1")
        print("\n| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
    for name, cases in prose.items():
        for system in args.system or SYSTEMS:
            print(report_prose(name, system, cases, encoder), flush=True)
    titles = ("sentences a side", "documents", "embedding ms", "scoring and search ms", "share")
    print("\n| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
    for size in SIZES:
        timed = joined([case for cases in sets.values() for case in cases], size)
        print(report_speed(timed, encoder), flush=True)


if __name__ == "__main__":
    main()
