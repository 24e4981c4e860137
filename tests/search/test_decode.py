import numpy as np
import pytest

from align.scoring.potentials import IMPOSSIBLE, Potentials
from align.search import decode
from align.search.decode import best_beads, unpaired
from align.types import Sides


def found_in(chances, ru=(), kk=(), min_score=0.4):
    """The beads (ru, kk, score) of a block whose parts have these weights: exp of potentials."""

    def logs(weights):
        return np.log(np.array(weights, np.float32))

    pairs = {
        shape: np.where(np.array(table) > 0, logs(np.maximum(table, 1e-30)), IMPOSSIBLE)
        for shape, table in chances.items()
    }
    found = best_beads(Potentials(pairs, Sides(logs(ru), logs(kk))), min_score)
    return [
        ([*bead.ru], [*bead.kk], pytest.approx(bead.score, abs=1e-6), bead.note) for bead in found
    ]


def test_scores_are_the_chances_of_beads_in_all_tilings():
    # two tilings: the pair with weight 3, both alone with weight 0.5 · 2 = 1
    found = found_in({(1, 1): [[3]]}, ru=[0.5], kk=[2])
    assert found == [([0], [0], 0.75, "")]
    found = found_in({(1, 1): [[1]]}, ru=[1.5], kk=[2])
    assert found == [([0], [], 0.75, "unpaired"), ([], [0], 0.75, "unpaired")]


def test_beads_are_weighed_by_how_many_sentences_they_treat_rightly():
    # The likeliest tiling is 1-2 with 0.4, which treats 3 · 0.4 = 1.2 sentences rightly; 1-1 with
    # 0.34 and its lone Kazakh sentence, alone in 0.34 + 0.22, do 2 · 0.34 + 0.56 = 1.24
    chances = {(1, 1): [[0.34, 0.04]], (1, 2): [[0.4]]}
    assert found_in(chances, ru=[0.22], kk=[1, 1]) == [
        ([0], [0], 0.34, "low-score"), ([], [1], 0.56, "unpaired"),
    ]  # fmt: skip
    # with 0.52 for 1-2 and 0.1 for all alone: 1.56 against 0.68 + 0.44
    chances[1, 2] = [[0.52]]
    assert found_in(chances, ru=[0.1], kk=[1, 1]) == [([0], [0, 1], 0.52, "")]


def test_what_can_be_no_bead_is_none_though_all_else_is_hardly_likely():
    never = {(1, 1): np.zeros((2, 2)), (1, 2): np.zeros((2, 1)), (2, 2): np.zeros((1, 1))}
    found = found_in(never, ru=[1e-30] * 2, kk=[1e-30] * 2, min_score=0.0)
    assert found == [
        ([0], [], 1, "unpaired"), ([1], [], 1, "unpaired"),
        ([], [0], 1, "unpaired"), ([], [1], 1, "unpaired"),
    ]  # fmt: skip


def test_what_can_be_no_bead_is_none_though_nothing_else_is_gained(monkeypatch):
    # chances that are too small for a float: a pair would win the tie with two lone sentences
    none = Potentials({(1, 1): np.zeros((1, 1))}, Sides(np.zeros(1), np.zeros(1)))
    monkeypatch.setattr(decode, "marginals", lambda _: (0.0, none))
    assert found_in({(1, 1): [[0]]}, ru=[1], kk=[1], min_score=0.0) == [
        ([0], [], 0, "unpaired"), ([], [0], 0, "unpaired"),
    ]  # fmt: skip
    assert found_in({(1, 1): [[1]]}, ru=[1], kk=[1]) == [([0], [0], 0, "low-score")]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (2, 0), (0, 2), (1, 2)])
def test_without_another_side_every_sentence_is_surely_alone(n, m):
    beads = unpaired(n, m)
    assert [i for bead in beads for i in bead.ru] == list(range(n))
    assert [j for bead in beads for j in bead.kk] == list(range(m))
    assert {(bead.score, bead.note, len(bead.ru) + len(bead.kk)) for bead in beads} <= {
        (1.0, "unpaired", 1)
    }
