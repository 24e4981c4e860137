import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.text.repair.lines import repaired_lines
from align.text.repair.lookalikes import TO_CYRILLIC

# Our own sentences, sound.
KK = [
    "Қазақстан Республикасының Үкіметі жаңа бағдарламаны бекітті.",
    "Ұлттық банк өткен аптада ғимаратын ауыстырды, әріптестер көмектесті.",
    "«Бұл өте маңызды қадам», – деді әкім шаһар тұрғындарына.",
]
RU = [
    "Правительство Республики Казахстан утвердило новую программу.",
    "Национальный банк на прошлой неделе сменил здание, коллеги помогли.",
    "«Это очень важный шаг», – сказал аким жителям города.",
]
SIDES = [("ru", RU), ("kk", KK)]


@pytest.mark.parametrize(("language", "lines"), SIDES)
def test_sound_text_stays_as_it_is(language, lines):
    assert repaired_lines(lines, language) == lines


def misread(text, written, read):
    """As a browser shows it: what the code page leaves open as the control of that number."""
    shown = ""
    for byte in text.encode(written, "ignore"):
        char = bytes([byte]).decode(read, "ignore")
        shown += char or chr(byte)
    return shown


@pytest.mark.parametrize(("language", "lines"), SIDES)
@pytest.mark.parametrize("read", ["cp1251", "cp1252", "latin-1"])
def test_utf8_read_byte_by_byte(language, lines, read):
    assert repaired_lines([misread(line, "utf-8", read) for line in lines], language) == lines


@pytest.mark.parametrize("page", ["kz1048", "ptcp154"])
def test_kazakh_code_pages_read_as_cp1251(page):
    damaged = [misread(line, page, "cp1251") for line in KK]
    assert damaged != KK
    assert repaired_lines(damaged, "kk") == KK


def test_letters_of_a_kazakh_font():
    assert repaired_lines(["Ќазаќ Ђлт банкініњ тџсімі кѕсіп"], "kk") == [
        "Қазақ Ұлт банкінің түсімі кәсіп"
    ]


@pytest.mark.parametrize(
    ("language", "lines", "page"),
    [("ru", RU, "cp1251"), ("kk", KK, "kz1048"), ("kk", KK, "ptcp154")],
)
def test_cyrillic_code_pages_read_as_western(language, lines, page):
    assert repaired_lines([misread(line, page, "cp1252") for line in lines], language) == lines


@pytest.mark.parametrize(
    ("language", "damaged", "sound"),
    [
        ("ru", "Kaзaxcтан и Cаудовская Aравия", "Казахстан и Саудовская Аравия"),
        ("kk", "Мемлекеттiк қызмет көрсету мəселесi", "Мемлекеттік қызмет көрсету мәселесі"),
        ("kk", "Caлық PECПУБЛИКACЫ hәм шаһар", "Салық РЕСПУБЛИКАСЫ һәм шаһар"),
        ("ru", "Мiр", "Мiр"),  # no Russian letter looks so
        ("ru", "Сборник IIІ, сall-центр и Gооgle", "Сборник III, call-центр и Google"),
        ("kk", "Samsungтің жаңа телефоны", "Samsungтің жаңа телефоны"),
        ("ru", "Фирма OPEC и витамин C", "Фирма OPEC и витамин C"),
        # where words are mixed all over, those of twins alone are suspect
        (
            "ru",
            "Cказал ocень и poт: нac тaм нe было, CO",
            "Сказал осень и рот: нас там не было, CO",
        ),
        ("ru", "BCE HOBOCTИ PAЙOHA", "ВСЕ НОВОСТИ РАЙОНА"),
    ],
)
def test_letters_that_look_alike(language, damaged, sound):
    assert repaired_lines([damaged], language) == [sound]


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("пра\xadви\u200bтель\ufeffство\x02", "правительство"),
        ("таб\tуляция", "таб\tуляция"),
        (unicodedata.normalize("NFD", "Ёлка, йод и «Ғалымның үйі»"), "Ёлка, йод и «Ғалымның үйі»"),
        ("<<Да>> -- ``нет'' --- ‹или›", "«Да» – “нет” – «или»"),
        ("файл --help и из\u2011за", "файл --help и из-за"),
    ],
)
def test_signs(damaged, sound):
    assert repaired_lines([damaged], "ru") == [sound]


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        # the alphabet of 2018, with Cyrillic letters inside, as a site has it
        (
            "Memleket basshysy cý tasqynyna ushyramaǵan oblystardyń ákіmderіne tapsyrma berdi",
            "Мемлекет басшысы су тасқынына ұшырамаған облыстардың әкімдеріне тапсырма берді",
        ),
        (
            "Qazaqstan Respublikasynyñ Ükımetı jaña jospar jasady",
            "Қазақстан Республикасының Үкіметі жаңа жоспар жасады",
        ),
        (
            "Qazaqstan Respy'bli'kasynyn' u'kimeti jan'a jospar jasady",
            "Қазақстан Республикасының үкіметі жаңа жоспар жасады",
        ),
        ("Kazakstan ukimeti zhana zhospar zhasady", "Қазақстан үкіметі жаңа жоспар жасады"),
        (
            "قازاقستان رەسپۋبليكاسىنىڭ ۇكىمەتى جاڭا جوسپار جاسادى.",
            "Қазақстан республикасының үкіметі жаңа жоспар жасады.",
        ),
        ("ٴبىر، ەكى؟ ٴۇش.", "Бір, екі? Үш."),
        # other languages stay
        ("The government of the country approved a new plan for the schools", None),
        ("Microsoft Windows Server", None),
    ],
)  # fmt: skip
def test_kazakh_in_other_letters(damaged, sound):
    assert repaired_lines([damaged], "kk") == [sound or damaged]


def test_russian_is_not_looked_for_in_latin_letters():
    assert repaired_lines(["Memleket basshysy tapsyrma berdi"], "ru") == [
        "Memleket basshysy tapsyrma berdi"
    ]


def test_capitals_of_latin_words_are_kept():
    line = "QAZAQSTAN RESPÝBLIKASY Álem Táýelsizdik"
    assert repaired_lines([line], "kk") == ["ҚАЗАҚСТАН РЕСПУБЛИКАСЫ Әлем Тәуелсіздік"]


def test_no_lines():
    assert repaired_lines([], "kk") == []


def test_twins_are_of_the_other_script():
    for twins in TO_CYRILLIC:
        assert all(ord(latin) < 0x300 <= ord(cyrillic) for latin, cyrillic in twins.items())


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=30)),
    st.sampled_from(["ru", "kk"]),
)
def test_lines_stay_lines(lines, language):
    found = repaired_lines(lines, language)
    assert len(found) == len(lines)
    assert not any("\n" in line for line in found)
