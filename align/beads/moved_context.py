"""What the other candidates say of one that a tiling leaves alone, once all had a first look.

A moved block is several beads that follow each other, what it was moved past goes the other way,
and of two candidates for one sentence at most one is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.beads.feature import names, table
from align.beads.moved_features import Remaining, moved_input_names
from align.beads.network import probability
from align.beads.spans import Floats

NONE = -8.0  # log odds that stand for no other candidate
TOGETHER = 1000  # candidates that are held against all others at a time: memory

Places = NDArray[np.int64]


class Runs(NamedTuple):
    """The two runs of c candidates; arrays (c,).

    `ru`, `kk`: their first sentences; `ru_stop`, `kk_stop`: the ones after the last. `ru_place`,
    `kk_place`: how many pairs of the tiling stand before them.
    """

    ru: Places
    ru_stop: Places
    kk: Places
    kk_stop: Places
    ru_place: Places
    kk_place: Places

    def some(self, which: slice) -> Runs:
        """These candidates only."""
        return Runs(*(values[which] for values in self))

    @property
    def crosses(self) -> NDArray[np.bool_]:
        """Which of them (c,) cross a pair of the tiling; the others lie in order."""
        crosses: NDArray[np.bool_] = self.ru_place != self.kk_place
        return crosses

    def sentences(self, at: int) -> tuple[range, range]:
        """The Russian and the Kazakh sentences of one."""
        return range(self.ru[at], self.ru_stop[at]), range(self.kk[at], self.kk_stop[at])


def runs_of(seen: Sequence[Remaining]) -> Runs:
    """The runs of all candidates, shape after shape."""
    found = [
        Runs(
            one.rows,
            one.rows + one.shape[0],
            one.columns,
            one.columns + one.shape[1],
            one.ru.place[one.rows],
            one.kk.place[one.columns],
        )
        for one in seen
    ]
    nothing = Runs(*[np.zeros(0, np.int64)] * len(Runs._fields))
    return Runs(*(np.concatenate(part) for part in zip(nothing, *found, strict=True)))


@dataclass(frozen=True, slots=True)
class Look:
    """Some r of the c candidates, and all of them.

    `odds`, `chances` (c,): how likely a first look finds them. `elsewhere` (c,): how many Russian
    sentences outside each moved, by that look. `share_ru`, `share_kk`, `same` (r, c): whether they
    have a sentence in common, and whether it is the candidate itself.
    """

    at: slice
    own: Runs
    every: Runs
    odds: Floats
    chances: Floats
    elsewhere: Floats
    share_ru: NDArray[np.bool_]
    share_kk: NDArray[np.bool_]
    same: NDArray[np.bool_]


def first_look(seen: Look) -> Floats:
    """Log odds of the first look."""
    return seen.odds[seen.at]


def ru_rival(seen: Look) -> Floats:
    """Log odds of the likeliest other one that shares a Russian sentence, or NONE."""
    return _best(seen.share_ru & ~seen.same, seen.odds, NONE)


def kk_rival(seen: Look) -> Floats:
    """Log odds of the likeliest other one that shares a Kazakh sentence, or NONE."""
    return _best(seen.share_kk & ~seen.same, seen.odds, NONE)


def joins_before(seen: Look) -> Floats:
    """Probability of the likeliest that ends where this one begins, on both sides."""
    ends = _alike(seen.own.ru, seen.every.ru_stop) & _alike(seen.own.kk, seen.every.kk_stop)
    return _best(ends, seen.chances, 0)


def joins_after(seen: Look) -> Floats:
    """Probability of the likeliest that begins where this one ends, on both sides."""
    begins = _alike(seen.own.ru_stop, seen.every.ru) & _alike(seen.own.kk_stop, seen.every.kk)
    return _best(begins, seen.chances, 0)


def same_way(seen: Look) -> Floats:
    """Probability of the likeliest that went between the same places, sharing no sentence."""
    own, every = seen.own, seen.every
    along = _alike(own.ru_place, every.ru_place) & _alike(own.kk_place, every.kk_place)
    return _best(along & ~seen.share_ru & ~seen.share_kk, seen.chances, 0)


def other_way(seen: Look) -> Floats:
    """Probability of the likeliest that went the other way between the same two places."""
    own, every = seen.own, seen.every
    back = _alike(own.ru_place, every.kk_place) & _alike(own.kk_place, every.ru_place)
    return _best(back & own.crosses[:, None], seen.chances, 0)


def moved_elsewhere(seen: Look) -> Floats:
    """Log of 1 + the Russian sentences outside it that moved, as the first look expects."""
    return np.log1p(seen.elsewhere[seen.at])


CONTEXT_FEATURES = (
    first_look, ru_rival, kk_rival, joins_before, joins_after, same_way, other_way,
    moved_elsewhere,
)  # fmt: skip


def second_input_names(*, tokens: bool) -> tuple[str, ...]:
    """Names of what the network of the second look sees, of pairs with or without tokens."""
    return (*moved_input_names(tokens=tokens), *names(CONTEXT_FEATURES))


def second_inputs(inputs: Floats, runs: Runs, odds: Floats) -> Floats:
    """What the second look sees (c, g) of all candidates of a document.

    `inputs` (c, f) is what the first look has seen, `odds` (c,) the log odds that it gave.
    """
    chances = probability(odds)
    elsewhere = _elsewhere(runs, chances)
    every = np.arange(len(odds))
    found = [np.zeros((0, len(CONTEXT_FEATURES)), np.float32)]
    for first in range(0, len(odds), TOGETHER):
        at = slice(first, first + TOGETHER)
        own = runs.some(at)
        look = Look(
            at,
            own,
            runs,
            odds,
            chances,
            elsewhere,
            _meet(own.ru, own.ru_stop, runs.ru, runs.ru_stop),
            _meet(own.kk, own.kk_stop, runs.kk, runs.kk_stop),
            _alike(every[at], every),
        )
        found.append(table(CONTEXT_FEATURES, look))
    return np.hstack([inputs, np.concatenate(found)])


def _elsewhere(runs: Runs, chances: Floats) -> Floats:
    """How many Russian sentences outside each candidate (c,) lie in one that crosses a pair.

    A sentence counts as much as its likeliest is probable.
    """
    best = np.zeros(int(runs.ru_stop.max(initial=0)), np.float32)
    for at in range(int((runs.ru_stop - runs.ru).max(initial=0))):
        here = runs.crosses & (runs.ru + at < runs.ru_stop)
        np.maximum.at(best, runs.ru[here] + at, chances[here])
    sums = np.concatenate([[0], np.cumsum(best, dtype=np.float64)])
    outside: Floats = (sums[-1] - (sums[runs.ru_stop] - sums[runs.ru])).astype(np.float32)
    return np.maximum(outside, 0)


def _alike(own: Places, every: Places) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = own[:, None] == every[None, :]
    return same


def _meet(start: Places, stop: Places, starts: Places, stops: Places) -> NDArray[np.bool_]:
    meet: NDArray[np.bool_] = (start[:, None] < stops[None, :]) & (starts[None, :] < stop[:, None])
    return meet


def _best(which: NDArray[np.bool_], values: Floats, least: float) -> Floats:
    """The highest of `values` (c,) among those of each row of `which` (r, c), at least `least`."""
    best: Floats = np.where(which, values, np.float32(least)).max(axis=1, initial=least)
    return best
