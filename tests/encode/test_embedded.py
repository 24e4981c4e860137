"""The embedded encoder."""

import shutil

import numpy as np
import pytest

import align
from align.encode.embedded import OnnxEncoder
from align.encode.models import FILES, MODEL_NAME
from align.resources import bundled_models_folder
from align.scoring.coverage import make_coverage, side_tokens
from align.types import Sides
from support.translations import KK, RU

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def encoder():
    return align.load_encoder()


@pytest.fixture
def model_copy(tmp_path):
    return shutil.copytree(bundled_models_folder() / MODEL_NAME, tmp_path / "model")


def test_vectors_are_unit_float32_one_row_a_sentence(encoder):
    vectors = encoder.encode(RU)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_sentences_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, 384)


def test_a_translation_is_nearer_than_anything_else(encoder):
    cosine = encoder.encode(RU) @ encoder.encode(KK).T
    assert cosine.argmax(axis=0).tolist() == cosine.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_sentence_has_the_same_vectors_to_the_last_bit_in_any_company(encoder):
    texts = [*RU, " ".join(KK * 12), *KK, "Иә.", " ".join(RU[:2])]
    together, tokens = encoder.encode_tokens(texts)
    for at, text in enumerate(texts):
        alone, own = encoder.encode_tokens([text])
        few, _ = encoder.encode_tokens([text, *RU, KK[at % 4] * 3])
        np.testing.assert_array_equal(together[at], alone[0])
        np.testing.assert_array_equal(together[at], few[0])
        np.testing.assert_array_equal(tokens[at].vectors, own[0].vectors)


def test_rows_follow_the_callers_order_with_repeats(encoder):
    vectors = encoder.encode([KK[2], KK[0], KK[2]])
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_array_equal(vectors[1], encoder.encode([KK[0]])[0])


def test_blank_and_endless_sentences_have_finite_vectors(encoder):
    vectors = encoder.encode(["", "   ", "сөз " * 30_000, "\U0001f40e"])
    assert np.isfinite(vectors).all()


def test_more_batches_than_one_keep_the_order(encoder):
    texts = [f"{KK[n % 4]} {n}" for n in range(300)]
    vectors = encoder.encode(texts)
    for n in (0, 150, 299):
        assert vectors[n] @ encoder.encode([texts[n]])[0] > 0.999


def test_tokens_come_with_the_vectors_that_encode_gives(encoder):
    texts = [*RU, "", *KK, RU[0]]
    vectors, tokens = encoder.encode_tokens(texts)
    np.testing.assert_array_equal(vectors, encoder.encode(texts))
    assert len(tokens) == len(texts)
    for text, (states, weights) in zip(texts, tokens, strict=True):
        assert len(states) == len(weights) == len(encoder.tokens([text])[0]) - 2
        assert states.dtype == np.float16
        assert weights.dtype == np.float32
        assert (weights > 0).all()
        assert np.isfinite(states).all()
    np.testing.assert_array_equal(tokens[0].vectors, tokens[-1].vectors)
    assert tokens[4].vectors.shape == (0, 384)
    assert encoder.encode_tokens([])[1] == []


def test_the_tokens_of_a_sentence_are_most_like_those_of_its_translation(encoder):
    (ru, kk) = (side_tokens(encoder.encode_tokens(texts)[1]) for texts in (RU, KK))
    found = make_coverage(Sides(ru, kk), np.zeros((5, 5), np.float32), 1)
    for table in (found.covered.ru[1, 1], found.covered.kk[1, 1]):
        assert table.argmax(axis=0).tolist() == table.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_rare_words_weigh_more(encoder):
    (of_and, of_flood) = (
        encoder.encode_tokens([text])[1][0].weights for text in ("и", "наводнение")
    )
    assert of_and.max() < of_flood.max()


def test_the_model_stays_within_its_size():
    assert (
        sum(path.stat().st_size for path in (bundled_models_folder() / MODEL_NAME).iterdir()) < 45e6
    )


def test_a_changed_model_file_changes_the_fingerprint(encoder, model_copy):
    assert OnnxEncoder(model_copy).fingerprint == encoder.fingerprint
    path = model_copy / "tokenizer.json"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    assert OnnxEncoder(model_copy).fingerprint != encoder.fingerprint


@pytest.mark.parametrize("name", FILES)
def test_a_missing_model_file_is_named(model_copy, name):
    (model_copy / name).unlink()
    with pytest.raises(align.ModelError, match=name):
        OnnxEncoder(model_copy)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_model_file_is_named_in_one_line(model_copy, name):
    (model_copy / name).write_bytes(b"{ damaged")
    with pytest.raises(align.ModelError, match=name) as caught:
        OnnxEncoder(model_copy)
    assert "\n" not in str(caught.value)


def test_a_model_without_a_name_for_its_tokens_is_refused(model_copy):
    path = model_copy / "config.json"
    path.write_text(path.read_text("utf-8").replace("token_output", "other"), "utf-8")
    with pytest.raises(align.ModelError, match="token_output"):
        OnnxEncoder(model_copy)
    path.write_text(path.read_text("utf-8").replace("other", "token_output").replace("_511", "_1"))
    with pytest.raises(align.ModelError, match=r"model\.onnx") as caught:
        OnnxEncoder(model_copy)
    assert "\n" not in str(caught.value)
