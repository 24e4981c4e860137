import numpy as np
import pytest
from hypothesis import given, settings

from align.scoring.constraints import APART
from align.scoring.features.feature import names
from align.scoring.features.sentence import SENTENCE_FEATURES, sentence_features
from align.scoring.lexical_overlap import numbers
from align.scoring.pair import make_pair
from align.scoring.spans import LENGTH_FLOOR
from support.made_pairs import FULL_SIDES, SEEDS, pair, side

KINDS_OF_TEXT = ["body", "title", "date", "credit"]


@given(FULL_SIDES, FULL_SIDES, SEEDS)
@settings(max_examples=60)
def test_a_sentence_is_described_by_its_nearest(ru_texts, kk_texts, seed):
    rng = np.random.default_rng(seed)
    sides = [
        side(*texts, kinds=rng.choice(KINDS_OF_TEXT, len(texts)).tolist(), seed=seed + at)
        for at, texts in enumerate((ru_texts, kk_texts))
    ]
    cosine = sides[0].spans.vectors[0] @ sides[1].spans.vectors[0].T
    both = make_pair(*sides)
    alike = both.overlap[1, 1]
    for one, table, shared, around, found in zip(
        sides,
        (cosine, cosine.T),
        (alike, alike.T),
        both.anchors.gaps,
        sentence_features(both),
        strict=True,
    ):
        assert found.shape == (len(one.texts), len(SENTENCE_FEATURES))
        assert found.dtype == np.float32
        bests = [max(row) for row in table]
        for at, text in enumerate(one.texts):
            nearest = table[at].tolist().index(bests[at])
            others = [value for to, value in enumerate(table[at]) if to != nearest]
            rivals = [row[nearest] for other, row in enumerate(table) if other != at]
            nearer = max([0, *(rival - bests[at] for rival in rivals)])
            expected = {
                "best": bests[at],
                "over_second": bests[at] - max([0, *others]),
                "over_document": bests[at] - sum(bests) / len(bests),
                "mutual": float(nearer == 0),
                "rival": nearer,
                "best_before": bests[max(at - 1, 0)],
                "best_after": bests[min(at + 1, len(bests) - 1)],
                "log_length": np.log(len(text) + LENGTH_FLOOR),
                "numbers": min(len(numbers(text)), 3),
                "apart": float(one.kinds[at] in APART),
                "lexical_overlap": min(max(shared[at]), 6),
                "anchored": around.anchored[at],
                "excess": around.excess[at],
                "wide_excess": around.wide[at],
                "gap_size": around.size[at],
                "at_edge": around.at_edge[at],
            }
            assert tuple(expected) == names(SENTENCE_FEATURES)
            assert found[at].tolist() == pytest.approx(list(expected.values()), abs=1e-5)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 50), (50, 1), (2, 3)])
def test_sentences_of_documents_of_any_size_are_described_by_finite_numbers(n, m):
    for table in sentence_features(pair(["Сөйлем"] * n, [""] * m)):
        assert np.isfinite(table).all()
