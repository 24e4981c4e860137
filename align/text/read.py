"""A file in any sensible encoding → its text, a `Document`, or its lines.

The code page is chosen by our own scoring of the few that hold Russian or Kazakh, because the
language is known here and general detectors do not know KZ-1048 and PTCP154.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from align.errors import InputError
from align.text.alphabet import CYRILLIC, LOWER, UPPER
from align.types import Document, Language

# In order of preference: an earlier one wins where two read a file alike. cp1251 has no Kazakh
# letters, but may well hold a Kazakh text that was typed without them.
_CODE_PAGES: dict[Language, tuple[str, ...]] = {
    "ru": ("cp1251", "kz1048", "ptcp154", "koi8-r", "cp866"),
    "kk": ("kz1048", "ptcp154", "cp1251", "koi8-r", "cp866"),
}

_SAMPLE = 1 << 18  # bytes that are enough to tell code pages apart

# First bytes of files that people give by mistake, and what to say they look like.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or a DOCX, ODT, XLSX or EPUB file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)

# Byte-order marks, longest first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ENCODINGS = "utf-8, utf-16, cp1251, kz1048 or ptcp154"


def read_document(path: str | Path, language: Language, *, encoding: str | None = None) -> Document:
    r"""The file's text as a `Document` named after the file.

    Without `encoding` it is detected: UTF-8, UTF-16 with or without byte-order mark, and the
    code pages cp1251, KZ-1048, PTCP154, KOI8-R and cp866, judged by how well the text reads in
    `language`. Line ends become `\n` and the byte-order mark goes; all else stays as it is.

    Raises `InputError` for a file that is missing, a folder, unreadable, empty, blank, binary,
    or not in the encoding given or in any that we know.

    >>> read_document("report.ru.txt", "ru")
    Traceback (most recent call last):
    align.errors.InputError: report.ru.txt: no such file; check the path
    """
    path = Path(path)
    return Document(path.name, language, _text(path, language, encoding))


def read_lines(
    path: str | Path, language: Language, *, encoding: str | None = None
) -> tuple[str, ...]:
    r"""The lines of a file of one sentence a line, without their line ends, else unchanged.

    Line n of the file is element n - 1: nothing is dropped, so line numbers that the caller
    holds elsewhere stay true. Blank lines after the last sentence are ignored, since editors
    add them; a blank line before it raises `InputError`, for it is either a sentence that got
    lost or a paragraph break of a text that is not yet split. Only `\n`, `\r\n` and `\r` end
    a line. Reading and its errors are those of `read_document`.
    """
    path = Path(path)
    return lines_of(str(path), _text(path, language, encoding))


def lines_of(name: str, text: str) -> tuple[str, ...]:
    r"""The lines of a text with `\n` line ends, one sentence a line; () for a blank text.

    Raises what `read_lines` raises for a blank line, with `name` for the file.
    """
    if not text.strip():
        return ()
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            raise InputError(
                f"{name}: line {number}: blank line in a text of one sentence a line; "
                "fill it, delete it on both sides, or give the text without --presplit"
            )
    return tuple(lines)


def _text(path: Path, language: Language, encoding: str | None) -> str:
    r"""The file's text with `\n` line ends; never blank."""
    raw = _bytes(path)
    text = _decode(raw, path, language) if encoding is None else _decode_as(raw, path, encoding)
    _refuse_binary(text, path)
    text = plain_line_ends(text.removeprefix("\ufeff"))
    if not text.strip():
        raise InputError(f"{path}: the file has no text, only blank lines; give a file with text")
    return text


def plain_line_ends(text: str) -> str:
    r"""The text with `\n` for each `\r\n` and `\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path) -> bytes:
    """What the file holds; never empty, and of no known binary format."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder; give a text file") from None
    except PermissionError:
        raise InputError(f"{path}: no permission to read it; change its access rights") from None
    except (OSError, ValueError) as error:  # a name too long, a null byte in it, a dead disk
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason}); check the path") from None
    if not raw.removeprefix(codecs.BOM_UTF8):
        raise InputError(f"{path}: the file is empty; give a file with text")
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            raise InputError(f"{path}: looks like {kind}, not text; save it as plain text first")
    return raw


def _decode_as(raw: bytes, path: Path, encoding: str) -> str:
    """The bytes read in the encoding that the caller names."""
    try:
        return raw.decode(encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise _undecodable(error, raw, path, encoding) from None
        raise InputError(
            f"{path}: unknown encoding '{encoding}'; give {_ENCODINGS}, or leave it to be detected"
        ) from None


def _undecodable(error: UnicodeDecodeError, raw: bytes, path: Path, encoding: str) -> InputError:
    line = len(re.findall(rb"\r\n?|\n", raw[: error.start])) + 1
    return InputError(
        f"{path}: line {line}, byte {error.start}: not valid {encoding}; "
        "give the file's true encoding, or leave it to be detected"
    )


def _decode(raw: bytes, path: Path, language: Language) -> str:
    """The bytes read in the encoding that we detect."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw, path, name)
    wide = _wide_encoding(raw)
    if wide is not None:
        return _decode_as(raw, path, wide)
    if b"\0" in raw:
        raise InputError(f"{path}: looks like a binary file (NUL bytes); save it as plain text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_code_page(raw, path, language, error)


def _wide_encoding(raw: bytes) -> str | None:
    """UTF-16 without byte-order mark: in ru and kk texts nearly every high byte is 0 or 4."""
    sample = raw[:_SAMPLE]
    if len(raw) % 2 or b"\0" not in sample:
        return None
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        plain = high.count(0) + high.count(4) + high.count(0x20)  # 0x20: dashes and quotes
        if high.count(4) * 4 > len(high) and plain > 0.95 * len(high):
            return name
    return None


def _decode_code_page(
    raw: bytes, path: Path, language: Language, utf8_error: UnicodeDecodeError
) -> str:
    """The bytes read in the single-byte code page that makes the best text of `language`."""
    pages = _CODE_PAGES[language]
    scores = [_plausibility(raw[:_SAMPLE].decode(page, "replace"), language) for page in pages]
    best = max(scores)
    if best < _MIN_PLAUSIBILITY:
        line = len(re.findall(rb"\r\n?|\n", raw[: utf8_error.start])) + 1
        raise InputError(
            f"{path}: line {line}, byte {utf8_error.start}: not UTF-8, and no Cyrillic code page "
            f"makes sense of it; give its encoding ({_ENCODINGS})"
        )
    return _decode_as(raw, path, pages[scores.index(best)])


# Letters from frequent to rare, counted in NTREX, FLORES and the Apertium news texts.
_BY_FREQUENCY: dict[Language, str] = {
    "ru": "оаеинтсрвлкдмпугяызбйхьчжцюшщфэъё",
    "kk": "аыентрлісдмқкобужиңзғпшгйәұөүвяхцфэьюһщъчё",
}
_ORDINARY_SIGNS = frozenset("«»“”„‘’–—…№°§•©\xa0\xad")
# What real words do not have, and words read in a wrong code page do: a capital after a small
# letter; Cyrillic next to Latin, as an accented Latin letter reads (but not next to a Latin
# letter that people type for a Cyrillic one); ә beside a vowel or ғ without one, the only two
# letters that some KZ-1048 and PTCP154 texts differ in.
_VOWEL = "аәеёиоөуұүыіэюя"
_LATIN = "bdfgjklmnqrstuvwzDFGIJLNQRSUVWZ"
_CLASHES = re.compile(
    f"[{LOWER}](?=[{UPPER}])|[{_LATIN}](?=[{CYRILLIC}])|[{CYRILLIC}](?=[{_LATIN}])"
    f"|[{_VOWEL}](?=ә)|ә(?=[{_VOWEL}])|(?<![{_VOWEL}])ғ(?![{_VOWEL}])"
)

# The cost of a sign that the language does not use, and of a clash.
_STRANGE, _CLASH = -3.0, -2.0
# Measured on 9,000 texts: real ones of 200 letters score above 0.5, broken UTF-8 below -0.2.
_MIN_PLAUSIBILITY = 0.2


def _plausibility(text: str, language: Language) -> float:
    """How well a text reads in a language: about 1 for real text, below 0 for a wrong code page.

    The mean over all signs beyond ASCII: a letter's worth by its rank in the language, a cost
    for a sign that its texts do not have, and a cost for each clash inside a word. 0 for a text
    all in ASCII.
    """
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 0.0
    worth = _worths(language)
    total = sum(worth.get(char, _STRANGE) for char in beyond)
    return (total + _CLASH * len(_CLASHES.findall(text))) / len(beyond)


def _worths(language: Language) -> dict[str, float]:
    """The worth of each letter and sign: 1.5 for the most frequent letter down to 0."""
    order = _BY_FREQUENCY[language]
    worths = dict.fromkeys(CYRILLIC, -0.5) | dict.fromkeys(_ORDINARY_SIGNS, 0.0)
    for rank, letter in enumerate(order):
        value = 1.5 * (1 - rank / len(order))
        worths[letter] = value
        worths[letter.upper()] = value / 2
    return worths


def _refuse_binary(text: str, path: Path) -> None:
    """Raises `InputError` for a text with NUL or full of control characters."""
    control = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text))
    if "\0" in text or control * 20 > len(text):
        raise InputError(
            f"{path}: looks like a binary file (control characters); save it as plain text"
        )
