import numpy as np
import pytest

import align
from support.translations import KK, RU

pytestmark = pytest.mark.slow


def test_sentence_transformer_gives_the_same_vectors():
    from align.encode.sentence_transformer import load_sentence_transformer

    encoder, model = align.load_encoder(), load_sentence_transformer()
    np.testing.assert_allclose(model.encode(RU + KK), encoder.encode(RU + KK), atol=2e-3)
    assert model.get_embedding_dimension() == 384
    assert np.allclose(model.similarity(*map(model.encode, (RU, KK))).argmax(1), range(4))
