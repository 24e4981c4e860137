import math
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.potentials import IMPOSSIBLE, SHAPES, Potentials, shapes_up_to
from align.search.tiling import best_path, marginals
from align.types import Sides

PROBLEMS = st.tuples(
    st.integers(0, 5),
    st.integers(0, 5),
    st.sets(st.sampled_from(SHAPES)).map(sorted),
    st.integers(0, 2**32 - 1),
)


def whole_gains(n, m, shapes, seed):
    """Gains that are small integers: ties abound, and sums of them are exact."""
    rng = np.random.default_rng(seed)
    low, high = sorted(rng.integers(-3, 4, 2))

    def draw(*size):
        return rng.integers(low, high + 1, size).astype(np.float32)

    gains = {(a, b): draw(max(n - a + 1, 0), max(m - b + 1, 0)) for a, b in shapes}
    return gains, draw(n), draw(m)


def total(path, gains, ru_gain, kk_gain):
    brought = 0.0
    for ru, kk in path:
        if ru and kk:
            brought += float(gains[len(ru), len(kk)][ru.start, kk.start])
        else:
            brought += float(ru_gain[ru.start] if ru else kk_gain[kk.start])
    return brought


def best_total(gains, ru_gain, kk_gain):
    """The slow oracle: the recursion over all tilings, with unpaired sentences in any order."""

    @cache
    def best(i, j):
        if i == 0 and j == 0:
            return 0.0
        ways = [best(i - 1, j) + float(ru_gain[i - 1])] if i else []
        ways += [best(i, j - 1) + float(kk_gain[j - 1])] if j else []
        ways += [
            best(i - a, j - b) + float(gain[i - a, j - b])
            for (a, b), gain in gains.items()
            if a <= i and b <= j
        ]
        return max(ways)

    return best(len(ru_gain), len(kk_gain))


def tilings(n, m, shapes):
    """Every tiling of both sides, with unpaired sentences in any order."""
    if n == 0 and m == 0:
        yield []
    for a, b in [*shapes, (1, 0), (0, 1)]:
        if a <= n and b <= m:
            for before in tilings(n - a, m - b, shapes):
                yield [*before, (range(n - a, n), range(m - b, m))]


def tiles(path, n, m):
    ru = [i for side, _ in path for i in side]
    kk = [j for _, side in path for j in side]
    return ru == list(range(n)) and kk == list(range(m))


def kazakh_then_russian_unpaired(path):
    return any(not ru and not after for (ru, _), (_, after) in pairwise(path))


def rank_from_the_end(path):
    """How the tie rules order tilings: looking from the end, pairs first, as SHAPES has them."""
    order = [*SHAPES, (1, 0), (0, 1)]
    return [order.index((len(ru), len(kk))) for ru, kk in reversed(path)]


@given(PROBLEMS)
def test_no_tiling_gains_more(problem):
    n, m, *_ = problem
    gains = whole_gains(*problem)
    path = best_path(*gains)
    assert tiles(path, n, m)
    assert all((len(ru), len(kk)) in [*gains[0], (1, 0), (0, 1)] for ru, kk in path)
    assert total(path, *gains) == best_total(*gains)


@pytest.mark.parametrize("seed", range(8))
def test_no_tiling_of_longer_sides_gains_more(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(6, 25, 2)
    gains = {(a, b): rng.normal(size=(n - a + 1, m - b + 1)).astype(np.float32) for a, b in SHAPES}
    ru_gain, kk_gain = (rng.normal(size=size).astype(np.float32) for size in (n, m))
    path = best_path(gains, ru_gain, kk_gain)
    assert tiles(path, n, m)
    assert total(path, gains, ru_gain, kk_gain) == pytest.approx(
        best_total(gains, ru_gain, kk_gain), abs=1e-5
    )


@given(st.integers(0, 3), st.integers(0, 3), PROBLEMS)
def test_of_equal_totals_the_tie_rules_choose(n, m, problem):
    gains = whole_gains(n, m, *problem[2:])
    ways = [way for way in tilings(n, m, list(gains[0])) if not kazakh_then_russian_unpaired(way)]
    totals = [total(way, *gains) for way in ways]
    winners = [way for way, brought in zip(ways, totals, strict=True) if brought == max(totals)]
    assert best_path(*gains) == min(winners, key=rank_from_the_end)


@given(PROBLEMS)
def test_russian_unpaired_sentences_come_before_kazakh_ones(problem):
    assert not kazakh_then_russian_unpaired(best_path(*whole_gains(*problem)))


def test_a_pair_wins_over_unpaired_sentences_that_bring_as_much():
    gains = {(1, 1): np.array([[2]], np.float32)}
    one = np.array([1], np.float32)
    assert best_path(gains, one, one) == [(range(0, 1), range(0, 1))]
    gains[1, 1] -= 0.01
    assert best_path(gains, one, one) == [(range(0, 1), range(0, 0)), (range(1, 1), range(0, 1))]


def test_of_pairs_that_bring_as_much_the_small_ones_win():
    gains = {(k, k): np.zeros((3 - k, 3 - k), np.float32) for k in (1, 2)}
    lost = np.full(2, -1, np.float32)
    assert best_path(gains, lost, lost) == [(range(0, 1), range(0, 1)), (range(1, 2), range(1, 2))]


@given(PROBLEMS)
def test_a_path_is_the_same_each_time(problem):
    gains, ru_gain, kk_gain = whole_gains(*problem)
    path = best_path(gains, ru_gain, kk_gain)
    turned = dict(reversed(gains.items()))
    assert best_path(turned, ru_gain.copy(), kk_gain.copy()) == path


@given(PROBLEMS)
def test_exchanged_sides_give_the_same_total(problem):
    gains, ru_gain, kk_gain = whole_gains(*problem)
    exchanged = {(b, a): gain.T for (a, b), gain in gains.items()}
    there = total(best_path(gains, ru_gain, kk_gain), gains, ru_gain, kk_gain)
    assert there == total(best_path(exchanged, kk_gain, ru_gain), exchanged, kk_gain, ru_gain)


@given(PROBLEMS)
def test_documents_read_backwards_give_the_same_total(problem):
    gains, ru_gain, kk_gain = whole_gains(*problem)
    turned = {shape: gain[::-1, ::-1] for shape, gain in gains.items()}
    backwards = turned, ru_gain[::-1], kk_gain[::-1]
    there = total(best_path(gains, ru_gain, kk_gain), gains, ru_gain, kk_gain)
    assert there == total(best_path(*backwards), *backwards)


@given(PROBLEMS)
def test_gains_are_left_as_they_were(problem):
    gains, again = whole_gains(*problem), whole_gains(*problem)
    best_path(*gains)
    assert all((gains[0][shape] == again[0][shape]).all() for shape in gains[0])
    assert (gains[1] == again[1]).all()
    assert (gains[2] == again[2]).all()


def test_two_empty_sides_give_an_empty_path():
    nothing = np.zeros(0, np.float32)
    assert best_path({}, nothing, nothing) == []


def test_an_empty_side_leaves_all_of_the_other_unpaired():
    nothing, two = np.zeros(0, np.float32), np.full(2, -5, np.float32)
    assert best_path({(1, 1): np.zeros((2, 0), np.float32)}, two, nothing) == [
        (range(0, 1), range(0, 0)),
        (range(1, 2), range(0, 0)),
    ]
    assert best_path({(1, 1): np.zeros((0, 2), np.float32)}, nothing, two) == [
        (range(0, 0), range(0, 1)),
        (range(0, 0), range(1, 2)),
    ]


def drawn_potentials(n, m, shapes, seed):
    """Potentials in eighths, so that sums are exact; of some shapes all or many IMPOSSIBLE."""
    rng = np.random.default_rng(seed)
    spread, barred = rng.choice([1, 8, 60]), rng.choice([0, 0.3, 1])

    def draw(*size):
        return (rng.integers(-spread * 8, spread * 8 + 1, size) / 8).astype(np.float32)

    pairs = {(a, b): draw(max(n - a + 1, 0), max(m - b + 1, 0)) for a, b in shapes}
    for table in pairs.values():
        table[rng.random(table.shape) < barred] = IMPOSSIBLE
    return Potentials(pairs, Sides(draw(n), draw(m)))


def enumerated(found):
    """The slow oracle of `marginals`: every tiling once, Russian unpaired sentences first."""
    n, m = found.unpaired.map(len)
    parts = found.pairs, *found.unpaired
    ways = [
        way for way in tilings(n, m, list(found.pairs)) if not kazakh_then_russian_unpaired(way)
    ]
    totals = [total(way, *parts) for way in ways]
    highest = max(totals)
    weights = [math.exp(value - highest) for value in totals]
    whole = math.fsum(weights)
    pairs = {shape: np.zeros(table.shape) for shape, table in found.pairs.items()}
    ru_alone, kk_alone = np.zeros(n), np.zeros(m)
    for way, weight in zip(ways, weights, strict=True):
        for ru, kk in way:
            if ru and kk:
                pairs[len(ru), len(kk)][ru.start, kk.start] += weight / whole
            elif ru:
                ru_alone[ru.start] += weight / whole
            else:
                kk_alone[kk.start] += weight / whole
    return highest + math.log(whole), Potentials(pairs, Sides(ru_alone, kk_alone))


def all_close(one, other):
    assert one.pairs.keys() == other.pairs.keys()
    for shape, table in one.pairs.items():
        assert table.shape == other.pairs[shape].shape
        np.testing.assert_allclose(table, other.pairs[shape], rtol=0, atol=1e-9)
    for side, expected in zip(one.unpaired, other.unpaired, strict=True):
        np.testing.assert_allclose(side, expected, rtol=0, atol=1e-9)


@given(st.integers(0, 4), st.integers(0, 4), PROBLEMS)
def test_marginals_are_those_of_all_tilings_together(n, m, problem):
    found = drawn_potentials(n, m, *problem[2:])
    whole, sure = marginals(found)
    expected_whole, expected = enumerated(found)
    assert whole == pytest.approx(expected_whole, rel=0, abs=1e-9)
    all_close(sure, expected)


def test_marginals_of_one_sentence_a_side_by_hand():
    # tilings: the pair, e^1, and both alone, once, e^(0.5 - 1.5) = e^-1; e / (e + 1/e) = 0.8808
    unpaired = Sides(np.array([0.5], "f4"), np.array([-1.5], "f4"))
    found = Potentials({(1, 1): np.array([[1]], np.float32)}, unpaired)
    whole, sure = marginals(found)
    assert whole == pytest.approx(math.log(math.e + 1 / math.e))
    assert sure.pairs[1, 1].item() == pytest.approx(0.8808, abs=1e-4)
    assert sure.unpaired.ru.item() == sure.unpaired.kk.item() == pytest.approx(1 - 0.8808, abs=1e-4)


@pytest.mark.parametrize("shapes", [(), SHAPES])
@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_sentences_opposite_an_empty_side_are_surely_alone(n, m, shapes):
    found = drawn_potentials(n, m, shapes, 1)
    whole, sure = marginals(found)
    assert whole == pytest.approx(float(sum(side.sum() for side in found.unpaired)))
    assert sure.unpaired.ru.tolist() == pytest.approx([1] * n)
    assert sure.unpaired.kk.tolist() == pytest.approx([1] * m)
    assert all(table.size == 0 for table in sure.pairs.values())


def test_what_is_impossible_has_no_chance_even_where_nothing_else_is_likely():
    low = np.full(2, -1000, np.float32)
    pairs = {(a, b): np.full((3 - a, 3 - b), IMPOSSIBLE) for a, b in shapes_up_to(2)}
    whole, sure = marginals(Potentials(pairs, Sides(low, low)))
    assert whole == pytest.approx(-4000)
    assert all((table == 0).all() for table in sure.pairs.values())
    assert [*sure.unpaired.ru, *sure.unpaired.kk] == pytest.approx([1] * 4)


def covered(sure):
    """Per sentence of each side, the chances of all beads that hold it and of it alone."""
    ru, kk = sure.unpaired.ru.copy(), sure.unpaired.kk.copy()
    for (a, b), table in sure.pairs.items():
        for (i, j), chance in np.ndenumerate(table):
            ru[i : i + a] += chance
            kk[j : j + b] += chance
    return np.concatenate([ru, kk])


@given(PROBLEMS)
def test_each_sentence_is_surely_in_one_bead_or_alone(problem):
    _, sure = marginals(drawn_potentials(*problem))
    np.testing.assert_allclose(covered(sure), 1, rtol=0, atol=1e-9)
    for chances in (*sure.pairs.values(), sure.unpaired.ru, sure.unpaired.kk):
        assert ((chances >= 0) & (chances <= 1 + 1e-9)).all()


@pytest.mark.parametrize(("n", "m"), [(60, 45), (1, 50), (50, 1)])
@pytest.mark.parametrize("spread", [0.1, 5, 500])
def test_marginals_of_long_sides_and_strong_potentials_stay_exact(n, m, spread):
    rng = np.random.default_rng(n)
    pairs = {
        (a, b): rng.normal(0, spread, (max(n - a + 1, 0), max(m - b + 1, 0))).astype(np.float32)
        for a, b in SHAPES
    }
    ru, kk = (rng.normal(-spread, spread, size).astype(np.float32) for size in (n, m))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        whole, sure = marginals(Potentials(pairs, Sides(ru, kk)))
    np.testing.assert_allclose(covered(sure), 1, rtol=0, atol=1e-8)
    assert whole >= total(best_path(pairs, ru, kk), pairs, ru, kk) - 1e-6


@given(PROBLEMS, st.integers(-160, 160))
def test_what_every_sentence_brings_alike_changes_no_chance(problem, eighths):
    n, m, *_ = problem
    each = np.float32(eighths / 8)
    found = drawn_potentials(*problem)
    pairs = {
        (a, b): np.where(table > IMPOSSIBLE, table + each * (a + b), IMPOSSIBLE)
        for (a, b), table in found.pairs.items()
    }
    before, sure = marginals(found)
    after, moved = marginals(Potentials(pairs, found.unpaired.map(lambda side: side + each)))
    assert after - before == pytest.approx(float(each) * (n + m), rel=0, abs=1e-9)
    all_close(moved, sure)


@given(PROBLEMS)
def test_exchanged_sides_have_the_same_marginals(problem):
    found = drawn_potentials(*problem)
    turned = {(b, a): table.T for (a, b), table in found.pairs.items()}
    before, sure = marginals(found)
    after, other = marginals(Potentials(turned, found.unpaired.swapped()))
    assert after == pytest.approx(before, rel=0, abs=1e-9)
    back = {(b, a): table.T for (a, b), table in other.pairs.items()}
    all_close(Potentials(back, other.unpaired.swapped()), sure)


@given(PROBLEMS)
def test_potentials_are_left_as_they_were(problem):
    found, again = drawn_potentials(*problem), drawn_potentials(*problem)
    marginals(found)
    assert all((found.pairs[shape] == again.pairs[shape]).all() for shape in again.pairs)
    for side, before in zip(found.unpaired, again.unpaired, strict=True):
        assert (side == before).all()
