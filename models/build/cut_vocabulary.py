"""Step 2: keep the pieces that Russian and Kazakh text can meet; the other rows are dropped.

The network stays as it is: a kept piece has the vector that it had, and Cyrillic words are
cut into the same pieces as before, since every Cyrillic piece of the two languages is kept.

    python -m models.build.cut_vocabulary --work WORK
"""

from __future__ import annotations

import argparse
import json
import string
import unicodedata
from pathlib import Path

import torch
from transformers import BertModel

from models.build.tokenizer import SPECIAL, build_tokenizer

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
KAZAKH = "әғқңөұүһі"
CYRILLIC = frozenset(RUSSIAN + KAZAKH + (RUSSIAN + KAZAKH).upper())
ASCII_LETTERS = frozenset(string.ascii_letters)

# Scripts whose single letters stay, so that a foreign name is not one unknown piece;
# two or more letters of them (other than ASCII Latin) are rare enough to be spelled out.
SPELLED_OUT = ("LATIN", "CYRILLIC", "GREEK")

LATIN_PIECES = 10_000  # most frequent ones first: names, abbreviations, addresses


def is_plain_symbol(char: str) -> bool:
    """ASCII digits, and punctuation and symbols that belong to no script of their own."""
    if char in string.digits:
        return True
    return unicodedata.category(char)[0] in "PSZ" and ord(char) < 0x3000


def kept(pieces: list[str], latin: int) -> list[int]:
    """Rows to keep, in their old order. XLM-R's pieces stand by falling frequency."""
    rows = []
    for row, piece in enumerate(pieces):
        letters = piece.lstrip("▁")
        if (
            row < len(SPECIAL)
            or not letters
            or all(char in CYRILLIC or is_plain_symbol(char) for char in letters)
        ):
            keep = True
        elif len(letters) == 1:
            keep = unicodedata.name(letters, "").startswith(SPELLED_OUT)
        elif all(char in ASCII_LETTERS for char in letters) and latin > 0:
            keep, latin = True, latin - 1
        else:
            keep = False
        if keep:
            rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder of step 1")
    parser.add_argument("--latin", type=int, default=LATIN_PIECES, help="Latin pieces to keep")
    args = parser.parse_args()
    model = BertModel.from_pretrained(args.work / "full", add_pooling_layer=False)
    tokenizer = json.loads((args.work / "full" / "tokenizer.json").read_text("utf-8"))
    pieces = [(piece, score) for piece, score in tokenizer["model"]["vocab"]]
    rows = kept([piece for piece, _ in pieces], args.latin)
    words = model.embeddings.word_embeddings.weight.detach()[torch.tensor(rows)]
    model.resize_token_embeddings(len(rows), mean_resizing=False)
    model.embeddings.word_embeddings.weight.data.copy_(words)
    out = args.work / "cut"
    model.save_pretrained(out)
    build_tokenizer([pieces[row] for row in rows]).save(str(out / "tokenizer.json"))
    print(f"{out}: {len(rows)} of {len(pieces)} pieces")


if __name__ == "__main__":
    main()
