"""The documents of one side, read and encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.corpus.sources import Fault, files_below
from align.encode.vectors import checked
from align.errors import InputError, LanguageError
from align.languages import LANGUAGES
from align.text.language import check_language, guess_language
from align.text.load import as_files, input_name, load_side
from align.types import DocumentInput, Encoder, Language, ReadOptions, Sentence, one_line

# A folder, or documents by name: each a `Path`, a text, or a list of its sentences.
Documents = str | Path | Mapping[str, DocumentInput]

BATCH = 1000  # sentences encoded at once, so that the bar moves and little waits for a cache


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of one language: names, sentences, and vectors (n, d), float16, of each.

    Vectors are kept in half precision: of 20,000 documents they take half a gigabyte so.
    """

    names: tuple[str, ...]
    sentences: tuple[tuple[Sentence, ...], ...]
    vectors: tuple[NDArray[np.float16], ...]

    def __len__(self) -> int:
        return len(self.names)

    def lengths(self, at: int) -> NDArray[np.float32]:
        """Characters of each sentence of a document, (n,)."""
        return np.array([len(sentence.seen) for sentence in self.sentences[at]], np.float32)


def read_collections(
    ru: Documents, kk: Documents, reading: ReadOptions, on_fault: Callable[[Fault], object]
) -> tuple[dict[str, tuple[Sentence, ...]], dict[str, tuple[Sentence, ...]]]:
    """The sentences of each document that can be read, by name, Russian and Kazakh ones.

    Where both sides are one folder, the language of each text says where it belongs. Raises
    InputError for a missing folder, LanguageError for swapped ones.
    """
    if _one_folder(ru, kk):
        return _read_mixed(_listed(ru), reading, on_fault)
    sides = _listed(ru), _listed(kk)
    faults: list[Fault] = []  # told once it is known that the sides are not swapped
    left, strange_ru = _read_side(sides[0], "ru", reading, faults.append)
    right, strange_kk = _read_side(sides[1], "kk", reading, faults.append)
    if strange_ru and strange_kk and not left and not right:
        raise LanguageError(
            f"{_title(ru, 'ru')}: is Kazakh, and {_title(kk, 'kk')} is Russian; swap them, the "
            "Russian one comes first"
        )
    for fault in faults:
        on_fault(fault)
    return left, right


def _one_folder(ru: Documents, kk: Documents) -> bool:
    if isinstance(ru, Mapping) or isinstance(kk, Mapping):
        return False
    return Path(ru).resolve() == Path(kk).resolve()


def _title(documents: Documents, language: Language) -> str:
    if isinstance(documents, Mapping):
        return f"the {LANGUAGES[language].name} side"
    return str(documents)


def _listed(documents: Documents) -> Mapping[str, DocumentInput]:
    if isinstance(documents, Mapping):
        return documents
    folder = Path(documents)
    return {name: folder / name for name in files_below(folder)}


def _read_side(
    documents: Mapping[str, DocumentInput],
    language: Language,
    reading: ReadOptions,
    on_fault: Callable[[Fault], object],
) -> tuple[dict[str, tuple[Sentence, ...]], int]:
    """The sentences of each document, and how many documents are in another language."""
    found, strange = {}, 0
    for name, document in _shown(documents):
        own = input_name(document, language)
        try:
            _check_name(own, name)
            text, sentences = load_side(document, language, reading)
            check_language(own, text, language)
            found[name] = sentences
        except InputError as error:
            strange += isinstance(error, LanguageError)
            on_fault(_fault(name, document, own, error))
    return found, strange


def _read_mixed(
    documents: Mapping[str, DocumentInput],
    reading: ReadOptions,
    on_fault: Callable[[Fault], object],
) -> tuple[dict[str, tuple[Sentence, ...]], dict[str, tuple[Sentence, ...]]]:
    ru: dict[str, tuple[Sentence, ...]] = {}
    kk: dict[str, tuple[Sentence, ...]] = {}
    for name, document in _shown(documents):
        own = input_name(document, "ru")
        try:
            _check_name(own, name)
            text, sentences = load_side(document, "ru", reading)
            language = guess_language(text)
            if language is None:
                raise InputError(
                    f"{own}: is not clearly Russian or Kazakh; put the languages into two folders"
                )
            if language == "ru":
                ru[name] = sentences
            else:
                _, kk[name] = load_side(document, "kk", reading)
        except InputError as error:
            on_fault(_fault(name, document, own, error))
    return ru, kk


def _check_name(own: str, name: str) -> None:
    """Raises InputError for a name that the table of pairs could not hold."""
    if one_line(name) != name:
        raise InputError(
            f"{own}: its name has a tab or a line break, or is not in UTF-8; rename it"
        )


def _fault(name: str, document: DocumentInput, own: str, error: InputError) -> Fault:
    file = own if as_files(document) else ""
    return Fault(name, file, str(error).removeprefix(f"{own}: "))


def _shown(documents: Mapping[str, DocumentInput]) -> Iterator[tuple[str, DocumentInput]]:
    from tqdm import tqdm

    yield from tqdm(documents.items(), "reading", unit=" documents", disable=None, delay=2)


def encoded(
    sides: Sequence[Mapping[str, tuple[Sentence, ...]]], encoder: Encoder
) -> list[Collection]:
    """The collection of each side; raises ModelError when the encoder's vectors are unusable."""
    from tqdm import tqdm

    total = sum(len(sentences) for side in sides for sentences in side.values())
    with tqdm(total=total, desc="embedding", unit=" sentences", disable=None, delay=2) as bar:
        return [
            Collection(
                tuple(side),
                tuple(side.values()),
                _vectors(list(side.values()), encoder, bar.update),
            )
            for side in sides
        ]


def _vectors(
    documents: Sequence[Sequence[Sentence]], encoder: Encoder, on_done: Callable[[int], object]
) -> tuple[NDArray[np.float16], ...]:
    texts = [sentence.seen for sentences in documents for sentence in sentences]
    parts = []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        parts.append(checked(encoder.encode(batch), batch).astype(np.float16))
        on_done(len(batch))
    vectors = np.concatenate(parts) if parts else np.empty((0, 0), np.float16)
    borders = np.cumsum([0, *map(len, documents)])
    return tuple(vectors[first:last] for first, last in pairwise(borders))
