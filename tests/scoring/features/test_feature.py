"""One function serves both sides: of exchanged sides it gives the same, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.scoring.features import bead, document
from align.scoring.features.feature import both_sides, names
from align.scoring.potentials import SHAPES
from align.types import SIDES, Sides
from support.made_pairs import FULL_SIDES, SEEDS, pair


def exchanged(both):
    """The same pair, its Kazakh side in the place of the Russian one and the other way round."""

    def turned(tables):
        return {(b, a): table.T for (a, b), table in tables.items()}

    def overlap(of):
        return replace(of, held=of.held.swapped(), total=of.total.swapped())

    cover = both.coverage
    return replace(
        both,
        sides=both.sides.swapped(),
        cosine=turned(both.cosine),
        best_partners=both.best_partners.swapped(),
        inside=both.inside.swapped(),
        numbers=overlap(both.numbers),
        names=overlap(both.names),
        overlap=turned(both.overlap),
        anchors=replace(
            both.anchors,
            points=[(j, i) for i, j in both.anchors.points],
            gaps=both.anchors.gaps.swapped(),
            off_map=both.anchors.off_map.T,
        ),
        coverage=replace(
            cover,
            covered=cover.covered.swapped().map(turned),
            open=cover.open.swapped().map(turned),
            best=cover.best.swapped(),
        ),
    )


@given(FULL_SIDES, FULL_SIDES, SEEDS, st.sampled_from(SHAPES))
@settings(max_examples=40)
def test_features_of_a_bead_are_those_of_the_bead_with_its_sides_exchanged(ru, kk, seed, shape):
    both = pair(ru, kk, seed, tokens=True)
    here = bead.candidates(both, shape)
    there = bead.candidates(exchanged(both), shape[::-1])
    for feature in (bead.over_rival, bead.covered, bead.open_share, bead.better_near):
        for side, other in zip(SIDES, SIDES[::-1], strict=True):
            np.testing.assert_array_equal(feature(here, side), feature(there, other).T)
    # not `weakest_better_outside`: of sentences that are equally weak the Russian one is taken
    for feature in (
        bead.over_both, bead.weakest, bead.gain_over_parts, bead.loss_if_grown, bead.cover_gain,
        bead.cover_more, bead.covered_less,
    ):  # fmt: skip
        np.testing.assert_array_equal(feature(here), feature(there).T)


@given(FULL_SIDES, FULL_SIDES, SEEDS)
@settings(max_examples=40)
def test_features_of_documents_are_those_of_exchanged_documents(ru, kk, seed):
    both = pair(ru, kk, seed, tokens=True)
    values = [
        dict(zip(names(document.DOCUMENT_FEATURES), document.document_features(one), strict=False))
        for one in (both, exchanged(both))
    ]
    for name in ("mean_best", "low_best", "left_over"):
        assert values[0][f"{name}.ru"] == values[1][f"{name}.kk"]
        assert values[0][f"{name}.kk"] == values[1][f"{name}.ru"]


def test_a_feature_of_both_sides_is_two_features_named_after_them():
    def length(texts, side):
        return len(texts[side])

    features = both_sides(length)
    assert names([*features]) == ("length.ru", "length.kk")
    assert [feature(Sides("а", "әә")) for feature in features] == [1, 2]


@pytest.mark.parametrize("features", [bead.BEAD_FEATURES, document.DOCUMENT_FEATURES])
def test_no_two_features_have_one_name(features):
    assert len({*names(features)}) == len(features)
