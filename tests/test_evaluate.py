from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.evaluate import Rate, Scores, cut, evaluate, vecalign_rates
from align.types import Alignment, Bead, Sentence


def bead(ru, kk, note=""):
    """A bead from (first, count) of each side."""
    return Bead(range(ru[0], ru[0] + ru[1]), range(kk[0], kk[0] + kk[1]), 1.0, note)


# Five sentences a side:     ru 0     1        2 3     4 –
#                      gold: kk 0     1 2      3       – 4
GOLD = [
    bead((0, 1), (0, 1)), bead((1, 1), (1, 2)), bead((2, 2), (3, 1)),
    bead((4, 1), (4, 0)), bead((5, 0), (4, 1)),
]  # fmt: skip
#                            ru 0     1 –      2 3     4
#                 predicted: kk 0     1 2      3       4
PREDICTED = [
    bead((0, 1), (0, 1)), bead((1, 1), (1, 1)), bead((2, 0), (2, 1)),
    bead((2, 2), (3, 1)), bead((4, 1), (4, 1)),
]  # fmt: skip


@st.composite
def tilings(draw):
    """(n, m, two tilings of n and m sentences)."""
    n, m = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    shapes = st.lists(
        st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2), (0, 1), (1, 0), (0, 3), (2, 0)]),
        max_size=12,
    )
    found = []
    for chosen in draw(st.tuples(shapes, shapes)):
        i = j = 0
        beads = []
        for wide, high in chosen:
            a, b = min(wide, n - i), min(high, m - j)
            if a or b:
                beads.append(bead((i, a), (j, b)))
            i, j = i + a, j + b
        beads += [bead((i, n - i), (j, 0))] if i < n else []
        beads += [bead((n, 0), (j, m - j))] if j < m else []
        found.append(beads)
    return n, m, *found


def all_f1(scores):
    return {name: rate.f1 for name, rate in scores.rates()}


def test_bead_scores_of_a_worked_example():
    rate = evaluate(GOLD, PREDICTED).bead
    # right: 0:0 and 2,3:3; predicted pairs: 0:0, 1:1, 2,3:3, 4:4; gold pairs: 0:0, 1:1,2, 2,3:3
    assert rate == Rate(2, 4, 3)
    assert rate.precision == 2 / 4
    assert rate.recall == 2 / 3
    assert rate.f1 == pytest.approx(4 / 7)  # 2 · 2/4 · 2/3 / (2/4 + 2/3) = (2/3) / (7/6)


def test_link_scores_of_a_worked_example():
    rate = evaluate(GOLD, PREDICTED).link
    # gold links 0-0 1-1 1-2 2-3 3-3; predicted 0-0 1-1 2-3 3-3 4-4; four in both
    assert rate == Rate(4, 5, 5)
    assert rate.precision == rate.recall == 4 / 5
    assert rate.f1 == pytest.approx(4 / 5)


def test_null_scores_of_a_worked_example():
    rate = evaluate(GOLD, PREDICTED).null
    # gold: ru 4 and kk 4 alone; predicted: kk 2 alone
    assert rate == Rate(0, 1, 2)
    assert (rate.precision, rate.recall, rate.f1) == (0, 0, 0)
    # with ru 4 rightly alone too: predicted kk 2, ru 4, kk 4, of which two are right
    better = evaluate(GOLD, [*PREDICTED[:-1], *GOLD[3:]]).null
    assert better == Rate(2, 3, 2)
    assert better.f1 == pytest.approx(4 / 5)  # 2 · 2/3 · 1 / (2/3 + 1) = (4/3) / (5/3)


def test_vecalign_scores_of_a_worked_example():
    scores = evaluate(GOLD, PREDICTED)
    # strict precision: 0:0 and 2,3:3 of the five predicted beads, the unpaired one among them;
    # recall: the same two of the three gold beads that are paired
    strict = scores.vecalign_strict
    assert (strict.precision, strict.recall) == (2 / 5, 2 / 3)
    assert strict.f1 == pytest.approx(1 / 2)  # 2 · 2/5 · 2/3 / (2/5 + 2/3) = (8/15) / (16/15)
    # lax precision: 1:1 too, since ru 1 and kk 1 are linked in the gold; not kk 2 alone, not 4:4;
    # recall: all three, since 1:1,2 shares a link with the predicted 1:1
    lax = scores.vecalign_lax
    assert (lax.precision, lax.recall) == (3 / 5, 3 / 3)
    assert lax.f1 == pytest.approx(3 / 4)  # 2 · 3/5 / (3/5 + 1) = (6/5) / (8/5)


def test_documents_are_counted_together():
    second_gold, second = [bead((0, 1), (0, 1))], [bead((0, 1), (0, 0)), bead((1, 0), (0, 1))]
    scores = evaluate([GOLD, second_gold], [PREDICTED, second])
    assert scores.documents == 2
    assert scores.bead == Rate(2 + 0, 4 + 0, 3 + 1)
    assert scores.link == Rate(4 + 0, 5 + 0, 5 + 1)
    assert scores.null == Rate(0 + 0, 1 + 2, 2 + 0)
    # micro average: 2 of 4 predicted, 2 of 4 gold, not the mean of 4/7 and 0
    assert scores.bead.f1 == pytest.approx(1 / 2)
    strict, lax = scores.vecalign_strict, scores.vecalign_lax
    assert (strict.precision, strict.recall) == (2 / (5 + 2), 2 / (3 + 1))
    assert (lax.precision, lax.recall) == (3 / (5 + 2), 3 / (3 + 1))
    assert strict.f1 == pytest.approx(4 / 11)  # 2 · 2/7 · 1/2 / (2/7 + 1/2) = (2/7) / (11/14)


def test_links_do_not_run_across_documents():
    one, other = [bead((0, 1), (0, 1))], [bead((0, 1), (0, 0)), bead((1, 0), (0, 1))]
    assert evaluate([one, other], [other, one]).link.right == 0


def test_a_giant_bead_has_full_marks_by_vecalign_lax_and_none_by_strict():
    gold = [bead((at, 1), (at, 1)) for at in range(9)]
    scores = evaluate(gold, [bead((0, 9), (0, 9))])
    assert (scores.vecalign_lax.precision, scores.vecalign_lax.recall) == (1, 1)
    assert (scores.vecalign_strict.precision, scores.vecalign_strict.recall) == (0, 0)
    assert scores.bead.f1 == 0
    assert scores.link == Rate(9, 81, 9)


@given(tilings())
def test_a_perfect_prediction_has_full_marks(drawn):
    n, m, gold, _ = drawn
    scores = evaluate([gold], [gold])
    for name, rate in scores.rates():
        assert rate.precision in (0, 1), name
        assert rate.right == rate.predicted, name
        assert rate.f1 == (1 if rate.right and rate.gold else 0), name
    assert scores.link.right + scores.null.right >= max(n, m)


def test_a_perfect_prediction_scores_1_by_every_measure():
    assert all_f1(evaluate(GOLD, GOLD)) == dict.fromkeys(
        ["bead", "link", "null", "vecalign strict", "vecalign lax"], 1
    )


@given(tilings())
def test_how_unpaired_sentences_are_grouped_changes_nothing(drawn):
    *_, gold, predicted = drawn
    single = [
        [
            piece
            for bead in beads
            for piece in (
                [bead]
                if bead.paired
                else [
                    *(Bead(range(i, i + 1), bead.kk) for i in bead.ru),
                    *(Bead(bead.ru, range(j, j + 1)) for j in bead.kk),
                ]
            )
        ]
        for beads in (gold, predicted)
    ]
    expected = evaluate([gold], [predicted])
    assert evaluate([single[0]], [predicted]) == expected
    assert evaluate([gold], [single[1]]) == expected
    assert evaluate([single[0]], [single[1]]) == expected


def test_a_run_of_unpaired_sentences_counts_one_by_one():
    three = [bead((0, 0), (0, 3))]
    ones = [bead((0, 0), (at, 1)) for at in range(3)]
    assert evaluate(three, ones).null == evaluate(ones, three).null == Rate(3, 3, 3)
    both = [bead((0, 2), (0, 0)), *three]
    assert evaluate(both, three).null == Rate(5, 5, 5)


@given(tilings())
def test_a_prediction_may_leave_out_what_is_unpaired(drawn):
    *_, gold, predicted = drawn
    pairs = [bead for bead in predicted if bead.paired]
    assert evaluate([gold], [pairs]) == evaluate([gold], [predicted])


@given(tilings())
def test_order_of_beads_changes_nothing(drawn):
    *_, gold, predicted = drawn
    assert evaluate([gold[::-1]], [predicted[::-1]]) == evaluate([gold], [predicted])


@given(tilings())
def test_exchanged_sides_score_the_same(drawn):
    *_, gold, predicted = drawn
    turned = [[Bead(bead.kk, bead.ru) for bead in beads] for beads in (gold, predicted)]
    scores, other = evaluate([gold], [predicted]), evaluate([turned[0]], [turned[1]])
    assert (scores.bead, scores.link, scores.null) == (other.bead, other.link, other.null)
    assert scores.vecalign_strict == other.vecalign_strict
    assert scores.vecalign_lax == other.vecalign_lax


@given(tilings())
def test_exchanged_roles_exchange_precision_and_recall(drawn):
    *_, gold, predicted = drawn
    scores, other = evaluate([gold], [predicted]), evaluate([predicted], [gold])
    for name in ("bead", "link", "null"):
        there, back = getattr(scores, name), getattr(other, name)
        assert (there.precision, there.recall) == (back.recall, back.precision)
        assert there.f1 == pytest.approx(back.f1)


@given(tilings())
def test_strict_beads_and_links_are_those_of_a_slow_count(drawn):
    n, m, gold, predicted = drawn

    def pairs(beads):
        return [(bead.ru, bead.kk) for bead in beads if bead.paired]

    def links(beads):
        return [
            (i, j)
            for i in range(n)
            for j in range(m)
            if any(i in bead.ru and j in bead.kk for bead in beads)
        ]

    def alone(beads):
        linked = links(beads)
        return [("ru", i) for i in range(n) if i not in {i for i, _ in linked}] + [
            ("kk", j) for j in range(m) if j not in {j for _, j in linked}
        ]

    scores = evaluate([gold], [predicted])
    for rate, count in ((scores.bead, pairs), (scores.link, links), (scores.null, alone)):
        want, have = count(gold), count(predicted)
        assert rate == Rate(sum(one in want for one in have), len(have), len(want))


def true_and_false(gold, tested):
    """What vecalign's scorer counts for one document: (strict right, lax right, tested beads).

    Beads are pairs of tuples of indexes, taken as sets. A tested bead is strictly right when the
    gold holds it. It is laxly right then too, or when one of its targets is a gold target of
    one of its sources.
    """
    gold, tested = set(gold), set(tested)
    targets = defaultdict(set)
    for sources, others in gold:
        for source in sources:
            targets[source] |= set(others)
    strict = len(tested & gold)
    partly = [
        (sources, others)
        for sources, others in tested - gold
        if set(others) & set().union(*(targets[source] for source in sources))
    ]
    return strict, strict + len(partly), len(tested)


@given(tilings())
def test_vecalign_rates_are_those_of_its_scorer(drawn):
    n, m, gold, predicted = drawn
    pieces = cut(gold, n, m), cut(predicted, n, m)
    beads = [[(tuple(range(*ru)), tuple(range(*kk))) for ru, kk in side] for side in pieces]
    paired = [[bead for bead in side if all(bead)] for side in beads]
    right, lax_right, tested = true_and_false(beads[0], beads[1])
    found, lax_found, wanted = true_and_false(paired[1], paired[0])
    strict, lax = vecalign_rates(*pieces)
    assert strict.precision == (right / tested if tested else 0)
    assert strict.recall == (found / wanted if wanted else 0)
    assert lax.precision == (lax_right / tested if tested else 0)
    assert lax.recall == (lax_found / wanted if wanted else 0)


def test_an_alignment_is_scored_as_its_beads_are():
    five = tuple(Sentence(f"{at}.") for at in range(5))
    gold, predicted = (Alignment(five, five, tuple(beads)) for beads in (GOLD, PREDICTED))
    expected = evaluate(GOLD, PREDICTED)
    assert evaluate(gold, predicted) == expected
    assert evaluate(GOLD, predicted) == expected
    assert evaluate([gold], [PREDICTED]) == expected
    assert evaluate(tuple(GOLD), predicted.beads) == expected
    assert evaluate([gold, gold], [predicted, gold]).documents == 2


def test_a_document_without_beads_counts_as_all_unpaired():
    expected = Rate(0, 0, 3)
    for nothing in ([], (), [[]], Alignment((), (), ())):
        scores = evaluate(GOLD, nothing)
        assert scores.bead == expected
        assert scores.null.predicted == 10
        assert scores.documents == 1
    assert evaluate([], GOLD).bead == Rate(0, 3, 0)


def test_no_documents_give_counts_of_0():
    assert evaluate([], []) == Scores()
    assert evaluate([[]], [[]]) == Scores(documents=1, **no_vecalign_counts())
    assert set(all_f1(evaluate([], [])).values()) == {0}


def no_vecalign_counts():
    return {name: Rate(0, 0, 0, 0) for name in ("vecalign_strict", "vecalign_lax")}


def test_unequal_numbers_of_documents_are_refused():
    with pytest.raises(ValueError, match="2 gold documents, but 1 predicted"):
        evaluate([GOLD, GOLD], [GOLD])
    with pytest.raises(ValueError, match="1 gold documents, but 2 predicted"):
        evaluate(GOLD, [GOLD, GOLD])


def test_rates_add_up_with_and_without_a_count_of_their_own_for_recall():
    plain, own = Rate(1, 2, 4), Rate(3, 6, 5, 2)
    assert plain + plain == Rate(2, 4, 8)
    assert own + own == Rate(6, 12, 10, 4)
    # a rate without `found` has found what is right
    assert plain + own == own + plain == Rate(4, 8, 9, 3)
    assert Rate() + own == own
    assert own.recall == 2 / 5
    assert (own + own).recall == own.recall
    assert plain.recall == 1 / 4


def test_the_measures_have_the_names_that_are_printed():
    names = [name for name, _ in Scores().rates()]
    assert names == ["bead", "link", "null", "vecalign strict", "vecalign lax"]
