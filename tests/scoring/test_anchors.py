from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.anchors import (
    FLOOR,
    FURTHEST,
    longest_increasing_chain,
    make_anchors,
    mutual_nearest,
)
from align.scoring.spans import KK_LENGTH

SIZES = st.integers(0, 7)
SEEDS = st.integers(0, 999)


def similarities(n, m, seed):
    return np.random.default_rng(seed).uniform(-1, 1, (n, m)).astype(np.float32)


def lengths(n, seed):
    return np.random.default_rng(seed).integers(1, 200, n).astype(np.float32)


@given(SIZES, SIZES, SEEDS, st.floats(0, 1))
def test_the_surest_pairs_lead_their_row_and_column_by_the_margin(n, m, seed, margin):
    cosine = similarities(n, m, seed)
    margin = np.float32(margin)
    expected = [
        (i, j)
        for i in range(n)
        for j in range(m)
        if all(
            cosine[i, j] - rival >= margin
            for rival in [*np.delete(cosine[i], j), *np.delete(cosine[:, j], i)]
        )
        and (m > 1 or cosine[i, j] >= margin)
        and (n > 1 or cosine[i, j] >= margin)
    ]
    assert mutual_nearest(cosine, margin) == expected


@given(st.lists(st.integers(0, 12), max_size=10, unique=True))
def test_the_chain_is_the_longest_that_rises(order):
    points = list(enumerate(order))
    chain = longest_increasing_chain(points)
    assert set(chain) <= set(points)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(chain))
    longest = max(
        size
        for size in range(len(points) + 1)
        for some in combinations(points, size)
        if all(one[1] < two[1] for one, two in pairwise(some))
    )
    assert len(chain) == longest


def test_a_chain_uses_no_kazakh_sentence_twice():
    assert longest_increasing_chain([(0, 1), (1, 1), (2, 1), (3, 2)]) in (
        [(0, 1), (3, 2)],
        [(2, 1), (3, 2)],
    )
    assert longest_increasing_chain([]) == []


@given(SIZES, SIZES, SEEDS)
def test_what_lies_between_anchors_is_that_of_a_slow_loop(n, m, seed):
    ru, kk = lengths(n, seed), lengths(m, seed + 1)
    found = make_anchors(similarities(n, m, seed), ru, kk)
    sides = (ru.astype(float), kk / KK_LENGTH)
    for at, seen in enumerate(found.gaps):
        own, other = sides[at], sides[1 - at]
        points = [(point[at], point[1 - at]) for point in found.points]
        for i in range(len(own)):
            before = [point for point in points if point[0] < i]
            after = [point for point in points if point[0] > i]
            here = [point for point in points if point[0] == i]
            left, right = (before or [(-1, -1)])[-1], (after or [(len(own), len(other))])[0]
            stretch = [own[left[0] + 1 : right[0]].sum(), other[left[1] + 1 : right[1]].sum()]
            if here:
                wide, strict = stretch, [own[i], other[here[0][1]]]
            else:
                wide = [
                    own[max(left[0], 0) : right[0] + 1].sum(),
                    other[max(left[1], 0) : right[1] + 1].sum(),
                ]
                strict = stretch
            assert seen.anchored[i] == bool(here)
            assert seen.at_edge[i] == (not here and (not before or not after))
            assert seen.excess[i] == pytest.approx(log_ratio(strict), abs=1e-5)
            assert seen.wide[i] == pytest.approx(log_ratio(wide), abs=1e-5)
            assert seen.size[i] == pytest.approx(np.log(min(strict) / FLOOR + 1), abs=1e-5)


def log_ratio(pair):
    return np.log((pair[0] + FLOOR) / (pair[1] + FLOOR))


@given(SIZES, SIZES, SEEDS)
def test_the_map_goes_through_the_borders_of_the_anchors_and_no_further_than_far(n, m, seed):
    ru, kk = lengths(n, seed), lengths(m, seed + 1)
    found = make_anchors(similarities(n, m, seed), ru, kk)
    assert found.off_map.shape == (n + 1, m + 1)
    assert found.off_map.dtype == np.float32
    assert ((found.off_map >= 0) & (found.off_map <= FURTHEST)).all()
    for i, j in [(0, 0), (n, m), *found.points, *((i + 1, j + 1) for i, j in found.points)]:
        assert found.off_map[i, j] == pytest.approx(0, abs=1e-4)


def test_the_map_is_a_straight_line_between_anchors():
    # three sentences of 100 characters, in Kazakh one of all three
    found = make_anchors(
        np.zeros((3, 1), np.float32), np.full(3, 100, np.float32), floats([300 * KK_LENGTH])
    )
    assert found.points == []
    assert found.off_map.tolist() == [
        pytest.approx(row, abs=1e-4) for row in ([0, 3], [1, 2], [2, 1], [3, 0])
    ]


def floats(values):
    return np.array(values, np.float32)


def test_a_passage_on_one_side_only_is_on_the_map_all_along():
    cosine = np.eye(4, dtype=np.float32)[[0, 3]]  # of four Kazakh sentences the two outer ones
    found = make_anchors(cosine, floats([100, 100]), floats([90, 90, 90, 90]))
    assert found.points == [(0, 0), (1, 3)]
    assert found.off_map[1, 1:4].tolist() == pytest.approx([0, 0, 0], abs=1e-4)
    assert found.gaps.kk.excess[1] > 1
    assert found.gaps.ru.excess.tolist() == pytest.approx(
        [-found.gaps.kk.excess[0], -found.gaps.kk.excess[3]]
    )
