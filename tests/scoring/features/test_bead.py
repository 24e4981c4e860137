from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.scoring.features.bead import (
    BEAD_FEATURES,
    _gain_over_parts,
    _loss_if_grown,
    _weakest,
    after,
    bead_features,
    before,
    candidates,
    off_diagonal,
)
from align.scoring.features.feature import names
from align.scoring.lexical_overlap import names as names_in
from align.scoring.lexical_overlap import numbers as numbers_in
from align.scoring.pair import best_partners, inside_outside, rival
from align.scoring.potentials import SHAPES, shapes_up_to
from align.scoring.spans import KK_LENGTH, LENGTH_FLOOR
from align.types import Sides
from support.made_pairs import SEEDS, SIDES, pair

SIZES = st.integers(1, 6)


def similarities(n, m, seed):
    return np.random.default_rng(seed).uniform(-1, 1, (n, m)).astype(np.float32)


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
    found = rival(best_partners(cosine), b, m)
    assert np.array_equal(found, np.array(expected, np.float32))


def test_a_run_without_sentences_outside_has_no_rival():
    assert rival(best_partners(np.array([[0.9, 0.8]], np.float32)), 2, 2).tolist() == [[0]]


@given(SIZES, SIZES, st.sampled_from(SHAPES), SEEDS)
def test_the_weakest_sentence_of_a_bead_is_found_and_where_it_does_better(n, m, shape, seed):
    a, b = min(shape[0], n), min(shape[1], m)
    single = similarities(n, m, seed)
    both = replace(
        pair(["Сөз"] * n, ["Слово"] * m),
        inside=Sides(
            inside_outside(single, best_partners(single), b),
            inside_outside(single.T, best_partners(single.T), a),
        ),
    )
    weakest, strayed = _weakest(both, (a, b))
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
    gain = _gain_over_parts(cosine, (a, b))
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
    gain = _loss_if_grown(cosine, (a, b))
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
        expected = cosine[a, b][i, j] - max([-1, *best])
        assert gain[i, j] == pytest.approx(expected, abs=1e-6)


@given(SIDES, SIDES, SEEDS)
@settings(max_examples=40)
def test_features_stand_in_the_columns_that_name_them(ru_texts, kk_texts, seed):
    both = pair(ru_texts, kk_texts, seed)
    ru, kk = both.sides
    n, m = len(ru_texts), len(kk_texts)
    single = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    for a, b in SHAPES:
        features = bead_features(candidates(both, (a, b)))
        assert features.dtype == np.float32
        assert features.shape == (max(n - a + 1, 0), max(m - b + 1, 0), len(BEAD_FEATURES))
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
                "over_rival.ru": over_ru,
                "over_rival.kk": over_kk,
                "over_both": min(over_ru, over_kk),
                "length": abs(np.log(ratio)),
                "weakest": min(inside.max(axis=0).min(), inside.max(axis=1).min()),
                "numbers_shared": min(len(numbers_in(here) & numbers_in(there)), 3),
                "before": single[i - 1, j - 1] if i and j else 0,
                "after": single[i + a, j + b] if i + a < n and j + b < m else 0,
                "off_diagonal": abs((i + a / 2) / n - (j + b / 2) / m),
                "log_length": np.log(ru_length + kk_length + LENGTH_FLOOR),
                "names_shared": min(len(names_in(here) & names_in(there)), 4),
                "lexical_overlap": min(both.overlap[a, b][i, j], 6),
                "start_distance_from_anchor_path": both.anchors.off_map[i, j],
                "end_distance_from_anchor_path": both.anchors.off_map[i + a, j + b],
            } | around(both, range(i, i + a), range(j, j + b))
            if (a, b) == (1, 1):
                expected["gain_over_parts"] = 0
                expected["numbers_apart"] = min(len(numbers_in(here) ^ numbers_in(there)), 4)
                expected["names_apart"] = min(len(names_in(here) ^ names_in(there)), 6)
            found = dict(zip(names(BEAD_FEATURES), features[i, j], strict=True))
            for name, value in expected.items():
                assert found[name] == pytest.approx(value, abs=1e-5), name


def around(both, ru, kk):
    """What the anchors say of a bead, by a slow loop."""
    inside = [(i in ru) + (j in kk) for i, j in both.anchors.points]
    means = {
        name: [
            np.mean([getattr(gaps, name)[at] for at in run])
            for gaps, run in zip(both.anchors.gaps, (ru, kk), strict=True)
        ]
        for name in ("excess", "wide")
    }
    more = np.sign(len(ru) - len(kk))
    return {
        "anchors_in": inside.count(2),
        "anchors_cut": inside.count(1),
        "imbalance": np.abs(means["excess"]).mean(),
        "excess_on_longer_side": more * (means["excess"][0] - means["excess"][1]) / 2,
        "wide_excess_on_longer_side": more * (means["wide"][0] - means["wide"][1]) / 2,
    }


def test_what_is_said_alike_is_weighed_against_parts_and_neighbours():
    both = pair(["Астана", "Алматы"], ["Астана", "Алматы", "Ақтау"])
    found = {
        shape: dict(
            zip(names(BEAD_FEATURES), bead_features(candidates(both, shape))[0, 0], strict=True)
        )
        for shape in ((1, 1), (2, 2), (2, 3))
    }
    # a city counts as a name and as a stem
    assert [found[shape]["lexical_overlap"] for shape in found] == [2, 4, 4]
    assert [found[shape]["overlap_gain_over_parts"] for shape in found] == [0, 2, 0]
    assert [found[shape]["overlap_gain_if_grown"] for shape in found] == [0, 0, 0]
    # «Астана» with «Астана Алматы»: the neighbour «Алматы» would bring two more
    wide = dict(
        zip(names(BEAD_FEATURES), bead_features(candidates(both, (1, 2)))[0, 0], strict=True)
    )
    assert wide["overlap_gain_if_grown"] == 2


@pytest.mark.parametrize("max_span", [1, 2, 3])
def test_features_do_not_depend_on_how_much_further_the_runs_reach(max_span):
    texts = ["Снег 5", "Астана", "и лес", "дом", "Алматы 6,5"]
    some, every = (pair(texts, texts, reach=reach) for reach in (max_span + 1, 4))
    for shape in shapes_up_to(max_span):
        assert np.array_equal(
            bead_features(candidates(some, shape)), bead_features(candidates(every, shape))
        )


def column(both, shape, feature):
    return bead_features(candidates(both, shape))[..., BEAD_FEATURES.index(feature)]


@given(SIZES, SIZES, st.sampled_from(SHAPES))
def test_the_distance_from_the_diagonal_is_a_share(n, m, shape):
    found = column(pair(["Сөз"] * n, ["Слово"] * m), shape, off_diagonal)
    assert ((found >= 0) & (found <= 1)).all()


def test_beads_on_the_diagonal_are_at_no_distance_from_it():
    # of 2 and 4 sentences: the middle of 1-1 at (0, 0) is at 0.25 and 0.125, of 1-2 at 0.25 twice
    both = pair(["Бір", "Екі"], ["Раз", "Два", "Три", "Семь"])
    assert column(both, (1, 1), off_diagonal)[0].tolist() == [0.125, 0.125, 0.375, 0.625]
    assert column(both, (1, 2), off_diagonal).tolist() == [[0, 0.25, 0.5], [0.5, 0.25, 0]]


def test_the_neighbours_of_a_bead_count_nothing_at_the_ends():
    both = pair(["Бір", "Екі", "Үш"], ["Раз", "Два", "Три"])
    ru, kk = both.sides
    single = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    assert column(both, (1, 2), before).tolist() == [[0, 0], [0, single[0, 0]], [0, single[1, 0]]]
    assert column(both, (1, 2), after).tolist() == [[single[1, 2], 0], [single[2, 2], 0], [0, 0]]
