import pytest

from align.errors import LanguageError
from align.text.language import check_languages, guess_language

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


@pytest.mark.parametrize(
    ("ru", "kk", "message"),
    [
        ([RU], [RU], "b: is Russian, like the other side; give a Kazakh text here"),
        ([KK], [KK], "a: is Kazakh, like the other side; give a Russian text here"),
        ([KK], [], "a: is Kazakh; give a Russian text here"),
        ([], [RU], "b: is Russian; give a Kazakh text here"),
        ([KK], [RU], "a: is Kazakh, and b is Russian; swap them, the Russian one comes first"),
    ],
)
def test_a_text_in_the_wrong_language_is_refused(ru, kk, message):
    with pytest.raises(LanguageError) as caught:
        check_languages("a", " ".join(ru), "b", " ".join(kk))
    assert str(caught.value) == message


def test_texts_of_uncertain_language_are_let_pass():
    check_languages("a", "Samsung Galaxy 5", "b", "1, 2, 3")
    check_languages("a", RU, "b", KK)
