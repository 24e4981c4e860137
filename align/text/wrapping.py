"""Text that was broken into lines of one width → a line for each paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from align.languages.ru import ADVERBS_AFTER_PO, HYPHENATED_PARTICLES, HYPHENATED_PREFIXES
from align.text.alphabet import LETTER, LOWER

# Widths that people and programs break lines at, in characters.
_NARROWEST, _WIDEST = 30, 130
# A line is full if the next word would have made it longer than this part of the widest: 1 for a
# typewriter's text; a line copied from a page in print has a width in points, not in characters.
_FULL = 0.8
# A text is taken for broken if so many of its lines, by number and by share, are full and without a
# stop; if so many of those without a stop are full; and if after so many of these the next begins
# with a small letter, which in lists hardly any does. Measured, see `unwrapped`.
_LEAST_LINES, _LEAST_SHARE, _LEAST_FULL, _LEAST_SMALL = 3, 0.3, 0.7, 0.4

_FINISHED = re.compile(r"[.!?…:;][\"'»”’“)\]}›]*\Z")
_DASH = re.compile(r"[-–—−]\s+(?P<word>\S*)")
_NEW_ITEM = re.compile(
    r"\s{2,}|\t|[•·*▪●]\s|\(?(?:\d{1,3}|[a-zа-я]|[ivxIVX]{1,4})[.)]\s|date \d{4}-"
)
_HYPHEN = re.compile(rf"[{LETTER}](?P<hyphen>[-\u2010\xad])\Z")
_FIRST_WORD = re.compile(rf"[{LOWER}]+")
_LAST_WORD = re.compile(rf"[{LETTER}]+\Z")
_ADVERB = re.compile(rf"\w+(?:{'|'.join(ADVERBS_AFTER_PO)})\Z")  # по-русски, по-новому, по-волчьи


def unwrapped(text: str) -> str:
    r"""The text with hard-wrapped lines joined into paragraphs; any other text as it is.

    Whether lines are broken at a width is seen from the whole text: lines that end without a stop
    go on in the next, and the next word would not have had room. A word that a line's end divides
    is joined («прави-» «тельство»), unless the hyphen is its own («кто-» «то»). A line that begins
    a list item or is indented begins a paragraph.

    Measured: no text of NTREX, FLORES, UDHR and our seeds, a sentence or a paragraph a line, is
    taken for broken; see `benchmarks/README.md`.

    >>> unwrapped("Короткий текст\nбез переноса строк.")
    'Короткий текст\nбез переноса строк.'
    """
    lines = text.split("\n")
    width = _width(lines)
    if width is None:
        return text
    groups: list[list[str]] = []
    before = ""
    for line in lines:
        if before.strip() and line.strip() and _goes_on(before, line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = line
    whole = _hyphenated(text)
    return "\n".join(joined(group, whole) for group in groups)


def joined(lines: Sequence[str], hyphenated: Counter[str] | None = None) -> str:
    """The lines of one paragraph as one, with the words that line ends divide made whole.

    `hyphenated` are the words of the text that have a hyphen within a line. "" for no lines.
    """
    known = hyphenated or Counter()
    text = lines[0].rstrip() if lines else ""
    for line in map(str.strip, lines[1:]):
        found, follows = _HYPHEN.search(text), _FIRST_WORD.match(line)
        if found is None or follows is None:
            text += f" {line}"
        elif found["hyphen"] == "-" and _keeps_hyphen(text[:-1], follows[0], known):
            text += line
        else:
            text = text[:-1] + line
    return text


def _keeps_hyphen(left: str, right: str, known: Counter[str]) -> bool:
    last = _LAST_WORD.search(left)
    word = "" if last is None else last[0].lower()
    return (
        right in HYPHENATED_PARTICLES
        or word in HYPHENATED_PREFIXES
        or (word == "по" and _ADVERB.match(right) is not None)
        or f"{word}-{right}" in known
    )


def _hyphenated(text: str) -> Counter[str]:
    return Counter(word.lower() for word in re.findall(rf"[{LETTER}]+-[{LETTER}]+", text))


def _width(lines: Sequence[str]) -> int | None:
    """The width that the lines are broken at, in characters; None if they are not."""
    texts = [line.rstrip() for line in lines]
    # a long address is no line that somebody broke
    width = max((len(line) for line in texts if " " in line.strip()), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    unfinished = full = small = 0
    for line, after in pairwise(texts):
        if line and after.strip() and not _FINISHED.search(line):
            unfinished += 1
            if _goes_on(line, after, width):
                full += 1
                small += _FIRST_WORD.match(after) is not None
    filled = sum(map(bool, texts))
    broken = (
        full >= max(_LEAST_LINES, _LEAST_SHARE * filled, _LEAST_FULL * unfinished)
        and small >= _LEAST_SMALL * full
    )
    return width if broken else None


def _goes_on(line: str, after: str, width: int) -> bool:
    """Whether the paragraph of a line goes on in the next, neither of them blank."""
    dash = _DASH.match(after)
    # a dash begins an item or what someone says, unless it stands within a sentence
    if dash and (_FINISHED.search(line.rstrip()) or not _FIRST_WORD.match(dash["word"])):
        return False
    if _NEW_ITEM.match(after):
        return False
    word = after.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(word) > _FULL * width
