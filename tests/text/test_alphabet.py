import pytest

from align.text import alphabet
from align.text.alphabet import guess_language

RU = (
    "В субботу жители посёлка вышли на берег реки, чтобы убрать мусор после зимы. "
    "Школьники собирали пластик, взрослые грузили старые шины в машину. "
    "К вечеру на берегу стало чисто, и все сели пить чай у костра."
)
KK = (
    "Сенбі күні ауыл тұрғындары қыстан қалған қоқысты тазалау үшін өзен жағасына шықты. "
    "Оқушылар пластик жинады, ересектер ескі дөңгелектерді көлікке тиеді. "
    "Кешке қарай жағалау тап-таза болып, бәрі от басында шай ішті."
)


def test_the_alphabets_are_complete():
    assert len(alphabet.RU_LOWER) == len(set(alphabet.RU_LOWER)) == 33
    assert len(alphabet.KK_LOWER) == len(set(alphabet.KK_LOWER)) == 42
    assert set(alphabet.KK_LOWER) == set(alphabet.RU_LOWER) | set(alphabet.KK_ONLY_LOWER)
    assert alphabet.KK_UPPER.lower() == alphabet.KK_LOWER


@pytest.mark.parametrize(("text", "language"), [(RU, "ru"), (KK, "kk")])
def test_documents(text, language):
    assert guess_language(text) == language
    assert guess_language(text.upper()) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Он не пришёл, и мы ушли.", "ru"),
        ("Мы были там вчера.", "ru"),
        ("Ёжик спрятался под листьями и уснул.", "ru"),
        ("Министр Қасымов и аким Әбдірахманов не пришли на эту встречу, хотя их ждали.", "ru"),
        ("Ол келмеді, бірақ хат жазып жіберді.", "kk"),
        ("Мен бардым, ол отыр.", "kk"),
        ("Олар аулада доп ойнады.", "kk"),
        ("Иванов пен Петров Мәскеуден келді, Сидоров қалып қойды.", "kk"),
    ],
)
def test_single_sentences(text, language):
    assert guess_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "12.08.2025",
        "Samsung Galaxy S25",
        "The weather is nice today, and we are going out.",
        "Алматы",
        "Иван Петров, Павлодар",
        "Їжак ішов лісом і знайшов гриб під ялинкою.",
    ],
)
def test_none_where_the_evidence_is_thin(text):
    assert guess_language(text) is None


def test_a_quotation_in_the_other_language_is_outvoted():
    assert guess_language(f"{KK} {KK} {RU[:76]}") == "kk"
    assert guess_language(f"{RU} {RU} {KK[:83]}") == "ru"


@pytest.mark.parametrize(("kazakh", "typed"), [("і", "i"), ("һ", "h"), ("ә", "ə"), ("ө", "ɵ")])
def test_lookalikes_typed_for_kazakh_letters_count(kazakh, typed):
    assert guess_language(KK.replace(kazakh, typed)) == "kk"


def test_kazakh_typed_without_any_of_its_letters():
    plain = KK.lower().translate(str.maketrans("әғқңөұүһі", "агкноуухи"))
    assert guess_language(plain) in ("kk", None)
