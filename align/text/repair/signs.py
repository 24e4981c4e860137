"""Signs that are not seen, letters in pieces, and makeshift quotes and dashes."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width signs, direction marks, the byte-order mark within a text, and control
# characters but the tab; line ends are not here, for lines are mended one by one.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_PIECES = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_USUAL = {
    "<<": "«", ">>": "»", "``": "“", "''": "”", ",,": "„", "‹": "«", "›": "»",
    "❝": "“", "❞": "”", "＂": '"', "″": '"', "‟": "“", "‐": "-", "‑": "-", "‒": "–", "―": "—",
    "−": "–", "﹘": "–", "－": "-",
}  # fmt: skip
_MAKESHIFT = re.compile("|".join(map(re.escape, sorted(_USUAL, key=len, reverse=True))))

_HYPHENS = re.compile(r"(?<!\S)-{2,3}(?!\S)")  # for a dash; not those of a program's options


def mended_signs(line: str) -> str:
    """The line without unseen signs, letters in one piece (NFC), with usual quotes and dashes.

    >>> mended_signs("и\u0306од\u00ad -- <<ие>>")
    'йод – «ие»'
    """
    line = _UNSEEN.sub("", line)
    line = _PIECES.sub(lambda pieces: unicodedata.normalize("NFC", pieces[0]), line)
    line = _MAKESHIFT.sub(lambda sign: _USUAL[sign[0]], line)
    return _HYPHENS.sub("–", line)
