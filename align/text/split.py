"""A document → its sentences with character offsets and kinds.

Where a sentence ends inside a line is decided in `breaks`; the policy for both languages is in
docs/splitting.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from align.languages import LANGUAGES
from align.text.alphabet import LETTER
from align.text.breaks import verdict
from align.text.gap import STOP, WINDOW, gap
from align.types import Document, Language, Sentence, SentenceKind

# What Python and Unicode take for the end of a line.
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_SPACE = re.compile(r"\s*")

# What a downloaded report begins with.
DATE_HEAD = re.compile(r"\s*(date \d{4}-\d{2}-\d{2})(?!\S)")

_CREDIT_LABEL = "|".join(label for one in LANGUAGES for label in one.credit_labels)
_CREDIT_OBJECT = "|".join(word for one in LANGUAGES for word in one.credit_objects)
_CREDIT_LINK = "|".join(word for one in LANGUAGES for word in one.credit_links)
_CREDIT = re.compile(
    rf"[(\[]?(?:©|(?:{_CREDIT_LABEL})(?: (?:{_CREDIT_OBJECT}))?\s*:"
    # without a colon: a dash, a source or nothing, and no stop at the end
    rf"|(?:{_CREDIT_LABEL})(?:\s*[–—-]\s|\s+(?:{_CREDIT_LINK})\b|\s*\Z)"
    r"(?!.*[.!?…]\Z))",
    re.IGNORECASE,
)
_MAX_CREDIT = 100  # characters; a longer line tells something
_MAX_TITLE = 180  # characters; headlines of news sites seldom pass 120

_UNFINISHED = re.compile(r"[.!?…:;,][\"'»”’“)\]}›]*\Z")
_LIST_ITEM = re.compile(r"[-–—−•·*▪●]|\(?(?:\d{1,3}|[a-zа-я]|[ivx]{1,4})[.)]", re.IGNORECASE)


def split(document: Document) -> tuple[Sentence, ...]:
    """The document's sentences in order; `document.text[s.start:s.stop] == s.text` for each.

    See `split_text`.

    >>> report = Document("a", "kk", "Жиын өтті. Оған 5 млн. теңге бөлінді.")
    >>> [sentence.text for sentence in split(report)]
    ['Жиын өтті.', 'Оған 5 млн. теңге бөлінді.']
    """
    return _split(document.text, document.language, dict(document.kinds))


def split_text(text: str, language: Language) -> tuple[Sentence, ...]:
    r"""The sentences of a text in order, with offsets into it; () for an empty or blank text.

    All that is not white space is in exactly one sentence, and none begins or ends with white
    space. A line's end ends a sentence. A `date 2025-08-13` that the text begins with is a
    sentence of its own, also where the title or body follows on the same line. Time grows
    linearly with the text, however long its lines are.

    >>> [(s.text, s.kind) for s in split_text("date 2025-08-13 Итоги\nФото: МВД", "ru")]
    [('date 2025-08-13', 'date'), ('Итоги', 'title'), ('Фото: МВД', 'credit')]
    """
    return _split(text, language, {})


def split_into(text: str, count: int, language: Language) -> list[str] | None:
    """The sentences of a text that is known to hold `count`; None where it is split into others.

    >>> split_into("Жиын өтті. Бәрі келді.", 2, "kk"), split_into("Жиын өтті. Бәрі келді.", 3, "kk")
    (['Жиын өтті.', 'Бәрі келді.'], None)
    """
    parts = [text] if count == 1 else [one.text for one in split_text(text, language)]
    return parts if len(parts) == count else None


def _split(
    text: str, language: Language, known: Mapping[int, SentenceKind]
) -> tuple[Sentence, ...]:
    """The sentences of a text; `known` says of some lines, by their start, what they are."""
    head = DATE_HEAD.match(text)
    sentences = [Sentence(head.group(1), head.start(1), head.end(1), "date")] if head else []
    for line in _LINE.finditer(text, head.end() if head else 0):
        spans = list(_spans(text, line.start(), line.end(), language))
        kinds = _kinds([text[a:b] for a, b in spans], known.get(line.start()))
        sentences += [
            Sentence(text[start:stop], start, stop, kind)
            for (start, stop), kind in zip(spans, kinds, strict=True)
        ]
    return tuple(sentences)


def as_sentences(texts: Sequence[str]) -> tuple[Sentence, ...]:
    """Texts that are sentences already, as they are: never split, dropped or reordered."""
    return tuple(Sentence(text, 0, len(text), sentence_kind(text)) for text in texts)


def sentence_kind(text: str) -> SentenceKind:
    """What a sentence that stands alone on its line is; "body" for an empty one.

    A hint, from the look of the line alone: "date" for `date 2025-08-13`; "credit" for a short
    line that begins as photo credits and sources do; "title" for one without a final stop that
    is neither a list item, nor longer than headlines are, nor begins with a small letter.

    >>> sentence_kind("Сурет: polisia.kz"), sentence_kind("Жиын өтті.")
    ('credit', 'body')
    """
    line = text.strip()
    if DATE_HEAD.fullmatch(line):
        return "date"
    if len(line) <= _MAX_CREDIT and _CREDIT.match(line):
        return "credit"
    return "title" if _is_title(line) else "body"


def _is_title(line: str) -> bool:
    first = re.search(f"[{LETTER}0-9]", line)
    return (
        first is not None
        and not first.group().islower()
        and len(line) <= _MAX_TITLE
        and not _UNFINISHED.search(line)
        and not _LIST_ITEM.match(line)
    )


def _kinds(sentences: list[str], known: SentenceKind | None) -> list[SentenceKind]:
    """The kinds of one line's sentences: a credit may hold stops, a title is one sentence.

    Where it is known what the line is, they are that; but a caption may end with a credit.
    """
    if known == "caption":
        return ["credit" if sentence_kind(one) == "credit" else known for one in sentences]
    if known:
        return [known] * len(sentences)
    if len(sentences) == 1:
        return [sentence_kind(sentences[0])]
    credit = sum(map(len, sentences)) <= _MAX_CREDIT and all(map(_CREDIT.match, sentences))
    return ["credit" if credit else "body"] * len(sentences)


def _spans(text: str, start: int, stop: int, language: Language) -> Iterator[tuple[int, int]]:
    """The half-open ranges of the sentences in one line, `text[start:stop]`."""
    first = _after_space(text, start, stop)
    for mark in STOP.finditer(text, first, stop):
        follows = _after_space(text, mark.end(), stop)
        if follows == stop:
            break
        place = gap(
            language,
            left=text[max(first, mark.start() - WINDOW) : mark.start()],
            whole=first >= mark.start() - WINDOW,
            marks=mark["marks"],
            closers=mark["closers"],
            right=text[follows : min(follows + WINDOW, stop)],
        )
        if verdict(place)[1] == "BREAK":
            yield first, mark.end()
            first = follows
    last = first + len(text[first:stop].rstrip())
    if last > first:
        yield first, last


def _after_space(text: str, start: int, stop: int) -> int:
    """Where the next character that is not white space stands, or `stop`."""
    found = _SPACE.match(text, start, stop)
    return found.end() if found else start
