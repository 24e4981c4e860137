import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.scoring.spans import centred, unit
from align.search import blocks
from align.search.blocks import (
    MARGIN,
    NEARBY,
    _anchors,
    _proportional,
    _steady,
    _surest,
    cut_into_blocks,
)


def random_vectors(n, seed, d=16):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)


def tile_both_sides(found, n, m):
    return [i for ru, _ in found for i in ru] == list(range(n)) and [
        j for _, kk in found for j in kk
    ] == list(range(m))


def translated(length, seed, deleted=0.2, gap=0):
    """(ru, kk, true pairs): vectors of two sides that share most of one row of meanings."""
    rng = np.random.default_rng(seed)
    meaning = unit(rng.normal(size=(length, 64)).astype(np.float32))
    sides = []
    for language in range(2):
        common = unit(rng.normal(size=(1, 64)).astype(np.float32)) * 2
        kept = rng.random(length) >= deleted
        if language == 1:
            kept[length // 3 : length // 3 + gap] = False
        own = unit(rng.normal(size=(length, 64)).astype(np.float32)) * np.float32(0.5)
        sides.append((np.flatnonzero(kept), (meaning + own + common)[kept]))
    (ru_kept, ru), (kk_kept, kk) = sides
    at = {int(meant): j for j, meant in enumerate(kk_kept)}
    pairs = [(i, at[int(meant)]) for i, meant in enumerate(ru_kept) if int(meant) in at]
    return ru, kk, pairs


def together(found, pairs):
    """The share of pairs whose two sentences are in one block."""
    ru_block = {i: at for at, (ru, _) in enumerate(found) for i in ru}
    kk_block = {j: at for at, (_, kk) in enumerate(found) for j in kk}
    return np.mean([ru_block[i] == kk_block[j] for i, j in pairs])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 900), st.integers(0, 99))
def test_blocks_tile_both_sides_and_keep_to_the_limit(n, m, limit, seed):
    found = cut_into_blocks(random_vectors(n, seed), random_vectors(m, seed + 1), limit)
    assert tile_both_sides(found, n, m)
    assert all(len(ru) * len(kk) <= limit for ru, kk in found)
    assert all(ru or kk for ru, kk in found) or n == m == 0


@given(st.integers(2, 90), st.integers(1, 900), st.integers(0, 99))
def test_blocks_cut_at_anchors_tile_and_keep_to_the_limit_too(length, limit, seed):
    ru, kk, _ = translated(length, seed)
    found = cut_into_blocks(ru, kk, limit)
    assert tile_both_sides(found, len(ru), len(kk))
    assert all(len(a) * len(b) <= limit for a, b in found)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 7), (7, 0), (10, 10), (1, 100)])
def test_a_pair_within_the_limit_is_one_block(n, m):
    found = cut_into_blocks(random_vectors(n, 1), random_vectors(m, 2), 100)
    assert found == [(range(n), range(m))]


def test_a_pair_just_beyond_the_limit_is_cut():
    assert len(cut_into_blocks(random_vectors(10, 1), random_vectors(10, 2), 99)) > 1


@pytest.mark.parametrize("seed", range(4))
def test_no_translation_is_cut_off_from_its_sentence(seed):
    ru, kk, pairs = translated(4000, seed, deleted=0.2, gap=300)
    found = cut_into_blocks(ru, kk, 10_000)
    assert len(found) > 30
    assert together(found, pairs) >= 0.999


@pytest.mark.parametrize("seed", range(4))
def test_no_bead_of_two_sentences_and_one_is_cut_apart(seed):
    rng = np.random.default_rng(seed)
    sides, beads = ([], []), []

    def said_again(vector):
        return vector + 0.6 * unit(rng.normal(size=(1, 64)))[0]

    while len(beads) < 2000:
        one, other = unit(rng.normal(size=(2, 64)))
        places = len(sides[0]), len(sides[1])
        kind = rng.choice(4, p=[0.7, 0.1, 0.1, 0.1])
        if kind == 0:  # 1-1
            sides[0].append(said_again(one))
            sides[1].append(said_again(one))
        elif kind == 3:  # nothing on the other side
            sides[rng.integers(2)].append(one)
            continue
        else:  # 2-1 or 1-2, where either of the two may make most of the one
            share = rng.uniform(0.1, 0.9)
            sides[kind - 1].extend([said_again(one), said_again(other)])
            sides[2 - kind].append(said_again(unit([share * one + (1 - share) * other])[0]))
        beads.append((range(places[0], len(sides[0])), range(places[1], len(sides[1]))))
    ru, kk = (np.array(side, np.float32) for side in sides)
    found = cut_into_blocks(ru, kk, 2_500)
    assert len(found) > 30
    assert together(found, [(i, j) for a, b in beads for i in a for j in b]) == 1


def test_blocks_are_filled_near_to_the_limit():
    ru, kk, _ = translated(4000, 5)
    found = cut_into_blocks(ru, kk, 40_000)
    assert np.median([len(a) * len(b) for a, b in found]) > 0.9 * 40_000


def test_a_passage_without_translation_may_be_longer_than_a_block():
    ru, kk, pairs = translated(1500, 6, deleted=0.05, gap=600)
    found = cut_into_blocks(ru, kk, 10_000)
    assert tile_both_sides(found, len(ru), len(kk))
    assert all(len(a) * len(b) <= 10_000 for a, b in found)
    assert together(found, pairs) >= 0.98


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
@settings(max_examples=60)
def test_anchors_are_those_of_a_slow_search(n, m, rows, seed):
    ru, kk = unit(random_vectors(n, seed, 4)), unit(random_vectors(m, seed + 1, 4))
    cosine = ru @ kk.T
    expected = []
    for i in range(n):
        for j in range(m):
            row, column = np.delete(cosine[i], j), np.delete(cosine[:, j], i)
            over_row = cosine[i, j] - row.max() if len(row) else 0  # alone is no proof
            over_column = cosine[i, j] - column.max() if len(column) else np.inf
            if over_row >= MARGIN and over_column >= MARGIN:
                expected.append((i, j))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "ROWS", rows)
        assert _anchors(ru, kk) == expected


def test_anchors_use_each_sentence_once():
    ru, kk, _ = translated(300, 7)
    found = _anchors(centred(unit(ru)), centred(unit(kk)))
    assert len(found) > 100
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)


def test_sentences_said_twice_are_no_anchors():
    ru, kk = unit(random_vectors(5, 8)), unit(random_vectors(5, 8))
    assert _anchors(ru, kk) == [(i, i) for i in range(5)]
    twice = np.vstack([kk, kk[2:3]])
    assert _anchors(ru, twice) == [(0, 0), (1, 1), (3, 3), (4, 4)]
    assert _anchors(twice, ru) == [(0, 0), (1, 1), (3, 3), (4, 4)]


def test_only_anchors_with_near_neighbours_are_cut_at():
    near, far = 2 + NEARBY, 3 + NEARBY
    assert _steady([(0, 0), (1, 1), (2, 2), (3, near)]) == [(1, 1), (2, 2)]
    assert _steady([(0, 0), (1, 1), (2, 2), (3, far)]) == [(1, 1)]
    assert _steady([(0, 0), (1, 1), (2, 2), (far, 3)]) == [(1, 1)]
    assert _steady([(0, 0), (far, 1), (far + 1, 2), (far + 2, 3)]) == [(far + 1, 2)]
    assert _steady([(0, 0), (1, 1)]) == _steady([(0, 0)]) == _steady([]) == []


def test_the_surest_cut_is_between_neighbouring_anchors():
    assert _surest([(3, 2), (4, 3), (5, 4), (7, 5)]) == (5, 4)
    assert _surest([(3, 2), (5, 3), (6, 5)]) == (6, 5)
    assert _surest([(3, 2)]) == (3, 2)


def test_after_a_sure_cut_other_anchors_are_still_cut_at(monkeypatch):
    anchors = [(0, 0), (1, 1), (2, 2), (8, 6), (14, 12), (20, 18), (26, 24)]
    monkeypatch.setattr(blocks, "_anchors", lambda *_: anchors)
    found = cut_into_blocks(random_vectors(30, 1), random_vectors(30, 2), 100)
    assert [(ru.start, kk.start) for ru, kk in found][:4] == [(0, 0), (2, 2), (8, 6), (14, 12)]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 400))
def test_proportional_cuts_are_as_few_as_will_do(rows, columns, limit):
    found = _proportional((5, 9), (5 + rows, 9 + columns), limit)
    assert [i for ru, _ in found for i in ru] == list(range(5, 5 + rows))
    assert [j for _, kk in found for j in kk] == list(range(9, 9 + columns))
    assert all(len(ru) * len(kk) <= limit for ru, kk in found)
    if rows or columns:
        fewer = len(found) - 1
        assert fewer == 0 or -(-rows // fewer) * -(-columns // fewer) > limit
    else:
        assert found == []
