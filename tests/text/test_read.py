import gzip
import os
import sys
import textwrap

import pytest

from align.errors import InputError
from align.text.read import read_document, read_lines

RU = (
    "Новый мост через реку открыли в пятницу – на две недели раньше срока. "
    "«Мы работали в три смены», – рассказал инженер. Ёмкость, шланг и подъёмник уже увезли. "
    "Теперь дорога до районного центра № 2 занимает двадцать минут.\n"
)
KK = (
    "Өзен үстіндегі жаңа көпір жұма күні – мерзімінен екі апта бұрын ашылды. "
    "«Біз үш ауысыммен жұмыс істедік», – деді инженер. Қазір аудан орталығына дейінгі жол "
    "жиырма минут алады. Ғимарат, шаһар, әуежай мен ұшақ туралы әңгіме келесі жолы болады.\n"
)
TEXTS = {"ru": RU, "kk": KK}


def saved(folder, content, name="a.txt"):
    path = folder / name
    path.write_bytes(content)
    return path


def fault(path, language="ru", read=read_document, **options):
    with pytest.raises(InputError) as caught:
        read(path, language, **options)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "; " in message
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


WIDE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ru", name) for name in [*WIDE, "cp1251", "kz1048", "ptcp154", "koi8-r", "cp866"]]
    + [("kk", name) for name in [*WIDE, "kz1048", "ptcp154"]],
)
def test_encodings_are_detected(tmp_path, language, encoding):
    text = TEXTS[language]
    raw = text.encode(encoding, "ignore")  # cp866 and KOI8-R lack dashes and quotes
    expected = raw.decode(encoding)
    path = saved(tmp_path, raw)
    assert read_document(path, language).text == expected
    assert read_document(path, language, encoding=encoding).text == expected


def test_russian_in_cp1251_is_read_on_the_kazakh_side_too(tmp_path):
    assert read_document(saved(tmp_path, RU.encode("cp1251")), "kk").text == RU


def test_kazakh_names_in_a_russian_kz1048_text(tmp_path):
    text = RU + "Его построила компания «Көпір» из города Өскемен.\n"
    assert read_document(saved(tmp_path, text.encode("kz1048")), "ru").text == text


def test_utf8_comes_before_any_code_page(tmp_path):
    assert read_document(saved(tmp_path, "Да".encode()), "ru").text == "Да"


def test_a_document_has_the_name_of_its_file(tmp_path):
    document = read_document(saved(tmp_path, KK.encode(), "есеп.kk.txt"), "kk")
    assert (document.name, document.language) == ("есеп.kk.txt", "kk")


def test_line_ends_become_newlines_and_the_rest_is_kept(tmp_path):
    path = saved(tmp_path, " Бір\r\nекі\rүш\t\u2028төрт \n\n".encode())
    assert read_document(path, "kk").text == " Бір\nекі\nүш\t\u2028төрт \n\n"


def test_a_missing_file(tmp_path):
    assert fault(tmp_path / "нет.txt") == "no such file; check the path"


def test_a_folder(tmp_path):
    assert "folder" in fault(tmp_path)


def test_a_name_that_no_system_allows(tmp_path):
    assert "cannot be read" in fault(tmp_path / ("а" * 300))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all files")
def test_a_file_without_permission(tmp_path):
    path = saved(tmp_path, b"x")
    path.chmod(0)
    assert "permission" in fault(path)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path, content):
    assert "empty" in fault(saved(tmp_path, content))


@pytest.mark.parametrize("content", [b"\n", b" \r\n\t\n", "\ufeff\n".encode("utf-16-le")])
def test_a_blank_file(tmp_path, content):
    assert "no text" in fault(saved(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"%PDF-1.7 \xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08" * 9, "binary"),
    ],
)
def test_a_binary_file_is_called_by_its_kind(tmp_path, content, kind):
    assert kind in fault(saved(tmp_path, content))
    assert kind in fault(saved(tmp_path, content), encoding="latin-1")


def test_bytes_that_are_not_in_the_encoding_given(tmp_path):
    path = saved(tmp_path, "Да\r\nнет ".encode() + b"\xff\xd0")
    assert fault(path, encoding="utf-8").startswith("line 2, byte 13: not valid utf-8; ")


@pytest.mark.parametrize("name", ["utf-99", "hex", "rot13", "", "a\0b"])
def test_an_unknown_encoding(tmp_path, name):
    assert "unknown encoding" in fault(saved(tmp_path, RU.encode()), encoding=name)


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize(
    "content",
    [
        KK.encode()[:-3] + b"\xd0\xd0\n",
        "Les élèves préfèrent la forêt où leur maître a été élevé.".encode("cp1252"),
        "Žluťoučký kůň příšerně úpěl ďábelské ódy.".encode("iso8859-2"),
    ],
)
def test_a_text_that_no_code_page_makes_sense_of(tmp_path, language, content):
    message = fault(saved(tmp_path, content), language)
    assert "not UTF-8" in message
    assert "byte" in message


def test_lines_are_kept_as_they_are(tmp_path):
    path = saved(tmp_path, "Бір\tекі \r\n Үш.\u2028Төрт\n\n \n".encode())
    assert read_lines(path, "kk") == ("Бір\tекі ", " Үш.\u2028Төрт")


def test_a_blank_line_between_sentences_is_an_error(tmp_path):
    path = saved(tmp_path, "Бір.\n \nЕкі.\n".encode())
    assert fault(path, "kk", read_lines).startswith("line 2: blank line")


def test_a_blank_first_line_is_an_error(tmp_path):
    assert "line 1" in fault(saved(tmp_path, "\nБір.\n".encode()), "kk", read_lines)


def test_a_packed_file(tmp_path):
    path = saved(tmp_path, gzip.compress(KK.encode("kz1048")), "есеп.txt.gz")
    assert read_document(path, "kk").text == KK
    assert read_lines(path, "kk") == tuple(KK.splitlines())


def test_a_packed_file_of_another_format(tmp_path):
    path = saved(tmp_path, gzip.compress("# Есеп\n\nЖиын\nөтті.".encode()), "есеп.md.gz")
    assert read_document(path, "kk").text == "Есеп\nЖиын өтті."


def test_a_damaged_packed_file(tmp_path):
    packed = gzip.compress(KK.encode())
    assert "can't be unpacked (" in fault(saved(tmp_path, packed[:-20]))
    assert "the file is empty" in fault(saved(tmp_path, gzip.compress(b"")))


def test_hard_wrapped_lines_are_joined(tmp_path):
    text = "\n".join(textwrap.wrap(" ".join([RU.strip()] * 3), 60))
    assert read_document(saved(tmp_path, text.encode()), "ru").text == " ".join([RU.strip()] * 3)
    assert len(read_lines(saved(tmp_path, text.encode()), "ru")) == len(text.split("\n"))


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.srt"])
def test_lines_of_other_formats_are_no_sentences(tmp_path, name):
    content = b"<html><body><p>text</p></body></html>"
    if name == "a.srt":
        content = "1\n00:00:01,000 --> 00:00:02,000\nМәтін.\n".encode()
    assert "leave --presplit out" in fault(saved(tmp_path, content, name), read=read_lines)


def test_a_file_is_not_read_to_learn_that_it_is_no_plain_text(tmp_path, monkeypatch):
    for module in ("pdfminer", "trafilatura", "lxml"):
        monkeypatch.setitem(sys.modules, module, None)
    for name, content in [("a.html", b"<html></html>"), ("a.pdf", b"%PDF-1.4")]:
        assert "leave --presplit out" in fault(saved(tmp_path, content, name), read=read_lines)


def test_a_missing_extra_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    message = fault(saved(tmp_path, b"<html><body>text</body></html>", "a.html"))
    assert message == "HTML needs trafilatura; pip install 'ru-kk-align[formats]'"
