import numpy as np
import pytest
from hypothesis import given, settings

from align.scoring.features.document import DOCUMENT_FEATURES, document_features
from align.scoring.features.feature import names
from align.scoring.pair import PairSide, make_pair
from align.scoring.spans import LENGTH_FLOOR, make_spans
from support.made_pairs import FULL_SIDES, SEEDS, side


def seen(ru_texts, kk_texts, vectors=(None, None)):
    """DOCUMENT_FEATURES by name, of sides with these vectors or any."""
    sides = [
        side(*texts, seed=at) if rows is None else PairSide(texts, (), make_spans(rows, texts, 4))
        for at, (texts, rows) in enumerate(zip((ru_texts, kk_texts), vectors, strict=True))
    ]
    found = document_features(make_pair(*sides))
    assert found.dtype == np.float32
    return dict(zip(names(DOCUMENT_FEATURES), found.tolist(), strict=True))


def test_in_a_perfect_diagonal_every_sentence_is_the_nearest_of_its_nearest():
    one_each = np.eye(6, dtype=np.float32)
    found = seen(["Бір"] * 6, ["Бір"] * 6, (one_each, one_each))
    assert found["mutual_share"] == 1
    assert found["count_ratio"] == found["length_ratio"] == 0
    assert found["size"] == pytest.approx(np.log(12))
    for name in ("mean_best.ru", "mean_best.kk", "low_best.ru", "low_best.kk"):
        assert found[name] == pytest.approx(1, abs=1e-6)


def test_a_document_with_half_of_the_other_is_seen_as_such():
    meanings = np.eye(8, dtype=np.float32)
    found = seen(["Сөйлем"] * 8, ["Сөйлем"] * 4, (meanings, meanings[:4]))
    assert found["mutual_share"] == pytest.approx(2 * 4 / 12)
    assert found["count_ratio"] == pytest.approx(np.log(2))
    assert found["length_ratio"] == pytest.approx(np.log((48 + LENGTH_FLOOR) / (24 + LENGTH_FLOOR)))
    assert found["low_best.kk"] > found["low_best.ru"]
    assert found["mean_best.kk"] > found["mean_best.ru"]


def test_what_a_side_has_more_than_the_other_is_left_over():
    # of four Russian sentences the Kazakh side has the outer ones
    meanings = np.eye(4, dtype=np.float32)
    found = seen(["Сөйлем " * 9] * 4, ["Сөйлем " * 9] * 2, (meanings, meanings[[0, 3]]))
    assert found["anchor_share"] == pytest.approx(4 / 6)
    assert found["left_over.ru"] > 0.5
    assert found["left_over.kk"] == 0
    found = seen(["Сөйлем " * 9] * 4, ["Сөйлем " * 9] * 4, (meanings, meanings))
    assert found["anchor_share"] == 1
    assert found["left_over.ru"] + found["left_over.kk"] < 0.1


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 50), (50, 1), (2, 3)])
def test_documents_of_any_size_are_described_by_finite_numbers(n, m):
    ru, kk = ["Сөйлем"] * n, [""] * m
    for vectors in [(None, None), (np.zeros((n, 4)), np.zeros((m, 4)))]:
        found = seen(ru, kk, vectors)
        assert np.isfinite([*found.values()]).all()
        assert found["count_ratio"] == pytest.approx(np.log(n / m), abs=1e-6)


@given(FULL_SIDES, FULL_SIDES, SEEDS)
@settings(max_examples=40)
def test_exchanged_sides_are_described_alike(ru_texts, kk_texts, seed):
    ru, kk = side(*ru_texts, seed=seed), side(*kk_texts, seed=seed + 1)
    one, other = (
        dict(zip(names(DOCUMENT_FEATURES), document_features(both).tolist(), strict=True))
        for both in (make_pair(ru, kk), make_pair(kk, ru))
    )
    for name, value in one.items():
        if name.startswith("left_over"):
            continue  # Kazakh lengths are measured in Russian ones
        sign = -1 if name.endswith("ratio") else 1
        assert sign * other[exchanged(name)] == pytest.approx(value, abs=1e-5)
    assert 0 < one["mutual_share"] <= 1


def exchanged(name):
    """The same feature of the other side."""
    feature, _, language = name.partition(".")
    return f"{feature}.{'kk' if language == 'ru' else 'ru'}" if language else name
