from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.clues import names, numbers
from align.features import (
    APART,
    DOCUMENT_FEATURES,
    FEATURES,
    KK_LENGTH,
    LENGTH_FLOOR,
    SENTENCE_FEATURES,
    Side,
    _over_grown,
    _over_parts,
    _rival,
    _weakest,
    allowed,
    bead_features,
    document_features,
    sentence_features,
)
from align.search import SHAPES
from align.spans import make_spans
from align.split import sentence_kind

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 6)


def similarities(n, m, seed):
    return np.random.default_rng(seed).uniform(-1, 1, (n, m)).astype(np.float32)


def side(*texts, kinds=None, seed=0, reach=4):
    rng = np.random.default_rng([seed, *(ord(char) for text in texts for char in text)])
    vectors = rng.normal(size=(len(texts), 8)).astype(np.float32)
    return Side(texts, kinds or ["body"] * len(texts), make_spans(vectors, texts, reach))


WORDS = ["Астана", "Астанада", "снег", "қар", "5", "6,5", "Алматы", "и", ""]
SIDES = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=6)



@given(SIZES, SIZES, st.integers(1, 4), SEEDS)
def test_a_rival_is_the_best_partner_outside_the_bead(n, m, b, seed):
    b = min(b, m)
    cosine = similarities(n, m, seed)
    expected = [
        [
            max([0.0, *(float(cosine[i, at]) for at in range(m) if not j <= at < j + b)])
            for j in range(m - b + 1)
        ]
        for i in range(n)
    ]
    assert np.array_equal(_rival(cosine, b), np.array(expected, np.float32))


def test_a_run_without_sentences_outside_has_no_rival():
    assert _rival(np.array([[0.9, 0.8]], np.float32), 2).tolist() == [[0]]


@given(SIZES, SIZES, st.sampled_from(SHAPES), SEEDS)
def test_the_weakest_sentence_of_a_bead_is_found_and_where_it_does_better(n, m, shape, seed):
    a, b = min(shape[0], n), min(shape[1], m)
    single = similarities(n, m, seed)
    weakest, strayed = _weakest(single, a, b)
    assert weakest.shape == strayed.shape == (n - a + 1, m - b + 1)
    for i, j in product(range(n - a + 1), range(m - b + 1)):
        sentences = [
            (single[at, j : j + b], np.delete(single[at], range(j, j + b)))
            for at in range(i, i + a)
        ]
        sentences += [
            (single[i : i + a, at], np.delete(single[:, at], range(i, i + a)))
            for at in range(j, j + b)
        ]
        inside, outside = min(sentences, key=lambda found: found[0].max())
        assert weakest[i, j] == inside.max()
        elsewhere = max([0, *outside])
        assert strayed[i, j] == pytest.approx(max(elsewhere - inside.max(), 0), abs=1e-6)


def runs_table(n, m, longest, seed):
    return {
        (a, b): similarities(max(n - a + 1, 0), max(m - b + 1, 0), [seed, a, b])
        for a in range(1, longest + 1)
        for b in range(1, longest + 1)
    }


@given(SIZES, SIZES, st.sampled_from(SHAPES), SEEDS)
def test_a_bead_is_weighed_against_its_parts(n, m, shape, seed):
    a, b = min(shape[0], n), min(shape[1], m)
    cosine = runs_table(n, m, 4, seed)
    gain = _over_parts(cosine, a, b)
    assert gain.shape == (n - a + 1, m - b + 1)
    for i, j in product(range(n - a + 1), range(m - b + 1)):
        parts = [(i, j, a - 1, b), (i + 1, j, a - 1, b), (i, j, a, b - 1), (i, j + 1, a, b - 1)]
        best = [
            cosine[rows, columns][at, to] for at, to, rows, columns in parts if rows and columns
        ]
        expected = cosine[a, b][i, j] - max(best) if best else 0
        assert gain[i, j] == pytest.approx(expected, abs=1e-6)


@given(SIZES, SIZES, st.sampled_from(SHAPES), st.integers(1, 4), SEEDS)
def test_a_bead_is_weighed_against_longer_ones(n, m, shape, longest, seed):
    a, b = min(shape[0], n, longest), min(shape[1], m, longest)
    cosine = runs_table(n, m, longest, seed)
    gain = _over_grown(cosine, a, b)
    assert gain.shape == (n - a + 1, m - b + 1)
    for i, j in product(range(n - a + 1), range(m - b + 1)):
        taller, wider = (a + 1, b), (a, b + 1)
        longer = [(i, j, taller), (i - 1, j, taller), (i, j, wider), (i, j - 1, wider)]
        best = [
            cosine[shape][at, to]
            for at, to, shape in longer
            if max(shape) <= longest and min(at, to) >= 0
            if at + shape[0] <= n and to + shape[1] <= m
        ]
        expected = min(cosine[a, b][i, j] - max([-1, *best]), 1)
        assert gain[i, j] == pytest.approx(expected, abs=1e-6)


@given(SIDES, SIDES, SEEDS)
@settings(max_examples=40, deadline=None)
def test_features_stand_in_the_columns_that_name_them(ru_texts, kk_texts, seed):
    ru, kk = side(*ru_texts, seed=seed), side(*kk_texts, seed=seed + 1)
    n, m = len(ru_texts), len(kk_texts)
    single = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    for (a, b), features in bead_features(ru, kk, SHAPES):
        assert features.dtype == np.float32
        assert features.shape == (max(n - a + 1, 0), max(m - b + 1, 0), len(FEATURES))
        assert np.isfinite(features).all()
        for i, j in product(range(n - a + 1), range(m - b + 1)):
            one, other = ru.spans.vectors[a - 1][i], kk.spans.vectors[b - 1][j]
            outside_kk = np.delete(
                ru.spans.vectors[a - 1] @ kk.spans.vectors[0].T, range(j, j + b), 1
            )
            outside_ru = np.delete(
                ru.spans.vectors[0] @ kk.spans.vectors[b - 1].T, range(i, i + a), 0
            )
            over_ru = one @ other - max([0, *outside_kk[i]])
            over_kk = one @ other - max([0, *outside_ru[:, j]])
            ru_length = sum(map(len, ru_texts[i : i + a]))
            kk_length = sum(map(len, kk_texts[j : j + b]))
            ratio = (kk_length + LENGTH_FLOOR) / (KK_LENGTH * ru_length + LENGTH_FLOOR)
            inside = single[i : i + a, j : j + b]
            here, there = " ".join(ru_texts[i : i + a]), " ".join(kk_texts[j : j + b])
            expected = {
                "cosine": one @ other,
                "over_ru_rival": over_ru,
                "over_kk_rival": over_kk,
                "over_both": min(over_ru, over_kk),
                "length": abs(np.log(ratio)),
                "weakest": min(inside.max(axis=0).min(), inside.max(axis=1).min()),
                "numbers_shared": min(len(numbers(here) & numbers(there)), 3),
                "sentences": a + b,
                "names_shared": min(len(names(here) & names(there)), 4),
            }
            if (a, b) == (1, 1):
                expected["over_parts"] = 0
                expected["numbers_apart"] = min(len(numbers(here) ^ numbers(there)), 4)
                expected["names_apart"] = min(len(names(here) ^ names(there)), 6)
            found = dict(zip(FEATURES, features[i, j], strict=True))
            for name, value in expected.items():
                assert found[name] == pytest.approx(value, abs=1e-5), name


@pytest.mark.parametrize("max_span", [1, 2, 3])
def test_features_do_not_depend_on_which_other_shapes_are_asked_for(max_span):
    texts = ["Снег 5", "Астана", "и лес", "дом", "Алматы 6,5"]
    shapes = [shape for shape in SHAPES if max(shape) <= max_span]
    some = dict(
        bead_features(side(*texts, reach=max_span + 1), side(*texts, reach=max_span + 1), shapes)
    )
    every = dict(bead_features(side(*texts), side(*texts), SHAPES))
    assert list(some) == shapes
    assert all(np.array_equal(some[shape], every[shape]) for shape in shapes)


KINDS = st.lists(st.sampled_from(["body", "title", "date", "credit", "blank"]), max_size=5)


@given(KINDS, KINDS, st.sampled_from(SHAPES))
def test_heads_and_credits_keep_to_themselves_and_blanks_pair_with_nothing(
    ru_kinds, kk_kinds, shape
):
    sides = [
        side(
            *[" \u00a0" if kind == "blank" else "Мәтін" for kind in kinds],
            kinds=["body" if kind == "blank" else kind for kind in kinds],
        )
        for kinds in (ru_kinds, kk_kinds)
    ]
    a, b = shape
    can = allowed(*sides, shape)
    assert can.shape == (max(len(ru_kinds) - a + 1, 0), max(len(kk_kinds) - b + 1, 0))
    for i, j in np.ndindex(can.shape):
        inside = [*ru_kinds[i : i + a], *kk_kinds[j : j + b]]
        apart = {"date", "credit"} & set(inside)
        expected = "blank" not in inside and (
            not apart or (shape == (1, 1) and inside[0] == inside[1])
        )
        assert can[i, j] == expected
    sure = probabilities(*sides, [shape], even_model(bias=9.0))[shape]
    assert ((sure > 0.99) == can).all()
    assert (sure[~can] == 0).all()


