"""A page made of elements, so that no text can be taken for markup; and its pictures."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from align.types import for_xml

Element = ElementTree.Element
Child = Element | str

STYLE = Path(__file__).parent / "report.css"

WIDTH, HEIGHT = 560, 170  # of a chart, without its labels


def tag(name: str, *children: Child, **attributes: object) -> Element:
    """An element with its children; `class_` is class, and `_` in a name of an attribute is `-`."""
    named = {key.rstrip("_").replace("_", "-"): str(one) for key, one in attributes.items()}
    element = Element(name, named)
    last: Element | None = None
    for child in children:
        if not isinstance(child, str):
            element.append(child)
            last = child
        elif last is None:
            element.text = (element.text or "") + for_xml(child)
        else:
            last.tail = (last.tail or "") + for_xml(child)
    return element


def page(title: str, *sections: Element) -> str:
    """A whole page, with all that it needs in itself."""
    body = tag("body", tag("main", tag("h1", title), *sections))
    content = ElementTree.tostring(body, encoding="unicode", method="html")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(for_xml(title))}</title><style>{STYLE.read_text('utf-8')}</style></head>\n"
        f"{content}</html>\n"
    )


def section(title: str, *children: Child) -> Element:
    """A part of the page with its heading."""
    return tag("section", tag("h2", title), *children)


def table(head: Sequence[str], rows: Sequence[Sequence[Child]], class_: str = "") -> Element:
    """A table; cells that are numbers are put right by their class."""
    body = [tag("tr", *(_cell(cell) for cell in row)) for row in rows]
    titles = tag("tr", *(tag("th", title) for title in head))
    return tag("table", tag("thead", titles), tag("tbody", *body), class_=class_)


def _cell(cell: Child) -> Element:
    number = isinstance(cell, str) and cell[:1].isdigit() and len(cell) < 14
    return tag("td", cell, **({"class_": "number"} if number else {}))


def bars(counts: Sequence[int], labels: Sequence[str], what: str, ticks: Sequence[str]) -> Element:
    """A histogram. `labels` tell each bar; `ticks` stand evenly below, from end to end."""
    most = max(*counts, 1)
    step = WIDTH / len(counts)
    marks: list[Element] = []
    for at, (count, label) in enumerate(zip(counts, labels, strict=True)):
        height = HEIGHT * count / most
        bar = tag("rect", tag("title", f"{label}: {count:,}"), x=f"{at * step + 1:.1f}",
                  y=f"{HEIGHT - height:.1f}", width=f"{step - 2:.1f}", height=f"{height:.1f}",
                  class_="bar")  # fmt: skip
        marks.append(bar)
    for at, tick in enumerate(ticks):
        x = WIDTH * at / max(len(ticks) - 1, 1)
        marks.append(tag("text", tick, x=f"{x:.1f}", y=HEIGHT + 18, class_="tick"))
    marks.append(tag("text", f"{most:,}", x=0, y=-6, class_="tick most"))
    line = tag("line", x1=0, y1=HEIGHT, x2=WIDTH, y2=HEIGHT, class_="axis")
    return tag("svg", line, *marks, viewBox=f"-20 -20 {WIDTH + 40} {HEIGHT + 46}", role="img",
               aria_label=what, class_="chart")  # fmt: skip


def shares(counts: Sequence[tuple[str, int]], total: int) -> Element:
    """A table of counts, each with a bar of its share."""
    rows: list[list[Child]] = [
        [label, f"{count:,}", f"{100 * count / max(total, 1):.1f}%",
         tag("meter", min=0, max=max(total, 1), value=count, title=label)]
        for label, count in counts
    ]  # fmt: skip
    return table(["", "", "", ""], rows, class_="shares")


def picture(shades: NDArray[np.uint8]) -> str:
    """A grey picture (rows, columns), 0 black to 255 white, as an address that holds it (PNG)."""
    height, width = shades.shape
    lines = b"".join(b"\0" + row.tobytes() for row in shades)
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        )
    )
    return "data:image/png;base64," + base64.b64encode(content).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
