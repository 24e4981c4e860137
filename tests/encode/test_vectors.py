import numpy as np
import pytest

import align
from align.encode.vectors import checked, encode
from align.types import Tokens


@pytest.mark.parametrize(
    "vectors", [np.zeros((3, 4)), np.zeros(2), np.array([[1.0, np.nan], [0.0, 1.0]])]
)
def test_unusable_vectors_are_refused(vectors):
    with pytest.raises(align.ModelError):
        checked(vectors, ["Бір.", "Екі."])


class WithTokens:
    """A fake encoder that has one token a sentence, and forgets the last ones."""

    def __init__(self, forgotten=0):
        self.forgotten = forgotten

    def encode(self, sentences):
        return np.ones((len(sentences), 2), np.float32)

    def encode_tokens(self, sentences):
        one = Tokens(np.ones((1, 3), np.float16), np.ones(1, np.float32))
        return self.encode(sentences), [one] * (len(sentences) - self.forgotten)


class WithoutTokens:
    encode = WithTokens.encode


def test_tokens_come_from_encoders_that_have_them():
    vectors, tokens = encode(["Бір.", "Екі."], WithTokens())
    assert vectors.shape == (2, 2)
    assert len(tokens) == 2
    assert encode(["Бір."], WithoutTokens())[1] is None


def test_tokens_of_too_few_sentences_are_refused():
    with pytest.raises(align.ModelError, match="1 sentences for 2"):
        encode(["Бір.", "Екі."], WithTokens(forgotten=1))
