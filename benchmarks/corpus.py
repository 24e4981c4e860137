"""Many documents at once: speed and quality beside a loop and the usual way; peak memory.

    pip install -r benchmarks/peers.txt
    python benchmarks/corpus.py --data DATA [--documents N] [--memory]

Speed: the same documents and weights for all, in one run; of each noise other documents, since what
two of them share is embedded once. `align corpus` and a loop over `align_files` read files and are
run whole in each round; of the usual way, which takes minutes, each round has a part of the
documents, so that a change of the machine's speed hits all alike. The usual way is vecalign's
search (sentweave) over every run of 1 to 4 sentences, embedded by sentence-transformers in float32.

Memory (`--memory`): the command in a process of its own on more and more documents, of a few
sentences each. These are in a cache, so that it takes minutes rather than hours.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import align
from align.corpus.sources import sources_from_folders
from align.encode.models import MODEL_NAME
from align.resources import bundled_models_folder
from align.types import ReadOptions
from sets import FILES, Case, add_data_argument, read_cases
from systems import SYSTEMS, sentweave

from models.build.dequantise import as_sentence_transformer  # isort: skip (sets says where it is)


ROUNDS = 5
RUNS = 4  # sentences of the longest run that the usual way embeds
SIZES = (1000, 5000, 20_000)  # documents of the measurement of memory …
SHORT = 4  # … and sentences on each of their sides, at most

# Prints what a process needed at most, in KB.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def write_folders(cases: Sequence[Case], folder: Path) -> tuple[Path, Path]:
    """The documents as files of a sentence a line."""
    sides = folder / "ru", folder / "kk"
    for side in sides:
        side.mkdir(parents=True)
    for at, case in enumerate(cases):
        for side, texts in zip(sides, (case.ru, case.kk), strict=True):
            (side / f"{at:06}.txt").write_text("\n".join(texts), "utf-8")
    return sides


def by_corpus(ru: Path, kk: Path, out: Path) -> None:
    align.build_corpus(
        sources_from_folders(ru, kk), out, reading=ReadOptions(presplit=True), fresh=True
    )


def by_loop(ru: Path, kk: Path) -> list[align.Alignment]:
    names = sorted(path.name for path in ru.iterdir())
    return [
        align.align_files(ru / name, kk / name, reading=ReadOptions(presplit=True))
        for name in names
    ]


def scores_of(cases: Sequence[Case], found: Sequence[Sequence[align.Bead]]) -> str:
    scores = align.evaluate_each([case.gold for case in cases], found)
    low, high = align.f1_interval(scores, "bead")
    rate = sum(scores, align.Scores()).bead
    f1 = f"**{100 * rate.f1:.1f}** ({100 * low:.1f}–{100 * high:.1f})"
    return f"{f1} | {rate.right} / {rate.predicted} / {rate.gold}"


def speed(cases: Sequence[Case], folder: Path) -> None:
    ru, kk = write_folders(cases, folder)
    out = folder / "out"
    peer = SYSTEMS["sentweave"].version
    usual = as_sentence_transformer(bundled_models_folder() / MODEL_NAME) if peer else None
    align.align_sentences(["Иә."], ["Да."])  # the models are loaded
    seconds: dict[str, list[float]] = {"corpus": [], "loop": [], "usual": []}
    found: dict[int, Sequence[align.Bead]] = {}
    for part in (range(at, len(cases), ROUNDS) for at in range(ROUNDS)):
        began = time.perf_counter()
        by_corpus(ru, kk, out)
        seconds["corpus"].append(time.perf_counter() - began)
        began = time.perf_counter()
        looped = by_loop(ru, kk)
        seconds["loop"].append(time.perf_counter() - began)
        began = time.perf_counter()
        for at in part if usual else ():
            found[at] = sentweave(cases[at], usual, alignment_max_size=RUNS)
        seconds["usual"].append(time.perf_counter() - began)
        print(".", end="", file=sys.stderr, flush=True)
    sentences = sum(len(case.ru) + len(case.kk) for case in cases)
    ours = align.read_beads(out / "pairs-00000.tsv")
    names = [(f"{at:06}.txt",) * 2 for at in range(len(cases))]
    beads = {
        "corpus": [ours.get(name, []) for name in names],
        "loop": [one.pairs for one in looped],
        "usual": [found[at] for at in sorted(found)],
    }
    took = {name: statistics.median(each) for name, each in seconds.items()}
    took["usual"] = sum(seconds["usual"])
    titles = {
        "corpus": "`align corpus`",
        "loop": "a loop over `align_files`",
        "usual": f"the usual way, runs of up to {RUNS} (sentweave {peer})",
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"\n{len(cases)} documents, {sentences} sentences; {machine}\n")
    print("| system | documents/s | sentences/s | × the usual way | bead F1 (95%) | ", end="")
    print("right / found / gold |\n" + "|---" * 6 + "|")
    for name, title in titles.items():
        if name == "usual" and not usual:
            print(f"| {title} | not installed | | | | |")
            continue
        times = f"{took['usual'] / took[name]:.1f}" if usual else ""
        rate = f"{len(cases) / took[name]:.2f} | {sentences / took[name]:.0f} | {times}"
        print(f"| {title} | {rate} | {scores_of(cases, beads[name])} |")


def shortened(case: Case) -> Case:
    return Case(case.name, case.ru[:SHORT], case.kk[:SHORT], [])


def memory(cases: Sequence[Case], folder: Path) -> None:
    print("\n| documents | sentences | seconds | peak memory, MB |\n|---|---|---|---|")
    for size in (len(cases), *SIZES):  # the first one fills the cache
        many = [shortened(cases[at % len(cases)]) for at in range(size)]
        ru, kk = write_folders(many, folder / str(size))
        command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "align.cli", "corpus"]
        command += ["--ru", str(ru), "--kk", str(kk), "-o", str(folder / f"out{size}")]
        command += ["--presplit", "--cache", str(folder / "cache")]
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        took = time.perf_counter() - began
        sentences = sum(len(case.ru) + len(case.kk) for case in many)
        print(f"| {size} | {sentences} | {took:.0f} | {int(done.stdout) / 1024:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_argument(parser, "benchmark")
    parser.add_argument("--documents", type=int, default=10, help="of each set; 10 if left out")
    parser.add_argument("--memory", action="store_true", help="measure memory instead of speed")
    args = parser.parse_args()
    sets = [read_cases(args.data / "benchmark" / f"{name}.jsonl") for name in FILES]
    with tempfile.TemporaryDirectory() as folder:
        if args.memory:
            memory([case for cases in sets for case in cases], Path(folder))
        else:
            # the sets are made of the same documents: of each other ones
            own = [cases[at :: len(sets)][: args.documents] for at, cases in enumerate(sets)]
            speed([case for cases in own for case in cases], Path(folder))


if __name__ == "__main__":
    main()
