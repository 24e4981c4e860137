import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.spans import CENTRE_PRIOR, centred, make_spans, unit, window_sums


def sentences(n, seed=0, d=6):
    rng = np.random.default_rng(seed)
    texts = ["х" * int(length) for length in rng.integers(0, 90, n)]
    return rng.normal(size=(n, d)).astype(np.float32), texts


@given(st.integers(0, 9), st.integers(1, 6), st.integers(0, 99))
def test_window_sums_are_those_of_a_slow_loop(n, k, seed):
    rows, _ = sentences(n, seed)
    before = rows.copy()
    expected = [sum(rows[i + offset] for offset in range(k)) for i in range(n - k + 1)]
    sums = window_sums(rows, k)
    assert sums.shape == (max(n - k + 1, 0), 6)
    assert np.allclose(sums, np.array(expected).reshape(-1, 6), atol=1e-5)
    assert (rows == before).all()


def test_window_sums_take_single_columns():
    assert window_sums(np.array([1, 2, 4, 8], np.float32), 3).tolist() == [7, 14]


@given(st.integers(0, 9), st.integers(0, 99))
def test_spans_are_those_of_a_slow_loop(n, seed):
    vectors, texts = sentences(n, seed)
    spans = make_spans(vectors, texts, 4)
    for k in range(1, 5):
        runs = []
        for i in range(n - k + 1):
            run = sum(
                max(len(texts[at]), 1) * vectors[at] / np.linalg.norm(vectors[at])
                for at in range(i, i + k)
            )
            runs.append(run / np.linalg.norm(run))
        middle = sum(runs) / (len(runs) + CENTRE_PRIOR)
        expected = [(run - middle) / np.linalg.norm(run - middle) for run in runs]
        assert spans.vectors[k - 1].shape == (max(n - k + 1, 0), 6)
        assert np.allclose(spans.vectors[k - 1], np.array(expected).reshape(-1, 6), atol=1e-4)
        characters = [sum(map(len, texts[i : i + k])) for i in range(n - k + 1)]
        assert spans.lengths[k - 1].tolist() == characters


@given(st.integers(0, 9), st.integers(0, 99))
def test_span_vectors_are_float32_of_length_one(n, seed):
    vectors, texts = sentences(n, seed)
    for runs in make_spans(vectors.astype(np.float64), texts, 4).vectors:
        assert runs.dtype == np.float32
        assert np.allclose(np.linalg.norm(runs, axis=1), 1, atol=1e-5)


def test_how_long_a_vector_is_does_not_count():
    vectors, texts = sentences(5)
    stretched = vectors * np.array([[1], [2], [3], [0.5], [9]], np.float32)
    for one, other in zip(
        make_spans(vectors, texts, 3).vectors, make_spans(stretched, texts, 3).vectors, strict=True
    ):
        assert np.allclose(one, other, atol=1e-5)


def test_no_sentences_give_empty_runs():
    spans = make_spans(np.zeros((0, 6), np.float32), [], 3)
    assert [runs.shape for runs in spans.vectors] == [(0, 6)] * 3
    assert [lengths.shape for lengths in spans.lengths] == [(0,)] * 3


@pytest.mark.parametrize("n", [1, 2])
def test_runs_longer_than_the_document_are_empty(n):
    spans = make_spans(*sentences(n), 4)
    assert [len(runs) for runs in spans.vectors] == [max(n - k + 1, 0) for k in range(1, 5)]
    assert [len(runs) for runs in spans.lengths] == [max(n - k + 1, 0) for k in range(1, 5)]


def test_a_lone_sentence_is_not_its_own_centre():
    vectors, texts = sentences(1)
    lone = make_spans(vectors, texts, 1).vectors[0]
    assert np.allclose(lone, unit(vectors), atol=1e-6)


def test_what_all_sentences_share_is_taken_away():
    vectors, _ = sentences(200, d=30)
    common = np.zeros(30, np.float32)
    common[0] = 20
    plain, cleaned = unit(vectors + common), centred(unit(vectors + common))
    off_diagonal = ~np.eye(200, dtype=bool)
    assert (plain @ plain.T)[off_diagonal].mean() > 0.8
    assert abs((cleaned @ cleaned.T)[off_diagonal].mean()) < 0.1


def test_rows_of_zeros_stay_zeros():
    rows = np.array([[0, 0], [3, 4]], np.float32)
    assert unit(rows).tolist() == [[0, 0], [pytest.approx(0.6), pytest.approx(0.8)]]
    assert np.isfinite(make_spans(np.zeros((3, 2), np.float32), ["", "", ""], 2).vectors[1]).all()
