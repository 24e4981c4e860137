"""The nouns of the package: what travels from stage to stage. All of them are frozen values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:  # pandas loads only where it is used: `import align` stays quick
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from align.scoring.calibration import Calibration

Language = Literal["ru", "kk"]
SIDES: tuple[Language, Language] = ("ru", "kk")

Value_co = TypeVar("Value_co", covariant=True)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Sides(Generic[Value_co]):
    """A value of the Russian side and the same of the Kazakh side.

    Looping gives the Russian value, then the Kazakh one, so `ru, kk = sides` works; a language as
    index gives its value.

    >>> lengths = Sides(3, 4)
    >>> lengths["kk"], list(lengths), lengths.swapped(), lengths.map(str)
    (4, [3, 4], Sides(ru=4, kk=3), Sides(ru='3', kk='4'))
    """

    ru: Value_co
    kk: Value_co

    @classmethod
    def each(cls, make: Callable[[Language], Value_co]) -> Sides[Value_co]:
        """What a function of the language gives for each side."""
        return cls(make("ru"), make("kk"))

    def __getitem__(self, language: Language) -> Value_co:
        return self.ru if language == "ru" else self.kk

    def __iter__(self) -> Iterator[Value_co]:
        yield self.ru
        yield self.kk

    def items(self) -> Iterator[tuple[Language, Value_co]]:
        """Language and value of each side."""
        yield "ru", self.ru
        yield "kk", self.kk

    def map(self, function: Callable[[Value_co], Result]) -> Sides[Result]:
        """The function's results for both values."""
        return Sides(function(self.ru), function(self.kk))

    def swapped(self) -> Sides[Value_co]:
        """Each side with the other side's value."""
        return Sides(self.kk, self.ru)


# One side of a pair: a file, several files that follow one another, a text, or its sentences.
DocumentInput = Path | Sequence[Path] | str | Sequence[str]

# What a sentence is on the page. Only "body" is running text; "date" is the `date 2025-08-13`
# head of a downloaded report, "credit" a photo credit or the author of a page, "title" a headline
# or subheading, "caption" the text below a picture.
SentenceKind = Literal["body", "title", "date", "credit", "caption"]


USABLE_NOTES = ("", "moved", "language")  # of a bead that was kept


@dataclass(frozen=True, slots=True)
class Document:
    """One side's text as it was read.

    `text` has `\\n` line ends and no byte-order mark. Of a plain text it is otherwise what the file
    holds, hard-wrapped lines joined; of any other format a paragraph, heading or the like a line.
    `kinds` are the lines of which the format says what they are: where the line starts, and that.
    """

    name: str
    language: Language
    text: str
    kinds: tuple[tuple[int, SentenceKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; for a sentence cut from a document, `document.text[start:stop] == text`.

    `repaired` is what damaged text was meant to be; empty where the text is sound.
    """

    text: str
    start: int = 0
    stop: int = 0
    kind: SentenceKind = "body"
    repaired: str = ""

    @property
    def seen(self) -> str:
        """What is embedded and compared: the repaired text, or the text itself."""
        return self.repaired or self.text


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of the two sides that say the same, or sentences of one side without partner.

    `ru` and `kk` are ranges of sentence indexes (step 1); either may be empty, and then its
    start is where the missing sentences would stand. `score` is the probability, 0 to 1, that
    the bead is right. `note` is empty for a usable pair, `moved` for a usable pair out of
    order, `language` for one in order of which a side is in the other language, else the reason
    why it was not kept (`unpaired`, `low-score`).

    >>> Bead(range(0, 1), range(0, 2), 0.98).kind
    '1-2'
    """

    ru: range
    kk: range
    score: float = 1.0
    note: str = ""

    @property
    def kind(self) -> str:
        """The bead's type as the field writes it, for example '1-2' or '0-1'."""
        return f"{len(self.ru)}-{len(self.kk)}"

    @property
    def paired(self) -> bool:
        """Whether both sides hold sentences."""
        return len(self.ru) > 0 and len(self.kk) > 0

    @property
    def usable(self) -> bool:
        """Whether the bead belongs in the corpus: paired, and not rejected."""
        return self.paired and self.note in USABLE_NOTES


class Row(NamedTuple):
    """One line of the corpus table; its fields are the columns of the TSV and of a frame."""

    ru_doc: str
    kk_doc: str
    ru_first: int
    ru_count: int
    kk_first: int
    kk_count: int
    kind: str
    score: float
    note: str
    ru: str
    kk: str

    @property
    def usable(self) -> bool:
        """Whether the row belongs in a corpus of translations, as `Bead.usable`."""
        return self.ru_count > 0 and self.kk_count > 0 and self.note in USABLE_NOTES


COLUMNS = Row._fields

# Tabs and everything that some reader takes for a line break would break the table.
BREAKS = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


# What XML 1.0 can't hold in any form, nor HTML.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def for_xml(text: str) -> str:
    """The text with signs that XML and HTML can't hold as U+FFFD; it is still to be escaped."""
    return _NO_XML.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text with each run of tabs and line breaks as one space.

    Bytes of a file name that are no UTF-8 are written out, `\\udccf`.

    >>> one_line("Астана\\tҚазақстан")
    'Астана Қазақстан'
    """
    return BREAKS.sub(" ", text).encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads of one pair of documents; they tile both sides: each index is in exactly one."""

    ru: tuple[Sentence, ...]
    kk: tuple[Sentence, ...]
    beads: tuple[Bead, ...]
    ru_doc: str = ""
    kk_doc: str = ""

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)

    def __len__(self) -> int:
        return len(self.beads)

    @property
    def pairs(self) -> tuple[Bead, ...]:
        """The beads that belong in the corpus, in order."""
        return tuple(bead for bead in self.beads if bead.usable)

    @property
    def rest(self) -> tuple[Bead, ...]:
        """Every other bead: unpaired sentences, and pairs rejected with their reason."""
        return tuple(bead for bead in self.beads if not bead.usable)

    def rows(self, beads: Iterable[Bead] | None = None) -> list[Row]:
        """The rows of the beads (all of the alignment's, if none are given), in order.

        Sentences of a bead are joined with one space.
        """
        return [
            Row(
                ru_doc=one_line(self.ru_doc),
                kk_doc=one_line(self.kk_doc),
                ru_first=bead.ru.start,
                ru_count=len(bead.ru),
                kk_first=bead.kk.start,
                kk_count=len(bead.kk),
                kind=bead.kind,
                score=bead.score,
                note=bead.note,
                ru=one_line(" ".join(self.ru[i].text for i in bead.ru)),
                kk=one_line(" ".join(self.kk[j].text for j in bead.kk)),
            )
            for bead in (self.beads if beads is None else beads)
        ]

    def to_frame(self) -> pd.DataFrame:
        """A DataFrame, one row per bead, with the TSV's columns (no rows for no beads)."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def plot(self, similarity: NDArray[np.float32] | None = None, axes: Axes | None = None) -> Axes:
        """The beads drawn with matplotlib, Russian sentences downwards, Kazakh ones across.

        Pairs are green, moved ones violet, rejected ones orange; what has no partner is red along
        the edges. `similarity` (n Russian, m Kazakh sentences), for example
        `ru_vectors @ kk_vectors.T`, is drawn behind them in grey. `axes` is what to draw on, else a
        new figure's. Raises InputError where the extra `plot` is not installed, ValueError for a
        similarity of another shape.
        """
        from align.show import plot_boxes

        boxes = ((bead.ru, bead.kk, bead.note) for bead in self.beads)
        labels = self.ru_doc or "Russian", self.kk_doc or "Kazakh"
        return plot_boxes(boxes, (len(self.ru), len(self.kk)), labels, similarity, axes)

    def _repr_html_(self) -> str:
        """What a notebook shows: the beads as a table, the middle of a long one left out."""
        from align.show import html_table

        title = " – ".join(filter(None, [self.ru_doc, self.kk_doc])) or "Alignment"
        rows = [(row.kind, row.score, row.note, row.ru, row.kk) for row in self.rows()]
        counts = f"{len(self.pairs)} pairs, {len(self.rest)} others"
        return html_table(f"{title}: {counts}", ["kind", "score", "note", "ru", "kk"], rows)


# A pair's lowest probability, if neither the caller nor a calibration says another. Scores are
# calibrated: of pairs with 0.4 about four in ten are right as a whole, on made documents held out
# of the fitting.
MIN_SCORE = 0.4


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of an alignment; the benchmarks measure the defaults, and count low scores too.

    `min_score`: a pair below this probability is kept out of the corpus with note `low-score`. None
    means the calibration's `min_score`, or 0.4 without a calibration.
    `max_span`: longest run of sentences in a bead on one side, 1 to 4.
    `moved`: whether what is left alone on both sides is looked for elsewhere on the page.
    `calibration`: what `align.calibrate` found for one's own texts.
    """

    min_score: float | None = None
    max_span: int = 4
    moved: bool = True
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if self.min_score is not None and not 0.0 <= self.min_score <= 1.0:
            raise ValueError(f"min_score is {self.min_score}; it is a probability, 0 to 1")
        if not 1 <= self.max_span <= 4:
            raise ValueError(f"max_span is {self.max_span}; give 1, 2, 3 or 4")

    @property
    def threshold(self) -> float:
        """The probability from which on a pair is kept: `min_score`, or what stands for None."""
        if self.min_score is not None:
            return self.min_score
        return MIN_SCORE if self.calibration is None else self.calibration.min_score


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How documents are read. None for an encoding means detected.

    `presplit`: each line of a file or a text is a sentence. `repair`: damaged text is written out
    repaired; it is repaired for splitting, embedding and comparing in any case.
    """

    presplit: bool = False
    ru_encoding: str | None = None
    kk_encoding: str | None = None
    repair: bool = False

    def encoding(self, language: Language) -> str | None:
        """The encoding of one side's files."""
        return self.ru_encoding if language == "ru" else self.kk_encoding


class Encoder(Protocol):
    """Anything that turns sentences into vectors: one method."""

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Vectors, float32, shape (n sentences, d dimensions), one row a sentence in order."""
        ...


class Tokens(NamedTuple):
    """The tokens of one sentence, t of them: float16 vectors (t, d), float32 weights (t,) above 0.

    A token weighs the more, the rarer it is.
    """

    vectors: NDArray[np.float16]
    weights: NDArray[np.float32]


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that can also tell what single tokens mean, which makes beads surer."""

    def encode_tokens(
        self, sentences: Sequence[str]
    ) -> tuple[NDArray[np.float32], Sequence[Tokens]]:
        """What `encode` gives, and the tokens of each sentence; a blank one has none."""
        ...
