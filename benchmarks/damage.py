"""How well damaged documents are aligned, with repair and without.

    python benchmarks/damage.py --data DATA

NTREX documents with exact gold beads, damaged in each way that `damages.py` holds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tqdm import tqdm

import align
from align.encode.vectors import quiet
from align.pipeline import encode_sides, encoded_beads
from align.text.sentences import given_sentences
from align.text.split import as_sentences
from align.types import Bead, Encoder, Language, Options, Sentence
from damages import DAMAGES, Damage
from sets import FILES, Case, add_data_argument, read_cases

SEED = 2026


def damaged(sentences: Sequence[str], damage: Damage | None, chance: Random) -> list[str]:
    return [damage(text, chance) for text in sentences] if damage else list(sentences)


def beads(case: Case, ways: dict[str, Damage], repair: bool, encoder: Encoder) -> list[Bead]:
    chance = Random(SEED)
    sides: list[tuple[Sentence, ...]] = []
    languages: tuple[Language, ...] = ("ru", "kk")
    for language, texts in zip(languages, (case.ru, case.kk), strict=True):
        found = damaged(texts, ways.get(language), chance)
        sides.append(given_sentences(found, language) if repair else as_sentences(found))
    ru, kk = sides
    return list(encoded_beads(ru, kk, encode_sides(ru, kk, encoder), Options()))


def f1(cases: Sequence[Case], ways: dict[str, Damage], repair: bool, encoder: Encoder) -> float:
    found = [beads(case, ways, repair, encoder) for case in cases]
    return 100 * align.evaluate([case.gold for case in cases], found).bead.f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data_argument(parser, "benchmark")
    parser.add_argument("--only", help="only damages whose name has this in it")
    parser.add_argument("--repaired-only", action="store_true", help="not without repair")
    given = parser.parse_args()
    data: Path = given.data
    sets = {name: read_cases(data / "benchmark" / f"{name}.jsonl") for name in FILES}
    encoder = quiet(align.load_encoder())
    ways = {name: way for name, way in DAMAGES.items() if (given.only or "") in name}
    bar = tqdm(total=len(sets) * (1 + len(ways) * (1 if given.repaired_only else 2)))
    sound = {}
    for name, cases in sets.items():
        sound[name] = f1(cases, {}, True, encoder)
        bar.update()
    print("| damage | " + " | ".join(name.removeprefix("ntrex-dev-") for name in sets) + " |")
    print("|---|" + "---|" * len(sets))
    print("| none | " + " | ".join(f"{value:.1f}" for value in sound.values()) + " |")
    for title, (way, bound) in ways.items():
        cells = []
        for name, cases in sets.items():
            repaired = f1(cases, way, True, encoder)
            mark = "" if sound[name] - repaired <= bound else " (too low)"
            bar.update()
            raw = ""
            if not given.repaired_only:
                raw = f"{f1(cases, way, False, encoder):.1f} → "
                bar.update()
            cells.append(f"{raw}{repaired:.1f}{mark}")
        print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
