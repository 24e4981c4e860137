"""One document's alignment, drawn as a path over how alike its sentences are."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import numpy as np

from align.encode.vectors import encode
from align.report.markup import picture, tag
from align.review.document import MOVED, ReviewBead, ReviewDocument
from align.types import SIDES, USABLE_NOTES

SIZE = 720  # of the longer side
MOST = 2_000  # sentences of a side whose likeness is shown: a vector each, and n × m cosines
EDGE = 10  # of the strips that show what is unpaired
SHOWN = 300  # characters of a text in a tip


def drawn(document: ReviewDocument) -> Element:
    """The beads of a document as rectangles, Russian sentences downwards, Kazakh ones across.

    Behind them how alike any two sentences are, the stronger the more, where there are no more than
    MOST a side. What is unpaired is marked along both edges.
    """
    n, m = len(document.ru), len(document.kk)
    cell = SIZE / max(n, m, 1)
    width, height = m * cell, n * cell
    parts: list[Element] = []
    if 0 < n <= MOST and 0 < m <= MOST:
        parts.append(
            tag("image", href=_likeness(document), x=0, y=0, width=f"{width:.1f}",
                height=f"{height:.1f}", preserveAspectRatio="none")
        )  # fmt: skip
    for bead in document.beads:
        if bead.paired:
            box = (bead.kk.start * cell, bead.ru.start * cell,
                   len(bead.kk) * cell, len(bead.ru) * cell)  # fmt: skip
        elif bead.ru:
            box = (-EDGE - 4, bead.ru.start * cell, EDGE, cell)
        else:
            box = (bead.kk.start * cell, -EDGE - 4, cell, EDGE)
        x, y, w, h = (f"{value:.2f}" for value in box)
        parts.append(
            tag("rect", tag("title", _tip(document, bead)), x=x, y=y, width=w, height=h,
                class_=_class(bead))
        )  # fmt: skip
    frame = tag("rect", x=0, y=0, width=f"{width:.1f}", height=f"{height:.1f}", class_="frame")
    view = f"{-EDGE - 8} {-EDGE - 8} {width + EDGE + 16:.1f} {height + EDGE + 16:.1f}"
    what = f"Alignment of {document.ru_doc} (downwards) and {document.kk_doc} (across)"
    return tag("svg", *parts, frame, viewBox=view, role="img", aria_label=what, class_="path")


def _likeness(document: ReviewDocument) -> str:
    """Cosines of all pairs of sentences as shades: white up to the median, black near 1."""
    texts = [unit.text for side in SIDES for unit in document.units(side)]
    vectors, _ = encode(texts)
    n = len(document.ru)
    cosines = vectors[:n] @ vectors[n:].T
    # Sentences of one language have a common part; what is usual for a row or column is white.
    low, high = np.quantile(cosines, 0.5), float(cosines.max())
    part = np.clip((cosines - low) / max(high - low, 1e-6), 0, 1)
    return picture((255 - 200 * part).astype(np.uint8))


def _class(bead: ReviewBead) -> str:
    if not bead.paired:
        return "unpaired"
    if bead.note not in USABLE_NOTES:
        return "rejected"
    return "moved" if bead.note == MOVED else "kept"


def _tip(document: ReviewDocument, bead: ReviewBead) -> str:
    texts = [
        " ".join(document.units(side)[at].text for at in bead.run(side))[:SHOWN] for side in SIDES
    ]
    note = f", {bead.note}" if bead.note else ""
    return "\n".join(
        [f"{len(bead.ru)}-{len(bead.kk)}, {bead.score:.2f}{note}", *filter(None, texts)]
    )
