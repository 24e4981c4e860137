"""The pages themselves: whole, sound, and readable in a browser."""

import base64
import re
import struct
import zlib
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from align.errors import InputError
from align.report.corpus import report
from align.report.markup import page, picture, section, tag
from support.made_tables import write_table

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\x07 & </style>"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names, self.addresses = [], []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src", "xlink:href")]


def parsed(text):
    tags = Tags()
    tags.feed(text)
    return tags


def test_a_text_is_never_markup(tmp_path):
    row = (EVIL[:20], "b", 0, 1, 0, 1, "1-1", 0.5, "", EVIL, EVIL)
    found = report([write_table(tmp_path / "<b>.tsv", [row])])
    assert "script" not in parsed(found).names
    assert "b" not in parsed(found.partition("<section>")[0]).names
    assert "&lt;script&gt;alert(1)" in found
    assert "\x07" not in found


def test_the_page_needs_nothing_else():
    found = parsed(report([SEEDS / "gold.tsv"]))
    assert {"svg", "style", "table", "meter"} <= {*found.names}
    assert "script" not in found.names
    assert "link" not in found.names
    assert all(address.startswith("data:") for address in found.addresses)


def test_the_drawn_document_has_every_bead():
    found = report([SEEDS / "gold.tsv"], "03-harvest.ru.txt")
    assert "03-harvest.ru.txt downwards" in found
    drawing = found[found.index('aria-label="Alignment of 03-harvest.ru.txt') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert drawing.count('class="kept"') == 13
    assert drawing.count('class="unpaired"') == 7


def test_an_unknown_document_is_said_and_an_empty_table(tmp_path):
    with pytest.raises(InputError, match="names no document x"):
        report([SEEDS / "gold.tsv"], "x")
    with pytest.raises(InputError, match=r"t\.tsv: holds no rows"):
        report([write_table(tmp_path / "t.tsv", [])])


def test_pairs_alone_are_told_from_a_whole_corpus(tmp_path):
    row = ("a", "b", 0, 1, 0, 1, "1-1", 0.5, "", "Снег.", "Қар.")
    assert "usable pairs alone" in report([write_table(tmp_path / "t.tsv", [row])])
    assert "usable pairs alone" not in report([SEEDS / "gold.tsv"])


def test_a_table_of_texts_alone_has_its_figures_without_a_drawing(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("ru\tkk\nСнег.\tҚар.\nВетер.\tЖел.\n", "utf-8")
    found = report([path])
    assert "2</b> usable pairs" in found
    assert "Not drawn" in found


def test_a_picture_holds_its_shades():
    shades = np.arange(12, dtype=np.uint8).reshape(3, 4)
    content = base64.b64decode(picture(shades).partition(",")[2])
    assert struct.unpack(">II", content[16:24]) == (4, 3)
    size = struct.unpack(">I", content[33:37])[0]
    lines = zlib.decompress(content[41 : 41 + size])
    assert lines == b"".join(b"\0" + row.tobytes() for row in shades)


def test_elements_keep_the_order_of_text_and_tags():
    made = page("t", section("h", "a ", tag("b", "b"), " c ", tag("i", "d"), " e"))
    assert "<h2>h</h2>a <b>b</b> c <i>d</i> e</section>" in made


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_no_wider_than_the_window(browser, tmp_path, width):
    path = tmp_path / "report.html"
    path.write_text(report([SEEDS / "gold.tsv"]), "utf-8")
    window = browser.new_page(viewport={"width": width, "height": 800})
    window.goto(path.as_uri())
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    boxes = window.locator("svg.path .kept").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((r) => [r.width, r.height])"
    )
    assert boxes
    assert all(min(box) > 4 for box in boxes)
    window.close()


def test_scores_and_reports_by_command(run, tmp_path):
    texts = [SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"]
    done = run("files", *texts, "-o", tmp_path / "p.tsv", "--rest", tmp_path / "r.tsv")
    assert done.returncode == 0
    done = run("report", tmp_path / "p.tsv", tmp_path / "r.tsv", "-o", tmp_path / "page.html")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    gold = SEEDS / "gold.tsv"
    done = run("score", gold, tmp_path / "p.tsv", "--report", tmp_path / "errors.html")
    assert done.returncode == 0
    errors = (tmp_path / "errors.html").read_text("utf-8")
    figure = re.search(r"bead +[\d.]+ +[\d.]+ +([\d.]+)", done.stdout)[1]
    assert f">{figure}<" in errors
    assert "По прогнозу «Казгидромета»" in errors  # the moved bead that is missed


@pytest.mark.parametrize("output", ["p.tsv", "no/folder.html"])
def test_what_cannot_be_written_is_said(run, tmp_path, output):
    row = ("a", "b", 0, 1, 0, 1, "1-1", 0.5, "", "Снег.", "Қар.")
    path = write_table(tmp_path / "p.tsv", [row])
    done = run("report", path, "-o", tmp_path / output)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert path.read_text("utf-8").count("\n") == 2
