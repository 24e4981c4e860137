import gzip
import json
import math

import pytest

from align.errors import ModelError
from align.text.repair.letters import (
    EDGE,
    FORMAT,
    ORDER,
    LetterModel,
    bundled_letter_model,
    load_letter_model,
)

# «аб» three times, «ав» once: sequences of up to two letters.
COUNTS = {"а": 4, "б": 3, "в": 1, EDGE: 4, f"{EDGE}а": 4, "аб": 3, "ав": 1, f"б{EDGE}": 3}


def test_weights_by_hand():
    model = LetterModel(COUNTS)
    assert model.after("а", "б") == pytest.approx(math.log(3 / 4))
    # a longer beginning that was never seen: one step back each
    assert model.after("ба", "б") == pytest.approx(math.log(0.4) + math.log(3 / 4))
    # «бв» was never seen: back to «в» alone, one of twelve letters
    assert model.after("б", "в") == pytest.approx(math.log(0.4) + math.log(1 / 12))
    assert model.after("а", "ю") < math.log(1e-6)
    assert LetterModel({}).of_word("") == 0


def test_only_the_last_letters_count():
    model = bundled_letter_model()
    assert model.after("қазақст", "а") == model.after("зақст"[-(ORDER - 1) :], "а")


def test_kazakh_words_are_likelier_than_others():
    model = bundled_letter_model()
    for kazakh, other in [("мемлекет", "мэмлэкэт"), ("үкіметі", "укимети"), ("болып", "вәлып")]:
        assert model.of_word(kazakh) > model.of_word(other) + 0.3


@pytest.mark.parametrize(
    "content",
    [b"", b"text", gzip.compress(b"[]"), gzip.compress(json.dumps({"format": "x"}).encode())],
    # Named by hand: gzip writes the time, and two workers must name the same tests.
    ids=["empty", "not packed", "a list", "another format"],
)
def test_files_that_are_no_letter_model(tmp_path, content):
    path = tmp_path / "letters.json.gz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"letters\.json\.gz: .*; restore it"):
        load_letter_model(path)
    with pytest.raises(ModelError, match=r"none\.gz: can't be read"):
        load_letter_model(tmp_path / "none.gz")


def test_a_file_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "letters.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"format": FORMAT, "counts": COUNTS}).encode()))
    assert load_letter_model(path).after("а", "б") == LetterModel(COUNTS).after("а", "б")
