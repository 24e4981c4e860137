import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.potentials import IMPOSSIBLE, SHAPES
from align.search.arcs import best_sums, log_sums, possible_arcs, rows_of


def drawn(n, m, seed, share):
    """Gains of all shapes of which a share is possible."""
    rng = np.random.default_rng(seed)
    gains = {}
    for a, b in SHAPES:
        size = max(n - a + 1, 0), max(m - b + 1, 0)
        possible = rng.random(size) < share
        gains[a, b] = np.where(possible, rng.integers(-3, 4, size), IMPOSSIBLE).astype(np.float32)
    return gains


GAINS = st.builds(
    lambda n, m, seed, share: (drawn(n, m, seed, share), n, m),
    st.integers(0, 6), st.integers(0, 6), st.integers(0, 2**32 - 1), st.sampled_from([0, 0.2, 1]),
)  # fmt: skip


def slowly(gains, n, m, ending):
    """Per point all its (number of the shape, gain, point at the other end), by four loops."""
    found = {(i, j): [] for i in range(n + 1) for j in range(m + 1)}
    for number, (a, b) in enumerate(SHAPES):
        for (i, j), gain in np.ndenumerate(gains[a, b]):
            if gain > IMPOSSIBLE:
                before, after = (i, j), (i + a, j + b)
                here, other = (after, before) if ending else (before, after)
                found[here].append((number, gain, other))
    return found


@given(GAINS, st.booleans(), st.integers(0, 2**32 - 1))
def test_each_row_has_the_arcs_of_its_points(problem, ending, seed):
    gains, n, m = problem
    arcs = possible_arcs(gains, m)
    rows = rows_of(arcs, n, m, ending=ending)
    values = np.random.default_rng(seed).integers(-3, 4, (n + 1, m + 1)).astype(float)
    expected = slowly(gains, n, m, ending)
    assert len(rows) == n + 1
    for i, row in enumerate(rows):
        points = {j: expected[i, j] for j in range(m + 1) if expected[i, j]}
        if row is None:
            assert not points
            continue
        assert row.columns.tolist() == list(points)
        best, numbers = best_sums(row, values.reshape(-1))
        logs = log_sums(row, values.reshape(-1))
        for at, found in enumerate(points.values()):
            sums = [gain + values[other] for _, gain, other in found]
            assert best[at] == max(sums)
            assert numbers[at] == found[sums.index(max(sums))][0]
            assert logs[at] == pytest.approx(np.log(np.exp(sums).sum()))


def test_places_say_where_the_beads_stand():
    gains = {(1, 1): np.array([[1, IMPOSSIBLE], [IMPOSSIBLE, 2]], np.float32)}
    gains[2, 1] = np.array([[IMPOSSIBLE, 3]], np.float32)
    arcs = possible_arcs(gains, 2)
    assert {shape: list(zip(*at, strict=True)) for shape, at in arcs.places.items()} == {
        (1, 1): [(0, 0), (1, 1)], (2, 1): [(0, 1)],
    }  # fmt: skip
    assert [SHAPES[number] for number in arcs.number] == [(1, 1), (1, 1), (2, 1)]
    assert arcs.begin.tolist() == [0, 4, 1]  # of three columns a row
    assert arcs.end.tolist() == [4, 8, 8]
    assert arcs.gain.tolist() == [1, 2, 3]


@pytest.mark.parametrize("gains", [{}, {(1, 1): np.full((2, 3), IMPOSSIBLE)}])
def test_where_nothing_is_possible_no_row_has_arcs(gains):
    arcs = possible_arcs(gains, 3)
    assert rows_of(arcs, 2, 3, ending=True) == [None] * 3
