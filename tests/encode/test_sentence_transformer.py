import numpy as np

import align

RU = ["Сегодня в Астане выпал первый снег.", "Новая больница откроется в октябре."]
KK = ["Бүгін Астанада алғашқы қар жауды.", "Жаңа аурухана қазанда ашылады."]


def test_sentence_transformer_gives_the_same_vectors():
    encoder = align.load_encoder()
    from align.encode.sentence_transformer import load_sentence_transformer

    model = load_sentence_transformer()
    np.testing.assert_allclose(model.encode(RU + KK), encoder.encode(RU + KK), atol=2e-3)
    assert model.get_embedding_dimension() == 384
    assert np.allclose(model.similarity(*map(model.encode, (RU, KK))).argmax(1), range(2))
