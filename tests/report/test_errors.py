from hypothesis import given

from align.evaluate import cut
from align.report.errors import errors_of
from align.types import Bead
from support.made_reviews import documents


def beads(*shapes):
    return [Bead(range(*ru), range(*kk)) for ru, kk in shapes]


ONE, TWO, THREE = ((0, 1), (0, 1)), ((1, 2), (1, 2)), ((2, 3), (2, 3))


def kinds(gold, predicted):
    return [error.kind for error in errors_of(gold, predicted)]


def test_what_has_gone_wrong_is_named():
    gold = beads(ONE, TWO, THREE)
    assert kinds(gold, gold) == []
    assert kinds(gold, beads(ONE, THREE)) == ["left unpaired"]
    assert kinds(beads(ONE, THREE), gold) == ["paired, though without partner"]
    assert kinds(gold, beads(((0, 2), (0, 2)), THREE)) == ["beads merged"]
    assert kinds(beads(((0, 2), (0, 2)), THREE), gold) == ["a bead split"]
    assert kinds(beads(((0, 1), (0, 2))), beads(ONE)) == ["a sentence left out of a bead"]
    assert kinds(beads(ONE), beads(((0, 1), (0, 2)))) == ["a sentence too many in a bead"]
    crossed = beads(((0, 1), (1, 2)), ((1, 2), (0, 1)))
    assert kinds(beads(ONE, TWO), crossed) == ["other partners"]


def test_an_error_has_the_gold_around_it():
    (error,) = errors_of(beads(ONE, TWO, THREE), beads(ONE, THREE))
    assert (error.before, error.after) == (ONE, THREE)
    assert list(error.gold) == [TWO]


def test_what_does_not_touch_is_two_errors():
    four = ((3, 4), (3, 4))
    assert len(errors_of(beads(ONE, TWO, THREE, four), beads(ONE, THREE))) == 2


@given(documents(), documents())
def test_every_wrong_bead_is_in_one_error_and_both_sides_tell_of_the_same_sentences(one, other):
    gold = [Bead(bead.ru, bead.kk) for bead in one.beads]
    predicted = [Bead(bead.ru, bead.kk) for bead in other.beads]
    n, m = max(len(one.ru), len(other.ru)), max(len(one.kk), len(other.kk))
    wrong = {*cut(gold, n, m)} ^ {*cut(predicted, n, m)}
    errors = errors_of(gold, predicted)
    shown = [piece for error in errors for piece in (*error.gold, *error.predicted)]
    assert wrong <= {*shown}
    for error in errors:
        both = [
            sorted((side, at) for piece in pieces for side in (0, 1) for at in range(*piece[side]))
            for pieces in (error.gold, error.predicted)
        ]
        assert both[0] == both[1]
    held = [
        (side, at) for error in errors for piece in error.gold for side in (0, 1)
        for at in range(*piece[side])
    ]  # fmt: skip
    assert len(held) == len(set(held))
