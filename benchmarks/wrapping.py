"""How many sentences of texts that were broken at a width come back when they are joined.

    python benchmarks/wrapping.py --data DATA

Documents of NTREX are made into paragraphs of one to five sentences and broken as typewriters,
mailers and PDF readers do it. And the other way round: which texts with a sentence a line are
taken for broken.
"""

from __future__ import annotations

import argparse
import random
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from align.text.split import split_text
from align.text.wrapping import unwrapped
from align.types import Language
from sets import add_data_argument, read_cases

WIDTHS = (50, 60, 72, 80, 100)
LINES = 30  # of a table, taken for one text
SEED = 2026
PLAIN = (
    "benchmark/flores-devtest.tsv", "benchmark/udhr.tsv", "train/apertium_corpus_raw.tsv",
    "train/apertium_corpus_filtered.tsv", "train/sdg.tsv", "train/tatoeba.tsv", "train/l10n.tsv",
    "train/apertium_texts.tsv",
)  # fmt: skip


def filled(paragraph: str, width: int, indent: str = "") -> str:
    return textwrap.fill(
        paragraph, width, break_long_words=False, break_on_hyphens=False, initial_indent=indent
    )


def hyphenated(paragraph: str, width: int) -> str:
    """The paragraph with words divided anywhere but next to their ends."""
    lines = [""]
    for word in paragraph.split(" "):
        room = width - len(lines[-1]) - 2
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and 3 <= room <= len(word) - 3:
            lines[-1] += f" {word[:room]}-"
            lines.append(word[room:])
        else:
            lines.append(word)
    return "\n".join(lines)


WAYS: dict[str, tuple[str, Callable[[str, int], str]]] = {
    "a blank line between paragraphs": ("\n\n", filled),
    "the first line indented": ("\n", lambda text, width: filled(text, width, "    ")),
    "nothing between paragraphs": ("\n", filled),
    "blank lines, words divided": ("\n\n", hyphenated),
}


def paragraphs(sentences: list[str], chance: random.Random) -> list[str]:
    found, at = [], 0
    while at < len(sentences):
        size = chance.randint(1, 5)
        found.append(" ".join(sentences[at : at + size]))
        at += size
    return found


def split(text: str, language: Language) -> list[str]:
    return [sentence.text for sentence in split_text(text, language)]


def texts_of_lines(path: Path) -> Iterator[str]:
    rows = [line.split("\t") for line in path.read_text("utf-8").split("\n")]
    rows = [row for row in rows if len(row) >= 2]
    for start in range(0, len(rows), LINES):
        for column in (-2, -1):
            yield "\n".join(row[column] for row in rows[start : start + LINES])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data_argument(parser, "benchmark", "train")
    data: Path = parser.parse_args().data
    cases = read_cases(data / "benchmark" / "ntrex-dev-clean.jsonl")
    documents: list[tuple[list[str], Language]] = []
    for case in cases:
        documents += [(case.ru, "ru"), (case.kk, "kk")]
    print("| paragraphs | " + " | ".join(map(str, WIDTHS)) + " |")
    print("|---|" + "---|" * len(WIDTHS))
    for name, (between, broken) in WAYS.items():
        shares = []
        for width in WIDTHS:
            chance, right, count = random.Random(SEED), 0, 0
            for sentences, language in documents:
                whole = paragraphs(sentences, chance)
                expected = split("\n".join(whole), language)
                text = unwrapped(between.join(broken(one, width) for one in whole))
                right += len(set(expected) & set(split(text, language)))
                count += len(set(expected))
            shares.append(f"{100 * right / count:.1f}")
        print(f"| {name} | " + " | ".join(shares) + " |")
    print("\n| a sentence a line | texts | taken for broken |\n|---|---|---|")
    lines = {"ntrex-dev-clean": ["\n".join(sentences) for sentences, _ in documents]}
    lines |= {name.rpartition("/")[2]: list(texts_of_lines(data / name)) for name in PLAIN}
    for name, texts in lines.items():
        print(f"| {name} | {len(texts)} | {sum(unwrapped(text) != text for text in texts)} |")


if __name__ == "__main__":
    main()
