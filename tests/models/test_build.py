"""The build scripts on small made-up models and texts: no download, no data folder."""

import random
import struct
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "build"))

import corpus
import documents
import fetch_weights
import fine_tune
import quantise
import tokenizer

UNITS = [
    ([f"Предложение номер {n} о погоде в городе."], [f"Қаладағы ауа райы, {n}."]) for n in range(60)
]


@pytest.mark.parametrize("seed", range(25))
def test_gold_beads_of_a_made_document_tile_both_sides(seed):
    made = documents.make(UNITS, random.Random(seed))
    for side, sentences in (("ru", made.ru), ("kk", made.kk)):
        assert [index for bead in made.gold for index in getattr(bead, side)] == [
            *range(len(sentences))
        ]
    assert all(len(bead.ru) <= 4 and len(bead.kk) <= 4 for bead in made.gold)


def test_made_documents_are_the_same_for_the_same_seed():
    sources = {"a": UNITS, "flores-devtest": UNITS[:20]}
    assert documents.documents(sources, 5, 3) == documents.documents(sources, 5, 3)
    assert documents.documents(sources, 5, 3) != documents.documents(sources, 5, 4)


def test_noise_of_every_kind_occurs():
    made = [documents.make(UNITS, random.Random(seed)) for seed in range(200)]
    kinds = {bead.kind for one in made for bead in one.gold}
    assert {"1-1", "1-0", "0-1", "1-2", "2-1", "1-3", "3-1"} <= kinds


def test_without_noise_the_units_stay_as_they_are():
    rates = dict.fromkeys(documents.RATES, 0.0)
    assert list(documents.noisy(UNITS, UNITS, rates, random.Random(0))) == UNITS


def test_a_recast_bead_keeps_all_words():
    one, two = ((["один два три четыре пять шесть семь восемь."], ["а б в г д е ж з."]),) * 2
    for seed in range(6):
        ru, kk = documents.recast(one, two, random.Random(seed))
        assert (len(ru), len(kk)) == (2, 2)
        for side, before in ((ru, 0), (kk, 1)):
            words = " ".join(side).replace(".", "").replace(",", "").split()
            assert words == 2 * one[before][0].rstrip(".").split()


@pytest.mark.parametrize(
    ("ru", "kk", "usable"),
    [
        ("Сегодня выпал снег.", "Бүгін қар жауды.", True),
        ("Файл %s не найден", "%s файлы табылмады", False),
        ("Открыть <b>файл</b>", "<b>Файлды</b> ашу", False),
        ("Астана", "Астана", False),
        ("Да.", "Бұл сөйлем басқа сөйлемнің аудармасы бола алмайды, өйткені ол тым ұзын.", False),
        ("", "Бос", False),
    ],
)
def test_training_pairs_are_translations_of_text(ru, kk, usable):
    assert corpus.is_usable(ru, kk) is usable


def test_a_text_occurs_once_on_each_side_of_the_training_pairs():
    pairs = [("Да.", "Иә."), ("да.", "Дұрыс."), ("Конечно.", "ИӘ."), ("Нет.", "Жоқ.")]
    assert corpus.without_repeats(pairs) == [("Да.", "Иә."), ("Нет.", "Жоқ.")]


def test_four_bit_blocks_are_decoded_as_described():
    # scale 0.5; byte 0 holds weight 0 (low half, 9 → 0.5) and weight 16 (high half, 6 → -1)
    block = struct.pack("<e", 0.5) + bytes([0x69] + [0x88] * 15)
    weights = fetch_weights.dequantise(block, 32)
    assert weights[0] == 0.5
    assert weights[16] == -1.0
    assert not weights[[*range(1, 16), *range(17, 32)]].any()


def test_the_tokenizer_ignores_invisible_characters_and_kinds_of_space():
    pieces = [
        *((piece, 0.0) for piece in tokenizer.SPECIAL),
        ("▁қар", -1.0),
        ("▁", -3.0),
        ("а", -3.0),
    ]
    made = tokenizer.build_tokenizer(pieces)
    plain = made.encode("қар қар").ids
    assert plain == [0, 4, 4, 2]
    for text in ("қар\u00a0қар", " қа\u00adр\tқар\n", "\ufeffқар  қар"):
        assert made.encode(text).ids == plain


def test_the_learning_rate_rises_and_falls_to_almost_nothing():
    rates = [fine_tune.rate_at(step, 100) for step in range(100)]
    assert max(rates) == 1.0
    assert rates.index(1.0) == 9
    assert rates[-1] < 0.02


def test_an_epoch_holds_every_pair_once_in_the_same_batches():
    pairs = [(f"Предложение {n}", f"Сөйлем {n}") for n in range(500)]
    batches = fine_tune.batches(pairs, 0)
    assert sorted(pair for batch in batches for pair in batch) == sorted(pairs)
    assert batches == fine_tune.batches(pairs, 0)
    assert batches != fine_tune.batches(pairs, 1)


def test_the_int8_graph_gives_the_networks_vectors_and_back(tmp_path):
    import onnx
    import onnxruntime
    import torch
    from transformers import BertConfig, BertModel

    from dequantise import state_of

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=16, pad_token_id=1,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False).eval()
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    graph = quantise.Bert(config.to_dict(), state).build()
    onnx.save(graph, tmp_path / "model.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"))
    ids = np.array([[0, 5, 9, 30, 2], [0, 7, 2, 1, 1]])
    mask = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], np.int32)
    found = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    model.load_state_dict(state_of(graph.graph), strict=False)
    with torch.no_grad():
        states = model(
            input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask)
        ).last_hidden_state.numpy()
    mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    expected = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    assert (found * expected).sum(axis=1).min() > 0.999
    alone = session.run(None, {"input_ids": ids[1:, :3], "attention_mask": mask[1:, :3]})[0]
    np.testing.assert_allclose(alone, found[1:], atol=1e-5)
