"""Each document at most one partner: against all ways to choose."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.match.assignment import assigned

CANDIDATES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0, 1, width=32), max_size=8
)


def chosen(candidates, least):
    pairs = sorted(candidates)
    i, j = np.array(pairs, np.int64).reshape(-1, 2).T
    scores = np.array([candidates[pair] for pair in pairs], np.float32)
    return [pairs[at] for at in assigned(i, j, scores, least)]


def fits(pairs):
    return all(len({pair[side] for pair in pairs}) == len(pairs) for side in (0, 1))


@given(CANDIDATES, st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_the_sum_of_scores_is_the_highest_that_there_is(candidates, least):
    found = chosen(candidates, least)
    assert fits(found)
    assert found == sorted(found)
    assert all(candidates[pair] >= least for pair in found)
    usable = [pair for pair in candidates if candidates[pair] >= least]
    ways = chain.from_iterable(combinations(usable, count) for count in range(len(usable) + 1))
    best = max(sum(candidates[pair] for pair in way) for way in ways if fits(way))
    assert sum(candidates[pair] for pair in found) == pytest.approx(best, abs=1e-5)


def test_a_sure_pair_gives_way_where_two_others_are_worth_more():
    assert chosen({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}, 0.5) == [(0, 1), (1, 0)]
    assert chosen({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.4}, 0.5) == [(0, 0)]


def test_nothing_is_chosen_from_nothing():
    assert chosen({}, 0.5) == []
    assert chosen({(0, 0): 0.0}, 0.0) == []
