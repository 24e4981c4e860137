"""A document, or sentences that are given, → sentences as they are, with what is seen of them.

Damaged text is repaired before it is split, embedded and compared; what is written out is the
text as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from align.text.repair.lines import repaired_lines
from align.text.repair.origins import origins
from align.text.split import as_sentences, split
from align.types import Document, Language, Sentence


def sentences_of(document: Document, *, repair: bool = False) -> tuple[Sentence, ...]:
    """The document's sentences in order, split where its repaired text ends sentences.

    `text`, `start` and `stop` of a sentence are the document's, `repaired` what was made of it
    where that differs; with `repair` all three are of the repaired document. () for a blank one.

    >>> [one.text for one in sentences_of(Document("a", "kk", "Жиын өттi.\\u200b Бәрi келдi."))]
    ['Жиын өттi.\\u200b', 'Бәрi келдi.']
    """
    lines = document.text.split("\n")
    mended = repaired_lines(lines, document.language)
    if mended == lines:
        return split(document)
    found = split(_repaired(document, lines, mended))
    return found if repair else _in_place(document.text, lines, mended, found)


def given_sentences(
    texts: Sequence[str], language: Language, *, repair: bool = False
) -> tuple[Sentence, ...]:
    """Texts that are sentences already, never split, dropped or reordered; () for none.

    What is seen of them, or with `repair` their text, is repaired.
    """
    mended = repaired_lines(texts, language)
    sentences = as_sentences(mended)
    if repair or mended == list(texts):
        return sentences
    return tuple(
        one if one.text == text else Sentence(text, 0, len(text), one.kind, one.text)
        for one, text in zip(sentences, texts, strict=True)
    )


def _starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins in the text of them all."""
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _repaired(document: Document, lines: Sequence[str], mended: Sequence[str]) -> Document:
    moved = dict(zip(_starts(lines), _starts(mended), strict=True))
    kinds = tuple((moved[start], kind) for start, kind in document.kinds)
    return replace(document, text="\n".join(mended), kinds=kinds)


def _in_place(
    text: str, lines: Sequence[str], mended: Sequence[str], found: Sequence[Sentence]
) -> tuple[Sentence, ...]:
    """Sentences of the repaired text as they stand in the damaged one.

    A sentence reaches to the next one or to its line's end, and the first begins with its line: so
    signs that are not seen are in one too.
    """
    old, new = _starts(lines), _starts(mended)
    numbers = [bisect_right(new, sentence.start) - 1 for sentence in found]
    places = {at: origins(lines[at], mended[at]) for at in set(numbers)}
    begins = [
        old[at] if first else old[at] + places[at][sentence.start - new[at]]
        for sentence, at, first in zip(found, numbers, _is_new(numbers), strict=True)
    ]
    ends = [
        after if number == old_number else old[old_number] + len(lines[old_number])
        for (old_number, _), (number, after) in pairwise(
            [*zip(numbers, begins, strict=True), (len(lines), 0)]
        )
    ]
    return tuple(
        _sentence(text, start, stop, sentence)
        for start, stop, sentence in zip(begins, ends, found, strict=True)
    )


def _is_new(numbers: Sequence[int]) -> list[bool]:
    """Whether each number is another than the one before."""
    return [before != number for before, number in pairwise([-1, *numbers])]


def _sentence(text: str, start: int, stop: int, seen: Sentence) -> Sentence:
    whole = text[start:stop]
    start += len(whole) - len(whole.lstrip())
    own = whole.strip()
    return Sentence(own, start, start + len(own), seen.kind, "" if own == seen.text else seen.text)
