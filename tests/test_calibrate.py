import random
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import pipeline
from align.calibrate import (
    FEWEST,
    _allowed,
    _expected,
    _Gold,
    _interval,
    _log_chance,
    calibrate,
    fitted_curve,
)
from align.errors import InputError, ModelError
from align.pipeline import align_sentences
from align.scoring.calibration import Calibration
from align.scoring.networks import UNBENT
from align.scoring.potentials import IMPOSSIBLE
from align.scoring.resources import bead_model_fingerprint
from align.search.tiling import marginals
from align.text.split import as_sentences
from align.types import Alignment, Bead, Options
from support.made_pairs import drawn_potentials
from support.meanings import KK, RU, Meanings

pytestmark = pytest.mark.slow

SEEDS = st.integers(0, 10_000)


def pair(i, j, a=1, b=1):
    return Bead(range(i, i + a), range(j, j + b))


def known(seed, beads):
    found = drawn_potentials(4, 4, seed)
    return _Gold(found, _allowed(found, beads), tuple(beads), UNBENT)


def weight(found, beads, n=4, m=4):
    """The sum of a tiling's potentials."""
    total = 0.0
    left = [set(range(n)), set(range(m))]
    for bead in beads:
        total += found.of_pair(bead.ru, bead.kk)
        left[0] -= {*bead.ru}
        left[1] -= {*bead.kk}
    return total + sum(
        side[at] for side, rest in zip(found.unpaired, left, strict=True) for at in rest
    )


@given(SEEDS)
@settings(max_examples=30)
def test_of_a_possible_hand_alignment_only_itself_is_allowed(seed):
    found = drawn_potentials(4, 4, seed)
    beads = [
        one
        for one in (pair(0, 0), pair(1, 1, 2, 1), pair(3, 3))
        if found.of_pair(one.ru, one.kk) > IMPOSSIBLE
    ]
    log, _ = marginals(_allowed(found, beads))
    assert log == pytest.approx(weight(found, beads), rel=1e-4, abs=1e-4)


def test_of_moved_beads_the_fewest_are_without_partner():
    found = replace(
        drawn_potentials(4, 4, 1),
        pairs={shape: np.ones_like(t) for shape, t in drawn_potentials(4, 4, 1).pairs.items()},
    )
    beads = [pair(0, 3), pair(1, 0), pair(2, 1), pair(3, 2)]
    log, sure = marginals(_allowed(found, beads))
    assert log == pytest.approx(weight(found, beads[1:]), rel=1e-4)
    assert sure.unpaired.ru.round(6).tolist() == [1, 0, 0, 0]


def test_inside_of_what_is_no_bead_everything_is_allowed():
    whole = drawn_potentials(6, 6, 2)
    allowed = _allowed(whole, [pair(0, 0, 5, 5), pair(5, 5)])
    for (a, b), table in allowed.pairs.items():
        for (i, j), value in np.ndenumerate(table):
            inside = i + a <= 5 and j + b <= 5
            last = (a, b, i, j) == (1, 1, 5, 5) and whole.pairs[1, 1][5, 5] > IMPOSSIBLE
            assert value == (whole.pairs[a, b][i, j] if inside or last else IMPOSSIBLE)
    np.testing.assert_array_equal(allowed.unpaired.ru[:5], whole.unpaired.ru[:5])


@given(SEEDS, st.tuples(st.floats(0.5, 2), st.floats(-1, 1), st.floats(-1, 1)))
@settings(max_examples=20)
def test_what_is_expected_is_the_slope_of_the_log_sum(seed, at):
    found = drawn_potentials(4, 4, seed)

    def log(values):
        return marginals(Calibration(*values)(found))[0]

    slope = _expected(found, marginals(Calibration(*at)(found))[1])
    step = 1e-2
    for which in range(3):
        more, less = ([*at] for _ in range(2))
        more[which] += step
        less[which] -= step
        numeric = (log(more) - log(less)) / (2 * step)
        assert slope[which] == pytest.approx(numeric, rel=2e-2, abs=2e-2)


def test_a_hand_alignment_is_never_surer_than_sure():
    for seed in range(20):
        assert _log_chance(known(seed, [pair(0, 0), pair(2, 2)]), Calibration()) <= 1e-6


def documents(count, seed=1):
    """Translations with a gap on each side, and their hand alignments."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        kept = sorted(rng.sample(range(6), 5))
        ru, kk = [RU[at] for at in kept], [KK[at] for at in range(6) if at != kept[1]]
        beads = [Bead(range(1, 2), range(1, 1))]
        for i, at in enumerate(kept):
            if at != kept[1]:
                j = kk.index(KK[at])
                beads.append(Bead(range(i, i + 1), range(j, j + 1)))
        found.append(Alignment(as_sentences(ru), as_sentences(kk), tuple(beads)))
    return found


@pytest.fixture
def unwilling(monkeypatch):
    """The shipped model, but far too willing to leave sentences alone."""
    shipped = pipeline.bundled_bead_model(tokens=False)
    lonely = [
        replace(
            network,
            layers=(*network.layers[:-1], (network.layers[-1][0], network.layers[-1][1] + 9)),
        )
        for network in shipped.sentences
    ]
    model = replace(shipped, sentences=tuple(lonely))
    monkeypatch.setattr(pipeline, "bundled_bead_model", lambda _: model)
    # `align.calibrate` is the function; the module has the name as well.
    monkeypatch.setattr(sys.modules["align.calibrate"], "bundled_bead_model", lambda _: model)


@pytest.mark.usefixtures("unwilling")
def test_a_model_that_leaves_too_much_alone_is_mended():
    encoder = Meanings()
    found = calibrate(documents(8), encoder=encoder)
    assert found.helps
    assert found.interval.low > 0
    assert found.beads.a > found.beads.b + 0.2
    assert found.calibration.alone < -1
    assert (found.documents, found.gold) == (8, 32)
    options = Options(calibration=found.calibration, min_score=found.calibration.min_score)
    new = documents(1, seed=9)[0]
    ru, kk = ([one.text for one in side] for side in (new.ru, new.kk))
    gold = {(bead.ru, bead.kk) for bead in new.beads if bead.paired}
    right = [
        len(
            gold
            & {
                (bead.ru, bead.kk)
                for bead in align_sentences(ru, kk, encoder=encoder, options=how).pairs
            }
        )
        for how in (options, Options())
    ]
    assert right[0] > right[1]


def test_what_is_no_better_does_not_help():
    """A hand alignment at random is no evidence, whatever the fit finds in it."""
    rng = random.Random(4)
    gold = []
    for one in documents(5):
        pairs = [bead for bead in one.beads if bead.paired and rng.random() < 0.5]
        gold.append(replace(one, beads=tuple(pairs)))
    found = calibrate(gold, encoder=Meanings())
    assert found.interval.low < found.gain < found.interval.high
    assert not found.helps


@pytest.mark.filterwarnings("error")
def test_gold_without_any_pair_is_no_fault():
    gold = [replace(one, beads=(Bead(range(1), range(0)),)) for one in documents(3)]
    found = calibrate(gold, encoder=Meanings())
    assert found.gold == 0
    assert found.calibration.alone > 0


def test_f1_must_not_fall():
    found = calibrate(documents(3), encoder=Meanings())
    better = replace(
        found, interval=replace_low(found, 0.1), beads=replace(found.beads, a=0.9, b=0.8)
    )
    assert better.helps
    assert not replace(better, beads=replace(found.beads, a=0.7, b=0.8)).helps
    assert not replace(better, interval=replace_low(found, -0.1)).helps


def replace_low(found, low):
    return found.interval._replace(low=low)


def test_too_few_documents_are_refused():
    with pytest.raises(InputError, match=f"2 documents in the gold; align {FEWEST} or more"):
        calibrate(documents(2), encoder=Meanings())


def test_a_document_without_sentences_is_named():
    gold = documents(3)
    gold[1] = replace(gold[1], kk=(), beads=(), ru_doc="a.ru.txt")
    with pytest.raises(InputError, match=r"a\.ru\.txt: has no sentences on one side"):
        calibrate(gold, encoder=Meanings())


def test_a_calibration_of_another_model_is_refused():
    options = Options(calibration=Calibration(model="0123 tokens"))
    with pytest.raises(ModelError, match="calibrate again"):
        align_sentences(RU, KK, encoder=Meanings(), options=options)


def test_without_change_a_calibration_leaves_the_alignment_as_it_is():
    own = Calibration(model=bead_model_fingerprint(tokens=False))
    ru, kk = RU[1:], KK[:-1]
    with_it = align_sentences(ru, kk, encoder=Meanings(), options=Options(calibration=own))
    assert with_it == align_sentences(ru, kk, encoder=Meanings())


def test_the_interval_is_that_of_students_t():
    # Three gains of one sentence each: mean 2, standard deviation 1, t with 2 degrees 4.3027
    low, high = _interval(np.array([1.0, 2, 3]), np.ones(3))
    assert (low, high) == pytest.approx((2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5), rel=1e-4)


@given(st.integers(1, 5), st.integers(2, 40))
@settings(max_examples=10)
def test_a_curve_of_few_outcomes_stays_near_what_changes_nothing(slope, count):
    rng = np.random.default_rng(count)
    scores = rng.uniform(0.05, 0.95, count)
    odds = np.log(scores / (1 - scores))
    right = (rng.random(count) < 1 / (1 + np.exp(-slope * odds))).astype(float)
    held, free = fitted_curve(scores, right, 100.0), fitted_curve(scores, right, 0.5)
    assert np.hypot(held[0] - 1, held[1]) <= np.hypot(free[0] - 1, free[1]) + 1e-9
