"""The training pairs: which rows of the data folder are used, cleaned, and in what order."""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable
from pathlib import Path

# l10n is program messages: useful for breadth, but it must not drown the prose.
PROSE = ("apertium_corpus_filtered", "sdg", "tatoeba", "apertium_texts")
MESSAGES = "l10n"
MESSAGE_WORDS = 5  # Russian words that a program message needs to be worth learning from
SHIFTED = ("text-2", 85, 150)  # rows of apertium_texts whose two sides belong to other lines

MARKUP = re.compile(r"[<>{}\\]|%[\w$(]|&\w|\w_\w|[|=]{2}")
LENGTH_RATIO = 2.5  # characters of the longer side to the shorter; beyond: not a translation


def data_folder(*parts: str) -> Callable[[str], Path]:
    """The `type` of an argument of argparse: a data folder that holds these folders."""

    def checked(text: str) -> Path:
        for part in parts:
            if not (Path(text) / part).is_dir():
                raise argparse.ArgumentTypeError(
                    f"{text} holds no folder {part}/; `benchmarks/README.md` says what DATA is"
                )
        return Path(text)

    return checked


def add_data_argument(parser: argparse.ArgumentParser, *parts: str) -> None:
    """Adds `--data`, a data folder that must be given and hold these folders."""
    help = f"holds {' and '.join(f'{part}/' for part in parts)}"
    parser.add_argument("--data", type=data_folder(*parts), required=True, help=help)


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def is_shifted(row: dict[str, str], place: int) -> bool:
    doc, first, last = SHIFTED
    return row["doc"] == doc and first <= place <= last


def is_usable(ru: str, kk: str) -> bool:
    """Whether the pair can be a translation worth learning from."""
    if not ru or not kk or ru == kk or MARKUP.search(ru + kk):
        return False
    short, long = sorted((len(ru), len(kk)))
    return long <= LENGTH_RATIO * short + 20


def training_pairs(data: Path) -> list[tuple[str, str]]:
    """Pairs (Russian, Kazakh), each Russian and each Kazakh text at most once."""
    pairs = []
    for name in (*PROSE, MESSAGES):
        places: dict[str, int] = {}
        for row in read_rows(data / "train" / f"{name}.tsv"):
            places[row["doc"]] = places.get(row["doc"], 0) + 1
            if name == "apertium_texts" and is_shifted(row, places[row["doc"]]):
                continue
            ru, kk = row["ru"].strip(), row["kk"].strip()
            if name == MESSAGES:
                ru, kk = ru.replace("_", ""), kk.replace("_", "")  # marks of menu letters
                if len(ru.split()) < MESSAGE_WORDS:
                    continue
            if is_usable(ru, kk):
                pairs.append((ru, kk))
    return without_repeats(pairs)


def without_repeats(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first pair of each text, on either side: a repeat in a batch is a false negative."""
    seen_ru, seen_kk, kept = set(), set(), []
    for ru, kk in pairs:
        key_ru, key_kk = ru.casefold(), kk.casefold()
        if key_ru not in seen_ru and key_kk not in seen_kk:
            seen_ru.add(key_ru)
            seen_kk.add(key_kk)
            kept.append((ru, kk))
    return kept
