from align.text import alphabet


def test_the_alphabets_are_complete():
    russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert len(alphabet.KK_LOWER) == len(set(alphabet.KK_LOWER)) == 42
    assert set(alphabet.KK_LOWER) == set(russian) | set(alphabet.KK_ONLY_LOWER)
    assert alphabet.KK_UPPER.lower() == alphabet.KK_LOWER
