"""Heaps of documents of which the fake encoder knows the meanings."""

import numpy as np

from align.match.collection import Collection
from align.text.split import as_sentences
from support.meanings import drawn

PLACES = [
    "Алматы",
    "Ақтау",
    "Орал",
    "Семей",
    "Тараз",
    "Шымкент",
    "Павлодар",
    "Талдықорған",
    "Қостанай",
    "Атырау",
]


def texts(at, kazakh=False, count=6):
    """The sentences of document `at` in Russian or Kazakh: which sentence it is, and a place."""
    word = "сөйлем" if kazakh else "предложение"
    return [f"{100 * at + one} {word}, {PLACES[(at + one) % len(PLACES)]}." for one in range(count)]


class Numbered:
    """A fake encoder: what a sentence means is its number, and a little of its language."""

    fingerprint = "numbered"

    def encode(self, sentences):
        rows = [
            drawn(f"meaning {text.split(' ')[0]}")
            + 0.3 * drawn(f"noise {text}")
            + (0.5 if "сөйлем" in text else 0.4) * drawn("what all share")
            for text in sentences
        ]
        return np.array(rows, np.float32).reshape(len(sentences), 128)


def made(documents):
    """The collection of documents by name, lists of sentences."""
    sentences = tuple(as_sentences(own) for own in documents.values())
    vectors = tuple(Numbered().encode(own).astype(np.float16) for own in documents.values())
    return Collection(tuple(documents), sentences, vectors)


def heap(count, kazakh=False):
    return made({f"{'k' if kazakh else 'r'}{at}": texts(at, kazakh) for at in range(count)})
