from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.scoring.coverage import (
    NEAR,
    OPEN,
    make_coverage,
    match_tokens,
    side_coverage,
    side_tokens,
)
from align.scoring.features.bead import BEAD_TOKEN_FEATURES, candidates, cover_gain, cover_more
from align.scoring.features.feature import table
from align.scoring.features.sentence import token_features
from align.scoring.potentials import SHAPES
from align.types import Sides, Tokens
from support.made_pairs import FULL_SIDES, SEEDS, drawn_tokens, pair

TEXTS = FULL_SIDES


def sides(ru, kk, seed):
    rng = np.random.default_rng(seed)
    found = [[drawn_tokens(rng, text) for text in texts] for texts in (ru, kk)]
    return Sides(*(side_tokens(tokens) for tokens in found))


def tokens_of(side, i):
    stop = side.starts[i + 1] if i + 1 < len(side.starts) else len(side.weights)
    return slice(side.starts[i], stop)


def slow(own, other, sentences, others, looked=lambda *_: True):
    """(coverage, open share) of sentences by others, token by token; `looked` says at which."""
    best, weights = [], []
    for i in sentences:
        at = [j for j in others if looked(i, j)]
        for vector, weight in zip(own.vectors[tokens_of(own, i)], own.weights[tokens_of(own, i)],
                                  strict=True):  # fmt: skip
            values = [max(other.vectors[tokens_of(other, j)] @ vector) for j in at]
            if len(at) < len(others):
                values.append(0.0)
            best.append(max(values))
            weights.append(weight)
    best, weights = np.array(best), np.array(weights)
    return best @ weights / weights.sum(), weights[best < OPEN].sum() / weights.sum()


@given(TEXTS, TEXTS, SEEDS)
@settings(max_examples=40)
def test_coverage_is_that_of_a_slow_loop(ru_texts, kk_texts, seed):
    ru, kk = sides(ru_texts, kk_texts, seed)
    n, m = len(ru_texts), len(kk_texts)
    found = make_coverage(Sides(ru, kk), np.zeros((n + 1, m + 1), np.float32), 4)
    for a, b in product(range(1, 5), range(1, 5)):
        size = (max(n - a + 1, 0), max(m - b + 1, 0))
        for one in (*found.covered, *found.open):
            assert one[a, b].shape == size
            assert one[a, b].dtype == np.float32
        for i, j in np.ndindex(size):
            covers, opens = slow(ru, kk, range(i, i + a), range(j, j + b))
            assert found.covered.ru[a, b][i, j] == pytest.approx(covers, abs=1e-4)
            assert found.open.ru[a, b][i, j] == pytest.approx(opens, abs=1e-4)
            covers, opens = slow(kk, ru, range(j, j + b), range(i, i + a))
            assert found.covered.kk[a, b][i, j] == pytest.approx(covers, abs=1e-4)
            assert found.open.kk[a, b][i, j] == pytest.approx(opens, abs=1e-4)
    for i in range(n):
        assert found.best.ru[0][i] == pytest.approx(slow(ru, kk, [i], range(m))[0], abs=1e-4)


@given(TEXTS, TEXTS, SEEDS)
@settings(max_examples=40)
def test_what_is_far_covers_nothing(ru_texts, kk_texts, seed):
    ru, kk = sides(ru_texts, kk_texts, seed)
    n, m = len(ru_texts), len(kk_texts)
    near = np.random.default_rng(seed).random((n, m)) < 0.4
    near[np.arange(n), np.arange(n) % m] = near[np.arange(m) % n, np.arange(m)] = True
    for own, other, looked_at, by in zip(
        (ru, kk), (kk, ru), (near, near.T), match_tokens(Sides(ru, kk), near), strict=True
    ):
        spread = [np.flatnonzero(row) for row in looked_at]

        def looked(i, j, spread=spread):
            return spread[i][0] <= j <= spread[i][-1]

        found = side_coverage(own, by, len(other.starts), 4)
        for b in range(1, 5):
            for i, j in np.ndindex(found.by[b - 1].shape):
                value = found.by[b - 1][i, j] / found.weights[i]
                if any(looked(i, at) for at in range(j, j + b)):
                    covers, _ = slow(own, other, [i], range(j, j + b), looked)
                    assert value == pytest.approx(covers, abs=1e-4)
                else:
                    assert value == 0


def test_of_a_sentence_far_from_everything_the_nearest_is_looked_at():
    ru, kk = sides(["Бір екі"], ["раз два", "три"], 1)
    found = make_coverage(Sides(ru, kk), np.array([[9, 9, 9], [9, NEAR + 1, 9]], np.float32), 1)
    assert found.covered.ru[1, 1][0, 0] != 0


def test_a_sentence_without_tokens_is_covered_by_nothing_and_covers_nothing():
    ru, kk = sides(["", "Бір екі"], ["раз два"], 2)
    found = make_coverage(Sides(ru, kk), np.zeros((3, 2), np.float32), 1)
    assert found.open.ru[1, 1][0, 0] == 1
    assert found.covered.ru[1, 1][0, 0] == 0


def test_what_all_tokens_have_in_common_is_taken_away():
    rng = np.random.default_rng(3)
    common = 2 * rng.normal(size=6)
    vectors = (common + rng.normal(size=(500, 6))).astype(np.float16)
    found = side_tokens([Tokens(vectors, np.ones(500, np.float32))])
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1, abs=1e-4)
    cosine = found.vectors @ found.vectors.T
    assert abs(cosine.mean()) < 0.1


@given(FULL_SIDES, FULL_SIDES, SEEDS, st.sampled_from(SHAPES))
@settings(max_examples=40)
def test_a_bead_is_weighed_by_what_its_outer_sentences_and_neighbours_cover(
    ru_texts, kk_texts, seed, shape
):
    both = pair(ru_texts, kk_texts, seed, tokens=True)
    seen, cover = candidates(both, shape), both.coverage.covered
    (a, b), (n, m) = shape, (len(ru_texts), len(kk_texts))
    assert np.isfinite(table(BEAD_TOKEN_FEATURES, seen)).all()
    for i, j in np.ndindex(seen.cosine.shape):
        gains = [0.5]
        if a > 1:
            gains += [cover.kk[a, b][i, j] - cover.kk[a - 1, b][at, j] for at in (i, i + 1)]
        if b > 1:
            gains += [cover.ru[a, b][i, j] - cover.ru[a, b - 1][i, at] for at in (j, j + 1)]
        assert cover_gain(seen)[i, j] == pytest.approx(min(gains), abs=1e-5)
        more = [0.0]
        if a < 4:
            more += [cover.kk[a + 1, b][at, j] - cover.kk[a, b][i, j]
                     for at in (i - 1, i) if 0 <= at <= n - a - 1]  # fmt: skip
        if b < 4:
            more += [cover.ru[a, b + 1][i, at] - cover.ru[a, b][i, j]
                     for at in (j - 1, j) if 0 <= at <= m - b - 1]  # fmt: skip
        assert cover_more(seen)[i, j] == pytest.approx(max(more), abs=1e-5)


@given(FULL_SIDES, FULL_SIDES, SEEDS)
@settings(max_examples=30)
def test_a_sentence_is_described_by_what_covers_it_best(ru_texts, kk_texts, seed):
    cover = pair(ru_texts, kk_texts, seed, tokens=True).coverage
    for found, one, near in zip(
        token_features(cover),
        (cover.covered.ru[1, 1], cover.covered.kk[1, 1].T),
        (best[0] for best in cover.best),
        strict=True,
    ):
        for row, values, all_near in zip(found, one, near, strict=True):
            ordered = sorted(values, reverse=True)
            lead = ordered[0] - (ordered[1] if len(ordered) > 1 else 0)
            assert row.tolist() == pytest.approx([ordered[0], lead, all_near], abs=1e-5)
