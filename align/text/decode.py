"""Bytes in any sensible encoding → text.

The code page is chosen by our own scoring of the few that hold Russian or Kazakh, because the
language is known here and general detectors do not know KZ-1048 and PTCP154.
"""

from __future__ import annotations

import codecs
import re

from align.errors import InputError
from align.languages import LANGUAGES
from align.text.alphabet import CYRILLIC, LOWER, UPPER
from align.types import Language

_SAMPLE = 1 << 18  # bytes that are enough to tell code pages apart

# Byte-order marks, longest first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ENCODINGS = "utf-8, utf-16, cp1251, kz1048 or ptcp154"


def decoded(raw: bytes, name: str, language: Language, encoding: str | None = None) -> str:
    r"""The bytes as text, without byte-order mark, with `\n` line ends.

    Without `encoding` it is detected: UTF-8, UTF-16 with or without byte-order mark, and the
    code pages cp1251, KZ-1048, PTCP154, KOI8-R and cp866, judged by how well the text reads in
    `language`. Raises `InputError`, which begins with `name`, for what is in none of them, or not
    in the encoding given, and for binary content.
    """
    text = _decode(raw, name, language) if encoding is None else _decode_as(raw, name, encoding)
    _refuse_binary(text, name)
    return plain_line_ends(text.removeprefix("\ufeff"))


def plain_line_ends(text: str) -> str:
    r"""The text with `\n` for each `\r\n` and `\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_as(raw: bytes, name: str, encoding: str) -> str:
    """The bytes read in the encoding that the caller names."""
    try:
        return raw.decode(encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise _undecodable(error, raw, name, encoding) from None
        raise InputError(
            f"{name}: unknown encoding '{encoding}'; give {_ENCODINGS}, or leave it to be detected"
        ) from None


def _undecodable(error: UnicodeDecodeError, raw: bytes, name: str, encoding: str) -> InputError:
    line = len(re.findall(rb"\r\n?|\n", raw[: error.start])) + 1
    return InputError(
        f"{name}: line {line}, byte {error.start}: not valid {encoding}; "
        "give the file's true encoding, or leave it to be detected"
    )


def _decode(raw: bytes, name: str, language: Language) -> str:
    """The bytes read in the encoding that we detect."""
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw, name, marked)
    wide = _wide_encoding(raw)
    if wide is not None:
        return _decode_as(raw, name, wide)
    if b"\0" in raw:
        raise InputError(f"{name}: looks like a binary file (NUL bytes); save it as plain text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_code_page(raw, name, language, error)


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
    raw: bytes, name: str, language: Language, utf8_error: UnicodeDecodeError
) -> str:
    """The bytes read in the single-byte code page that makes the best text of `language`."""
    pages = LANGUAGES[language].code_pages
    scores = [plausibility(raw[:_SAMPLE].decode(page, "replace"), language) for page in pages]
    best = max(scores)
    if best < _MIN_PLAUSIBILITY:
        line = len(re.findall(rb"\r\n?|\n", raw[: utf8_error.start])) + 1
        raise InputError(
            f"{name}: line {line}, byte {utf8_error.start}: not UTF-8, and no Cyrillic code page "
            f"makes sense of it; give its encoding ({_ENCODINGS})"
        )
    return _decode_as(raw, name, pages[scores.index(best)])


_ORDINARY_SIGNS = frozenset("«»“”„‘’–—…№°§•©\xa0\xad")
# What real words do not have, and words read in a wrong code page do: a capital after a small
# letter; Cyrillic next to Latin, as an accented Latin letter reads (but not next to a Latin
# letter that people type for a Cyrillic one); ә beside a vowel or ғ without one, the only two
# letters that some KZ-1048 and PTCP154 texts differ in.
_VOWEL = "".join(sorted({*LANGUAGES.ru.vowels, *LANGUAGES.kk.vowels}))
_LATIN = "bdfgjklmnqrstuvwzDFGIJLNQRSUVWZ"
_CLASHES = re.compile(
    f"[{LOWER}](?=[{UPPER}])|[{_LATIN}](?=[{CYRILLIC}])|[{CYRILLIC}](?=[{_LATIN}])"
    f"|[{_VOWEL}](?=ә)|ә(?=[{_VOWEL}])|(?<![{_VOWEL}])ғ(?![{_VOWEL}])"
)

# The cost of a sign that the language does not use, and of a clash.
_STRANGE, _CLASH = -3.0, -2.0
# Measured on 9,000 texts: real ones of 200 letters score above 0.5, broken UTF-8 below -0.2.
_MIN_PLAUSIBILITY = 0.2


def plausibility(text: str, language: Language) -> float:
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
    order = LANGUAGES[language].letters_by_frequency
    worths = dict.fromkeys(CYRILLIC, -0.5) | dict.fromkeys(_ORDINARY_SIGNS, 0.0)
    for rank, letter in enumerate(order):
        value = 1.5 * (1 - rank / len(order))
        worths[letter] = value
        worths[letter.upper()] = value / 2
    return worths


def _refuse_binary(text: str, name: str) -> None:
    """Raises `InputError` for a text with NUL or full of control characters."""
    control = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text))
    if "\0" in text or control * 20 > len(text):
        raise InputError(
            f"{name}: looks like a binary file (control characters); save it as plain text"
        )
