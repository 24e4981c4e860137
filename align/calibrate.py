"""The bead model's last step fitted to one's own hand alignments, and whether that helps.

A hand alignment of some dozens of beads cannot fit a network, but it tells how free one's texts
are: how willing the model should be to leave a sentence alone, or to take several for a bead, and
how far its scores can be believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from align.bootstrap import Difference, Interval, compare
from align.errors import InputError
from align.pipeline import blocks, encode_sides
from align.scoring.anchors import longest_increasing_chain
from align.scoring.calibration import Calibration
from align.scoring.model import potentials
from align.scoring.networks import Curve
from align.scoring.potentials import IMPOSSIBLE, SHAPES, Potentials, places_inside
from align.scoring.resources import bead_model_fingerprint, bundled_bead_model
from align.search.decode import best_beads
from align.search.tiling import marginals
from align.types import Alignment, Bead, Encoder, Options, Sides

FOLDS = 10  # at most: with fewer documents each is left out alone
FEWEST = 3  # documents: with two, one alone would say whether it helps
# Standard deviations of what is fitted around what changes nothing: as if the model were known to
# be about right. Of documents of other kinds than the model's own the fits lay within.
SPREAD = np.array([0.3, 1.5, 1.0])
CURVE_PRIOR = 4.0  # as if so many pairs had told that the scores are right as they are
LEAST_SLOPE = 0.05  # of the curve: a higher score is never less believed
STEP = 0.05  # between the scores that are tried as the least that is kept

UNCHANGED = Calibration()

Floats = NDArray[np.float64]
Item = TypeVar("Item")


class Progress(Protocol):
    """Something that shows how far the work is."""

    def __call__(self, items: Sequence[Item], of: str) -> Iterable[Item]:
        """The items, one by one."""
        ...


def _silent(items: Sequence[Item], of: str) -> Iterable[Item]:
    return items


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration, and what cross-validation over the documents says of it.

    `gain`: how much likelier it makes a hand alignment that was left out, in nats (natural
    logarithms) per sentence; `interval`: 95% of it over documents. `beads`: bead F1 with it and
    without, of pairs that are kept.
    """

    calibration: Calibration
    documents: int
    gold: int
    gain: float
    interval: Interval
    beads: Difference

    @property
    def helps(self) -> bool:
        """Whether documents that were left out are surely likelier with it, and F1 no lower."""
        return self.interval.low > 0 and self.beads.a >= self.beads.b


@dataclass(frozen=True, slots=True)
class _Gold:
    """A document: what the model makes of it, and what of that the hand alignment allows."""

    found: Potentials
    allowed: Potentials
    beads: tuple[Bead, ...]
    curve: Curve  # of the model

    @property
    def sentences(self) -> int:
        return sum(map(len, self.found.unpaired))


def calibrate(
    gold: Sequence[Alignment], *, encoder: Encoder | None = None, progress: Progress = _silent
) -> Calibrated:
    """The calibration that fits hand alignments, and whether it helps.

    `gold`: three documents or more, whose beads were aligned by hand. Where they are out of order
    (the fewest that must be) their sentences count as without partner: the bead model holds what
    is in order. Of beads that it cannot hold, of more than four sentences a side, anything inside
    counts as right. What is fitted is the likeliest by the hand alignments (maximum a posteriori,
    SPREAD around what changes nothing); the curve is Platt's (1999). What helps is asked of each of
    up to FOLDS parts of the documents in turn, with what the others say. `progress` takes a
    sequence and what it is of, and gives it on item by item. Raises InputError for fewer than
    FEWEST documents, or one that is empty on a side or too long for one block.
    """
    if len(gold) < FEWEST:
        raise InputError(
            f"{len(gold)} documents in the gold; align {FEWEST} or more by hand, so that each "
            "can be held against what the others say"
        )
    ready = [_ready(one, encoder) for one in progress(gold, "documents")]
    tokens, known = ready[0][0], [document for _, document in ready]
    whole = _fit(known)
    folds = min(FOLDS, len(known))
    fits = [
        _fit([one for at, one in enumerate(known) if at % folds != fold], whole)
        for fold in progress(range(folds), "fits")
    ]
    after = [fits[at % folds] for at in range(len(known))]  # fitted without the document
    gains = np.array(
        [
            _log_chance(one, how) - _log_chance(one, UNCHANGED)
            for one, how in zip(known, after, strict=True)
        ]
    )
    found = [_pairs(one, how) for one, how in zip(known, after, strict=True)]
    outcomes = [_outcomes(*both) for both in zip(known, found, strict=True)]
    counts = [sum(bead.paired for bead in one.beads) for one in known]
    least = [  # of the other parts, so that no document has a say in its own
        _least_score(
            [one for at, one in enumerate(outcomes) if at % folds != fold],
            sum(one for at, one in enumerate(counts) if at % folds != fold),
        )
        for fold in range(folds)
    ]
    sentences = np.array([one.sentences for one in known], np.float64)
    return Calibrated(
        replace(
            whole,
            min_score=_least_score(outcomes, sum(counts)),
            model=bead_model_fingerprint(tokens),
        ),
        len(known),
        sum(counts),
        float(gains.sum() / sentences.sum()),
        _interval(gains, sentences),
        compare(
            [one.beads for one in known],
            [_kept(pairs, least[at % folds]) for at, pairs in enumerate(found)],
            [_kept(_pairs(one, UNCHANGED), UNCHANGED.min_score) for one in known],
        )[0],
    )


def _ready(one: Alignment, encoder: Encoder | None) -> tuple[bool, _Gold]:
    name = one.ru_doc or "a document"
    if not one.ru or not one.kk:
        raise InputError(f"{name}: has no sentences on one side; leave it out of the gold")
    sides = Sides(one.ru, one.kk)
    block, *more = blocks(sides, encode_sides(sides, encoder), Options())
    if more:
        raise InputError(f"{name}: is too long to learn from; give a part of it")
    model = bundled_bead_model(block.tokens)
    found = potentials(block.pair, SHAPES, model)
    return block.tokens, _Gold(found, _allowed(found, one.beads), one.beads, model.curve)


def _allowed(found: Potentials, beads: Sequence[Bead]) -> Potentials:
    """The potentials with all else than the hand alignment IMPOSSIBLE."""
    pairs = {shape: np.full_like(table, IMPOSSIBLE) for shape, table in found.pairs.items()}
    ru, kk = (side.copy() for side in found.unpaired)
    paired = sorted((bead for bead in beads if bead.paired), key=lambda bead: bead.ru.start)
    in_order = {*longest_increasing_chain([(bead.ru.start, bead.kk.start) for bead in paired])}
    for bead in paired:
        if (bead.ru.start, bead.kk.start) not in in_order:
            continue
        shape, at = (len(bead.ru), len(bead.kk)), (bead.ru.start, bead.kk.start)
        if shape in found.pairs and found.pairs[shape][at] > IMPOSSIBLE:
            pairs[shape][at] = found.pairs[shape][at]
            ru[bead.ru.start : bead.ru.stop] = kk[bead.kk.start : bead.kk.stop] = IMPOSSIBLE
            continue
        for each, table in found.pairs.items():
            inside = places_inside(bead.ru, bead.kk, each)
            pairs[each][inside] = table[inside]
    return Potentials(pairs, Sides(ru, kk))


def _log_chance(one: _Gold, how: Calibration) -> float:
    """Log of the probability of the hand alignment."""
    return marginals(how(one.allowed))[0] - marginals(how(one.found))[0]


def _interval(gains: Floats, sentences: Floats) -> Interval:
    """The 95% interval of Σ gains / Σ sentences over documents.

    Student's t of a ratio's standard error (Cochran 1977, section 2.11): a bootstrap of three or
    four documents would be too sure of itself.
    """
    from scipy.stats import t

    count, mean = len(gains), gains.sum() / sentences.sum()
    apart = gains - mean * sentences
    error = np.sqrt(count / (count - 1) * (apart @ apart)) / sentences.sum()
    reach = t.ppf(0.975, count - 1) * error
    return Interval(float(mean - reach), float(mean + reach))


def _fit(known: Sequence[_Gold], near: Calibration = UNCHANGED) -> Calibration:
    """The likeliest calibration, with its curve; the search for it begins at `near`."""
    from scipy.optimize import minimize

    def loss(values: Floats) -> tuple[float, Floats]:
        off = (values - (1, 0, 0)) / SPREAD
        total, slope = float(off @ off / 2), off / SPREAD
        how = _of(values)
        for one in known:
            for sign, part in ((1, one.found), (-1, one.allowed)):
                log, sure = marginals(how(part))
                total += sign * log
                slope = slope + sign * _expected(part, sure)
        return total, slope

    start = np.array([near.scale, near.alone, near.longer])
    bounds = [(0.1, 4.0), (-8.0, 8.0), (-8.0, 8.0)]
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    how = _of(done.x)
    every = [_outcomes(one, _pairs(one, how)) for one in known]
    scores, right = (np.concatenate(part) for part in zip(*every, strict=True))
    return replace(how, curve=Curve(*fitted_curve(scores, right, CURVE_PRIOR)))


def _of(values: Floats) -> Calibration:
    scale, alone, longer = map(float, values)
    return Calibration(scale, alone, longer)


def _expected(part: Potentials, sure: Potentials) -> Floats:
    """What a step of each value adds to the potentials of a tiling, on average."""
    scale = alone = longer = 0.0
    for (a, b), chance in sure.pairs.items():
        scale += float((chance * np.where(chance > 0, part.pairs[a, b], 0)).sum())
        longer += (a + b - 2) * float(chance.sum())
    for chance, own in zip(sure.unpaired, part.unpaired, strict=True):
        scale += float((chance * np.where(chance > 0, own, 0)).sum())
        alone += float(chance.sum())
    return np.array([scale, alone, longer])


def _pairs(one: _Gold, how: Calibration) -> list[Bead]:
    """The pairs found with this calibration, those of low score among them."""
    beads = best_beads(how(one.found), 0, lambda chance: how.curve(one.curve(chance)))
    return [bead for bead in beads if bead.paired]


def _kept(pairs: Iterable[Bead], least: float) -> list[Bead]:
    return [bead for bead in pairs if bead.score >= least]


def _outcomes(one: _Gold, pairs: Sequence[Bead]) -> tuple[Floats, Floats]:
    """(Scores of the pairs found, whether each is in the hand alignment)."""
    gold = {(bead.ru, bead.kk) for bead in one.beads}
    scores = np.array([bead.score for bead in pairs], np.float64)
    return scores, np.array([(bead.ru, bead.kk) in gold for bead in pairs], np.float64)


def _least_score(outcomes: Sequence[tuple[Floats, Floats]], gold: int) -> float:
    """The least score to keep, by bead F1 on documents left out; of equal ones the nearest to 0.4.

    `gold`: pairs of their hand alignments.
    """
    scores, right = (np.concatenate(part) for part in zip(*outcomes, strict=True))
    usual = UNCHANGED.min_score
    tried = sorted(np.arange(0, 1, STEP).round(2).tolist(), key=lambda least: abs(least - usual))
    f1 = [
        2 * right[scores >= least].sum() / max((scores >= least).sum() + gold, 1) for least in tried
    ]
    return float(tried[int(np.argmax(f1))])


def fitted_curve(scores: Floats, right: Floats, prior: float = 0.0) -> tuple[float, float]:
    """(slope, offset) of the log odds under which the outcomes are likeliest (Platt scaling).

    `prior`: how strongly (1, 0), which changes nothing, is held on to.
    """
    clipped = np.clip(scores, 1e-6, 1 - 1e-6)
    seen = np.stack([np.log(clipped / (1 - clipped)), np.ones_like(clipped)], axis=1)
    start = found = np.array([1.0, 0.0])
    for _ in range(50):  # Newton's method; about eight are needed
        chance = 1 / (1 + np.exp(-seen @ found))
        bend = (seen * (chance * (1 - chance))[:, None]).T @ seen + (prior + 1e-6) * np.eye(2)
        found = found + np.linalg.solve(bend, seen.T @ (right - chance) - prior * (found - start))
    return max(float(found[0]), LEAST_SLOPE), float(found[1])
