"""The doors to the embedded encoder and to other models."""

import shutil

import numpy as np
import pytest

import align
from align.encode.load import SentenceTransformerEncoder
from support.translations import RU


@pytest.fixture
def tiny_model(tmp_path):
    """The folder of a sentence-transformers model with random weights: no download."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizerFast

    inner = tmp_path / "bert"
    inner.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"абвгдежзийклмнопрстуфхцчшщъыьэюя"]
    words += [f"##{letter}" for letter in "абвгдежзийклмнопрстуфхцчшщъыьэюя"]
    (inner / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(str(inner / "vocab.txt")).save_pretrained(inner)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(inner)
    model = SentenceTransformer(modules=[Transformer(str(inner)), Pooling(16)], device="cpu")
    model.save(str(tmp_path / "model"))
    return tmp_path / "model"


@pytest.mark.slow
def test_any_sentence_transformers_folder_can_be_loaded(tiny_model):
    vectors = align.load_encoder(tiny_model).encode(RU)
    assert vectors.shape == (4, 16)
    assert vectors.dtype == np.float32
    assert align.load_encoder(tiny_model).encode([]).shape[0] == 0


def test_a_file_is_no_model(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"")
    with pytest.raises(align.ModelError, match="is a file"):
        align.load_encoder(tmp_path / "model.bin")


def test_the_embedded_encoder_is_loaded_once():
    assert align.load_encoder() is align.load_encoder()


@pytest.mark.slow
def test_a_fingerprint_tells_models_apart_by_what_they_hold(tiny_model, tmp_path):
    import torch

    one = align.load_encoder(tiny_model)
    assert one.fingerprint == align.load_encoder(tiny_model).fingerprint
    copied = shutil.copytree(tiny_model, tmp_path / "elsewhere")
    assert align.load_encoder(copied).fingerprint == one.fingerprint
    with torch.no_grad():
        next(one.model.parameters())[0, 0] += 1
    changed = SentenceTransformerEncoder(one.model)
    assert changed.fingerprint != align.load_encoder(tiny_model).fingerprint
    prompted = align.load_encoder(tiny_model)
    prompted.model.default_prompt_name = "query"
    assert prompted.fingerprint != align.load_encoder(tiny_model).fingerprint


@pytest.mark.slow
def test_a_quiet_encoder_gives_the_same(tiny_model):
    for encoder in (align.load_encoder(), align.load_encoder(tiny_model)):
        quiet = encoder.quiet()
        np.testing.assert_array_equal(quiet.encode(RU), encoder.encode(RU))
        assert quiet.fingerprint == encoder.fingerprint
