"""One side of a pair, in whatever form the caller has it → its sentences."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TypedDict

from align.errors import InputError
from align.languages import LANGUAGES
from align.text.decode import plain_line_ends
from align.text.language import check_languages
from align.text.read import STDIN, document_name, lines_of, read_document, read_lines
from align.text.sentences import given_sentences, sentences_of
from align.text.wrapping import unwrapped
from align.types import Document, DocumentInput, Language, ReadOptions, Sentence, Sides

Sentences = tuple[Sentence, ...]


class OldReadKeywords(TypedDict, total=False):
    """Keywords that stood in the place of `ReadOptions` before version 0.2."""

    presplit: bool
    repair: bool
    ru_encoding: str | None
    kk_encoding: str | None


def read_options(reading: ReadOptions | None, old: OldReadKeywords) -> ReadOptions:
    """The options that a caller gave, as `reading` or by the old keywords; else the defaults.

    Raises TypeError for a keyword that there never was.
    """
    unknown = sorted(old.keys() - {field.name for field in fields(ReadOptions)})
    if unknown:
        raise TypeError(f"unexpected keyword argument {unknown[0]!r}")
    if old:
        given = ", ".join(f"{name}={value!r}" for name, value in old.items())
        message = f"{', '.join(old)}: give reading=ReadOptions({given}) instead"
        warnings.warn(message, DeprecationWarning, stacklevel=3)
    return replace(reading or ReadOptions(), **old)


def load_sides(documents: Sides[DocumentInput], options: ReadOptions) -> Sides[Sentences]:
    """The sentences of two documents, each of them files, a text, or sentences already.

    Raises InputError for a document that cannot be read or has no text, LanguageError if the
    languages are not Russian and Kazakh in this order.
    """
    if [file for document in documents for file in as_files(document)].count(STDIN) > 1:
        raise InputError("-: standard input can be read only once; give files for the others")
    ru, kk = (load_side(document, side, options) for side, document in documents.items())
    names = Sides.each(lambda side: input_name(documents[side], side))
    check_languages(names.ru, ru[0], names.kk, kk[0])
    return Sides(ru[1], kk[1])


def load_side(
    document: DocumentInput, language: Language, options: ReadOptions
) -> tuple[str, Sentences]:
    """The repaired text and the sentences of one document, whatever language they are in.

    Raises InputError as `load_sides` does.
    """
    name = input_name(document, language)
    content = _read(document, language, name, options)
    _check_unicode(name, content.text if isinstance(content, Document) else "\n".join(content))
    if isinstance(content, Document):
        sentences = sentences_of(content, repair=options.repair)
    else:
        sentences = given_sentences(content, language, repair=options.repair)
    return "\n".join(sentence.seen for sentence in sentences), sentences


def input_name(document: DocumentInput, language: Language) -> str:
    """What errors call a document: the path of its file or files, or `the Russian text`."""
    files = as_files(document)
    return "+".join(map(str, files)) if files else f"the {LANGUAGES[language].name} text"


def as_files(document: DocumentInput) -> list[Path]:
    """The files that a document is in; [] for a text or sentences."""
    parts = [document] if isinstance(document, Path | str) else document
    files = [part for part in parts if isinstance(part, Path)]
    return files if len(files) == len(parts) else []


def file_names(files: Path | Sequence[Path]) -> str:
    """What the document in one file or in several is called."""
    return "+".join(map(document_name, [files] if isinstance(files, Path) else files))


def _read(
    document: DocumentInput, language: Language, name: str, options: ReadOptions
) -> Document | Sequence[str]:
    """The document's text, or its sentences; errors begin with `name`."""
    files, encoding = as_files(document), options.encoding(language)
    if files and options.presplit:
        each = (read_lines(file, language, encoding=encoding) for file in files)
        return [line for lines in each for line in lines]
    if files:
        return _joined([read_document(file, language, encoding=encoding) for file in files])
    if not isinstance(document, Path | str):
        return [str(sentence) for sentence in document]
    if options.presplit:
        return lines_of(name, plain_line_ends(str(document)))
    return Document("", language, unwrapped(str(document)))


def _joined(documents: Sequence[Document]) -> Document:
    """Documents that follow one another as one."""
    first, *others = documents
    text, kinds = first.text, list(first.kinds)
    for other in others:
        text += "\n"
        kinds += [(start + len(text), kind) for start, kind in other.kinds]
        text += other.text
    return replace(first, text=text, kinds=tuple(kinds))


def _check_unicode(name: str, text: str) -> None:
    """Raises InputError if an encoder could not take the text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{name}: character {error.start} is half of a surrogate pair; leave it out"
        ) from None
