"""The build scripts on small made-up models and texts: no download, no data folder."""

import argparse
import json
import random
import re
import struct
from itertools import groupby, pairwise

import numpy as np
import pytest

from align.calibrate import fitted_curve
from align.resources import bundled_models_fingerprint, bundled_models_folder
from align.scoring import model
from align.scoring.networks import read_network
from align.scoring.potentials import Potentials
from align.scoring.resources import bundled_bead_model, bundled_crossing_model
from align.types import Bead, Sides, Tokens
from models.build import (
    calibrate,
    corpus,
    documents,
    doubt,
    examples,
    fetch_weights,
    fine_tune,
    fit_crossing,
    fit_letters,
    fit_match,
    likeness,
    quantise,
    rename_inputs,
    tokenizer,
)
from models.build.documents import Unit
from models.build.vectors import Vectors
from support.heaps import Numbered, texts

pytestmark = pytest.mark.slow

NOTHING = Tokens(np.zeros((0, 5), np.float16), np.zeros(0, np.float32))
UNITS = [
    Unit([f"Предложение номер {n} о погоде, о снеге и о ветре."], [f"Қаладағы ауа райы, {n}."])
    for n in range(60)
]
COARSE = [Unit([*one.ru, *two.ru], [*one.kk, *two.kk], exact=False) for one, two in pairwise(UNITS)]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("loose", [False, True])
@pytest.mark.parametrize("jumbled", [False, True])
def test_gold_beads_of_a_made_document_tile_both_sides(seed, loose, jumbled):
    made = documents.make([*UNITS, *COARSE], random.Random(seed), loose=loose, jumbled=jumbled)
    for side, sentences in (("ru", made.ru), ("kk", made.kk)):
        assert [index for bead in made.gold for index in getattr(bead, side)] == [
            *range(len(sentences))
        ]
    for at, bead in enumerate(made.gold):
        assert bead.paired or len(bead.ru) + len(bead.kk) == 1
        assert at in made.coarse or max(len(bead.ru), len(bead.kk)) <= documents.MOST


def test_made_documents_are_the_same_for_the_same_seed():
    sources = {"a": UNITS, "flores-devtest": UNITS[:20]}
    loose = {"a": UNITS[::2]}
    assert documents.documents(sources, loose, 5, 3) == documents.documents(sources, loose, 5, 3)
    assert documents.documents(sources, loose, 5, 3) != documents.documents(sources, loose, 5, 4)


def test_something_moved_in_some_documents_and_in_more_jumbled_ones():
    usual, jumbled = (
        sum(bool(one.moved) for one in documents.documents({"a": UNITS}, {}, 200, 1, jumbled=which))
        for which in (False, True)
    )
    assert 0 < usual < 50
    assert jumbled > 1.5 * usual


def test_a_data_folder_holds_what_is_asked(tmp_path):
    (tmp_path / "train").mkdir()
    assert corpus.data_folder("train")(str(tmp_path)) == tmp_path
    with pytest.raises(argparse.ArgumentTypeError, match="holds no folder benchmark/"):
        corpus.data_folder("train", "benchmark")(str(tmp_path))


def test_small_sources_alone_make_no_loose_documents():
    assert len(documents.documents({"a": UNITS[:12]}, {}, 20, 1)) == 20


def test_noise_of_every_kind_occurs():
    made = [documents.make(UNITS, random.Random(seed)) for seed in range(300)]
    kinds = {bead.kind for one in made for bead in one.gold}
    assert {"1-1", "1-0", "0-1", "1-2", "2-1", "1-3", "3-1", "2-2", "2-3", "3-2"} <= kinds


def test_without_noise_the_units_stay_as_they_are():
    noise = documents.Noise([], 0, random.Random(0), complete=True)
    noise.rate = dict.fromkeys(documents.RATES, 0.0)
    assert list(noise.units(UNITS)) == UNITS


def test_strangers_are_never_from_the_document_itself():
    noise = documents.Noise(UNITS[:20] + UNITS[40:], 20, random.Random(1), complete=False)
    for noise.near in (False, True):
        assert not {noise.stranger().ru[0] for _ in range(300)} & {
            unit.ru[0] for unit in UNITS[20:40]
        }


def words(texts):
    return re.findall(r"\w+", " ".join(texts).lower())


@pytest.mark.parametrize("seed", range(30))
def test_a_recast_bead_keeps_all_words_and_no_old_border(seed):
    parts = UNITS[3:5]
    unit = documents.recast(parts, random.Random(seed))
    if unit is not None:
        for side in (0, 1):
            before = [text for part in parts for text in part[side]]
            assert words(unit[side]) == words(before)
            if len(unit[side]) != len(before) or list(unit[side]) != before:
                starts = {len(words(unit[side][:at])) for at in range(1, len(unit[side]))}
                assert starts
                assert len(words(before[:1])) not in starts


def test_most_paragraphs_of_two_sentences_can_be_recast():
    long = [Unit(unit.ru, [unit.kk[0] * 3]) for unit in UNITS]
    found = [documents.recast(long[:2], random.Random(seed)) for seed in range(50)]
    assert sum(unit is not None for unit in found) > 30


def test_a_trimmed_sentence_is_opposite_one_alone():
    unit = Unit(["а б в г д е ж з"], ["один два три четыре пять шесть", "семь"])
    for seed in range(30):
        assert documents.trimmed(unit, random.Random(seed)).ru == unit.ru


@pytest.mark.parametrize("seed", range(30))
def test_a_moved_block_is_without_partner_and_nothing_is_lost(seed):
    found = documents.moved(UNITS, 0.1, random.Random(seed))
    for side in (0, 1):
        said = [text for unit in found for text in unit[side]]
        assert sorted(said) == sorted(unit[side][0] for unit in UNITS)
    alone = [{unit[side][0] for unit in found if not unit[1 - side]} for side in (0, 1)]
    there = {unit.ru[0]: unit.kk[0] for unit in UNITS}
    assert {there[text] for text in alone[0]} == alone[1]
    places = [UNITS.index(unit) for unit in found if unit.ru and unit.kk]
    assert places == sorted(places)


def test_a_block_is_moved_past_more_than_it_holds():
    found = documents.moved(UNITS, 0.05, random.Random(4))
    blocks = [len([*run]) for paired, run in groupby(found, lambda unit: bool(unit.ru and unit.kk))
              if not paired]  # fmt: skip
    passed = [len([*run]) for paired, run in groupby(found, lambda unit: bool(unit.ru and unit.kk))
              if paired]  # fmt: skip
    assert blocks
    assert all(between > size for between, size in zip(passed[1::2], blocks[::2], strict=False))


@pytest.mark.parametrize("units", [UNITS, COARSE])
def test_it_is_known_where_moved_units_went(units):
    there = {unit.ru[0]: unit for unit in units}
    moved = documents.Made()
    for unit in documents.moved(units, 0.1, random.Random(2)):
        moved.add(unit)
    assert moved.moved
    for ru, kk, exact in moved.moved.values():
        unit = there[moved.ru[ru[0]]]
        assert [moved.ru[at] for at in ru] == unit.ru
        assert [moved.kk[at] for at in kk] == unit.kk
        assert exact == unit.exact
        assert [*ru, *kk] == [*range(ru[0], ru[-1] + 1), *range(kk[0], kk[-1] + 1)]
    alone = {index for bead in moved.gold if not bead.paired for index in bead.ru}
    assert alone == {index for ru, _, _ in moved.moved.values() for index in ru}
    assert all(moved.gold[at].paired for at in moved.coarse)


def test_right_are_moved_beads_and_those_in_order():
    made = documents.Made(
        ["а", "б", "в", "г", "д"],
        ["ә", "ғ", "б", "в", "г"],
        [Bead(range(0, 1), range(0, 2)), Bead(range(1, 3), range(2, 4))],
        {1},
        {0: ([3], [4], True), 1: ([4], [0], False)},
    )
    right, unknown = fit_crossing.right_beads(made)
    assert right == {(range(0, 1), range(0, 2)), (range(3, 4), range(4, 5))}
    assert unknown == {1, 2, 4}


def test_what_is_not_known_is_not_fitted_on():
    runs = fit_crossing.runs_of([])
    seen = [
        fit_crossing.Candidates(
            np.full((2, 1), at, np.float32),
            runs,
            np.array([True, False]),
            np.array([at == 1, True]),
        )
        for at in range(3)
    ]
    (one, other) = fit_crossing.jobs(seen, ("a",), 2)
    assert one.inputs.ravel().tolist() == [0, 1, 1, 2]
    assert one.right.tolist() == [False, True, False, False]
    assert one.seed != other.seed


def test_the_report_tells_moved_documents_from_others():
    rng = np.random.default_rng(3)
    texts = [f"{word} шёл {at}." for at, word in enumerate(["Снег", "Дождь", "Град", "Гость"])]
    meanings = dict(zip(texts, rng.normal(size=(4, 8)).astype(np.float32), strict=True))
    vectors = Vectors(None)
    vectors.known = {text: (row / np.linalg.norm(row), NOTHING) for text, row in meanings.items()}
    still, moved, coarse = (documents.Made() for _ in range(3))
    for text in texts:
        still.add(Unit([text], [text]))
    coarse.add(Unit(texts, texts, exact=False))
    for unit in (Unit(texts[:1], [], moved=0), Unit(texts[1:3], texts[1:3])):
        moved.add(unit)
    moved.add(Unit([], texts[:1], moved=0))
    assert moved.pairs() == [Bead(range(1, 3), range(2)), Bead(range(1), range(2, 3))]
    shipped = [load(tokens=False) for load in (bundled_bead_model, bundled_crossing_model)]
    given = fit_crossing.Given([still, moved, coarse], vectors, shipped[0], False, shipped[1])
    _, *lines = fit_crossing.report(given).split("\n")
    assert len(lines) == 1 + len(fit_crossing.TRIED)
    assert all(" of 1 | 0 in 1 documents" in line for line in lines)


def made_example(coarse=False):
    rng = np.random.default_rng(5)
    made = documents.Made(
        ["Один снег.", "Два леса.", "Три дома.", "Семь."],
        ["Бір қар.", "Екі орман.", "Үш үй."],
        [Bead(range(2), range(2)), Bead(range(2, 3), range(2, 3)), Bead(range(3, 4), range(3, 3))],
        {0} if coarse else set(),
    )
    meanings = {text: rng.normal(size=8).astype(np.float32) for text in made.ru + made.kk}
    vectors = Vectors(None)
    vectors.known = {text: (row / np.linalg.norm(row), NOTHING) for text, row in meanings.items()}
    return examples.example(made, vectors, tokens=False)


@pytest.mark.parametrize("coarse", [False, True])
def test_the_gradient_of_the_loss_is_its_slope(coarse, monkeypatch):
    monkeypatch.setattr(model, "PRUNED_BELOW", -9)
    one = made_example(coarse)
    assert one.single is not coarse
    values = np.random.default_rng(6).normal(size=len(one.gold)).astype(np.float32)
    lost, gradient = examples.loss(one, values)
    assert lost > 0
    for at in range(len(values)):
        step = np.zeros_like(values)
        step[at] = 0.05
        slope = (examples.loss(one, values + step)[0] - examples.loss(one, values - step)[0]) / 0.1
        assert gradient[at] == pytest.approx(slope, abs=2e-3)


def test_a_coarse_bead_allows_every_way_through_it(monkeypatch):
    monkeypatch.setattr(model, "PRUNED_BELOW", -9)
    exact, coarse = made_example(), made_example(coarse=True)
    values = np.zeros(len(exact.gold), np.float32)
    # inside 2-2: the bead itself, two beads 1-1; in the exact gold only the first
    assert examples.loss(exact, values)[0] - examples.loss(coarse, values)[0] == pytest.approx(
        np.log(2)
    )


def test_a_curve_is_fitted_to_what_comes_true():
    rng = np.random.default_rng(2)
    scores = rng.uniform(0.01, 0.99, 20_000)
    modest = 1 / (1 + np.exp(-(2 * np.log(scores / (1 - scores)) + 0.5)))
    right = rng.random(20_000) < modest
    slope, offset = fitted_curve(scores, right)
    assert slope == pytest.approx(2, abs=0.1)
    assert offset == pytest.approx(0.5, abs=0.1)
    assert calibrate.expected_error(scores, right) > 0.05
    assert calibrate.expected_error(modest, right) < 0.01


def test_the_calibration_error_is_the_mean_gap_of_ten_bins():
    scores, right = np.array([0.95, 0.95, 0.45, 1.0]), np.array([True, False, True, True])
    # bin of 0.95 and 1.0: 2.9 expected, 2 right; bin of 0.45: 0.45 expected, 1 right
    assert calibrate.expected_error(scores, right) == pytest.approx((0.9 + 0.55) / 4)


def test_units_with_a_better_partner_near_by_are_no_translations():
    rng = np.random.default_rng(3)
    meanings = rng.normal(size=(30, 64)).astype(np.float32)
    units = [Unit([f"ru {at}"], [f"kk {at}"]) for at in range(30)]
    vectors = Vectors(None)
    for at in range(30):
        vectors.known[f"ru {at}"] = meanings[at], NOTHING
        noise = rng.normal(size=64).astype(np.float32) * 0.5
        vectors.known[f"kk {at}"] = meanings[at] + noise, NOTHING
    vectors.known["kk 7"], vectors.known["kk 8"] = vectors.known["kk 8"], vectors.known["kk 7"]
    kept = likeness.translations({"a": units}, vectors)["a"]
    assert kept == units[:7] + units[9:]
    assert likeness.loose_half({"a": units}, vectors) == {}


def test_units_that_a_model_does_not_believe_are_left_out(monkeypatch):
    source = [Unit([f"ru {at}"], [f"kk {at}"]) for at in range(90)]
    source[3] = Unit(["a", "b"], ["c", "d"], exact=False)
    source[5] = Unit(["e"], ["f", "g"])

    def marginals(made):
        n, m = len(made.ru), len(made.kk)
        pairs = {(1, 1): np.full((n, m), 0.5), (1, 2): np.full((n, m - 1), doubt.LEAST - 0.01)}
        if "ru 50" in made.ru:
            at = made.ru.index("ru 50"), made.kk.index("kk 50")
            pairs[1, 1][at] = doubt.LEAST - 0.01
        return 0.0, Potentials(pairs, Sides(np.zeros(n), np.zeros(m)))

    monkeypatch.setattr(doubt, "pair_of", lambda made, vectors, tokens: made)
    monkeypatch.setattr(doubt, "potentials", lambda made, shapes, model: made)
    monkeypatch.setattr(doubt, "marginals", marginals)
    kept = doubt.believed({"sdg": source, "udhr": source}, None, None)
    assert kept["udhr"] == source
    assert kept["sdg"] == [unit for at, unit in enumerate(source) if at not in (5, 50)]


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

    from models.build.dequantise import state_of

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


def test_a_text_is_encoded_once():
    class Counting:
        texts = 0

        def encode_tokens(self, texts):
            self.texts += len(texts)
            return np.arange(3 * len(texts)).reshape(-1, 3), [NOTHING] * len(texts)

    encoder = Counting()
    vectors = Vectors(encoder)
    vectors.learn(["қар", "снег", "қар"])
    vectors.learn(["қар", "лес"])
    assert encoder.texts == 3
    # in the order of the alphabet: «снег» before «қар», then «лес» alone
    assert vectors.of(["қар", "лес", "снег"]).tolist() == [[3, 4, 5], [0, 1, 2], [0, 1, 2]]
    assert vectors.tokens(["лес"]) == [NOTHING]


def test_half_of_the_documents_of_a_heap_have_a_version():
    units = [Unit([f"Предложение {n}."], [f"Сөйлем {n}."]) for n in range(3000)]
    found = fit_match.heap({"a": units}, seed=4)
    assert found == fit_match.heap({"a": units}, seed=4)
    sides = [(bool(ru), bool(kk)) for ru, kk in zip(*found, strict=True)]
    assert len(sides) > 150
    assert 0.4 < sides.count((True, True)) / len(sides) < 0.6
    assert 0.15 < sides.count((True, False)) / len(sides) < 0.35
    assert (False, False) not in sides


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_the_match_model_learns_what_tells_right_from_wrong():
    rng = np.random.default_rng(5)
    inputs = rng.normal(size=(400, len(fit_match.FEATURES))).astype(np.float32)
    right = inputs[:, 2] > rng.normal(size=400) / 4
    at = np.arange(400)
    model = fit_match.fitted([fit_match.Seen(inputs, right, at, at, 200)])
    scores = fit_match.chances(model, inputs)
    assert ((scores > 0.5) == right).mean() > 0.9
    weights = np.linalg.norm(model["layers"][0]["weights"], axis=1)
    assert weights.argmax() == 2


def test_a_heap_is_seen_whole_and_in_parts():
    class WithTokens(Numbered):
        def encode_tokens(self, sentences):
            return self.encode(sentences), [NOTHING] * len(sentences)

    ru = [texts(at) for at in range(40)]
    kk = [None if at % 4 == 0 else texts(at, kazakh=True) for at in range(40)]
    vectors = Vectors(WithTokens())
    vectors.learn(text for own in (*ru, *kk) if own for text in own)
    found = fit_match.all_sizes(fit_match.Heap(ru, kk), vectors, random.Random(1))
    gold = [one.gold for one in found]
    assert sum(gold) == 30 * len(fit_match.PARTS)
    assert gold[0] == 30
    assert all(one.right.sum() == one.gold for one in found)


def test_sequences_of_letters_are_counted_by_hand(tmp_path):
    for name in fit_letters.TEXTS:
        path = tmp_path / f"{name}.tsv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("doc\tru\tkk\na\tДа.\tАl, ал!\na\tДа.\tАl, ал!\n", "utf-8")
    words = fit_letters.words_of(tmp_path)
    # a repeated line counts once in each text; «Al» is Latin
    assert words == {"ал": 6}
    counts = fit_letters.counts_of(words)
    assert (counts["а"], counts["ал"], counts["л_"], counts["____а"]) == (6, 6, 6, 6)
    assert counts["_"] == 6  # the ends alone: beginnings are given


def test_renaming_inputs_of_a_model_leaves_its_weights_and_what_they_give():
    text = (bundled_models_folder() / "beads.json").read_text("utf-8")
    new = rename_inputs.renamed(text, {"cosine": "likeness", "over_rival.ru": "lead"})
    assert '"cosine"' not in new
    both = [json.loads(one)["tokens"]["fits"][0]["bead"] for one in (text, new)]
    assert both[1]["inputs"][:2] == ["likeness", "lead"]
    one, other = (read_network(data, data["inputs"]) for data in both)
    inputs = np.random.default_rng(1).normal(size=(50, len(both[0]["inputs"]))).astype(np.float32)
    np.testing.assert_array_equal(one(inputs), other(inputs))
    assert rename_inputs.renamed(new, {"likeness": "cosine", "lead": "over_rival.ru"}) == text
    with pytest.raises(SystemExit, match="two inputs would have one name"):
        rename_inputs.renamed(text, {"cosine": "length"})


def test_what_tells_bundled_models_apart_is_their_weights(tmp_path, monkeypatch):
    text = (bundled_models_folder() / "beads.json").read_text("utf-8")
    monkeypatch.setattr("align.resources.bundled_models_folder", lambda: tmp_path)

    def fingerprint(text):
        (tmp_path / "beads.json").write_text(text, "utf-8")
        return bundled_models_fingerprint.__wrapped__("beads.json")

    renamed = rename_inputs.renamed(text, {"cosine": "likeness"})
    assert fingerprint(renamed) == fingerprint(text)
    assert fingerprint(text.replace("0.9", "0.8", 1)) != fingerprint(text)
