import pytest

from align.errors import InputError
from align.text.formats.pdf import pdf_blocks
from support.made_files import made_pdf

HEAD, FOOT = (300, 800, "Годовой отчёт 2025"), 30
PAGES = [
    [
        (50, 700, "Новый мост через реку открыли в пятницу – на две"),
        (50, 688, "недели раньше срока. Об этом сообщило прави-"),
        (50, 676, "тельство области. Длинное предложение идёт и"),
    ],
    [(50, 700, "продолжается на другой странице."), (50, 660, "Другой абзац: «Ёмкость увезли».")],
    [(50, 700, "Третья страница.")],
]


def test_paragraphs_are_joined_over_lines_and_pages_and_heads_left_out():
    pages = [[HEAD, *lines, (300, FOOT, f"– {at} –")] for at, lines in enumerate(PAGES, 1)]
    assert [block.text for block in pdf_blocks(made_pdf(pages), "a.pdf")] == [
        "Новый мост через реку открыли в пятницу – на две недели раньше срока. Об этом сообщило "
        "правительство области. Длинное предложение идёт и продолжается на другой странице.",
        "Другой абзац: «Ёмкость увезли».",
        "Третья страница.",
    ]


def test_what_two_pages_share_is_text():
    pages = [[(50, 700, "Мост открыт.")], [(50, 700, "Мост открыт.")]]
    assert [block.text for block in pdf_blocks(made_pdf(pages), "a")] == ["Мост открыт."] * 2


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (made_pdf([[]]), "holds no text, perhaps a scan; "),
        (b"%PDF-1.4\nnothing", "can't be read as PDF ("),
        (made_pdf([[(50, 700, "Мост")]])[:300], "can't be read as PDF ("),
        (made_pdf([[(50, 700, "Мост")]]).replace(b"/ToUnicode 5 0 R", b""), "don't tell which"),
    ],
)
def test_files_without_text_that_can_be_read(content, fact):
    with pytest.raises(InputError) as caught:
        pdf_blocks(content, "a.pdf")
    assert str(caught.value).startswith("a.pdf: ")
    assert fact in str(caught.value)
