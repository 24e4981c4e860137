import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.resources import bundled_models_folder
from align.scoring.crossing_model import load_crossing_model
from align.scoring.features.crossing import (
    crossing_candidates,
    crossing_features,
    crossing_input_names,
)
from align.scoring.features.crossing_context import Runs, runs_of
from align.scoring.potentials import SHAPES
from align.search.crossing import LEAST, chosen, with_crossing
from align.types import Bead, Options, Sides
from support import made_pairs


class Believing:
    """A model that takes chances from a seed, or the cosine for a chance."""

    def __init__(self, seed=None):
        self.seed = seed

    def chances(self, inputs, runs):
        if self.seed is None:
            return inputs[:, crossing_input_names(tokens=False).index("cosine")]
        return np.random.default_rng(self.seed).uniform(size=len(inputs)).astype(np.float32)


def alone(n, m, pair_at):
    """All of n and m sentences alone but for one pair of the sentences at these places."""
    i, j = pair_at
    return [
        *(Bead(range(at, at + 1), range(0, 0), 0.9, "unpaired") for at in range(i)),
        *(Bead(range(i, i), range(at, at + 1), 0.9, "unpaired") for at in range(j)),
        Bead(range(i, i + 1), range(j, j + 1), 0.8),
        *(Bead(range(at, at + 1), range(j + 1, j + 1), 0.9, "unpaired") for at in range(i + 1, n)),
        *(Bead(range(n, n), range(at, at + 1), 0.9, "unpaired") for at in range(j + 1, m)),
    ]


def runs_at(*values):
    """Runs by Russian and Kazakh start and stop, and by place."""
    ru, ru_stop, kk, kk_stop, *places = values
    parts = (ru, kk), (ru_stop, kk_stop), places
    return Runs(*(Sides(*map(np.array, part)) for part in parts))


def drawn_pair(n, m, seed):
    return made_pairs.pair(
        [f"Снег {at}" for at in range(n)], [f"Қар {at}" for at in range(m)], seed
    )


@given(st.data())
def test_each_sentence_stays_in_one_bead_and_pairs_stay_as_they_are(data):
    n, m = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    at = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, m - 1))
    before = alone(n, m, at)
    pair = drawn_pair(n, m, data.draw(made_pairs.SEEDS))
    after = with_crossing(
        pair, before, Believing(data.draw(made_pairs.SEEDS)), Options(min_score=0.7)
    )
    assert [i for one in after for i in one.ru] == [*range(n)]
    assert sorted(j for one in after for j in one.kk) == [*range(m)]
    moved = [one for one in after if one not in before]
    assert [one for one in after if one not in moved] == [one for one in before if one in after]
    assert [one for one in before if one.paired] == [
        one for one in after if one in before and one.paired
    ]
    for one in moved:
        assert one.paired
        assert LEAST <= one.score <= 1
        crosses = (one.ru.start < at[0]) != (one.kk.start < at[1])
        assert one.note == ("low-score" if one.score < 0.7 else "moved" if crosses else "")
    assert not moved or any((one.ru.start < at[0]) != (one.kk.start < at[1]) for one in moved)


@pytest.mark.parametrize("seed", range(8))
def test_of_two_that_share_a_sentence_the_likelier_one_is_taken(seed):
    pair = drawn_pair(6, 6, seed)
    beads = alone(6, 6, (1, 5))  # nearly all that is alone crosses it
    after = with_crossing(pair, beads, Believing(), Options())
    found = [one for one in after if one.paired and one not in beads]
    for seen in crossing_candidates(pair, beads, SHAPES):
        (a, b), cosine = seen.shape, pair.cosine[seen.shape]
        for i, j in zip(*(starts.tolist() for starts in seen.starts), strict=True):
            sharing = [
                one.score
                for one in found
                if {*one.ru} & {*range(i, i + a)} or {*one.kk} & {*range(j, j + b)}
            ]
            if cosine[i, j] >= LEAST:
                assert max(sharing) >= cosine[i, j] - 1e-6


def test_what_lies_in_order_is_taken_only_where_something_crosses():
    def beads(ru_place):
        return chosen(
            runs_at([0, 2], [1, 3], [0, 2], [1, 3], [0, ru_place], [0, 1]),
            np.array([0.9, 0.8], np.float32),
            0.5,
        )

    assert beads(1) == []
    assert beads(0) == [0, 1]


def test_the_likeliest_are_taken_down_to_the_least():
    runs = runs_at([0, 1, 2], [2, 2, 3], [3, 4, 5], [4, 5, 6], [0] * 3, [1] * 3)
    for least, expected in ((0.1, [1, 2]), (0.4, [1]), (0.9, [])):
        assert chosen(runs, np.array([0.5, 0.6, 0.3], np.float32), least) == expected


def test_what_is_not_likely_enough_stays_alone():
    class Doubting(Believing):
        def chances(self, inputs, runs):
            return np.full(len(inputs), LEAST - 0.001, np.float32)

    beads = alone(6, 6, (2, 3))
    assert with_crossing(drawn_pair(6, 6, 3), beads, Doubting(), Options()) == beads


def test_beads_are_no_longer_than_asked():
    pair = drawn_pair(8, 8, 5)
    found = with_crossing(pair, alone(8, 8, (4, 4)), Believing(1), Options(max_span=1))
    assert {one.kind for one in found} <= {"1-1", "1-0", "0-1"}


@pytest.mark.parametrize("tokens", [False, True])
def test_the_shipped_model_is_usable(tokens):
    model = load_crossing_model(bundled_models_folder() / "moved.json", tokens=tokens)
    pair = made_pairs.pair(["Снег"] * 6, ["Қар"] * 6, tokens=tokens)
    seen = crossing_candidates(pair, alone(6, 6, (2, 3)), SHAPES)
    runs = runs_of(seen)
    chances = model.chances(crossing_features(seen), runs)
    assert len(chances) == len(runs)
    assert len(chances)
    assert ((chances >= 0) & (chances <= 1)).all()
