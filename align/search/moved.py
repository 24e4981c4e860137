"""Passages that changed their place: what a tiling leaves alone on both sides, matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from align.beads.moved_features import across, moved_features
from align.beads.moved_model import MovedModel
from align.beads.pair import Pair
from align.beads.potentials import shapes_up_to
from align.types import Bead, Options

LEAST = 0.5  # probability


def with_moved(
    pair: Pair, beads: Sequence[Bead], model: MovedModel, options: Options
) -> list[Bead]:
    """The beads of a tiling of the pair, and what moved instead of what it leaves alone.

    A moved bead stands where its first Russian sentence stood; its note is `moved`, or `low-score`
    where its probability is below `min_score`. Of two that share a sentence the likelier one wins.
    All other beads stay as they are.
    """
    found = [
        (float(chance), (range(i, i + a), range(j, j + b)))
        for seen in across(pair, beads, shapes_up_to(options.max_span))
        for (a, b) in [seen.shape]
        for chance, i, j in zip(
            model.chances(moved_features(seen)),
            seen.rows.tolist(),
            seen.columns.tolist(),
            strict=True,
        )
        if chance >= LEAST
    ]
    moved: dict[int, Bead] = {}  # by Russian sentence
    ru_gone, kk_gone = set[int](), set[int]()
    for chance, (ru, kk) in sorted(found, key=lambda one: -one[0]):
        if ru_gone.isdisjoint(ru) and kk_gone.isdisjoint(kk):
            ru_gone.update(ru)
            kk_gone.update(kk)
            note = "moved" if chance >= options.min_score else "low-score"
            moved[ru.start] = Bead(ru, kk, chance, note)
    return list(_placed(beads, moved, ru_gone, kk_gone))


def _placed(
    beads: Iterable[Bead], moved: dict[int, Bead], ru_gone: set[int], kk_gone: set[int]
) -> Iterator[Bead]:
    for bead in beads:
        if bead.paired or not (ru_gone.issuperset(bead.ru) and kk_gone.issuperset(bead.kk)):
            yield bead
        elif bead.ru.start in moved and bead.ru:
            yield moved[bead.ru.start]
