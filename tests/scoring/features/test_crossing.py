import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.features import crossing
from align.scoring.features.crossing import (
    crossing_candidates,
    crossing_input_names,
    unpaired_sides,
)
from align.scoring.potentials import SHAPES
from align.types import Bead, Sides
from support import made_pairs

LINES = st.lists(st.sampled_from(["Астана 5 қар", "снег", "Алматы", "5 6,5", ""]), max_size=9)


@st.composite
def tiled(draw):
    """A pair of documents, and beads that tile it in order with much left alone."""
    ru, kk, seed = draw(LINES), draw(LINES), draw(made_pairs.SEEDS)
    pair = made_pairs.pair(ru, kk, seed, tokens=bool(ru and kk) and draw(st.booleans()))
    beads, i, j = [], 0, 0
    while i < len(ru) or j < len(kk):
        steps = [(1, 0), (0, 1), (1, 0), (0, 1), (1, 1), (2, 1)]
        held = [(min(a, len(ru) - i), min(b, len(kk) - j)) for a, b in steps]
        a, b = draw(st.sampled_from([step for step in held if any(step)]))
        beads.append(Bead(range(i, i + a), range(j, j + b), draw(st.floats(0, 1))))
        i, j = i + a, j + b
    return pair, beads


def pairs_before(beads, side, index):
    """How many pairs stand before a sentence."""
    before = [one for one in beads if one.paired and getattr(one, side).stop <= index]
    return len(before)


def alone_at(beads, side, place):
    """Which sentences of a side stand alone after so many pairs."""
    every = (index for one in beads if not one.paired for index in getattr(one, side))
    return [index for index in every if pairs_before(beads, side, index) == place]


def score_of(beads, side, index):
    return next(one.score for one in beads if index in getattr(one, side))


def listed(found):
    """The candidates as (shape, Russian start, Kazakh start)."""
    return [(seen.shape, i, j) for seen in found for i, j in zip(*seen.starts, strict=True)]


def outside(values, start, count):
    """The best of values but for a run, at least 0."""
    return max([0, *(value for at, value in enumerate(values) if not start <= at < start + count)])


@given(tiled())
def test_candidates_are_alone_and_worth_a_look(both):
    pair, beads = both
    alone = [
        {index for one in beads if not one.paired for index in getattr(one, side)}
        for side in ("ru", "kk")
    ]
    expected = set()
    for (a, b), cosine in pair.cosine.items():
        for i, j in np.ndindex(cosine.shape):
            runs = range(i, i + a), range(j, j + b)
            rival = max(outside(pair.cosine[a, 1][i], j, b), outside(pair.cosine[1, b][:, j], i, a))
            if (
                all(alone[at].issuperset(runs[at]) for at in (0, 1))
                and cosine[i, j] >= crossing.LEAST
                and cosine[i, j] - rival >= crossing.LEAST_LEAD
                and all(pair.sides.ru.texts[at].strip() for at in runs[0])
                and all(pair.sides.kk.texts[at].strip() for at in runs[1])
            ):
                expected.add(((a, b), i, j))
    found = listed(crossing_candidates(pair, beads, SHAPES))
    assert set(found) == expected
    assert len(found) == len(expected)


@given(tiled())
def test_features_are_those_of_a_slow_look_at_each_candidate(both):
    pair, beads = both
    tokens = pair.coverage is not None
    paired = [one for one in beads if one.paired]
    usual = np.mean(
        [pair.cosine[len(one.ru), len(one.kk)][one.ru.start, one.kk.start] for one in paired] or [0]
    )
    single = pair.cosine[1, 1]
    every = crossing_candidates(pair, beads, SHAPES)
    tables = crossing.crossing_features(every) if every else np.zeros((0, 0))
    assert len(tables) == sum(len(seen) for seen in every)
    for seen in every:
        (a, b), table, tables = seen.shape, tables[: len(seen)], tables[len(seen) :]
        assert table.shape == (len(seen), len(crossing_input_names(tokens=tokens)))
        assert np.isfinite(table).all()
        for row, i, j in zip(table, *(starts.tolist() for starts in seen.starts), strict=True):
            own = pair.cosine[a, b][i, j]
            places = pairs_before(beads, "ru", i), pairs_before(beads, "kk", j)
            ru_at, kk_at = (
                [len(alone_at(beads, side, place)) for place in places] for side in ("ru", "kk")
            )
            near = [(i - 1, j - 1), (i + a, j + b)]
            joined = [
                single[at]
                if at[0] in alone_at(beads, "ru", pairs_before(beads, "ru", at[0]))
                and at[1] in alone_at(beads, "kk", pairs_before(beads, "kk", at[1]))
                else 0
                for at in near
            ]
            sure = [
                np.mean([score_of(beads, side, index) for index in run])
                for side, run in (("ru", range(i, i + a)), ("kk", range(j, j + b)))
            ]
            expected = {
                "cosine": own,
                "over_anywhere.ru": own - outside(pair.cosine[a, 1][i], j, b),
                "over_anywhere.kk": own - outside(pair.cosine[1, b][:, j], i, a),
                "over_usual": own - usual,
                "lexical_overlap_anywhere": min(pair.overlap[a, b][i, j], 6),
                "follows": joined[0],
                "goes_on": joined[1],
                "crossed": math.log1p(abs(places[0] - places[1])),
                "fills.ru": a / ru_at[0],
                "fills.kk": b / kk_at[1],
                "beside.ru": math.log1p(kk_at[0]),
                "beside.kk": math.log1p(ru_at[1]),
                "unpaired_score.ru": sure[0],
                "unpaired_score.kk": sure[1],
                "count.ru": a,
                "count.kk": b,
                "unpaired_share.ru": np.mean(
                    [at in alone_all(beads, "ru") for at in range(len(single))]
                ),
                "unpaired_share.kk": np.mean(
                    [at in alone_all(beads, "kk") for at in range(len(single.T))]
                ),
                "usual": usual,
            }
            values = dict(zip(crossing_input_names(tokens=tokens), row.tolist(), strict=True))
            assert {name: values[name] for name in expected} == pytest.approx(
                expected, rel=1e-4, abs=1e-4
            )


def alone_all(beads, side):
    return {index for one in beads if not one.paired for index in getattr(one, side)}


def test_tokens_are_compared_wherever_the_two_runs_stand():
    # One sentence a side moved past twelve long ones: far from the map, where coverage is 0.
    ru = ["Астана қар 5", *(f"{at} " * 40 for at in range(12))]
    kk = [*(f"{at} " * 40 for at in range(12)), "Астана қар 5"]
    pair = made_pairs.pair(ru, kk, tokens=True)
    beads = [
        Bead(range(0, 1), range(0, 0)),
        *(Bead(range(at + 1, at + 2), range(at, at + 1)) for at in range(12)),
        Bead(range(13, 13), range(12, 13)),
    ]
    sides = unpaired_sides(beads, Sides(13, 13))
    assert [one.place.max() for one in sides] == [11, 12]
    small = crossing.make_pair(
        crossing._part(pair.sides.ru, np.array([0])),
        crossing._part(pair.sides.kk, np.array([12])),
        everywhere=True,
    )
    tokens = [side.tokens for side in pair.sides]
    cosine = tokens[0].vectors[tokens[0].slices()[0]] @ tokens[1].vectors[tokens[1].slices()[12]].T
    weights = tokens[0].weights[tokens[0].slices()[0]]
    slow = weights @ cosine.max(axis=1) / weights.sum()
    assert small.coverage.covered.ru[1, 1].item() == pytest.approx(slow, rel=1e-4)


def test_a_run_over_what_is_gone_is_like_nothing():
    side = made_pairs.side("а", "ә", "б", "в")
    part = crossing._part(side, np.array([0, 2, 3]))
    assert list(part.texts) == ["а", "б", "в"]
    assert not part.spans.vectors[1][0].any()
    assert part.spans.lengths[1].tolist() == [0, 2]
    np.testing.assert_array_equal(part.spans.vectors[1][1], side.spans.vectors[1][2])
    np.testing.assert_array_equal(part.spans.vectors[0], side.spans.vectors[0][[0, 2, 3]])


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_an_empty_side_leaves_nothing_to_look_at(n, m):
    pair = made_pairs.pair(["а"] * n, ["ә"] * m)
    beads = [Bead(range(at, at + 1), range(0, 0)) for at in range(n)]
    beads += [Bead(range(0, 0), range(at, at + 1)) for at in range(m)]
    assert crossing_candidates(pair, beads, SHAPES) == []
