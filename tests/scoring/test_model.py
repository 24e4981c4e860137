import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import ModelError
from align.resources import bundled_models_folder
from align.scoring.constraints import allowed
from align.scoring.features.bead import BEAD_FEATURES, bead_features, candidates
from align.scoring.features.document import DOCUMENT_FEATURES, document_features
from align.scoring.features.feature import names
from align.scoring.features.sentence import SENTENCE_FEATURES, sentence_features
from align.scoring.model import (
    FAR,
    PRUNED_BELOW,
    BeadModel,
    bead_input_names,
    bead_inputs,
    candidate_inputs,
    load_bead_model,
    potentials,
    prunable,
    sentence_input_names,
    sentence_inputs,
    unpaired_inputs,
)
from align.scoring.networks import Curve, Network
from align.scoring.pair import PairSide, make_pair
from align.scoring.potentials import IMPOSSIBLE, SHAPES, shapes_up_to
from align.scoring.spans import make_spans
from align.types import Sides
from support import made_pairs

BEAD_INPUTS, SENTENCE_INPUTS = bead_input_names(tokens=False), sentence_input_names(tokens=False)
FEATURES, DOCUMENT = names(BEAD_FEATURES), names(DOCUMENT_FEATURES)
SEEDS = st.integers(0, 2**32 - 1)


def floats(values):
    return np.array(values, np.float32)


def side(kinds, seed=0):
    """A side of sentences of these kinds, «blank» among them, with any vectors."""
    rng = np.random.default_rng(seed)
    texts = ["" if kind == "blank" else "Мәтін" for kind in kinds]
    spans = make_spans(rng.normal(size=(len(texts), 3)).astype(np.float32), texts, 4)
    return PairSide(texts, ["body" if kind == "blank" else kind for kind in kinds], spans)


def bodies(n, m):
    return make_pair(side(["body"] * n), side(["body"] * m, 1))


def drawn_network(inputs, seed, hidden=3):
    rng = np.random.default_rng(seed)

    def draw(*size):
        return rng.normal(size=size).astype(np.float32)

    layers = ((draw(len(inputs), hidden), draw(hidden)), (draw(hidden, 1), draw(1)))
    return Network(draw(len(inputs)), np.abs(draw(len(inputs))), layers)


def drawn_model(seed):
    return BeadModel(
        tuple(drawn_network(BEAD_INPUTS, [seed, at]) for at in range(2)),
        tuple(drawn_network(SENTENCE_INPUTS, [seed, at]) for at in range(2, 4)),
    )


def test_a_network_standardises_rectifies_and_ends_in_one_number():
    network = Network(
        centre=floats([1, 2]),
        scale=floats([2, 0.5]),
        layers=(
            (floats([[1, -1], [2, 1]]), floats([0.5, 0])),
            (floats([[3], [-4]]), floats([0.25])),
        ),
    )
    # (2, 6) → (2, 2) → (2 + 4 + 0.5, -2 + 2) = (6.5, 0) → 3 · 6.5 + 0.25 = 19.75
    # (0, 2) → (-2, 0) → (-1.5, 2) → rectified (0, 2) → -8 + 0.25 = -7.75: the last layer is not
    found = network(floats([[2, 6], [0, 2]]))
    assert found.tolist() == [19.75, -7.75]
    assert found.dtype == np.float32


def test_a_network_of_one_layer_is_a_weighted_sum():
    network = Network(floats([0, 0]), floats([1, 1]), ((floats([[2], [-3]]), floats([1])),))
    assert network(floats([[1, 2], [0, 0]])).tolist() == [-3, 1]
    assert network(np.zeros((0, 2), np.float32)).shape == (0,)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_inputs_of_a_bead_stand_where_their_names_say(shape):
    rng = np.random.default_rng(1)
    features = rng.normal(size=(5, len(FEATURES))).astype(np.float32)
    document = rng.normal(size=len(DOCUMENT)).astype(np.float32)
    found = bead_inputs(features, shape, document)
    assert found.dtype == np.float32
    assert found.shape == (5, len(BEAD_INPUTS))
    assert len(set(BEAD_INPUTS)) == len(BEAD_INPUTS)
    for name, column in zip(BEAD_INPUTS, found.T, strict=True):
        if name in FEATURES:
            expected = features[:, FEATURES.index(name)].tolist()
        elif name in DOCUMENT:
            expected = [document[DOCUMENT.index(name)]] * 5
        else:
            expected = [float(name == f"{shape[0]}-{shape[1]}")] * 5
        assert column.tolist() == expected


@pytest.mark.parametrize("side", ["ru", "kk"])
def test_the_inputs_of_a_sentence_stand_where_their_names_say(side):
    rng = np.random.default_rng(2)
    features = rng.normal(size=(4, len(SENTENCE_FEATURES))).astype(np.float32)
    document = rng.normal(size=len(DOCUMENT)).astype(np.float32)
    found = sentence_inputs(features, side, document)
    assert found.dtype == np.float32
    assert found.shape == (4, len(SENTENCE_INPUTS))
    # by place: «mutual» is said of the sentence and of the document
    expected_names = [*names(SENTENCE_FEATURES), "kazakh", *DOCUMENT]
    expected = [
        *features.T.tolist(),
        [float(side == "kk")] * 4,
        *([value] * 4 for value in document),
    ]
    assert list(SENTENCE_INPUTS) == expected_names
    assert found.T.tolist() == expected


def seen(**over_rival):
    """Candidates (2, 3) as good as their rivals and on the map, but for the changes."""
    both = bodies(2, 3)
    anchors = replace(both.anchors, off_map=np.zeros((3, 4), np.float32))
    found = candidates(replace(both, anchors=anchors), (1, 1))
    same = dict.fromkeys(("ru", "kk"), np.zeros((2, 3), np.float32))
    return replace(found, over_rival=Sides(**same | over_rival))


def at(i, j, value):
    found = np.zeros((2, 3), np.float32)
    found[i, j] = value
    return found


def test_candidates_far_below_a_rival_are_hopeless():
    found = seen(ru=at(0, 1, PRUNED_BELOW - 0.01) + at(1, 2, PRUNED_BELOW + 0.01))
    assert prunable(found).tolist() == [[False, True, False], [False] * 3]


def test_far_from_the_map_it_is_enough_to_be_half_as_far_below_both():
    found = seen(ru=at(0, 1, PRUNED_BELOW / 2 - 0.01), kk=at(0, 1, PRUNED_BELOW / 2))
    assert not prunable(found).any()
    off = np.zeros((3, 4), np.float32)
    off[0, 1] = FAR + 1
    anchors = replace(found.pair.anchors, off_map=off)
    beginning = replace(found, pair=replace(found.pair, anchors=anchors))
    assert not prunable(beginning).any()
    off[1, 2] = FAR + 1
    assert prunable(beginning).tolist() == [[False, True, False], [False] * 3]


KINDS = st.lists(
    st.sampled_from(["body", "body", "body", "title", "date", "credit", "blank"]),
    min_size=1,
    max_size=6,
)


@given(KINDS, KINDS, SEEDS)
@settings(max_examples=60)
def test_potentials_are_the_networks_but_for_what_can_be_no_bead(ru_kinds, kk_kinds, seed):
    pair, model = make_pair(side(ru_kinds, seed), side(kk_kinds, seed + 1)), drawn_model(seed)
    n, m = len(ru_kinds), len(kk_kinds)
    document = document_features(pair)
    found = potentials(pair, SHAPES, model)
    assert tuple(found.pairs) == SHAPES
    for a, b in SHAPES:
        features = bead_features(candidates(pair, (a, b)))
        table = found.pairs[a, b]
        assert table.dtype == np.float32
        assert table.shape == (max(n - a + 1, 0), max(m - b + 1, 0))
        can = allowed(pair, (a, b)) & ~prunable(candidates(pair, (a, b)))
        assert np.array_equal(table == IMPOSSIBLE, ~can)
        for i, j in product(range(table.shape[0]), range(table.shape[1])):
            if can[i, j]:
                inputs = bead_inputs(features[i, j][None], (a, b), document)
                assert table[i, j] == pytest.approx(model.bead(inputs).item(), rel=1e-3, abs=1e-3)
    for language, features in sentence_features(pair).items():
        lone = found.unpaired[language]
        expected = model.sentence(sentence_inputs(features, language, document))
        assert lone.tolist() == pytest.approx(expected.tolist(), rel=1e-3, abs=1e-3)
    assert tuple(found.unpaired.map(len)) == (n, m)


def test_some_candidates_are_hopeless():
    """The test above would say nothing of them otherwise."""
    vectors = floats([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    texts = ["Мәтін"] * 3
    one = PairSide(texts, ["body"] * 3, make_spans(vectors, texts, 4))
    found = potentials(make_pair(one, one), [(1, 1)], drawn_model(1)).pairs[1, 1]
    assert np.array_equal(found > IMPOSSIBLE, np.eye(3, dtype=bool))


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 50), (50, 1), (2, 3)])
def test_sides_shorter_than_a_shape_have_no_candidates_of_it(n, m):
    found = potentials(bodies(n, m), SHAPES, drawn_model(3))
    assert {shape: table.shape for shape, table in found.pairs.items()} == {
        (a, b): (max(n - a + 1, 0), max(m - b + 1, 0)) for a, b in SHAPES
    }


@pytest.mark.parametrize("max_span", [1, 2, 3])
def test_only_the_shapes_asked_for_have_potentials(max_span):
    pair, model = bodies(5, 4), drawn_model(4)
    every, some = (potentials(pair, shapes_up_to(span), model) for span in (4, max_span))
    assert tuple(some.pairs) == shapes_up_to(max_span)
    assert all(np.array_equal(table, every.pairs[shape]) for shape, table in some.pairs.items())
    assert np.array_equal(some.unpaired.ru, every.unpaired.ru)
    assert np.array_equal(some.unpaired.kk, every.unpaired.kk)


def test_impossible_is_below_any_potential_and_exact():
    assert float(np.float32(IMPOSSIBLE)) == -1e9
    zeros = np.zeros(len(BEAD_INPUTS), np.float32)
    weights = np.zeros((len(BEAD_INPUTS), 1), np.float32)
    low = Network(zeros, zeros, ((weights, floats([-1e6])),))
    model = replace(drawn_model(5), beads=(low,))
    found = potentials(bodies(1, 1), [(1, 1)], model)
    assert found.pairs[1, 1].item() > IMPOSSIBLE


def described(names):
    """A network as models/beads.json holds it."""
    return {
        "inputs": [*names],
        "centre": [0.5] * len(names),
        "scale": [2] * len(names),
        "layers": [
            {"weights": [[0.25] * 2] * len(names), "bias": [-1] * 2},
            {"weights": [[1.5]] * 2, "bias": [3]},
        ],
    }


def a_fit(**changes):
    return {"bead": described(BEAD_INPUTS), "sentence": described(SENTENCE_INPUTS)} | changes


def table(**changes):
    """A model file of two fits; changes are to the second one."""
    return of_vectors({"curve": [1.25, -0.5], "fits": [a_fit(), a_fit(**changes)]})


def of_vectors(model):
    return {"vectors": model}


def test_the_fits_of_a_model_are_averaged():
    model = drawn_model(7)
    inputs = np.random.default_rng(8).normal(size=(4, len(BEAD_INPUTS))).astype(np.float32)
    one, other = (network(inputs) for network in model.beads)
    assert model.bead(inputs) == pytest.approx((one + other) / 2, rel=1e-5)
    assert model.bead(inputs).dtype == np.float32


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.2, 5), st.floats(-3, 3))
def test_a_curve_keeps_the_order_and_stays_within_0_and_1(one, other, slope, offset):
    curve = Curve(slope, offset)
    assert 0 <= curve(one) <= 1
    assert (one <= other) <= (curve(one) <= curve(other))
    assert Curve()(one) == pytest.approx(one, abs=1e-9)


def test_a_curve_works_on_log_odds():
    # odds 1 to 3, squared and doubled: 2 to 9
    assert Curve(2, float(np.log(2)))(0.25) == pytest.approx(2 / 11)
    assert [Curve(2, 1)(end) for end in (0, 1)] == [0, 1]


def test_a_model_file_is_read(tmp_path):
    path = tmp_path / "beads.json"
    path.write_text(json.dumps(table()), "utf-8")
    model = load_bead_model(path, tokens=False)
    assert model.curve == Curve(1.25, -0.5)
    assert len(model.beads) == len(model.sentences) == 2
    for network, inputs in ((model.beads[1], BEAD_INPUTS), (model.sentences[1], SENTENCE_INPUTS)):
        assert network.centre.tolist() == [0.5] * len(inputs)
        assert network.scale.tolist() == [2] * len(inputs)
        (one, bias), (last, end) = network.layers
        assert one.tolist() == [[0.25, 0.25]] * len(inputs)
        assert (bias.tolist(), last.tolist(), end.tolist()) == ([-1, -1], [[1.5], [1.5]], [3])
        numbers = [network.centre, network.scale, one, bias, last, end]
        assert {values.dtype for values in numbers} == {np.dtype(np.float32)}


@given(SEEDS)
@settings(max_examples=10)
def test_a_model_written_and_read_again_gives_the_same_potentials(tmp_path_factory, seed):
    model = drawn_model(seed)
    path = tmp_path_factory.mktemp("models") / "beads.json"
    fits = [
        {
            name: {
                "inputs": inputs,
                "centre": network.centre.tolist(),
                "scale": network.scale.tolist(),
                "layers": [
                    {"weights": weights.tolist(), "bias": bias.tolist()}
                    for weights, bias in network.layers
                ],
            }
            for name, network, inputs in (
                ("bead", bead, BEAD_INPUTS),
                ("sentence", sentence, SENTENCE_INPUTS),
            )
        }
        for bead, sentence in zip(model.beads, model.sentences, strict=True)
    ]
    parts = of_vectors({"curve": [1, 0], "fits": fits})
    path.write_text(json.dumps(parts), "utf-8")
    pair = bodies(4, 3)
    one = potentials(pair, SHAPES, model)
    other = potentials(pair, SHAPES, load_bead_model(path, tokens=False))
    assert all(np.array_equal(one.pairs[shape], other.pairs[shape]) for shape in SHAPES)
    assert np.array_equal(one.unpaired.ru, other.unpaired.ru)
    assert np.array_equal(one.unpaired.kk, other.unpaired.kk)


def model_fault(path):
    with pytest.raises(ModelError) as caught:
        load_bead_model(path, tokens=False)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "; re" in message
    assert "\n" not in message
    return message


def of_beads(**changes):
    return json.dumps(table(bead=described(BEAD_INPUTS) | changes))


def changed(**changes):
    return json.dumps(of_vectors(table()["vectors"] | changes))


LAYERS = described(BEAD_INPUTS)["layers"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"bead":',
        "[]",
        "null",
        '"beads"',
        "7",
        "{}",
        json.dumps(a_fit()),
        changed(fits=[]),
        changed(fits=None),
        changed(fits=a_fit()),
        json.dumps(of_vectors({"fits": [a_fit()]})),
        json.dumps({"tokens": table()["vectors"]}),
        json.dumps(of_vectors([])),
        changed(curve=[1]),
        changed(curve=[-1, 0]),
        changed(curve=[1, None]),
        changed(curve=[1, 0, 0]),
        changed(curve=[float("inf"), 0]),
        changed(curve=[1, float("nan")]),
        changed(fits=[{"bead": described(BEAD_INPUTS)}]),
        json.dumps(table(sentence=None)),
        json.dumps(table(sentence=[])),
        json.dumps(table(sentence="many")),
        json.dumps(table(sentence={"inputs": SENTENCE_INPUTS})),
        of_beads(inputs=None),
        of_beads(centre=None),
        of_beads(centre=[0] * 3),
        of_beads(centre="abc"),
        of_beads(scale=[1] * (len(BEAD_INPUTS) + 1)),
        of_beads(centre=[0]),
        of_beads(scale=2),
        of_beads(scale=[None] * len(BEAD_INPUTS)),
        of_beads(centre=[10**400] * len(BEAD_INPUTS)),
        of_beads(layers=[LAYERS[0] | {"bias": [1]}, LAYERS[1]]),
        of_beads(layers=[LAYERS[0], {"weights": [[1, 2]] * 2, "bias": [0, 0]}]),
        of_beads(layers=[]),
        of_beads(layers=None),
        of_beads(layers={}),
        of_beads(layers=[[1, 2]]),
        of_beads(layers=LAYERS[1:]),
        of_beads(layers=[LAYERS[0] | {"weights": [[1, 2]] * 3}, LAYERS[1]]),
        of_beads(layers=[LAYERS[0] | {"weights": [[1, 2], [3]]}, LAYERS[1]]),
        of_beads(layers=[LAYERS[0] | {"weights": "abc"}, LAYERS[1]]),
        of_beads(layers=[LAYERS[0] | {"weights": {}}, LAYERS[1]]),
        of_beads(layers=[LAYERS[0] | {"bias": [1] * 3}, LAYERS[1]]),
        of_beads(layers=[LAYERS[0], {"weights": [[1]] * 2}]),
        of_beads(layers=[LAYERS[0], {"weights": [1, 2], "bias": [0]}]),
        of_beads(layers=[LAYERS[0], {"weights": [[1]] * 3, "bias": [0]}]),
    ],
)
def test_a_broken_model_file_is_named_in_one_line(tmp_path, content):
    path = tmp_path / "beads.json"
    path.write_text(content, "utf-8")
    model_fault(path)


@pytest.mark.parametrize("inputs", [BEAD_INPUTS[::-1], BEAD_INPUTS[:-1], SENTENCE_INPUTS, ()])
def test_a_model_of_other_features_is_refused(tmp_path, inputs):
    path = tmp_path / "beads.json"
    path.write_text(json.dumps(table(bead=described(inputs))), "utf-8")
    assert "other features" in model_fault(path)


def test_a_missing_or_binary_model_file_is_named(tmp_path):
    model_fault(tmp_path / "beads.json")
    model_fault(tmp_path)
    (tmp_path / "beads.bin").write_bytes(b"\xff\xfe\x00")
    model_fault(tmp_path / "beads.bin")


@pytest.mark.parametrize("tokens", [False, True])
def test_the_shipped_model_is_usable(tokens):
    model = load_bead_model(bundled_models_folder() / "beads.json", tokens=tokens)
    assert len(model.beads) == len(model.sentences)
    for networks, inputs in (
        (model.beads, bead_input_names(tokens=tokens)),
        (model.sentences, sentence_input_names(tokens=tokens)),
    ):
        for network in networks:
            assert network.centre.shape == network.scale.shape == (len(inputs),)
            assert (network.scale >= 0).all()
            assert network.layers[-1][0].shape[1] == 1
    found = potentials(pair_with_tokens(5, 4) if tokens else bodies(5, 4), SHAPES, model)
    assert all(np.isfinite(table).all() for table in (*found.pairs.values(), *found.unpaired))


def pair_with_tokens(n, m):
    texts = [f"Мәтін {at}" for at in range(n)], [f"Текст {at}" for at in range(m)]
    return make_pair(*(made_pairs.side(*some, tokens=True) for some in texts))


def test_with_tokens_the_networks_see_more_where_the_names_say():
    both = pair_with_tokens(4, 3)
    document = document_features(both)
    kept, seen = candidate_inputs(both, (2, 1), document)
    where = dict(zip(bead_input_names(tokens=True), seen.T, strict=True))
    assert where["covered.ru"].tolist() == both.coverage.covered.ru[2, 1][kept].tolist()
    assert where["cosine"].tolist() == both.cosine[2, 1][kept].tolist()
    assert set(where["2-1"]) == {1}
    assert set(where["1-2"]) == {0}
    assert set(where["mean_covered.kk"]) == {document[-1]}
    ru, kk = unpaired_inputs(both, document)
    assert ru.shape == (4, len(sentence_input_names(tokens=True)))
    at = sentence_input_names(tokens=True).index("covered_near")
    assert kk[:, at].tolist() == both.coverage.best.kk[0].tolist()


def test_a_model_for_tokens_is_none_for_pairs_without(tmp_path):
    path = tmp_path / "beads.json"
    path.write_text(json.dumps({"tokens": table()["vectors"]}), "utf-8")
    with pytest.raises(ModelError, match="other features"):
        load_bead_model(path, tokens=True)
