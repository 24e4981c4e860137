import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.features import crossing_context as context
from align.scoring.features.crossing_context import NONE, Runs, second_input_names, second_inputs
from align.types import Sides

PLACES = st.integers(0, 2)
CANDIDATE = st.tuples(
    st.integers(0, 6), st.integers(1, 4), st.integers(0, 6), st.integers(1, 4), PLACES, PLACES,
    st.floats(-7, 7, width=32),
)  # fmt: skip
CANDIDATES = st.lists(CANDIDATE, max_size=8)


def runs_and_odds(candidates):
    table = np.array([one[:6] for one in candidates], np.int64).reshape(-1, 6)
    ru, a, kk, b, ru_place, kk_place = table.T
    odds = np.array([one[6] for one in candidates], np.float32)
    return Runs(Sides(ru, kk), Sides(ru + a, kk + b), Sides(ru_place, kk_place)), odds


def slow(candidates):
    """What the other candidates say of each, one by one."""
    chance = [1 / (1 + math.exp(-one[6])) for one in candidates]
    ru = [range(one[0], one[0] + one[1]) for one in candidates]
    kk = [range(one[2], one[2] + one[3]) for one in candidates]
    for c, (*_, ru_place, kk_place, odds) in enumerate(candidates):
        others = [at for at in range(len(candidates)) if at != c]
        on_ru = [at for at in others if {*ru[at]} & {*ru[c]}]
        on_kk = [at for at in others if {*kk[at]} & {*kk[c]}]
        moved = {}
        for at, one in enumerate(candidates):
            for i in ru[at] if one[4] != one[5] else ():
                moved[i] = max(moved.get(i, 0), chance[at])
        yield {
            "first_odds": odds,
            "rival.ru": max([NONE, *(candidates[at][6] for at in on_ru)]),
            "rival.kk": max([NONE, *(candidates[at][6] for at in on_kk)]),
            "joins_before": max(
                [0, *(chance[at] for at in others
                      if (ru[at].stop, kk[at].stop) == (ru[c].start, kk[c].start))]
            ),
            "joins_after": max(
                [0, *(chance[at] for at in others
                      if (ru[at].start, kk[at].start) == (ru[c].stop, kk[c].stop))]
            ),
            "same_way": max(
                [0, *(chance[at] for at in others if at not in on_ru and at not in on_kk
                      and candidates[at][4:6] == (ru_place, kk_place))]
            ),
            "other_way": max(
                [0, *(chance[at] for at in others if ru_place != kk_place
                      and candidates[at][4:6] == (kk_place, ru_place))]
            ),
            "moved_elsewhere": math.log1p(sum(moved[i] for i in moved if i not in ru[c])),
        }  # fmt: skip


@given(CANDIDATES, st.integers(1, 9))
def test_context_is_that_of_a_slow_look_at_each_candidate(candidates, together):
    runs, odds = runs_and_odds(candidates)
    inputs = np.arange(2 * len(odds), dtype=np.float32).reshape(-1, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context, "TOGETHER", together)
        seen = second_inputs(inputs, runs, odds)
    assert seen.dtype == np.float32
    np.testing.assert_array_equal(seen[:, :2], inputs)
    names = second_input_names(tokens=False)[-seen.shape[1] + 2 :]
    for row, expected in zip(seen[:, 2:].tolist(), slow(candidates), strict=True):
        assert dict(zip(names, row, strict=True)) == pytest.approx(expected, rel=1e-4, abs=1e-4)
