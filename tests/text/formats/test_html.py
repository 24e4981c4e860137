import pytest

from align.errors import InputError
from align.text.formats.html import html_blocks
from align.text.read import read_document
from align.text.split import split

PAGE = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>Мост открыли раньше срока — Новости</title>
<meta name="author" content="Айгуль Сапарова">
<meta property="article:published_time" content="2025-08-13T10:00:00+05:00">
<script>var text = "Это не текст страницы, а программа.";</script></head>
<body><nav><ul><li><a href="/">Главная</a></li><li><a href="/n">Все новости</a></li></ul></nav>
<article><h1>Мост открыли раньше срока</h1>
<p>Новый мост через реку открыли в пятницу &ndash; на две недели раньше срока.</p>
<figure><img src="a.jpg" alt="мост"><figcaption>Мост через реку. Фото: акимат</figcaption></figure>
<p>«Мы работали в три смены», – рассказал инженер.<br>Ёмкость и <b>подъёмник</b> уже
увезли.</p>
<h2>Что дальше</h2>
<p>Теперь дорога до районного центра занимает двадцать минут. Раньше приходилось ехать в объезд.</p>
<ul><li>ремонт дороги до конца года;</li><li>освещение улиц.</li></ul>
</article><aside><h3>Читайте также</h3><ul><li><a href="/1">Другая новость</a></li></ul></aside>
<footer>© 2019 Новости области. Все права защищены.</footer></body></html>
"""


def read(folder, content, name="страница.html"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return split(read_document(path, "ru"))


def test_a_news_page(tmp_path):
    assert [(sentence.kind, sentence.text) for sentence in read(tmp_path, PAGE)] == [
        ("date", "date 2025-08-13"),
        ("title", "Мост открыли раньше срока"),
        ("credit", "Айгуль Сапарова"),
        ("body", "Новый мост через реку открыли в пятницу – на две недели раньше срока."),
        ("caption", "Мост через реку."),
        ("credit", "Фото: акимат"),
        ("body", "«Мы работали в три смены», – рассказал инженер."),
        ("body", "Ёмкость и подъёмник уже увезли."),
        ("title", "Что дальше"),
        ("body", "Теперь дорога до районного центра занимает двадцать минут."),
        ("body", "Раньше приходилось ехать в объезд."),
        ("body", "ремонт дороги до конца года;"),
        ("body", "освещение улиц."),
    ]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_a_page_in_another_encoding(tmp_path, encoding):
    raw = PAGE.replace("utf-8", encoding).encode(encoding)
    assert read(tmp_path, raw) == read(tmp_path, PAGE)


def test_a_page_is_known_by_its_beginning_too(tmp_path):
    assert read(tmp_path, "\n<!-- кэш -->\n" + PAGE, "1234") == read(tmp_path, PAGE)


def test_a_title_that_stands_below_a_rubric_is_not_told_twice():
    page = PAGE.replace("<h1>", "<p>Рубрика: дороги и мосты</p><h1>")
    texts = [block.text.strip() for block in html_blocks(page, "a.html")]
    assert texts.count("Мост открыли раньше срока") == 1


def test_a_year_in_the_footer_is_not_the_date():
    page = PAGE.replace(
        '<meta property="article:published_time" content="2025-08-13T10:00:00+05:00">', ""
    )
    assert "2019" in page
    assert [block.text for block in html_blocks(page, "a") if block.kind == "date"] == []


def test_a_date_head_in_the_text_is_not_told_twice(tmp_path):
    page = "<html><body><p>date 2025-08-13 Снег выпал</p><p>Дети рады снегу.</p></body></html>"
    assert [sentence.text for sentence in read(tmp_path, page)] == [
        "date 2025-08-13", "Снег выпал", "Дети рады снегу."
    ]  # fmt: skip


def test_comments_within_the_text_are_passed_over(tmp_path):
    page = PAGE.replace("<h2>Что", "<!-- баннер --><h2>Что").replace("<br>", "<!-- br --><br>")
    assert read(tmp_path, page) == read(tmp_path, PAGE)


def test_two_sentences_are_a_page_too(tmp_path):
    page = "<html><body><p>Бүгін қар жауды. Ертең күн ашық болады.</p></body></html>"
    assert [sentence.text for sentence in read(tmp_path, page)] == [
        "Бүгін қар жауды.",
        "Ертең күн ашық болады.",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<!DOCTYPE html>",
        "<html><!-- Мост --><script>Мост открыли.</script></html>",
    ],
)
def test_a_page_without_main_text(tmp_path, page):
    with pytest.raises(InputError, match=r"no main text is found in this page; save"):
        read(tmp_path, page)
