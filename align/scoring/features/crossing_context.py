"""What the other crossing candidates say of one, once all of them have been scored a first time.

A moved block is several beads that follow each other, what it was moved past goes the other way,
and of two candidates for one sentence at most one is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.scoring.features.crossing import CrossingCandidates, crossing_input_names
from align.scoring.features.feature import both_sides, names, table
from align.scoring.networks import probability
from align.scoring.spans import Floats
from align.types import Language, Sides

NONE = -8.0  # log odds that stand for no other candidate
TOGETHER = 1000  # candidates that are compared with all others at a time: bounds the memory

Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Runs:
    """The two runs of c candidates; each side's arrays are (c,).

    `start`: their first sentences; `stop`: the ones after the last. `place`: how many pairs of the
    tiling stand before them.
    """

    start: Sides[Indexes]
    stop: Sides[Indexes]
    place: Sides[Indexes]

    def __len__(self) -> int:
        return len(self.start.ru)

    def some(self, which: slice) -> Runs:
        """These candidates only."""
        parts = (self.start, self.stop, self.place)
        return Runs(*(part.map(lambda values: values[which]) for part in parts))

    @property
    def crosses(self) -> NDArray[np.bool_]:
        """Which of them (c,) cross a pair of the tiling; the others lie in order."""
        crosses: NDArray[np.bool_] = self.place.ru != self.place.kk
        return crosses

    def sentences(self, index: int) -> Sides[range]:
        """The sentences of one candidate."""
        return Sides.each(lambda side: range(self.start[side][index], self.stop[side][index]))


def runs_of(seen: Sequence[CrossingCandidates]) -> Runs:
    """The runs of all candidates, shape after shape."""

    def together(parts: Sequence[Indexes]) -> Indexes:
        return np.concatenate([np.zeros(0, np.int64), *parts])

    return Runs(
        Sides.each(lambda side: together([one.starts[side] for one in seen])),
        Sides.each(
            lambda side: together([one.starts[side] + Sides(*one.shape)[side] for one in seen])
        ),
        Sides.each(lambda side: together([one.places[side] for one in seen])),
    )


@dataclass(frozen=True, slots=True)
class RescoringBatch:
    """Some r of the c candidates, and all of them.

    `odds`, `chances` (c,): how likely the first scoring finds them. `elsewhere` (c,): how many
    Russian sentences outside each moved, by that scoring. `shares` (r, c) of a side: whether they
    have a sentence in common. `same` (r, c): whether it is the candidate itself.
    """

    which: slice
    own: Runs
    every: Runs
    odds: Floats
    chances: Floats
    elsewhere: Floats
    shares: Sides[NDArray[np.bool_]]
    same: NDArray[np.bool_]


def first_odds(batch: RescoringBatch) -> Floats:
    """Log odds of the first scoring."""
    return batch.odds[batch.which]


def rival(batch: RescoringBatch, side: Language) -> Floats:
    """Log odds of the likeliest other one that shares a sentence of the side, or NONE."""
    return _best(batch.shares[side] & ~batch.same, batch.odds, NONE)


def joins_before(batch: RescoringBatch) -> Floats:
    """Probability of the likeliest that ends where this one begins, on both sides."""
    return _best(_all_equal(batch.own.start, batch.every.stop), batch.chances, 0)


def joins_after(batch: RescoringBatch) -> Floats:
    """Probability of the likeliest that begins where this one ends, on both sides."""
    return _best(_all_equal(batch.own.stop, batch.every.start), batch.chances, 0)


def same_way(batch: RescoringBatch) -> Floats:
    """Probability of the likeliest that went between the same places, sharing no sentence."""
    along = _all_equal(batch.own.place, batch.every.place)
    return _best(along & ~batch.shares.ru & ~batch.shares.kk, batch.chances, 0)


def other_way(batch: RescoringBatch) -> Floats:
    """Probability of the likeliest that went the other way between the same two places."""
    back = _all_equal(batch.own.place, batch.every.place.swapped())
    return _best(back & batch.own.crosses[:, None], batch.chances, 0)


def moved_elsewhere(batch: RescoringBatch) -> Floats:
    """Log of 1 + the Russian sentences outside it that moved, as the first scoring expects."""
    return np.log1p(batch.elsewhere[batch.which])


CONTEXT_FEATURES = (
    first_odds, *both_sides(rival), joins_before, joins_after, same_way, other_way,
    moved_elsewhere,
)  # fmt: skip


def second_input_names(*, tokens: bool) -> tuple[str, ...]:
    """Names of what the network of the second scoring sees, of pairs with or without tokens."""
    return (*crossing_input_names(tokens=tokens), *names(CONTEXT_FEATURES))


def second_inputs(inputs: Floats, runs: Runs, odds: Floats) -> Floats:
    """What the second scoring sees (c, g) of all candidates of a document.

    `inputs` (c, f) is what the first has seen, `odds` (c,) the log odds that it gave.
    """
    chances = probability(odds)
    elsewhere = _elsewhere(runs, chances)
    every = np.arange(len(odds))
    context = [np.zeros((0, len(CONTEXT_FEATURES)), np.float32)]
    for first in range(0, len(odds), TOGETHER):
        which = slice(first, first + TOGETHER)
        own = runs.some(which)
        batch = RescoringBatch(
            which,
            own,
            runs,
            odds,
            chances,
            elsewhere,
            _shares(own, runs),
            every[which, None] == every[None, :],
        )
        context.append(table(CONTEXT_FEATURES, batch))
    return np.hstack([inputs, np.concatenate(context)])


def _elsewhere(runs: Runs, chances: Floats) -> Floats:
    """How many Russian sentences outside each candidate (c,) lie in one that crosses a pair.

    A sentence counts as much as its likeliest is probable.
    """
    start, stop = runs.start.ru, runs.stop.ru
    best = np.zeros(int(stop.max(initial=0)), np.float32)
    for offset in range(int((stop - start).max(initial=0))):
        here = runs.crosses & (start + offset < stop)
        np.maximum.at(best, start[here] + offset, chances[here])
    sums = np.concatenate([[0], np.cumsum(best, dtype=np.float64)])
    outside: Floats = (sums[-1] - (sums[stop] - sums[start])).astype(np.float32)
    return np.maximum(outside, 0)


def _all_equal(own: Sides[Indexes], every: Sides[Indexes]) -> NDArray[np.bool_]:
    """Whether r and c indexes are equal on both sides: (r, c)."""
    equal: NDArray[np.bool_] = (own.ru[:, None] == every.ru[None, :]) & (
        own.kk[:, None] == every.kk[None, :]
    )
    return equal


def _shares(own: Runs, every: Runs) -> Sides[NDArray[np.bool_]]:
    """Whether r and c candidates have a sentence of the side in common: (r, c)."""

    def of_side(side: Language) -> NDArray[np.bool_]:
        begins_before: NDArray[np.bool_] = own.start[side][:, None] < every.stop[side][None, :]
        ends_after: NDArray[np.bool_] = every.start[side][None, :] < own.stop[side][:, None]
        return begins_before & ends_after

    return Sides.each(of_side)


def _best(which: NDArray[np.bool_], values: Floats, least: float) -> Floats:
    """The highest of `values` (c,) among those of each row of `which` (r, c), at least `least`."""
    best: Floats = np.where(which, values, np.float32(least)).max(axis=1, initial=least)
    return best
