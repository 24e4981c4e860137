import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import bootstrap
from align.bootstrap import compare, f1_interval
from align.evaluate import Scores, evaluate_each
from align.types import Bead


def beads(*kinds):
    """A tiling by these shapes, in order."""
    found, i, j = [], 0, 0
    for a, b in kinds:
        found.append(Bead(range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
    return found


GOLD = [beads((1, 1), (1, 2), (1, 0)), beads((2, 1), (0, 1)), beads((1, 1), (1, 1), (1, 1))]
HALF = [GOLD[0], beads((1, 1), (1, 1)), beads((1, 1), (2, 2))]
NONE = [[], [], []]

tilings = st.lists(
    st.sampled_from([(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)]), min_size=1, max_size=6
).map(lambda kinds: beads(*kinds))
documents = st.lists(st.tuples(tilings, tilings, tilings), min_size=2, max_size=5)


@given(documents)
@settings(max_examples=30)
def test_the_samples_are_scored_as_evaluate_scores_them(found):
    gold, a, b = map(list, zip(*found, strict=True))
    scores = [evaluate_each(gold, predicted) for predicted in (a, b)]
    samples = bootstrap._samples(len(gold))
    differences = {one.measure: one for one in compare(gold, a, b)}
    for at, (measure, _) in enumerate(Scores().rates()):
        slow = []
        for sample in samples[::50]:
            drawn = [
                sum(
                    (one for one, n in zip(each, sample, strict=True) for _ in range(int(n))),
                    Scores(),
                )
                for each in scores
            ]
            slow.append(drawn[0].rates()[at][1].f1 - drawn[1].rates()[at][1].f1)
        counts = [bootstrap._counts([one.rates()[at][1] for one in each]) for each in scores]
        fast = [bootstrap._f1(samples[::50] @ each) for each in counts]
        np.testing.assert_allclose(fast[0] - fast[1], slow, atol=1e-12)
        totals = [sum(each, Scores()).rates()[at][1].f1 for each in scores]
        one = differences[measure]
        np.testing.assert_allclose([one.a, one.b], totals, atol=1e-12)


@given(documents)
@settings(max_examples=30)
def test_exchanged_predictions_differ_the_other_way(found):
    gold, a, b = map(list, zip(*found, strict=True))
    for one, other in zip(compare(gold, a, b), compare(gold, b, a), strict=True):
        assert (one.a, one.b, one.p) == (other.b, other.a, other.p)
        assert one.interval.low == pytest.approx(-other.interval.high)
        assert 0 < one.p <= 1


def test_the_same_prediction_does_not_differ():
    for one in compare(GOLD, HALF, HALF):
        assert (one.a - one.b, one.interval, one.p) == (0, (0, 0), 1)


def test_what_is_better_in_every_document_is_no_chance():
    many = GOLD * 10
    bead = compare(many, many, HALF[1:2] * 30)[0]
    assert bead.interval.low > 0
    assert bead.p < 0.01


def test_one_lucky_document_is_chance():
    gold = [beads((1, 1))] * 10
    wrong = [beads((1, 0), (0, 1))]
    a, b = [*gold[:5], *wrong * 5], [*gold[:4], *wrong * 6]
    bead = compare(gold, a, b)[0]
    assert bead.interval.low <= 0 < bead.a - bead.b
    assert bead.p > 0.2


def test_the_interval_of_a_mean_is_that_of_the_textbook():
    # F1 of documents with one bead each, right or not, is the share that is right: its standard
    # deviation is the square root of p (1 - p) / n.
    gold = [beads((1, 1))] * 400
    rng = random.Random(3)
    found = [one if rng.random() < 0.8 else [] for one in gold]
    scores = evaluate_each(gold, found)
    low, high = f1_interval(scores, "link")
    share = sum(scores, Scores()).link.recall
    # Precision is 1: F1 = 2r / (1 + r), of slope 2 / (1 + r)².
    spread = 1.96 * math.sqrt(share * (1 - share) / 400) * 2 / (1 + share) ** 2
    assert (high - low) / 2 == pytest.approx(spread, rel=0.1)
    assert low < sum(scores, Scores()).link.f1 < high


def test_one_document_has_no_interval():
    assert all(
        math.isnan(value) for value in f1_interval(evaluate_each(GOLD[:1], HALF[:1]), "bead")
    )
    one = compare(GOLD[:1], HALF[:1], NONE[:1])[0]
    assert (one.a, one.b) == (1, 0)
    assert math.isnan(one.p)
    assert math.isnan(one.interval.low)


def test_nothing_to_compare_gives_zeros():
    assert [(one.a, one.b) for one in compare([], [], [])] == [(0, 0)] * 5


def test_other_numbers_of_documents_are_refused():
    with pytest.raises(ValueError, match="3 gold documents, but 2"):
        compare(GOLD, HALF, HALF[:2])
