import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from align.text.sentences import given_sentences, sentences_of
from align.text.split import as_sentences, split
from align.types import Document, Sentence

UNSEEN = re.compile("[\\s\xad\u200b\x02]")


def test_sound_text_is_split_as_it_is():
    document = Document("a", "kk", "Жиын өтті. Бәрі келді.\nСурет: акимат")
    assert sentences_of(document) == split(document)
    assert all(sentence.seen == sentence.text for sentence in sentences_of(document))


def test_damaged_text_is_split_by_what_it_means_and_kept_as_it_is():
    text = "Мəселе шешiлдi.\u200b Ол\xad Cәуле едi.\n\u200bФото: акимат"
    found = sentences_of(Document("a", "kk", text))
    assert [(one.text, one.seen, one.kind) for one in found] == [
        ("Мəселе шешiлдi.\u200b", "Мәселе шешілді.", "body"),
        ("Ол\xad Cәуле едi.", "Ол Сәуле еді.", "body"),
        ("\u200bФото: акимат", "Фото: акимат", "credit"),
    ]
    assert all(text[one.start : one.stop] == one.text for one in found)


def test_with_repair_the_repaired_text_is_all_there_is():
    found = sentences_of(Document("a", "kk", "Мəселе шешiлдi. Ол келдi."), repair=True)
    assert found == (Sentence("Мәселе шешілді.", 0, 15), Sentence("Ол келді.", 16, 25))


def test_sentence_ends_of_misread_text_are_found():
    sound = "Снег выпал. Дети рады."
    text = "".join(
        bytes([byte]).decode("cp1251", "ignore") or chr(byte) for byte in sound.encode("utf-8")
    )
    first, second = sentences_of(Document("a", "ru", text))
    assert (first.seen, second.seen) == ("Снег выпал.", "Дети рады.")
    assert f"{first.text} {second.text}" == text


def test_latin_text_is_split_where_its_cyrillic_ends_sentences():
    text = "Jıyn ótti. Oǵan 5 mln. teńge bólindi.\nMemleket basshysy tapsyrma berdi."
    assert [one.text for one in sentences_of(Document("a", "kk", text))] == [
        "Jıyn ótti.",
        "Oǵan 5 mln. teńge bólindi.",
        "Memleket basshysy tapsyrma berdi.",
    ]


def test_known_kinds_stay_with_their_lines():
    document = Document("a", "kk", "Мəселе\u200b бар\nСурет бар.", ((0, "title"), (12, "caption")))
    assert [one.kind for one in sentences_of(document)] == ["title", "caption"]


def test_given_sentences_are_never_split():
    texts = ["Бiр. Екi.", "", "Үш.", "date 2025-08-13"]
    found = given_sentences(texts, "kk")
    assert [one.text for one in found] == texts
    assert found[0].seen == "Бір. Екі."
    assert found[1:] == as_sentences(texts)[1:]
    assert given_sentences(texts, "kk", repair=True)[0].text == "Бір. Екі."
    assert given_sentences([], "ru") == ()


@given(st.text(alphabet="аiА \n.\xad\u200b\x02Рќ", max_size=60), st.sampled_from(["ru", "kk"]))
def test_all_that_is_seen_is_in_one_sentence(text, language):
    found = sentences_of(Document("a", language, text))
    assert all(text[one.start : one.stop] == one.text for one in found)
    assert all(one.stop <= other.start for one, other in pairwise(found))
    assert UNSEEN.sub("", "".join(one.text for one in found)) == UNSEEN.sub("", text)
