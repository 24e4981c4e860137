"""`align report`: a corpus at a glance, as one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

from align.errors import InputError
from align.report.figures import BANDS, BINS, RATIOS, Figures, figures_of, median_ratio
from align.report.markup import bars, page, section, shares, table, tag
from align.report.path import drawn
from align.review.load import document_of_rows
from align.table.load import rows_of
from align.table.read import DocumentPair, pair_name
from align.types import USABLE_NOTES, Row

# Rows of a document that is chosen to be drawn: larger pictures show little to the eye.
MOST_ROWS = 200


def report(tables: Sequence[Path], document: str | None = None) -> str:
    """The page of a corpus, HTML that needs nothing else.

    `tables` are files as `align files` writes them, pairs and rest, or folders of `align corpus`.
    `document`, a name of either side, is the one that is drawn; else that with the lowest scores. A
    table that tells no places of sentences, as one of texts alone, is not drawn, and says so.
    The tables are read twice, and the drawn document's sentences are embedded. Raises InputError
    for a table that can't be read or holds nothing, or a document that it does not name.
    """
    found = figures_of(_rows(tables, "reading"))
    if not found.rows:
        raise InputError(f"{tables[0]}: holds no rows; give a table that `align files` wrote")
    names = _named(found, document, tables[0]) if document else found.least_sure(MOST_ROWS)
    assert names is not None  # there are rows
    rows = [row for row in _rows(tables, "reading again") if row[:2] == names]
    title = " + ".join(path.name or str(path) for path in tables)
    return page(
        title,
        _counts(found),
        _scores(found),
        _lengths(found),
        _path(names, _picture(tables[0], names, rows)),
        _documents(found),
        _doubtful(found),
        _samples(found),
    )


def _rows(tables: Sequence[Path], what: str) -> Iterator[Row]:
    from tqdm import tqdm

    every = chain.from_iterable(rows_of(path, rest=True) for path in tables)
    return iter(tqdm(every, what, unit=" rows", disable=None, delay=2))


def _picture(table: Path, names: DocumentPair, rows: Sequence[Row]) -> Element:
    """The document's drawing, or why it can't be drawn: a table may tell no places."""
    try:
        place = f"{table}: {pair_name(names)}"
        return drawn(document_of_rows(place, names, rows))
    except InputError as error:
        return tag("p", f"Not drawn: {error}", class_="hint")


def _named(found: Figures, document: str, place: Path) -> DocumentPair:
    for names in found.documents:
        if document in names:
            return names
    raise InputError(f"{place}: names no document {document}; give a name of the column ru_doc")


def _counts(found: Figures) -> Element:
    rows = [
        [name, f"{side.sentences:,}", f"{side.paired:,}", _share(side.paired, side.sentences),
         _share(side.paired_characters, side.characters)]
        for name, side in (("Russian", found.ru), ("Kazakh", found.kk))
    ]  # fmt: skip
    head = ["", "sentences", "paired", "share", "of text"]
    rest = [(note, count) for note, count in found.notes.most_common() if note not in USABLE_NOTES]
    noted = [(note, found.notes[note]) for note in USABLE_NOTES if note and found.notes[note]]
    documents = f"{len(found.documents):,} pair{'s' * (len(found.documents) != 1)}"
    children = [
        tag("p", tag("b", f"{found.pairs:,}"), f" usable pairs in {documents} of documents."),
        table(head, rows),
    ]
    if not rest:
        children.append(
            tag("p", "The tables hold usable pairs alone, so that all seems to be paired. Give the "
                "rest too, as ", tag("code", "align files --rest"), " writes it.", class_="hint")
        )  # fmt: skip
    children += [tag("h3", "Types of pairs"), shares(found.kinds.most_common(), found.pairs)]
    if noted:
        children += [tag("h3", "Of the pairs"), shares(noted, found.pairs)]
    if rest:
        children += [tag("h3", "Kept out, and why"), shares(rest, found.rows)]
    return section("What is there", *children)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.1f}%"


def _scores(found: Figures) -> Element:
    labels = [f"{at / BINS:.2f} to {(at + 1) / BINS:.2f}" for at in range(BINS)]
    ticks = ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    return section(
        "Scores",
        tag("p", "How probable it is that a pair is right, of all pairs, rejected ones too."),
        bars(found.scores, labels, "Histogram of scores", ticks),
    )


def _lengths(found: Figures) -> Element:
    edges = ["0", *(f"{ratio:.2f}" for ratio in RATIOS), "more"]
    labels = [f"{low} to {high}" for low, high in pairwise(edges)]
    return section(
        "Length ratios",
        tag("p", "Kazakh characters for each Russian one, of usable pairs; the median is about "
            f"{median_ratio(found.ratios):.2f}. What lies far out is often a sentence too many."),
        bars(found.ratios, labels, "Histogram of length ratios", ["", "0.25", "0.35", "0.5", "0.71",
             "1", "1.4", "2", "2.8", "4", ""][1:-1]),
    )  # fmt: skip


def _path(names: DocumentPair, picture: Element) -> Element:
    legend = tag("p", class_="legend")
    for class_, text in (("kept", "pair"), ("moved", "moved"), ("rejected", "kept out"),
                         ("unpaired", "no partner")):  # fmt: skip
        box = tag(
            "svg", tag("rect", x=1, y=1, width=12, height=12, class_=class_), width=14, height=14
        )
        legend.append(tag("span", tag("svg", box, width=14, height=14), f" {text}"))
    return section(
        "One document",
        tag(
            "p",
            f"{names[0] or 'Russian'} downwards, {names[1] or 'Kazakh'} across; the stronger the "
            "shade, the more alike two sentences are. Point at a box to read it.",
        ),
        legend,
        picture,
    )


def _documents(found: Figures) -> Element:
    rows = [
        [" + ".join(filter(None, names)) or "–", f"{one.sentences:,}",
         _share(one.paired, one.sentences), f"{one.score:.2f}"]
        for names, one in found.worst()
    ]  # fmt: skip
    return section(
        "Documents of which least is paired",
        table(["documents", "sentences", "in pairs", "mean score"], rows),
    )


def _doubtful(found: Figures) -> Element:
    return section(
        "The most doubtful pairs",
        tag("p", tag("code", "align review"), " leads through them one by one."),
        _pairs(found.doubtful),
    )


def _samples(found: Figures) -> Element:
    children: list[Element] = []
    for low, high, rows in zip(BANDS, (*BANDS[1:], 1.0), found.samples, strict=True):
        if rows:
            children += [tag("h3", f"{low:.2f} to {high:.2f}"), _pairs(rows)]
    return section("Samples of each band of scores", tag("p", "Drawn by chance."), *children)


def _pairs(rows: Sequence[Row]) -> Element:
    return table(
        ["score", "", "Russian", "Kazakh"],
        [
            [
                f"{row.score:.2f}",
                " ".join(filter(None, [row.kind, row.note])),
                tag("span", row.ru, lang="ru"),
                tag("span", row.kk, lang="kk"),
            ]
            for row in rows
        ],
        class_="pairs",
    )
