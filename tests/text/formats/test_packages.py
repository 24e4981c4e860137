"""DOCX, ODT and EPUB, written by other programs' libraries or by hand."""

import random
from contextlib import suppress
from io import BytesIO

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from align.errors import InputError
from align.text.formats.block import as_document
from align.text.formats.detect import binary_reader
from support.made_files import zipped


def binary_blocks(raw, name):
    return binary_reader(raw, name)()


def blocks(raw):
    return [(block.kind, block.text.strip()) for block in binary_blocks(raw, "a") if block.text]


def saved(document):
    raw = BytesIO()
    document.save(raw)
    return raw.getvalue()


def made_docx():
    document = docx.Document()
    document.add_heading("Годовой отчёт", 0)
    document.add_heading("Мост", 1)
    document.add_paragraph("Мост открыли. ").add_run("Это хорошо.")
    document.add_paragraph("Мост утром", style="Caption")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Длина", "240 м"
    document.add_paragraph("Первая строка").runs[0].add_break()
    return document


def test_docx():
    assert blocks(saved(made_docx())) == [
        ("title", "Годовой отчёт"),
        ("title", "Мост"),
        (None, "Мост открыли. Это хорошо."),
        ("caption", "Мост утром"),
        (None, "Длина"),
        (None, "240 м"),
        (None, "Первая строка"),
    ]


def test_docx_with_changes_still_marked_is_read_as_if_they_were_accepted():
    document = docx.Document()
    paragraph = document.add_paragraph("Мост ")
    for change, text in (("ins", "t"), ("del", "delText")):
        said = "открыли." if change == "ins" else "закрыли."
        paragraph._p.append(
            parse_xml(
                f'<w:{change} {nsdecls("w")} w:id="1" w:author="А">'
                f"<w:r><w:{text}>{said}</w:{text}></w:r></w:{change}>"
            )
        )
    assert blocks(saved(document)) == [(None, "Мост открыли.")]


def test_a_link_in_docx():
    document = docx.Document()
    paragraph = document.add_paragraph("Смотрите ")
    paragraph._p.append(
        parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>сайт</w:t></w:r></w:hyperlink>")
    )
    assert blocks(saved(document)) == [(None, "Смотрите сайт")]


def test_odt():
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Жылдық есеп"))
    paragraph = odfdo.Paragraph("Көпір ашылды.  Екі бос орын.\nЖаңа жол.")
    paragraph.insert_note(after="Көпір", note_id="n1", citation="1", body="Сілтеме.")
    document.body.append(paragraph)
    document.body.append(odfdo.Paragraph("Көпірдің суреті", style="Caption"))
    table = odfdo.Table("Кесте", width=2, height=1)
    table.set_value((0, 0), "Ұзындығы")
    document.body.append(table)
    assert [(kind, text) for kind, text in blocks(saved(document)) if text] == [
        ("title", "Жылдық есеп"),
        (None, "Көпір ашылды.  Екі бос орын.\nЖаңа жол."),
        ("caption", "Көпірдің суреті"),
        (None, "Ұзындығы"),
    ]


BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
    "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="nav" href="nav.xhtml" properties="nav"/><item id="b" href="2.xhtml"/>'
    '<item id="a" href="text/1%20a.xhtml"/></manifest><spine><itemref idref="nav"/>'
    '<itemref idref="a"/><itemref idref="b"/></spine></package>',
    "OEBPS/nav.xhtml": "<html><body><nav>Мазмұны</nav></body></html>",
    "OEBPS/text/1 a.xhtml": '<?xml version="1.0" encoding="utf-8"?>\n<html><head><title>Т</title>'
    "</head><body><h2>Бірінші тарау</h2><div>Жай мәтін<p>Көпір <i>ашылды</i>.<br/>Жаңа жол.</p>"
    "соңы</div></body></html>",
    "OEBPS/2.xhtml": "<html><body><p>Екінші тарау.</p></body></html>",
}


def test_epub():
    assert blocks(zipped(BOOK)) == [
        ("title", "Бірінші тарау"),
        (None, "Жай мәтін"),
        (None, "Көпір ашылды.\nЖаңа жол."),
        (None, "соңы"),
        (None, "Екінші тарау."),
    ]


@pytest.mark.parametrize(
    ("raw", "fact"),
    [
        (zipped(BOOK)[:-30], "looks like a damaged DOCX, ODT or EPUB file"),
        (zipped(BOOK | {"OEBPS/book.opf": "<package"}), "is damaged (OEBPS/book.opf: "),
        (zipped({k: v for k, v in BOOK.items() if "2.xhtml" not in k}), "no OEBPS/2.xhtml in it"),
        (zipped({"a.txt": "Мәтін."}), "looks like a ZIP archive or an XLSX file; give plain text"),
    ],
)
def test_damaged_packages(raw, fact):
    with pytest.raises(InputError) as caught:
        binary_blocks(raw, "a.epub")
    assert str(caught.value).startswith("a.epub: ")
    assert fact in str(caught.value)


@pytest.mark.parametrize("made", [lambda: saved(made_docx()), lambda: zipped(BOOK)])
def test_whatever_is_damaged_is_one_line(made):
    sound, chance = made(), random.Random(1)
    for _ in range(200):
        raw = bytearray(sound)
        for _ in range(chance.choice((1, 3, 10))):
            place = chance.randrange(4, len(raw))  # it still begins as an archive does
            if chance.random() < 0.5:
                raw[place] = chance.randrange(256)
            else:
                del raw[place : place + chance.randrange(1, 30)]
        with suppress(InputError):  # any other error fails the test
            binary_blocks(bytes(raw), "a")


def test_a_chapter_that_is_not_utf8():
    book = BOOK | {"OEBPS/2.xhtml": "<p>Тарау</p>".encode("cp1251")}
    with pytest.raises(InputError, match=r"a\.epub: OEBPS/2\.xhtml is not UTF-8; save it anew"):
        binary_blocks(zipped(book), "a.epub")


def test_lines_know_where_their_kinds_are():
    document = as_document("a", "kk", binary_blocks(zipped(BOOK), "a"))
    assert document.kinds == ((0, "title"),)
    assert (
        document.text == "Бірінші тарау\nЖай мәтін\nКөпір ашылды.\nЖаңа жол.\nсоңы\nЕкінші тарау."
    )
