"""The embedded encoder, and the doors to other models."""

import shutil
import subprocess
import sys

import numpy as np
import pytest

import align
from align.encode.embedded import FILES, MODEL_NAME, OnnxEncoder, checked, models_folder

RU = [
    "Сегодня в Астане выпал первый снег.",
    "Министр встретился с учителями сельских школ.",
    "Урожай пшеницы в этом году выше прошлогоднего.",
    "Новая больница откроется в конце октября.",
]
KK = [
    "Бүгін Астанада алғашқы қар жауды.",
    "Министр ауыл мектептерінің мұғалімдерімен кездесті.",
    "Биылғы бидай түсімі былтырғыдан жоғары.",
    "Жаңа аурухана қазан айының соңында ашылады.",
]


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def encoder():
    return align.load_encoder()


@pytest.fixture
def model_copy(tmp_path):
    return shutil.copytree(models_folder() / MODEL_NAME, tmp_path / "model")


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


def test_a_vector_does_not_depend_on_the_other_sentences(encoder):
    long = " ".join(KK * 12)
    together = encoder.encode([*RU, long, *KK])
    alone = np.vstack([encoder.encode([text]) for text in [*RU, long, *KK]])
    np.testing.assert_allclose(together, alone, atol=2e-3)
    assert (together * alone).sum(axis=1).min() > 0.9999


def test_rows_follow_the_callers_order_with_repeats(encoder):
    vectors = encoder.encode([KK[2], KK[0], KK[2]])
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_allclose(vectors[1], encoder.encode([KK[0]])[0], atol=2e-3)


def test_blank_and_endless_sentences_have_finite_vectors(encoder):
    vectors = encoder.encode(["", "   ", "сөз " * 30_000, "\U0001f40e"])
    assert np.isfinite(vectors).all()


def test_more_batches_than_one_keep_the_order(encoder):
    texts = [f"{KK[n % 4]} {n}" for n in range(300)]
    vectors = encoder.encode(texts)
    for n in (0, 150, 299):
        assert vectors[n] @ encoder.encode([texts[n]])[0] > 0.999


def test_the_embedded_encoder_is_loaded_once(encoder):
    assert align.load_encoder() is encoder


def test_the_model_stays_within_its_size():
    assert sum(path.stat().st_size for path in (models_folder() / MODEL_NAME).iterdir()) < 45e6


def test_sentence_transformer_gives_the_same_vectors(encoder):
    from align.encode.sentence_transformer import load_sentence_transformer

    model = load_sentence_transformer()
    np.testing.assert_allclose(model.encode(RU + KK), encoder.encode(RU + KK), atol=2e-3)
    assert model.get_embedding_dimension() == 384
    assert np.allclose(model.similarity(*map(model.encode, (RU, KK))).argmax(1), range(4))


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


def test_any_sentence_transformers_folder_can_be_loaded(tiny_model):
    vectors = align.load_encoder(tiny_model).encode(RU)
    assert vectors.shape == (4, 16)
    assert vectors.dtype == np.float32
    assert align.load_encoder(tiny_model).encode([]).shape[0] == 0


def test_the_embedded_path_never_loads_torch():
    code = (
        "import align, sys;"
        "align.align_texts('Сегодня выпал снег.', 'Бүгін қар жауды.');"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = python(code)
    assert done.stdout.strip() == "[]"


def test_import_and_help_load_no_heavy_library():
    heavy = "('torch', 'transformers', 'pandas', 'onnxruntime', 'tokenizers', 'tqdm')"
    for module in ("align", "align.cli"):
        code = f"import {module}, sys; print([m for m in {heavy} if m in sys.modules])"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"


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


def test_a_file_is_no_model(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"")
    with pytest.raises(align.ModelError, match="is a file"):
        align.load_encoder(tmp_path / "model.bin")


@pytest.mark.parametrize(
    "vectors", [np.zeros((3, 4)), np.zeros(2), np.array([[1.0, np.nan], [0.0, 1.0]])]
)
def test_unusable_vectors_are_refused(vectors):
    with pytest.raises(align.ModelError):
        checked(vectors, ["Бір.", "Екі."])
