"""A place where a sentence may end, with the words around it that the rules of `breaks` ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from align.languages import LANGUAGES
from align.types import Language

WINDOW = 160  # characters that the rules see on either side
_LONGEST_WORD = 40  # characters; abbreviations are far shorter

# A stop that may end a sentence: a run of marks, references and closing quotes and brackets,
# white space. The lookbehind keeps a run from being tried at each of its characters.
STOP = re.compile(
    r"(?<![.!?…])(?P<marks>[.!?…]++)"
    r"(?P<closers>(?:[\"'»”’“)\]}›]|\[\d{1,3}\]|[ \xa0][»”)\]}](?![\w«]))*+)(?=\s)"
)

_WORD = r"[^\W_]+(?:-[^\W_]+)*"
_LETTERS = r"[^\W\d_]"
# At the end: single letters with stops, «т. с. с» or «Н.Ә», else a number, else a word, without
# the digits it is glued to, «2011г».
_TOKEN = re.compile(
    rf"(?<![^\W_])(?:{_LETTERS}\.\s?){{1,3}}{_LETTERS}\Z|\d+\Z|{_LETTERS}+(?:-{_LETTERS}+)*\Z"
)
_OPENERS = re.compile(r"(?:[\s«»\"“”„‘’'(\[{—–−•·*…-]|\.\.\.)*")
_NEXT = re.compile(_WORD)
# Cyrillic І and Х are typed for the Roman numerals that look the same.
_ROMAN = re.compile(r"[IVXLCDMІХ]+")
_LARGE = "|".join(word for one in LANGUAGES for word in one.large_numbers)
_NUMBER_BEFORE = re.compile(
    r"(?<![№\d])(?<!№ )(?:\d+(?:-?[^\W\d_]{1,3})?|(?<!\w)[IVXLCІХ]+)\s*"
    rf"(?:(?:{_LARGE})\.?\s*){{0,2}}\Z"
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where a sentence may end: «… left» marks closers, white space, «right …».

    `left` reaches back to the sentence's start if `whole`, else it is cut at `WINDOW`
    characters. `token` is the last word before the stop with its inner stops («т.д», «Н.Ә»,
    «млн»), `before` the text before that. `openers` are the quotes, brackets, dashes and
    bullets that the right side begins with, `next` the word after them; each may be empty, and
    neither reaches beyond the next gap: what stands there is a sentence of its own if that
    gap breaks, and splitting the first once more would not see it.
    """

    language: Language
    left: str
    whole: bool
    marks: str
    closers: str
    right: str
    token: str
    before: str
    openers: str
    next: str

    @property
    def abbreviated(self) -> bool:
        """Whether the stop may belong to the word: a single one, and no quote after it."""
        return self.marks == "." and not self.closers

    @property
    def last(self) -> str:
        """The last part of the token: «Ә» of «Н.Ә»."""
        return self.token.rpartition(".")[2]

    @property
    def free_standing(self) -> bool:
        """Whether the token is a word of its own: not «х» of «90-х», «с» of «м/с», «А» of «5А»."""
        return re.search(r"(?:[\w/°%]|(?<!\.)-)\Z", self.before) is None

    @property
    def dash_next(self) -> bool:
        """Whether a dash comes next."""
        return any(char in "—–−-" for char in self.openers)

    @property
    def number_before(self) -> bool:
        """Whether a number stands before the token, perhaps with «тыс.» or «кв.» between."""
        return _NUMBER_BEFORE.search(self.before[-40:]) is not None

    @property
    def year_next(self) -> bool:
        """Whether a year comes next, which rather begins a sentence: «2015 жылы»."""
        return re.fullmatch(r"(?:19|20)\d\d", self.next) is not None

    @property
    def number_next(self) -> bool:
        """Whether a number, arabic or Roman, or its sign comes next."""
        numeral = self.next[:1].isdigit() or _ROMAN.fullmatch(self.next) is not None
        return numeral or re.match(r"№|N\s?\d", self.right) is not None


def gap(  # noqa: PLR0913, PLR0917 (the parts of one place in a text)
    language: Language, left: str, whole: bool, marks: str, closers: str, right: str
) -> Gap:
    """The gap with its words found."""
    found = _TOKEN.search(left[-_LONGEST_WORD:])
    token = found.group() if found else ""
    opening = _OPENERS.match(right)
    openers = opening.group() if opening else ""
    following = _NEXT.match(right, len(openers))
    if another := STOP.search(openers):  # the next gap: «т.б. ...» – Иә»
        openers, following = openers[: another.start()], None
    return Gap(
        language=language,
        left=left,
        whole=whole,
        marks=marks,
        closers=closers,
        right=right,
        token=re.sub(r"\s", "", token),
        before=left[: len(left) - len(token)],
        openers=openers,
        next=following.group() if following else "",
    )
