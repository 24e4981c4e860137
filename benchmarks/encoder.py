"""Encoders side by side: retrieval of translations, speed, start-up, size. One run, one table.

    python benchmarks/encoder.py --data DATA [--model NAME]…

`plain` and `margin` P@1, ru→kk / kk→ru: models/build/retrieval.py says what they are.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import align
from align.encode.embedded import OnnxEncoder
from align.encode.load import SentenceTransformerEncoder
from align.encode.models import MODEL_NAME
from align.resources import bundled_models_folder

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from models.build.corpus import add_data_argument
from models.build.dequantise import as_sentence_transformer
from models.build.retrieval import SETS, read_pairs, retrieval

# Timing: every system in turn on the same sentences, other ones each round, so that a change of
# the machine's speed hits all alike.
ROUNDS = 15
TIMED = 128  # sentences a round


@dataclass(frozen=True, slots=True)
class System:
    """A row of the table."""

    name: str
    load: Callable[[], align.Encoder]
    megabytes: float


def folder_size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def same_weights() -> align.Encoder:
    return SentenceTransformerEncoder(as_sentence_transformer(bundled_models_folder() / MODEL_NAME))


def systems(named: list[str]) -> list[System]:
    folder = bundled_models_folder() / MODEL_NAME
    size = folder_size(folder)
    rows = [
        System(f"{MODEL_NAME} (int8, onnxruntime)", lambda: OnnxEncoder(folder), size),
        System("the same weights in sentence-transformers, fp32", same_weights, 4 * size),
    ]
    for name in named:
        megabytes = folder_size(Path(name)) if Path(name).is_dir() else float("nan")
        rows.append(System(name, lambda name=name: align.load_encoder(name), megabytes))
    return rows


def timed(encoder: align.Encoder, texts: list[str]) -> float:
    began = time.perf_counter()
    encoder.encode(texts)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_argument(parser, "benchmark")
    parser.add_argument("--model", action="append", default=[], help="a further model; repeatable")
    args = parser.parse_args()
    pairs = {name: read_pairs(args.data, name) for name in SETS}
    texts = [text for sides in pairs.values() for side in sides for text in side]
    random.Random(0).shuffle(texts)
    chosen = systems(args.model)
    loaded, start_up = {}, {}
    for system in chosen:
        began = time.perf_counter()
        loaded[system.name] = system.load()
        loaded[system.name].encode(texts[:1])
        start_up[system.name] = time.perf_counter() - began
    seconds: dict[str, list[float]] = {system.name: [] for system in chosen}
    for first in range(0, ROUNDS * TIMED, TIMED):
        for system in chosen:
            part = texts[first : first + TIMED]
            seconds[system.name].append(timed(loaded[system.name], part))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores; medians of {ROUNDS} × {TIMED} sentences\n"
    )
    titles = [f"{name} {kind}" for name in SETS for kind in ("plain", "margin")]
    print("| system | " + " | ".join(titles) + " | sentences/s | × fp32 | start-up s | MB |")
    print("|---" * (len(titles) + 5) + "|")
    reference = seconds[chosen[1].name]
    for system in chosen:
        cells = []
        for name in SETS:
            found = retrieval(loaded[system.name], *pairs[name])
            cells += ["{:.3f} / {:.3f}".format(*found[kind]) for kind in ("plain", "margin")]
        own = seconds[system.name]
        ratios = [theirs / ours for theirs, ours in zip(reference, own, strict=True)]
        cells += [f"{TIMED / statistics.median(own):.0f}", f"{statistics.median(ratios):.2f}"]
        cells += [f"{start_up[system.name]:.1f}", f"{system.megabytes:.0f}"]
        print(f"| {system.name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
